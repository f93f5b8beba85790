"""A board's reports of a year and of its quarters, read from the sheets as Excel opens them, and held against the events.

What is expected is counted here from the events by themselves. A cell that is held back is held against nothing: how many are is
told, and a second report that holds nothing back has every one of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO

from openpyxl import load_workbook

from mailservice.cases.history import events as e
from mailservice.exports.figures.laying import SHEET, files
from mailservice.exports.figures.period import Period
from mailservice.exports.figures.tables import report
from mailservice.record.database import Transaction
from mailservice.service.figures import Counting, told_by
from mailservice.simulator.story import ZONE
from tests.year.playing import Year

THRESHOLD = 5
_ENDED = {
    "agreed": "Every agency agreed",
    "not-agreed": "Not agreed, and kept on record as such",
    "withdrawn": "Withdrawn by whoever raised it",
    "overtaken": "Overtaken by events",
}
_LENGTHS = ((5, "Up to 5"), (10, "6 to 10"), (20, "11 to 20"), (40, "21 to 40"), (10_000, "More than 40"))
_HOW = {
    "better": "Better",
    "same": "The same",
    "worse": "Worse",
    "not-known": "Not known to whoever was asked",
    "": "Told in their own words alone",
}


@dataclass
class Counted:
    """What was compared, and where a report and the events do not say the same."""

    cells: int = 0
    held_back: int = 0
    faults: list[str] = field(default_factory=list)


def checked(year: Year, tx: Transaction, of: Period, histories: Mapping[str, Sequence[e.Event]]) -> Counted:
    """Hold a period's report, as it is published and with nothing held back, against the events."""
    found = Counted()
    expected = _expected(year, of, histories)
    for threshold in (THRESHOLD, 1):
        rules = year.desk.rules
        by = Counting(rules.policy, year.desk.directory, rules.days, threshold)
        made = files(report(rules.policy, rules.policy.partnership, told_by(tx, by), of, threshold))
        for table, rows in _sheets(made[SHEET]).items():
            for row, told in rows.items():
                true = expected[table][row] if row != "Together" else expected[table].total()
                if isinstance(told, int):
                    found.cells += 1
                    if told != true:
                        found.faults.append(f"{of.title}: {table}, {row}: {told} is told, the events say {true}")
                elif threshold == THRESHOLD:
                    found.held_back += 1
                else:
                    found.faults.append(f"{of.title}: {table}, {row} is held back where nothing is to be")
            missing = {row for row, count in expected[table].items() if count} - rows.keys()
            found.faults += [f"{of.title}: {table} has no row {row}" for row in sorted(missing)]
    return found


def _sheets(data: bytes) -> dict[str, dict[str, int | str]]:
    """Return the rows of each single table of a workbook; what two dimensions have together is read elsewhere."""
    book, found = load_workbook(BytesIO(data)), dict[str, dict[str, int | str]]()
    for sheet in book.worksheets[1:]:
        head, *rows = sheet.iter_rows(values_only=True)
        if [one for one in head if one is not None][1:] == ["Cases"]:
            found[sheet.title] = {str(name): count for name, count, *_ in rows}
    return found


def _expected(year: Year, of: Period, histories: Mapping[str, Sequence[e.Event]]) -> dict[str, Counter[str]]:
    until = datetime.combine(of.last + timedelta(1), time(), ZONE)
    tables: dict[str, Counter[str]] = {
        name: Counter()
        for name in (
            "raised-by",
            "received-by",
            "topic",
            "urgent",
            "stage",
            "way",
            "outcome",
            "changed",
            "late",
            "length",
        )
    }
    for history in histories.values():
        for table, row in _rows(year, of, [one for one in history if one.at < until]):
            tables[table][row] += 1
    return tables


