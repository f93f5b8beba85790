"""Sheets as coordinators send them back: each gives the right directory, or a sentence that says where and what to write."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from mailservice.errors import UserError
from mailservice.files import ROOT
from mailservice.policy.load import load
from mailservice.settings.directory_changes import changes
from mailservice.settings.directory_file import DirectoryFile, loaded
from mailservice.settings.sheet.reading import read_sheet
from mailservice.settings.sheet.writing import workbook
from mailservice.settings.toml_file import read

PLACES = load(ROOT / "policies" / "northamptonshire-nscp.toml").places
EXAMPLE = ROOT / "deploy" / "directory.example.toml"
BEFORE = loaded(read(EXAMPLE), EXAMPLE, PLACES)
JOY_LEAVES = "changed: Joy Okafor (Nene Valley Children's Trust): left (nothing → 1 January 2027)"
Edit = Callable[[Workbook], None]
# As Excel has them: no time zone.
END, A_DAY = datetime.fromisoformat("2026-12-31"), datetime.fromisoformat("2026-03-02")


def sent_back(edit: Edit) -> bytes:
    """Return the workbook that was sent out, as somebody changed it."""
    book = load_workbook(BytesIO(workbook(BEFORE)))
    edit(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def taken(edit: Edit) -> list[str]:
    """Return what the sheet changes."""
    return list(changes(BEFORE, read_sheet(sent_back(edit), "sheet.xlsx", PLACES)))


def faults(data: bytes | Edit) -> list[str]:
    with pytest.raises(UserError) as refused:
        read_sheet(data if isinstance(data, bytes) else sent_back(data), "sheet.xlsx", PLACES)
    return [f"{one.key}: {one.remedy}" for one in refused.value.problems]


def cell(sheet: Worksheet, name: str, head: str) -> Any:
    """Return the cell of somebody's row in a column."""
    heads = {one.value: one.column for one in sheet[1]}
    (row,) = [line[0].row for line in sheet.iter_rows() if name in [one.value for one in line[:2]]]
    return sheet.cell(row, heads[head])


def put(name: str, head: str, value: object, table: str = "People") -> Edit:
    def edit(book: Workbook) -> None:
        cell(book[table], name, head).value = value

    return edit


def both(*edits: Edit) -> Edit:
    def edit(book: Workbook) -> None:
        for one in edits:
            one(book)

    return edit


def _moved_columns(book: Workbook) -> None:
    """Put the columns in another order, with a title above them and an empty row below."""
    sheet = book["People"]
    rows = [[one.value for one in line] for line in sheet.iter_rows()]
    sheet.delete_rows(1, sheet.max_row)
    sheet.append(["Who is who, November 2026"])
    for row in rows:
        sheet.append(row[::-1])
    sheet.insert_rows(4)


def _renamed(book: Workbook) -> None:
    for one in book["People"][1]:
        one.value = {"Address": "E-mail", "Phone": "Telephone ", "Agency": "Organisation", "Last day": "Until"}.get(
            one.value, one.value
        )


def _somebody_new(book: Workbook) -> None:
    book["People"].append(
        [
            "Mary-Ann O\u2019Shea",
            "Willowbrook families charity ",
            "Manager",
            2,
            None,
            None,
            "m.oshea@willowbrook.example",
        ]
    )


def _from_word(book: Workbook) -> None:
    edit = put("Joy Okafor", "Manager", "\u00a0Ruth\u00a0Lindqvist ")
    edit(book)
    put("Joy Okafor", "Address", "joy.okafor@nenevalley.example\u200b ")(book)


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        (_moved_columns, []),
        (_renamed, []),
        (_from_word, []),
        (_somebody_new, ["new: Mary-Ann O\u2019Shea (Willowbrook Families Charity)"]),
        (
            put("Joy Okafor", "Decides at stage", 3),
            ["changed: Joy Okafor (Nene Valley Children's Trust): stages (2 → 3)"],
        ),
        (
            put("Joy Okafor", "Decides at stage", "2,3"),
            ["changed: Joy Okafor (Nene Valley Children's Trust): stages (2 → 2, 3)"],
        ),
        (
            put("Joy Okafor", "Last day", END),
            [JOY_LEAVES],
        ),
        (
            put("Joy Okafor", "Last day", "Thursday 31st December 2026"),
            [JOY_LEAVES],
        ),
        (put("Joy Okafor", "Last day", "31/12/2026"), [JOY_LEAVES]),
        (
            put("Kate O'Brien", "Name", "Kate O\u2019Brien"),
            ["changed: Kate O\u2019Brien (Rockingham Community Health Trust): name (Kate O'Brien → Kate O\u2019Brien)"],
        ),
    ],
)
def test_what_is_meant_plainly_is_taken(edit: Edit, changed: list[str]) -> None:
    assert taken(edit) == changed


def test_a_last_day_is_the_day_before_they_are_gone() -> None:
    content = read_sheet(sent_back(put("Joy Okafor", "Last day", "31 Dec 2026")), "sheet.xlsx", PLACES)
    (joy,) = [one for agency in content.agency for one in agency.person if one.id == "j-okafor"]
    assert joy.left == date(2027, 1, 1)


def _merged(book: Workbook) -> None:
    book["People"].merge_cells("B2:B4")


def _hidden(book: Workbook) -> None:
    book["People"].row_dimensions[3].hidden = True


