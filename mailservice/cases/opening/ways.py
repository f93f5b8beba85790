"""What a side's words, shown to the other too, name of the policy's other ways: kept, and whoever one brings in is written to.

A note, and what was written to us alone, brings nobody in: its words are shown to nobody else (rule 16).
"""

from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import Party, StageEntered, WayNamed
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.ladder import convening
from mailservice.cases.letters import aside
from mailservice.cases.opening import confidential
from mailservice.cases.people.turn import Turn

_NOT_SHOWN = (Verb.NOTE, Verb.CONTACT, Verb.TOPIC)


def note(turn: Turn, by: Party, words: str) -> tuple[str, ...]:
    """Keep which other ways of the policy these words name, and return those that no words of the case named before."""
    new = tuple(one for one in confidential.open_ways(words, turn.policy) if one not in turn.case.ways)
    if new:
        turn.put(WayNamed(turn.at, by, new))
    return new


def shown(hear: Hear, *, told: bool) -> str:
    """Return what of a later mail the other sides read: all but its notes if they were `told`, else what our words carry."""
    mine = (one for one in hear.said if WORDS[one.verb].answered == "a sentence" and not one.dry_run)
    return aside.without_notes(hear) if told else ". ".join(one.reason for one in mine if one.verb not in _NOT_SHOWN)


def bring_in(turn: Turn, new: tuple[str, ...]) -> None:
    """Write to whoever joins the present stage because of what was named now; a stage that has just begun has written."""
    if new and turn.case.status == "open" and not any(isinstance(event, StageEntered) for event in turn.events):
        convening.invite(turn, ways=new)
