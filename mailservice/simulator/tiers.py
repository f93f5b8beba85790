"""When everybody who acts for an agency was away while a case stood with them: `everybody_away(year, until)`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import OTHER, CaseClosed, Event, StageEntered
from mailservice.cases.letters import phrases
from mailservice.directory import Person
from mailservice.exports.rehearsal import Away
from mailservice.simulator.year import Year


@dataclass
class _Found:
    days: set[date] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)


def everybody_away(year: Year, until: date) -> tuple[Away, ...]:
    """Return each agency's place at which nobody was at work on a working day, before `until`, with a case there."""
    found: dict[tuple[str, str, tuple[str, ...]], _Found] = {}
    for reference, history in year.histories.items():
        for entered, left in _stays(
            history, year.days.local(datetime.combine(until, datetime.min.time(), year.days.zone))
        ):
            if year.policy.stage(entered.stage).sides != "both":
                continue
            for agency in year.case(reference).agencies:
                there = _acting(year, year.case(reference), agency, entered)
                away = _days_away(year, there, entered.at, left)
                if away:
                    place = (agency.removesuffix(OTHER), _place(entered), tuple(one.id for one in there))
                    mine = found.setdefault(place, _Found())
                    mine.days |= away
                    mine.cases.add(reference)
    return tuple(sorted((_told(year, *key, one) for key, one in found.items()), key=lambda one: -len(one.days)))


def _stays(history: Sequence[Event], until: datetime) -> Iterator[tuple[StageEntered, datetime]]:
    """Give each place that a case came to, and when it left it."""
    now: StageEntered | None = None
    for event in history:
        if isinstance(event, StageEntered | CaseClosed):
            if now is not None and now.at < until:
                yield now, min(event.at, until)
            now = event if isinstance(event, StageEntered) else None
    if now is not None and now.at < until:
        yield now, until


def _acting(year: Year, case: Case, agency: str, entered: StageEntered) -> tuple[Person, ...]:
    own = [one for one in (case.raiser, *case.responders) if one and one.agency == agency]
    workers = tuple(person for one in own if (person := year.directory.person(one.person)))
    if entered.stage == year.policy.first_stage.id:
        return workers
    behind = workers[0] if workers else None
    found = year.directory.at(agency, entered.stage, entered.tier, behind)
    return (*found, *year.directory.bringing(agency, entered.stage, behind))


def _days_away(year: Year, people: Sequence[Person], since: datetime, until: datetime) -> set[date]:
    first, last = year.days.local(since).date(), year.days.local(until).date()
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return {
        day
        for day in days
        if people and year.days.is_working(day) and all(year.absences.why(one.id, day) for one in people)
    }


def _place(entered: StageEntered) -> str:
    return f"stage {entered.stage}" + (f", tier {entered.tier}" if entered.tier > 1 else "")


def _told(year: Year, agency: str, place: str, people: tuple[str, ...], found: _Found) -> Away:
    there = [one for identity in people if (one := year.directory.person(identity))]
    deputies = [one for person in there if (one := year.directory.person(person.deputy))]
    free = [one.name for one in deputies if not all(year.absences.why(one.id, day) for day in found.days)]
    own = year.directory.agency(agency)
    return Away(
        own.name if own else agency,
        place,
        phrases.listed([one.name for one in there]),
        tuple(sorted(found.days)),
        len(found.cases),
        phrases.listed(free),
    )
