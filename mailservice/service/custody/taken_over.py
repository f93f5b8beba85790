"""A letter decided anew that had been sent before the record was set back: told by its reader, kind, subject and what it answers.

Start at `before`. Each found letter stands for one letter at most, and only for one that is decided soon after the record was
adopted: what is decided later is news, and is sent.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailservice.mail.compose.writing import KIND
from mailservice.mail.parse import parse
from mailservice.record import found
from mailservice.record.database import Transaction
from mailservice.record.found import Found
from mailservice.record.keys import address_key, message_key
from mailservice.record.outbox import Outgoing
from mailservice.service.folders import is_ours

SOON = timedelta(days=1)
_SLACK = timedelta(minutes=1)
# A date in a subject moves with the day on which it is reckoned.
_TIMES = re.compile(
    r"\b(?:\d{1,4}(?:[:.]\d\d)?(?:am|pm)?|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
)


@dataclass(frozen=True)
class Seen:
    """What tells one letter from another."""

    address: str
    subject: str
    kind: str
    answers: str
    sender: str


def seen(raw: bytes) -> Seen:
    """Read off a letter what tells it from another; the kind is empty in one from before letters named it."""
    mail = parse(raw)
    to = mail.to[0].address if mail.to else ""
    kind = next(iter(mail.headers.get(KIND.lower(), ())), "").strip()
    return Seen(to, mail.subject, kind, mail.in_reply_to, mail.sender.address)


def before(tx: Transaction, out: Outgoing, raw: bytes, folder: str, now: datetime) -> Found | None:
    """Return the found letter that this one, written as `raw` for a folder, had been sent as; None where it is new."""
    mine = seen(raw)
    for one in found.untaken(tx, now - SOON, mine.address):
        if (one.folder == folder or not is_ours(one.folder)) and _in_time(one, out) and _same(one, mine):
            return one
    return None


def _in_time(one: Found, out: Outgoing) -> bool:
    """Tell whether a letter could have left when the found one did; one of a date that comes late is decided now."""
    at = out.order.at
    return one.internal_date >= at - _SLACK or one.adopted_at <= at <= one.adopted_at + SOON


def _same(one: Found, mine: Seen) -> bool:
    return (
        one.address == address_key(mine.address)
        and one.answers == message_key(mine.answers)
        and one.kind in ("", mine.kind)
        and _TIMES.sub("", one.subject) == _TIMES.sub("", mine.subject)
    )
