"""Whether a signature still speaks for the mail that came: a signed mail can be sent again, to others, with other words on top.

Where a mail is aligned by DKIM alone (RFC 6376 section 8.6), whoever has it may send it from anywhere.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from mailservice.mail.mime.addresses import read_addresses
from mailservice.mail.mime.header import Fields
from mailservice.mail.trust import domains
from mailservice.mail.trust.author import Author

RECENT = timedelta(days=5)  # as long as a mail may wait in a queue (RFC 5321 section 4.5.4.1)
AHEAD = timedelta(days=1)  # a sender's clock may be wrong
_COVERED = ("from", "subject", "message-id")
_SPACE = re.compile(r"\s+")
_MOST = 50  # signatures looked at
_LATEST = 253_402_300_799  # seconds: the last of the year 9999


def doubt(fields: Fields, author: Author, own_domains: tuple[str, ...]) -> str:
    """Return why the author's signatures may not speak for this mail, in a sentence; '' where each of them does.

    Each, since it is not told which of them the server found to hold, and anybody may add one that looks better.
    """
    whom = _to_us(fields, own_domains)
    if not whom:
        return "It is signed, but not addressed to us, so it may be a copy sent on."
    at = received_at(fields)
    if at is None:
        return "It cannot be told when it came in, so not how old its signature is."
    for name in ("from", "subject", "to", "message-id", "date"):
        if sum(one == name for one, _ in fields) > 1:
            return f"There is more than one {name.title()}, and a signature covers only one of them."
    found = [_old(one, fields, whom, at) for one in signatures(fields) if _aligned(one, author)]
    return max(found, key=len, default="Its signature is not in it, so it cannot be seen what was signed.")


def has_signature(fields: Fields, author: Author) -> bool:
    """Tell whether a signature of the author's domain is there, whether or not it holds."""
    return any(_aligned(one, author) for one in signatures(fields))


def signatures(fields: Fields) -> list[dict[str, str]]:
    """Return the tags of every DKIM signature (RFC 6376 section 3.2), without white space."""
    return [tags(value) for name, value in fields if name == "dkim-signature"][:_MOST]


def tags(value: str) -> dict[str, str]:
    """Return the tags of a signature by name."""
    return dict(_tags(value))


def _tags(value: str) -> Iterator[tuple[str, str]]:
    for part in value.split(";"):
        name, sign, rest = part.partition("=")
        if sign:
            yield name.strip(), _SPACE.sub("", rest)


def _aligned(tags: Mapping[str, str], author: Author) -> bool:
    return domains.aligned(domains.normal(tags.get("d", "")), author.domain)


def _old(tags: Mapping[str, str], fields: Fields, whom: str, at: datetime) -> str:
    """Return what is wrong with one signature at the time of receipt; '' where nothing is."""
    covered = tags.get("h", "").lower().split(":")
    missing = [one for one in (*_COVERED, whom) if one not in covered]
    if missing:
        return f"Its signature does not cover {', '.join(one.title() for one in missing)}."
    if "l" in tags:
        return "Its signature covers only the beginning of its text."
    expires, signed = _moment(tags.get("x", "")), _moment(tags.get("t", ""))
    if "x" in tags and (expires is None or expires < at):
        return "Its signature had expired when it came."
    sent = _date(next((value for name, value in fields if name == "date"), ""))
    for when in (signed if "t" in tags else sent, sent):
        if when is None or not at - RECENT <= when <= at + AHEAD:
            return "It was signed or written long before it came."
    return ""


def _to_us(fields: Fields, own: tuple[str, ...]) -> str:
    """Return which field names one of our addresses: to or cc; '' where neither does."""
    for field in ("to", "cc"):
        there = (one.address for name, value in fields if name == field for one in read_addresses(value))
        if any(domains.of_address(one) in own for one in there):
            return field
    return ""


def received_at(fields: Fields) -> datetime | None:
    """Return when our server took it in: the newest Received line, which no sender can write."""
    newest = next((value for name, value in fields if name == "received"), "")
    return _date(newest[-200:].rpartition(";")[2])


def _date(value: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(value[:200].strip())
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, RecursionError):
        return None


def _moment(seconds: str) -> datetime | None:
    """Return a time told in seconds since 1970."""
    if not (seconds.isascii() and seconds.isdigit()) or len(seconds) > len(str(_LATEST)):
        return None
    return datetime.fromtimestamp(min(int(seconds), _LATEST), UTC)
