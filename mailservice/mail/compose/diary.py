"""The date of a letter as a calendar file (RFC 5545), for the reader's diary: start at `diary`. Nothing in it acts.

It is published, not an invitation (RFC 5546 section 3.2.1): no answer goes to anybody. A later letter about the same date
replaces the entry, since its UID is made of the case, the stage and the goal, and its SEQUENCE grows; one that ends what
the date was for cancels it.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from mailservice.cases.letters import kinds
from mailservice.cases.letters.phrases import sentence

LENGTH = timedelta(minutes=30)
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def diary(template: str, facts: Mapping[str, Any], written: datetime) -> bytes:
    """Return the calendar file of a letter: its date, ending when it falls due, and what it cancels; empty for neither."""
    if not facts["reference"]:
        return b""
    asks = (kinds.of(template).has("diary") or facts.get("dated")) and facts["due"]
    entries = [_entry(facts, facts["due"], facts["stage"], written)] if asks else []
    entries += [_cancelled(_entry(facts, one, one["stage"], written)) for one in facts.get("gone", ())]
    if not entries:
        return b""
    calendar = Calendar()
    calendar.add("prodid", "-//mailservice//letters//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for one in entries:
        calendar.add_component(one)
    return bytes(calendar.to_ical())


def _entry(
    facts: Mapping[str, Any], due: Mapping[str, Any], stage: Mapping[str, Any] | None, written: datetime
) -> Event:
    ends = datetime.fromisoformat(due["due"]).astimezone(UTC)
    event = Event()
    event.add("uid", _identity(facts, due, stage))
    event.add("dtstamp", written.astimezone(UTC))
    event.add("sequence", _sequence(written))
    event.add("dtstart", ends - LENGTH)
    event.add("dtend", ends)
    event.add("summary", f"{facts['reference']}: {sentence(due['what']).rstrip('.')}")
    event.add("description", f"Answer the letters headed [{facts['reference']}] from {facts['service']['name']}.")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _cancelled(event: Event) -> Event:
    event.add("status", "CANCELLED")
    return event


def _sequence(written: datetime) -> int:
    """Return a number that grows from letter to letter, so that the newest holds (RFC 5545 section 3.8.7.4): minutes."""
    return int((written - _FIRST).total_seconds() // 60)


def _identity(facts: Mapping[str, Any], due: Mapping[str, Any], stage: Mapping[str, Any] | None) -> str:
    at = stage or {"id": "", "tier": 0}
    named = "\n".join((facts["reference"], at["id"], str(at["tier"]), due["what"]))
    return f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@{facts['service']['address'].rpartition('@')[2]}"
