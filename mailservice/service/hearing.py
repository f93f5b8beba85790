"""What a mail means to the cases: who wrote, what they say, which letter of ours they answer, which case it is on.

Start at `understand`. It looks things up in the record and decides nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Hear, Sender
from mailservice.cases.history.words import Verb
from mailservice.cases.people import deciders
from mailservice.mail import danger, trust
from mailservice.mail.grammar import reading, references, subjects
from mailservice.mail.grammar.claimed import claimed_start
from mailservice.mail.parse import Mail
from mailservice.mail.reply import pieces
from mailservice.record import ledger, lookup, outbox
from mailservice.record.database import Transaction
from mailservice.service.desk import Desk

# A reply's or a forward's subject, or one of our own: whoever answers did not write it.
_TAKEN_OVER = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:re|fwd?|aw|wg|tr|sv|vs|antw|atb)\s*[:\[]|.*\[\w+ \d{4}-\d{4}", re.IGNORECASE
)
# The cases that the Message-IDs which a mail answers belong to, where they belong to any.
Known = Mapping[str, set[int]]


@dataclass(frozen=True)
class Understood:
    """What a mail means: to a decision (`hear`), and the number of the case it is on, None if it is on none.

    `brings` are the Message-IDs that belong to its case with it: its own, and what it answers that is on no case yet.
    """

    hear: Hear
    case: int | None
    brings: tuple[str, ...]


def understand(tx: Transaction, desk: Desk, mail: Mail, identity: str, at: datetime) -> Understood:
    """Return what a mail means; `identity` is our id of it, `at` the mailbox's receipt."""
    hear = _heard(desk, mail, identity, at)
    known = lookup.cases_of_messages(tx, _thread(mail))
    brings = (mail.message_id, *(one for one in _thread(mail) if one not in known))
    written = _written_on(tx, desk, hear, mail, known)
    candidates = written or _by_child(tx, desk, hear)
    if len(candidates) != 1:
        return Understood(replace(hear, cases=len(candidates)), None, brings)
    (number,) = candidates
    # On a case the subject of a reply is not its sender's own.
    subject = " ".join(_attached(mail)) if _TAKEN_OVER.match(mail.subject) else hear.subject
    hear = replace(_answering(tx, hear, number), subject=subject, by_child=not written)
    return Understood(hear, number, brings)


def _heard(desk: Desk, mail: Mail, identity: str, at: datetime) -> Hear:
    """Return who wrote what to whom, as far as the mail itself tells."""
    sender = trust.identify(mail, desk.directory)
    ours = mail.sender.address.lower() == desk.address.lower()
    kind = "auto-reply" if ours else mail.kind
    if kind == "message" and (mail.unreadable or not mail.sender.address):
        kind = "unclear"  # no text, or nobody to answer: a person must read it
    words = pieces.own_words(mail)
    here = desk.rules.days.local(at)
    human = kind == "message"
    arranges = sender.office or any(one.id == sender.person for one in desk.directory.officers)
    new = not mail.in_reply_to and not subjects.is_reply(mail.subject)
    read = reading.Reading()
    if human:
        read = pieces.hear(words, today=here.date(), office=arranges, subject=mail.subject, new=new)
    policy = desk.rules.policy
    named = f"{mail.subject}\n{words.own}"
    return Hear(
        at=here,
        mail=identity,
        message_id=mail.message_id,
        sender=sender,
        to=tuple(trust.addressee(one, desk.directory) for one in mail.to),
        copied=tuple(trust.addressee(one, desk.directory) for one in mail.cc),
        kind=kind,
        said=read.said,
        unclear=read.unclear,
        own_words=words.own,
        child_references=references.child_references(named, policy.reference.child) if human else (),
        case_reference=references.case_reference(f"{mail.subject}\n{mail.text}", policy.reference.prefix),
        answers=trust.letter_in(_answered(mail), desk.signing_key),
        subject=_named_in(mail) if human else "",
        claimed_start=claimed_start(words.own, here.date()) if human else None,
        away_until=mail.absence.until if mail.absence else None,
        stand_in=mail.absence.deputy.address if mail.absence and mail.absence.deputy else "",
        danger=danger.phrases(words.for_attention) if human else (),
        attachments=tuple(_attached(mail)),
        answer=read.answer,
        to_us=read.to_us,
    )


def _named_in(mail: Mail) -> str:
    """Return the words beside the text in which a matter may be named: the subject, and the names of what hangs on it."""
    return " ".join([mail.subject, *_attached(mail)])


def _attached(mail: Mail) -> list[str]:
    return [one.filename for one in mail.attachments if one.filename]


