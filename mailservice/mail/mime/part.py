"""The parts of a mail: its MIME tree as offsets into the bytes, read in one pass and without recursion.

Start at `read_parts`. Own, because what was tried either drops every header after a stray line and lets encoded words
forge addresses (fast-mail-parser 0.10), or is several times too slow and raises (the standard library).
"""

import binascii
import re
from collections.abc import Iterator

from mailservice.mail.mime.charset import readable
from mailservice.mail.mime.header import Headers, first, parameters, read_block

MOST_PARTS = 10_000
_MOST_REPAIRS = 5
_GUESSED = re.compile(rb"(?im)^--([^\r\n]{1,70}?)-*[ \t]*\r?\n(?=content-[a-z-]{4,30}[ \t]*:)")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
_ODD = re.compile(rb"[^A-Za-z0-9+/= \t\r\n]")
_GAP = re.compile(rb"[^\s][ \t]++[^\s]")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_SHORT = 8
_SHORTEST, _LONGEST, _WIDEST = 16, 1_000_000, 100  # of a text in base64 that does not say so; of a line of it
_LOOK = 65_536


class Part:
    """One part: its headers, its type, and where its body lies in the bytes it was read from.

    `alternative` is the outermost container of forms of one text that it stands in, or is.
    """

    __slots__ = (
        "alternative",
        "children",
        "decoded",
        "disposition",
        "end",
        "headers",
        "parameters",
        "raw",
        "start",
        "type",
    )

    def __init__(self, raw: bytes, headers: Headers, start: int, parent: "Part | None") -> None:
        self.type: str
        self.decoded: tuple[bytes, str] | None = None
        self.raw = raw
        self.headers = headers
        self.start = start
        self.end = len(raw)
        self.children: list[Part] = []
        self.type, self.parameters = _type(headers, parent)
        above = parent.alternative if parent is not None else None
        self.alternative: Part | None = above or (self if self.type == "multipart/alternative" else None)
        self.disposition, named = parameters(first(headers, "content-disposition"))
        if "filename" in named:
            self.parameters = self.parameters | {"filename": named["filename"]}

    @property
    def filename(self) -> str:
        """The file name the sender gave, without folders; '' where none is."""
        name = self.parameters.get("filename") or self.parameters.get("name") or ""
        return " ".join(readable(re.split(r"[/\\]", name)[-1]).split()) if name else ""

    @property
    def is_container(self) -> bool:
        """Tell whether the part holds others."""
        return self.type.startswith("multipart/")

    def body(self) -> bytes:
        """Give the body as it stands in the mail."""
        return self.raw[self.start : self.end]

    def content(self) -> tuple[bytes, str]:
        """Undo the transfer encoding (RFC 2045 section 6), once; what is broken is repaired and named as a defect."""
        if self.decoded is None:
            self.decoded = self._decode()
        return self.decoded

    def _decode(self) -> tuple[bytes, str]:
        encoding = first(self.headers, "content-transfer-encoding").partition(";")[0].strip(" \t\"'").lower()
        body = self.body()
        if encoding == "base64":
            return from_base64(body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(body), ""
        if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
            return _from_uu(body)
        if self.type.startswith("text/") and (hidden := undeclared_base64(body)):
            return hidden, "base64 is not declared; it was read"
        known = encoding in {"", "7bit", "8bit", "binary", "7-bit", "8-bit"}
        return body, "" if known else f"unknown transfer encoding {encoding[:40]!r}"


def _type(headers: Headers, parent: "Part | None") -> tuple[str, dict[str, str]]:
    value = first(headers, "content-type")
    kind, named = parameters(value) if value else ("", {})
    kind = kind.split(" ")[0]
    if kind.count("/") == 1 and not kind.startswith("/") and not kind.endswith("/"):
        return kind, named
    in_digest = parent is not None and parent.type == "multipart/digest"
    return ("message/rfc822" if in_digest else "text/html" if kind == "html" else "text/plain"), named


def from_base64(body: bytes) -> tuple[bytes, str]:
    """Decode base64; text that a gateway appended is kept as it is, and text that never was base64 too."""
    head = _end_of_base64(body)
    tail = body[head:].strip()
    if head < _SHORT and tail:
        return body, "a part claims to be base64 and is not"
    try:
        data, defect = binascii.a2b_base64(body[:head] if tail else body), ""
    except ValueError:
        letters = _NOT_BASE64.sub(b"", body[:head])
        letters = letters[: len(letters) - (len(letters) % 4 == 1)]
        data, defect = binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)), "broken base64 was repaired"
    return (data + b"\n" + tail, "text after the end of base64 was kept") if tail else (data, defect)


