"""Whether the machine's clock can be believed: before it is, no date acts (rule 3.3). Start at `Clocks.work`.

A clock that jumped by days would climb every case at once. While the service runs, the machine's clock is held against the time
since the machine started; at a start, and wherever the two differ, against the mailbox's own clock, and against the newest that
the record knows. A person can say that the machine is right (`mailservice clock trust`); it is over by itself once they agree.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import structlog

from mailservice.cases.history.events import ClockTrusted
from mailservice.cases.letters import phrases
from mailservice.clock import Clock
from mailservice.errors import TryLater
from mailservice.record import ledger, mails, outbox, partnerships, troubles
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.desk import Desk
from mailservice.service.watch.troubles import LOOK_BACK, Troubles

KIND = "clock"
# How far two clocks may be apart; how often the mailbox is asked while they are; the longest that a letter rests.
APART, ASK_EVERY_S, REST = timedelta(hours=1), 60.0, timedelta(minutes=20)

_EVER = datetime(9000, 1, 1, tzinfo=UTC)

log = structlog.get_logger()


class Beside(NamedTuple):
    """The clocks beside the machine's own: seconds since it started, asleep or not; the mailbox's, which may raise TryLater."""

    since_start: Callable[[], float]
    mailbox: Callable[[], datetime]


def since_start() -> float:
    """Return the seconds since this machine started, its sleep among them where the system counts that."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass
class Clocks:
    """Guards the dates of one partnership; without clocks beside it (in stories) the clock is believed."""

    record: Database
    clock: Clock
    desk: Desk
    troubles: Troubles
    beside: Beside | None = None
    _agreed: tuple[datetime, float] | None = None
    _right: datetime | None = None
    _asked: float | None = None
    _sure: bool | None = None

    def work(self) -> bool:
        """Look at the clocks, and return whether dates may act.

        To be called by whoever holds the mailbox, in each round, before it is collected; and once before the first sweep.
        """
        if self.beside is None or (self._sure and self._is_steady()):
            self._right = self.clock.now()
            return True
        now = self.beside.since_start()
        if not self._sure and self._asked is not None and now - self._asked < ASK_EVERY_S:
            return False
        self._asked, self._sure = now, self._look(self.beside)
        return self._sure

    @property
    def sure(self) -> bool:
        """Whether the clock was found right at the last look."""
        return self.beside is None or bool(self._sure)

    def may_act(self, tx: Transaction) -> bool:
        """Tell whether dates may act, in any thread or process: the record says of no doubt, and ours has not jumped since."""
        return self._sure is not False and self._is_steady() and not troubles.standing(tx, KIND)

    def _is_steady(self) -> bool:
        """Tell whether our clock went on as the machine did since it was last found right."""
        if self.beside is None or self._agreed is None:
            return True
        since, started = self._agreed
        ran = timedelta(seconds=self.beside.since_start() - started)
        return abs(self.clock.now() - since - ran) <= APART

    def _look(self, beside: Beside) -> bool:
        try:
            theirs = beside.mailbox()
        except TryLater:
            # The mailbox cannot be read either, so dates wait in any case, and the office hears of that.
            log.warning("the mailbox cannot be asked what time it is; dates wait")
            return False
        now = self.clock.now()
        with self.record.read(self.desk.partnership) as tx:
            newest, trusted = _newest(tx, now), _trusted(tx)
        if _agree(now, theirs, newest if self._agreed is None else None, trusted):
            self._believe(now, beside)
            return True
        last = self._right or newest or theirs
        log.error("the machine's clock is in doubt; dates wait", machine=now.isoformat(), mailbox=theirs.isoformat())
        self.troubles.note(KIND, self._said(now, theirs, newest), since=min(last, now, theirs))
        return False

    def _believe(self, now: datetime, beside: Beside) -> None:
        """Go on by our clock. What was written while it was wrong may lie in the future: it is brought back to now."""
        with self.record.begin(self.desk.partnership) as tx:
            for one in troubles.standing(tx, KIND):
                if one.told_at is not None and one.told_at >= now:
                    troubles.note_told(tx, one.id, min(one.since, now))
            read = partnerships.get(tx).read_through
            if read is not None and read > now:
                partnerships.note_read_through(tx, now)
            outbox.wake(tx, now + REST)
        self.troubles.over(KIND)
        self._right, self._agreed = now, (now, beside.since_start())

    def _said(self, ours: datetime, theirs: datetime, newest: datetime | None) -> str:
        shown = [f"the service's machine says {self._shown(ours)}", f"the mailbox's server says {self._shown(theirs)}"]
        if newest is not None and newest > ours + APART:
            shown.append(f"the newest that is on record is of {self._shown(newest)}")
        return phrases.listed(shown)

    def _shown(self, at: datetime) -> str:
        return phrases.moment(self.desk.rules.days.local(at))


def _agree(ours: datetime, theirs: datetime, newest: datetime | None, trusted: ClockTrusted | None) -> bool:
    """Tell whether our clock is right: as the mailbox's is, or as far from it as was trusted; never behind the record."""
    apart = ours - theirs
    as_trusted = trusted is not None and abs(apart - (trusted.ours - trusted.theirs)) <= APART
    behind = newest is not None and newest > ours + APART
    said_so = trusted is not None and trusted.ours <= ours + APART
    return (abs(apart) <= APART or as_trusted) and (not behind or (said_so and as_trusted))


def _newest(tx: Transaction, now: datetime) -> datetime | None:
    """Return the newest moment that the record knows; None where it may have that from a clock that was in doubt."""
    known = (partnerships.get(tx).round_at, ledger.newest(tx, _EVER), mails.newest_received(tx))
    newest = max((one for one in known if one is not None), default=None)
    doubted = [one.last_at for one in troubles.since(tx, now - LOOK_BACK) if one.kind == KIND]
    return None if newest and any(newest <= one + APART for one in doubted) else newest


def _trusted(tx: Transaction) -> ClockTrusted | None:
    found = [one for one in ledger.of_kinds(tx, BOOK, "ClockTrusted") if isinstance(one, ClockTrusted)]
    return found[-1] if found else None


def trust(record: Database, desk: Desk, ours: datetime, theirs: datetime, by: str, reason: str) -> None:
    """Keep that a person says that the machine's clock is right although the mailbox's differs, and why."""
    local = desk.rules.days.local
    with record.begin(desk.partnership) as tx:
        ledger.append(tx, BOOK, [ClockTrusted(local(ours), local(ours), local(theirs), by, reason)], ours)
