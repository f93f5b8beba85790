"""The directory's file as a workbook: start at `workbook`. Every cell is text or a date; nothing in it can be a formula."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from mailservice.settings.directory_file import (
    AgencyEntry,
    DirectoryFile,
    DomainEntry,
    OfficeEntry,
    PersonEntry,
    StandInEntry,
)
from mailservice.settings.directory_text import version
from mailservice.settings.sheet import columns
from mailservice.settings.sheet.cells import same, written_day, written_list
from mailservice.settings.sheet.columns import TABLES, Table

_HEAD = PatternFill("solid", fgColor="1F3864")
# As far down as somebody new may be written.
_SPARE_ROWS = 2000
_GUIDE = (
    "Who is who. Change what is not true any more, save the file, and send it back; or: mailservice directory import FILE.",
    "It is taken whole or not at all. If something is not clear, every such place is told, with its sheet, row and column.",
    "Leave empty what nobody knows. Several in one cell have ; between them. Order of rows and of columns does not matter.",
    "Somebody leaves: write their last day, and keep the row. To take somebody out at once: delete their row.",
    "Do not merge cells, hide rows or write formulas. Notes of your own belong on this sheet: it is not read.",
)
Cell = str | date


def workbook(content: DirectoryFile) -> bytes:
    """Return the bytes of an .xlsx file that says all that the directory's file says."""
    book = Workbook()
    _guide(book.active, version(content))
    rows = rows_of(content)
    for table in TABLES.values():
        if rows[table.name] or not table.spare:
            _sheet(book.create_sheet(table.name), table, rows[table.name])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(content: DirectoryFile) -> Mapping[str, list[Mapping[str, Cell]]]:
    """Return, by sheet, what stands in each row, by the column's key."""
    return {
        columns.PEOPLE.name: [_person(one, agency, content) for agency in content.agency for one in agency.person],
        columns.AGENCIES.name: [_agency(one) for one in content.agency],
        columns.OFFICE.name: list(_offices(content)),
        columns.OFFICERS.name: [one.model_dump() for one in content.officer],
        columns.CLOSED.name: list(_closed(content)),
        columns.NEIGHBOURS.name: [one.model_dump() for one in content.neighbour],
    }


def _person(one: PersonEntry, agency: AgencyEntry, content: DirectoryFile) -> dict[str, Cell]:
    said: dict[str, Any] = one.model_dump()
    for key in ("stages", "hands_over", "aliases"):
        said[key] = written_list(said[key])
    for key in ("manager", "deputy", "assistant_of"):
        said[key] = _called(said[key], agency)
    said["tier"] = str(one.tier) if one.stages or one.tier != 1 else ""
    said["since"] = written_day(one.since)
    said["left"] = written_day(one.left - timedelta(1)) if one.left else ""
    return {**said, "agency": _agency_called(agency, content)}


def _called(identity: str, agency: AgencyEntry) -> str:
    """Return how a colleague is named: by name, where nobody else there could be meant by it."""
    name = next((one.name for one in agency.person if one.id == identity), "")
    meant = [one for one in agency.person if same(one.name, name) or same(one.id, name)]
    return name if len(meant) == 1 else identity


def _agency_called(agency: AgencyEntry, content: DirectoryFile) -> str:
    reserved = same(agency.name, columns.THE_OFFICE) or agency.name.casefold().startswith("board ")
    meant = [one for one in content.agency if same(one.name, agency.name) or same(one.id, agency.name)]
    return agency.name if len(meant) == 1 and not reserved else agency.id


def _agency(one: AgencyEntry) -> dict[str, Cell]:
    said: dict[str, Any] = {
        key: written_list(getattr(one, key)) for key in ("shared", "mornings", "former_names", "was")
    }
    return {**said, "id": one.id, "name": one.name, "type": one.type, "domains": "; ".join(map(_domain, one.domains))}


def _domain(one: str | DomainEntry) -> str:
    return one if isinstance(one, str) else f"{one.domain} until {one.until.isoformat()}"


