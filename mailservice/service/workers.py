"""The Dramatiq actors: one line of work each, calling one function of `service`. Start at `Doorbell`.

The broker is a doorbell, the database is the truth: a ring says "look now", and a lost, late or doubled one changes
nothing, because `ring` rings again for whatever stands unsettled. No delayed message ever carries a deadline.
"""

import dramatiq
from dramatiq.broker import Broker
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker

from mailservice.service.rounds import Service

THREADS = 4
STOP_MILLISECONDS = 5_000
WAIT_MILLISECONDS = 60_000
# Redis gives back the messages of a dead worker only when maintenance fires: at every command, not at one in a thousand.
ALWAYS = 1_000_000


class Doorbell:
    """One service's actors on a broker: in this process (no URL), or over Redis with further processes."""

    def __init__(self, service: Service, url: str = "") -> None:
        self.service = service
        self.broker = _broker(url)

        @dramatiq.actor(broker=self.broker, max_retries=0)
        def receive() -> None:
            service.who_is_who.work()
            service.receiving.work()

        @dramatiq.actor(broker=self.broker, max_retries=0)
        def sweep() -> None:
            service.sweeping.work()

        @dramatiq.actor(broker=self.broker, max_retries=0)
        def dispatch(letter: str) -> None:
            service.sending.dispatch(letter)

        self._receive, self._sweep, self._dispatch = receive, sweep, dispatch
        self._worker = dramatiq.Worker(self.broker, worker_threads=THREADS, worker_timeout=100)

    def open(self) -> None:
        """Start answering; without `process_boot` the time limits of the middleware would do nothing."""
        self.broker.emit_after("process_boot")
        self._worker.start()

    def close(self) -> None:
        """Let what is under way end, for a few seconds; what is left stands in the database."""
        self._worker.stop(timeout=STOP_MILLISECONDS)
        self.broker.close()

    def ring(self) -> None:
        """Ring for whatever stands unsettled: mails, dates, letters."""
        self._receive.send()
        self._sweep.send()
        for letter in self.service.sending.waits():
            self._dispatch.send(letter)

    def ring_and_wait(self) -> None:
        """Ring, and wait until every ring of this process was answered: for stories, on the broker in process."""
        self.ring()
        for queue in self.broker.get_declared_queues():
            self.broker.join(queue, timeout=WAIT_MILLISECONDS)
        self._worker.join()


def _broker(url: str) -> Broker:
    if not url:
        return StubBroker()
    return RedisBroker(url=url, maintenance_chance=ALWAYS)  # type: ignore[no-untyped-call] # dramatiq leaves it untyped
