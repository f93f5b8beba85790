"""A disagreement within one agency (rules, section 13): its sides are the two people, and nobody settles it for them.

At each stage the next manager up from the one disagreed with brings them together; the raiser may ask for the designated
safeguarding professional at their side. Who that is now is in `people`; the second side's id is the agency's with a mark.
"""

import re
from typing import Any

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import OTHER, ContactNamed, Party
from mailservice.cases.letters import news, ordering, phrases
from mailservice.cases.letters.kept import kept, not_theirs
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn

SCOPE = "within-agency"
HOW = "Please write CONTACT, then the name, then the email address, on one line."
# Who the directory's roles say could stand with the raiser; it is only ever offered.
PROFESSIONAL = re.compile(
    r"\b(?:designated|named)\b.{0,60}\b(?:safeguarding|nurse|doctor|professional|lead)\b", re.IGNORECASE
)
_ASK = ("RECEIVED", "ESCALATE", "NOTE")


def refer(turn: Turn) -> str:
    """Say that nobody's leave is needed to tell whoever protects the person (rule 13)."""
    return f"You may refer to {turn.terms.social_care} yourself at any time, and you need nobody's agreement for it."


def other_side(named: Party) -> Party:
    """Return a colleague as the other side of a disagreement within their own agency."""
    return Party(named.address, named.name, named.person, named.agency + OTHER, named.role)


def refused(turn: Turn, said: Said, by: Speaker) -> str:
    """Say that the policy does not reach inside one agency; the office is told, and the mail is kept."""
    lines = [f"{turn.name(by.party)} disagrees with a colleague. This policy covers agencies alone."]
    ordering.tell_office(turn, "Outside the policy's scope", lines, "Speak to them: their agency's own way holds.")
    ask = "This policy holds between agencies, so it goes your own agency's way."
    return kept(turn, said, by, f"{ask} Your email is kept, and the {turn.terms.office} has been told. {refer(turn)}")


def begun(turn: Turn) -> None:
    """Tell the raiser how it runs within one agency, that a referral needs nobody, and who may stand with them."""
    raiser = turn.case.raiser
    if raiser is None:
        return
    lines = [
        "It is settled only by you two: your line manager cannot agree, withdraw or name cover for you.",
        "If time runs out, it goes to the next manager above your colleague, who brings you both together.",
        refer(turn),
        _offer(turn, raiser),
    ]
    news.tell(turn, raiser, "This is within your own agency", lines, (raiser, ""))
    if turn.case.stage != turn.policy.first_stage.id or turn.case.step:
        write(turn, {})


def write(turn: Turn, facts: dict[str, Any]) -> None:
    """Ask the manager whose turn it is to bring the two together; where nobody is left, the office does."""
    found = deciders.convenors(turn.case, turn.directory)
    with_raiser = [one for one in deciders.beside_the_two(turn.case, turn.directory) if one not in found]
    for one in found:
        _convened(turn, one, _bring(turn, with_raiser), "You are the next manager up in your agency.", facts)
    for one in with_raiser:
        if not any(deciders.same_person(one, other) for other in found):
            _stand_by(turn, one, facts)
    if not found:
        _nobody_left(turn)


def write_above(turn: Turn, agency: str, why: str) -> tuple[Party, ...]:
    """Write to the next manager up as cover, the stage unchanged; the raiser's side has nobody further up of its own."""
    found = deciders.convenors(turn.case, turn.directory, ahead=1) if agency.endswith(OTHER) else ()
    for one in found:
        had = any(
            letter.template == "convened"
            and (letter.stage, letter.tier) == turn.here
            and deciders.same_person(letter.to, one)
            for letter in turn.case.letters.values()
        )
        if turn.case.urgent or not had:
            _convened(turn, one, _bring(turn, []), why, {})
    return found


def contact(turn: Turn, said: Said, by: Speaker) -> str:
    """CONTACT within one agency: by the raiser, who stands with them; by anybody else, who brings the two together."""
    if not said.address:
        return kept(turn, said, by, HOW)
    who = deciders.party_at(said.address, said.name, turn.directory)
    raiser = turn.case.raiser
    if raiser is None or who.agency != raiser.agency:
        lines = [f"{said.name or 'Somebody'} was named for this case, at an address outside the agency."]
        ordering.tell_office(turn, "A contact to check", lines, "Check it.")
        return kept(turn, said, by, f"That address is outside your agency, so the {turn.terms.office} checks it first.")
    if any(one.address.lower() == said.address.lower() for one in deciders.practitioners(turn.case)):
        return kept(turn, said, by, "They are one of the two who disagree, so they cannot act beside them.")
    if deciders.is_raiser(turn.case, by.party):
        return _beside_raiser(turn, said, by)
    return _convenor_named(turn, said, by)


