"""Words that are noted and move nothing: NOTE, TOPIC, and a note TO whoever convenes a stage.

The policy may let a note go to a stage's convenor for another reason than the dispute, such as scrutiny of quality; the
case stays where it is, open or closed (reading B5 of Buckinghamshire's). A topic may bring one more reader in.
"""

import re

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import TopicNamed
from mailservice.cases.ladder import convening
from mailservice.cases.letters import ordering
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import officers
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.policy.model import Topic


def note(turn: Turn, said: Said, by: Speaker) -> str:
    """NOTE: kept, and nothing moves; one to the convenor of a stage is passed on where the policy has that."""
    passed_on = _refer(turn, said, by)
    if passed_on:
        return kept(turn, said, by, passed_on)
    return kept(turn, said, by, "Kept on the record. Nothing has moved and nobody else has been sent this.")


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


def _refer(turn: Turn, said: Said, by: Speaker) -> str:
    """Pass a note on to whoever convenes the stage that it names, and tell the office; empty where it names none."""
    stage = next((one for one in turn.policy.stages if one.also_enter_for and one.convenor), None)
    if stage is None or not _names(said.reason, stage.convenor):
        return ""
    found = officers.holding(turn, stage.convenor)
    name = turn.name(by.party)
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
            "dated": False,
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
