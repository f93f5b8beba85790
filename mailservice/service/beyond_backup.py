"""What the mailbox has that the record does not know: after a restore, what came and what left since the backup.

Only headers are read, and nothing is moved.
"""

from dataclasses import dataclass
from datetime import date

from mailservice.mail.trust import signing
from mailservice.record import mails, outbox
from mailservice.record.database import Database, Transaction
from mailservice.transport.imap import INBOX, Mailbox


@dataclass(frozen=True)
class Beyond:
    """How many mails came that the record does not know, and how many letters of ours left.

    `unsent` of these letters it knows, and would send again.
    """

    mails: int
    letters: int
    unsent: int


def look(record: Database, partnership: str, mailbox: Mailbox, keys: signing.Keys, since: date) -> Beyond:
    """Look through every folder of the mailbox, from a day on; TryLater if it cannot be reached."""
    came, left = set[str](), set[str]()
    shelves = {INBOX, *mailbox.shelves()}
    for folder in mailbox.folders():
        named = {one.message_id for one in mailbox.scan(folder, since) if one.message_id}
        ours = {one for one in named if signing.letter_in([one], keys)}
        left |= ours
        came |= named - ours if folder in shelves else set()
    with record.read(partnership) as tx:
        letters = {signing.letter_in([one], keys) for one in left}
        unsent = sum(_is_unsent(tx, one) for one in letters)
        unknown = sum(outbox.case_of(tx, one) is None for one in letters)
        return Beyond(len(mails.unknown(tx, came)), unknown + unsent, unsent)


def _is_unsent(tx: Transaction, letter: str) -> bool:
    try:
        return outbox.get(tx, letter).status == "ordered"
    except KeyError:
        return False
