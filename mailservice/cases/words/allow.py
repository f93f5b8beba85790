"""ALLOW: nothing is sent to an address that was only named, until the Business Office says so (rule 15).

It then takes effect as if it had been accepted when it was named. A family's address is never written to.
"""

import re
from dataclasses import replace

from mailservice.cases.asking import reaching
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import AddressAllowed, AddressNamed, ContactNamed, CoverAsked, Party
from mailservice.cases.ladder import climbing, convening, mediators
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import second, unfit, wrong_person
from mailservice.policy.model import Stage

NEVER = "We never write to a family. Leave it as it is if this is the address of the {}, a parent or a relative."
PRIVATE = "{} is a private address, and we never write to a family. If it is a colleague's, name their address at work."
WAITS = "Nothing is sent to {} until the {} allows it. The office has been asked, and every date stands."
CHOICE = "Reply with ALLOW {0}, or with ALLOW {0} UNTIL and a date, if you know that it is right."


def wait(turn: Turn, named: AddressNamed) -> str:
    """Let a name wait in the case, ask the office about it, and return what its author is answered with."""
    turn.put(named)
    by = turn.name(named.by) if named.by else "An out-of-office"
    lines = [
        f"{by} named {named.name or 'somebody'}, {named.address}, {_for_what(turn, named)}.",
        NEVER.format(turn.person.one),
    ]
    ordering.tell_office(turn, "An address to check", lines, CHOICE.format(named.address))
    return WAITS.format(named.address, turn.terms.office)


def private(turn: Turn, said: Said, by: Speaker) -> str:
    """Refuse a private address, and tell the office who named it."""
    refusal = PRIVATE.format(said.address)
    if not by.office:
        lines = [f"{turn.name(by.party)} named it with {said.verb.value}.", refusal]
        ordering.tell_office(turn, "A private address was named", lines, "Help them find another.")
    return kept(turn, said, by, refusal)


def allow(turn: Turn, said: Said, by: Speaker) -> str:  # noqa: PLR0911 - one sentence for each way it can stand
    """ALLOW address [UNTIL date], by the office alone: whoever was named there has their letter now."""
    if not said.address:
        return kept(turn, said, by, f"Please write ALLOW and the address. {_waiting(turn)}")
    if turn.directory.is_private(said.address):
        return private(turn, said, by)
    if turn.directory.is_neighbour(said.address):
        return kept(turn, said, by, f"{said.address} is another area's service: nothing is ever written to it.")
    if turn.directory.is_suspect(said.address):
        return kept(
            turn,
            said,
            by,
            f"{said.address} may be taken. Once it is its owner's alone again, write CLEAR {said.address}.",
        )
    if said.address.lower() in turn.directory.barred:
        return second.confirmed_by_second(turn, said, by) or wrong_person.let(turn, said, by)
    named = next((one for one in turn.case.waiting if one.address.lower() == said.address.lower()), None)
    if named is None:
        ask = "To name somebody yourself, write COVER or CONTACT, their name and their address"
        sentence = f"Nobody named {said.address} on this case, or it is allowed already. {ask}. {_waiting(turn)}"
        return kept(turn, said, by, sentence)
    until = said.day or named.until
    if until is not None and until < turn.today:
        again = f"To allow it longer, write ALLOW {named.address} UNTIL and a day to come."
        return kept(turn, said, by, f"They were named until {phrases.day(until)}, which has passed. {again}")
    refused = _unfit(turn, named) or second.confirmed_by_second(turn, said, by)
    if refused:
        return refused
    turn.put(AddressAllowed(turn.at, by.party, named.address, said.day))
    return _let(turn, replace(named, until=until), by.party)


def _unfit(turn: Turn, named: AddressNamed) -> str:
    """Return why whoever waits must not act for the side that they were named for; empty for who convenes or mediates."""
    if named.how in ("convenor", "mediator"):
        return ""
    who = deciders.party_at(named.address, named.name, turn.directory)
    return unfit.refusal(turn, who, named.agency, (named.stage, named.tier), office=True)


def _let(turn: Turn, named: AddressNamed, by: Party) -> str:
    if named.how == "mediator":
        who = deciders.party_at(named.address, named.name, turn.directory)
        mediators.appoint(turn, who, named.by or by)
        return f"Recorded: {turn.name(who)} has a letter now, with the day and what is asked of them."
    if named.how == "convenor":
        return convenor(turn, named, by)
    if named.how == "contact":
        return contact(turn, named, by)
    known = deciders.party_at(named.address, named.name, turn.directory)
    # They are written to at the address that the office allowed.
    return cover(turn, named, replace(known, address=named.address, agency=named.agency, role=""), by)


