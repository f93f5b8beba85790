"""The date of a letter as a calendar file (RFC 5545), for the reader's diary: start at `diary`. Nothing in it acts.

It is published, not an invitation (RFC 5546 section 3.2.1): no answer goes to anybody, and a later letter about the same
date replaces the entry, since its UID is made of the case and the goal.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from mailservice.cases.phrases import sentence

# The letters that ask their reader for something by the date they show.
LETTERS = frozenset({"receipt", "stage", "reminder", "proposal", "disagreed", "convened", "check_in"})
LENGTH = timedelta(minutes=30)


def diary(template: str, facts: Mapping[str, Any], written: datetime) -> bytes:
    """Return the calendar file of a letter, the entry ending when the date falls due; empty where it asks for none."""
    due = facts["due"]
    if template not in LETTERS or not due or not facts["reference"]:
        return b""
    ends = datetime.fromisoformat(due["due"]).astimezone(UTC)
    event = Event()
    event.add("uid", _identity(facts, due))
    event.add("dtstamp", written.astimezone(UTC))
    event.add("dtstart", ends - LENGTH)
    event.add("dtend", ends)
    event.add("summary", f"{facts['reference']}: {sentence(due['what']).rstrip('.')}")
    event.add("description", f"Answer the letters headed [{facts['reference']}] from {facts['service']['name']}.")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("prodid", "-//mailservice//letters//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _identity(facts: Mapping[str, Any], due: Mapping[str, Any]) -> str:
    stage = facts["stage"] or {"id": "", "tier": 0}
    named = "\n".join((facts["reference"], stage["id"], str(stage["tier"]), due["what"]))
    return f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@{facts['service']['address'].rpartition('@')[2]}"
