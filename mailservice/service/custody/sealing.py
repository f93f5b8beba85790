"""The record is sealed, and the mailbox is handed what it would be made again by. Start at `Sealing.work`.

That is done each working morning, and once a case was disposed of. The new entries of a case go into that case's folder, those of
the office's own book into one of their own; what is about an email held in confidence lies beside that, and nowhere else.
The seal goes last: where it lies, everything that it speaks of lies too. Everything is appended, nothing is sent.
"""

import re
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
# So many entries go into one message: no mail server takes one of 50 MB.
AT_ONCE = 1000
# It is told like a refused filing, and tried again within a minute of the cure.
TROUBLE, REST, LONGEST = "filing", timedelta(seconds=30), 240
# What the mailbox refuses, as a letter to the office goes on with it: "In the mailbox …".
REFUSED = "what the record hands over each morning is refused"
# None goes on from a seal that is not as it was; what it would prove is not so.
LACKING = "seal"
# Which fields of an entry name the mail that it is about.
_NAMES_A_MAIL = ("mail", "about", "holds")
_MAIL = re.compile(r"\bm\d{1,18}\b")
# Bytes that go with a seal as they are: nobody's name. And those that go with the office's own book.
_OPEN_KINDS, _BOOK_KINDS = ("policy", "overlay"), ("directory",)

log = structlog.get_logger()


@dataclass(frozen=True)
class Handed:
    """A message for the mailbox: where it lies, by which name, of when, what a person reads, and its files by their names.

    `name` is what its Message-ID signs; that of a seal has the seal's digest in it.
    """

    folder: str
    name: str
    at: datetime
    subject: str
    lines: tuple[str, ...]
    files: dict[str, bytes] = field(repr=False)

    def message_ids(self, desk: Desk) -> list[str]:
        """Return its Message-ID, signed with the newest of our keys, and those that the keys before that gave it."""
        return [signing.message_id(self.name, (key,), desk.domain, signing.KEPT) for key in desk.signing_keys]

    def message(self, desk: Desk) -> bytes:
        """Return it as it is laid into the mailbox."""
        envelope = Envelope(desk.name, desk.address, self.message_ids(desk)[0], self.at)
        return seals.written(envelope, self.subject, self.lines, self.files)


@dataclass
class Sealing:
    """Makes a seal each working morning, and hands it over; TryLater if the mailbox cannot be reached."""

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    troubles: Troubles
    _handed: int = 0
    _left: list[tuple[Seal, int, int]] = field(default_factory=list)
    _rests_until: datetime | None = None

    def waits(self) -> bool:
        """Tell whether a seal is to be made today, or is not handed over yet."""
        with self.record.read(self.desk.partnership) as tx:
            last, due = sealing.last(tx), self._is_due(tx)
        return bool(self._left) or due or (last is not None and last.number > self._handed)

    def work(self) -> int:
        """Seal the record where that is due, and hand over what is not yet in the mailbox; return how many messages were."""
        with self.record.read(self.desk.partnership) as tx:
            last, due = sealing.last(tx), self._is_due(tx)
            lacks = due and sealing.lacks(tx)
        if lacks:
            self.troubles.note(LACKING, sealing.LACKING.capitalize())
            return 0
        if due:
            self.troubles.over(LACKING)
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

    def _is_due(self, tx: Transaction) -> bool:
        last, days = sealing.last(tx), self.desk.rules.days
        if last is not None and sealing.let_go_since(tx):
            return True  # a record made again as the seal before has it would miss for ever what has gone
        now = days.local(self.clock.now())
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
                messages = tuple(part_of(tx, self.desk, *self._left[0]))
            done += sum(self._append(one) for one in messages)
            self._left.pop(0)
        return done

    def _missing(self) -> list[tuple[Seal, int, int]]:
        """Return what is still to be handed over, part by part, the oldest seal first: those in the mailbox are whole."""
        with self.record.read(self.desk.partnership) as tx:
            made = sealing.kept(tx)
        wanted = list[Seal]()
        for one in reversed(made[self._handed :]):
            if self._lies(seals.FOLDER, seal_ids(one, self.desk)):
                break
            wanted.append(one)
        # The register's goes with the seal itself: last.
        return [
            (one, case, part)
            for one in reversed(wanted)
            for case in sorted({*one.chains, REGISTER}, reverse=True)
            for part in range(1, parts(one, case) + 1)
        ]

    def _append(self, one: Handed) -> int:
        if self._lies(one.folder, one.message_ids(self.desk)):
            return 0
        self.mailbox.append(one.folder, one.message(self.desk), self.clock.now())
        return 1

    def _lies(self, folder: str, message_ids: Iterable[str]) -> bool:
        return any(self.mailbox.find(folder, one) for one in message_ids)


