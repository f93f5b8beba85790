"""The body of a mail and what hangs on it: which parts are the text, which are attachments. Start at `read_body`."""

import re
from dataclasses import dataclass, field

from mailservice.mail.charset import decode, readable, undouble, unflow
from mailservice.mail.markup import as_text
from mailservice.mail.part import Part, walk

_META_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})")
_STUB = re.compile(
    r"(?i)\b(?:view this (?:e-?mail|message) in|does not support html|doesn't support html"
    r"|html (?:e-?mail|message|format)|multi-?part message in mime|enable html|html-enabled|html compatible)"
)
_PICTURE = re.compile(r"\[(?:cid:|image:|https?:)[^\]\n]{0,300}\]|<https?://[^>\s]{0,500}>")
_STUB_LONGEST = 400


@dataclass(frozen=True)
class Attachment:
    """What hangs on a mail: its name as sent ('' where none), its type, its size in bytes, and the bytes."""

    filename: str
    content_type: str
    size: int
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Body:
    """What a mail says and carries, read once."""

    text: str
    html: str
    attachments: tuple[Attachment, ...]
    defects: tuple[str, ...]


def read_body(root: Part) -> Body:
    """Read the text (plain preferred; HTML where there is only that, or plain is a stub) and the attachments."""
    return _Reader().read(root)


class _Reader:
    """Gathers texts in their order, the two forms of one text under the container that holds both."""

    def __init__(self) -> None:
        self.texts: dict[int, dict[str, list[str]]] = {}
        self.attachments: list[Attachment] = []
        self.defects: list[str] = []

    def read(self, root: Part) -> Body:
        for part in walk(root):
            if not part.is_container:
                self.take(part)
        plain = [self.choose(forms) for forms in self.texts.values()]
        text = "\n\n".join(one.strip("\n") for one in plain if one.strip())
        html = "\n".join(one for forms in self.texts.values() for one in forms["html"])
        if not text and (html or self.attachments or root.end > root.start):
            self.defects.append("no text could be read")
        return Body(text, html, tuple(self.attachments), tuple(self.defects))

    def take(self, part: Part) -> None:
        data, defect = part.content()
        self.defects += [defect] if defect else []
        if not self.is_text(part):
            self.attachments.append(Attachment(part.filename, part.type, len(data), data))
            return
        forms = self.texts.setdefault(_group(part), {"plain": [], "html": []})
        form = "html" if part.type == "text/html" else "plain"
        label = part.parameters.get("charset", "")
        meta = _META_CHARSET.search(data[:2048]) if form == "html" and not label else None
        text, defect = decode(data, meta[1].decode("ascii") if meta else label)
        self.defects += [defect] if defect else []
        forms[form].append(text if form == "html" else _plain(text, part))

    def is_text(self, part: Part) -> bool:
        if part.type not in {"text/plain", "text/html"} or part.disposition == "attachment":
            return False
        return not part.filename or not (self.texts or self.attachments)

    def choose(self, forms: dict[str, list[str]]) -> str:
        plain = "\n".join(forms["plain"])
        if not forms["html"] or not is_stub(plain):
            return plain
        read = [as_text(one) for one in forms["html"]]
        self.defects += [defect for _, defect in read if defect]
        return "\n".join(text for text, _ in read) or plain


def is_stub(plain: str) -> bool:
    """Tell whether a plain text says nothing but that the HTML says it."""
    said = _PICTURE.sub("", plain[:4000]).strip()
    return not said or (len(plain) < _STUB_LONGEST and bool(_STUB.search(said)))


def _plain(text: str, part: Part) -> str:
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delsp=part.parameters.get("delsp", "").lower() == "yes")
    return undouble(readable(text))


def _group(part: Part) -> int:
    """Name the outermost multipart/alternative round a part, or the part itself where there is none."""
    found, at = id(part), part.parent
    while at is not None:
        found = id(at) if at.type == "multipart/alternative" else found
        at = at.parent
    return found
