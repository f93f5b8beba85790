"""Bytes to text: the charset a part is really in, the text as a person sees it. Start at `decode` and `readable`."""

import codecs
import re
from functools import lru_cache

_ALIASES = {
    "ansi": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "x-ansi": "cp1252",
    "x-cp1252": "cp1252",
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-8-e": "iso8859_8",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "utf": "utf-8",
    "utf-8-mac": "utf-8",
    "unicode": "utf-16",
}
# Codecs of Python that are no charsets of mail: they would run code-like escapes or lose text.
_NO_CHARSETS = {
    "unicode_escape",
    "raw_unicode_escape",
    "idna",
    "punycode",
    "undefined",
    "mbcs",
    "oem",
    "unicode_internal",
}
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.+-]*")
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063"
    "\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb"
)
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_TAGS = map(chr, range(0xE0000, 0xE0080))
_CONTROLS = map(chr, [*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)])
_SEEN_AS = {
    **dict.fromkeys([*_INVISIBLE, *_TAGS, *_CONTROLS], ""),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_BREAKS, "\n"),
}
_PLAIN = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
_RETURNS = re.compile("\r+\n?")
_SIGNATURE = "-- "
_DOUBLED_AT_LEAST = 4


@lru_cache(maxsize=256)
def codec(label: str) -> str | None:
    """Give Python's name of a charset label as mails write it, None where there is no such charset."""
    cleaned = label.strip(" \t\"'").removeprefix("3D").strip("\"'").lower()
    match = _LABEL.match(cleaned)
    name = _ALIASES.get(match[0], match[0]) if match else ""
    try:
        found = codecs.lookup(name) if name else None
    except (LookupError, ValueError):
        return None
    if found is None or found.name.replace("-", "_") in _NO_CHARSETS or not getattr(found, "_is_text_encoding", True):
        return None
    return found.name


def decode(data: bytes, label: str = "") -> tuple[str, str]:
    """Decode bytes labelled with a charset into text, and a defect in words ('' where the label told the truth).

    A label that is missing, unknown or contradicted by the bytes gives way to UTF-8 where the bytes are that, then to
    Windows-1252, in which mail of this country is written where it is not UTF-8.
    """
    name = codec(label) if label else None
    if data.isascii() and name not in {"utf-7", "hz", "iso2022_jp", "iso2022_kr", "utf-16", "utf-16-le", "utf-16-be"}:
        return data.decode("ascii"), "" if name or not label else f"unknown charset {label[:40]!r}"
    if name in {None, "cp1252", "utf-8"}:
        return _decode_western(data, label, name)
    try:
        text = data.decode(name or "utf-8")
        if name == "utf-7":  # its two-byte letters may come singly
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    except (UnicodeError, ValueError, LookupError):
        return _decode_western(data, label, None)[0], f"text is not in the charset it claims ({label[:40]})"
    return text, ""


def _decode_western(data: bytes, label: str, name: str | None) -> tuple[str, str]:
    for mark, wide in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(wide, "replace"), ""
    try:
        text = data.decode("utf-8")
    except UnicodeError:
        mended = data.decode("utf-8", "replace")
        if len(mended) - len(mended.encode("ascii", "ignore")) > 2 * mended.count("\ufffd"):
            return mended, "some bytes of the text are damaged"
        return windows_1252(data), "" if name == "cp1252" else _blame(label, name, "Windows-1252")
    return text, "" if name == "utf-8" else _blame(label, name, "UTF-8")


def _blame(label: str, name: str | None, read_as: str) -> str:
    if not label:
        return f"no charset is named; read as {read_as}"
    if name is None:
        return f"unknown charset {label[:40]!r}; read as {read_as}"
    return f"text is not in the charset it claims ({label[:40]}); read as {read_as}"


def windows_1252(data: bytes) -> str:
    """Decode bytes as Windows-1252; its five undefined bytes become the replacement character."""
    return data.decode("cp1252", "replace")


def readable(text: str) -> str:
    """Give text as a person sees it: one kind of newline and of space, nothing invisible, no blanks at line ends."""
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        text = _RETURNS.sub("\n", text)
    # What is not plain is mostly a handful of letters: looked up once each, not at every place.
    odd = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    for mark in _SEEN_AS.keys() & set(odd.decode("utf-8", "surrogatepass")):
        text = text.replace(mark, _SEEN_AS[mark])
    return "\n".join([line if line == _SIGNATURE else line.rstrip() for line in text.split("\n")])


def unflow(text: str, *, delsp: bool) -> str:
    """Join the soft line breaks of format=flowed, quote depth by quote depth (RFC 3676 sections 4 and 5)."""
    done: list[str] = []
    pieces: list[str] = []
    depth = 0
    for line in text.replace("\r\n", "\n").split("\n"):
        body = line.lstrip(">")
        quoted = len(line) - len(body)
        body = body.removeprefix(" ")
        if pieces and (quoted != depth or body == _SIGNATURE):
            done.append(_quoted(depth, pieces))
            pieces = []
        depth = quoted
        soft = body.endswith(" ") and body != _SIGNATURE
        pieces.append(body[:-1] if soft and delsp else body)
        if not soft:
            done.append(_quoted(depth, pieces))
            pieces = []
    return "\n".join([*done, _quoted(depth, pieces)] if pieces else done)


def _quoted(depth: int, pieces: list[str]) -> str:
    return ">" * depth + (" " if depth else "") + "".join(pieces)


def undouble(text: str) -> str:
    """Undo newlines that Outlook doubled: every second line is blank, and so are some between them.

    A letter whose paragraphs stand one blank line apart is left alone: it has no blank line more than that.
    """
    text = text.strip("\n")
    second = text.find("\n") + 1
    if text[second : second + 1] != "\n":
        return text
    lines = text.split("\n")
    kept, blanks = lines[0::2], lines[1::2]
    if any(blanks) or all(kept) or sum(map(bool, kept)) < _DOUBLED_AT_LEAST:
        return text
    return "\n".join(kept)
