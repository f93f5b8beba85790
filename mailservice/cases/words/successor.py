"""Who follows the raiser: their agency names somebody with all their rights; until then the office holds them (rule 11.4).

The word is CONTACT, with a name and an address, AS RAISER.
"""

import re

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Party, RaiserSucceeded
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import news, ordering
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn, once
from mailservice.cases.settling import agreement

_AS_RAISER = re.compile(r"\bas\s+(?:the\s+)?(?:new\s+)?raiser\b", re.IGNORECASE)


def is_meant(said: Said) -> bool:
    """Tell whether a CONTACT names somebody to follow the raiser."""
    return said.verb is Verb.CONTACT and bool(_AS_RAISER.search(said.reason))


def succeed(turn: Turn, said: Said, by: Speaker) -> str:
    """CONTACT … AS RAISER: by the raiser, by the office, or by their agency once they cannot be reached."""
    raiser = turn.case.raiser
    if raiser is None or not said.address:
        return kept(
            turn, said, by, "Please write CONTACT, then the name, the email address, and AS RAISER, on one line."
        )
    new = deciders.party_at(said.address, _AS_RAISER.sub("", said.name).strip(), turn.directory)
    if new.agency != raiser.agency:
        name = turn.agency(raiser.agency).name
        return kept(turn, said, by, f"Whoever follows the person who raised it must be at {name}. Nothing has moved.")
    refusal = _refusal(turn, by)
    if refusal:
        return kept(turn, said, by, refusal)
    if deciders.same_person(new, raiser):
        return kept(turn, said, by, "They raised this themselves; nothing has changed.")
    turn.put(RaiserSucceeded(turn.at, by.party, new))
    _tell(turn, raiser, new, by.party)
    agreement.ask_raiser(turn)
    return f"Recorded: {turn.name(new)} now has every right of the person who raised this."


def after_the_end(turn: Turn, said: Said, by: Speaker) -> str:
    """CONTACT on a case that has ended: only for who follows the raiser."""
    if is_meant(said):
        return succeed(turn, said, by)
    return kept(turn, said, by, "This case has ended. To open it again, reply with REOPEN and why.")


def gone(turn: Turn) -> bool:
    """Tell whether the raiser cannot be reached any more: out of the directory, or our last letter came back."""
    raiser = turn.case.raiser
    if raiser is None:
        return False
    listed = turn.directory.person(raiser.person)
    left = (bool(raiser.person) and listed is None) or turn.directory.is_barred((listed or raiser).address)
    # News is withheld where another letter brings it: that says nothing of its reader.
    tried = (one for one in turn.case.letters.values() if one.state != "ordered")
    brought = ("news", "withheld")
    mine = [one for one in tried if deciders.same_person(one.to, raiser) and (one.template, one.state) != brought]
    back = bool(mine) and mine[-1].reader_unreached and mine[-1].to.address.lower() in turn.case.dead
    return left or back or (bool(mine) and mine[-1].state == "withheld")


def holds_rights(turn: Turn, by: Speaker) -> bool:
    """Tell whether the raiser's rights are this person's: the raiser, or the office while the raiser is gone."""
    return deciders.is_raiser(turn.case, by.party) or (by.office and gone(turn))


def _refusal(turn: Turn, by: Speaker) -> str:
    if deciders.is_raiser(turn.case, by.party) or by.office:
        return ""
    raiser = turn.case.raiser
    if deciders.is_within(turn.case):
        return f"Within one agency only they themselves or the {turn.terms.office} name who follows them. Nothing has moved."
    if raiser is None or by.party.agency != raiser.agency:
        return "Only the agency of the person who raised it names who follows them. Nothing has moved."
    if gone(turn):
        return ""
    name = turn.name(raiser)
    lines = [f"{turn.name(by.party)} names somebody to follow {name}, who has not said so."]
    ordering.tell_office(
        turn, "Has the raiser left?", lines, f"Ask {name}. If they have left, reply with CONTACT … AS RAISER."
    )
    return (
        f"As far as we know {name} is still there, so they or the {turn.terms.office} must say so; the office is told."
    )


def _tell(turn: Turn, old: Party, new: Party, by: Party) -> None:
    name = turn.name(new)
    headline = "Who stands for the raiser now"
    follows = f"{name} now stands for the person who raised this."
    rights = "REOPEN" if turn.case.status == "closed" else "ESCALATE, URGENT, OBJECT, WITHDRAW and REOPEN"
    theirs = [f"Every right of the person who raised this is yours now: {rights}."]
    for one in once([new, old, *turn.case.parties, *turn.everyone_present()]):
        lines = [follows, *(theirs if deciders.same_person(one, new) else [])]
        if not deciders.same_person(one, by):
            tell = news.tell if deciders.same_person(one, new) else news.tell_later
            tell(turn, one, headline, lines, (by, ""))
    for waits in [one for one in news.waiting(turn.case) if deciders.same_person(one.to, old)]:
        own = news.told_again(turn, new, news.today(turn.case, news.items(waits)))
        ordering.order(turn, "news", new, own, waits=waits.leaves)
    ordering.tell_office(turn, "Somebody follows the raiser", [follows], ordering.NOTHING)
