"""Each working morning the record is sealed, and the mailbox is handed what it would be made again by. Start at `Sealing.work`.

The new entries of a case go into that case's folder, those of the office's own book into one of their own; what is about an email
held in confidence lies beside that, and nowhere else. The seal goes last: where it lies, everything that it speaks of lies too.
Everything is appended, nothing is sent.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from pydantic_core import from_json

from mailservice.cases.letters import phrases
from mailservice.clock import Clock
from mailservice.errors import TryLater
from mailservice.mail import seals
from mailservice.mail.seals import Entries, Envelope, Row, Seal
from mailservice.mail.trust import signing
from mailservice.policy.workdays import MORNING
from mailservice.record import contents, lookup, register, sealing
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.record.register import REGISTER
from mailservice.service.desk import Desk
from mailservice.service.folders import CONFIDENTIAL, case_folder
from mailservice.service.watch.troubles import Troubles
from mailservice.transport.diagnosis import FILING
from mailservice.transport.imap import Mailbox

# The part of a round that is given to it, in seconds: the first seal of an old record has a file for every case.
A_LITTLE = 5.0
# It is told like a refused filing, and tried again within a minute of the cure.
TROUBLE, REST, LONGEST = "filing", timedelta(seconds=30), 240
# What the mailbox refuses, as a letter to the office goes on with it: "In the mailbox …".
REFUSED = "what the record hands over each morning is refused"
# Which fields of an entry name the mail that it is about.
_NAMES_A_MAIL = ("mail", "about", "holds")
_MAIL = re.compile(r"m(\d{1,18})")
# Bytes that go with a seal as they are: nobody's words about a child.
_OPEN_KINDS = ("policy", "overlay")

log = structlog.get_logger()


@dataclass(frozen=True)
class Handed:
    """A message for the mailbox: where it lies, under which Message-ID, and its bytes."""

    folder: str
    message_id: str
    raw: bytes = field(repr=False)


@dataclass
class Sealing:
    """Makes a seal each working morning, and hands it over; TryLater if the mailbox cannot be reached."""

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    troubles: Troubles
    _handed: int = 0
    _left: list[Handed] | None = None
    _rests_until: datetime | None = None

    def waits(self) -> bool:
        """Tell whether a seal is to be made today, or is not handed over yet."""
        with self.record.read(self.desk.partnership) as tx:
            last = sealing.last(tx)
        return self._is_due(last) or (last is not None and last.number > self._handed)

    def work(self) -> int:
        """Seal the record where that is due, and hand over what is not yet in the mailbox; return how many messages were."""
        with self.record.read(self.desk.partnership) as tx:
            last = sealing.last(tx)
        if self._is_due(last):
            with self.record.begin(self.desk.partnership) as tx:
                made = sealing.seal(tx, self.clock.now())
            log.info("the record was sealed", seal=made.number)
        if self._rests_until is not None and self.clock.now() < self._rests_until:
            return 0
        try:
            done = self._hand_over()
        except TryLater as fault:
            if fault.kind not in FILING:
                raise
            self._rests_until = self.clock.now() + REST
            log.warning("the mailbox refuses what the record hands over", why=fault.kind)
            self.troubles.note(TROUBLE, str(fault)[:LONGEST], REFUSED)
            return 0
        if not self._left:
            self.troubles.over(TROUBLE, REFUSED)
        return done

    def _is_due(self, last: Seal | None) -> bool:
        days, now = self.desk.rules.days, self.desk.rules.days.local(self.clock.now())
        if now.time() < MORNING or not days.is_working(now.date()):
            return False
        return last is None or days.local(datetime.fromisoformat(last.at)).date() < now.date()

    def _hand_over(self) -> int:
        """Append what the mailbox has not got, for a little while; the rest follows with the next rounds."""
        ends, done = time.monotonic() + A_LITTLE, 0
        if self._left is None:
            self._left = self._missing()
        while self._left and time.monotonic() < ends:
            done += self._append(self._left[0])
            self._left.pop(0)
        if not self._left:
            self._left = None
        return done

    def _missing(self) -> list[Handed]:
        """Return what is still to be handed over, oldest seal first: those that lie in the mailbox are whole."""
        with self.record.read(self.desk.partnership) as tx:
            made = sealing.kept(tx)
            wanted = list[Seal]()
            for one in reversed(made[self._handed :]):
                if self._lies(seals.FOLDER, seal_id(one, self.desk)):
                    break
                wanted.append(one)
            messages = [message for one in reversed(wanted) for message in handed(tx, self.desk, one)]
        self._handed = len(made)
        return messages

    def _lies(self, folder: str, message_id: str) -> bool:
        return bool(self.mailbox.find(folder, message_id))

    def _append(self, one: Handed) -> int:
        if self._lies(one.folder, one.message_id):
            return 0
        self.mailbox.append(one.folder, one.raw, self.clock.now())
        return 1


def handed(tx: Transaction, desk: Desk, seal: Seal) -> Iterator[Handed]:
    """Yield every message that goes with a seal, the seal itself last; the same record gives the same bytes."""
    confidential = {f"m{one}" for one in _in_confidence(tx)}
    for case, (first, last, _) in sorted(seal.chains.items()):
        rows = tuple(sealing.rows(tx, case, first, last)) if case != REGISTER else ()
        if case == BOOK:
            aside = tuple(row for row in rows if _about(row) & confidential)
            shown = tuple(replace(row, content=None) if row in aside else row for row in rows)
            yield _entries(desk, seal, Entries(seal.partnership, case, "", seal.number, shown), seals.BOOK_FOLDER, "")
            if aside:
                yield _entries(desk, seal, Entries(seal.partnership, case, "", seal.number, aside), CONFIDENTIAL, "c")
        elif rows:
            reference = lookup.case(tx, case).reference
            entries = Entries(seal.partnership, case, reference, seal.number, rows)
            yield _entries(desk, seal, entries, case_folder(reference), "")
    yield _seal(tx, desk, seal)


def seal_id(seal: Seal, desk: Desk) -> str:
    """Return the Message-ID of a seal: signed, so that nobody takes it for an email that came."""
    return signing.message_id(f"seal{seal.number:06}", desk.signing_keys, desk.domain, signing.KEPT)


def _seal(tx: Transaction, desk: Desk, seal: Seal) -> Handed:
    first, last, _ = seal.chains[REGISTER]
    rows = tuple(sealing.rows(tx, REGISTER, first, last))
    files = {
        seals.SEAL: seal.dump(),
        seals.ENTRIES: Entries(seal.partnership, REGISTER, "", seal.number, rows).dump(),
        **{f"{kind}-{digest}": contents.get(tx, digest) or b"" for digest, kind in _open(rows)},
    }
    counts = ", ".join(f"{count} {name}" for name, count in seal.counts.items())
    lines = [
        f"Seal {seal.number} of the record of {desk.name}, made at {_when(desk, seal)}.",
        "",
        "It proves later that nothing was changed before that morning. Please leave it where it is.",
        "It holds no name, and nothing that anybody wrote.",
        "",
        f"On record: {counts}.",
        f"The seal's print, as the morning letter has it: {seal.print}",
    ]
    subject = f"Seal {seal.number} of {_day(desk, seal)}"
    return _handed_over(desk, seal, seals.FOLDER, f"seal{seal.number:06}", subject, lines, files)


def _entries(desk: Desk, seal: Seal, entries: Entries, folder: str, end: str) -> Handed:
    of = f"case {entries.reference}" if entries.reference else "the office's own book"
    subject = f"[{entries.reference}] Kept on record" if entries.reference else "The office's own book: kept on record"
    lines = [
        f"New in the record of {of} by {_when(desk, seal)}, as entries {entries.rows[0].number} to {entries.rows[-1].number}.",
        "The file is for the service itself: if its record is lost, it is made again by this. Please leave it where it is.",
    ]
    name = f"kept{seal.number:06}n{entries.case}{end}"
    return _handed_over(desk, seal, folder, name, subject, lines, {seals.ENTRIES: entries.dump()})


def _handed_over(
    desk: Desk, seal: Seal, folder: str, name: str, subject: str, lines: list[str], files: dict[str, bytes]
) -> Handed:
    message_id = signing.message_id(name, desk.signing_keys, desk.domain, signing.KEPT)
    at = desk.rules.days.local(datetime.fromisoformat(seal.at))
    envelope = Envelope(desk.name, desk.address, message_id, at.replace(microsecond=0))
    return Handed(folder, message_id, seals.written(envelope, subject, lines, files))


def _open(rows: tuple[Row, ...]) -> Iterator[tuple[str, str]]:
    """Yield the digests of policies that were kept since the seal before."""
    for row in rows:
        if row.kind == register.ContentsKept.__name__ and row.content:
            kept = from_json(row.content)["event"]
            if kept["kind"] in _OPEN_KINDS:
                yield kept["digest"], kept["kind"]


def _about(row: Row) -> set[str]:
    """Return the mails, like "m12", that an entry is about."""
    event = from_json(row.content)["event"] if row.content else {}
    return {str(event[name]) for name in _NAMES_A_MAIL if _MAIL.fullmatch(str(event.get(name, "")))}


def _in_confidence(tx: Transaction) -> set[int]:
    """Return the mails that were ever held in confidence, by the register: what is about them stays beside them."""
    return sealing.ever_in(tx, CONFIDENTIAL)


def _when(desk: Desk, seal: Seal) -> str:
    return phrases.moment(desk.rules.days.local(datetime.fromisoformat(seal.at)))


def _day(desk: Desk, seal: Seal) -> str:
    return phrases.day(desk.rules.days.local(datetime.fromisoformat(seal.at)).date())
