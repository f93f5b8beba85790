"""What hangs on an answer, as text or as the reason why it is not read: start at `read`. Told by its bytes, not by its name."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mailservice.cases.history.commands import Cell, Document
from mailservice.mail import danger
from mailservice.mail.documents import open_document, word
from mailservice.mail.documents.packed import Parts, RefusedError
from mailservice.mail.mime.body import Attachment

MOST = 5
"""Documents of one mail that are looked into; nobody sends back more forms at once."""
_LINES = (
    "Please answer with each field's name, a colon and your words, or fill in the document that hangs on our letter"
)
_SAVE = "please choose Save As, Word Document (.docx), and send that"
_LOGO, _ICON = 200_000, 10_000
_LONGEST_TEXT = 100_000
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
# What mail programs hang on a mail by themselves, and nobody fills in.
_BESIDE = frozenset(("text/calendar", "text/vcard", "text/x-vcard", "message/rfc822", "message/delivery-status"))
_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def documents(attachments: Iterable[Attachment]) -> tuple[Document, ...]:
    """Return what somebody has hung on a mail, read or refused; not what their mail program does by itself."""
    mine = (one for one in attachments if one.is_file and one.content_type not in _BESIDE and not _is_logo(one))
    return tuple(read(one.filename, one.content) for one, _ in zip(mine, range(MOST), strict=False))


def read(name: str, data: bytes) -> Document:
    """Return a document's rows, or why it is not read; in bounded time and memory, whatever the bytes."""
    try:
        rows = _rows(name, data)
    except RefusedError as refused:
        return Document(name, refused=f"{refused.why}. {_LINES}", hostile=refused.hostile)
    except Exception:  # noqa: BLE001 - whatever we fail at in a document, the words of its mail are heard
        return Document(name, refused=f"we could not read it. {_LINES}")
    found = Document(name, rows)
    return replace(found, danger=danger.phrases(found.text))


def _rows(name: str, data: bytes) -> tuple[tuple[Cell, ...], ...]:
    kind = name.lower().rpartition(".")[2] if "." in name else ""
    if kind == "txt" and b"\x00" not in data and len(data) <= _LONGEST_TEXT:
        return tuple((Cell(line),) for line in data.decode("utf-8-sig", "replace").splitlines())
    if not data.startswith(b"PK\x03\x04"):
        raise _of_another_kind(kind, data)
    parts = Parts(data)
    if word.MAIN in parts.names:
        _fits(kind, ("", "docx", "docm", "dotx"))
        return word.rows(parts)
    if parts.read("mimetype").strip() == open_document.KIND:
        _fits(kind, ("", "odt", "ott"))
        return open_document.rows(parts)
    raise RefusedError("it is no text document" if kind != "xlsx" else "it is a spreadsheet")


def _fits(kind: str, expected: tuple[str, ...]) -> None:
    if kind not in expected:
        raise RefusedError("its name does not fit what is in it", hostile=True)


def _of_another_kind(kind: str, data: bytes) -> RefusedError:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if _PACKAGE in data:
            return RefusedError("it has a password; please send it without one")
        return RefusedError(f"it is an old Word file; {_SAVE}")
    if data.startswith((b"MZ", b"\x7fELF", b"#!")):
        return RefusedError("it is a program", hostile=True)
    told = next(_told(data), "")
    if told and kind in ("docx", "odt"):
        return RefusedError(f"its name says a document, and it is {told}")
    return RefusedError(f"it is {told}: we cannot read what is written in it" if told else "it is no text document")


def _told(data: bytes) -> Iterator[str]:
    if data[:1024].lstrip().startswith(b"%PDF"):
        yield "a PDF or a scan"
    if data.startswith(_PICTURES) or data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        yield "a picture"
    if data.startswith(b"{\\rtf"):
        yield "an RTF file"


def _is_logo(one: Attachment) -> bool:
    """Tell whether a picture stands in a signature: small, or shown in the text and no photograph."""
    shown = bool(one.content_id) and one.size <= _LOGO
    return one.content_type.startswith("image/") and (shown or one.size <= _ICON)
