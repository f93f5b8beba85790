"""A sheet that is made to hurt: told in a sentence, in no time, before a library unpacks it."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest

from mailservice.errors import UserError
from mailservice.settings.directory_file import DirectoryFile
from mailservice.settings.sheet.reading import read_sheet
from mailservice.settings.sheet.writing import workbook
from tests.timing import within

SHEET = "xl/worksheets/sheet2.xml"
DATA = "</sheetData>"


def packed(changed: Mapping[str, bytes | tuple[str, str]]) -> bytes:
    """Return a workbook with some parts put in or, given what for what, changed."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook(DirectoryFile()))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), *changed}:
            now = changed.get(name) or old.read(name)
            if isinstance(now, tuple):
                text = old.read(name).decode()
                now = (
                    text.replace(*now, 1).encode()
                    if now[0] in text
                    else text.replace("<sheetData/>", now[1], 1).encode()
                )
            new.writestr(name, now)
    return out.getvalue()


def row(cell: str) -> str:
    return f'<row r="9"><c r="{cell}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'


BOMBS: Mapping[str, tuple[Mapping[str, bytes | tuple[str, str]], str]] = {
    "zeros": ({"xl/zeros.xml": b" " * 40_000_000}, "far larger than a list"),
    "elements": ({"xl/many.xml": b"<a/>" * 2_000_000}, "far larger than a list"),
    "entities": ({SHEET: (DATA, "</sheetData><!DOCTYPE x>")}, "not written by a spreadsheet"),
    "another encoding": ({SHEET: '<?xml version="1.0"?><a/>'.encode("utf-16")}, "not written by a spreadsheet"),
    "an odd encoding": ({SHEET: b'<?xml version="1.0" encoding="cp037"?><a/>'}, "not written by a spreadsheet"),
    "a merge": ({SHEET: (DATA, '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')}, "merged"),
    "a merge in disguise": (
        {SHEET: (DATA, '</sheetData><mergeCells><mergeCell ref="A1&#58;XFD1048576"/></mergeCells>')},
        "merged",
    ),
    "a cell far out": ({SHEET: (DATA, row("XFD1048576"))}, "far right of the table"),
    "macros": ({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}, "has macros"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_is_made_to_hurt_is_a_sentence(bomb: str) -> None:
    parts, sentence = BOMBS[bomb]
    data = packed(parts)

    def told() -> None:
        with pytest.raises(UserError, match=sentence):
            read_sheet(data, "people.xlsx", ("1",))

    assert within(5, told)


def test_a_zip_that_is_cut_locked_or_lies_is_a_sentence() -> None:
    whole = packed({})
    for cut in range(4, len(whole), 397):
        with pytest.raises(UserError, match="Save As"):
            read_sheet(whole[:cut], "people.xlsx", ("1",))
    locked = bytearray(whole)
    for at in [at for at in range(len(locked)) if locked[at : at + 4] == b"PK\x01\x02"]:
        locked[at + 8] |= 1
    with pytest.raises(UserError, match="damaged"):
        read_sheet(bytes(locked), "people.xlsx", ("1",))
