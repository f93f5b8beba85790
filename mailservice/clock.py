"""The time a decision is handed: the wall clock in earnest, a virtual one in stories. Nothing else asks for it."""

from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, aware, in UTC."""

    def now(self) -> datetime:
        """Return the present time, aware, in UTC."""
        ...


class WallClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's time, in UTC."""
        return datetime.now(UTC)


class VirtualClock:
    """A clock that stands still until it is set: stories run under it."""

    def __init__(self, start: datetime) -> None:
        self._now = aware(start)

    def now(self) -> datetime:
        """Return the time it was last set to."""
        return self._now

    def set(self, to: datetime) -> None:
        """Move on to a time; a story never goes back."""
        to = aware(to)
        if to < self._now:
            raise ValueError(f"a story never goes back: {to} is before {self._now}")
        self._now = to


def aware(moment: datetime) -> datetime:
    """Return the moment unchanged if it knows its offset; ValueError otherwise."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"a time without its offset: {moment}")
    return moment


def day_of(written: date | datetime) -> date:
    """Return the day that somebody wrote, whether or not an hour stands beside it; `WorkingDays.moment` is its other half."""
    return written.date() if isinstance(written, datetime) else written