def _hidden_column(book: Workbook) -> None:
    book["People"].column_dimensions["D"].hidden = True


def _no_column(book: Workbook) -> None:
    book["People"].delete_cols(9)


def _strange_column(book: Workbook) -> None:
    book["People"].cell(1, 9).value = "Phnoe"


def _struck(book: Workbook) -> None:
    for one in book["People"][3]:
        one.font = Font(strike=True)


def _other_sheet(book: Workbook) -> None:
    book["People"].title = "Poeple"


def _twice(book: Workbook) -> None:
    book["People"].append([one.value for one in book["People"][3]])


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (put("Joy Okafor", "Phone", 1632960121), 'sheet "People", row 3, column "Phone" (I3): Excel has made a number'),
        (put("Joy Okafor", "Role", "=A1"), 'column "Role" (C3): this is a formula'),
        (put("Joy Okafor", "Last day", "3/4/2027"), "this may be 3 April 2027 or 4 March 2027"),
        (put("Joy Okafor", "Last day", "end of the month"), "this is no day; write it like 1 December 2026"),
        (put("Joy Okafor", "Last day", 46000), "this is no day"),
        (put("Joy Okafor", "Decides at stage", A_DAY), "Excel has made a date of this"),
        (put("Joy Okafor", "Decides at stage", "9"), "the policy has no such stage; write some of 1, 2"),
        (put("Joy Okafor", "Agency", "Nene Vally Children's Trust"), "did you mean Nene Valley Children's Trust?"),
        (put("Joy Okafor", "Agency", None), "this is empty; write the agency's name"),
        (put("Joy Okafor", "Manager", "Ruth Linqvist"), "did you mean Ruth Lindqvist?"),
        (put("Joy Okafor", "Manager", "Mina Dasgupta"), "nobody else in this agency is called this"),
        (put("Joy Okafor", "Address", "joy.okafor@gmail.example"), 'column "Address" (G3): the address is outside'),
        (put("Joy Okafor", "Address", "mailto:joy.okafor@nenevalley.example"), "this is no mail address"),
        (put("Joy Okafor", "Address", "joy.okafor@nenevalley.example; jo@nenevalley.example"), "this is no mail address"),
        (put("Joy Okafor", "Address", "Joy <joy.okafor@nenevalley.example>"), "this is no mail address; write their address"),
        (put("Joy Okafor", "Deputy", "Tom Byrne; Ruth Lindqvist"), "one person alone can stand here"),
        (put("Joy Okafor", "Address", None), 'column "Address" (G3): missing; write their address at work, like joy@'),
        (put("Joy Okafor", "Tier", "two"), 'column "Tier" (E3): this should be a whole number'),
        (put("Duty", "Phone", None, "Office"), 'sheet "Office", row 5, column "Phone" (D5)'),
        (put("Deputy", "Who", "Vice", "Office"), 'column "Who" (A4): write one of Office, Staff, Deputy, Duty'),
        (put("Foxglove Academy", "From", None, "Closed days"), "this is empty; write the first day"),
        (_merged, 'sheet "People", B2:B4: these cells are merged'),
        (_hidden, "row 3: this row is hidden"),
        (_hidden_column, "column D: this column is hidden"),
        (_no_column, 'the column "Phone" is missing'),
        (_strange_column, "column I: its heading is none that is read; did you mean Phone?"),
        (_struck, "this is struck through; delete the row, or write a last day"),
        (_other_sheet, 'sheet "Poeple": this sheet is not read; did you mean People?'),
        (_twice, 'row 22, column "Address" (G22): this stands here twice'),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_told_by_its_cell(edit: Edit, told: str) -> None:
    found = faults(edit)
    assert any(told in one for one in found), found
    assert len(found) <= 20


def test_every_fault_is_told_at_once() -> None:
    found = faults(
        both(
            put("Joy Okafor", "Phone", 1632),
            put("Ruth Lindqvist", "Last day", "soon"),
            put("Tom Byrne", "Agency", "Nobody"),
        )
    )
    assert len(found) == 3 + 1  # and the deputy that Joy has no more in her agency


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"Name,Agency\nJoy,Nene Valley\n", "perhaps a .csv file"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel file (.xls)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        (b"PK\x03\x04 cut short", "damaged"),
        (b"", "no Excel workbook"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_is_no_workbook_is_told_in_a_sentence(data: bytes, told: str) -> None:
    (found,) = faults(data)
    assert told in found


def test_nothing_in_the_sheet_can_run_as_a_formula() -> None:
    wild = (
        BEFORE.agency[0]
        .person[0]
        .model_copy(update={"role": "=cmd|' /C calc'!A0", "name": "@SUM(1)", "phone": "+44 1632"})
    )
    agency = BEFORE.agency[0].model_copy(update={"person": (wild,)})
    content = DirectoryFile.model_validate({**BEFORE.model_dump(), "agency": [agency.model_dump()]})
    sheet = load_workbook(BytesIO(workbook(content)))["People"]
    written = [one for one in sheet[2] if one.value]
    assert all((one.data_type, one.number_format, one.quotePrefix) == ("s", "@", True) for one in written)
    assert [one.value for one in written if str(one.value)[0] in "=@+"] == ["@SUM(1)", "=cmd|' /C calc'!A0", "+44 1632"]