def _rows(year: Year, of: Period, told: Sequence[e.Event]) -> Iterator[tuple[str, str]]:
    """Give in which row of which table a case stands, by its events up to the end of the time."""
    opened = next((one for one in told if isinstance(one, e.CaseOpened)), None)
    if opened is None or any(isinstance(one, e.CaseJoined) for one in told):
        return
    if of.first <= _day(opened.at) <= of.last:
        others = [one for one in opened.agencies if one != opened.raiser.agency]
        topics = [one for event in told if isinstance(event, e.TopicNamed) for one in event.topics]
        labels = {one.id: one.label for one in year.desk.rules.policy.reasons}
        yield "raised-by", _type(year, opened.raiser.agency)
        yield "received-by", _type(year, others[0])
        newest = next((event.topics for event in reversed(told) if isinstance(event, e.TopicNamed)), ())
        yield "topic", ("More than one topic" if len(newest) > 1 else labels[newest[0]] if topics else "Not said")
        yield "urgent", "Urgent" if any(isinstance(one, e.UrgentRaised) for one in told) else "Not urgent"
    ends = [one for one in told if isinstance(one, e.CaseClosed | e.CaseReopened)]
    closed = ends[-1] if ends else None
    if isinstance(closed, e.CaseClosed) and of.first <= _day(closed.at) <= of.last:
        yield from _of_an_end(year, told, opened, closed)


def _of_an_end(
    year: Year, told: Sequence[e.Event], opened: e.CaseOpened, closed: e.CaseClosed
) -> Iterator[tuple[str, str]]:
    titles = {one.id: one.title for one in year.desk.rules.policy.stages}
    entered = [one for one in told if isinstance(one, e.StageEntered)]
    order = [*titles]
    highest = max(order.index(one.stage) for one in entered)
    yield "stage", titles[order[highest]]
    silent = {one.why in ("climbed", "limit") for one in entered if order.index(one.stage)}
    words = "Went up by somebody's word"
    went = "Went up by both" if len(silent) > 1 else "Went up by silence, as a date passed" if True in silent else words
    first = "Settled before the ladder, at the first stage"
    stayed = first if closed.ending == "agreed" else "Ended at the first stage in another way"
    yield "way", went if highest else stayed
    yield "outcome", _ENDED[closed.ending]
    yield "late", _late(told, titles)
    between = (_day(opened.at) + timedelta(one + 1) for one in range((_day(closed.at) - _day(opened.at)).days))
    days = sum(map(year.days.is_working, between))
    yield "length", next(name for most, name in _LENGTHS if days <= most)
    yield "changed", _changed(told, closed)


def _late(told: Sequence[e.Event], titles: Mapping[str, str]) -> str:
    """Return at which stage a date of the policy passed that was nobody else's fault; as the reports say it."""
    dates = {one.deadline: one for one in told if isinstance(one, e.DeadlineSet)}
    whose = {one.deadline: one.basis for one in told if isinstance(one, e.DeadlineMoved) if one.basis}
    missed = [one for one in told if isinstance(one, e.DeadlineMissed) and not one.ours and not one.not_reached]
    of_policy = [
        dates[one.deadline].stage
        for one in missed
        if dates[one.deadline].purpose == "clock" and whose.get(one.deadline, dates[one.deadline].basis) != "house"
    ]
    late = [*dict.fromkeys(titles[one] for one in of_policy)]
    return "At more than one stage" if len(late) > 1 else late[0] if late else "No date passed"


def _changed(told: Sequence[e.Event], closed: e.CaseClosed) -> str:
    since = told[told.index(closed) :]
    asked = {one.letter for one in since if isinstance(one, e.LetterOrdered) and one.template == "what_changed"}
    said = [one.how for one in since if isinstance(one, e.ChangeTold) and one.letter in asked]
    plain = {one for one in said if one}
    if not said:
        return "Asked, and not answered" if asked else "Not asked, or not yet"
    return "More than one answer" if len(plain) > 1 else _HOW[next(iter(plain), "")]


def _type(year: Year, agency: str) -> str:
    found = year.desk.directory.agency(agency)
    labels = {one.id: one.label for one in year.desk.rules.policy.agency_types}
    assert found is not None
    return labels.get(found.type) or found.type.replace("-", " ").capitalize()


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()
