"""Which case a mail is on, by what it answers, by a reference written in it, or by its child; and what it brings to it.

Start at `understand`. It looks things up in the record and decides nothing.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Hear, Proof, Sender
from mailservice.cases.history.events import CaseDisposed, HistoryLost
from mailservice.cases.history.words import Verb
from mailservice.cases.people import deciders
from mailservice.mail.grammar import references, subjects
from mailservice.mail.parse import Mail
from mailservice.mail.trust import signing
from mailservice.record import found, ledger, lookup, outbox
from mailservice.record.database import Transaction
from mailservice.service import folders
from mailservice.service.desk import Desk
from mailservice.service.hearing import Read, answered

# A reply's or a forward's subject, or one of our own: whoever answers did not write it.
_OF_OURS = re.compile(r".*\[\w+ \d{4}-\d{4}")
_LOST = "It answers a letter of ours that was signed with a key we no longer have."
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


def understand(tx: Transaction, desk: Desk, read: Read) -> Understood:
    """Return what a mail that was read means to the cases that are in the record."""
    mail, hear = read.mail, _taken_over(tx, read.hear)
    known = lookup.cases_of_messages(tx, _thread(mail))
    brings = (mail.message_id, *(one for one in _thread(mail) if one not in known))
    written = _written_on(tx, desk, hear, mail, known)
    candidates = written or _by_child(tx, desk, hear)
    lost = None if hear.sender.office else _lost(tx, hear, candidates)
    if lost is not None:
        return Understood(replace(hear, lost=lost), None, brings)
    if len(candidates) != 1:
        return Understood(replace(hear, cases=len(candidates), gone=_gone(tx, hear)), None, brings)
    (number,) = candidates
    # On a case the subject of a reply is not its sender's own.
    subject = (
        " ".join(hear.attachments) if subjects.is_reply(mail.subject) or _OF_OURS.match(mail.subject) else hear.subject
    )
    hear = _answering(tx, _by_a_lost_key(tx, hear, mail, number), number)
    hear = replace(hear, subject=subject, by_child=not written)
    return Understood(hear, number, brings)


def _gone(tx: Transaction, hear: Hear) -> CaseDisposed | None:
    """Return what is left of the case that a mail names by its reference, where that was disposed of."""
    number = lookup.disposed(tx, hear.case_reference) if hear.case_reference else None
    return ledger.replayed(tx, number).disposed if number is not None else None


def _lost(tx: Transaction, hear: Hear, candidates: Collection[int]) -> HistoryLost | None:
    """Return what is left of the case that a mail is on, or names, where its history is lost; the office alone acts there."""
    named = lookup.case_by_reference(tx, hear.case_reference) if hear.case_reference and not candidates else None
    every = [*candidates] if named is None else [goes_on_in(tx, named)]
    given_up = [one for one in every if lookup.case(tx, one).ending == "given-up"]
    return ledger.replayed(tx, given_up[0]).lost if given_up and len(given_up) == len(every) else None


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
    if _keeps(tx, desk, written, hear.sender) or _takes_part(tx, desk, written, hear.sender):
        return True
    if any(one.id == hear.sender.person for one in desk.directory.officers):
        return _was_written_to(ledger.replayed(tx, goes_on_in(tx, written)), hear.sender)
    in_subject = references.case_reference(mail.subject, desk.rules.policy.reference.prefix)
    if hear.kind != "message" or not in_subject:
        return False
    return _manages(desk, ledger.replayed(tx, goes_on_in(tx, written)), hear.sender)


def _by_thread(tx: Transaction, desk: Desk, mail: Mail, known: Known) -> tuple[set[int], bool]:
    """Return the cases of the nearest thing it answers that we know, and whether that is a letter of ours."""
    for sign in answered(mail):
        letter = signing.letter_in([sign], desk.signing_keys)
        case = (letters_case(tx, letter) or _case_before(tx, desk, letter)) if letter else None
        if case is not None:
            return {goes_on_in(tx, case)}, True
        if known.get(sign):
            return {goes_on_in(tx, one) for one in known[sign]}, False
    return set(), False


def _by_child(tx: Transaction, desk: Desk, hear: Hear) -> set[int]:
    agencies = {one for one in (hear.sender.agency, *(one.agency for one in hear.to)) if one}
    found = {case for child in hear.child_references for case in lookup.open_cases_by_child(tx, child)}
    mine = [case for case in found if _takes_part(tx, desk, case, hear.sender)]
    return {case for case in mine if agencies <= _known_as(desk, ledger.replayed(tx, case))}


def _known_as(desk: Desk, case: Case) -> set[str]:
    """Return the ids under which a case knows its agencies, and those that they have by now."""
    now = (desk.directory.agency(one) for one in case.agencies)
    return {*case.agencies, *(one.id for one in now if one is not None)}


def _keeps(tx: Transaction, desk: Desk, case: int, sender: Sender) -> bool:
    """Tell whether somebody holds the office that keeps a case."""
    if not (sender.office and desk.directory.boards):
        return sender.office
    board = ledger.replayed(tx, goes_on_in(tx, case)).board
    return desk.directory.of_board(board).office.has_address(sender.address)


def _takes_part(tx: Transaction, desk: Desk, case: int, sender: Sender) -> bool:
    """Tell whether somebody takes part in a case, whichever of their addresses they write from."""
    person = desk.directory.person(sender.person)
    own = (sender.address, *((person.address, *person.aliases) if person else ()))
    return any(lookup.is_party(tx, case, address) for address in own)


def _was_written_to(case: Case, officer: Sender) -> bool:
    """Tell whether an officer of the directory, who is of no side, has had a letter of the case."""
    return any(one.to.person == officer.person for one in case.letters.values() if one.state != "withheld")


def _manages(desk: Desk, case: Case, sender: Sender) -> bool:
    """Tell whether somebody is the line manager, or the secretary, of one who takes part for the same side, by the directory.

    Not where no manager is written to for being next in line: it may be the very one disagreed with, who must not learn of
    the case by trying references (rules 13 and 16).
    """
    who, agency = desk.directory.person(sender.person), desk.directory.agency(sender.agency)
    if who is None or agency is None or deciders.apart(case):
        return False
    side = [one for one in case.taking_part if one.agency in agency.ids]
    known = [desk.directory.person(one.person) or desk.directory.person_at(one.address) for one in side]
    return any(one is not None and (one.manager == who.id or who.assistant_of == one.id) for one in known)


def _answering(tx: Transaction, hear: Hear, number: int) -> Hear:
    """Return the mail with the letter it answers, if that is of this case, or of one that goes on in it."""
    case = letters_case(tx, hear.answers) if hear.answers else None
    if case is None or case == number:
        return hear
    if goes_on_in(tx, case) != number:
        return replace(hear, answers="")
    return replace(hear, elsewhere=outbox.get(tx, hear.answers).order.at)


def _by_a_lost_key(tx: Transaction, hear: Hear, mail: Mail, number: int) -> Hear:
    """Return a mail with the letter that it answers by our Message-ID, though none of our keys signed that: not proof enough."""
    letter = "" if hear.answers or not mail.in_reply_to else outbox.named(tx, number, mail.in_reply_to)
    if not letter:
        return hear
    sender = hear.sender
    proof: Proof = "plausible" if sender.proof == "proven" else sender.proof
    sender = replace(sender, proof=proof, evidence=(*sender.evidence, _LOST))
    return replace(hear, answers=letter, replies_to=letter, sender=sender)


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
    return outbox.case_of(tx, found.stands_for(tx, letter)) or None


def _taken_over(tx: Transaction, hear: Hear) -> Hear:
    """Return a mail that answers a letter from before the record was set back as an answer to what that letter is by now."""
    answers, replies = (found.stands_for(tx, one) for one in (hear.answers, hear.replies_to))
    return replace(hear, answers=answers, replies_to=replies)


def _case_before(tx: Transaction, desk: Desk, letter: str) -> int | None:
    """Return the case in whose folder a letter lay that was sent before the record was set back, and was not decided anew."""
    one = found.get(tx, letter)
    reference = folders.reference_in(one.folder, desk.rules.policy.reference.prefix) if one else ""
    return lookup.case_by_reference(tx, reference) if reference else None


def _thread(mail: Mail) -> list[str]:
    """Return the Message-IDs that a mail answers."""
    return [one for one in (mail.in_reply_to, *mail.references) if one]
