"""TOPIC: what kind of disagreement it is, in the policy's own kinds; some bring one more reader in."""

import re

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import TopicNamed
from mailservice.cases.ladder import convening
from mailservice.cases.letters.kept import kept
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.policy.model import Topic


def topic(turn: Turn, said: Said, by: Speaker) -> str:
    """TOPIC, by its number, its id or words of its label; whoever the topic brings in is written to."""
    found = [one for number, one in enumerate(turn.policy.reasons, 1) if _means(said.reason, number, one)]
    if not found:
        listed = "; ".join(f"{number} {one.label}" for number, one in enumerate(turn.policy.reasons, 1))
        return kept(turn, said, by, f"Please write TOPIC and the number: {listed}. Your words are kept.")
    turn.put(TopicNamed(turn.at, by.party, tuple(one.id for one in found)))
    convening.invite(turn)
    return f"Recorded as the topic: {'; '.join(one.label for one in found)}."


def _means(text: str, number: int, one: Topic) -> bool:
    line = text.partition("\n")[0].strip(" .").casefold()
    numbers = re.fullmatch(r"[\d, and&]+", line)
    if numbers:
        return str(number) in re.findall(r"\d+", line)
    return bool(line) and (one.id in re.split(r"[\s,;.:]+", line) or line in one.label.casefold())
