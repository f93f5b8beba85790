"""The way out of a letter: claimed, rendered once, sent while no transaction is open, and noted.

Start at `Sending.dispatch`. A repeat sends the same bytes; what a letter says was decided when it was ordered.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from mailservice.cases.history.commands import NoteBounce, NoteSent, Reconsider
from mailservice.cases.history.events import LetterOrdered, Paused, Resumed
from mailservice.cases.letters import pausing, standing
from mailservice.clock import Clock
from mailservice.errors import TryLater, Undeliverable
from mailservice.mail import trust
from mailservice.mail.compose import writing
from mailservice.record import contents, ledger, mails, outbox
from mailservice.record.database import Database, Transaction
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.transport.smtp import Post

LEASE_SECONDS = 60.0
LONGEST_REST = timedelta(minutes=15)
FIRST_REST = timedelta(seconds=30)
# A pause ends at 9am on the next working day, whatever holidays lie between.
LONGEST_PAUSE = timedelta(days=14)
# About a day of resting a quarter of an hour: then the letter did not arrive, and that is an alarm.
GIVE_UP_AFTER = 100

# A held mail that is larger, in bytes, lies in its folder alone.
MOST_ATTACHED = 5_000_000

log = structlog.get_logger()


@dataclass
class Sending:
    """Sends the letters that were ordered."""

    record: Database
    post: Post
    clock: Clock
    desk: Desk
    decisions: Decisions

    def waits(self) -> list[str]:
        """Return the letters to send that nobody is busy with, in the order they were ordered, a hundred at most."""
        with self.record.read(self.desk.partnership) as tx:
            return outbox.due(tx, self.clock.now())

    def work(self) -> int:
        """Send every letter that waits; return how many went."""
        return sum(self.dispatch(letter) for letter in self.waits())

    def dispatch(self, letter: str) -> bool:
        """Send one letter; False if it was not sent: it is taken, has to rest, came back, or would mislead by now.

        No transaction is open while it is sent.
        """
        raw = self._rendered(letter)
        if raw is None:
            return False
        recipient, data, tries = raw
        try:
            self.post.send(data, recipient)
        except TryLater as fault:
            self._postpone(letter, tries, fault)
            return False
        except Undeliverable as fault:
            self._note(letter, NoteBounce(self.clock.now(), letter, fault.status, str(fault)))
            return False
        self._note(letter, NoteSent(self.clock.now(), letter))
        return True

    def _rendered(self, letter: str) -> tuple[str, bytes, int] | None:
        """Claim a letter and return reader, bytes and tries; None if it is taken, or would mislead by now."""
        now = self.clock.now()
        with self.record.begin(self.desk.partnership) as tx:
            if not outbox.claim(tx, letter, now, LEASE_SECONDS):
                return None
            out = outbox.get(tx, letter)
            if out.rendered:
                return out.order.to.address, contents.get(tx, out.rendered) or b"", out.tries
            if out.case != ledger.BOOK and not self._still_true(tx, out.case, letter):
                self.decisions.append(tx, out.case, Reconsider(self.desk.rules.days.local(now), letter))
                return None
            until = self._paused(tx, out, now)
            if until is not None:
                outbox.postpone(tx, letter, until, ledger.PAUSED)
                return None
            composed = self._compose(tx, out.order, out.case, now)
            digest = contents.keep(tx, composed.raw, "letter")
            outbox.rendered(tx, letter, composed.message_id, digest)
            return out.order.to.address, composed.raw, out.tries

    def _paused(self, tx: Transaction, out: outbox.Outgoing, now: datetime) -> datetime | None:
        """Return until when a letter waits because the office has paused our own; None where it may leave."""
        if out.case == ledger.BOOK:
            return None
        case = ledger.replayed(tx, out.case)
        found = ledger.in_book(tx, (Paused, Resumed), now - LONGEST_PAUSE)
        every = next(iter(found[-1:]), None)
        directory = self.decisions.directory(tx)
        return pausing.waits_until(case, out.order, directory, every if isinstance(every, Paused) else None, now)

    def _still_true(self, tx: Transaction, number: int, letter: str) -> bool:
        case = ledger.replayed(tx, number)
        directory = self.decisions.directory(tx).on(self.clock.now().date())
        return standing.still_true(case, case.letters[letter], directory.of_board(case.board))

    def _compose(self, tx: Transaction, order: LetterOrdered, number: int, now: datetime) -> writing.Letter:
        root = ledger.replayed(tx, number).root
        key, desk = self.desk.signing_key, self.desk
        return writing.compose(
            order,
            desk.templates,
            message_id=trust.message_id(order.letter, key, desk.domain),
            date=desk.rules.days.local(now),
            root=root,
            sender_name=desk.name,
            sender_address=desk.address,
            reply_to=trust.reply_address(order.letter, key, desk.address) if desk.plus_addresses else "",
            timezone=desk.rules.policy.calendar.timezone,
            attached=_held_mail(tx, order),
        )

    def _note(self, letter: str, command: NoteSent | NoteBounce) -> None:
        command = replace(command, at=self.desk.rules.days.local(command.at))
        with self.record.begin(self.desk.partnership) as tx:
            out = outbox.get(tx, letter)
            if isinstance(command, NoteBounce):
                command = replace(command, template=out.order.template)
            self.decisions.append(tx, out.case, command)
            outbox.postpone(tx, letter, self.clock.now(), "")  # the lease is over: whoever files it may
        log.info("a letter was settled", letter=letter, outcome=type(command).__name__)

    def _postpone(self, letter: str, tries: int, fault: TryLater) -> None:
        if tries >= GIVE_UP_AFTER:
            self._note(letter, NoteBounce(self.clock.now(), letter, "4.4.7", f"not taken for a day: {fault}"))
            return
        rest = min(FIRST_REST * 2 ** min(tries, 10), LONGEST_REST)
        with self.record.begin(self.desk.partnership) as tx:
            outbox.postpone(tx, letter, self.clock.now() + rest, str(fault))
        log.warning("a letter waits for the mail server", letter=letter, tries=tries)


def _held_mail(tx: Transaction, order: LetterOrdered) -> bytes:
    """Return the mail that the confidential reader's letter brings, or one that asks the office about it; else nothing."""
    mail = order.about if order.template == "in_confidence" else order.holds if order.template == "office" else ""
    if not mail:
        return b""
    raw = contents.get(tx, mails.get(tx, int(mail.removeprefix("m"))).digest) or b""
    return raw if len(raw) <= MOST_ATTACHED or order.template == "in_confidence" else b""
