"""The body of a mail and what hangs on it: which parts are the text, which are attachments. Start at `read_body`."""

import re
from dataclasses import dataclass, field

from mailservice.mail.mime.charset import decode, readable, undouble, unflow
from mailservice.mail.mime.header import first
from mailservice.mail.mime.page import as_text
from mailservice.mail.mime.part import Part, mended, read_parts, walk
from mailservice.mail.mime.smime import envelope, signed_content
from mailservice.mail.mime.tnef import read_tnef

_META_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})")
_EXCHANGE = re.compile(r"(?i)ATT\d{5,8}\.(?:txt|html?)")  # so Exchange names a text that it makes an attachment of
_STUB = re.compile(
    r"(?i)\b(?:view this (?:e-?mail|message) in|does not support html|doesn't support html"
    r"|html (?:e-?mail|message|format)|multi-?part message in mime|enable html|html-enabled|html compatible)"
)
_PAGE = re.compile(r"(?i)\s*<(?:!doctype html|html)\b")
_ANY_TAG = re.compile(r"<[a-zA-Z/!]|&\w{2,8};")
_PICTURE = re.compile(r"\[(?:cid:|image:|https?:)[^\]\n]{0,300}\]|<https?://[^>\s]{0,500}>")
_STUB_LONGEST, _HEAD = 400, 2_000
LARGEST_TEXT = 5_000_000
NO_TEXT = "no text could be read"
_TEXTS = {"text/plain", "text/html", "text/markdown", "text/enriched", "text/richtext"}
_ENVELOPES = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
_MOST_ENVELOPES = 3
_ZIP, _LOCKED_BIT, _PDF, _OLE = b"PK\x03\x04", 1, b"%PDF", b"\xd0\xcf\x11\xe0"
_ENTRIES, _SMALL = 100, 50_000
_SEALS = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Attachment:
    """What hangs on a mail: its name as sent ('' where none), its type, its size in bytes, and the bytes.

    `content_id` is how its text shows it as a picture (RFC 2392); '' where it hangs on the mail for itself.
    """

    filename: str
    content_type: str
    size: int
    content: bytes = field(repr=False)
    content_id: str = ""

    @property
    def is_file(self) -> bool:
        """Tell whether somebody attached it: a small picture inside the text is a signature's, and a seal is a program's."""
        drawn = self.content_type.startswith("image/") and self.content_id and self.size <= _SMALL
        return not drawn and self.content_type not in _SEALS

    @property
    def locked(self) -> bool:
        """Tell whether it needs a password: a zip by its entries' flags, a PDF and an Office file by their marks."""
        if self.content.startswith(_ZIP):
            return _has_locked_entry(self.content)
        if self.content.startswith(_PDF):
            return b"/Encrypt" in self.content
        return self.content.startswith(_OLE) and _PACKAGE in self.content


def _has_locked_entry(data: bytes) -> bool:
    at = 0
    for _ in range(_ENTRIES):  # the first is often the folder, which nobody locks
        if at < 0:
            return False
        if data[at + 6 : at + 7] and data[at + 6] & _LOCKED_BIT:
            return True
        at = data.find(_ZIP, at + 4)
    return False


@dataclass(frozen=True)
class Body:
    """What a mail says and carries, read once; `parts` are all its leaves, those inside a signed envelope too.

    `of_html`: there was no plain text, and the text was made of the HTML.
    """

    text: str
    html: str
    of_html: bool
    attachments: tuple[Attachment, ...]
    parts: tuple[Part, ...]
    defects: tuple[str, ...]


def read_body(root: Part) -> Body:
    """Read the text (plain preferred; HTML where there is only that, or plain is a stub) and the attachments."""
    reader = _Reader()
    reader.read(root)
    return reader.body(empty=root.end <= root.start)


