"""What those who decide together are told as the last stage begins, and the office where somebody is wanting (rule 11.5)."""

from collections.abc import Sequence

from mailservice.cases.history.events import Party
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people import deciders, officers, together
from mailservice.cases.people.turn import Turn

NOBODY = "Nobody to decide"


def sentence(turn: Turn, to: Party) -> str:
    """Say to one of those who decide with whom they do, and how; empty to anybody else, and where one decides alone."""
    if not (together.here(turn) and together.decides(turn, to)):
        return ""
    others = [one for one in together.members(turn) if not deciders.same_human(one, to)]
    number = turn.policy.final.quorum
    panel = turn.policy.final.decided_by == "panel"
    with_whom = f"{number} of you decide together: you" if panel else "You decide this together: you"
    names = phrases.listed([turn.name(one) for one in others]) or "somebody who is not named yet"
    return f"{with_whom} and {names}. Whoever writes DECISION first, the others are asked to AGREE."


def words(turn: Turn, to: Party, verbs: Sequence[str]) -> list[dict[str, str]]:
    """Return the words that a letter offers at this stage: to those who decide together, DECISION first."""
    if not sentence(turn, to) or "AGREE" in verbs:
        return ordering.words(*verbs)
    offered = [{**one, "means": "the others are asked to AGREE to it"} for one in ordering.words("DECISION")]
    heard = ("RECEIVED",) if "RECEIVED" in verbs else ()
    return [*offered, *ordering.words("RESOLVED", *heard)]


def tell_office(turn: Turn) -> None:
    """Tell the office for whom nobody can decide: until the directory names them, nothing can be decided (rule 17)."""
    lines = together.wanting(turn) if together.here(turn) else _nobody_alone(turn)
    action = (
        "Name somebody in the directory for each today. Until then nothing can be decided; both sides may still agree."
    )
    if lines:
        ordering.tell_office(turn, NOBODY, lines, action)


def _nobody_alone(turn: Turn) -> list[str]:
    """Return that nobody holds the last word which one alone has, at its stage."""
    final = turn.policy.final
    if final.joint or "decided" not in final.ends_with or turn.case.stage != final.stage or officers.authority(turn):
        return []
    return [f"Nobody is named for: {final.authority}."]
