"""One morning letter, read as a person reads it, and held against the events of the ledger. Start at `faults`.

What is expected is reckoned from the events by themselves: no fold, no list and no table of the service has a part in it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape

from mailservice.cases.history import events as e
from mailservice.simulator.playing import Arrival
from mailservice.simulator.story import ZONE

_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = re.compile(rf"{_WEEKDAY} \d{{1,2}} [A-Z][a-z]+ \d{{4}}")
_CASE = re.compile(r"(?P<reference>NSCP \d{4}-\d{4}-[A-Z]) \((?P<known>[^)]*)\): (?P<rest>.*)")
_OPEN_SINCE = re.compile(r"Open since (?P<day>\w{3} \d{1,2} \w{3}(?: \d{4})?)\.$")
_BARS = re.compile(r"<li[^>]*>(?P<line>[^<]*)<table[^>]*class=\"bar\"[^>]*><tbody><tr>(?P<cells>.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<td class=\"(\w+)\" width=\"(\d+)%\"")
_SPAN = re.compile(
    r"The bar below a case runs from (\w{3} \d{1,2} \w{3}(?: \d{4})?) to (\w{3} \d{1,2} \w{3}(?: \d{4})?):"
)
# No reader of a letter is shown these: they remind us of something, or stand with an action that was agreed.
_UNSEEN = frozenset(["nudge", "reminder", "hand-on", "again", "legal"])
_OF_AN_ACTION = frozenset(["action", "action-answer", "care", "telling", "form", "quote"])
_OF_LETTERS = frozenset(
    ["clock", "check-in", "objection", "objection-answer", "silence", "limit", "urgent", "withdrawal"]
)
# A bar is drawn in whole parts of a hundred, and a date is told by its day.
_NEAR = 3


@dataclass
class Standing:
    """What the events say of one case so far."""

    reference: str = ""
    children: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    since: datetime | None = None
    stage: str = ""
    open: bool = False
    agreed: bool = False
    plans: tuple[str, ...] = ()
    dates: dict[str, tuple[str, datetime, str]] = field(default_factory=dict)

    @property
    def next(self) -> datetime | None:
        """The date that comes first, of those that a reader is shown."""
        return min((due for what, due, _ in self.dates.values() if what not in _UNSEEN | _OF_AN_ACTION), default=None)

    @property
    def next_of_letters(self) -> datetime | None:
        """The date that comes first, of those that letters list."""
        found = (
            due
            for what, due, stage in self.dates.values()
            if what in _OF_LETTERS and (what != "clock" or stage == self.stage)
        )
        return min(found, default=None)

    def take(self, event: e.Event) -> None:
        """Go on by one event."""
        match event:
            case e.CaseOpened():
                self.reference, self.children, self.agencies = event.reference, event.child_references, event.agencies
                self.since, self.open = event.at, True
            case e.StageEntered():
                self.stage, self.agreed = event.stage, False
            case e.Proposed():
                self.plans += (event.proposal,) if event.kind == "plan" else ()
            case e.Agreed():
                self.agreed = event.proposal not in self.plans  # a plan keeps it open
            case e.Objected():
                self.agreed = False
            case e.CaseClosed() | e.CaseJoined():
                self.open = self.agreed = False
            case e.CaseReopened():
                self.open, self.agreed, self.since = True, False, event.at
            case _:
                self._take_date(event)

    def _take_date(self, event: e.Event) -> None:
        match event:
            case e.DeadlineSet():
                self.dates[event.deadline] = (event.purpose, event.due, event.stage)
            case e.DeadlineMoved():
                purpose, _, stage = self.dates[event.deadline]
                self.dates[event.deadline] = (purpose, event.due, stage)
            case e.DeadlineMet() | e.DeadlineMissed() | e.DeadlineDropped():
                self.dates.pop(event.deadline, None)


@dataclass
class Ledger:
    """Every case as the events up to a moment tell it; moments are asked for in their order."""

    histories: Mapping[str, Sequence[e.Event]]
    cases: dict[str, Standing] = field(default_factory=dict)
    _read: dict[str, int] = field(default_factory=dict)

    def open_at(self, moment: datetime) -> dict[str, Standing]:
        """Return the cases that are open at a moment, by their references."""
        for reference, history in self.histories.items():
            one, place = self.cases.setdefault(reference, Standing()), self._read.get(reference, 0)
            while place < len(history) and history[place].at <= moment:
                one.take(history[place])
                place += 1
            self._read[reference] = place
        return {reference: one for reference, one in self.cases.items() if one.open}


def faults(
    letter: Arrival, here: Mapping[str, Standing], names: Mapping[str, str], *, own: bool = False
) -> Iterator[str]:
    """Give what a morning letter says otherwise than the ledger; `here` are the cases that it must name, and no other.

    `own`: it is an agency's own, which shows the dates that letters show, and no other.
    """
    when, told = f"{letter.order.at.astimezone(ZONE):%a %d %b %Y}", [*lines(letter)]
    found = [one.reference for one in told]
    for reference in here:
        if found.count(reference) != 1:
            yield f"{when}: {reference} is open, and named {found.count(reference)} times"
    for line in told:
        if line.reference not in here:
            yield f"{when}: {line.reference} is named, and is not open"
        else:
            yield from (
                f"{when}: {line.reference}: {one}" for one in _of_a_line(line, here[line.reference], names, own=own)
            )
    yield from (f"{when}: {one}" for one in _of_the_bars(letter, told))


@dataclass(frozen=True)
class Line:
    """One open case as the letter has it, under the day of its next date."""

    day: date
    reference: str
    known: str
    rest: str
    whole: str

    @property
    def since(self) -> str:
        """Since when it says that the case is open."""
        found = _OPEN_SINCE.search(self.rest)
        return found["day"] if found else ""


def lines(letter: Arrival) -> Iterator[Line]:
    """Give the lines of the letter's plain text that name an open case, each under its day."""
    day = None
    for block in _blocks(letter.mail.text):
        if _DAY.fullmatch(block):
            day = datetime.strptime(block, "%A %d %B %Y").replace(tzinfo=ZONE).date()
        elif block.startswith("- ") and day is not None:
            if found := _CASE.fullmatch(block[2:]):
                yield Line(day, found["reference"], found["known"], found["rest"], block[2:])
        elif not block.startswith("- "):
            day = None


