"""A mail's bytes to a `Mail`: who, when, what kind, the text, what hangs on it. Start at `parse`; it never raises.

Pure: no disk, no network, no clock. What cannot be read is named in `defects`, never passed over as empty.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailservice.cases.history.commands import Kind
from mailservice.mail.kinds.absence import Absence
from mailservice.mail.kinds.bounce import Bounce
from mailservice.mail.kinds.sorting import Seen, classify, must_not_be_answered
from mailservice.mail.mime.addresses import Address, read_addresses
from mailservice.mail.mime.body import NO_TEXT, Attachment, read_body
from mailservice.mail.mime.header import Headers, first, read_block, words
from mailservice.mail.mime.marks import unmarked
from mailservice.mail.mime.part import mended, read_parts

__all__ = ["Absence", "Address", "Attachment", "Bounce", "Mail", "parse"]

LARGEST = 100 * 1024 * 1024
# The domain of a Message-ID that was made from the bytes, where nobody had given one.
MADE = "synthetic.invalid"
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,990}>")
_POSED = re.compile(r"[^\s<>\"'(),]{1,64}@[^\s<>\"'(),]{1,255}")
_BARE_ID = re.compile(r"[^<>\s@]{1,500}@[^<>\s@]{1,480}")
_MOST_REFERENCES = 1_000
_ENVELOPE = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")


@dataclass(frozen=True)
class Mail:
    """One incoming mail as read. `sender` is the first From; `recipients` everyone any recipient header names.

    `headers` are by lower-case name, unfolded, encoded words not decoded. `auto_submitted`: must not be answered
    (RFC 3834). `of_html`: there was no plain text, and `text` was made of `html`. No signature is checked here;
    `defects` says where there is one.
    """

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    sender: Address
    senders: tuple[Address, ...]
    on_behalf: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    recipients: tuple[str, ...]
    subject: str
    date: datetime | None
    kind: Kind
    evidence: tuple[str, ...]
    auto_submitted: bool
    text: str = field(repr=False)
    html: str = field(repr=False)
    of_html: bool
    attachments: tuple[Attachment, ...]
    bounce: Bounce | None
    absence: Absence | None
    defects: tuple[str, ...]
    headers: Headers = field(repr=False, hash=False)

    @property
    def unreadable(self) -> bool:
        """Tell whether there is something in the mail, and none of it could be read as text: a person must look."""
        return NO_TEXT in self.defects


def parse(raw: bytes) -> Mail:
    """Read any bytes as a mail, in time and memory linear in their size; raises nothing."""
    defects: list[str] = []
    if len(raw) > LARGEST:
        raw, defects = raw[:LARGEST], ["the mail is larger than 100 MB; the rest was not read"]
    root, found = read_parts(mended(raw))
    headers = root.headers
    body = read_body(root)
    senders = _people(headers, "from")
    sender = senders[0] if senders else Address(words(first(headers, "from")), "")
    defects += [*found, *_doubts(headers, senders), *body.defects]
    seen = Seen(
        headers, body, unmarked(words(first(headers, "subject"))), sender, _date(first(headers, "date"), defects)
    )
    verdict = classify(seen)
    on_behalf, to, cc = (_people(headers, name) for name in ("sender", "to", "cc"))
    envelope = (one for name in _ENVELOPE for one in _people(headers, name))
    return Mail(
        message_id=_message_id(raw, headers, defects),
        in_reply_to=next(iter(_MESSAGE_ID.findall(first(headers, "in-reply-to"))), ""),
        references=tuple(_MESSAGE_ID.findall(first(headers, "references"))[-_MOST_REFERENCES:]),
        sender=sender,
        senders=senders,
        on_behalf=on_behalf[0] if on_behalf else None,
        reply_to=_people(headers, "reply-to"),
        to=to,
        cc=cc,
        recipients=tuple(dict.fromkeys(one.address for one in (*to, *cc, *envelope))),
        subject=seen.subject,
        date=seen.sent,
        kind=verdict.kind,
        evidence=verdict.evidence,
        auto_submitted=must_not_be_answered(seen, verdict.kind),
        text=body.text,
        html=body.html,
        of_html=body.of_html,
        attachments=body.attachments,
        bounce=verdict.bounce,
        absence=verdict.absence,
        defects=tuple(dict.fromkeys(defects)),
        headers=headers,
    )


def message_id(raw: bytes) -> str:
    """Return a mail's Message-ID as `parse` gives it; nothing but the headers is looked at."""
    raw = mended(raw[:LARGEST])
    return _message_id(raw, read_block(raw, 0, len(raw)).headers, [])


def message_ids(raw: bytes) -> set[str]:
    """Return the Message-IDs that a mail's headers name: its own, and those that it answers. Nothing is read beside them."""
    raw = mended(raw[:LARGEST])
    headers = read_block(raw, 0, len(raw)).headers
    answered = (value for name in ("in-reply-to", "references") for value in headers.get(name, ()))
    return {_message_id(raw, headers, []), *(one for value in answered for one in _MESSAGE_ID.findall(value))}


def _doubts(headers: Headers, senders: tuple[Address, ...]) -> Iterator[str]:
    """Name what is wrong with the sender: none, several, or a name that poses as another address."""
    if not senders:
        yield "From names nobody"
    elif len(senders) > 1:
        yield "From names several people"
    if len(headers.get("from", ())) > 1:
        yield "there is more than one From"
    for one in senders[:1]:
        posed = _POSED.search(one.name)
        if posed and posed[0].lower() != one.address.lower():
            yield "the sender's name shows another address"


def _people(headers: Headers, name: str) -> tuple[Address, ...]:
    return tuple(one for value in headers.get(name, ()) for one in read_addresses(value))


def _message_id(raw: bytes, headers: Headers, defects: list[str]) -> str:
    value = first(headers, "message-id").strip()
    match = _MESSAGE_ID.search(value)
    if match or _BARE_ID.fullmatch(value):
        return match[0] if match else f"<{value}>"
    defects.append("Message-ID is missing; one was made from the bytes")
    return f"<{hashlib.sha256(raw).hexdigest()}@{MADE}>"


def _date(value: str, defects: list[str]) -> datetime | None:
    try:
        when = parsedate_to_datetime(value[:200])
    except (ValueError, TypeError, IndexError, OverflowError, RecursionError):
        defects.append("Date cannot be read" if value else "Date is missing")
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
