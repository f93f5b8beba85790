"""Whether two copies of a message say the same: start at `difference`. Pure.

A provider may take a message apart and build it anew, with other boundaries, encodings, folds and headers of its own. What counts
is what a reader is shown: who wrote to whom, when, under which subject, and each part's type, name and decoded bytes.
"""

from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from mailservice.mail.mime.addresses import read_addresses
from mailservice.mail.mime.charset import decode
from mailservice.mail.mime.header import Headers, decode_words, first
from mailservice.mail.mime.part import Part, mended, read_parts, walk

# How it is told that everything which is read before it is the same, and the Message-ID another.
ANOTHER_NAME = "its Message-ID was changed"
_REPLACED = "\ufffd"


class Leaf(NamedTuple):
    """One part that holds no others: its type, its file name, and what it holds; a text as lines without blanks at their ends."""

    type: str
    name: str
    held: str | bytes


def difference(kept: bytes, found: bytes) -> str:
    """Return in words what of a message is not as it was kept, the first thing alone; '' where all of it is."""
    if kept == found:
        return ""
    (was, _), (is_, _) = read_parts(mended(kept)), read_parts(mended(found))
    for name, words, read in _SHOWN:
        if read(was.headers, name) != read(is_.headers, name) and (was.headers.get(name) or name != "message-id"):
            return words
    return _of_leaves(list(_leaves(was)), list(_leaves(is_)))


def _of_leaves(was: list[Leaf], is_: list[Leaf]) -> str:
    if len(was) != len(is_):
        return "something was added to it" if len(was) < len(is_) else "a part of it is gone"
    for one, other in zip(was, is_, strict=True):
        if one.type == other.type == "message/rfc822" and isinstance(one.held, bytes) and isinstance(other.held, bytes):
            if difference(one.held, other.held):
                return "an email that is attached to it was changed"
        elif one != other:
            what = "its text" if one.type.startswith("text/") and not one.name else "a file that is attached to it"
            return f"{what} was changed"
    return ""


def _leaves(root: Part) -> Iterator[Leaf]:
    for part in walk(root):
        if part.is_container:
            continue
        held = part.content()[0]
        yield Leaf(
            part.type, part.filename, _lines(part, held) if part.type.startswith("text/") else _stripped(part, held)
        )


def _lines(part: Part, held: bytes) -> str | bytes:
    text = decode(held, part.parameters.get("charset", ""))[0]
    if _REPLACED in text:  # what cannot be read as text is compared as it is
        return held.replace(b"\r\n", b"\n").rstrip()
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).rstrip()


def _stripped(part: Part, held: bytes) -> bytes:
    """Return what a part holds; where no encoding guards its end, the line ends before a boundary are nobody's."""
    encoding = first(part.headers, "content-transfer-encoding").strip().lower()
    return held if encoding == "base64" else held.replace(b"\r\n", b"\n").rstrip(b"\n")


def _plain(headers: Headers, name: str) -> object:
    return tuple("".join(decode_words(value).split()) for value in headers.get(name, ()))


def _people(headers: Headers, name: str) -> object:
    people = (one for value in headers.get(name, ()) for one in read_addresses(value))
    return tuple((" ".join(one.name.split()), one.address.lower()) for one in people)


def _date(headers: Headers, name: str) -> object:
    try:
        return tuple(parsedate_to_datetime(value).timestamp() for value in headers.get(name, ()))
    except (ValueError, TypeError, OverflowError, OSError):
        return _plain(headers, name)


# Each header that is compared, how a difference in it is told, and how it is read. One without a Message-ID may be given one.
_SHOWN: tuple[tuple[str, str, Callable[[Headers, str], object]], ...] = (
    ("from", "who wrote it was changed", _people),
    ("to", "whom it is to was changed", _people),
    ("cc", "who has a copy of it was changed", _people),
    ("reply-to", "whom an answer to it goes to was changed", _people),
    ("subject", "its subject was changed", _plain),
    ("date", "its date was changed", _date),
    ("message-id", ANOTHER_NAME, _plain),
)
