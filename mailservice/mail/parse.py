"""A mail's bytes to a `Mail`: who, when, what kind, the text, what hangs on it. Start at `parse`; it never raises.

Pure: no disk, no network, no clock. What cannot be read is named in `defects`, never passed over as empty.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from mailservice.cases.commands import Kind
from mailservice.mail.addresses import Address, read_addresses
from mailservice.mail.body import Attachment, Body, read_body
from mailservice.mail.header import Headers, first, words
from mailservice.mail.kind import classify
from mailservice.mail.part import read_parts

__all__ = ["Absence", "Address", "Attachment", "Bounce", "Mail", "parse"]

LARGEST = 100 * 1024 * 1024
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,990}>")
_MOST_REFERENCES = 1_000
_RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")


@dataclass(frozen=True)
class Bounce:
    """What a bounce or a notice of delay tells: whom it could not reach, why (RFC 3463), and which mail it was."""

    address: str = ""
    status: str = ""
    message_id: str = ""
    why: str = ""


@dataclass(frozen=True)
class Absence:
    """What an out-of-office tells: the day of return, and who is named meanwhile; None where it does not say."""

    until: date | None = None
    deputy: Address | None = None


@dataclass(frozen=True)
class Mail:
    """One incoming mail as read. `sender` is the first From; `recipients` everyone any recipient header names.

    `headers` are by lower-case name, unfolded, encoded words not decoded. `auto_submitted`: must not be answered
    (RFC 3834). `verified` signatures do not exist here: `defects` says where one was not checked.
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
    attachments: tuple[Attachment, ...]
    bounce: Bounce | None
    absence: Absence | None
    defects: tuple[str, ...]
    headers: Headers = field(repr=False, hash=False)


def parse(raw: bytes) -> Mail:
    """Read any bytes as a mail, in time and memory linear in their size; raises nothing."""
    defects: list[str] = []
    if len(raw) > LARGEST:
        raw, defects = raw[:LARGEST], ["the mail is larger than 100 MB; the rest was not read"]
    root, found = read_parts(_mended(raw))
    headers = root.headers
    body = read_body(root)
    kind, evidence, auto_submitted = classify(headers, body.text)
    return _assemble(raw, headers, body, (kind, evidence, auto_submitted), [*defects, *found, *body.defects])


def _mended(raw: bytes) -> bytes:
    """Give the bytes with the one kind of line end that every rule counts on; blank lines before the headers go."""
    if b"\n" not in raw[:65536] and b"\r" in raw[:65536]:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    elif b"\r\r\n" in raw[:65536]:
        raw = raw.replace(b"\r\r\n", b"\r\n")
    return raw.lstrip(b"\r\n\t \xef\xbb\xbf") if raw[:1] in {b"\r", b"\n", b"\t", b" ", b"\xef"} else raw


def _assemble(
    raw: bytes, headers: Headers, body: Body, kind: tuple[Kind, tuple[str, ...], bool], defects: list[str]
) -> Mail:
    senders = _people(headers, "from")
    on_behalf = _people(headers, "sender")
    if not senders or len(senders) > 1:
        defects.append("From names several people" if senders else "From names nobody")
    return Mail(
        message_id=_message_id(raw, headers, defects),
        in_reply_to=next(iter(_MESSAGE_ID.findall(first(headers, "in-reply-to"))), ""),
        references=tuple(_MESSAGE_ID.findall(first(headers, "references"))[-_MOST_REFERENCES:]),
        sender=senders[0] if senders else Address(words(first(headers, "from")), ""),
        senders=senders,
        on_behalf=on_behalf[0] if on_behalf else None,
        reply_to=_people(headers, "reply-to"),
        to=_people(headers, "to"),
        cc=_people(headers, "cc"),
        recipients=tuple(dict.fromkeys(one.address for name in _RECIPIENTS for one in _people(headers, name))),
        subject=words(first(headers, "subject")),
        date=_date(first(headers, "date"), defects),
        kind=kind[0],
        evidence=kind[1],
        auto_submitted=kind[2],
        text=body.text,
        html=body.html,
        attachments=body.attachments,
        bounce=None,
        absence=None,
        defects=tuple(dict.fromkeys(defects)),
        headers=headers,
    )


def _people(headers: Headers, name: str) -> tuple[Address, ...]:
    return tuple(one for value in headers.get(name, ()) for one in read_addresses(value))


def _message_id(raw: bytes, headers: Headers, defects: list[str]) -> str:
    match = _MESSAGE_ID.search(first(headers, "message-id"))
    if match:
        return match[0]
    defects.append("Message-ID is missing; one was made from the bytes")
    return f"<{hashlib.sha256(raw).hexdigest()}@synthetic.invalid>"


def _date(value: str, defects: list[str]) -> datetime | None:
    try:
        when = parsedate_to_datetime(value[:200])
    except (ValueError, TypeError, IndexError, OverflowError, RecursionError):
        defects.append("Date cannot be read" if value else "Date is missing")
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
