"""The morning letter to the Business Office: who needs it today, who else is waited for, what happened, what is next.

Start at `note_morning`; what a case waits for is in `needs`. It is the heartbeat too: where it does not come, the service
has stopped (rules, section 17).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from mailservice.cases import events as e
from mailservice.cases import letters, needs, phrases, telling
from mailservice.cases.case import Case, replay
from mailservice.cases.commands import CaseSoFar, NoteMorning
from mailservice.cases.needs import Need
from mailservice.cases.turn import Turn

# What the office reads of in the morning, whether or not it was told when it happened.
_TOLD = (
    e.CaseOpened,
    e.CaseJoined,
    e.CaseTakenIn,
    e.StageEntered,
    e.StepEntered,
    e.CoverAsked,
    e.Withdrawn,
    e.WithdrawalKept,
    e.UrgentRaised,
    e.UrgentEnded,
    e.AddressNamed,
    e.AddressAllowed,
    e.ConflictFound,
    e.NewDateAgreed,
    e.Agreed,
    e.Objected,
    e.CaseClosed,
    e.CaseReopened,
    e.ActionDone,
    e.ActionNotDone,
)


@dataclass(frozen=True)
class _Line:
    """What one case says this morning."""

    name: str
    office: tuple[Need, ...]
    others: tuple[Need, ...]
    happened: tuple[str, ...]
    next: Need | None


def note_morning(turn: Turn, command: NoteMorning) -> None:
    """Write the one letter of a working morning; with nothing open it comes all the same."""
    said = [_line(turn, one) for one in command.cases]
    count = sum(bool(one.office) for one in said)
    facts = {
        "headline": f"{count} {'needs' if count == 1 else 'need'} you today" if count else "Nothing needs you today",
        "needs": _listed(turn, ((one.name, need) for one in said for need in one.office)),
        "waits": _listed(turn, ((one.name, need) for one in said for need in one.others)),
        "since": command.since.isoformat(),
        "happened": [f"{one.name}: {' '.join(one.happened)}" for one in said if one.happened],
        "stand": _by_day(turn, [(one.name, one.next) for one in said if one.next]),
        "read_through": command.read_through.isoformat() if command.read_through else "",
        "in_confidence": _in_confidence(command.in_confidence),
        "others_see": "Only the Business Office gets this letter.",
    }
    letters.order(turn, "digest", letters.office_party(turn), facts)


def _in_confidence(count: int) -> str:
    """Return the one line of what is held in confidence: how many, and nothing else (rule 16)."""
    if not count:
        return ""
    emails = "1 email lies" if count == 1 else f"{count} emails lie"
    return f"In confidence: {emails} in a folder of their own. Only whoever wrote them can let them go on."


def _line(turn: Turn, so_far: CaseSoFar) -> _Line:
    case = replay(so_far.history)
    here = Turn(case, replace(turn.rules, policy=so_far.policy), turn.directory, turn.at)
    return _Line(
        name=case.reference,
        office=tuple(needs.of_office(here)),
        others=tuple(needs.of_others(here)),
        happened=tuple(dict.fromkeys(_happened(here, so_far))),
        next=_next(here) if case.status in ("open", "agreed") else None,
    )


def _listed(turn: Turn, found: Iterable[tuple[str, Need]]) -> list[str]:
    """Return one line a need, the most pressing first: the case, what, whose, by when."""
    ordered = sorted(found, key=lambda one: (one[1].rank, (one[1].by or turn.at).timestamp(), one[0]))
    return [f"{name}: {phrases.sentence(need.what)} {need.owner}{_by(turn, need.by)}." for name, need in ordered]


def _by(turn: Turn, at: datetime | None) -> str:
    return f", by {phrases.short(phrases.local(at, turn.rules.days.zone))}" if at else ", today"


def _by_day(turn: Turn, found: list[tuple[str, Need]]) -> list[dict[str, object]]:
    """Return every open case under the day of its next date, the earliest first."""
    zone = turn.rules.days.zone
    dated = sorted((phrases.local(need.by or turn.at, zone), name, need) for name, need in found)

    def day(one: tuple[datetime, str, Need]) -> date:
        return one[0].date()

    return [
        {
            "day": phrases.day(on),
            "cases": [f"{name}: {need.what}, by {phrases.hour(at)}. {need.owner}." for at, name, need in those],
        }
        for on, those in groupby(dated, day)
    ]


def _next(turn: Turn) -> Need:
    ahead = needs.next_date(turn)
    where = "agreed; the raiser may object" if turn.case.status == "agreed" else f"stage {turn.case.stage}"
    asked = f", {telling.what(ahead)}" if ahead and turn.case.status == "open" else ""
    return Need(0, where + asked, needs.owners(turn), ahead.due if ahead else None)


def _happened(turn: Turn, so_far: CaseSoFar) -> Iterator[str]:
    names = {one: turn.agency(one).name for one in turn.case.agencies}
    case = replay(so_far.history[: so_far.seen])
    for event in so_far.history[so_far.seen :]:
        before, case = case, case.after(event)
        if isinstance(event, e.ContactNamed):
            yield from _new_address(turn, event, names)
        elif _is_told(event, case):
            told = telling.tell(event, telling.Book(before, case, turn.policy, names, turn.rules.days.zone))
            yield from [told.said] if told else []


def _is_told(event: e.Event, case: Case) -> bool:
    """Tell whether an event is news; a stage that only opened with its case, or again, repeats what is told already."""
    if isinstance(event, e.Proposed):
        return event.kind in ("new-date", "overtaken") and case.status != "unopened"
    return isinstance(event, _TOLD) and not (isinstance(event, e.StageEntered) and event.why in ("opened", "reopened"))


def _new_address(turn: Turn, event: e.ContactNamed, names: dict[str, str]) -> Iterator[str]:
    """Show an address that somebody named, and that is in use although the directory has not got it (rule 15)."""
    if turn.directory.person_at(event.address) is None:
        by = telling.who(event.by, names)
        at = f"{names.get(event.agency, event.agency)} at stage {event.stage}"
        yield f"{by} named a new address for {at}: {event.name} {event.address}. It is in use; put it in the directory."
