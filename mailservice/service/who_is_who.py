"""The directory while the service runs: its file is read each round, taken whole, or refused with every fault.

What was taken is in the record, by its digest, so that a restart on a faulty file goes on with it, and so that anybody can
see later who was who on a day. Start at `WhoIsWho.work`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from mailservice.cases.history.commands import NoteDirectoryFile
from mailservice.cases.history.events import DirectoryChosen, DirectoryRefused, DirectoryTaken
from mailservice.clock import Clock
from mailservice.directory import Directory
from mailservice.errors import UserError
from mailservice.record import contents, ledger, register
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.settings.directory_file import load_directory_bytes
from mailservice.settings.replacing import replace_file

# A file that is being saved may be half there: what is faulty is told once it has stood so long.
SETTLES = timedelta(seconds=2)

log = structlog.get_logger()


@dataclass
class WhoIsWho:
    """Keeps the desk's directory as its file has it, or as it last had it in order; `changed` is called after a change."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions
    changed: Callable[[], object]
    _looked_at: bytes | None = None
    _faulty: tuple[bytes, datetime] | None = None

    def waits(self) -> bool:
        """Tell whether the file says something that was neither taken nor refused yet."""
        return self.desk.directory_path is not None and _read(self.desk.directory_path) != self._looked_at

    def work(self) -> bool:
        """Read the file again, if it has changed; tell whether the directory is another now."""
        path = self.desk.directory_path
        if path is not None:
            self._write_chosen(path)
        data = _read(path) if path else None
        if path is None or data == self._looked_at:
            return False
        try:
            found = load_directory_bytes(data or b"", path, self.desk.rules.policy.places)
        except UserError as refused:
            self._refuse(data or b"", refused)
            return False
        self._take(data or b"", found)
        self._looked_at, self._faulty = data, None
        if found == self.desk.directory:
            return False
        self.desk.directory = found
        self.changed()
        log.info("the directory was taken", people=len(found.people), agencies=len(found.agencies))
        return True

    def _write_chosen(self, path: Path) -> None:
        """Write into the file what the office chose by mail, unless that is done; then it is taken like any other."""
        with self.record.read(self.desk.partnership) as tx:
            chosen = _unwritten(tx)
            data = contents.get(tx, chosen.digest) if chosen else None
        if data is None or _read(path) == data:
            return
        try:
            replace_file(path, data)
        except OSError as failure:
            remedy = f"it cannot be written ({failure.strerror}); whoever looks after the machine gives the service the right"
            self._tell(b"", (f"The directory that was confirmed by mail waits: {remedy}",))
        else:
            log.info("the directory was replaced by the one that the office confirmed by mail")

    def _take(self, data: bytes, found: Directory) -> None:
        """Keep what is taken, unless it is what was taken last."""
        with self.record.begin(self.desk.partnership) as tx:
            last = _last(tx)
            digest = register.keep(tx, data, "directory")
            if isinstance(last, DirectoryTaken) and last.digest == digest:
                return
            counted = (len(found.people), len(found.agencies))
            mended = isinstance(last, DirectoryRefused)
            # The office may have another address by now: it is told where it is now.
            self.desk.directory = found
            self.decisions.append(tx, BOOK, NoteDirectoryFile(self._now(), digest, (), *counted, mended))

    def _refuse(self, data: bytes, refused: UserError) -> None:
        """Tell the office of every fault, once for the same faults, when the file has stood so for a moment."""
        now = self.clock.now()
        if self._faulty is None or self._faulty[0] != data:
            self._faulty = (data, now)
        if now - self._faulty[1] < SETTLES:
            return
        # Where the file lies is for whoever looks after the machine; which line is at fault is for the office.
        faults = tuple(f"{one.key}: {one.remedy}" if one.key else one.remedy for one in refused.problems)
        self._tell(data, faults)
        self._looked_at = data
        log.warning("the directory has faults and was not taken", faults=len(faults))

    def _tell(self, data: bytes, faults: tuple[str, ...]) -> None:
        """Tell the office of faults, unless it was told of the same ones last."""
        with self.record.begin(self.desk.partnership) as tx:
            last = _last(tx)
            if not (isinstance(last, DirectoryRefused) and last.faults == faults):
                self.decisions.append(tx, BOOK, NoteDirectoryFile(self._now(), contents.digest_of(data), faults))

    def _now(self) -> datetime:
        return self.desk.rules.days.local(self.clock.now())


def _unwritten(tx: Transaction) -> DirectoryChosen | None:
    """Return what the office chose by mail and nothing has come of yet; None where there is none."""
    chosen = None
    for one in ledger.in_book(tx, (DirectoryTaken, DirectoryRefused, DirectoryChosen)):
        if isinstance(one, DirectoryChosen):
            chosen = one
        elif isinstance(one, DirectoryTaken) or (
            chosen and isinstance(one, DirectoryRefused) and one.digest == chosen.digest
        ):
            chosen = None
    return chosen


def _last(tx: Transaction) -> DirectoryTaken | DirectoryRefused | None:
    found = ledger.of_kinds(tx, BOOK, "DirectoryTaken", "DirectoryRefused")
    return found[-1] if found and isinstance(found[-1], DirectoryTaken | DirectoryRefused) else None


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
