"""A report as a workbook that opens in Excel: `workbook`. Words are text, counts are numbers; nothing can be a formula."""

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from mailservice.exports.figures.chart import HELD_BACK
from mailservice.exports.figures.page import NOT_ASKED, NOTHING_TOLD, notes
from mailservice.exports.figures.tables import Report, Table

_LONGEST_NAME: Final = 31
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_DATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def workbook(report: Report, said: Sequence[str] = ()) -> bytes:
    """Return the bytes of an .xlsx file: a sheet to read first, which begins with what is `said`, and one for each table."""
    book = Workbook()
    first = book.active
    first.title = "Read this first"
    _row(first, 1, [report.partnership])
    _row(first, 2, [f"Figures, {report.period.title}"])
    _row(first, 3, ["Raised", _said(report.raised)])
    _row(first, 4, ["Ended", _said(report.ended)])
    for number, line in enumerate((*said, *(() if report.tables else (NOTHING_TOLD,)), *NOT_ASKED, *notes(report)), 6):
        _row(first, number, [line])
    first.column_dimensions["A"].width = 100
    for table in (*report.tables, *report.crossed):
        _table(book.create_sheet(table.id[:_LONGEST_NAME]), table)
    if report.means:
        sheet = book.create_sheet("days-by-stage")
        _row(sheet, 1, ["Stage", "Mean working days"], bold=True)
        for number, one in enumerate(report.means, 2):
            _row(sheet, number, [one.stage, _said(one.days)])
        sheet.column_dimensions["A"].width = 60
    out = BytesIO()
    book.save(out)
    return _undated(out.getvalue())


def _table(sheet: Worksheet, table: Table) -> None:
    """Write one table; the sums are numbers too, so that nothing is reckoned there that was held back."""
    _row(sheet, 1, [table.title, *table.columns, "Together" if table.columns else "Cases"], bold=True)
    for number, row in enumerate(table.rows, 2):
        cells = [_said(table.crossed[row, column]) for column in table.columns]
        _row(sheet, number, [row, *cells, _said(table.counts[row])])
    below = [_said(table.below[column]) for column in table.columns]
    _row(sheet, len(table.rows) + 2, ["Together", *below, _said(table.total)], bold=True)
    sheet.column_dimensions["A"].width = 60
    sheet.freeze_panes = "B2"


def _row(sheet: Worksheet, row: int, values: list[str | int], *, bold: bool = False) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            # What begins with = + - @ stays text, in Excel too once somebody has edited it.
            cell.value, cell.data_type, cell.number_format, cell.quotePrefix = value, "s", "@", True
        else:
            cell.value = value
        cell.font = Font(bold=bold)
        cell.alignment = Alignment(vertical="top", wrap_text=True)


def _said(count: int | None) -> str | int:
    return HELD_BACK if count is None else count


def _undated(book: bytes) -> bytes:
    """Return the same workbook without the hour at which it was written: the same figures, the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = _DATED.sub(rb"\g<1>1980-01-01T00:00:00Z", data)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, data)
    return out.getvalue()
