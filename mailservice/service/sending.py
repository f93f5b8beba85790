"""The way out of a letter: claimed, rendered once, sent while no transaction is open, and noted.

Start at `Sending.work`. A repeat sends the same bytes; what a letter says was decided when it was ordered. Whose fault a
refusal is stands in `mail.refusals`; who is told of letters that wait, in `held_up`.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

import structlog

from mailservice.cases import digest
from mailservice.cases.asking.limping import TROUBLE
from mailservice.cases.history.commands import NoteBounce, NoteSent, Reconsider
from mailservice.cases.history.events import LetterOrdered, LetterWithheld, Paused, Resumed
from mailservice.cases.letters import pausing, standing
from mailservice.clock import Clock
from mailservice.errors import TryLater, Undeliverable, as_weather
from mailservice.exports.filed import laying
from mailservice.mail import refusals, returning
from mailservice.mail.compose import writing
from mailservice.mail.compose.enclosing import NOTHING, Enclosed
from mailservice.mail.trust import signing
from mailservice.record import contents, found, ledger, mails, outbox, partnerships
from mailservice.record.database import Database, Transaction
from mailservice.service import enclosing, held_up, packing
from mailservice.service.custody import taken_over
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.folders import is_ours, letter_folder
from mailservice.service.watch import resting
from mailservice.service.watch.one_by_one import A_LETTER, AGAIN_AFTER, OneByOne
from mailservice.transport.smtp import Post

# Why a letter rests that the service could not write.
FAILED = "it could not be written, or settled: a fault of ours"
LEASE_SECONDS = 60.0
# For how long letters are sent in one go, in seconds: whatever else is due comes between.
A_WHILE = 60.0
LONGEST_REST = timedelta(minutes=15)
# Where the server said it of no reader: it is over within a minute of the cure, and a server in trouble is asked seldom.
LATER = timedelta(seconds=15)
LONGEST_LATER = timedelta(seconds=45)
FIRST_REST = timedelta(seconds=30)
# A pause ends at 9am on the next working day, whatever holidays lie between.
LONGEST_PAUSE = timedelta(days=14)
# About a day of resting a quarter of an hour, and the server always said it of the reader: then the letter did not arrive.
GIVE_UP_AFTER = 100
_LONGEST_WHY = 240

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
    one_by_one: OneByOne
    _stopped_until: datetime | None = None
    _plain_sender: bool = False
    _nobody_answers: bool = False
    _asking: threading.Lock = field(default_factory=threading.Lock)

    def waits(self) -> list[str]:
        """Return the letters to send that nobody is busy with, in the order they were ordered, a hundred at most."""
        with self.record.read(self.desk.partnership) as tx:
            due = outbox.due(tx, self.clock.now())
            return [one for one in due if _may_leave(tx, one)] if partnerships.get(tx).waits_for else due

    def recognise(self) -> int:
        """Note of every letter that waits whether it left before the record was set back; return how many had.

        Called after each decision: by the next one such a letter might never have been written.
        """
        with self.record.read(self.desk.partnership) as tx:
            if not found.untaken(tx, self.clock.now() - taken_over.SOON):
                return 0
            unsent = outbox.unsent(tx)
        done = 0
        for letter in unsent:
            enclosed = self._enclosed(letter)
            with self.record.begin(self.desk.partnership) as tx:
                out = outbox.get(tx, letter)
                done += out.status == "ordered" and self._left_before(tx, out, self.clock.now(), enclosed)
        return done

    def work(self, letters: Sequence[str] | None = None) -> int:
        """Send these letters, or every one that waits; return how many went.

        Where the server takes none of ours, one is enough to hear it; and where it takes its time, the rest is for another round.
        """
        went, ends = 0, monotonic() + A_WHILE
        with self.post.together():
            for letter in self.waits() if letters is None else letters:
                if monotonic() > ends or (self._stopped_until and self.clock.now() < self._stopped_until):
                    break
                went += self.dispatch(letter)
        return went

    def dispatch(self, letter: str) -> bool:
        """Send one letter; False if it was not sent: it is taken, has to rest, came back, or would mislead by now.

        No transaction is open while it is sent. One at which the service itself fails rests too, and stops no other.
        """
        if not self._nobody_answers:
            return self._by_itself(letter)
        if not self._asking.acquire(blocking=False):
            return False  # one letter asks whether somebody answers again: the others keep no thread from its work
        try:
            return self._by_itself(letter)
        finally:
            self._asking.release()

    def _by_itself(self, letter: str) -> bool:
        sent = self.one_by_one.do("letter", letter, lambda: self._send(letter), A_LETTER)
        if sent is None:
            with self.record.begin(self.desk.partnership) as tx:
                rest = AGAIN_AFTER if self.one_by_one.set_aside("letter", letter) else LATER
                outbox.postpone(tx, letter, self.clock.now() + rest, FAILED)
        return bool(sent)

    def _send(self, letter: str) -> bool:
        raw = self._rendered(letter)
        if raw is None:
            return False
        recipient, data, tries = raw
        try:
            own_return = self._hand_over(letter, data, recipient)
        except TryLater as fault:
            self._postpone(letter, tries, fault)
            return False
        except Undeliverable as fault:
            self._nobody_answers = False
            self._refused(letter, tries, fault, len(data))
            return False
        self._nobody_answers = False
        self._note(letter, NoteSent(self.clock.now(), letter, own_return))
        return True

    def _hand_over(self, letter: str, data: bytes, recipient: str) -> bool:
        """Send it with a return address of its own where mailbox and server take those; tell whether it has one."""
        keys, desk = self.desk.signing_keys, self.desk
        envelope = returning.envelope_id(letter, keys)
        if desk.plus_addresses and not self._plain_sender:
            try:
                self.post.send(data, recipient, returning.return_address(letter, keys, desk.address), envelope)
            except Undeliverable as fault:
                if fault.step != "MAIL":
                    raise
                said = str(fault)
            else:
                return True
            self.post.send(data, recipient, envelope_id=envelope)
            self._plain_sender = True  # it was the address that it minded: else this would have been refused as well
            log.warning("the mail server takes no return address of a letter's own", why=said)
            return False
        self.post.send(data, recipient, envelope_id=envelope)
        return False

    def _refused(self, letter: str, tries: int, fault: Undeliverable, octets: int) -> None:
        status = fault.status if "." in fault.status else ""
        answer = refusals.whose(fault.step, str(fault), status, octets)
        whose = answer.fault
        if whose == "later":
            self._postpone(letter, tries, TryLater(str(fault)))
            return
        if whose != "us":
            minds = answer.of_files
            bounced = NoteBounce(self.clock.now(), letter, fault.status, str(fault), fault=whose, of_files=minds)
            self._note(letter, bounced)
            return
        now = self.clock.now()
        until = now + _rest(tries)
        why = refusals.kept(fault.step, str(fault))[:_LONGEST_WHY]
        with self.record.begin(self.desk.partnership) as tx:
            outbox.postpone(tx, letter, until, why)
            if fault.step in held_up.BEFORE_ANY_READER:
                self._stopped_until = until
                outbox.rest_all(tx, now, until, why)
        log.error("the mail server refuses us, so letters wait", letter=letter, step=fault.step, tries=tries)

    def _rendered(self, letter: str) -> tuple[str, bytes, int] | None:
        """Claim a letter and return reader, bytes and tries; None if it is taken, or would mislead by now."""
        now, enclosed = self.clock.now(), self._enclosed(letter)
        with self.record.begin(self.desk.partnership) as tx:
            held = bool(partnerships.get(tx).waits_for) and not _may_leave(tx, letter)
            if held or not outbox.claim(tx, letter, now, LEASE_SECONDS):
                return None
            out = outbox.get(tx, letter)
            if self._left_before(tx, out, now, enclosed) or _is_over(tx, out, self.desk.rules.days.local(now)):
                return None
            if out.rendered:
                return out.order.to.address, contents.proven(tx, out.rendered) or b"", out.tries
            if out.case != ledger.BOOK and not self._still_true(tx, out.case, letter):
                self.decisions.append(tx, out.case, Reconsider(self.desk.rules.days.local(now), letter))
                return None
            until = self._paused(tx, out, now)
            if until is not None:
                outbox.postpone(tx, letter, until, ledger.PAUSED)
                return None
            composed = self._compose(tx, out, now, enclosed)
            rendered = contents.keep(tx, composed.raw, "letter")
            outbox.rendered(tx, letter, composed.message_id, rendered)
            return out.order.to.address, composed.raw, out.tries

    def _left_before(self, tx: Transaction, out: outbox.Outgoing, now: datetime, enclosed: Enclosed) -> bool:
        """Note a letter as sent, with the bytes that went, if it had left before the record was set back."""
        letter = out.order.letter
        one = found.get(tx, letter)  # it was ordered by then, and only its sending was forgotten
        if one is None and out.rendered == "" and found.untaken(tx, now - taken_over.SOON, out.order.to.address):
            written = self._compose(tx, out, now, enclosed)
            one = taken_over.before(tx, out, written.raw, letter_folder(tx, out), now)
        if one is None or not found.take(tx, one.message_id, letter):
            return False
        outbox.rendered(tx, letter, one.message_id, one.digest)
        at = self.desk.rules.days.local(max(one.internal_date, out.order.at))
        self.decisions.append(tx, out.case, NoteSent(at, letter))
        if is_ours(one.folder):
            outbox.filed(tx, letter, now)
        log.info("a letter had left before the record was set back", letter=letter)
        return True

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

    def _enclosed(self, letter: str) -> Enclosed:
        """Make the files of a letter before it is claimed: a pack takes seconds, in which nobody is to be kept waiting."""
        with self.record.read(self.desk.partnership) as tx:
            out = outbox.get(tx, letter)
            if out.order.template not in enclosing.BRINGING or out.rendered:
                return NOTHING
        enclosing.publish(self.record, self.desk, out.order, self.clock.now())
        with self.record.read(self.desk.partnership) as tx:
            return enclosing.of(tx, self.desk, self.decisions.directory(tx), out.order, out.case)

    def _compose(self, tx: Transaction, out: outbox.Outgoing, now: datetime, enclosed: Enclosed) -> writing.Letter:
        order, root = out.order, ledger.replayed(tx, out.case).root
        keys, desk = self.desk.signing_keys, self.desk
        compose = partial(
            writing.compose,
            order,
            desk.templates,
            message_id=signing.message_id(order.letter, keys, desk.domain),
            date=desk.rules.days.local(now),
            root=root,
            sender_name=desk.name,
            sender_address=desk.address,
            reply_to=signing.reply_address(order.letter, keys, desk.address) if desk.plus_addresses else "",
            timezone=desk.rules.policy.calendar.timezone,
            attached=_held_mail(tx, order),
        )
        fewer = bool(order.facts.get("fewer"))
        letter = compose(enclosed=enclosed.without_minded() if fewer else enclosed)
        if not order.facts.get("for_file"):
            return letter
        # What is on the page goes by what its reader's side had, this letter among it: so the letter is written first.
        names = {one.id: one.name for one in self.decisions.directory(tx).agencies}
        page = Enclosed(laying.files(packing.kept(tx, out.case, names), order, letter.raw))
        return compose(enclosed=page.without_minded() if fewer else page)

    def _note(self, letter: str, command: NoteSent | NoteBounce) -> None:
        command = replace(command, at=self.desk.rules.days.local(command.at))
        with self.record.begin(self.desk.partnership) as tx:
            out = outbox.get(tx, letter)
            if isinstance(command, NoteBounce):
                command = replace(command, template=out.order.template, order=out.order)
            self.decisions.append(tx, out.case, command)
            outbox.postpone(tx, letter, self.clock.now(), "")  # the lease is over: whoever files it may
        log.info("a letter was settled", letter=letter, outcome=type(command).__name__)

    def _postpone(self, letter: str, tries: int, fault: TryLater) -> None:
        """Let a letter rest; one whose reader is put off for a day did not arrive, and nothing else is ever given up."""
        if tries >= GIVE_UP_AFTER and fault.of_reader:
            self._note(letter, NoteBounce(self.clock.now(), letter, "4.4.7", f"not taken for a day: {fault}"))
            return
        now = self.clock.now()
        why = resting.said(as_weather(fault) or fault, now, self.desk.rules.days)
        rest = _rest(tries) if fault.of_reader else min(LATER * max(tries, 1), LONGEST_LATER)
        named = 0.0 if fault.kind else fault.rests  # of this letter alone: what holds for all, `post` itself waits for
        until = now + max(rest, timedelta(seconds=named))
        self._nobody_answers = isinstance(fault.__cause__, OSError)  # no reply, but what the connection raised
        with self.record.begin(self.desk.partnership) as tx:
            outbox.postpone(tx, letter, until, why)
            if self._nobody_answers:
                self._stopped_until = until
                outbox.rest_all(tx, now, until, why)
        log.warning("a letter waits for the mail server", letter=letter, tries=tries)


def _is_over(tx: Transaction, out: outbox.Outgoing, now: datetime) -> bool:
    """Withhold a letter that would mislead by now: of letters held up that have left, or the morning letter of another day."""
    if held_up.is_over(tx, out.order):
        why = "those letters left before it could"
    elif digest.is_over(out.order, now.date()):
        why = "its day is over, and the next morning letter says it all"
    else:
        return False
    ledger.append(tx, out.case, [LetterWithheld(now, out.order.letter, why)], now)
    return True


def _may_leave(tx: Transaction, letter: str) -> bool:
    """Tell whether a letter leaves while something stands against the record: one that tells the office of what is wrong."""
    out = outbox.get(tx, letter)
    return out.case == ledger.BOOK and out.order.about.startswith(TROUBLE)


def _rest(tries: int) -> timedelta:
    rest: timedelta = min(FIRST_REST * 2 ** min(tries, 10), LONGEST_REST)
    return rest


def _held_mail(tx: Transaction, order: LetterOrdered) -> bytes:
    """Return the mail that the confidential reader's letter brings, or one that asks the office about it; else nothing."""
    mail = order.about if order.template == "in_confidence" else order.holds if order.template == "office" else ""
    if not mail:
        return b""
    raw = contents.get(tx, mails.get(tx, int(mail.removeprefix("m"))).digest) or b""
    return raw if len(raw) <= MOST_ATTACHED or order.template == "in_confidence" else b""
