"""winmail.dat: the text and the attachments that Outlook wraps in TNEF (MS-OXTNEF). Start at `read_tnef`.

Own, because the reader there is copies the rest of the file for each attribute, and does not say when a file is cut short.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailservice.mail.mime.charset import decode

SIGNATURE = b"\x78\x9f\x3e\x22"
_BODY, _TITLE, _DATA, _RENDERING, _MESSAGE_PROPERTIES, _ATTACHMENT_PROPERTIES = (
    0x800C, 0x8010, 0x800F, 0x9002, 0x9003, 0x9005,
)  # fmt: skip
_PLAIN, _HTML, _LONG_NAME, _CODEPAGE, _RTF = 0x1000, 0x1013, 0x3707, 0x3FDE, 0x1009
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = {0x0D, 0x1E, 0x1F, 0x102}
_UNICODE, _SEVERAL, _NAMED = 0x1F, 0x1000, 0x8000
_MOST = 1_000


@dataclass
class Tnef:
    """What was inside: the text in either form, files as (name, bytes), and what could not be read."""

    plain: str = ""
    html: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)


def read_tnef(data: bytes) -> Tnef:
    """Read the attributes one after the other, as far as they go; raises nothing."""
    found = Tnef()
    if not data.startswith(SIGNATURE):
        found.defects.append("winmail.dat cannot be read")
        return found
    try:
        for level, name, value in _attributes(data):
            if level == 1:
                _take_message(found, name, value)
            else:
                _take_file(found, name, value)
            if len(found.files) > _MOST:
                found.defects.append(f"winmail.dat holds more than {_MOST} files; the rest was not read")
                break
    except (struct.error, ValueError):
        found.defects.append("winmail.dat is damaged or cut short; it was read as far as it goes")
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 6
    while at < len(data):
        level, name, _kind, size = struct.unpack_from("<BHHI", data, at)
        at += 9
        if at + size + 2 > len(data):
            raise ValueError
        yield level, name, data[at : at + size]
        at += size + 2


def _take_message(found: Tnef, name: int, value: bytes) -> None:
    if name == _BODY:
        found.plain = decode(value.rstrip(b"\x00"))[0]
    elif name == _MESSAGE_PROPERTIES:
        inside = dict(_properties(value))
        page = inside.get(_CODEPAGE, b"")
        label = {65001: "utf-8"}.get(number := int.from_bytes(page[:4], "little"), f"cp{number}" if number else "")
        if _PLAIN in inside:
            found.plain = decode(inside[_PLAIN].rstrip(b"\x00"))[0]
        if _HTML in inside:
            found.html = decode(inside[_HTML].rstrip(b"\x00"), label)[0]
        if _RTF in inside and not found.plain and not found.html:
            found.defects.append("the text in winmail.dat is in a form (RTF) that is not read")


def _take_file(found: Tnef, name: int, value: bytes) -> None:
    if name == _RENDERING or not found.files:
        found.files.append(("", b""))
    title, content = found.files[-1]
    if name == _TITLE:
        found.files[-1] = (title or _name(value), content)
    elif name == _DATA:
        found.files[-1] = (title, value)
    elif name == _ATTACHMENT_PROPERTIES:
        long_name = dict(_properties(value)).get(_LONG_NAME, b"")
        found.files[-1] = (_name(long_name) or title, content)


def _name(value: bytes) -> str:
    return decode(value.rstrip(b"\x00"))[0]


def _properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give (id, bytes) of each single property; strings of two-byte letters come as UTF-8."""
    (count,) = struct.unpack_from("<I", data, 0)
    at = 4
    for _ in range(count):
        kind, name = struct.unpack_from("<HH", data, at)
        at += 4
        if name >= _NAMED:
            at = _after_name(data, at)
        several = bool(kind & _SEVERAL) or kind & 0xFFF in _VARIABLE
        (values,) = struct.unpack_from("<I", data, at) if several else (1,)
        at += 4 * several
        for _ in range(values):
            value, at = _value(data, at, kind & 0xFFF)
            yield name, value


def _after_name(data: bytes, at: int) -> int:
    kind, size = int.from_bytes(data[at + 16 : at + 20], "little"), int.from_bytes(data[at + 20 : at + 24], "little")
    if kind == 0:
        return at + 24
    return at + 24 + size + -size % 4


def _value(data: bytes, at: int, kind: int) -> tuple[bytes, int]:
    if kind in _FIXED:
        size = _FIXED[kind]
    elif kind in _VARIABLE:
        (size,) = struct.unpack_from("<I", data, at)
        at += 4
    else:
        raise ValueError(kind)
    if at + size > len(data):
        raise ValueError(size)
    value = data[at : at + size]
    text = value.decode("utf-16-le", "replace").rstrip("\x00").encode() if kind == _UNICODE else value
    return text, at + size + -size % 4
