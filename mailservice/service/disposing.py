"""A case that two of the office have had disposed of: it goes from the mailbox, from the record, and from the disk.

Start at `Disposing.work`. It may be broken off at any moment: what stands ordered is begun again, what is gone is not missed, and
the certificate, its last step, says what was done. A case that goes on in another goes with that.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from mailservice.cases.history.commands import DisposeCase, NoteDisposed
from mailservice.cases.history.events import CaseDisposed, DisposalOrdered
from mailservice.cases.letters import phrases
from mailservice.cases.settling import disposing
from mailservice.clock import Clock
from mailservice.mail import seals
from mailservice.mail.seals import Seal
from mailservice.mail.trust import signing
from mailservice.record import holding, ledger, lookup, mails, sealing
from mailservice.record.database import Database, Transaction
from mailservice.record.holding import Holding
from mailservice.record.keys import message_key
from mailservice.record.ledger import BOOK
from mailservice.service import copies, going
from mailservice.service.custody.sealing import Handed, handed, names
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.due import linked_open
from mailservice.service.folders import BEFORE, CASES, CONFIDENTIAL, CONFIDENTIAL_BEFORE, case_folder
from mailservice.service.watch.last_backup import LastBackup
from mailservice.transport.imap import INBOX, Entry, Mailbox

log = structlog.get_logger()


@dataclass
class Disposing:
    """Carries out what was ordered; TryLater if the mailbox cannot be reached, RecordAway if the record cannot be written."""

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    decisions: Decisions
    last_backup: Callable[[], LastBackup | None] = lambda: None
    before_erasing: Callable[[], None] = lambda: None
    _certified: set[int] = field(default_factory=set)

    def waits(self) -> list[int]:
        """Return the cases that are to go, and those that have gone and of which nobody has a certificate yet."""
        with self.record.read(self.desk.partnership) as tx:
            return [*lookup.of_status(tx, "disposing"), *self._uncertified(tx)]

    def work(self) -> int:
        """Let go what can go now; return how many cases went."""
        with self.record.read(self.desk.partnership) as tx:
            ordered = lookup.of_status(tx, "disposing")
            if (ordered or self._uncertified(tx)) and sealing.lacks(tx):
                return (
                    0  # where all of it lies, only every seal together tells; the office hears of the one that is lost
                )
        gone = sum(self._dispose(one) for one in ordered)
        with self.record.read(self.desk.partnership) as tx:
            left = self._uncertified(tx)
        if left:
            self.before_erasing()
        if left and self.record.erase():
            self._hand_over_anew(left)
            self._certify(left)
        return gone

    def _dispose(self, case: int) -> bool:
        """Take a case out of the mailbox, and then out of the record; False where it has to wait, or is kept."""
        with self.record.read(self.desk.partnership) as tx:
            group = going.group(tx, case)
            if any(one.settling for one in group):
                return False  # a letter of it is on its way, or an email not in its folder yet
            goes = self._goes(tx, case, group)
            places = {one.case: case_folder(lookup.case(tx, one.case).reference) for one in _shared(group)}
        if goes:
            self._from_mailbox(group, places)
        with self.record.begin(self.desk.partnership) as tx:
            return self._from_record(tx, case)

    def _goes(self, tx: Transaction, case: int, group: Sequence[Holding]) -> bool:
        events = self.decisions.decide(tx, ledger.replayed(tx, case), self._command(tx, case, group))
        return any(isinstance(one, CaseDisposed) for one in events)

    def _command(self, tx: Transaction, case: int, group: Sequence[Holding]) -> DisposeCase:
        mine, undecided = group[0], sum(one.undecided for one in group)
        held = f"{phrases.counted_things(undecided, 'email')} on it still wait{'s' if undecided == 1 else ''} for your word."
        return DisposeCase(
            self.desk.rules.days.local(self.clock.now()),
            len(mine.mails),
            len(mine.letters),
            mine.entries,
            linked_open(tx, case),
            (held,) if undecided else (),
        )

    def _from_mailbox(self, group: Sequence[Holding], places: dict[int, str]) -> None:
        """Take everything of a case out of every folder; what another case has too goes into that one's."""
        for one in group:
            folder = case_folder(one.reference)
            with self.record.read(self.desk.partnership) as tx:
                nameless = holding.nameless(tx, one)
            for shared in one.shared:
                if not shared.copy:
                    self._hand_on(folder, shared, nameless.get(shared.mail), places[shared.case])
            self._bring_back_strays(folder, one, [*nameless.values()])
            self.mailbox.take_down(folder)
        messages = {message for one in group for message in one.messages}
        kept_apart = {message_key(shared.message_id) for one in group for shared in one.shared}
        with self.record.read(self.desk.partnership) as tx:
            made = sealing.kept(tx)
            raw = [data for one in group for data in holding.nameless(tx, one, going=True).values()]
        messages |= {
            message_key(one)
            for each in group
            for seal in made
            for name in names(seal, each.case)
            for one in self._ids(name)
        }
        thrown_away = self._thrown_away()
        # Where removing only moves to the folder for what was deleted, that one is emptied of it last.
        for folder in sorted(self.mailbox.folders(), key=lambda name: name in thrown_away):
            if folder != INBOX and not folder.startswith(CASES):
                lying = [*self.mailbox.scan(folder)]
                found = [one.uid for one in lying if message_key(one.message_id) in messages - kept_apart]
                found += copies.lying(self.mailbox, folder, lying, raw)
                if folder in (
                    BEFORE,
                    CONFIDENTIAL_BEFORE,
                ):  # what a record that was lost said of it: nobody needs that now
                    found = [one.uid for one in lying]
                if found:
                    self.mailbox.discard(folder, found)

    def _hand_on(self, folder: str, shared: holding.Shared, raw: bytes | None, place: str) -> None:
        """Move what another case has too into its folder; `raw` where it has no Message-ID."""
        if raw is None:
            self.mailbox.move_between(folder, f"<{shared.message_id}>", place)
            return
        for uid in copies.lying(self.mailbox, folder, self.mailbox.scan(folder), [raw])[:1]:
            self.mailbox.move_message(folder, uid, place)

    def _thrown_away(self) -> set[str]:
        return set(self.mailbox.folders()) - set(self.mailbox.shelves(thrown_away=False)) - {*self.mailbox.sent()}

    def _ids(self, name: str) -> list[str]:
        """Return the Message-IDs that something which a seal handed over may have."""
        keys = self.desk.signing_keys
        return [signing.message_id(name, (key,), self.desk.domain, signing.KEPT) for key in keys]

    def _hand_over_anew(self, cases: Sequence[int]) -> None:
        """Lay what the seals handed over into the mailbox once more, without what has gone.

        Of the office's own book that is the rest; of the cases the bare entries, by which their chains are made again.
        """
        with self.record.read(self.desk.partnership) as tx:
            for seal, chain in going.anew(tx, cases):
                self._lay_anew(seal, chain, list(handed(tx, self.desk, seal, chain)))

    def _lay_anew(self, seal: Seal, chain: int, made: Sequence[Handed]) -> None:
        for message_id in (one for name in names(seal, chain) for one in self._ids(name)):
            for place in (seals.BOOK_FOLDER, CONFIDENTIAL, *self._thrown_away()):
                self.mailbox.remove(place, message_id)
        for one in made:
            self.mailbox.append(one.folder, one.message(self.desk), self.clock.now())

    def _bring_back_strays(self, folder: str, one: Holding, nameless: Sequence[bytes]) -> None:
        """Let nothing go with a case's folder that the record does not know: somebody laid it there, and it is received."""
        entries = [*self.mailbox.scan(folder)]
        known = copies.lying(self.mailbox, folder, entries, nameless)
        for entry in entries:
            if entry.uid not in known and self._is_a_stray(entry, one):
                self.mailbox.move_from(folder, entry.uid, INBOX)
                log.warning("an email in the folder of a case was not known, and is received", case=one.case)

    def _is_a_stray(self, entry: Entry, one: Holding) -> bool:
        key = message_key(entry.message_id)
        if key in one.messages or key.rpartition("@")[2].lower() == self.desk.domain.lower():
            return False
        with self.record.read(self.desk.partnership) as tx:
            return not key or bool(mails.unknown(tx, [entry.message_id]))

    def _from_record(self, tx: Transaction, case: int) -> bool:
        """Let all of a case go in one transaction, or keep all of it."""
        group = going.group(tx, case)
        before, now = ledger.replayed(tx, case), self.clock.now()
        ordered = before.disposal
        if ordered is None or any(one.settling for one in group):
            return False
        command = self._command(tx, case, group)
        events = self.decisions.decide(tx, before, command)
        disposed = next((one for one in events if isinstance(one, CaseDisposed)), None)
        if disposed is None:
            ledger.append(tx, case, events, now)
            return False
        for one in group:
            last = disposed if one.case == case else _with(tx, one, ordered, command)
            for shared in one.shared:
                holding.pass_on(tx, shared, case_folder(lookup.case(tx, shared.case).reference))
            holding.let_go(tx, one, last, case_folder(one.reference), now)
        log.info("a case was disposed of", case=case, cases=len(group))
        return True

    def _uncertified(self, tx: Transaction) -> list[int]:
        left = going.uncertified(tx, self._certified)
        self._certified |= {*lookup.of_status(tx, "disposed")} - {*left}
        return left

    def _certify(self, cases: Sequence[int]) -> None:
        """Remove older copies of the record, and write a certificate for all that went at one moment."""
        files, schemas = self.record.beside()
        for file in files:
            with suppress(FileNotFoundError):
                file.unlink()
        went = (
            [f"Copies of the record that lay beside it are gone too: {phrases.listed([one.name for one in files])}."]
            if files
            else []
        )
        went.append("Its folder in the service's mailbox is gone, and every copy in the other folders there.")
        with self.record.begin(self.desk.partnership) as tx:
            by_moment: dict[object, list[CaseDisposed]] = {}
            for one in (ledger.replayed(tx, case).disposed for case in self._uncertified(tx) if case in cases):
                if one is not None:
                    by_moment.setdefault((one.at, one.by, one.text), []).append(one)
            for group in by_moment.values():
                at = self.desk.rules.days.local(self.clock.now())
                note = NoteDisposed(at, tuple(group), tuple(went), tuple(self._stays(schemas)))
                self.decisions.append(tx, BOOK, note)

    def _stays(self, schemas: Sequence[str]) -> Iterator[str]:
        """Give what holds it still, out of our reach."""
        if schemas:
            yield f"IT has to drop what was there before a restore: {phrases.listed(schemas)}."
        if not self.record.sqlite:
            yield "PostgreSQL’s log keeps it until it is reused, and an archive of that log until IT removes it."  # noqa: RUF001 - our letters' apostrophe
        made = self._newest_backup()
        newest = f", the newest of {phrases.moment(self.desk.rules.days.local(made))}," if made else ""
        yield f"Backups made before now{newest} hold it until they are removed by their own schedule, or by IT at once."
        yield "A mail provider may keep what was deleted for some weeks more."
        yield "The agencies, and your own mailbox, have the letters that went to them, by their own rules."

    def _newest_backup(self) -> datetime | None:
        made = self.last_backup()
        return made.made_at if made else None


def _shared(group: Sequence[Holding]) -> Iterator[holding.Shared]:
    for one in group:
        yield from one.shared


def _with(tx: Transaction, one: Holding, ordered: DisposalOrdered, command: DisposeCase) -> CaseDisposed:
    """Return the last entry of a case that goes with the one in which it went on."""
    counted = DisposeCase(command.at, len(one.mails), len(one.letters), one.entries)
    return disposing.all_that_is_left(ledger.replayed(tx, one.case), ordered, counted)
