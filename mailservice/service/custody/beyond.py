"""What the mailbox has that the record does not know: letters of ours, and mails that we filed. Start at `beyond`.

Looked for by headers alone, in the folders that the service itself files into. A letter that was not filed any more may lie where
the provider keeps what was sent.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from mailservice.cases.history.events import RecordAdopted
from mailservice.mail.trust import signing
from mailservice.record import found, ledger, lookup, mails, outbox, troubles
from mailservice.record.database import Database, Transaction
from mailservice.record.keys import message_key
from mailservice.service.desk import Desk
from mailservice.service.folders import CASES, is_ours
from mailservice.transport.imap import Entry, Mailbox

ANOTHER, NEVER = "another record", ""
_A_DAY = timedelta(days=1)
_BATCH = 500
# The form of our Message-IDs, whatever key signed it.
_OUR_FORM = re.compile(r"<[a-z0-9]{8,40}\.[a-z2-7]{16}@([^<>\s]{1,250})>")


@dataclass(frozen=True)
class Lying:
    """A message as it lies in a folder; `letter` is the id of a letter of ours, empty for any other."""

    folder: str
    entry: Entry
    letter: str = ""


@dataclass(frozen=True)
class Beyond:
    """What the record does not know, the oldest first; `letters_seen` counts the letters of ours that it does know, too."""

    letters: tuple[Lying, ...] = ()
    mails: tuple[Lying, ...] = ()
    letters_seen: int = 0

    @property
    def on_cases(self) -> bool:
        """Whether any of it lies in a case's folder."""
        return any(one.folder.startswith(CASES) for one in (*self.letters, *self.mails))

    @property
    def newest(self) -> datetime | None:
        """When the newest of it came."""
        return max((one.entry.internal_date for one in (*self.letters, *self.mails)), default=None)


def known_until(tx: Transaction, now: datetime) -> datetime | None:
    """Return from when on the mailbox may have more than the record; None where that is empty, and may know nothing.

    What was recorded since the service began to wait is no history: it decided nothing.
    """
    if not mails.any_settled(tx) and not lookup.counts(tx):
        return None
    waits = troubles.standing(tx, ANOTHER)
    newest = ledger.newest(tx, waits[0].since if waits else now + _A_DAY)
    return newest - _A_DAY if newest else None


def beyond(record: Database, mailbox: Mailbox, desk: Desk, since: datetime | None) -> Beyond:
    """Look through our folders for what came since then, or ever; TryLater if the mailbox cannot be reached."""
    letters, lost_mails, seen = list[Lying](), list[Lying](), 0
    lying = _lying(mailbox, desk, since)
    while batch := tuple(islice(lying, _BATCH)):
        with record.read(desk.partnership) as tx:
            lost = mails.unknown(tx, [one.entry.message_id for one in batch if not one.letter])
            mine = [one for one in batch if one.letter]
            seen += len(mine)
            letters += unknown(tx, mine)
            lost_mails += [one for one in batch if not one.letter and _is_lost(tx, one, lost, desk)]
    once = {one.letter: one for one in reversed(letters)}  # where it was filed too, it is taken from there
    return Beyond(_by_age(once.values()), _by_age(lost_mails), seen)


def unknown(tx: Transaction, letters: Sequence[Lying]) -> list[Lying]:
    """Return those letters of ours, as they lie in our folders, of which the record does not know that they left."""
    known, taken = outbox.known(tx, [one.letter for one in letters]), _taken_over(tx, letters)
    # A letter is filed once it is known to have left: one that still waits to leave is from after this record. The provider's own
    # copy is there before that is known.
    new = (
        one
        for one in letters
        if known.get(one.letter, NEVER) in ((NEVER, "ordered") if is_ours(one.folder) else (NEVER,))
    )
    return [one for one in new if message_key(one.entry.message_id) not in taken]


def _taken_over(tx: Transaction, letters: Iterable[Lying]) -> set[str]:
    """Return those letters, as keys, that were taken over when the record was adopted; adopting may have been broken off."""
    adopted = [one.at for one in ledger.in_book(tx, (RecordAdopted,))]
    return found.known(tx, [one.entry.message_id for one in letters], adopted[-1]) if adopted else set()


def _lying(mailbox: Mailbox, desk: Desk, since: datetime | None) -> Iterator[Lying]:
    for folder in (one for one in mailbox.folders() if is_ours(one)):
        for entry in mailbox.scan(folder, since.date() - _A_DAY if since else None):
            if since is None or entry.internal_date >= since:
                yield Lying(folder, entry, signing.letter_in([entry.message_id], desk.signing_keys))
    for folder in mailbox.sent():
        for entry in mailbox.scan(folder, since.date() - _A_DAY if since else None):
            letter = signing.letter_in([entry.message_id], desk.signing_keys)
            if letter and (since is None or entry.internal_date >= since):
                yield Lying(folder, entry, letter)


def _is_lost(tx: Transaction, one: Lying, lost: set[str], desk: Desk) -> bool:
    if not one.entry.message_id:
        return not mails.came_at(tx, one.entry.internal_date)
    ours = _OUR_FORM.fullmatch(one.entry.message_id.lower())
    return one.entry.message_id in lost and not (ours and ours[1] == desk.domain.lower())


def _by_age(lying: Iterable[Lying]) -> tuple[Lying, ...]:
    return tuple(sorted(lying, key=lambda one: (one.entry.internal_date, one.folder, one.entry.uid)))
