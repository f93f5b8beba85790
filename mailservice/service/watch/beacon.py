"""What others are told of how the service stands: figures when they ask, a heartbeat once a minute. Start at `Beacon`.

The heartbeat stays out as soon as anything is wrong: whoever waits for it raises the alarm, even where this machine is gone.
"""

import threading
from collections.abc import Callable, Iterator

import structlog

from mailservice.clock import Clock
from mailservice.errors import TryLater, as_weather
from mailservice.record.database import Database
from mailservice.service.watch.health import Health, Level, look, without_record
from mailservice.service.watch.state import Process
from mailservice.transport import heartbeat
from mailservice.transport.figures import Figure

EVERY_SECONDS = 60.0

log = structlog.get_logger()


class Beacon:
    """Looks at one partnership's service; `processes` are those that said something of themselves."""

    def __init__(
        self, record: Database, partnership: str, clock: Clock, processes: Callable[[], list[Process]]
    ) -> None:
        self.record, self.partnership, self.clock, self.processes = record, partnership, clock, processes
        self._silent = False

    def health(self) -> Health:
        """Return how the service stands now."""
        try:
            with self.record.read(self.partnership) as tx:
                return look(tx, self.processes(), self.clock.now())
        except Exception as fault:
            weather = as_weather(fault)
            if weather is None:
                raise
            return without_record(self.processes(), str(weather), self.clock.now())

    def figures(self) -> Iterator[Figure]:
        """Give the figures of how it stands."""
        health = self.health()
        now = health.at

        def age(since: object) -> float:
            return (now - since).total_seconds() if isinstance(since, type(now)) else 0.0

        yield Figure("status", "0 well, 1 a warning, 2 something is wrong", {"": float(health.level)})
        duties = {duty.name: age(duty.done_at) for one in health.processes for duty in one.duties if duty.done_at}
        yield Figure("duty_seconds", "since a duty was done last", duties, "duty")
        if not health.known:
            return
        yield Figure("mailbox_unread_seconds", "since the mailbox was read", {"": age(health.read_through)})
        waits = {"email": float(health.mails), "letter": float(health.letters), "filing": float(health.unfiled)}
        yield Figure("waiting", "what waits", waits, "what")
        oldest = {"email": age(health.oldest_mail), "letter": age(health.oldest_letter)}
        yield Figure("oldest_seconds", "how long the oldest of them waits", oldest, "what")
        yield Figure("held_emails", "emails that wait for a person", {"": float(health.held)})
        yield Figure("open_cases", "cases that go on", {"": float(health.open_cases)})
        kinds = {one.kind for one in health.troubles}
        standing = {kind: float(sum(one.kind == kind for one in health.troubles)) for kind in sorted(kinds)}
        yield Figure("troubles", "what the service cannot do", standing, "kind")

    def beat(self, url: str, stop: threading.Event) -> None:
        """Send a heartbeat once a minute, in a thread of its own, while nothing is wrong and until told to stop."""

        def beats() -> None:
            while not stop.wait(EVERY_SECONDS):
                self.beat_once(url)

        threading.Thread(target=beats, name="heartbeat", daemon=True).start()

    def beat_once(self, url: str) -> bool:
        """Send one heartbeat if nothing is wrong; tell whether it was heard."""
        wrong = sum(one.level is Level.CRITICAL for one in self.health().findings)
        if bool(wrong) != self._silent:
            self._silent = bool(wrong)
            if wrong:
                log.error("the heartbeat stays out: run mailservice status, which says why", wrong=wrong)
            else:
                log.info("the heartbeat goes out again: nothing is wrong any more")
        if wrong:
            return False
        try:
            heartbeat.ping(url)
        except TryLater as fault:
            log.warning("the heartbeat was not heard", why=str(fault))
            return False
        return True