def undeclared_base64(body: bytes) -> bytes:
    """Decode a text that is base64 and does not say so; nothing where it is not that: words have blanks and marks."""
    if not _SHORTEST <= len(body) <= _LONGEST:
        return b""
    text = body.strip()
    first_line = text[:_WIDEST].split(b"\n")[0].rstrip()
    if len(text) < _SHORTEST or _ODD.search(first_line) or b" " in first_line or text.translate(None, _BASE64):
        return b""
    lines = text.split()
    if len({len(line) for line in lines[:-1]}) > 1 or len(b"".join(lines)) % 4:
        return b""
    data = from_base64(text)[0]
    return data if _is_words(data) else b""


def _is_words(data: bytes) -> bool:
    """Tell whether bytes are a text: nothing that no keyboard writes, and blanks between words."""
    try:
        text = data.decode("utf-8")
    except UnicodeError:
        return False
    return " " in text.strip() and all(
        letter.isprintable() or letter in "\r\n\t\u200b\ufeff" for letter in text[:_LOOK]
    )


def _end_of_base64(body: bytes) -> int:
    """Where the first line begins that is no base64: it has another letter, or blanks between letters."""
    odd = _ODD.search(body) if body.translate(None, _BASE64) else None
    gap = _GAP.search(body) if b" " in body or b"\t" in body else None
    found = min((match.start() for match in (odd, gap) if match), default=-1)
    return body.rfind(b"\n", 0, found) + 1 if found >= 0 else len(body)


def _from_uu(body: bytes) -> tuple[bytes, str]:
    done = []
    for line in body.splitlines():
        if line[:6] in {b"begin ", b"end"} or not line:
            continue
        try:
            done.append(binascii.a2b_uu(line))
        except ValueError:
            return body, "broken uuencoding"
    return b"".join(done), ""


