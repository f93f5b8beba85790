"""A workbook's bytes, opened: its rows by sheet and column, and whatever on its sheets cannot be read surely.

Start at `opened`. What is no such workbook is told in a sentence; nothing raises but UserError.
"""

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from mailservice.errors import Problem, UserError
from mailservice.settings.sheet import columns
from mailservice.settings.sheet.bounds import SAVE, refusal
from mailservice.settings.sheet.cells import READ, CellError, plain
from mailservice.settings.sheet.columns import TABLES, Column, Table

MOST_ROWS, MOST_CELLS = 20_000, 1_000_000
_HEADS_WITHIN, _VERSION_WITHIN = 10, 40


@dataclass(frozen=True)
class Row:
    """One row that somebody wrote: its number on the sheet, and what was understood, by the column's key."""

    number: int
    said: Mapping[str, Any]


@dataclass(frozen=True)
class Sheets:
    """What a workbook says, the letter of each column, and its faults.

    `whole` is False where a sheet or a column is missing: then nothing can be said of the rest. `version` is that of the
    directory it was made from; empty where the line that says so is gone.
    """

    rows: Mapping[str, list[Row]]
    letters: Mapping[str, Mapping[str, str]]
    faults: list[tuple[str, str]]
    whole: bool
    version: str = ""


def opened(data: bytes, name: str) -> Sheets:
    """Return what stands on the sheets; UserError where this is no workbook that can be opened."""
    book = _book(data, name)
    rows: dict[str, list[Row]] = {}
    letters: dict[str, Mapping[str, str]] = {}
    faults, whole = list(_strange_sheets(book)), True
    for table in TABLES.values():
        found = [sheet for sheet in book.worksheets if plain(sheet.title) == plain(table.name)]
        rows[table.name], letters[table.name] = [], {}
        if not found:
            whole = whole and table.spare
            remedy = f"this sheet is missing; the sheets are {', '.join(one.name for one in TABLES.values())}"
            faults += [] if table.spare else [(f'sheet "{table.name}"', remedy)]
            continue
        at, heads = _heads(found[0], table)
        lacking = list(_lacking(found[0], table, at, heads))
        whole = whole and not lacking
        letters[table.name] = {column.key: get_column_letter(number) for number, column in heads.items()}
        faults += [*lacking, *_untidy(found[0], table, at)]
        rows[table.name] = list(_rows(found[0], table, at, heads, faults))
    return Sheets(rows, letters, faults, whole, _version(book))


def place(table: Table, row: int, column: Column | None = None, letter: str = "") -> str:
    """Return where something stands, as a person finds it."""
    head = f', column "{column.head}"{f" ({letter}{row})" if letter else ""}' if column else ""
    return f'sheet "{table.name}", row {row}{head}'


def _book(data: bytes, name: str) -> Any:
    refused = refusal(data)
    if refused:
        raise UserError([Problem(name, "", refused)])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it leaves out, of pictures and rules, says nothing of who is who
            book = load_workbook(BytesIO(data), keep_links=False)
    except Exception:  # noqa: BLE001 - whatever a broken file does to the library, a person is told
        raise UserError([Problem(name, "", f"this file is damaged or no workbook; {SAVE}")]) from None
    # To look at a cell is to make it, and all that lie between.
    if sum(min(sheet.max_row, MOST_ROWS) * sheet.max_column for sheet in book.worksheets) > MOST_CELLS:
        remedy = "a cell stands far right of the table; delete the columns right of the last heading, and empty rows"
        raise UserError([Problem(name, "", remedy)])
    return book


def _strange_sheets(book: Any) -> Iterator[tuple[str, str]]:
    known = [plain(one) for one in (columns.GUIDE, *TABLES)]
    for sheet in book.worksheets:
        title = f'sheet "{sheet.title}"'
        if plain(sheet.title) in known:
            if sheet.sheet_state != "visible" and plain(sheet.title) != plain(columns.GUIDE):
                yield title, "this sheet is hidden; show it, so that everybody sees what is taken"
        elif any(cell.value is not None for row in sheet.iter_rows(max_row=MOST_ROWS) for cell in row):
            near = get_close_matches(plain(sheet.title), known[1:], 1, 0.5)
            meant = next((one for one in TABLES if near and plain(one) == near[0]), "")
            rename = f"did you mean {meant}? Then rename it; " if meant else ""
            yield title, f"this sheet is not read; {rename}delete it, or move notes to the sheet {columns.GUIDE}"


def _version(book: Any) -> str:
    guide = next((sheet for sheet in book.worksheets if plain(sheet.title) == plain(columns.GUIDE)), None)
    lines = guide.iter_rows(max_row=_VERSION_WITHIN, max_col=3, values_only=True) if guide else ()
    found = (columns.VERSION.search(one) for line in lines for one in line if isinstance(one, str))
    return next((one[1] for one in found if one), "")