def parts(seal: Seal, case: int) -> int:
    """Return into how many messages the new entries of a chain go: the first seal of an old record has years of them."""
    first, last, _ = seal.chains.get(case, (1, 0, ""))
    return max(1, -(-(last - first + 1) // AT_ONCE))


def handed(
    tx: Transaction, desk: Desk, seal: Seal, case: int, confidential: Collection[str] | None = None
) -> Iterator[Handed]:
    """Yield the messages of one chain that go with a seal; of the register the seal itself, as the last.

    The same record gives the same files. `confidential` are the mails ever held in confidence (`in_confidence`), for whoever
    asks about many seals.
    """
    for part in range(1, parts(seal, case) + 1):
        yield from part_of(tx, desk, seal, case, part, confidential)


def part_of(
    tx: Transaction, desk: Desk, seal: Seal, case: int, part: int, confidential: Collection[str] | None = None
) -> Iterator[Handed]:
    """Yield the messages of one part of a chain's new entries: one, or two where some are held in confidence."""
    rows = _rows(tx, seal, case, part)
    entries = Entries(seal.partnership, case, "", seal.number, rows)
    if case == REGISTER and part == parts(seal, case):
        yield _seal(tx, desk, seal, rows)
    elif case == REGISTER:
        yield _entries(desk, seal, entries, seals.FOLDER, part)
    elif case == BOOK:
        known = in_confidence(tx) if confidential is None else confidential
        aside = {row.number: row for row in rows if not _about(tx, row).isdisjoint(known)}
        shown = tuple(replace(row, content=None) if row.number in aside else row for row in rows)
        # Who is who: names, but of people at work, and none of a child.
        also = _bytes(tx, _every_row(tx, seal, REGISTER), _BOOK_KINDS) if part == 1 else {}
        yield _entries(desk, seal, replace(entries, rows=shown), seals.BOOK_FOLDER, part, also=also)
        if aside:
            yield _entries(desk, seal, replace(entries, rows=tuple(aside.values())), CONFIDENTIAL, part, "c")
    else:
        found = lookup.case(tx, case)
        # Of a case that was disposed of the bare entries are left, and its folder is not made again for them.
        folder = seals.BOOK_FOLDER if found.status == "disposed" else case_folder(found.reference)
        yield _entries(desk, seal, replace(entries, reference=found.reference), folder, part)


def in_confidence(tx: Transaction) -> frozenset[str]:
    """Return the mails, like "m12", that were ever held in confidence."""
    return frozenset(f"m{one}" for one in sealing.ever_in(tx, CONFIDENTIAL))


def _rows(tx: Transaction, seal: Seal, case: int, part: int) -> tuple[Row, ...]:
    first, last, _ = seal.chains.get(case, (1, 0, ""))
    begins = first + (part - 1) * AT_ONCE
    return tuple(sealing.rows(tx, case, begins, min(begins + AT_ONCE - 1, last)))


def _every_row(tx: Transaction, seal: Seal, case: int) -> Iterator[Row]:
    for part in range(1, parts(seal, case) + 1):
        yield from _rows(tx, seal, case, part)


def _bytes(tx: Transaction, rows: Iterable[Row], kinds: Sequence[str]) -> dict[str, bytes]:
    """Return the bytes of some kinds that were kept since the seal before, and are there, under what they are called as files."""
    found = {f"{kind}-{digest}": contents.get(tx, digest) for digest, kind in _named(rows, kinds)}
    return {name: data for name, data in found.items() if data is not None}


def seal_name(seal: Seal) -> str:
    """Return by what a seal's Message-ID is signed: it has what the seal says in it, so that nobody writes another under it."""
    return f"seal{seal.number:06}{seal.digest[:16]}"


def seal_ids(seal: Seal, desk: Desk) -> list[str]:
    """Return the Message-IDs that a seal may have: signed, so that nobody takes it for an email that came."""
    return [signing.message_id(seal_name(seal), (key,), desk.domain, signing.KEPT) for key in desk.signing_keys]


def entries_name(seal: Seal, case: int, part: int = 1, end: str = "") -> str:
    """Return by what the message is known that has a part of a chain's new entries; "c": those held in confidence.

    Like a seal's it has what the seal says in it: a record that was set back makes another seal of the same number.
    """
    chain = "r" if case == REGISTER else case
    return f"kept{seal.number:06}{seal.digest[:8]}n{chain}{end}{f'p{part}' if part > 1 else ''}"


def names(seal: Seal, case: int) -> Iterator[str]:
    """Yield every name that a message of a chain's new entries may have, but for the seal's own."""
    ends = ("", "c") if case == BOOK else ("",)
    yield from (entries_name(seal, case, part, end) for part in range(1, parts(seal, case) + 1) for end in ends)


def every_name(seal: Seal) -> Iterator[str]:
    """Yield every name that something which was laid down with a seal may have."""
    yield seal_name(seal)
    for case in {*seal.chains, REGISTER}:
        yield from names(seal, case)


def _seal(tx: Transaction, desk: Desk, seal: Seal, rows: tuple[Row, ...]) -> Handed:
    """Return a seal with the register's entries; what went with the one before is in it once more: no message is missed."""
    before = sealing.before(tx, seal)
    again = {seals.BEFORE: before.dump()} if before else {}
    if before and parts(before, REGISTER) == 1:
        earlier = _rows(tx, before, REGISTER, 1)
        again[seals.ENTRIES_BEFORE] = Entries(seal.partnership, REGISTER, "", before.number, earlier).dump()
        again |= _bytes(tx, earlier, _OPEN_KINDS)
    files = {
        seals.SEAL: seal.dump(),
        seals.ENTRIES: Entries(seal.partnership, REGISTER, "", seal.number, rows).dump(),
        **_bytes(tx, _every_row(tx, seal, REGISTER), _OPEN_KINDS),
        **again,
    }
    counts = [phrases.counted_things(seal.counts[f"{one}s"], one) for one in ("case", "email", "letter")]
    lines = (
        f"Seal {seal.number} of the record, made at {_when(desk, seal)}.",
        "",
        "It proves later that nothing was changed before that morning. Please leave it where it is.",
        "It holds no name, and nothing that anybody wrote.",
        "",
        f"On record: {', '.join(counts)}; entries: {seal.counts['entries']}.",
        f"The seal's print, as the morning letter has it: {seal.print}",
    )
    subject = f"Seal {seal.number} of {_day(desk, seal)}"
    return Handed(seals.FOLDER, seal_name(seal), _at(desk, seal), subject, lines, files)


def _entries(
    desk: Desk,
    seal: Seal,
    entries: Entries,
    folder: str,
    part: int,
    end: str = "",
    also: Mapping[str, bytes] | None = None,
) -> Handed:
    of = {BOOK: "the office's own book", REGISTER: "the register"}.get(entries.case, f"case {entries.reference}")
    subject = f"[{entries.reference}] Kept on record" if entries.reference else f"{phrases.capital(of)}: kept on record"
    lines = (
        f"New in the record of {of} by {_when(desk, seal)}{_numbers(entries)}.",
        "The file is for the service itself: if its record is lost, it is made again from this. Please leave it where it is.",
    )
    name = entries_name(seal, entries.case, part, end)
    files = {seals.ENTRIES: entries.dump(), **(also or {})}
    return Handed(folder, name, _at(desk, seal), subject, lines, files)


def _numbers(entries: Entries) -> str:
    if not entries.rows:
        return ""
    first, last = entries.rows[0].number, entries.rows[-1].number
    return f": entry {first}" if first == last else f": entries {first} to {last}"


def _named(rows: Iterable[Row], kinds: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the digests, and kinds, of the bytes of some kinds that were kept since the seal before."""
    for row in rows:
        if row.kind == register.ContentsKept.__name__ and row.content:
            kept = from_json(row.content)["event"]
            if kept["kind"] in kinds:
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


def _at(desk: Desk, seal: Seal) -> datetime:
    return desk.rules.days.local(datetime.fromisoformat(seal.at)).replace(microsecond=0)


def _day(desk: Desk, seal: Seal) -> str:
    return phrases.day(desk.rules.days.local(datetime.fromisoformat(seal.at)).date())
