"""How long each open case of a morning letter is open, and until its next date, as bars of one scale. Start at `drawn`.

The words beside a bar say the same: a picture alone reaches nobody whose mail client shows none.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

# The scale reaches no further back or ahead: beside one case of a year, those of a week would be dots.
_BACK, _AHEAD = timedelta(weeks=12), timedelta(weeks=4)
_WHOLE = 100


class Drawn(NamedTuple):
    """One case: since when it is open, and its next date, if it has one."""

    since: datetime
    due: datetime | None


class Scale(NamedTuple):
    """The time that every bar of a letter spans."""

    first: datetime
    last: datetime

    def at(self, moment: datetime) -> int:
        """Return where a moment lies, in parts of a hundred."""
        return min(max(round((moment - self.first) / (self.last - self.first) * _WHOLE), 0), _WHOLE)


def scale(cases: Sequence[Drawn], now: datetime) -> Scale:
    """Return the time from the oldest opening to the latest of the next dates, as far as bars reach."""
    first = max([min([one.since for one in cases], default=now), now - _BACK])
    last = min([max([one.due for one in cases if one.due], default=now), now + _AHEAD])
    return Scale(min(first, now - timedelta(days=1)), max(last, now + timedelta(days=1)))


def drawn(one: Drawn, span: Scale, now: datetime) -> Mapping[str, int | bool]:
    """Return a bar: the parts of a hundred before it, since it was opened, and from now to its next date; `late`: that passed."""
    start, here = span.at(one.since), span.at(now)
    until = max(span.at(one.due), here) if one.due else here
    start = min(start, here - 1)  # what was opened this morning is seen too
    return {"before": start, "open": here - start, "ahead": until - here, "late": bool(one.due and one.due < now)}
