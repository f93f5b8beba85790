"""Renders a decided letter into the bytes that are sent: start at `compose`.

Nothing is decided here and no value is made up: every fact stands in the `LetterOrdered`. The same order gives the same
bytes. No disk, no clock, no socket.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import css_inline

from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.letters import kinds
from mailservice.mail.compose.blocks import Block, as_text, parse, plain
from mailservice.mail.compose.diary import diary
from mailservice.mail.compose.enclosing import NOTHING, Enclosed, part
from mailservice.mail.compose.templates import ENGLISH, Spoken, Templates
from mailservice.mail.compose.wording import mailto, shortened

SUBJECT_LENGTH = 60
# By it a letter that was sent is told from another, where the record that ordered it is lost.
KIND = "X-Escalation-Letter"
_LONGEST_LINE = 998  # RFC 5322 section 2.1.1
# Never "All": that suppresses reports of non-delivery too (MS-OXCMAIL), and a bounce is an alarm to us.
SUPPRESS = "OOF, AutoReply, RN, NRN"

_INLINER = css_inline.CSSInliner(keep_style_tags=True, keep_at_rules=True, load_remote_stylesheets=False)
_LINE_BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True)
class Letter:
    """A letter as it is sent."""

    raw: bytes
    message_id: str
    subject: str


def compose(  # noqa: PLR0913 - the envelope's facts, each named at the call
    order: LetterOrdered,
    templates: Templates,
    *,
    message_id: str,
    date: datetime,
    root: str,
    sender_name: str,
    sender_address: str,
    reply_to: str,
    timezone: str = "Europe/London",
    attached: bytes = b"",
    enclosed: Enclosed = NOTHING,
) -> Letter:
    """Return the letter, ready to be sent; the same arguments give the same bytes.

    `root` is the Message-ID that the case's thread hangs on, empty for a letter on no case; `attached` a mail it brings whole,
    `enclosed` its files: what it says of them is known once they are made.
    """
    context = _context(order, reply_to or sender_address, ZoneInfo(timezone))
    if "enclosed" in order.facts:
        context |= {"enclosed": list(enclosed.files), "left_out": list(enclosed.left_out)}
    context["not_taken"] = list(enclosed.not_taken)
    spoken = templates.parts(order.template)
    subject = _subject(spoken, order, context)
    parts = tuple(_part(spoken, number, order, context) for number in range(len(spoken)))
    page = templates.pages.get_template("_base/body.html")
    stage_of = spoken[0].tongue.stage_of if spoken[0].tongue else ""
    html = page.render(parts=parts, facts=order.facts, style=templates.style, subject=subject, stage_of=stage_of)
    blocks = tuple(block for part in parts for block in part.blocks)
    message = _message(order.letter, as_text(blocks), _INLINER.inline(html), diary(order.template, order.facts, date))
    if attached:
        name = "held-in-confidence.eml" if order.template == "in_confidence" else ""
        message = _bringing(order.letter, message, attached, name)
    if enclosed.files:
        message = _with_files(order.letter, message, enclosed)
    headers = {
        "From": _address(sender_name, sender_address),
        "To": _address(order.to.name, order.to.address),
        "Subject": subject,
        "Date": format_datetime(date),
        "Message-ID": message_id,
        "In-Reply-To": order.answers or root,
        "References": " ".join(dict.fromkeys(one for one in (root, order.answers) if one)),
        "Reply-To": reply_to,
        "Auto-Submitted": "auto-replied" if order.replied else "auto-generated",
        "X-Auto-Response-Suppress": SUPPRESS,
        KIND: order.template,
        "x-ms-reactions": "disallow",  # Outlook then offers no thumb, which would count for nothing
        "Content-Language": ", ".join(part.lang for part in parts),
    }
    for name, value in headers.items():
        if value:
            message[name] = _header(value)  # type: ignore[assignment] # email folds a Header, typeshed knows text only
    return Letter(message.as_bytes(policy=policy.compat32.clone(linesep="\r\n")), message_id, subject)


def _context(order: LetterOrdered, answer_to: str, zone: ZoneInfo) -> dict[str, Any]:
    reference = order.facts["reference"]
    subject = f"[{reference}]" if reference else "Reply"
    return {
        **dict.fromkeys(kinds.of(order.template).shows, ""),  # an order that waits may be older than a fact of its row
        **kinds.BEFORE,
        **order.facts,
        "zone": zone,
        "reply": partial(_reply, answer_to, subject),
        "write": partial(_write, order.facts["service"]["address"], subject),
    }


def _reply(to: str, subject: str, verb: str, after: str = "") -> str:
    return mailto([to], subject=subject, body=f"{verb}: " if after else verb)


def _write(copy: str, subject: str, people: Sequence[Mapping[str, str]]) -> str:
    """Return a link that writes to people with us in copy."""
    return mailto([one["address"] for one in people], subject=subject, copy=copy)


@dataclass(frozen=True)
class _Part:
    """A letter in one of its languages, whole; `lang` as HTML names it (BCP 47)."""

    lang: str
    blocks: tuple[Block, ...]


def _part(spoken: Sequence[Spoken], number: int, order: LetterOrdered, context: Mapping[str, Any]) -> _Part:
    """Render a letter in one language; the first part says that another follows, and a later one has its name above it."""
    one, later = spoken[number], spoken[number + 1 :]
    first, *rest = parse(one.words.get_template(f"{order.template}/body.txt").render(context))
    below = [Block("paragraph", (other.below,)) for other in later if other.below]
    above = [first, *below] if number == 0 else [Block("heading", (one.name,))]
    return _Part("en-GB" if one.code == ENGLISH else one.code, (*above, *rest))


def _subject(spoken: Sequence[Spoken], order: LetterOrdered, context: Mapping[str, Any]) -> str:
    """Return the subject in each language where they fit into one line, else in the main one."""
    reference = order.facts["reference"]
    words = [plain(one.words.get_template(f"{order.template}/subject.txt").render(context)) for one in spoken]
    every, main = (f"[{reference}] {one}" if reference else one for one in (" | ".join(dict.fromkeys(words)), words[0]))
    return every if len(every) <= SUBJECT_LENGTH else fitted(main)


def fitted(subject: str, length: int = SUBJECT_LENGTH) -> str:
    """Return the subject within its length, cut after a whole word."""
    return shortened(subject, length)


def _message(letter: str, text: str, html: str, dates: bytes) -> MIMEMultipart:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    letters = MIMEMultipart("alternative", boundary=_boundary(letter, "words"))
    for words, kind in ((text, "plain"), (html, "html")):
        letters.attach(MIMEText(words, kind, charset))  # type: ignore[arg-type] # typeshed knows names only, email takes a Charset
    if not dates:
        return letters
    whole = MIMEMultipart("mixed", boundary=_boundary(letter, "whole"))
    entry = MIMEText(dates.decode().replace("\r\n", "\n"), "calendar", charset)  # type: ignore[arg-type] # the same
    entry.set_param("method", "PUBLISH")
    entry.add_header("Content-Disposition", "attachment", filename="date.ics")
    whole.attach(letters)
    whole.attach(entry)
    return whole


def _bringing(letter: str, message: MIMEMultipart, mail: bytes, name: str) -> MIMEMultipart:
    """Return a letter with a whole mail beside it, byte for byte, however broken that mail is.

    As a mail, which a mail client opens (RFC 2046 section 5.2.1), but for one that has a `name`, or cannot travel so.
    """
    whole = MIMEMultipart("mixed", boundary=_boundary(letter, "bringing"))
    inside = None if name else _as_mail(mail)
    entry = MIMEApplication(mail) if inside is None else MIMEMessage(inside)
    entry.add_header("Content-Disposition", "attachment", filename=name or "held.eml")
    whole.attach(message)
    whole.attach(entry)
    return whole


def _with_files(letter: str, message: MIMEMultipart, enclosed: Enclosed) -> MIMEMultipart:
    whole = MIMEMultipart("mixed", boundary=_boundary(letter, "sheet"))
    whole.attach(message)
    for name, data in enclosed.files.items():
        whole.attach(part(name, data))
    return whole


def _as_mail(mail: bytes) -> Message | None:
    """Return a mail as it can travel inside another, where it then has the same bytes; None where it cannot."""
    if not mail.isascii() or max((len(line) for line in mail.splitlines()), default=0) > _LONGEST_LINE:
        return None
    inside = message_from_bytes(mail)
    as_sent = inside.as_bytes(policy=policy.compat32.clone(max_line_length=None))
    return inside if as_sent.splitlines() == mail.splitlines() else None


def _boundary(letter: str, part: str) -> str:
    return f"=_{hashlib.sha256(f'{letter} {part}'.encode()).hexdigest()[:32]}"


def _address(name: str, address: str) -> str:
    name, address = _one_line(name), _one_line(address)
    if not address.isascii():
        return (
            f"{name} <{address}>"  # only an SMTPUTF8 server can take it (RFC 6531), and that is for the sending to find
        )
    return formataddr((name, address), "utf-8")


def _one_line(value: str) -> str:
    return _LINE_BREAKS.sub(" ", value).strip()


def _header(value: str) -> Header | str:
    value = _one_line(value)
    return value if value.isascii() else Header(value, "utf-8")
