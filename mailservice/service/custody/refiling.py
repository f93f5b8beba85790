"""The mailbox's folders from the record: what is missing or was changed is laid back as it was kept. Start at `Refiling.step`.

Nothing is destroyed and nothing sent: a changed copy, or one too many, moves to a folder of the record's own. It may be broken
off and begun again: each message is put right by itself, and what is right is left alone.
"""

from dataclasses import dataclass, field

from mailservice.record import contents
from mailservice.record.database import Database, Transaction
from mailservice.service.custody import sealed
from mailservice.service.custody.findings import Finding, Item
from mailservice.service.custody.sealed import Sealed
from mailservice.service.desk import Desk
from mailservice.service.folders import RECORD
from mailservice.transport.imap import Mailbox

ALTERED, COPIES = f"{RECORD}Altered", f"{RECORD}Copies"


@dataclass
class Refiling:
    """Puts right what a stocktaking found; TryLater where the mailbox cannot be reached, and then the same step again goes on."""

    record: Database
    mailbox: Mailbox
    desk: Desk
    left: list[Finding]
    restored: int = 0
    aside: int = 0
    moved: int = 0
    # What cannot be put right, since the record has no whole copy of it.
    without: list[Finding] = field(default_factory=list)
    _sealed: Sealed | None = None

    def step(self) -> bool:
        """Put one message right; False once nothing is left."""
        if not self.left:
            return False
        self._mend(self.left[0])
        self.left.pop(0)
        return True

    def _mend(self, one: Finding) -> None:
        if one.kind == "elsewhere":
            self.moved += self.mailbox.move_from(one.folder, one.uid, one.item.folder)
        elif one.kind in ("doubled", "altered copy"):
            self.aside += self._lay_aside(one)
        elif one.kind in ("missing", "altered", "dated"):
            self._lay_back(one)
        elif one.kind == "unsure":
            self.without.append(one)

    def _lay_back(self, one: Finding) -> None:
        with self.record.read(self.desk.partnership) as tx:
            raw = self._as_it_was(tx, one.item)
        if raw is None:
            self.without.append(one)
            return
        self.mailbox.append(one.item.folder, raw, one.item.at)
        self.restored += 1
        if one.uid:
            self.aside += self._lay_aside(one)

    def _as_it_was(self, tx: Transaction, item: Item) -> bytes | None:
        """Return the bytes of an item; None where the record has no whole copy."""
        if item.seal:
            self._sealed = self._sealed or sealed.sealed(tx, self.desk)
            made = self._sealed.made(tx, item.name)
            return made.message(self.desk) if made else None
        return contents.whole(tx, item.digest)

    def _lay_aside(self, one: Finding) -> bool:
        return self.mailbox.move_from(one.folder, one.uid, COPIES if one.kind == "doubled" else ALTERED)
