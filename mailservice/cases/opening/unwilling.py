"""An agency that will not act: the office hears of it when somebody who takes part writes so (rules, section 17).

What the policy itself asks for then stands in its `[[urgent.extra]]`; no date and no stage moves.
"""

import re

from mailservice.cases.history.commands import Hear
from mailservice.cases.letters import ordering
from mailservice.cases.people.turn import Turn

ABOUT = "unwilling"
# Who will not: those one writes to, or a service by its kind; what a family will not do is what cases are about.
_SERVICE = (
    r"(?:you|social\s+care|social\s+workers?|services?|police|school|nursery|academy|college|trust|council|agency|agencies|hospital"
    r"|ward|surgery|practice|health|department|team|charity|your\s+\w+)"
)
_WORDS = (
    r"\b{who}\b[^.!?;\n]{{0,30}}?\b(?:refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|unwilling|not\s+(?:willing|prepared|going)"
    r"|will\s+not|won['\u2019]t|(?:does|do|did)(?:\s+not|n['\u2019]t)\s+(?:intend|want))\s+(?:to\s+)?"
    r"(?:act|attend|engage|meet|take\s+part|respond|answer|assess|visit|help|co-?operate|be\s+involved|get\s+involved)\b"
)

# The same in other words: it is not theirs, they do nothing, they keep out (Buckinghamshire, section 5.1).
_OTHER_WORDS = (
    r"\b{who}\b[^.!?;\n]{{0,40}}?\b(?:(?:this|it)\s+is\s+not\s+(?:for\s+them|their\s+(?:role|job|remit|responsibility))"
    r"|(?:takes?|taking|took)\s+no\s+(?:action|part)|(?:stays?|staying|keeps?|keeping|kept|remains?)\s+out\s+of\s+(?:it|this)"
    r"|(?:has|have)\s+(?:stepped\s+back|pulled\s+out)|wants?\s+no\s+involvement)\b"
)


def speaks(turn: Turn, hear: Hear) -> bool:
    """Tell whether a person's own words say that an agency will not act, by its kind or by its name or first words."""
    names = [turn.agency(one).name for one in turn.case.agencies]
    named = [re.escape(part) for one in names for part in {one, " ".join(one.split()[:2])}]
    who = f"(?:{'|'.join([_SERVICE, *named])})"
    said = (re.search(words.format(who=who), hear.own_words, re.IGNORECASE) for words in (_WORDS, _OTHER_WORDS))
    return hear.kind == "message" and any(said)


def tell(turn: Turn, hear: Hear) -> str:
    """Tell the office, once a stage, with whom to speak; return what the sender is answered with, empty if told before."""
    if any(one.about == ABOUT and (one.stage, one.tier) == turn.here for one in turn.case.letters.values()):
        return ""
    name = hear.sender.name or hear.sender.address
    phones = [ordering.number(one) for one in ordering.names(turn, turn.everyone_present())]
    lines = [f"{name} writes that an agency will not act.", *ordering.policy_asks(turn), *phones]
    action = "Read the mail. Speak to a manager of that agency, and record what they will do."
    ordering.tell_office(turn, "An agency that will not act", lines, action, about=ABOUT)
    onward = "REOPEN opens it again" if turn.case.status == "closed" else "ESCALATE takes it on"
    return f"The {turn.terms.office} is told that an agency will not act. No stage has changed; {onward}."
