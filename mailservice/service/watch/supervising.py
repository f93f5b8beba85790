"""Each duty by itself: what fails in one stops no other, is tried again, kept, and told. Start at `Supervisor.do`.

Weather passes: a duty that met it rests a little longer each time, half a minute at most, and its trouble is over once it has
worked again. Anything else is a defect of ours, and in a test it is raised.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog

from mailservice.clock import Clock
from mailservice.errors import (
    BrokerAway,
    MachineShort,
    RecordAway,
    RecordBroken,
    TryLater,
    Weather,
    Withheld,
    as_weather,
)
from mailservice.service.watch import resting
from mailservice.service.watch.pulse import A_WHILE, Pulse
from mailservice.service.watch.troubles import Troubles

FIRST_REST, LONGEST_REST = timedelta(seconds=1), timedelta(seconds=30)
# What each weather is told as (`cases.asking.limping`); the first that it is.
KINDS: Final = {
    Withheld: "unread",
    TryLater: "mailbox",
    RecordAway: "record",
    BrokerAway: "broker",
    MachineShort: "machine",
}

log = structlog.get_logger()


@dataclass
class Standing:
    """How a duty stands: when it was last done, and what it fails at since when, how often, until when it rests."""

    name: str
    done_at: datetime | None = None
    did: int = 0
    faults: int = 0
    since: datetime | None = None
    kind: str = ""
    said: str = ""
    rests_until: datetime | None = None


@dataclass
class Supervisor:
    """Has duties done, and knows how each stands; `strict` raises what is no weather.

    `beset` are the kinds of weather that a story says stand, whatever duty is done.
    """

    troubles: Troubles
    clock: Clock
    pulse: Pulse = field(default_factory=Pulse)
    strict: bool = True
    duties: dict[str, Standing] = field(default_factory=dict)
    beset: set[str] = field(default_factory=set)
    _alone: threading.RLock = field(default_factory=threading.RLock)

    def do(self, name: str, work: Callable[[], int | None], seconds: float = A_WHILE, proves: str = "") -> bool:
        """Have a duty done, unless it rests; tell whether it was done to its end.

        `proves` is the part of the world that answers, where the duty is done: no other duty's success says so.
        """
        standing = self.duties.setdefault(name, Standing(name))
        if standing.rests_until is not None and self._rests(standing.rests_until):
            return False
        try:
            with self.pulse.busy(name, seconds):
                did = work()
        except Exception as fault:
            weather = as_weather(fault)
            if weather is None and not isinstance(fault, RecordBroken) and self.strict:
                raise
            self._failed(standing, fault, weather)
            return False
        self._done(standing, did or 0, proves)
        return True

    def failing(self) -> Iterator[Standing]:
        """Give the duties that fail now."""
        return (one for one in list(self.duties.values()) if one.faults)

    def fails_by(self, kind: str) -> Standing | None:
        """Return a duty that fails by this kind of weather; None where none does."""
        return next((one for one in self.failing() if one.kind == kind), None)

    def _rests(self, until: datetime) -> bool:
        # A clock that was set back does not make a duty rest for ever.
        left = until - self.clock.now()
        return timedelta() < left <= LONGEST_REST

    def _done(self, standing: Standing, did: int, proves: str) -> None:
        with self._alone:
            standing.done_at, standing.did = self.clock.now(), did
            if standing.faults:
                log.info("a duty works again", duty=standing.name, faults=standing.faults)
            standing.faults, standing.since, standing.kind, standing.said, standing.rests_until = 0, None, "", "", None
            worse = {one.kind for one in self.failing()} | self.beset
        self._kept(lambda: self.troubles.over("duty", standing.name))
        for kind in {"record", "machine", proves} - worse - {""}:
            self._kept(partial(self.troubles.over, kind))

    def _failed(self, standing: Standing, fault: Exception, weather: Weather | None) -> None:
        now = self.clock.now()
        with self._alone:
            standing.faults += 1
            standing.since = standing.since or now
            standing.rests_until = now + min(FIRST_REST * 2 ** min(standing.faults - 1, 10), LONGEST_REST)
            standing.kind = _kind(fault, weather)
            standing.said = self._said(weather or fault) if standing.kind != "duty" else type(fault).__name__
        about = standing.name if standing.kind == "duty" else ""
        if weather is None:
            log.error("a duty failed", duty=standing.name, faults=standing.faults, exc_info=fault)
        elif standing.faults == 1:
            log.warning("a duty waits for better weather", duty=standing.name, why=type(weather).__name__)
        self._kept(lambda: self.troubles.note(standing.kind, standing.said, about, standing.since))

    def _said(self, fault: Exception) -> str:
        return resting.said(fault, self.clock.now(), self.troubles.desk.rules.days)

    def _kept(self, keeping: Callable[[], None]) -> None:
        """Keep a trouble; where that fails too, the duty's standing still tells of it."""
        try:
            keeping()
        except Exception as fault:
            if as_weather(fault) is None and self.strict:
                raise
            log.warning("a trouble could not be kept", why=type(fault).__name__)


def _kind(fault: Exception, weather: Weather | None) -> str:
    if isinstance(fault, RecordBroken):
        return "chain"
    return next((name for kind, name in KINDS.items() if isinstance(weather, kind)), "duty")
