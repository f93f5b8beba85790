"""The files that a letter brings, made of the record when it is written: start at `of`. That looks, and changes nothing.

What is shown goes by what the letter is about and whom it is to, as they were decided; a letter that fits no row brings nothing.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime

from mailservice.cases import mine
from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.people import merged
from mailservice.cases.words import record
from mailservice.directory import Directory
from mailservice.errors import UserError
from mailservice.exports.figures import published
from mailservice.exports.figures.laying import PAGE as BOARD_PAGE
from mailservice.exports.figures.laying import SHEET
from mailservice.exports.figures.period import Period
from mailservice.exports.forms import document as form
from mailservice.exports.pack.packing import DIGESTS, MBOX, PAGE, PAPER
from mailservice.mail.compose.enclosing import NOTHING, Enclosed, fitting
from mailservice.record import ledger
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.service import figures, packing
from mailservice.service.desk import Desk
from mailservice.service.sheets import sheet_in

# The kinds of letters that bring files.
BRINGING = ("record", "figures", "office", "form", "form_copy")
# What is read stands first: where not all fits, that is what comes.
_RECORD = (PAPER, PAGE, DIGESTS, MBOX)


def of(tx: Transaction, desk: Desk, directory: Directory, order: LetterOrdered, case: int) -> Enclosed:
    """Return the files that a letter of a case, or of the office's book, brings; none where it brings none."""
    match order.template:
        case "record" if case != BOOK:
            return _record(tx, directory, order, case)
        case "figures" if case == BOOK and order.about.startswith(mine.FIGURES):
            return _figures(tx, desk, order)
        case "office" if case == BOOK and (sheet := sheet_in(tx, order.about)):
            return Enclosed({"directory.xlsx": sheet})
        case "form" | "form_copy":
            return Enclosed({form.file_name(order.facts): form.document(order.facts)})
        case _:
            return NOTHING


def _record(tx: Transaction, directory: Directory, order: LetterOrdered, case: int) -> Enclosed:
    here = merged.seen_from(ledger.replayed(tx, case), directory)
    names = {one.id: one.name for one in here.agencies}
    side = order.about.removeprefix(record.SIDE)
    if order.about == record.WHOLE and here.office.has_address(order.to.address):
        files = packing.files(tx, case, names)
    elif side and side == order.to.agency and order.about.startswith(record.SIDE):
        files = packing.files(tx, case, names, side, order.to)
    else:
        return NOTHING
    return fitting({name: files[name] for name in _RECORD})


def publish(record: Database, desk: Desk, order: LetterOrdered, at: datetime) -> None:
    """Count the time of which a letter brings the figures, so that they are told so from now on; nothing for another letter."""
    if order.template == "figures":
        with suppress(
            UserError
        ):  # what was published in between, of a time that shares a part of it: then it brings none
            figures.publish(record, _counting(desk), _time_of(order, desk), at)


def _figures(tx: Transaction, desk: Desk, order: LetterOrdered) -> Enclosed:
    told = published.told(figures.so_far(tx), _time_of(order, desk))
    return fitting(_for_a_board(figures.files_of(told, _counting(desk)))) if told else NOTHING


def _counting(desk: Desk) -> figures.Counting:
    return figures.Counting(desk.rules.policy, desk.directory, desk.rules.days, desk.threshold)


def _time_of(order: LetterOrdered, desk: Desk) -> Period:
    first, last = map(date.fromisoformat, order.about.removeprefix(mine.FIGURES).split())
    return Period(first, last, desk.year_begins)


def _for_a_board(made: Mapping[str, bytes]) -> dict[str, bytes]:
    charts = sorted(name for name in made if name.endswith(".png"))
    return {name: made[name] for name in (BOARD_PAGE, SHEET, *charts)}
