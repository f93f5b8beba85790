"""When the service could not act on a date: what is said of one that passed meanwhile (rule 3.3). Start at `at`."""

from datetime import datetime, timedelta

from mailservice.cases.history.case import Case
from mailservice.record import troubles
from mailservice.record.database import Transaction

# How soon after the date such a time begins, and how long before the date acts it ends, if it is why the date is late.
SOON, LATELY = timedelta(minutes=15), timedelta(hours=1)
# The troubles while which no date acts.
HOLD_BACK = frozenset(("down", "mailbox", "unread", "record", "machine", "clock", "chain", "another record"))


def at(tx: Transaction, case: Case, deadline: str, now: datetime) -> tuple[datetime, datetime] | None:
    """Return from when until when the service could not act on a date that has come; None where it always could."""
    date = case.deadlines.get(deadline)
    if date is None or date.due >= now:
        return None
    found = [one for one in troubles.since(tx, date.due) if one.kind in HOLD_BACK and one.since <= now]
    start, end = min((one.since for one in found), default=now), max((one.over_at or now for one in found), default=now)
    # The office may have let the case rest, and a short outage lay between.
    return (start, min(end, now)) if start <= date.due + SOON and end >= now - LATELY and found else None
