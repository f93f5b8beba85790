"""The header block of a mail or of one of its parts: fields, encoded words, parameters. Start at `read_block`.

Fields are kept as they were sent; encoded words are decoded only after the structure round them is known, so that no
encoded word can forge an address, a comma or a new line.
"""

import binascii
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote_to_bytes

from mailservice.mail.mime.charset import decode, readable

Headers = Mapping[str, tuple[str, ...]]
Fields = tuple[tuple[str, str], ...]

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*+)(?:"|\Z)|([^;"]*))', re.DOTALL)
_SECTION = re.compile(r"(.+?)\*(\d{1,4})?(\*)?")
_UNESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LINE = re.compile(rb"[^\n]*\n?")
MOST = 1_048_576


class Block:
    """A header block as read: its fields by lower-case name, and in their order, where the body begins, and what was wrong."""

    __slots__ = ("body", "defects", "fields", "headers")

    def __init__(self, fields: Fields, body: int, defects: list[str]) -> None:
        self.fields = fields
        self.headers = _by_name(fields)
        self.body = body
        self.defects = defects


def read_block(raw: bytes, start: int, end: int, ends: Callable[[bytes], bool] = lambda _: False) -> Block:
    """Read the fields from `start`; stray lines between them are skipped and named, headers past 1 MB are not read.

    `ends` tells of a line in two hyphens whether it delimits parts: a part may have headers and no body, or neither.
    """
    fields: list[tuple[str, list[bytes]]] = []
    defects: list[str] = []
    stop = min(end, start + MOST)
    at = start
    while at < stop:
        after = raw.find(b"\n", at, end) + 1 or end
        line = raw[at : min(after, stop)]
        if line in {b"\n", b"\r\n"}:
            return Block(_gather(fields, defects), after, defects)
        if line[:2] == b"--" and ends(line):
            return Block(_gather(fields, defects), at, defects)
        if fields and line[:1] in {b" ", b"\t"}:
            fields[-1][1].append(line)
        elif match := _FIELD.match(line):
            fields.append((match[1].decode("ascii").lower(), [line[match.end() :]]))
        elif fields and line.strip() and _more_fields(raw, after, end):
            defects.append("a line among the headers is no header")
        elif not (at == start and line.startswith((b"From ", b">From "))):
            return Block(_gather(fields, defects), at, [*defects, _no_blank_line(fields)])
        at = after
    if at < end:
        defects.append("the headers are longer than 1 MB and were cut")
        at = _after_blank_line(raw, at, end)
    return Block(_gather(fields, defects), at, defects)


def _more_fields(raw: bytes, at: int, end: int) -> bool:
    return bool(_FIELD.match(raw, at, min(end, at + 1000)))


def _no_blank_line(fields: list[tuple[str, list[bytes]]]) -> str:
    return "no blank line stands between headers and text" if fields else "the mail has no headers"


def _after_blank_line(raw: bytes, at: int, end: int) -> int:
    ends = [spot + len(mark) for mark in (b"\n\n", b"\n\r\n") if (spot := raw.find(mark, at - 1, end)) >= 0]
    return min(ends, default=end)


def _gather(fields: list[tuple[str, list[bytes]]], defects: list[str]) -> Fields:
    found: list[tuple[str, str]] = []
    for name, lines in fields:
        value = lines[0].strip() if len(lines) == 1 else b" ".join([line.strip() for line in lines])
        if value.isascii():
            text = value.decode("ascii")
        else:
            text = decode(value)[0]
            defects.append(f"raw 8-bit text in the header {name[:40]}")
        if not text.isprintable():
            text = _CONTROLS.sub(" ", text)
        found.append((name, text))
    return tuple(found)


def _by_name(fields: Fields) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, text in fields:
        found.setdefault(name, []).append(text)
    return {name: tuple(values) for name, values in found.items()}


def first(headers: Headers, name: str) -> str:
    """Give the first value of a field (name in lower case), '' where it is missing."""
    values = headers.get(name)
    return values[0] if values else ""


def words(value: str) -> str:
    """Decode the encoded words of an unstructured value (RFC 2047), broken ones as far as they can be read."""
    return " ".join(readable(decode_words(value)).split())


def decode_words(value: str) -> str:
    """Decode encoded words in place; neighbours of one charset are joined first, since some split a character."""
    if "=?" not in value:
        return value
    done: list[str] = []
    waiting: tuple[str, bytes] = ("", b"")
    last = 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[last : match.start()]
        data = _word_bytes(match[2], match[3])
        label = match[1].partition("*")[0]
        if waiting[0].lower() == label.lower() and not between.strip():
            waiting = (label, waiting[1] + data)
        else:
            done.append(decode(waiting[1], waiting[0])[0])
            if between.strip() or not waiting[0]:
                done.append(between)
            waiting = (label, data)
        last = match.end()
    return "".join([*done, decode(waiting[1], waiting[0])[0], value[last:]])


def _word_bytes(encoding: str, text: str) -> bytes:
    if encoding in "qQ":
        return binascii.a2b_qp(text.replace("_", "=20").encode("utf-8"))
    letters = _NOT_BASE64.sub("", text)
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """Split a structured value into its main word, lower case, and its parameters (RFC 2045, 2231; 2047 tolerated)."""
    main, _, rest = value.partition(";")
    if not rest:
        return main.strip().lower(), {}
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in _PARAMETER.finditer(value, len(main)):
        name, text = match[1].lower(), _parameter_text(match)
        section = _SECTION.fullmatch(name)
        if section is None:
            plain.setdefault(name, " ".join(decode_words(text).split()) if "=?" in text else text)
        else:
            pieces.setdefault(section[1], {}).setdefault(
                int(section[2] or 0), (text, bool(section[3] or not section[2]))
            )
    return main.strip().lower(), plain | {name: _join(found) for name, found in pieces.items()}


def _parameter_text(match: re.Match[str]) -> str:
    if match[2] is None:
        return match[3].strip()
    return _UNESCAPE.sub(r"\1", match[2]) if "\\" in match[2] else match[2]


def _join(pieces: dict[int, tuple[str, bool]]) -> str:
    """Join RFC 2231 sections in their order; percent signs count only in those marked with a star."""
    ordered = [pieces[number] for number in sorted(pieces)]
    label = ""
    if ordered[0][1] and ordered[0][0].count("'") >= 2:  # noqa: PLR2004 - charset'language'text
        label, _, text = ordered[0][0].split("'", 2)
        ordered[0] = (text, True)
    data = b"".join(unquote_to_bytes(text) if starred else text.encode() for text, starred in ordered)
    return decode(data, label)[0]