def no_cover(turn: Turn, said: Said, by: Speaker) -> str:
    """COVER within one agency: nobody stands in for either of the two; a manager's own cover is a new manager for it."""
    if any(deciders.same_person(by.party, one) for one in deciders.convenors(turn.case, turn.directory)):
        return contact(turn, said, by)
    if not any(deciders.same_person(by.party, one) for one in deciders.practitioners(turn.case)):
        ask = f"Within one agency nobody stands in for {_two(turn)}. It is kept, and nothing has moved."
        return not_theirs(turn, said, by, ask)
    name = turn.name(by.party)
    lines = [f"{name} will be away. Nobody stands in for either of the two within one agency, and every date stands."]
    ordering.tell_office(turn, "One of the two will be away", lines, f"Ask {name} how they can be reached meanwhile.")
    ask = "Within one agency nobody stands in for either of you, so that nobody settles it over your head."
    return kept(turn, said, by, f"{ask} The {turn.terms.office} is told that you will be away. Every date stands.")


def _beside_raiser(turn: Turn, said: Said, by: Speaker) -> str:
    side = by.party.agency
    turn.put(ContactNamed(turn.at, by.party, side, *turn.here, said.name, said.address))
    beside = next(one for one in deciders.beside_the_two(turn.case, turn.directory) if one.agency == side)
    convenors = deciders.convenors(turn.case, turn.directory)
    name = turn.name(beside)
    if any(deciders.same_person(beside, one) for one in convenors):
        return f"{name} brings you both together at this stage already, and has your wish on the record."
    _stand_by(turn, beside, {"by": turn.name(by.party), "reason": ""})
    for one in convenors:
        lines = [f"{turn.name(by.party)} asked {name} to stand with them. Please speak to {name} first."]
        news.tell(turn, one, "Somebody stands with the raiser", lines, (by.party, ""))
    return (
        f"{name} stands with you from now on, at every stage, and has a letter. Only you two can settle it, as before."
    )


def _convenor_named(turn: Turn, said: Said, by: Speaker) -> str:
    now = deciders.convenors(turn.case, turn.directory)
    reached = deciders.unreturned(turn.case, now)
    theirs = any(deciders.same_person(by.party, one) for one in now)
    if reached and not theirs and not by.office:
        name = turn.name(reached[0])
        return kept(turn, said, by, f"{name} brings the two together at this stage, so nobody else is written to.")
    if turn.case.stage == turn.policy.first_stage.id and not turn.case.step:
        return kept(turn, said, by, "The two still have their own time, so nobody else is written to yet.")
    side = next(one for one in turn.case.agencies if one.endswith(OTHER))
    turn.put(ContactNamed(turn.at, by.party, side, *turn.here, said.name, said.address))
    write(turn, {"by": turn.name(by.party)})
    name = said.name or said.address
    if not by.office:
        lines = [f"{turn.name(by.party)} named {name} to bring {_two(turn)} together."]
        ordering.tell_office(turn, "Somebody else convenes", lines, "Nothing, if that is right: they have a letter.")
    return f"Thank you: {name} is asked to bring the two together at stage {turn.case.stage}."


def _bring(turn: Turn, with_raiser: list[Party]) -> str:
    first = f"Please bring {_two(turn)} together. It is settled when both of them AGREE to the same words; nobody can for them."
    names = phrases.listed([turn.name(one) for one in with_raiser])
    return f"{first} {names} stands with the person who raised it: please speak to them first." if names else first


def _stand_by(turn: Turn, to: Party, facts: dict[str, Any]) -> None:
    raiser = ordering.names(turn, deciders.practitioners(turn.case)[:1])[0]["name"]
    others = deciders.convenors(turn.case, turn.directory)
    speak = f"Please speak to {turn.name(others[0])}, who brings them together." if others else ""
    action = f"Please stand with {raiser}, who asked for you. {speak} Only {_two(turn)} can settle it between them."
    _convened(turn, to, " ".join(action.split()), f"{raiser} asked for you to be at their side.", facts)


def _convened(turn: Turn, to: Party, action: str, why: str, facts: dict[str, Any]) -> None:
    shown = {
        "why": why,
        "by": facts.get("by", ""),
        "reason": facts.get("reason", ""),
        "history": [],
        "answers": ordering.answered(turn, to),
        "action": action,
        "urgent": ordering.urgency(turn),
        "words": ordering.words(*_ASK),
    }
    ordering.order(turn, "convened", to, shown)


def _nobody_left(turn: Turn) -> None:
    lines = [f"Nobody further up is known for {turn.agency(turn.case.agencies[0]).name}."]
    action = f"Bring {_two(turn)} together yourselves; or reply with CONTACT, and who is to do it."
    ordering.tell_office(turn, "Nobody is left to convene", lines, action)


def _offer(turn: Turn, raiser: Party) -> str:
    ask = (
        "If you want your designated safeguarding professional at your side, reply with CONTACT, their name and address"
    )
    two = deciders.practitioners(turn.case)
    known = [one for one in turn.directory.people if one.agency == raiser.agency and PROFESSIONAL.search(one.role)]
    free = [one for one in known if not any(deciders.same_person(deciders.as_party(one), other) for other in two)]
    return f"{ask}: CONTACT {free[0].name} {free[0].address}" if free else f"{ask}."


def _two(turn: Turn) -> str:
    return " and ".join(turn.name(one) for one in deciders.practitioners(turn.case))
