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
from mailservice.record import contents, lookup, outbox, register, sealing
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
_MAIL = re.compile(r"\bm\d{1,18}\b")
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
    _left: list[tuple[Seal, int]] = field(default_factory=list)
    _rests_until: datetime | None = None

    def waits(self) -> bool:
        """Tell whether a seal is to be made today, or is not handed over yet."""
        with self.record.read(self.desk.partnership) as tx:
            last = sealing.last(tx)
        return bool(self._left) or self._is_due(last) or (last is not None and last.number > self._handed)

    def work(self) -> int:
        """Seal the record where that is due, and hand over what is not yet in the mailbox; return how many messages were."""
        with self.record.read(self.desk.partnership) as tx:
            last = sealing.last(tx)
        if self._is_due(last):
            with self.record.begin(self.desk.partnership) as tx:
                last = sealing.seal(tx, self.clock.now())
            log.info("the record was sealed", seal=last.number)
        if self._rests_until is not None and self.clock.now() < self._rests_until:
            return 0
        try:
            done = self._hand_over(last)
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
        # One of a day to come was made by a clock that was ahead.
        return last is None or days.local(datetime.fromisoformat(last.at)).date() != now.date()

    def _hand_over(self, last: Seal | None) -> int:
        """Append what the mailbox has not got, for a little while; the rest follows with the next rounds.

        Each message is written when it goes: what was let go meanwhile is in none.
        """
        ends, done = time.monotonic() + A_LITTLE, 0
        if not self._left and last is not None and last.number > self._handed:
            self._left, self._handed = self._missing(), last.number
        while self._left and time.monotonic() < ends:
            with self.record.read(self.desk.partnership) as tx:
                messages = tuple(handed(tx, self.desk, *self._left[0]))
            done += sum(self._append(one) for one in messages)
            self._left.pop(0)
        return done

    def _missing(self) -> list[tuple[Seal, int]]:
        """Return what is still to be handed over, chain by chain, the oldest seal first: those in the mailbox are whole."""
        with self.record.read(self.desk.partnership) as tx:
            made = sealing.kept(tx)
        wanted = list[Seal]()
        for one in reversed(made[self._handed :]):
            if self.mailbox.find(seals.FOLDER, seal_id(one, self.desk)):
                break
            wanted.append(one)
        # The register's goes with the seal itself: last.
        return [(one, case) for one in reversed(wanted) for case in sorted({*one.chains, REGISTER}, reverse=True)]

    def _append(self, one: Handed) -> int:
        if self.mailbox.find(one.folder, one.message_id):
            return 0
        self.mailbox.append(one.folder, one.raw, self.clock.now())
        return 1


def handed(tx: Transaction, desk: Desk, seal: Seal, case: int) -> Iterator[Handed]:
    """Yield the messages of one chain that go with a seal, with the register the seal itself; the same record, the same bytes."""
    first, last, _ = seal.chains.get(case, (1, 0, ""))
    rows = tuple(sealing.rows(tx, case, first, last))
    if case == REGISTER:
        yield _seal(tx, desk, seal, rows)
    elif case == BOOK:
        confidential = {f"m{one}" for one in sealing.ever_in(tx, CONFIDENTIAL)}
        aside = {row.number: row for row in rows if _about(tx, row) & confidential}
        shown = tuple(replace(row, content=None) if row.number in aside else row for row in rows)
        yield _entries(desk, seal, Entries(seal.partnership, case, "", seal.number, shown), seals.BOOK_FOLDER, "")
        if aside:
            own = Entries(seal.partnership, case, "", seal.number, tuple(aside.values()))
            yield _entries(desk, seal, own, CONFIDENTIAL, "c")
    else:
        found = lookup.case(tx, case)
        # Of a case that was disposed of the bare entries are left, and its folder is not made again for them.
        folder = seals.BOOK_FOLDER if found.status == "disposed" else case_folder(found.reference)
        yield _entries(desk, seal, Entries(seal.partnership, case, found.reference, seal.number, rows), folder, "")


def seal_id(seal: Seal, desk: Desk) -> str:
    """Return the Message-ID of a seal: signed, so that nobody takes it for an email that came."""
    return signing.message_id(f"seal{seal.number:06}", desk.signing_keys, desk.domain, signing.KEPT)


def _seal(tx: Transaction, desk: Desk, seal: Seal, rows: tuple[Row, ...]) -> Handed:
    files = {
        seals.SEAL: seal.dump(),
        seals.ENTRIES: Entries(seal.partnership, REGISTER, "", seal.number, rows).dump(),
        **{f"{kind}-{digest}": contents.get(tx, digest) or b"" for digest, kind in _open(rows)},
    }
    counts = [phrases.counted_things(seal.counts[f"{one}s"], one) for one in ("case", "email", "letter")]
    lines = [
        f"Seal {seal.number} of the record of {desk.name}, made at {_when(desk, seal)}.",
        "",
        "It proves later that nothing was changed before that morning. Please leave it where it is.",
        "It holds no name, and nothing that anybody wrote.",
        "",
        f"On record: {', '.join(counts)}; entries: {seal.counts['entries']}.",
        f"The seal's print, as the morning letter has it: {seal.print}",
    ]
    subject = f"Seal {seal.number} of {_day(desk, seal)}"
    return _handed_over(desk, seal, seals.FOLDER, f"seal{seal.number:06}", subject, lines, files)


def _entries(desk: Desk, seal: Seal, entries: Entries, folder: str, end: str) -> Handed:
    of = f"case {entries.reference}" if entries.reference else "the office's own book"
    subject = f"[{entries.reference}] Kept on record" if entries.reference else "The office's own book: kept on record"
    first, last = entries.rows[0].number, entries.rows[-1].number
    numbers = f"entry {first}" if first == last else f"entries {first} to {last}"
    lines = [
        f"New in the record of {of} by {_when(desk, seal)}: {numbers}.",
        "The file is for the service itself: if its record is lost, it is made again from this. Please leave it where it is.",
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


def _about(tx: Transaction, row: Row) -> set[str]:
    """Return the mails, like "m12", that an entry is about: it names them, or the letter that does."""
    event = from_json(row.content)["event"] if row.content else {}
    named = " ".join(str(event.get(name) or "") for name in _NAMES_A_MAIL)
    if letter := str(event.get("letter") or ""):
        named += " " + outbox.about_mails(tx, letter)
    return {*_MAIL.findall(named)}


def _when(desk: Desk, seal: Seal) -> str:
    return phrases.moment(desk.rules.days.local(datetime.fromisoformat(seal.at)))


def _day(desk: Desk, seal: Seal) -> str:
    return phrases.day(desk.rules.days.local(datetime.fromisoformat(seal.at)).date())
