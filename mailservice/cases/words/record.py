"""RECORD: the record of a case, to whoever took part and asks, as their side had it; to the office whole (rule 16).

Nothing moves by it, and nobody else is written to. What the letter brings is made when it leaves, of the record as it then is.
"""

from collections.abc import Iterator

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import RecordGiven
from mailservice.cases.letters import ordering
from mailservice.cases.letters.kept import kept
from mailservice.cases.opening import belonging, floods
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn

SENT = "The record comes to you alone, in a letter of its own. Nothing has moved."
# What a letter is about that brings the whole record, or what one side had of it.
WHOLE, SIDE = "record whole", "record of "


def record(turn: Turn, said: Said, by: Speaker) -> str:
    """RECORD: send it to who asks, at the address that is known of them."""
    refused = next(_refusals(turn, said, by), "")
    if refused:
        return kept(turn, said, by, f"{refused} Nothing was sent.")
    side = "" if by.office else by.party.agency
    facts = {
        "why": "",
        "whose": turn.agency(side).name if side else "",
        "within": bool(side) and deciders.is_within(turn.case),
        "taken_in": list(turn.case.taken_in),
        "enclosed": [],
        "left_out": [],
        "others_see": "Only you get this letter.",
    }
    about = f"{SIDE}{side}" if side else WHOLE
    letter = ordering.order(turn, "record", by.party, facts, answers=by.hear.message_id, about=about)
    turn.put(RecordGiven(turn.at, by.party, side, letter))
    return SENT


def cases(turn: Turn, said: Said, by: Speaker) -> str:
    """Answer CASES beside other words: by itself it is of no case, and never comes here."""
    return kept(turn, said, by, "CASES stands in an email of its own, with nothing else in it. Nothing has moved.")


def _refusals(turn: Turn, said: Said, by: Speaker) -> Iterator[str]:
    """Give why somebody does not have it, the plainest first, and what to do instead."""
    case, office = turn.case, turn.directory.office
    ask = f"ask {office.name}{' on ' + office.phone if office.phone else ''}"
    if "@" in _line(said):
        yield f"A record goes to whoever asks for it, and to nobody else. Whoever took part can ask; for others, {ask}."
    if not _names_this(turn, said):
        yield f"This email is on {case.reference}. For another case, write a new one with RECORD and its reference alone."
    if by.hear.answered_today >= floods.MOST_ANSWERS:
        yield f"You had {floods.MOST_ANSWERS} letters of ours in answer today. Please ask again tomorrow."
    if not by.office:
        yield from _of_parties(turn, by, ask)


def _of_parties(turn: Turn, by: Speaker, ask: str) -> Iterator[str]:
    case = turn.case
    if case.status == "halted":
        yield f"While this stands still, the {turn.terms.office} alone gives it out: {ask}."
    if turn.directory.shared_by(by.party.address) is not None:
        yield "Several people read this mailbox. Please have one of you who took part ask, from their own address."
    if _assists(turn, by):
        yield "Whom you assist has to ask, from their own address."
    if belonging.unconfirmed(turn, by):
        yield f"It is not confirmed yet for which agency you write. Until then, {ask}."
    took_part = deciders.took_part(case, by.party)
    two = any(deciders.same_person(one, by.party) for one in deciders.practitioners(case))
    if took_part and deciders.is_within(case) and not two:
        yield f"Within one agency it goes to the two who disagree, to each their own. Please {ask}."
    if not took_part:
        yield f"It goes to whoever took part for a side: was written to, or raised it. Please have one of them ask, or {ask}."


def _names_this(turn: Turn, said: Said) -> bool:
    """Tell whether a word names no other case than this, by our reference or the child's; one that is misspelt is another."""
    case, line = turn.case, _line(said)
    named = said.reference or next((one for one in case.child_references if one.casefold() in line.casefold()), "")
    return named in (case.reference, *case.taken_in, *case.child_references) or not (
        named or any(map(str.isdigit, line))
    )


def _line(said: Said) -> str:
    """Return what stands behind the word on its line: what is below it is a name, or an email's end."""
    return said.reason.partition("\n")[0]


def _assists(turn: Turn, by: Speaker) -> bool:
    person = turn.directory.person(by.party.person)
    return person is not None and bool(person.assistant_of)
