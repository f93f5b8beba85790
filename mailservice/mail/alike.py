"""Whether two copies of a message say the same: start at `difference`. Pure.

A provider may take a message apart and build it anew: other boundaries, encodings, folds, blanks, order, field names
in small letters, an address as its own name, the date in another zone, of several fields that it does not know the last alone,
and fields of its own (trace, X-, Thread-, Keywords). Held is

- what a reader is shown, and what says which email it answers (`_SHOWN`): none may be gone, added or otherwise;
- the way it came, each Received in its order: more may be added, none may be gone or otherwise;
- what proves its sender (`_PROOFS`): of each sort one at least is as it was;
- each part's type, name and decoded bytes;
- what of them is shown (`_shown`): which stand for one another, beside a page, or as a file;
- that no other reader finds more (`_more`): a second type of a part, a part outside of those that are read.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from mailservice.mail.mime.addresses import Address, read_addresses
from mailservice.mail.mime.charset import decode
from mailservice.mail.mime.header import Headers, decode_words, first
from mailservice.mail.mime.part import Part, mended, read_parts, walk

# How it is told that everything which is read before it is the same, and the Message-ID another.
ANOTHER_NAME = "its Message-ID was changed"
_REPLACED = "\ufffd"
_MESSAGE_ID = re.compile(r"<[^<>]{1,998}>")
_WEIGHTS = ("importance", "priority", "x-priority", "x-msmail-priority")
_HIGH, _LOW = {"high", "urgent"}, {"low", "non-urgent"}
_PROOFS = ("authentication-results", "dkim-signature", "received-spf", "return-path")
# Of each of these one is read, and which one is each reader's own choice.
_READ_ONCE = ("content-type", "content-transfer-encoding", "content-disposition")


class Leaf(NamedTuple):
    """One part that holds no others: its type, its file name, and what it holds; a text as lines without blanks at their ends.

    `guarded`: its encoding keeps its line ends, which else are the mail's.
    """

    type: str
    name: str
    held: str | bytes
    guarded: bool = True

    def is_as(self, other: "Leaf") -> bool:
        """Tell whether another holds the same; in one that is guarded line ends count, and not between it and one that is not."""
        if self[:3] == other[:3] or self[:2] != other[:2]:
            return self[:3] == other[:3]
        return not (self.guarded and other.guarded) and _ended(self) == _ended(other)


def difference(kept: bytes, found: bytes) -> str:
    """Return in words what of a message is not as it was kept, the first thing alone; '' where all of it is."""
    if kept == found:
        return ""
    (was, _), (is_, _) = read_parts(mended(kept)), read_parts(mended(found))
    return _of_message(was, is_) or _of_way(was.headers, is_.headers)


def _of_message(was: Part, is_: Part) -> str:
    for name, words, read in _SHOWN:
        if read(was.headers, name) != read(is_.headers, name) and (was.headers.get(name) or name != "message-id"):
            return words
    return _of_leaves(list(_leaves(was)), list(_leaves(is_))) or _of_shape(was, is_)


def _of_shape(was: Part, is_: Part) -> str:
    if _more(is_) - _more(was):
        return "something was added to it"
    return "" if list(_shown(was)) == list(_shown(is_)) else "what of it is shown was changed"


def _of_way(was: Headers, is_: Headers) -> str:
    """Compare what stations on the way wrote: to a message that is attached to another, a provider need not keep it."""
    left = iter(_plain(is_, "received"))
    if not all(one in left for one in _plain(was, "received")):
        return "the way that it came was changed"
    for name in _PROOFS:
        before = _plain(was, name)
        if before and not {*before} & {*_plain(is_, name)}:
            return "what proves its sender was changed"
    return ""


def _of_leaves(was: list[Leaf], is_: list[Leaf]) -> str:
    if len(was) != len(is_):
        return "something was added to it" if len(was) < len(is_) else "a part of it is gone"
    for one, other in zip(was, is_, strict=True):
        if one.type == other.type == "message/rfc822" and isinstance(one.held, bytes) and isinstance(other.held, bytes):
            if _of_message(read_parts(mended(one.held))[0], read_parts(mended(other.held))[0]):
                return "an email that is attached to it was changed"
        elif not one.is_as(other):
            what = "its text" if one.type.startswith("text/") and not one.name else "a file that is attached to it"
            return f"{what} was changed"
    return ""


def _leaves(root: Part) -> Iterator[Leaf]:
    for part in walk(root):
        if part.is_container:
            continue
        held = part.content()[0]
        if part.type.startswith("text/"):
            yield Leaf(part.type, part.filename, _lines(part, held))
        else:
            yield Leaf(part.type, part.filename, held, _is_guarded(part))


def _shown(root: Part) -> Iterator[str]:
    """Yield what a reader is shown of a message, piece by piece; a page's own pictures are of the page, wherever they stand."""
    waiting: list[Part | str] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif one.is_container:
            waiting.extend(reversed([*_pieces(one)]))
        elif not _is_text(one):
            yield "a file"
        else:
            yield "a text as a file" if one.disposition == "attachment" else "a text"


def _pieces(container: Part) -> Iterator[Part | str]:
    """Yield the parts of a container, and between them in what relation they stand (RFC 2046, 5.1.4; RFC 2387)."""
    parts, kind = container.children, container.type.removeprefix("multipart/")
    if len(parts) > 1 and kind == "related":
        start = container.parameters.get("start", "").strip()
        page = next((one for one in parts if start and first(one.headers, "content-id").strip() == start), parts[0])
        yield page
        for one in parts:
            if one is not page and (one.is_container or _is_text(one)):
                yield from ("beside it (", one, ")")
    elif len(parts) > 1 and kind in ("alternative", "encrypted"):
        yield f"{kind} ("
        for one in parts:
            yield from (one, "|")
        yield ")"
    else:
        yield from parts


