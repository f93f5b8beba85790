"""What a mail means to the cases: who wrote, what they say, which letter of ours they answer, which case it is on.

Start at `understand`. It looks things up in the record and decides nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from mailservice.cases.case import replay
from mailservice.cases.commands import Hear
from mailservice.desk import Desk
from mailservice.mail import grammar, references, reply, trust
from mailservice.mail.claimed import claimed_start
from mailservice.mail.parse import Mail
from mailservice.record import ledger, lookup, outbox
from mailservice.record.database import Transaction

# A reply's or a forward's subject, or one of our own: whoever answers did not write it.
_TAKEN_OVER = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:re|fwd?|aw|wg|tr|sv|vs|antw|atb)\s*[:\[]|.*\[\w+ \d{4}-\d{4}", re.IGNORECASE
)


def understand(tx: Transaction, desk: Desk, mail: Mail, identity: str, at: datetime) -> tuple[Hear, int | None]:
    """Return what a decision may use of a mail, and the number of the case it belongs to, None if it is on none."""
    sender = trust.identify(mail, desk.directory)
    ours = mail.sender.address.lower() == desk.address.lower()
    kind = "auto-reply" if ours else mail.kind
    if kind == "message" and (mail.unreadable or not mail.sender.address):
        kind = "unclear"  # no text, or nobody to answer: a person must read it
    words = reply.own_words(mail)
    here = desk.rules.days.local(at)
    human = kind == "message"
    arranges = sender.office or any(one.id == sender.person for one in desk.directory.officers)
    reading = reply.hear(words, today=here.date(), office=arranges) if human else grammar.Reading()
    policy = desk.rules.policy
    named = f"{mail.subject}\n{words.own}"
    answered = trust.letter_in(_answered(mail), desk.signing_key)
    hear = Hear(
        at=here,
        mail=identity,
        message_id=mail.message_id,
        sender=sender,
        to=tuple(trust.addressee(one, desk.directory) for one in mail.to),
        copied=tuple(trust.addressee(one, desk.directory) for one in mail.cc),
        kind=kind,
        said=reading.said,
        unclear=reading.unclear,
        own_words=words.own,
        child_references=references.child_references(named, policy.reference.child) if human else (),
        case_reference=references.case_reference(f"{mail.subject}\n{mail.text}", policy.reference.prefix),
        answers=answered,
        subject=_named_in(mail) if human else "",
        claimed_start=claimed_start(words.own, here.date()) if human else None,
        away_until=mail.absence.until if mail.absence else None,
        stand_in=mail.absence.deputy.address if mail.absence and mail.absence.deputy else "",
    )
    candidates = _cases_for(tx, hear, mail)
    if len(candidates) > 1:
        return replace(hear, cases=len(candidates)), None
    number = next(iter(candidates), None)
    # On a case the subject of a reply is not its sender's own.
    taken_over = number is not None and _TAKEN_OVER.match(mail.subject)
    return replace(hear, subject=" ".join(_attached(mail))) if taken_over else hear, number


def _named_in(mail: Mail) -> str:
    """Return the words beside the text in which a matter may be named: the subject, and the names of what hangs on it."""
    return " ".join([mail.subject, *_attached(mail)])


def _attached(mail: Mail) -> list[str]:
    return [one.filename for one in mail.attachments if one.filename]


def _cases_for(tx: Transaction, hear: Hear, mail: Mail) -> set[int]:
    """Return the case a mail belongs to, by the first sign that names any (rules, section 2); two are asked about.

    A written reference and a child's reference count only from a party.
    """
    answered = letters_case(tx, hear.answers) if hear.answers else None
    if answered is not None:
        return {answered}
    found = lookup.cases_by_message_ids(tx, thread(mail)[1:])
    written = lookup.case_by_reference(tx, hear.case_reference) if hear.case_reference else None
    if written is not None and (hear.sender.office or lookup.is_party(tx, written, hear.sender.address)):
        return {written} if not found or written in found else {written, *found}
    return found or _by_child(tx, hear)


def _by_child(tx: Transaction, hear: Hear) -> set[int]:
    agencies = {hear.sender.agency, *(one.agency for one in hear.to if one.agency)}
    found = {case for child in hear.child_references for case in lookup.open_cases_by_child(tx, child)}
    mine = [case for case in found if lookup.is_party(tx, case, hear.sender.address)]
    return {case for case in mine if agencies <= set(replay(ledger.events(tx, case)).agencies)}


def letters_case(tx: Transaction, letter: str) -> int | None:
    """Return the case of a letter of ours; None for the office's own book."""
    return outbox.case_of(tx, letter) or None


def thread(mail: Mail) -> list[str]:
    """Return the Message-IDs a mail names: its own first, then what it answers."""
    return [one for one in (mail.message_id, mail.in_reply_to, *mail.references) if one]


def _answered(mail: Mail) -> Iterable[str]:
    """Return where an answer names our letter: the token's address, then References and In-Reply-To, newest first."""
    return (*mail.recipients, mail.in_reply_to, *reversed(mail.references))
