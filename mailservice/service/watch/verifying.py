"""The record is looked through once a day, a little at each round: each case's chain is what was written, or it is told.

Start at `Verifying.work`. A record that was changed decides nothing more (`rounds`), and time does not heal it: it is whole
again when a look through all of it says so.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from mailservice.clock import Clock
from mailservice.record.database import Database
from mailservice.record.examining import every_case, verify_chain
from mailservice.record.fault import Fault
from mailservice.service.desk import Desk
from mailservice.service.watch.troubles import Troubles

EVERY = timedelta(days=1)
# The part of a round that is given to it, in seconds.
A_LITTLE = 0.2

log = structlog.get_logger()


@dataclass
class Verifying:
    """Verifies every case once a day."""

    record: Database
    clock: Clock
    desk: Desk
    troubles: Troubles
    _left: list[int] = field(default_factory=list)
    _faults: int = 0
    _begun: datetime | None = None

    def waits(self) -> bool:
        """Tell whether a look through the record is under way, or due."""
        return bool(self._left) or self._begun is None or self.clock.now() - self._begun >= EVERY

    def work(self) -> int:
        """Verify some more cases; return how many."""
        if not self.waits():
            return 0
        ends, done = time.monotonic() + A_LITTLE, 0
        with self.record.read(self.desk.partnership) as tx:
            if not self._left:
                self._begun, self._faults = self.clock.now(), 0
                self._left = every_case(tx)
            while self._left and time.monotonic() < ends:
                self._look(verify_chain(tx, self._left.pop(0)))
                done += 1
        if not self._left and not self._faults:
            self.troubles.over("chain")
        return done

    def _look(self, faults: list[Fault]) -> None:
        if faults:
            self._faults += len(faults)
            log.error("the record was changed", fault=str(faults[0]))
            self.troubles.note("chain", str(faults[0]))
