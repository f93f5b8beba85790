"""Words of danger without the command: the office is alarmed, and the sender has the numbers (rules, section 8)."""

import re

from mailservice.cases import letters
from mailservice.cases.commands import Hear, Verb
from mailservice.cases.turn import Turn

# Few and plain: each says that something may happen now. A false alarm costs one telephone call.
_WORDS = re.compile(
    r"\b(?:(?:immediate|imminent|grave) (?:danger|risk|harm)|in danger (?:now|today|tonight)|life[- ]threatening"
    r"|(?:not|isn't|isn\u2019t) safe (?:now|today|tonight|at home)|(?:may|might|could|will) (?:be killed|die)"
    r"|threaten(?:s|ed|ing)? to (?:kill|harm|stab|hurt)|strangl\w+|suicid\w+|unconscious|bleeding)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:no|not|never|without|nor|any|if)\b[^.!?\n]{0,30}$", re.IGNORECASE)


def speaks(hear: Hear) -> bool:
    """Tell whether a person's own words speak of danger now, and URGENT is not among their commands."""
    if hear.kind != "message" or any(said.verb is Verb.URGENT for said in hear.said):
        return False
    found = _WORDS.finditer(hear.own_words)
    return any(not _DENIED.search(hear.own_words[: one.start()]) for one in found)


def alarm(turn: Turn, hear: Hear) -> str:
    """Alarm the office, and return what the sender is answered with; no date and no stage moves."""
    name = hear.sender.name or hear.sender.address
    people = letters.names(turn, turn.everyone_present())
    phones = [f"{one['name']}, {one['agency']}: {one['phone'] or 'no number'}" for one in people]
    lines = [f"{name} wrote words of danger, without URGENT.", *phones]
    letters.tell_office(turn, "Words of danger", lines, f"Read the mail, and telephone {name} now.")
    numbers = " ".join(turn.rules.danger) or "If a child is in danger now, ring 999."
    return f"{numbers} The Business Office is alarmed. No stage has changed; to bring in both next tiers, write URGENT."
