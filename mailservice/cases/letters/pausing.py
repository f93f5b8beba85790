"""Which letters wait while the office has paused our own: none that is urgent, an alarm, the office's, or an answer."""

from datetime import datetime

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import LetterOrdered, Paused
from mailservice.cases.letters import kinds
from mailservice.directory import Directory


def waits_until(
    case: Case, order: LetterOrdered, directory: Directory, every: Paused | None, now: datetime
) -> datetime | None:
    """Return until when a letter waits; None where it may leave. `every` is the pause of every case, if there is one."""
    own = order.replied or kinds.of(order.template).has("anyway") or directory.is_office(order.to.address)
    if own or case.urgent is not None or not case.reference:
        return None
    ends = [one.until for one in (case.paused, every) if one is not None and now < one.until]
    return max(ends) if ends else None
