"""A letter past the record: where it was away for a quarter of an hour nothing can be ordered, and the office hears of it.

Start at `Distress.work`. What is written then is put on the record once it is back.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from mailservice.cases import machine
from mailservice.cases.history.case import book
from mailservice.cases.history.commands import NoteSent, NoteTrouble
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.clock import Clock
from mailservice.errors import TryLater, Undeliverable
from mailservice.mail.compose import writing
from mailservice.mail.trust import signing
from mailservice.record import contents, ledger, outbox, troubles
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.transport.smtp import Post

AFTER = timedelta(minutes=15)

log = structlog.get_logger()


@dataclass
class Distress:
    """Tells the office, once for each outage, that the record is away."""

    record: Database
    post: Post
    clock: Clock
    desk: Desk
    decisions: Decisions
    _since: datetime | None = None
    _said: str = ""
    _events: tuple[Event, ...] = ()
    _written: dict[str, writing.Letter] = field(default_factory=dict)
    _left: dict[str, datetime] = field(default_factory=dict)

    def away(self, said: str) -> int:
        """Take that the record is away; return how many letters left because of it."""
        now = self.clock.now()
        self._since, self._said = self._since or now, said
        if now - self._since < AFTER:
            return 0
        if not self._events:
            self._decide(self._since)
        return sum(
            self._send(one) for one in self._events if isinstance(one, LetterOrdered) and one.letter not in self._left
        )

    def back(self) -> None:
        """Take that the record is back: what was written goes on it, as sent then; what did not leave is let go."""
        if self._since is None:
            return
        with self.record.begin(self.desk.partnership) as tx:  # raises while it is away still
            if self._left:
                self._put_on_record(tx, self._since)
        self._since, self._events = None, ()
        self._written.clear()
        self._left.clear()

    def _put_on_record(self, tx: Transaction, since: datetime) -> None:
        kept = [one for one in self._events if getattr(one, "letter", "") in self._left]
        ledger.append(tx, BOOK, kept, self.clock.now())
        for letter, at in self._left.items():
            written = self._written[letter]
            outbox.rendered(tx, letter, written.message_id, contents.keep(tx, written.raw, "letter"))
            self.decisions.append(tx, BOOK, NoteSent(self.desk.rules.days.local(at), letter))
        troubles.note(tx, "record", "", self.clock.now(), self._said, since)
        for one in troubles.standing(tx, "record"):
            troubles.note_told(tx, one.id, min(self._left.values()))

    def _decide(self, since: datetime) -> None:
        at = self.desk.rules.days.local(self.clock.now())
        command = NoteTrouble(at, "record", since, said=self._said)
        self._events = machine.decide(book(), command, self.desk.rules, self.desk.directory)

    def _send(self, order: LetterOrdered) -> bool:
        desk = self.desk
        now = self.clock.now()
        written = self._written.get(order.letter) or writing.compose(
            order,
            desk.templates,
            message_id=signing.message_id(order.letter, desk.signing_keys, desk.domain),
            date=desk.rules.days.local(now),
            root="",
            sender_name=desk.name,
            sender_address=desk.address,
            reply_to="",
            timezone=desk.rules.policy.calendar.timezone,
        )
        self._written[order.letter] = written
        try:
            self.post.send(written.raw, order.to.address)
        except (TryLater, Undeliverable) as fault:
            log.warning("the office could not be told that the record is away", why=type(fault).__name__)
            return False
        self._left[order.letter] = now
        log.error("the record is away, and the office was told past it", letter=order.letter)
        return True
