"""The last step: a settled mail moves to its folder, and a letter that was sent is put beside it, each once.

Start at `Filing.work`. What the mailbox refuses (it is full, or may only be read) holds up nothing else: that one rests, the
others go on, and it is told as a trouble until all of it is filed.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from mailservice.clock import Clock
from mailservice.errors import TryLater
from mailservice.record import contents, mails, outbox
from mailservice.record.database import Database
from mailservice.service import copies
from mailservice.service.desk import Desk
from mailservice.service.folders import held_folders, letter_folder
from mailservice.service.sending import LEASE_SECONDS
from mailservice.service.watch.troubles import Troubles
from mailservice.transport.diagnosis import FILING
from mailservice.transport.imap import Mailbox

TROUBLE = "filing"
# What each refusal is called in a letter to the office: "In the mailbox …".
ABOUT: Mapping[str, str] = {
    "quota": "there is no room left",
    "read-only": "we may only read",
    "in use": "another program holds a folder",
    "no move": "nothing can be moved from one folder to another",
    "folder": "we may not make a folder",
    "no": "something that we file is refused",
}
# It is tried again within a minute of the cure; of many that rest for one reason only some are tried, until one goes.
REST = timedelta(seconds=30)
MOST_TRIED = 5
BATCH = 100
LONGEST = 240  # characters of a reason

log = structlog.get_logger()


@dataclass
class Filing:
    """Files mails and letters where `folders` says; TryLater if the mailbox cannot be reached."""

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    troubles: Troubles
    _resting: dict[int | str, tuple[str, datetime]] = field(default_factory=dict)

    def waits(self) -> list[int | str]:
        """Return what can be filed now: mails that are settled and not moved, and letters that were sent and not filed."""
        now = self.clock.now()
        return [one for one in self._unfiled() if one not in self._resting or self._resting[one][1] <= now]

    def work(self) -> int:
        """File what waits; return how many."""
        done, refused, busy = 0, Counter[str](), 0
        for one in self.waits():
            why = self._resting.get(one, ("",))[0]
            if why and refused[why] >= MOST_TRIED and not done:
                self._rest(one, why)
                continue
            try:
                filed = self._move(one) if isinstance(one, int) else self._add(one)
            except TryLater as fault:
                if fault.kind not in FILING:
                    raise
                refused[fault.kind] += 1
                self._refused(one, fault)
            else:
                self._resting.pop(one, None)
                done, busy = done + filed, busy + (not filed)
        if not busy:
            self._told_over()
        return done

    def _unfiled(self) -> list[int | str]:
        most = BATCH + len(self._resting)  # those that rest do not keep the others out
        with self.record.read(self.desk.partnership) as tx:
            return [*mails.to_file(tx, most), *outbox.to_file(tx, most)]

    def _refused(self, one: int | str, fault: TryLater) -> None:
        self._rest(one, fault.kind)
        if isinstance(one, str):  # nobody is at it any more
            with self.record.begin(self.desk.partnership) as tx:
                outbox.postpone(tx, one, self.clock.now(), "")
        log.warning("the mailbox refuses to file something", one=one, why=fault.kind)
        self.troubles.note(TROUBLE, str(fault)[:LONGEST], ABOUT[fault.kind])

    def _rest(self, one: int | str, why: str) -> None:
        self._resting[one] = (why, self.clock.now() + REST)

    def _told_over(self) -> None:
        """Keep that a refusal is over of which nothing rests any more."""
        unfiled = set(self._unfiled()) if self._resting else set()
        self._resting = {one: why for one, why in self._resting.items() if one in unfiled}
        standing = {why for why, _ in self._resting.values()}
        for kind, about in ABOUT.items():
            if kind not in standing:
                self.troubles.over(TROUBLE, about)

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
        if mails.has_no_name(stored.message_id):
            return self._bring_nameless(place, stored)
        named = f"<{stored.message_id}>"
        if place == stored.folder:
            return bool(self.mailbox.find(place, named))
        return self.mailbox.move_between(place, named, stored.folder)

    def _bring_nameless(self, place: str, stored: mails.StoredMail) -> bool:
        with self.record.read(self.desk.partnership) as tx:
            raw = contents.get(tx, stored.digest)
        found = copies.lying(self.mailbox, place, self.mailbox.scan(place), [raw] if raw else [])
        return bool(found) and (place == stored.folder or self.mailbox.move_message(place, found[0], stored.folder))

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
