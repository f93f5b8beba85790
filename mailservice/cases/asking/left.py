"""A colleague writes that somebody of their own agency has left (rule 15): nobody is displaced unheard.

Start at `tell`. The office is told at once; proven, it is recorded, the person themself hears of it, that side is asked for
a name, and whom CONTACT added decides until the office answers. An unproven word moves nothing.
"""

from mailservice.cases.asking import reaching
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import OTHER, Party, SaidToHaveLeft
from mailservice.cases.letters import news, ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn, once

_STAYS = "If you have not left, answer this email and say so: you have our letters as before."
_YOURS = "If you have, please reply with CONTACT, and the name and address of who acts in your place."
_NAME = "Please reply with CONTACT, and the name and address of who acts in their place."


def tell(turn: Turn, hear: Hear, by: Party) -> str:
    """Take what a colleague writes of one who takes part; return what its writer is answered with, empty for nothing new."""
    who = _of_whom(turn, hear, by)
    if who is None or hear.left is None:
        return ""
    proven = hear.sender.proof == "proven"
    _tell_office(turn, who, by, hear.left.phrase, proven=proven)
    if not proven:
        return f"The {turn.terms.office} is told that {turn.name(who)} may have left. Nothing has moved."
    turn.put(SaidToHaveLeft(turn.at, who, by, hear.left.phrase))
    headline = f"{turn.name(by)} wrote that you have left"
    news.tell(turn, who, headline, [_STAYS, _YOURS], (by, hear.left.phrase), alone=True)
    if turn.case.status == "open" and turn.stage.sides == "both" and not deciders.apart(turn.case):
        reaching.promote(turn, who.agency)
        _ask_for_a_name(turn, who, by)
    return f"The {turn.terms.office} is told, and {turn.name(who)} hears of it too. {_NAME}"


def returns(turn: Turn, by: Party) -> None:
    """Tell the office that somebody who was said to have left writes themselves, by their first mail since."""
    if deciders.said_to_have_left(turn.case, by):
        lines = [f"{turn.name(by)}, who was said to have left, has written to us."]
        action = "If they still decide, reply with CONTACT, their name and their address."
        ordering.tell_office(turn, "Perhaps somebody has not left", lines, action)


def _of_whom(turn: Turn, hear: Hear, by: Party) -> Party | None:
    """Return who of this case is meant, of the writer's own agency, and not told of before; else None."""
    person = turn.directory.person(hear.left.person) if hear.left else None
    if person is None or hear.sender.office or person.agency != by.agency.removesuffix(OTHER):
        return None
    raiser = [turn.case.raiser] if turn.case.raiser else []
    here = once([*raiser, *turn.case.responders, *turn.everyone_present()])
    who = next((one for one in here if deciders.same_human(one, deciders.as_party(person))), None)
    if who is None or deciders.same_human(who, by) or deciders.has_left(turn.case, who):
        return None
    return None if deciders.said_to_have_left(turn.case, who) else who


def _tell_office(turn: Turn, who: Party, by: Party, phrase: str, *, proven: bool) -> None:
    name, where = turn.name(who), turn.agency(who.agency).name
    lines = [f"{turn.name(by)} wrote of {name}, {where}: \u201c{phrase.rstrip('.')}\u201d"]
    if proven:
        lines.append(f"{name} has our letters as before, and hears of this. {where} is asked for a name.")
    else:
        lines.append("We are not sure who wrote it; nothing has moved.")
    action = f"Ring them. Reply with CONTACT, and the name and address of who acts for {where}: {name}'s, if they have not left."
    if deciders.is_raiser(turn.case, who):
        lines.append(f"{name} raised this case, and keeps their rights until their agency names who follows them.")
        action = "Ring them. If it is so, reply with CONTACT, who follows them, an address and AS RAISER."
    ordering.tell_office(turn, "Somebody may have left", lines, action)


def _ask_for_a_name(turn: Turn, who: Party, by: Party) -> None:
    """Ask another who acts for that side, else their next tier; the writer is asked in their answer."""
    if not any(deciders.same_human(who, one) for one in turn.present(who.agency)):
        return
    name = turn.agency(who.agency).name
    facts = {
        "why": f"You act for {name}, and we are told that {turn.name(who)} has left.",
        "for_stage": ordering.stage(turn, turn.stage, turn.case.tier),
        "for_agency": name,
        "urgent": True,  # they are wanted where the case stands now
        "closed": "",
        "words": ordering.words("CONTACT", "STATUS"),
    }
    above = deciders.next_up(turn.case, turn.policy, turn.directory, who.agency)
    others = (one for one in once([*turn.present(who.agency), *above]) if not deciders.same_human(one, who))
    to = next(others, None)
    if to is not None and not deciders.same_human(to, by):
        ordering.order(turn, "next_manager", to, facts, about=f"left {who.agency} {who.address}")
