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
    if people.is_within(turn.case):
        return _within(turn, said, by)
    _advise(turn, said, by, turn.present(by.party.agency), "for your agency")
    to = _names(turn, turn.present(by.party.agency)) or "nobody we know of"
    return f"At this stage {to} decides for your agency. Your words were passed on; nothing else has moved."


def not_theirs(turn: Turn, said: Said, by: Speaker, sentence: str) -> str:
    """Keep a word towards quiet that a colleague writes for one of the two; the office hears of it at once (rule 13)."""
    name = letters.person(turn, by.party)["name"]
    lines = [f"{name} wrote {said.verb.value} for somebody else, within one agency. Nothing has moved."]
    letters.tell_office(turn, "A word for one of the two", lines, "Speak to the person who raised this, alone.")
    return kept(turn, said, by, sentence)


def _within(turn: Turn, said: Said, by: Speaker) -> str:
    """Within one agency who acts beside the two advises: the raiser's own professional them, a manager both."""
    two = people.practitioners(turn.case)
    only = f"Within one agency only {' and '.join(letters.person(turn, one)['name'] for one in two)} can settle this."
    if not any(people.same_person(by.party, one) for one in people.beside_the_two(turn.case, turn.directory)):
        return not_theirs(turn, said, by, f"{only} Your words are kept, and nothing has moved.")
    beside = any(people.same_person(by.party, one) for one in people.advocates(turn.case))
    advised = two[:1] if beside else two
    _advise(turn, said, by, advised, "for you")
    return f"{only} Your words were passed to {_names(turn, advised)} as advice; nothing else has moved."


def _advise(turn: Turn, said: Said, by: Speaker, to: tuple[Party, ...], for_whom: str) -> None:
    turn.put(Noted(turn.at, by.party, said.verb.value, said.reason, advice=True))
    name = letters.person(turn, by.party)["name"]
    for one in to:
        lines = [f"At this stage the word is yours: {name} cannot give it {for_whom}."]
        letters.tell(turn, one, f"{name} advises {said.verb.value}", lines, (by.party, said.reason))


def _names(turn: Turn, found: tuple[Party, ...]) -> str:
    return ", ".join(letters.person(turn, one)["name"] for one in found)
