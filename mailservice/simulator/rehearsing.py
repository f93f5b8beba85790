"""A partnership's own policy and directory played through a year, as the values of a report: start at `rehearse`."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from statistics import median, quantiles

from mailservice.cases.history.events import CaseClosed, DeadlineSet, Event
from mailservice.cases.letters import phrases
from mailservice.cases.told.transcript import Entry, transcript
from mailservice.directory import Directory, Person
from mailservice.errors import Problem, UserError
from mailservice.exports.rehearsal import Away, Day, Example, Gap, Moment, Reader, Rehearsal
from mailservice.files import ROOT
from mailservice.mail.compose.templates import load_templates, read_folder
from mailservice.policy.model import Policy
from mailservice.simulator import gaps as missing
from mailservice.simulator.counting import ASKING, ASKS, MONTHS, Count, Theirs, words
from mailservice.simulator.life import Life, practitioners
from mailservice.simulator.tiers import everybody_away
from mailservice.simulator.year import Year

YEAR = timedelta(days=365)
WORDS_A_MINUTE = 200
WEEKS = 52
LIVELY = Life(urgent=0.08, within=0.1, leave=True)
# An example is told so far: what then repeats itself is counted.
MOST_MOMENTS = 30
EXAMPLE_DAYS = 120
STILL_OPEN = "still open"
# Dates that ask something of people; the others are the service's own.
ASKED_BY = frozenset({"clock", "check-in", "limit", "objection", "urgent", "withdrawal", "action"})


@dataclass(frozen=True)
class Plan:
    """How a rehearsal is played: how many cases a year, from which day, by which chances, over how many years."""

    start: date
    cases: int = 40
    years: int = 1
    seed: int = 1
    life: Life = LIVELY


def rehearse(
    policy: Policy, directory: Directory, plan: Plan, on_day: Callable[[int, date], None] = lambda _number, _day: None
) -> tuple[Rehearsal, tuple[Year, ...]]:
    """Return the report and the years that were played; `on_day` hears how far each is. UserError if nobody can disagree."""
    _enough(directory, policy)
    if "within-agency" not in policy.scope:
        plan = replace(plan, life=replace(plan.life, within=0.0))
    years = tuple(_played(policy, directory, plan, number, on_day) for number in range(plan.years))
    count = Count(plan.start)
    for number, year in enumerate(years):
        count.take(number, year)
    return _Report(policy, directory, plan, years, count).whole(), years


def _enough(directory: Directory, policy: Policy) -> None:
    able = practitioners(directory, policy)
    if len(able) < 2:  # noqa: PLR2004 - a disagreement has two sides
        listed = "no agency lists anybody" if not able else "one agency alone lists anybody"
        remedy = f"{listed}, so nobody can disagree with another: name people of two agencies under [[agency.person]]"
        raise UserError([Problem("directory", "agency", remedy)])


def _played(policy: Policy, directory: Directory, plan: Plan, number: int, on_day: Callable[[int, date], None]) -> Year:
    return Year(
        policy,
        plan.seed + number,
        plan.cases,
        plan.start,
        given=directory,
        life=plan.life,
        on_event=lambda _reference, event: on_day(number, event.at.date()),
    ).play()


@dataclass
class _Report:
    """The working paper of one report."""

    policy: Policy
    directory: Directory
    plan: Plan
    years: tuple[Year, ...]
    count: Count

    def whole(self) -> Rehearsal:
        readers, gaps = tuple(self._readers()), missing.gaps(self.directory, self.policy, self.plan.start)
        away = everybody_away(self.years[0], self.plan.start + YEAR)
        starts = [(self.plan.start.month - 1 + number) % MONTHS + 1 for number in range(MONTHS)]
        return Rehearsal(
            policy=self.policy.title,
            partnership=self.policy.partnership,
            call_it=self.policy.wording.call_it,
            summary=tuple(self._summary(readers, gaps, away)),
            month_names=tuple(f"{date(2000, month, 1):%b}" for month in starts),
            readers=readers,
            a_case=tuple(self.count.cases.values()),
            ends=self._ends(),
            alone=tuple((self._named(one), self._places(one)) for one in missing.alone(self.directory, self.policy)),
            empty=tuple(one for one in gaps if one.must and ", stage" in one.where),
            away=away,
            days=tuple(self._days()),
            on_closed=tuple(self._on_closed()),
            asks=ASKS,
            examples=tuple(self._examples()),
            gaps=gaps,
            made=tuple(self._made()),
            limits=tuple(self._limits()),
        )

    def _readers(self) -> Iterator[Reader]:
        """Give the office, then everybody in the directory, written to or not, then whoever was named on the way."""
        lengths = words(self.count.samples, load_templates(read_folder(ROOT / "templates" / "email")))
        left = dict(self.count.theirs)
        for office in self.directory.offices:
            yield self._reader(left.pop(office.address.lower(), None), lengths, office.name, "", "The office")
        for person in (*self.directory.officers, *self.directory.people):
            own = self.directory.agency(person.agency)
            theirs = [left.pop(at.lower(), None) for at in (person.address, *person.aliases)]
            found = next((one for one in theirs if one), None)
            where = own.name if own else "Officers beside the agencies"
            yield self._reader(found, lengths, person.name, person.role, where, self._places(person))
        for theirs_alone in left.values():
            to = theirs_alone.to
            yield self._reader(theirs_alone, lengths, to.name or to.address, "", "Not in the directory", listed=False)

    def _reader(
        self,
        theirs: Theirs | None,
        lengths: Mapping[str, float],
        name: str,
        role: str,
        agency: str,
        places: str = "",
        *,
        listed: bool = True,
    ) -> Reader:
        years = self.plan.years
        months = theirs.months if theirs else Counter[int]()
        read = sum(lengths[kind] * number for kind, number in theirs.kinds.items()) if theirs else 0.0
        return Reader(
            name,
            role,
            agency,
            places,
            tuple(months[number] / years for number in range(MONTHS)),
            theirs.most[0] if theirs else 0,
            {one: number / years for one, number in theirs.asked.items()} if theirs else {},
            {one: number / years for one, number in sorted(theirs.stages.items())} if theirs else {},
            read / WORDS_A_MINUTE / years,
            listed,
        )

    def _summary(self, readers: tuple[Reader, ...], gaps: tuple[Gap, ...], away: tuple[Away, ...]) -> Iterator[str]:
        cases = sorted(self.count.cases.values())
        office, *others = readers
        busiest = max(others, key=lambda one: one.letters)
        yield (
            f"A case brings about {median(cases):.0f} letters, to everybody together"
            f"{_between(cases)}: about {self.count.letters / self.plan.years:,.0f} in a year of {self.plan.cases} cases. "
            f"Of every ten, {self._asking_of_ten():.0f} ask for something; the others tell what has happened."
        )
        yield (
            f"The busiest person is {busiest.name}{_of(busiest)}: about {busiest.letters:.0f} letters in the year, at most "
            f"{busiest.most} in a day. Of these, about {_asking(busiest):.0f} ask for something."
        )
        yield (
            f"The office has about {_few(office.letters / WEEKS)} letters a week, {_few(office.minutes / WEEKS)} minutes' "
            "reading, and the letter of each working morning beside them."
        )
        ended = [_lasted(year, one) for year in self.years for one in year.histories]
        known = [one for one in ended if one is not None]
        if known:
            left = len(ended) - len(known)
            how_many = f"Of {len(ended)} cases {len(known)}" if left else f"All {len(ended)} cases"
            stood = f"; {left} stood open when the rehearsal stopped" if left else ""
            yield f"{how_many} ended, half of these within {median(known):.0f} days of their opening{stood}."
        days = len({day for one in away for day in one.days})
        if days:
            yield f"On {phrases.counted_things(days, 'working day')} a case waited for people who were all away."
        must = sum(one.must for one in gaps)
        yield (
            f"{phrases.counted_things(must, 'gap')} to close before going live."
            if must
            else "No gap must be closed first."
        )

    def _asking_of_ten(self) -> float:
        asked = sum(sum(n for kind, n in one.asked.items() if kind in ASKING) for one in self.count.theirs.values())
        return 10 * asked / max(self.count.letters, 1)

    def _ends(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {self._stage(one.id): {} for one in self.policy.ladder}
        for year in self.years:
            for reference in year.histories:
                case = year.case(reference)
                row = found.setdefault(self._stage(case.stage), {})
                how = (case.ending or "").replace("-", " ") or STILL_OPEN
                row[how] = row.get(how, 0) + 1
        return found

    def _stage(self, identity: str) -> str:
        title = next((one.title for one in self.policy.stages if one.id == identity), "")
        return f"Stage {identity}: {title}" if title else f"Stage {identity}" if identity else "Before the first stage"

    def _places(self, person: Person) -> str:
        tier = f", tier {person.tier}" if person.tier > 1 else ""
        decides = f"decides at stage {phrases.listed(person.stages)}{tier}" if person.stages else ""
        brings = f"hands over at stage {phrases.listed(person.hands_over)}" if person.hands_over else ""
        return ", ".join(one for one in (decides, brings) if one)

    def _named(self, person: Person) -> str:
        own = self.directory.agency(person.agency)
        return f"{person.name} ({own.name})" if own else person.name

    def _days(self) -> Iterator[Day]:
        year = self.years[0]
        due = Counter(day for _, day in self._dates())
        for number in range(YEAR.days):
            day = self.plan.start + timedelta(days=number)
            closed = tuple(f"{one.name}: {one.closed[day]}" for one in self.directory.agencies if day in one.closed)
            yield Day(day, year.days.why_not(day) or "", closed, due[day])

    def _dates(self) -> Iterator[tuple[str, date]]:
        """Give each date that asked something of people, in the first year: in which case, and on which day."""
        year = self.years[0]
        for reference, history in year.histories.items():
            for event in history:
                if isinstance(event, DeadlineSet) and event.purpose in ASKED_BY:
                    yield reference, year.days.local(event.due).date()

    def _on_closed(self) -> Iterator[str]:
        found: dict[tuple[str, str], list[tuple[str, date]]] = {}
        last = self.plan.start + YEAR
        for reference, day in self._dates():
            for agency in self.directory.agencies:
                if day in agency.closed and agency.id in self.years[0].case(reference).agencies and day < last:
                    found.setdefault((agency.name, agency.closed[day]), []).append((reference, day))
        for (name, closed), dates in found.items():
            days = phrases.listed([phrases.short_day(day) for day in sorted({day for _, day in dates})])
            cases = len({reference for reference, _ in dates})
            yield f"{name}, {closed}: {phrases.counted_things(cases, 'case')} had a date on {days}."

    def _examples(self) -> Iterator[Example]:
        yield self._typical()
        between = self._fullest()
        quiet = Life(answers=0, office_answers=0, undelivered=0, between=between)
        yield self._alone(
            quiet,
            "A case in which nobody answers",
            "Nobody writes a word after the first mail. It goes up by itself, and never closes by itself.",
        )
        yield self._alone(
            replace(quiet, urgent=1.0, answers=0.55, office_answers=0.8),
            "An urgent case",
            "The first mail says URGENT; people answer as often as in the other cases.",
        )

    def _typical(self) -> Example:
        year = self.years[0]
        usual = median(number for (place, _), number in self.count.cases.items() if place == 0)
        cases = [(year.case(one), one) for one in year.histories]
        ended = [one for case, one in cases if case.ending and not case.urgent]
        # Where nobody had to be named, if there is one: what is missing is shown elsewhere.
        named = {
            one for one in ended if any(letter.template == "next_manager" for letter in year.case(one).letters.values())
        }
        ended = [one for one in ended if one not in named] or ended or list(year.histories)
        chosen = min(ended, key=lambda one: (abs(self.count.cases[0, one] - usual), one))
        lead = f"Of those that ended, this one had the most usual number of letters: {self.count.cases[0, chosen]}."
        return self._told("A typical case", lead, year.histories[chosen])

    def _fullest(self) -> tuple[str, ...]:
        """Return the two agencies that list somebody at the most stages."""
        able = [people[0].agency for people in practitioners(self.directory, self.policy)]
        stages = missing.decided_by_sides(self.policy)
        held = {one: sum(bool(self.directory.at(one, stage.id)) for stage in stages) for one in able}
        alone = {one: max(len(who.stages) for who in self.directory.people if who.agency == one) for one in able}
        return tuple(sorted(able, key=lambda one: (-held[one], alone[one]))[:2])

    def _alone(self, life: Life, title: str, lead: str) -> Example:
        year = Year(
            self.policy,
            self.plan.seed,
            1,
            self.plan.start,
            opened_within=6,
            ends_after=EXAMPLE_DAYS,
            given=self.directory,
            life=life,
        ).play()
        return self._told(title, lead, next(iter(year.histories.values()), []))

    def _told(self, title: str, lead: str, history: list[Event]) -> Example:
        names = {one.id: one.name for one in self.directory.agencies}
        entries = transcript(history, self.policy, names).entries
        moments = [
            _moment(list(found), [*names.values(), "Business Office"])
            for _, found in groupby(entries, lambda one: one.at.replace(second=0, microsecond=0))
        ]
        left = len(moments) - MOST_MOMENTS
        more = f"And so on: {phrases.counted_things(left, 'further moment')} until"
        rest = f"{more} {phrases.day(entries[-1].at.date())}." if left > 0 else ""
        return Example(title, lead, tuple(moments[:MOST_MOMENTS]), rest)

    def _made(self) -> Iterator[str]:
        plan, life = self.plan, self.plan.life
        last = plan.seed + plan.years - 1
        seeds = f"the seed {plan.seed}" if plan.years == 1 else f"the seeds {plan.seed} to {last}"
        yield (
            f"{plan.cases} cases were opened between {phrases.day(plan.start)} and {phrases.day(plan.start + YEAR)}, "
            f"and followed for half a year more; {phrases.counted_things(plan.years, 'such year')} played, with {seeds}. "
            "The same seed, files and start give the same report."
        )
        yield (
            "Every decision was the service's own, by your policy and directory: who is written to, when, and what each "
            "date is. No mail was sent."
        )
        yield (
            "Letters after the year's end are counted in the same month, as last year's cases bring theirs to this one. "
            "Figures of people are of one year, on average of those played; examples, closed days and absences are of the first."
        )
        yield (
            f"Assumed by us, of no policy: {life.urgent:.0%} of cases urgent; {life.within:.0%} within one agency; "
            f"{life.answers:.0%} of letters answered ({life.office_answers:.0%} by the office), after up to 20 working hours "
            f"at work; {life.undelivered:.0%} of letters come back; each person away for 27 working days a year beside "
            "their agency's closed days."
        )

    def _limits(self) -> Iterator[str]:
        yield "How many cases there will be, and how people will answer, nobody knows. Look at the shape, less at the figures."
        yield "Every pair of agencies disagrees equally often here; yours will not. Try --cases with your own number."
        yield "Reading time counts every word of a letter at 200 words a minute. Thinking, meeting and ringing are not in it."
        yield (
            "The letter of each working morning to the office, mails from strangers and what is held in confidence are not "
            "played, nor are people who leave or change agency."
        )
        yield (
            "A letter is answered once or never, and nobody rings: what waits for a silent person is reminded longer here than "
            "it would be."
        )
        yield "The office's own closed days stand in the settings, and are not known here."


def _between(cases: list[int]) -> str:
    if len(cases) < 4:  # noqa: PLR2004 - too few for quarters
        return ""
    low, _, high = quantiles(cases, n=4)
    return f" (half of the cases between {low:.0f} and {high:.0f})"


def _of(reader: Reader) -> str:
    return f" ({', '.join(one for one in (reader.role, reader.agency) if one)})"


def _few(number: float) -> str:
    return f"{number:.0f}" if number >= 2 else f"{number:.1f}"  # noqa: PLR2004 - a tenth tells only of a few


def _asking(reader: Reader) -> float:
    return sum(reader.asked.get(one, 0) for one in ASKING)


def _lasted(year: Year, reference: str) -> int | None:
    case = year.case(reference)
    closed = next((one for one in reversed(year.histories[reference]) if isinstance(one, CaseClosed)), None)
    if closed is None or case.status != "closed" or case.opened_at is None:
        return None
    return (closed.at - case.opened_at).days


def _moment(entries: list[Entry], agencies: list[str]) -> Moment:
    """Tell what happened in one minute; whoever had the same letter then, in one line."""
    letters: dict[str, list[str]] = {}
    for one in entries:
        if one.kind == "letter":
            to, _, what = one.said.removeprefix("We wrote to ").partition(": ")
            letters.setdefault(what, []).append(_bare(to.partition(", to leave at ")[0], agencies))
    told = [f"Letter to {phrases.listed(list(dict.fromkeys(to)))}: {what}" for what, to in letters.items()]
    lines = dict.fromkeys(one.said for one in entries if one.kind != "letter")
    moves = tuple(one.said for one in entries if one.kind in ("stage", "ending"))
    return Moment(phrases.short(entries[0].at), (*lines, *told), moves)


def _bare(name: str, agencies: list[str]) -> str:
    """Return a name without its agency, which the lists above tell."""
    return next((name.removesuffix(f" ({one})") for one in agencies if name.endswith(f" ({one})")), name)
