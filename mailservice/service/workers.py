"""The Dramatiq actors: one line of work each, calling one function of `service`. Start at `Doorbell`.

The broker is a doorbell, the database is the truth: a ring says "look now", and a lost, late or doubled one changes
nothing, because `ring` rings again for whatever stands unsettled. No delayed message ever carries a deadline. Where the broker
is away, the bell rings in this process.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

import dramatiq
from dramatiq.broker import Broker
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from redis.exceptions import RedisError

from mailservice.errors import BrokerAway
from mailservice.service.rounds import Service

THREADS = 4
# How many hand letters to the mail server at once: Exchange Online takes three connections of one mailbox.
SESSIONS = 3
STOP_MILLISECONDS = 2_500
WAIT_MILLISECONDS = 60_000
# Redis gives back the messages of a dead worker only when maintenance fires: at every command, not at one in a thousand.
ALWAYS = 1_000_000
# Seconds after which a broker that says nothing is away.
TIMEOUT = 5.0


class Doorbell:
    """One service's actors on a broker: in this process (no URL), or over Redis with further processes."""

    def __init__(self, service: Service, url: str = "") -> None:
        self.service = service
        self.broker = _broker(url)
        self._sessions = BoundedSemaphore(SESSIONS)

        @dramatiq.actor(broker=self.broker, max_retries=0)
        def receive() -> None:
            service.do("directory", service.who_is_who.work)
            service.receive()
            service.do("ring", self._ring_for_letters, proves="broker")

        @dramatiq.actor(broker=self.broker, max_retries=0)
        def sweep() -> None:
            service.sweep()

        @dramatiq.actor(broker=self.broker, max_retries=0)
        def send(letters: list[str]) -> None:
            if self._sessions.acquire(blocking=False):  # else others are at it, and the next ring tells of what is left
                try:
                    service.send(letters)
                finally:
                    self._sessions.release()

        self._receive, self._sweep, self._send = receive, sweep, send
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
        """Ring for whatever stands unsettled: mails, dates, letters; where the broker is away, see to it all here."""
        if not self.service.do("ring", self._ring, proves="broker"):
            self.service.settle_here()

    def _ring(self) -> None:
        self._ring_for_letters()
        with _told():
            self._receive.send()
            self._sweep.send()

    def _ring_for_letters(self) -> None:
        letters = () if self.service.catches_up() else self.service.sending.waits()
        with _told():
            for some in (letters[at::SESSIONS] for at in range(min(SESSIONS, len(letters)))):
                self._send.send([*some])

    def ring_and_wait(self) -> None:
        """Ring, and wait until every ring of this process was answered: for stories, on the broker in process."""
        self.ring()
        for queue in self.broker.get_declared_queues():
            self.broker.join(queue, timeout=WAIT_MILLISECONDS)
        self._worker.join()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as fault:
        raise BrokerAway(f"the broker cannot be reached or written: {type(fault).__name__}") from fault


def _broker(url: str) -> Broker:
    if not url:
        return StubBroker()
    return RedisBroker(url=url, maintenance_chance=ALWAYS, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)  # type: ignore[no-untyped-call] # dramatiq leaves it untyped
