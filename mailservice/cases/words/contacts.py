"""CONTACT: who acts for an agency, or who stands on the other side (rules 1.1, 13 and 15).

Inside the agency's own domains at once; any other address, and a stage's convenor, wait for the office's ALLOW.
"""

from mailservice.cases.asking import reaching
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import AddressNamed, ContactNamed, Named, Party
from mailservice.cases.ladder import climbing, within
from mailservice.cases.letters.kept import kept
from mailservice.cases.opening import first_mail
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import allow
from mailservice.directory import Agency


def contact(turn: Turn, said: Said, by: Speaker) -> str:
    """CONTACT: who acts for an agency. Used at once inside the agency's own domains; any other waits for the office."""
    if not said.address:
        return kept(turn, said, by, "Please write CONTACT, then the name, then the email address, on one line.")
    if turn.directory.is_private(said.address):
        return allow.private(turn, said, by)
    agency = turn.directory.agency_of(said.address)
    if agency is not None and "agency" in turn.case.missing and _other_side(turn, said, agency.id):
        return _give_side(turn, said, by, agency.id)
    convened = allow.stage_convened(turn, said)
    if convened is not None:
        return _waits(turn, said, by, "convenor", "", (convened.id, 1))
    inside = agency is not None and agency.id in turn.case.agencies
    return _inside(turn, said, by, agency) if agency and inside else _outside(turn, said, by)


def _inside(turn: Turn, said: Said, by: Speaker, agency: Agency) -> str:
    place = _place_to_fill(turn, agency.id, said.address)
    turn.put(ContactNamed(turn.at, by.party, agency.id, place[0], place[1], said.name, said.address))
    if place == turn.here and turn.stage.sides == "both":
        for one in deciders.deciders(turn.case, turn.policy, turn.directory, agency.id, place):
            climbing.stage_letter(turn, one, "climbed", {})
        return f"Thank you: we have written to {said.name or said.address} for {agency.name} at stage {place[0]}."
    return f"Thank you: {said.name or said.address} is noted for {agency.name} at stage {place[0]}."


def _give_side(turn: Turn, said: Said, by: Speaker, agency: str) -> str:
    """Take CONTACT as naming the other side that a provisional case lacks: another agency, or a colleague."""
    if agency in turn.case.agencies:
        return _within(turn, said, by)
    person = turn.directory.person_at(said.address)
    named = deciders.as_party(person) if person else Party(said.address, said.name, "", agency)
    return first_mail.give_agency(turn, by.party, (named,))


def _outside(turn: Turn, said: Said, by: Speaker) -> str:
    side = _side_of(turn, by)
    if not side:
        return kept(turn, said, by, "We could not tell for which agency this is. Nothing has been sent there.")
    return _waits(turn, said, by, "contact", side, _place_to_fill(turn, side, said.address))


def _waits(turn: Turn, said: Said, by: Speaker, how: Named, agency: str, place: climbing.Place) -> str:
    """Let a name wait for the office's ALLOW, unless the office itself has named it."""
    named = AddressNamed(turn.at, how, agency, said.address, said.name, None, None, *place, by.party)
    if not by.office:
        return kept(turn, said, by, allow.wait(turn, named))
    return (allow.convenor if how == "convenor" else allow.contact)(turn, named, by.party)


def _side_of(turn: Turn, by: Speaker) -> str:
    """Return for which agency somebody names a contact: their own; the office, for the one that lacks somebody."""
    if by.party.agency in turn.case.agencies:
        return by.party.agency
    lacking = [one for one in turn.case.agencies if reaching.lacks(turn, one)]
    return lacking[0] if len(lacking) == 1 else ""


def _other_side(turn: Turn, said: Said, agency: str) -> bool:
    raiser, person = turn.case.raiser, turn.directory.person_at(said.address)
    named = deciders.as_party(person) if person else Party(said.address)
    colleague = raiser is not None and agency == raiser.agency and not deciders.same_person(named, raiser)
    return colleague or agency not in turn.case.agencies


def _within(turn: Turn, said: Said, by: Speaker) -> str:
    """CONTACT names a colleague of the raiser's own agency: the disagreement is within it, where the policy covers that."""
    raiser = turn.case.raiser
    if raiser is None or not (by.office or deciders.same_person(raiser, by.party)):
        return kept(turn, said, by, "Only the person who raised this can say that it is with a colleague of their own.")
    if within.SCOPE not in turn.policy.scope:
        return within.refused(turn, said, by)
    person = turn.directory.person_at(said.address)
    named = deciders.as_party(person) if person else Party(said.address, said.name, "", raiser.agency)
    answer = first_mail.give_agency(turn, raiser, (within.other_side(named),))
    within.begun(turn)
    return answer


def _place_to_fill(turn: Turn, agency: str, address: str) -> climbing.Place:
    """Return the present place where nobody of the agency is known or reached there, else the next one.

    Whoever hands over and names the one who decides there sends the case on (reading E8 of South Gloucestershire's).
    """
    above = deciders.over(turn.case, turn.policy, turn.directory, agency)
    if any(one.address.lower() == address.lower() for one in above):
        return turn.here
    known = deciders.deciders(turn.case, turn.policy, turn.directory, agency, turn.here)
    bounced = [one.to for one in turn.case.letters.values() if one.state == "bounced"]
    reached = [one for one in known if not any(deciders.same_person(one, other) for other in bounced)]
    if turn.stage.sides == "both" and not reached:
        return turn.here
    return climbing.next_place(turn, asked=True) or turn.here