def _is_text(part: Part) -> bool:
    return part.type.startswith("text/") and not part.filename


def _more(root: Part) -> Counter[bytes]:
    """Return what another reader may take for more: a field for which another was read, a line at which a part may begin."""
    every = list(walk(root))
    containers = [one for one in every if one.is_container]
    ends = {f"--{one.parameters.get('boundary', '').rstrip()}".encode("utf-8", "surrogateescape") for one in containers}
    ends |= {one + b"--" for one in ends}
    again = (value.encode() for one in every for name in _READ_ONCE for value in one.headers.get(name, ())[1:])
    lines = (line.rstrip() for one in containers for room in _rooms(one) for line in room.splitlines())
    after = root.raw[root.end :].splitlines() if root.is_container else []
    begun = (line.rstrip() for line in (*lines, *after) if line.startswith(b"--"))
    return Counter((*again, *(one for one in begun if one not in ends)))


def _rooms(container: Part) -> Iterator[bytes]:
    """Yield what lies in a container before, between and after its parts."""
    at = container.start
    for one in container.children:
        yield container.raw[at : one.start]
        at = one.end
    yield container.raw[at : container.end]


def _lines(part: Part, held: bytes) -> str | bytes:
    text = decode(held, part.parameters.get("charset", ""))[0]
    if _REPLACED in text:  # what cannot be read as text is compared as it is
        return held.replace(b"\r\n", b"\n").rstrip()
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).rstrip()


def _is_guarded(part: Part) -> bool:
    """Tell whether line ends within a part, and at its end, are its own: else they are nobody's."""
    return first(part.headers, "content-transfer-encoding").strip().lower() == "base64"


def _ended(leaf: Leaf) -> bytes:
    """Return the bytes of a file with line ends of one sort, and none at its end."""
    held = leaf.held if isinstance(leaf.held, bytes) else b""
    return held.replace(b"\r\n", b"\n").rstrip(b"\n")


def _plain(headers: Headers, name: str) -> tuple[str, ...]:
    return tuple("".join(decode_words(value).split()) for value in headers.get(name, ()))


def _people(headers: Headers, name: str) -> object:
    people = (one for value in headers.get(name, ()) for one in read_addresses(value))
    return tuple((_name(one), one.address.lower()) for one in people)


def _name(one: Address) -> str:
    """Return how somebody is named; one without a name may be given their address for one."""
    name = " ".join(one.name.split())
    return "" if name.lower() == one.address.lower() else name


def _sender(headers: Headers, name: str) -> object:
    """Return who sent it for whoever wrote it: the writer, unless it says otherwise (RFC 5322, 3.6.2)."""
    said = [one.address.lower() for value in headers.get(name, ()) for one in read_addresses(value)]
    wrote = [one.address.lower() for value in headers.get("from", ()) for one in read_addresses(value)]
    return () if said == wrote else tuple(said)


def _names(headers: Headers, name: str) -> object:
    """Return the Message-IDs of a field; as it is written where there is none."""
    said = " ".join(_plain(headers, name))
    return tuple(_MESSAGE_ID.findall(said)) or said


def _weight(headers: Headers, _: str) -> object:
    """Return how urgent it is marked, by whichever field: a provider says the same in another (RFC 4021, 2.1.54)."""
    said = {value.strip().lower() for name in _WEIGHTS for value in headers.get(name, ())}
    if any(one in _HIGH or one[:1] in {"1", "2"} for one in said):
        return "high"
    return "low" if any(one in _LOW or one[:1] in {"4", "5"} for one in said) else ""


def _date(headers: Headers, name: str) -> object:
    try:
        return tuple(parsedate_to_datetime(value).timestamp() for value in headers.get(name, ()))
    except (ValueError, TypeError, OverflowError, OSError):
        return _plain(headers, name)


_ANSWERS = "which email it answers was changed"
_PASSED_ON = "who passed it on was changed"
_MACHINE = "whether a machine wrote it was changed"
# Each header that is compared, how a difference in it is told, and how it is read. One without a Message-ID may be given one.
_SHOWN: tuple[tuple[str, str, Callable[[Headers, str], object]], ...] = (
    ("from", "who wrote it was changed", _people),
    ("to", "whom it is to was changed", _people),
    ("cc", "who has a copy of it was changed", _people),
    ("reply-to", "whom an answer to it goes to was changed", _people),
    ("subject", "its subject was changed", _plain),
    ("date", "its date was changed", _date),
    ("message-id", ANOTHER_NAME, _plain),
    ("sender", "who sent it for its writer was changed", _sender),
    ("bcc", "who has a blind copy of it was changed", _people),
    ("in-reply-to", _ANSWERS, _names),
    ("references", _ANSWERS, _names),
    ("resent-from", _PASSED_ON, _people),
    ("resent-sender", _PASSED_ON, _people),
    ("resent-to", _PASSED_ON, _people),
    ("resent-cc", _PASSED_ON, _people),
    ("resent-date", _PASSED_ON, _date),
    ("resent-message-id", _PASSED_ON, _plain),
    ("auto-submitted", _MACHINE, _plain),
    ("precedence", _MACHINE, _plain),
    ("importance", "how urgent it is marked was changed", _weight),
)
