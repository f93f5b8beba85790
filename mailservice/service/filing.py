"""The last step: a settled mail moves to its folder, and a letter that was sent is put beside it, each once."""

from dataclasses import dataclass

import structlog

from mailservice.clock import Clock
from mailservice.record import contents, mails, outbox
from mailservice.record.database import Database
from mailservice.service.desk import Desk
from mailservice.service.folders import held_folders, letter_folder
from mailservice.service.sending import LEASE_SECONDS
from mailservice.transport.imap import Mailbox

log = structlog.get_logger()


@dataclass
class Filing:
    """Files mails and letters where `folders` says; TryLater if the mailbox cannot be reached."""

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk

    def waits(self) -> list[int | str]:
        """Return the mails that are settled and not yet moved, and the letters that were sent and are not yet filed."""
        with self.record.read(self.desk.partnership) as tx:
            return [*mails.to_file(tx), *outbox.to_file(tx)]

    def work(self) -> int:
        """File what waits; return how many."""
        return sum(self._move(one) if isinstance(one, int) else self._add(one) for one in self.waits())

    def _move(self, mail: int) -> bool:
        with self.record.read(self.desk.partnership) as tx:
            stored = mails.get(tx, mail)
            lay = held_folders(tx, stored)
        if stored.uidvalidity != self.mailbox.uidvalidity():
            return False
        moved = self.mailbox.move(stored.uid, stored.folder)
        if not moved:  # it was held, and was let go; or the office took back what it did
            moved = any(self._bring(place, stored) for place in lay)
        if not moved:
            log.warning("a mail had left the INBOX before it was filed", mail=mail)
        with self.record.begin(self.desk.partnership) as tx:
            mails.filed(tx, mail, stored.folder, self.clock.now())
        return True

    def _bring(self, place: str, stored: mails.StoredMail) -> bool:
        """Bring a mail from a folder where it may lie to its own; False if it is not there."""
        named = f"<{stored.message_id}>"
        if place == stored.folder:
            return bool(self.mailbox.find(place, named))
        return self.mailbox.move_between(place, named, stored.folder)

    def _add(self, letter: str) -> bool:
        """Put a letter into its folder; False where another is at it."""
        with self.record.begin(self.desk.partnership) as tx:
            if not outbox.claim_filing(tx, letter, self.clock.now(), LEASE_SECONDS):
                return False
            out = outbox.get(tx, letter)
            raw = contents.get(tx, out.rendered)
            folder = letter_folder(tx, out)
        if raw is not None and not self.mailbox.find(folder, out.message_id):
            self.mailbox.append(folder, raw, self.clock.now())
        with self.record.begin(self.desk.partnership) as tx:
            outbox.filed(tx, letter, self.clock.now())
        return True
