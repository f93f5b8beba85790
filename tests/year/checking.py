"""What a year is held to, as rows of a small table: `checked`."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailservice.cases.history import events as e
from mailservice.exports.figures.period import Period
from mailservice.record.database import Database
from mailservice.record.verify import verify
from mailservice.simulator.playing import Arrival
from mailservice.simulator.story import ZONE
from tests.year import mornings, reports
from tests.year.playing import LEADS, Year


@dataclass(frozen=True)
class Row:
    """One thing that was held against the ledger: how many there were, and what does not agree."""

    what: str
    count: str
    faults: tuple[str, ...] = ()


def checked(year: Year, periods: list[Period]) -> Iterator[Row]:
    """Hold every morning letter, each agency's own, and each report of these periods against the ledger."""
    histories = year.lived.histories()
    names = {one.id: one.name for one in year.desk.directory.agencies}
    yield Row("cases raised", f"{len(histories)}", () if len(histories) == year.cases else ("some were not opened",))
    letters = year.letters("digest")
    days = [_day(one) for one in letters]
    came = () if days == year.working_days else (f"{len(year.working_days)} working days, {len(days)} letters",)
    yield Row("mornings with a letter of the office", f"{len(letters)} of {len(year.working_days)}", came)
    ledger, found, named = mornings.Ledger(histories), list[str](), 0
    for letter in letters:
        here = ledger.open_at(letter.order.at)
        named += len(here)
        found += mornings.faults(letter, here, names)
    yield Row("open cases named in them, with their bars", f"{named}", tuple(found))
    for agency, lead in LEADS.items():
        yield _of_an_agency(year, agency, lead)
    record = Database(f"sqlite:///{year.folder / 'played' / 'record.db'}")
    with closing(record), record.read(year.desk.partnership) as tx:
        for of in periods:
            counted = reports.checked(year, tx, of, histories)
            told = f"{counted.cells} sums, {counted.held_back} held back"
            yield Row(f"report, {of.title}", told, tuple(counted.faults))
        yield Row("the record, verified", "whole", tuple(one.sentence for one in verify(tx)))


def _of_an_agency(year: Year, agency: str, lead: str) -> Row:
    """Hold an agency's own letters: every open case of its own that others there had a letter of, and none of anybody else's."""
    names = {one.id: one.name for one in year.desk.directory.agencies}
    histories = year.lived.histories()
    ledger, found, named = mornings.Ledger(histories), list[str](), 0
    letters = {_day(one): one for one in year.letters("cases", lead)}
    closed = next(one.closed for one in year.desk.directory.agencies if one.id == agency)
    for digest in year.letters("digest"):
        at = digest.order.at
        here = {
            reference: one
            for reference, one in ledger.open_at(at).items()
            if agency in one.agencies and _is_told_of(histories[reference], agency, at)
        }
        letter = letters.get(_day(digest))
        if (letter is not None) != bool(here and _day(digest) not in closed):
            found.append(f"{_day(digest):%a %d %b %Y}: {len(here)} cases, and {'a' if letter else 'no'} letter")
        elif letter is not None:
            named += len(here)
            found += mornings.faults(letter, here, names, own=True)
    return Row(f"{names[agency]}'s own letters, and cases named", f"{len(letters)}, {named}", tuple(found))


def _is_told_of(history: list[e.Event], agency: str, at: datetime) -> bool:
    """Tell whether somebody of an agency beside the two who disagree has had the letter of a stage by then."""
    opened = next(one for one in history if isinstance(one, e.CaseOpened))
    two = {one.address.lower() for one in (opened.raiser, *opened.responders)}
    sent = {one.letter for one in history if isinstance(one, e.LetterSent) and one.at <= at}
    sent -= {one.letter for one in history if isinstance(one, e.LetterBounced) and one.at <= at}
    return any(
        isinstance(one, e.LetterOrdered)
        and one.letter in sent
        and one.template in ("stage", "convened")
        and one.to.agency == agency
        and one.to.address.lower() not in two
        for one in history
    )


def _day(letter: Arrival) -> date:
    return letter.at.astimezone(ZONE).date()


def quarters(first: date, months: int) -> list[Period]:
    """Return the quarters from a day on, and the year where they are one; years begin with that month."""
    whole = Period(first, first.replace(year=first.year + 1) - timedelta(1), first.month)
    return [*whole.quarters[: months // 3], *([whole] if months == 12 else [])]
