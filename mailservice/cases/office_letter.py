"""One letter to the office for one event: whatever a decision tells it is gathered into the first, the most pressing on top."""

from dataclasses import replace
from typing import Any

from mailservice.cases.events import Event, LetterOrdered
from mailservice.cases.turn import Turn

# These words stand in the subject, whatever else the office is told of at the same moment.
_PRESSING = ("URGENT", "Words of danger", "A mail that may be forged")
_TEMPLATES = frozenset({"office", "convened"})


def gather(turn: Turn) -> tuple[Event, ...]:
    """Return what came of the decision, with at most one letter to the office."""
    mine = [event for event in turn.events if isinstance(event, LetterOrdered) and _is_for_office(turn, event)]
    if len(mine) < 2:  # noqa: PLR2004 - one letter is what there should be
        return tuple(turn.events)
    first = min(mine, key=_rank)
    others = sorted((one for one in mine if one is not first), key=_rank)
    also = [section for one in others if (section := _section(one)) != _section(first)]
    words = {one["verb"]: one for letter in (first, *others) for one in letter.facts["words"]}
    about = next((one.about for one in (first, *others) if one.about), "")
    facts = {**first.facts, "also": also, "words": [*words.values()]}
    if first.template == "convened":
        facts["pressing"] = next((one["headline"] for one in also if one["headline"] in _PRESSING), "")
    whole = replace(first, facts=facts, about=about)
    return tuple(whole if event is first else event for event in turn.events if event not in others)


def _is_for_office(turn: Turn, letter: LetterOrdered) -> bool:
    return letter.template in _TEMPLATES and letter.to.address == turn.directory.office.address


def _rank(letter: LetterOrdered) -> int:
    """Put the letter that begins a convened stage first, for its dates wait for it; then what presses most."""
    if letter.template == "convened":
        return -1
    headline = letter.facts["headline"]
    return _PRESSING.index(headline) if headline in _PRESSING else len(_PRESSING)


def _section(letter: LetterOrdered) -> dict[str, Any]:
    facts = letter.facts
    if letter.template == "convened":
        headline = f"Stage {letter.stage} is convened"
        return {"headline": headline, "items": [facts["reason"]], "action": facts["action"], "by": ""}
    return {name: facts[name] for name in ("headline", "items", "action", "by")}