def contact(turn: Turn, named: AddressNamed, by: Party) -> str:
    """Let somebody act for an agency at a stage; where the case stands there, their letter goes now."""
    whom, name = named.name or named.address, turn.agency(named.agency).name
    if let_act(turn, named, by):
        return f"Recorded: we have written to {whom} for {name} at stage {named.stage}."
    return f"Recorded: {whom} acts for {name} at stage {named.stage}."


def let_act(turn: Turn, named: AddressNamed, by: Party) -> bool:
    """Let somebody act for an agency at a stage; tell whether the case stands there, so that they are written to now."""
    place = (named.stage, named.tier)
    _take(turn, named, by, decides=reaching.may_decide(turn, named.agency, place, by))
    if place != turn.here or turn.stage.sides != "both":
        return False
    who = deciders.party_at(named.address, named.name, turn.directory, named.agency)
    climbing.stage_letter(turn, replace(who, agency=named.agency), "named", {})
    return True


def convenor(turn: Turn, named: AddressNamed, by: Party) -> str:
    """Let somebody be written to as a stage's convenor; a DECISION stays with whom the directory names."""
    _take(turn, named, by)
    whom = named.name or named.address
    if turn.case.stage == named.stage:
        convening.convene(turn, turn.name(named.by or by), "", climbing.history(turn))
    later = "" if turn.case.stage == named.stage else f" when the case comes to stage {named.stage}"
    return f"Recorded: {whom} is written to as its convenor{later}. Only somebody in the directory can write DECISION."


def _take(turn: Turn, named: AddressNamed, by: Party, *, decides: bool = True) -> None:
    place = (named.stage, named.tier)
    contact = ContactNamed(turn.at, named.by or by, named.agency, *place, named.name, named.address, decides=decides)
    turn.put(contact)


def stage_convened(turn: Turn, said: Said) -> Stage | None:
    """Return the convened stage whose convenor a CONTACT names beside the address: a chair, or whoever decides last."""
    words = " ".join(said.reason.partition("\n\n")[0].split())
    final = turn.policy.final
    for stage in turn.policy.ladder:
        roles = [*stage.convenors, final.authority if stage.id == final.stage else ""]
        if stage.sides == "convened" and any(_names(words, role) for role in roles if role):
            return stage
    return None


def _names(words: str, role: str) -> bool:
    """Tell whether words name a role: by all of it before a comma, or by its last word, as in "the Chair"."""
    whole = re.split(r"[,:]", role)[0].strip()
    last = whole.rsplit(maxsplit=1)[-1]
    names = [whole] if " of " in whole.casefold() else [whole, last]
    return any(re.search(rf"\b{re.escape(one)}\b(?!\s+\w)", words, re.IGNORECASE) for one in names)


def cover(turn: Turn, named: AddressNamed, to: Party, by: Party) -> str:
    """Let somebody stand in until a day, or at this stage; where whom they stand in for acts now, their letter goes."""
    turn.put(CoverAsked(turn.at, named.agency, to, named.for_whom, *turn.here, named.until, named.by or by))
    shown = phrases.day(named.until) if named.until else "the end of this stage"
    whom = named.for_whom
    if whom is not None and not any(deciders.same_person(whom, one) for one in turn.present(named.agency)):
        name = turn.name(whom)
        return f"Recorded until {shown}. {name} does not act at this stage, so no letter goes to {named.address} now."
    reaching.cover_letter(turn, to, whom, "named")
    return f"{turn.name(to)} stands in until {shown}, and has a letter now. Every date stands."


def _for_what(turn: Turn, named: AddressNamed) -> str:
    if named.how == "mediator":
        return "to mediate, or to sit in a panel"
    if named.how == "convenor":
        return f"as: {turn.policy.stage(named.stage).convened_by(urgent=turn.case.urgent is not None)}"
    name = turn.agency(named.agency).name
    if named.how == "contact":
        return f"to act for {name} at stage {named.stage}"
    until = f" until {phrases.day(named.until)}" if named.until else ""
    whom = f" for {turn.name(named.for_whom)}" if named.for_whom else f" at {name}"
    return f"to stand in{whom}{until}"


def _waiting(turn: Turn) -> str:
    addresses = [one.address for one in turn.case.waiting]
    return f"Waiting here: {phrases.listed(addresses)}." if addresses else "Nothing waits here."
