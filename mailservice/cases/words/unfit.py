"""Whom nobody names to act for a side: who disagrees, who is of the other side, who is of a lower tier (rule 15).

Start at `refusal`. Who disagrees is known by another address too: by their name, or by what stands before a plus.
"""

from mailservice.cases.history.events import Party
from mailservice.cases.ladder import climbing
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn

_ELSE = "so somebody else must act"


def refusal(turn: Turn, who: Party, agency: str, at: climbing.Place, *, office: bool = False) -> str:
    """Return why somebody must not act for an agency at a stage; empty where they may. The office may name any tier."""
    name, order = turn.name(who), [stage.id for stage in turn.policy.stages]
    if deciders.disagrees(turn.case, who) and not _is_first_talk(turn, at) and not _is_listed(turn, who, at):
        return f"{name} is one of those who disagree, {_ELSE} at stage {at[0]}. Nothing has moved."
    if who.agency in turn.case.agencies and who.agency != agency:
        return f"{name} is of another side of this case, {_ELSE} for {turn.agency(agency).name}. Nothing has moved."
    person = turn.directory.person(who.person)
    if office or person is None or _is_first_talk(turn, at) or _is_listed(turn, who, at):
        return ""
    theirs = [(order.index(one), person.tier) for one in person.stages if one in order]
    if theirs and max(theirs) < (order.index(at[0]), at[1]):
        return f"By the directory {name} acts at an earlier stage, {_ELSE} at {at[0]}. Nothing has moved."
    return ""


def _is_first_talk(turn: Turn, at: climbing.Place) -> bool:
    """Tell whether those who disagree act there themselves."""
    return at[0] == turn.policy.first_stage.id and not (turn.case.step and at == turn.here)


def _is_listed(turn: Turn, who: Party, at: climbing.Place) -> bool:
    person = turn.directory.person(who.person)
    return person is not None and at[0] in person.stages