class _Reader:
    """Gathers texts in their order, the two forms of one text under the container that holds both."""

    def __init__(self) -> None:
        self.texts: dict[int, dict[str, list[str]]] = {}
        self.attachments: list[Attachment] = []
        self.parts: list[Part] = []
        self.defects: list[str] = []
        self.of_html = False
        self.envelopes = 0

    def read(self, root: Part) -> None:
        for part in walk(root):
            if part.type == "multipart/signed":
                self.defects.append("it is signed; the signature was not verified")
            elif not part.is_container:
                self.parts.append(part)
                self.take(part)

    def body(self, *, empty: bool) -> Body:
        said = [self.choose(forms) for forms in self.texts.values()]
        text = "\n\n".join(one.strip("\n") for one in said if one.strip())
        html = "\n".join(one for forms in self.texts.values() for one in forms["html"])
        if not text and not empty:
            self.defects.append(NO_TEXT)
        self.defects += [
            f"the attachment {one.filename} is locked with a password" for one in self.attachments if one.locked
        ]
        return Body(text, html, self.of_html, tuple(self.attachments), tuple(self.parts), tuple(self.defects))

    def take(self, part: Part) -> None:
        data, defect = part.content()
        self.defects += [defect] if defect else []
        if is_envelope(part):
            self.open_envelope(part, data)
        elif part.type in _TNEF or part.filename.lower() == "winmail.dat":
            self.open_tnef(part, data)
        elif self.is_text(part):
            self.take_text(part, data)
        else:
            shown = "" if part.disposition == "attachment" else first(part.headers, "content-id")
            self.attach(part.filename, part.type, data, shown)

    def attach(self, filename: str, content_type: str, data: bytes, content_id: str = "") -> None:
        self.attachments.append(Attachment(filename, content_type, len(data), data, content_id))

    def take_text(self, part: Part, data: bytes) -> None:
        form = "html" if part.type == "text/html" else "plain"
        if len(data) > LARGEST_TEXT:
            self.defects.append("a text is longer than 5 MB and was cut")
            data = data[: data.rfind(b"\n", 0, LARGEST_TEXT) + 1 or LARGEST_TEXT]
        label = part.parameters.get("charset", "")
        meta = _META_CHARSET.search(data[:2048]) if form == "html" and not label else None
        text, defect = decode(data, meta[1].decode("ascii") if meta else label)
        self.defects += [defect] if defect else []
        if form == "plain" and _PAGE.match(text[:_HEAD]):
            form = "html"
            self.defects.append("HTML is announced as plain text")
        elif form == "html" and not _ANY_TAG.search(text):
            form = "plain"
            self.defects.append("plain text is announced as HTML")
        self.say(id(part.alternative or part), form, text if form == "html" else _plain(text, part))

    def say(self, group: int, form: str, text: str) -> None:
        self.texts.setdefault(group, {"plain": [], "html": []})[form].append(text)

    def open_envelope(self, part: Part, data: bytes) -> None:
        """Read the mail inside a signature (RFC 8551 section 3.5.3.2); what cannot be opened stays an attachment."""
        self.envelopes += 1
        try:
            content = signed_content(data) if envelope(data) == "signed" and self.envelopes <= _MOST_ENVELOPES else b""
        except ValueError:
            content = b""
        if not content:
            self.attach(part.filename, part.type, data)
            if envelope(data) != "encrypted":
                self.defects.append("an S/MIME envelope cannot be opened")
            return
        self.defects.append("it is signed; the signature was not verified")
        root, defects = read_parts(mended(content))
        self.defects += defects
        self.read(root)

    def open_tnef(self, part: Part, data: bytes) -> None:
        found = read_tnef(data)
        self.defects += found.defects
        for name, content in found.files:
            self.attach(name, "application/octet-stream", content)
        for form, text in (("plain", readable(found.plain[:LARGEST_TEXT])), ("html", found.html[:LARGEST_TEXT])):
            if text and not any(said.strip() for forms in self.texts.values() for said in forms[form]):
                self.say(0, form, text)
        if not found.files and not found.plain and not found.html:
            self.attach(part.filename, part.type, data)

    def is_text(self, part: Part) -> bool:
        if part.type not in _TEXTS:
            return False
        if _EXCHANGE.fullmatch(part.filename):
            return True
        if part.disposition == "attachment":
            return False
        return not part.filename or not (self.texts or self.attachments)

    def choose(self, forms: dict[str, list[str]]) -> str:
        plain = "\n".join(forms["plain"])
        if not forms["html"] or not is_stub(plain):
            return plain
        self.of_html = len(self.texts) == 1
        return "\n".join(readable(as_text(one)) for one in forms["html"]) or plain


def is_envelope(part: Part) -> bool:
    """Tell whether a part is announced, or named, as an S/MIME envelope."""
    return part.type in _ENVELOPES or part.filename.lower() == "smime.p7m"


def is_stub(plain: str) -> bool:
    """Tell whether a plain text says nothing but that the HTML says it."""
    said = _PICTURE.sub("", plain[:4000]).strip()
    return not said or (len(plain) < _STUB_LONGEST and bool(_STUB.search(said)))


def _plain(text: str, part: Part) -> str:
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delsp=part.parameters.get("delsp", "").lower() == "yes")
    return undouble(readable(text))
