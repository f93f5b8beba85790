"""An agency that will not act: the office hears of it when somebody who takes part writes so (rules, section 17).

What the policy itself asks for then stands in its `[[urgent.extra]]`; no date and no stage moves.
"""

import re

from mailservice.cases import letters
from mailservice.cases.commands import Hear
from mailservice.cases.turn import Turn

ABOUT = "unwilling"
# Few and plain, as words of danger are: a false alarm costs the office one look at a mail.
_WORDS = re.compile(
    r"\b(?:refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|unwilling|not\s+(?:willing|prepared|going)"
    r"|will\s+not|won['\u2019]t|(?:does|do|did)(?:\s+not|n['\u2019]t)\s+(?:intend|want))\s+(?:to\s+)?"
    r"(?:act|attend|engage|meet|take\s+part|respond|answer|assess|visit|help|co-?operate|be\s+involved|get\s+involved)\b",
    re.IGNORECASE,
)


def speaks(hear: Hear) -> bool:
    """Tell whether a person's own words say that somebody will not act."""
    return hear.kind == "message" and bool(_WORDS.search(hear.own_words))


def tell(turn: Turn, hear: Hear) -> str:
    """Tell the office, once a stage, with whom to speak; return what the sender is answered with, empty if told before."""
    here = (turn.case.stage, turn.case.tier)
    if any(one.about == ABOUT and (one.stage, one.tier) == here for one in turn.case.letters.values()):
        return ""
    name = hear.sender.name or hear.sender.address
    phones = [letters.number(one) for one in letters.names(turn, turn.everyone_present())]
    lines = [f"{name} writes that an agency will not act.", *letters.policy_asks(turn), *phones]
    action = "Read the mail. Speak to a manager of that agency, and record what they will do."
    letters.tell_office(turn, "An agency that will not act", lines, action, about=ABOUT)
    return "The Business Office is told that an agency will not act. No stage has changed; ESCALATE takes it on."
