"""Every message of a pack in one file that mail programs open: `mbox` (RFC 4155, with the reversible quoting called mboxrd).

A message is as it came, byte for byte, wherever it may be. Where it may not (`lean`, `rebuilt`), it says so in its Comments, and
the list of digests still has the original's.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from html.parser import HTMLParser

from mailservice.exports.pack.cuts import Cuts
from mailservice.mail.mime.header import read_block
from mailservice.mail.mime.header import words as words_of
from mailservice.mail.mime.part import mended, read_parts, walk
from mailservice.mail.parse import Mail, parse

_FROM = re.compile(rb"(?m)^(>*From )")
_UNQUOTED = re.compile(rb"(?m)^>(>*From )")
_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:")
# What its author's own program wrote; the rest tells of the mail's way to us, or is for nobody else (Bcc).
_ITS_AUTHORS = frozenset(
    {b"from", b"sender", b"reply-to", b"to", b"cc", b"subject", b"date", b"message-id", b"in-reply-to", b"references"}
    | {b"mime-version", b"content-type", b"content-transfer-encoding", b"content-language", b"content-disposition"}
)
_LEAN = b"Comments: What tells of this message's way to us is left out, and what was for nobody else; the rest is as it came.\r\n"
_REBUILT = (
    "Something is blacked out of this message, and marked: it was written anew. digests.txt has the original's SHA-256."
)
_PARTED = "It went to the service alone: what is left are the words that moved something. digests.txt has the original's SHA-256."
_ENCODED = re.compile(r"(?i)data:[a-z]+/|\bbegin [0-7]{3,4} ")


def mbox(messages: Iterable[tuple[datetime, bytes]]) -> bytes:
    """Return the messages in one file, in this order."""
    return b"".join(map(_quoted, messages))


def messages_in(raw: bytes) -> list[bytes]:
    """Return the messages of such a file as they were put into it."""
    parts = re.split(rb"(?m)^From MAILER-DAEMON [^\n]{24}\n", raw)[1:]
    return [_UNQUOTED.sub(rb"\1", one.removesuffix(b"\n")) for one in parts]


def _quoted(one: tuple[datetime, bytes]) -> bytes:
    at, raw = one
    end = b"\n" if raw.endswith(b"\n") else b"\n\n"
    line = (
        f"From MAILER-DAEMON {at.astimezone(UTC):%a %b} {at.astimezone(UTC).day:2} {at.astimezone(UTC):%H:%M:%S %Y}\n"
    )
    return line.encode("ascii") + _FROM.sub(rb">\1", raw) + end


def lean(raw: bytes) -> bytes:
    """Return a message with those header fields alone that its author wrote for all its readers; its body as it came."""
    raw = mended(raw)
    end = read_block(raw, 0, len(raw)).body
    fields = _fields(raw[:end])
    kept = b"".join(field for name, field in fields if name in _ITS_AUTHORS)
    return kept + _LEAN + b"\r\n" + raw[end:]


def said_of(raw: bytes | None, words: str) -> bytes:
    """Return a message with who wrote it, to whom and when, and these words of it alone: neither its heading nor any file."""
    mail = parse(raw or b"")
    made = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    for name in ("From", "To", "Date", "Message-ID"):
        if said := " ".join(" ".join(words_of(value).split()) for value in mail.headers.get(name.lower(), ())):
            _put(made, name, said)
    made["Comments"] = _PARTED
    made.set_content(words.rstrip("\n") + "\n", cte="quoted-printable")
    return made.as_bytes()


def _fields(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    name, lines = b"", list[bytes]()
    for line in head.splitlines(keepends=True):
        if line[:1] in {b" ", b"\t"} and lines:
            lines.append(line)
            continue
        if lines:
            yield name, b"".join(lines)
        found = _FIELD.match(line)
        name, lines = (found[1].lower(), [line]) if found else (b"", [])
    if lines:
        yield name, b"".join(lines)


def cut(raw: bytes, cuts: Cuts) -> bytes:
    """Return a message without what is cut: as it is where nothing of it is, else written anew."""
    mail = parse(raw)
    return raw if _is_clean(raw, mail, cuts) else rebuilt(mail, cuts)


def _is_clean(raw: bytes, mail: Mail, cuts: Cuts) -> bool:
    """Tell whether nothing in a message is cut, in any form in which a reader could come upon it."""
    root, defects = read_parts(mended(raw))
    parts = [one for one in walk(root) if not one.is_container]
    plain = all(one.type.startswith("text/") for one in parts)
    if defects or not plain or any(not cuts.keeps(one.filename, is_text=True) for one in mail.attachments):
        return False
    texts = [
        mail.subject,
        mail.text,
        mail.html,
        *_seen(mail.html),
        raw.decode("latin-1"),
        raw.decode("utf-8", "replace"),
    ]
    texts += [words_of(value) for one in (root, *walk(root)) for values in one.headers.values() for value in values]
    texts += [one.filename for one in parts]
    for one in parts:
        data = one.content()[0]
        texts += [data.decode("utf-8", "replace"), data.decode("latin-1"), data.decode("utf-16", "replace")]
    return not any(cuts.holds(one) for one in texts) and not _ENCODED.search(f"{mail.text} {mail.html}")


class _Text(HTMLParser):
    """Gathers every text of a page: also what is commented out, or stands in an attribute."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_comment(self, data: str) -> None:
        self.found.append(f" {data} ")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _ = tag
        self.found += [f" {value} " for _, value in attrs if value]


def _seen(html: str) -> tuple[str, str]:
    """Return the text of a page twice: as its pieces follow each other, and apart."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return "".join(reader.found), " ".join(reader.found)


def rebuilt(mail: Mail, cuts: Cuts) -> bytes:
    """Return a message written anew: its people, its subject, its text and the files that may stay, all of it cut."""
    made = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    for name in ("From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References"):
        said = " ".join(" ".join(words_of(value).split()) for value in mail.headers.get(name.lower(), ()))
        if said:
            _put(made, name, cuts.text(said))
    made["Comments"] = _REBUILT
    notes = list[str]()
    files = list[tuple[str, str, bytes]]()
    for one in mail.attachments:
        shown = cuts.file(one.filename or "without a name")
        text = _as_text(one.content) if one.content_type.startswith("text/") else None
        if not cuts.keeps(one.filename, is_text=text is not None):
            notes.append(f"[{shown} withheld]" if not shown.startswith("[") else shown)
        elif text is not None:
            files.append((shown, "text/plain", cuts.text(text).encode()))
        else:
            files.append((shown, one.content_type, one.content))
    made.set_content("\n".join([cuts.text(mail.text).rstrip("\n"), *notes]) + "\n", cte="quoted-printable")
    for name, kind, data in files:
        main, _, sub = kind.partition("/")
        made.add_attachment(data, maintype=main, subtype=sub or "octet-stream", filename=name)
    made.set_boundary(f"=_{sha256(mail.message_id.encode()).hexdigest()[:32]}") if files else None
    return made.as_bytes()


def _put(made: EmailMessage, name: str, said: str) -> None:
    """Write a header; what is no header of that name any more, for something of it is cut, is told as text."""
    try:
        made[name] = said
        made.policy.fold(name, made[name])
    except (ValueError, TypeError, IndexError, AttributeError):
        del made[name]
        made[f"X-{name}"] = "".join(one for one in said if one.isprintable())


def _as_text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