def _blocks(text: str) -> Iterator[str]:
    """Give paragraphs and items of a list, each on one line."""
    held = ""
    for line in [*text.splitlines(), ""]:
        if not line.strip() or line.startswith("- ") or _DAY.fullmatch(line.strip()):
            if held:
                yield held
            held = line.strip()
        else:
            held = f"{held} {line.strip()}".strip()
    if held:
        yield held


def _of_a_line(line: Line, case: Standing, names: Mapping[str, str], *, own: bool) -> Iterator[str]:
    for known in (*case.children, *(names[one] for one in case.agencies)):
        if known not in line.known:
            yield f"{known} is not said"
    if f"stage {case.stage}" not in line.rest:
        yield f"it does not say that it is at stage {case.stage}: {line.rest}"
    if case.agreed and "agreed" not in line.rest:
        yield "it does not say that every agency has agreed"
    due = case.next_of_letters if own else case.next
    if due is None or due.astimezone(ZONE).date() != line.day:
        yield f"it stands under {line.day:%A %d %B %Y}, and its next date is {due.astimezone(ZONE) if due else 'none'}"
    if case.since is None or line.since != _short(case.since.astimezone(ZONE).date()):
        yield f"it says open since {line.since or 'nothing'}"


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _of_the_bars(letter: Arrival, told: Sequence[Line]) -> Iterator[str]:
    """Hold each bar of the page against the line beside it: since when, until when, and whether that day has passed."""
    html = letter.mail.html
    bars = [(_one_line(one["line"]), _parts(one["cells"])) for one in _BARS.finditer(html)]
    if [line for line, _ in bars] != [one.whole for one in told]:
        yield "the page and the text do not name the same cases in the same order"
        return
    span = _SPAN.search(html)
    if told and span is None:
        yield "it does not say what its bars reach over"
        return
    today = letter.order.at.astimezone(ZONE).date()
    for line, (_, parts) in zip(told, bars, strict=True):
        if sum(parts.values()) != 100:
            yield f"{line.reference}: its bar is {sum(parts.values())} parts of a hundred long"
        assert span is not None
        first, last = (_day_of(one, today) for one in span.groups())
        whole = max((last - first).days, 1)
        start, end = max(_day_of(line.since, today), first), min(max(line.day, today), last)
        until_now = parts.get("so_far", 0) + parts.get("late", 0)
        slack = _NEAR + 100 / whole  # a date is told by its day, and drawn by its hour
        for what, drawn, days in (
            ("since it was opened", until_now, (today - start).days),
            ("until its next date", parts.get("ahead", 0), (end - today).days),
        ):
            if abs(drawn - 100 * days / whole) > slack:
                yield f"{line.reference}: its bar {what} is {drawn} parts long, and the line says {days} days of {whole}"
        if ("late" in parts) != (line.day < today):
            yield f"{line.reference}: its bar is {'' if 'late' in parts else 'not '}red, and its day is {line.day}"


def _day_of(text: str, today: date) -> date:
    """Return the day that "Wed 1 Apr" is, near a day."""
    years = (today.year - 1, today.year, today.year + 1)
    found = [datetime.strptime(f"{text} {year}", "%a %d %b %Y").replace(tzinfo=ZONE).date() for year in years]
    return min((one for one in found if f"{one:%a}" == text[:3]), key=lambda one: abs(one - today))


def _one_line(html: str) -> str:
    return " ".join(unescape(html).split())


def _parts(cells: str) -> dict[str, int]:
    """Return how long each part of a bar is; its rail before and behind as one."""
    parts: dict[str, int] = {}
    for kind, width in _CELL.findall(cells):
        parts[kind] = parts.get(kind, 0) + int(width)
    return parts
