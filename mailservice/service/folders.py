"""Where everything lies in the mailbox: a case has a folder of its own, and what is on no case lies by what became of it."""

import re
from collections.abc import Sequence

from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import Event, MailHeard
from mailservice.cases.opening import confidential
from mailservice.mail.grammar import references
from mailservice.record import lookup
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.record.mails import StoredMail
from mailservice.record.outbox import Outgoing

_MAIL = re.compile(r"m\d{1,18}")
CONFIDENTIAL = "Confidential"
HELD = "Held"
DUPLICATES = "Duplicates"
AUTOMATIC = "Automatic"
OTHER = "Other"
CASES = "Escalations/"
# What the record leaves with the mailbox lies below it, and what was laid aside: nobody's mail is looked for there.
RECORD = "Record/"
# Where that lies which the seals of a record laid down that was lost, once another goes on.
BEFORE, CONFIDENTIAL_BEFORE = f"{RECORD}Before", f"{CONFIDENTIAL}/Before"
_CASE = re.compile(r"Escalations/20\d\d/([A-Z0-9]{1,12}) (20\d\d)-(\d{4,6})")


def case_folder(reference: str) -> str:
    """Return the mailbox folder of a case: by year and reference, without the check letter."""
    bare = reference.rpartition("-")[0]
    return f"{CASES}{bare.split()[1].split('-')[0]}/{bare}"


def reference_in(folder: str, prefix: str) -> str:
    """Return the whole reference of the case that a folder is of; empty where it is no case's, or another policy's."""
    found = _CASE.fullmatch(folder)
    if found is None or found[1] != prefix.upper():
        return ""
    return references.make_case_reference(prefix, int(found[2]), int(found[3]))


def reference_of(folder: str) -> str:
    """Return the whole reference of the case that a folder is of, whichever policy's; empty where it is no case's."""
    found = _CASE.fullmatch(folder)
    return references.make_case_reference(found[1], int(found[2]), int(found[3])) if found else ""


def numbers_in(folder: str) -> tuple[int, int] | None:
    """Return the year and the number of the case that a folder is of; None where it is no case's."""
    found = _CASE.fullmatch(folder)
    return (int(found[2]), int(found[3])) if found else None


def is_ours(folder: str) -> bool:
    """Tell whether the service itself puts mails or letters into a folder."""
    return folder in (CONFIDENTIAL, HELD, DUPLICATES, AUTOMATIC, OTHER) or folder.startswith(CASES)


def mail_folder(tx: Transaction, number: int, outcome: str, hear: Hear, events: Sequence[Event]) -> str:
    """Return the folder of a mail, by what was decided on it and where: its case's, or one that says why it has none."""
    if any(isinstance(one, MailHeard) and one.why == confidential.HELD for one in events):
        return CONFIDENTIAL
    if outcome == "held" and (number != BOOK or hear.kind != "message" or not hear.sender.known):
        return HELD
    if number != BOOK:
        return case_folder(lookup.case(tx, number).reference)
    return AUTOMATIC if outcome == "automatic" else OTHER


def held_folders(tx: Transaction, stored: StoredMail) -> tuple[str, ...]:
    """Return where a mail may lie that has left the INBOX before: what was held in confidence lies nowhere else."""
    if stored.folder == CONFIDENTIAL:
        return ()
    case = (case_folder(lookup.case(tx, stored.case).reference),) if stored.case else ()
    return (CONFIDENTIAL, HELD, OTHER, *case)


def letter_folder(tx: Transaction, letter: Outgoing) -> str:
    """Return the folder of a letter that was sent: its case's; in the office's book, beside the mail it is about."""
    if letter.case != BOOK:
        return case_folder(lookup.case(tx, letter.case).reference)
    # In the office's own book a letter about a mail is about one held in confidence.
    return CONFIDENTIAL if _MAIL.fullmatch(letter.order.about) else OTHER
