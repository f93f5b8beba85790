"""Why a file is not even opened: too large, packed too tightly, or something else than a workbook. Start at `refusal`.

What a library would take minutes or all memory for is told from the packed parts alone: their sizes, how many elements they
have, and how many cells their merges span. How far out its cells lie is told once it is open (`opening`).
"""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as BrokenStream  # noqa: N812 - its own name says nothing

MOST_BYTES, MOST_UNPACKED, MOST_ELEMENTS, MOST_PARTS = 5_000_000, 30_000_000, 1_500_000, 500
# A library fills in every cell that a merge spans, however many.
MOST_MERGED = 5_000
SAVE = "in Excel choose File, Save As, Excel Workbook (.xlsx), and give that file"
_LARGE = "this is far larger than a list of people; copy the rows into a new workbook"
_MERGED = re.compile(rb"""mergeCell\s[^<>]{0,40}?\bref\s?=\s?["']([A-Z]{1,4})(\d{1,7}):([A-Z]{1,4})(\d{1,7})["']""")
_ENCODING = re.compile(rb"""encoding\s{0,3}=\s{0,3}["']([\w.-]{0,40})""")


def refusal(data: bytes) -> str:
    """Return why this cannot be a workbook that is opened; empty where it may be one."""
    if len(data) > MOST_BYTES:
        return f"this is larger than {MOST_BYTES // 1_000_000} MB; take out pictures and other sheets"
    if not data.startswith(b"PK"):
        return _of_another_kind(data)
    try:
        with ZipFile(BytesIO(data)) as packed:
            return next(_reasons(packed), "")
    except (BadZipFile, BrokenStream, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return f"this file is damaged; {SAVE}"


def _reasons(packed: ZipFile) -> Iterator[str]:
    parts = packed.infolist()
    names = {one.filename for one in parts}
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        yield _LARGE
    if "xl/workbook.xml" not in names:
        yield f"this is a workbook of another kind (like .ods, .xlsb or .numbers); {SAVE}"
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        yield f"this workbook has macros, which no list of people needs; {SAVE}"
    elements = 0
    for part in parts:
        text = _text(packed, part)
        elements += text.count(b"<")
        if elements > MOST_ELEMENTS:
            yield _LARGE
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            yield f"this file was not written by a spreadsheet program; {SAVE}"
        if _is_merged_far(text):
            yield "very many cells are merged; choose Unmerge Cells, and fill each row"


def _text(packed: ZipFile, part: ZipInfo) -> bytes:
    """Return a part that a library would read as text; no more of it than it says to have, whatever it unpacks to."""
    if not part.filename.endswith((".xml", ".rels", ".vml")):
        return b""
    with packed.open(part) as opened:
        text = opened.read(part.file_size + 1)
    # Another encoding hides what is looked for here; no spreadsheet program writes one.
    named = _ENCODING.search(text[:200])
    plain = b"\x00" not in text[:4] and (named is None or named[1].lower() in (b"utf-8", b"us-ascii"))
    return text if plain else b"<!DOCTYPE"


def _is_merged_far(text: bytes) -> bool:
    """Tell whether merges span very many cells, or are written so that nobody can tell."""
    merged, told = 0, 0
    for found in _MERGED.finditer(text):
        wide = abs(_number(found[3]) - _number(found[1])) + 1
        merged += wide * (abs(int(found[4]) - int(found[2])) + 1)
        told += 1
    return merged > MOST_MERGED or told < text.count(b"mergeCell ") + text.count(b"mergeCell\n")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _of_another_kind(data: bytes) -> str:
    if not data.startswith(b"\xd0\xcf\x11\xe0"):
        return f"this is no Excel workbook: perhaps a .csv file or a page; {SAVE}"
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "this workbook has a password; in Excel choose File, Info, Protect Workbook, Encrypt, and empty it"
    return f"this is an old Excel file (.xls); {SAVE}"