def _offices(content: DirectoryFile) -> Iterator[Mapping[str, Cell]]:
    offices: list[tuple[str, OfficeEntry]] = [("", content.office), *((one.id, one) for one in content.board)]
    for board, one in offices:
        yield {"who": "Office", "name": one.name, "address": one.address, "phone": one.phone, "board": board}
        yield from ({"who": "Staff", "address": address, "board": board} for address in one.staff)
        yield from (_stand_in("Deputy", deputy, board) for deputy in one.deputies)
        if one.duty:
            yield _stand_in("Duty", one.duty, board)


def _stand_in(who: str, one: StandInEntry, board: str) -> dict[str, Cell]:
    return {"who": who, **one.model_dump(), "board": board}


def _closed(content: DirectoryFile) -> Iterator[dict[str, Cell]]:
    yield from _holidays(columns.THE_OFFICE, content.office.closed)
    for board in content.board:
        yield from _holidays(f"Board {board.id}", board.closed)
    for agency in content.agency:
        yield from _holidays(_agency_called(agency, content), agency.closed)


def _holidays(whose: str, closed: Mapping[date, str]) -> Iterator[dict[str, Cell]]:
    """Yield a row for each run of days that follow one another for the same reason."""
    days = sorted(closed)
    while days:
        first = last = days.pop(0)
        while days and days[0] == last + timedelta(1) and closed[days[0]] == closed[first]:
            last = days.pop(0)
        to = written_day(last) if last != first else ""
        yield {"whose": whose, "from": written_day(first), "to": to, "why": closed[first]}


def _sheet(sheet: Worksheet, table: Table, rows: Iterable[Mapping[str, Cell]]) -> None:
    for number, column in enumerate(table.columns, 1):
        head = sheet.cell(1, number, column.head)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), _HEAD
        head.alignment = Alignment(vertical="center", wrap_text=True)
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        # What is written later is text too: no number loses its first 0, no stage becomes a date.
        sheet.column_dimensions[letter].number_format = "d mmmm yyyy" if column.holds.endswith("day") else "@"
    for at, row in enumerate(rows, 2):
        for number, column in enumerate(table.columns, 1):
            _put(sheet, at, number, row.get(column.key, ""))
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = 32
    _choices(sheet, table)


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    if value == "":
        return
    cell = sheet.cell(row, column)
    if isinstance(value, date):
        cell.value, cell.number_format = value, "d mmmm yyyy"
    else:
        # What begins with = + - @ stays text, in Excel too once somebody has edited it.
        cell.value, cell.data_type, cell.number_format, cell.quotePrefix = value, "s", "@", True
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _choices(sheet: Worksheet, table: Table) -> None:
    """Let people choose an agency, and who somebody of the office is, from a list."""
    lists = {"agency": f"{columns.AGENCIES.name}!$A$2:$A${_SPARE_ROWS}", "who": '"Office,Staff,Deputy,Duty"'}
    for number, column in enumerate(table.columns, 1):
        if column.key in lists:
            choice = DataValidation(type="list", formula1=lists[column.key], allow_blank=True, showErrorMessage=False)
            sheet.add_data_validation(choice)
            letter = get_column_letter(number)
            choice.add(f"{letter}2:{letter}{_SPARE_ROWS}")


def _guide(sheet: Worksheet, made_from: str) -> None:
    """Say on the first sheet what to write in each column of the others."""
    sheet.title = columns.GUIDE
    for letter, width in (("A", 16), ("B", 24), ("C", 100)):
        sheet.column_dimensions[letter].width = width
    for line in (
        *_GUIDE,
        f"Made from directory {made_from}. Keep this line: by it we see if it has changed meanwhile.",
    ):
        sheet.append([line])
    for table in TABLES.values():
        sheet.append([])
        sheet.append([table.name, "", table.about])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        for column in table.columns:
            sheet.append(["", column.head, column.write])
            sheet.cell(sheet.max_row, 3).alignment = Alignment(wrap_text=True, vertical="top")
