"""CONTACT: who acts for an agency, or who stands on the other side (rules 1.1, 13 and 15).

Inside the agency's own domains at once; any other address, and a stage's convenor, wait for the office's ALLOW.
"""

from dataclasses import replace

from mailservice.cases.asking import reaching
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import UNTOLD, AddressNamed, ContactNamed, Named, Party
from mailservice.cases.ladder import climbing, within
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.opening import belonging, correcting, first_mail
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import allow, unfit


def refused(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep a CONTACT of an officer who neither convenes nor decides here: who acts is not theirs to name (rule 15)."""
    return kept(turn, said, by, "CONTACT is for those who take part, and the office. Yours is kept; nothing has moved.")


def contact(turn: Turn, said: Said, by: Speaker) -> str:
    """CONTACT: who acts for an agency. Used at once inside the agency's own domains; any other waits for the office."""
    if not said.address:
        return kept(turn, said, by, within.HOW)
    if turn.directory.is_private(said.address):
        return allow.private(turn, said, by)
    return correcting.by_office(turn, said, by) or belonging.confirm(turn, said, by) or _take(turn, said, by)


def _take(turn: Turn, said: Said, by: Speaker) -> str:
    who = _as_theirs(turn, deciders.party_at(said.address, said.name, turn.directory), by)
    if _untold_between(turn, who):
        return kept(turn, said, by, belonging.again(turn.directory.agencies_of(by.party.address)))
    if "agency" in turn.case.missing and _is_other_side(turn, who):
        return _give_side(turn, said, by, who)
    convened = allow.stage_convened(turn, said)
    if convened is not None:
        return _waits(turn, said, by, _named(turn, said, by, "", (convened.id, 1)))
    side = who.agency if who.agency in turn.case.agencies else _side_of(turn, by)
    if not side:
        return kept(turn, said, by, "We could not tell for which agency this is. Nothing has been sent there.")
    named = _named(turn, said, by, side, _place_to_fill(turn, side, said.address, by))
    return _inside(turn, said, by, named) if side == who.agency else _waits(turn, said, by, named)


def _as_theirs(turn: Turn, who: Party, by: Speaker) -> Party:
    """Return whom somebody names at an address of two agencies, where one is their own: a colleague, as they should know."""
    either = [one.id for one in turn.directory.agencies_of(who.address)]
    own = by.party.agency in either and not who.agency
    return replace(who, agency=by.party.agency) if own else who


def _untold_between(turn: Turn, who: Party) -> bool:
    """Tell whether whoever is named may be a colleague of the raiser's, who has not told yet for which agency they write."""
    raiser = turn.case.raiser
    if raiser is None or raiser.agency != UNTOLD:
        return False
    own = {one.id for one in turn.directory.agencies_of(raiser.address)}
    return any(one.id in own for one in turn.directory.agencies_of(who.address))


def _named(turn: Turn, said: Said, by: Speaker, agency: str, place: climbing.Place) -> AddressNamed:
    how: Named = "contact" if agency else "convenor"  # whoever convenes a stage acts for no agency
    return AddressNamed(turn.at, how, agency, said.address, said.name, None, None, *place, by.party)


def _inside(turn: Turn, said: Said, by: Speaker, named: AddressNamed) -> str:
    who = _as_theirs(turn, deciders.party_at(said.address, said.name, turn.directory), by)
    own = by.office or by.party.agency == who.agency
    if own and _may_act_for_managers(turn, said, by, who):
        return _beside_managers(turn, by, who)
    refusal = unfit.refusal(turn, who, named.agency, (named.stage, named.tier), office=by.office)
    if refusal:
        return kept(turn, said, by, refusal)
    whom, agency = named.name or named.address, turn.agency(named.agency).name
    known = _is_named(turn, named, by.party)
    written = allow.let_act(turn, named, by.party)
    beside = _beside_whom(turn, named)
    if not (by.office or known):
        _tell_office(turn, by, named, beside)
    did = f"we have written to {whom}" if written else f"{whom} is noted"
    return f"Thank you: {did} for {agency} at stage {named.stage}.{beside}"


def _is_named(turn: Turn, named: AddressNamed, by: Party) -> bool:
    """Tell whether the same person named the same contact there last: the office has heard of it."""
    there = [
        one
        for one in turn.case.contacts
        if (one.agency, one.stage, one.tier) == (named.agency, named.stage, named.tier)
    ]
    newest = there[-1] if there else None
    same = newest is not None and newest.address.lower() == named.address.lower()
    return same and newest is not None and deciders.same_person(newest.by, by)


def _beside_whom(turn: Turn, named: AddressNamed) -> str:
    """Say who decides there all the same, where somebody was added beside whom the directory has; empty where nobody is."""
    newest = turn.case.contacts[-1]
    found = deciders.deciders(turn.case, turn.policy, turn.directory, named.agency, (named.stage, named.tier))
    names = phrases.listed([turn.name(one) for one in found])
    if newest.decides or not names:
        return ""
    whose = newest.name or newest.address
    return f" {names} still decides there: the word is {whose}'s if {names} cannot be reached in a working day."


def _tell_office(turn: Turn, by: Speaker, named: AddressNamed, beside: str) -> None:
    agency = turn.agency(named.agency).name
    lines = [f"{turn.name(by.party)} named {named.name} {named.address} for {agency} at stage {named.stage}.{beside}"]
    action = "If that is not right, reply with CONTACT, and the right name and address."
    ordering.tell_office(turn, "A contact was named", lines, action)


def _may_act_for_managers(turn: Turn, said: Said, by: Speaker, who: Party) -> bool:
    """Tell whether a safeguarding professional is named at a first stage whose policy has them in the line managers' place."""
    first = turn.policy.first_stage
    offered = any(within.PROFESSIONAL.search(one) for one in first.may_include)
    here = turn.case.stage == first.id and len(first.steps) > 1 and not deciders.is_within(turn.case)
    # Whose practitioner is not known, or came back, has a place to fill first.
    place = climbing.next_place(turn, asked=True) == _place_to_fill(turn, who.agency, who.address, by)
    return here and offered and place and within.PROFESSIONAL.search(f"{who.role}. {said.reason}") is not None


def _beside_managers(turn: Turn, by: Speaker, who: Party) -> str:
    """Let a safeguarding professional act with the line managers of their side: their word binds it, as a manager's does."""
    first, agency, name = turn.policy.first_stage, turn.agency(who.agency).name, turn.name(who)
    turn.put(ContactNamed(turn.at, by.party, who.agency, first.id, 1, who.name, who.address, first.steps[1]))
    if not turn.case.step:
        later = "they have the letter as this is reported, and ESCALATE reports it now"
        return f"Thank you: {name} acts for {agency} with its line managers; {later}."
    climbing.stage_letter(turn, who, "step", {"by": turn.name(by.party)})
    return f"Thank you: {name} acts for {agency} with its line managers, and has a letter now."


def _give_side(turn: Turn, said: Said, by: Speaker, who: Party) -> str:
    """Take CONTACT as naming the other side that a provisional case lacks: another agency, or a colleague."""
    if who.agency in turn.case.agencies:
        return _within(turn, said, by, who)
    return first_mail.give_agency(turn, by.party, (who,))


def _waits(turn: Turn, said: Said, by: Speaker, named: AddressNamed) -> str:
    """Let a name wait for the office's ALLOW, unless the office itself has named it."""
    if not by.office:
        return kept(turn, said, by, allow.wait(turn, named))
    return (allow.convenor if named.how == "convenor" else allow.contact)(turn, named, by.party)


def _side_of(turn: Turn, by: Speaker) -> str:
    """Return for which agency somebody names a contact: their own; the office, for the one that lacks somebody."""
    if by.party.agency in turn.case.agencies:
        return by.party.agency
    lacking = [one for one in turn.case.agencies if reaching.lacks(turn, one)]
    return lacking[0] if len(lacking) == 1 else ""


def _is_other_side(turn: Turn, who: Party) -> bool:
    """Tell whether somebody is of another agency, or a colleague of the raiser."""
    raiser = turn.case.raiser
    if raiser is not None and who.agency == raiser.agency:
        return not deciders.same_person(who, raiser)
    return bool(who.agency) and who.agency not in turn.case.agencies


def _within(turn: Turn, said: Said, by: Speaker, who: Party) -> str:
    """CONTACT names a colleague of the raiser's own agency: the disagreement is within it, where the policy covers that."""
    raiser = turn.case.raiser
    if raiser is None or not (by.office or deciders.same_person(raiser, by.party)):
        return kept(turn, said, by, "Only the person who raised this can say that it is with a colleague of their own.")
    if within.SCOPE not in turn.policy.scope:
        return within.refused(turn, said, by)
    answer = first_mail.give_agency(turn, raiser, (within.other_side(who),))
    within.begun(turn)
    return answer


def _place_to_fill(turn: Turn, agency: str, address: str, by: Speaker) -> climbing.Place:
    """Return the present place where nobody of the agency is known or reached there, or who is says "not me"; else the next.

    Whoever hands over and names the one who decides there sends the case on (reading E8 of South Gloucestershire's).
    """
    above = deciders.over(turn.case, turn.policy, turn.directory, agency)
    if any(one.address.lower() == address.lower() for one in above):
        return turn.here
    known = deciders.deciders(turn.case, turn.policy, turn.directory, agency, turn.here)
    if turn.stage.sides == "both" and _not_me(turn, by, known):
        return turn.here
    stay = [one for one in known if not deciders.said_to_have_left(turn.case, one)]
    if turn.stage.sides == "both" and not deciders.unreturned(turn.case, stay):
        return turn.here
    return climbing.next_place(turn, asked=True) or turn.here


def _not_me(turn: Turn, by: Speaker, known: tuple[Party, ...]) -> bool:
    """Tell whether somebody who has a letter of this place answers it with who should have had it instead."""
    letter = turn.case.letters.get(by.hear.replies_to)
    asked = letter is not None and letter.template in _SAYS_NOT_YOU and (letter.stage, letter.tier) == turn.here
    return asked and any(deciders.same_person(one, by.party) for one in known)


# The letters that say "Not you? Reply CONTACT".
_SAYS_NOT_YOU = frozenset({"stage", "reminder", "check_in", "cover", "proposal"})
