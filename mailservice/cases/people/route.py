"""The way up: which place follows the present one, and which stages alone an urgent case passes (rules 6.3 and 8)."""

from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn
from mailservice.policy.model import Stage


def next_place(turn: Turn, *, asked: bool) -> deciders.Place | None:
    """Return the stage and tier that follow, or None at the last; an optional stage only when somebody asks.

    A repeating stage goes tier by tier while every side has a further tier (reading A4 of Northamptonshire's guide). An
    urgent case passes the stages of the policy's own urgent route alone, where it has one.
    """
    here, tier = turn.here
    tiers = turn.stage.repeats and on_route(turn, turn.stage) and not deciders.is_within(turn.case)
    if tiers and _all_have(turn, (here, tier + 1)):
        return here, tier + 1
    onward = _after(turn, turn.stage, asked=asked)
    return (onward.id, 1) if onward else None


def on_route(turn: Turn, stage: Stage) -> bool:
    """Tell whether the case passes a stage now: any, unless it is urgent and the policy names its own for that."""
    return deciders.passes(turn.case, turn.policy, stage)


def places_left(turn: Turn) -> int:
    """Return through how many places an urgent case goes before the last stage, the present one among them."""
    stage, tier = turn.stage, turn.case.tier
    left = 0
    while stage.next:
        left += 1
        while stage.repeats and not deciders.is_within(turn.case) and _all_have(turn, (stage.id, tier + 1)):
            left, tier = left + 1, tier + 1
        onward = _after(turn, stage, asked=False)
        if onward is None:
            break
        stage, tier = onward, 1
    return left


def _after(turn: Turn, stage: Stage, *, asked: bool) -> Stage | None:
    named = turn.case.urgent is not None and bool(turn.policy.urgent.stages)
    onward = turn.policy.next_stage(stage.id)
    while onward is not None and (not on_route(turn, onward) if named else onward.optional and not asked):
        onward = turn.policy.next_stage(onward.id)
    return onward


def _all_have(turn: Turn, place: deciders.Place) -> bool:
    agencies = turn.case.agencies
    return all(deciders.deciders(turn.case, turn.policy, turn.directory, one, place) for one in agencies)