def _heads(sheet: Worksheet, table: Table) -> tuple[int, dict[int, Column]]:
    """Return the row of the headings, wherever somebody put a title above it, and which column each is."""
    called = {plain(name): one for one in table.columns for name in one.also}
    called.update({plain(one.head): one for one in table.columns})
    tries = []
    for number, row in enumerate(sheet.iter_rows(min_row=1, max_row=_HEADS_WITHIN), 1):
        found: dict[int, Column] = {}
        for cell in row:
            column = called.get(plain(str(cell.value).rstrip(" *:"))) if cell.value is not None else None
            if column is not None:
                found[cell.column] = column
        tries.append((len(found), -number, found))
    best = max(tries, key=lambda one: one[:2])
    return -best[1], best[2]


def _lacking(sheet: Worksheet, table: Table, at: int, heads: Mapping[int, Column]) -> Iterator[tuple[str, str]]:
    here = f'sheet "{table.name}"'
    names = [column.head for column in heads.values()]
    missing = [column.head for column in table.columns if column.head not in names]
    for head in missing:
        yield here, f'the column "{head}" is missing; put it back, empty if there is nothing to write in it'
    for head in sorted({one for one in names if names.count(one) > 1}):
        yield here, f'the column "{head}" stands here twice; delete one'
    for number in range(1, min(sheet.max_column, 200) + 1):
        title = sheet.cell(at, number).value
        column = f"{here}, column {get_column_letter(number)}"
        if number in heads:
            continue
        if title is not None:
            near = get_close_matches(plain(str(title)), [plain(one) for one in missing], 1, 0.5)
            meant = next((one for one in missing if near and plain(one) == near[0]), "")
            yield (
                column,
                f"its heading is none that is read; {f'did you mean {meant}?' if meant else 'delete the column'}",
            )
        elif any(sheet.cell(row, number).value is not None for row in range(at + 1, min(sheet.max_row, MOST_ROWS) + 1)):
            yield column, "it has no heading; write one, or delete the column"


def _untidy(sheet: Worksheet, table: Table, at: int) -> Iterator[tuple[str, str]]:
    """Yield what makes a sheet say something else than it shows: merged cells, and what is hidden."""
    here = f'sheet "{table.name}"'
    for merged in sheet.merged_cells.ranges:
        if merged.max_row >= at:
            yield f"{here}, {merged.coord}", "these cells are merged; choose Unmerge Cells, and fill each row"
    for row in range(at + 1, min(sheet.max_row, MOST_ROWS) + 1):
        hidden = sheet.row_dimensions[row].hidden if row in sheet.row_dimensions else False
        if hidden and any(cell.value is not None for cell in sheet[row]):
            yield place(table, row), "this row is hidden, perhaps by a filter; show it, or delete it"
    for letter, dimension in sheet.column_dimensions.items():
        first = dimension.min or 0
        if dimension.hidden and any(
            sheet.cell(row, number).value is not None
            for number in range(first, min(dimension.max or first, sheet.max_column) + 1)
            for row in range(at + 1, min(sheet.max_row, MOST_ROWS) + 1)
        ):
            yield f"{here}, column {letter}", "this column is hidden; show it, so that everybody sees what is taken"
    if sheet.max_row > MOST_ROWS:
        yield here, f"it has more than {MOST_ROWS} rows; copy those that are filled into a new workbook"


def _rows(
    sheet: Worksheet, table: Table, at: int, heads: Mapping[int, Column], faults: list[tuple[str, str]]
) -> Iterator[Row]:
    for cells in sheet.iter_rows(min_row=at + 1, max_row=min(sheet.max_row, MOST_ROWS)):
        said: dict[str, Any] = {}
        filled = False
        for cell in cells:
            column = heads.get(cell.column)
            if column is None or cell.value is None or (isinstance(cell.value, str) and not plain(cell.value)):
                continue
            filled = True
            try:
                said[column.key] = _read(cell, column)
            except CellError as fault:
                faults.append((place(table, cell.row, column, cell.column_letter), str(fault)))
        if filled:
            yield Row(cells[0].row, said)


def _read(cell: Any, column: Column) -> object:
    if cell.data_type == "f":
        raise CellError("this is a formula; write what it shows, as text")
    if cell.data_type == "e":
        raise CellError("this is an error of Excel's; write what belongs here")
    if cell.font is not None and cell.font.strike:
        raise CellError("this is struck through; delete the row, or write a last day, or take the line away")
    return READ[column.holds](cell.value)
