"""NOTE TO a stage's convenor, for another reason that the policy gives than the dispute, such as scrutiny of quality.

The case stays where it is, open or closed, and nothing in it moves (reading B5 of Buckinghamshire's).
"""

import re

from mailservice.cases.history.commands import Said
from mailservice.cases.letters import ordering
from mailservice.cases.people import officers
from mailservice.cases.people.turn import Speaker, Turn


def refer(turn: Turn, said: Said, by: Speaker) -> str:
    """Pass a note on to whoever convenes the stage that it names, and tell the office; empty where it names none."""
    stage = next((one for one in turn.policy.stages if one.also_enter_for and one.convenor), None)
    if stage is None or not _names(said.reason, stage.convenor):
        return ""
    found = officers.holding(turn, stage.convenor)
    name = ordering.person(turn, by.party)["name"]
    headline = f"Referred to: {stage.convenor}"
    lines = [
        f"The policy allows it where {' or '.join(stage.also_enter_for)}.",
        "The dispute is not opened again by it.",
    ]
    for one in found:
        facts = {
            "why": f"You are: {stage.convenor}.",
            "headline": headline,
            "paragraphs": lines,
            "words_of": {"name": name, "text": said.reason},
            "words": ordering.words("NOTE", "STATUS"),
        }
        ordering.order(turn, "news", one, facts)
    action = "See that it is answered." if found else f"Pass it on to: {stage.convenor}."
    ordering.tell_office(turn, headline, [f"{name} wrote: {said.reason}", *lines], action)
    return f"Your note is passed on for: {stage.convenor}. The case stays as it is; nothing in it has moved."


def _names(text: str, convenor: str) -> bool:
    """Tell whether a note begins with to whom it goes, by the whole name of their office or its last word."""
    names = "|".join(re.escape(one) for one in (convenor, convenor.rsplit(maxsplit=1)[-1]))
    return re.match(rf"(?:refer\s+)?to\s+(?:the\s+)?(?:{names})\b", text, re.IGNORECASE) is not None