def _written_on(tx: Transaction, desk: Desk, hear: Hear, mail: Mail, known: Known) -> set[int]:
    """Return the case a mail is written on, by the first sign that names any (rules, section 2); two are asked about.

    Of what it answers the nearest counts: a thread may have begun on another case. A written reference counts only from a
    party, in the subject from a party's line manager too, and the one that a JOIN names is no sign.
    """
    found, ours = _by_thread(tx, desk, mail, known)
    joins = {said.reference for said in hear.said if said.verb is Verb.JOIN}
    if ours or not hear.case_reference or (found and hear.case_reference in joins):
        return found
    written = lookup.case_by_reference(tx, hear.case_reference)
    if written is None or not _may_name(tx, desk, written, hear, mail):
        return found
    return {goes_on_in(tx, written), *found}


def _may_name(tx: Transaction, desk: Desk, written: int, hear: Hear, mail: Mail) -> bool:
    """Tell whether a case's reference counts in a mail: whose word it is, and for a line manager where it stands."""
    if hear.sender.office or _takes_part(tx, desk, written, hear.sender):
        return True
    in_subject = references.case_reference(mail.subject, desk.rules.policy.reference.prefix)
    if hear.kind != "message" or not in_subject:
        return False
    return _manages(desk, ledger.replayed(tx, goes_on_in(tx, written)), hear.sender)


def _by_thread(tx: Transaction, desk: Desk, mail: Mail, known: Known) -> tuple[set[int], bool]:
    """Return the cases of the nearest thing it answers that we know, and whether that is a letter of ours."""
    for sign in _answered(mail):
        letter = trust.letter_in([sign], desk.signing_key)
        case = letters_case(tx, letter) if letter else None
        if case is not None:
            return {goes_on_in(tx, case)}, True
        if known.get(sign):
            return {goes_on_in(tx, one) for one in known[sign]}, False
    return set(), False


def _by_child(tx: Transaction, desk: Desk, hear: Hear) -> set[int]:
    agencies = {hear.sender.agency, *(one.agency for one in hear.to if one.agency)}
    found = {case for child in hear.child_references for case in lookup.open_cases_by_child(tx, child)}
    mine = [case for case in found if _takes_part(tx, desk, case, hear.sender)]
    return {case for case in mine if agencies <= set(ledger.replayed(tx, case).agencies)}


def _takes_part(tx: Transaction, desk: Desk, case: int, sender: Sender) -> bool:
    """Tell whether somebody takes part in a case, whichever of their addresses they write from."""
    person = desk.directory.person(sender.person)
    own = (sender.address, *((person.address, *person.aliases) if person else ()))
    return any(lookup.is_party(tx, case, address) for address in own)


def _manages(desk: Desk, case: Case, sender: Sender) -> bool:
    """Tell whether somebody is the line manager of one who takes part for the same side, as the directory has it.

    Not where no manager is written to for being next in line: it may be the very one disagreed with, who must not learn of
    the case by trying references (rules 13 and 16).
    """
    if not sender.person or sender.agency not in case.agencies or deciders.apart(case):
        return False
    side = [one for one in case.taking_part if one.agency == sender.agency]
    known = (desk.directory.person(one.person) or desk.directory.person_at(one.address) for one in side)
    return any(one is not None and one.manager == sender.person for one in known)


def _answering(tx: Transaction, hear: Hear, number: int) -> Hear:
    """Return the mail with the letter it answers, if that is of this case, or of one that goes on in it."""
    case = letters_case(tx, hear.answers) if hear.answers else None
    if case is None or case == number:
        return hear
    if goes_on_in(tx, case) != number:
        return replace(hear, answers="")
    return replace(hear, elsewhere=outbox.get(tx, hear.answers).order.at)


def goes_on_in(tx: Transaction, case: int) -> int:
    """Return the case in which a joined case goes on; any other case itself."""
    while lookup.case(tx, case).status == "joined":
        into = lookup.case_by_reference(tx, ledger.replayed(tx, case).joined_to)
        if into is None:
            break
        case = into
    return case


def letters_case(tx: Transaction, letter: str) -> int | None:
    """Return the case of a letter of ours; None for the office's own book."""
    return outbox.case_of(tx, letter) or None


def _thread(mail: Mail) -> list[str]:
    """Return the Message-IDs that a mail answers."""
    return [one for one in (mail.in_reply_to, *mail.references) if one]


def _answered(mail: Mail) -> Iterable[str]:
    """Return where an answer names our letter: the token's address, then References and In-Reply-To, newest first."""
    return (*mail.recipients, mail.in_reply_to, *reversed(mail.references))
