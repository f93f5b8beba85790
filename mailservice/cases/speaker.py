"""Who says a word, in which mail, and what becomes of words that move nothing."""

from dataclasses import dataclass

from mailservice.cases import letters, people
from mailservice.cases.commands import Hear, Said
from mailservice.cases.events import Noted, Party
from mailservice.cases.turn import Turn


@dataclass(frozen=True)
class Speaker:
    """Who says the word, in which mail: what every verb needs besides the case."""

    hear: Hear
    party: Party

    @property
    def office(self) -> bool:
        """Whether this is the Business Office."""
        return self.hear.sender.office


def binds(turn: Turn, by: Speaker) -> bool:
    """Tell whether the word binds their side on the day it first came (rules 3.2 and 11.1)."""
    on = turn.rules.days.local(by.hear.at).date()
    return people.binds(turn.case, turn.policy, turn.directory, by.party, on)


def kept(turn: Turn, said: Said, by: Speaker, sentence: str) -> str:
    """Keep words that move nothing, and answer with a sentence that says why."""
    turn.put(Noted(turn.at, by.party, said.verb.value, said.reason))
    return sentence


def pass_on(turn: Turn, said: Said, by: Speaker) -> str:
    """Pass words that do not bind to whoever decides for that side, as advice (rule 11.1)."""
    if by.office:
        return kept(turn, said, by, "Only the two sides can settle this; your words are kept, and nothing has moved.")
    turn.put(Noted(turn.at, by.party, said.verb.value, said.reason, advice=True))
    name = letters.person(turn, by.party)["name"]
    deciders = turn.present(by.party.agency)
    for one in deciders:
        lines = [f"At this stage the word is yours: {name} cannot give it for your agency."]
        letters.tell(turn, one, f"{name} advises {said.verb.value}", lines, (by.party, said.reason))
    to = ", ".join(letters.person(turn, one)["name"] for one in deciders) or "nobody we know of"
    return f"At this stage {to} decides for your agency. Your words were passed on; nothing else has moved."