class _Reading:
    """The one pass over the bytes: the containers that stand open, innermost last."""

    def __init__(self, raw: bytes, root: Part, defects: list[str]) -> None:
        self.raw = raw
        self.defects = defects
        self.open: list[tuple[Part, bytes]] = []
        self.by_boundary: dict[bytes, list[int]] = {}
        self.current: Part | None = root
        self.count = 1
        self.enter(root)

    def enter(self, part: Part) -> None:
        boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "surrogateescape")
        if part.is_container and boundary:
            self.by_boundary.setdefault(boundary, []).append(len(self.open))
            self.open.append((part, boundary))

    def leave(self, depth: int, at: int) -> None:
        """Close the part being read and every container deeper than `depth`, at this offset."""
        if self.current is not None:
            self.current.end = max(self.current.start, at)
        while len(self.open) > depth:
            part, boundary = self.open.pop()
            part.end = max(part.start, at)
            self.by_boundary[boundary].pop()
            if not self.by_boundary[boundary]:
                del self.by_boundary[boundary]

    def delimiter(self, line: bytes) -> tuple[int, bool] | None:
        """Tell which open container a line delimits, and whether it closes it."""
        if line in self.by_boundary:
            return self.by_boundary[line][-1], False
        closed = line[:-2].rstrip()
        return (self.by_boundary[closed][-1], True) if line.endswith(b"--") and closed in self.by_boundary else None

    def run(self, start: int, end: int) -> None:
        """Find every line that begins with two hyphens, and cut where it is a delimiter (RFC 2046 section 5.1)."""
        at = self.raw.find(b"--", start, end) if self.raw[start : start + 2] == b"--" else self._next(start, end)
        while at >= 0 and self.open:
            eol = self.raw.find(b"\n", at, end)
            eol = end if eol < 0 else eol
            hit = self.delimiter(self.raw[at + 2 : eol].rstrip())
            if hit is None:
                at = self._next(eol, end)
                continue
            at = self._next(self._delimit(hit, at, min(eol + 1, end), end), end)

    def _next(self, at: int, end: int) -> int:
        found = self.raw.find(b"\n--", max(at - 1, 0), end)
        return found + 1 if found >= 0 else -1

    def _delimit(self, hit: tuple[int, bool], at: int, after: int, end: int) -> int:
        depth, closes = hit
        before = at - 1 if self.raw[at - 1 : at] == b"\n" else at
        before -= self.raw[before - 1 : before] == b"\r"
        self.leave(depth if closes else depth + 1, before)
        self.current = None
        if closes:
            return after
        if self.count >= MOST_PARTS:
            self.defects.append(f"more than {MOST_PARTS} parts; the rest was not read")
            self.open.clear()
            return end
        return self._begin(self.open[depth][0], after, end)

    def _begin(self, parent: Part, after: int, end: int) -> int:
        block = read_block(self.raw, after, end, lambda line: self.delimiter(line[2:].rstrip()) is not None)
        part = Part(self.raw, block.headers, block.body, parent)
        part.end = end
        if block.headers:
            self.defects += block.defects
        parent.children.append(part)
        self.current = part
        self.count += 1
        self.enter(part)
        return max(block.body, after)


def mended(raw: bytes) -> bytes:
    """Give the bytes with the line ends that every rule counts on; blank lines before the headers go."""
    if b"\n" not in raw[:_LOOK] and b"\r" in raw[:_LOOK]:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    elif b"\r\r\n" in raw[:_LOOK]:
        raw = raw.replace(b"\r\r\n", b"\r\n")
    return raw.lstrip(b"\r\n\t \xef\xbb\xbf") if raw[:1] in {b"\r", b"\n", b"\t", b" ", b"\xef"} else raw


def read_parts(raw: bytes) -> tuple[Part, list[str]]:
    """Read the tree of a mail; a container whose boundary never comes is searched for the one meant, or is text."""
    block = read_block(raw, 0, len(raw))
    root = Part(raw, block.headers, block.body, None)
    defects = block.defects
    _Reading(raw, root, defects).run(root.start, root.end)
    barren = [part for part in walk(root) if part.is_container and not part.children]
    for number, part in enumerate(barren):
        defects.append(_repair(part, defects, search=number < _MOST_REPAIRS))
    return root, defects


def _repair(part: Part, defects: list[str], *, search: bool) -> str:
    if search and "content-transfer-encoding" in part.headers:
        part.raw = part.content()[0]
        part.start, part.end = 0, len(part.raw)
        _Reading(part.raw, part, defects).run(part.start, part.end)
        if part.children:
            return "a part that holds others was itself encoded"
    guess = _GUESSED.search(part.raw, part.start, part.end) if search else None
    if guess:
        part.parameters = part.parameters | {"boundary": guess[1].decode("utf-8", "surrogateescape")}
        _Reading(part.raw, part, defects).run(part.start, part.end)
    if part.children:
        return "the boundary between the parts is not the one announced; it was found by its shape"
    part.type = "text/plain"
    return "a part is announced as holding others and holds none; read as text"


def walk(root: Part) -> Iterator[Part]:
    """Give the part and every part below it, in the order in which they stand in the mail."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(part.children))
