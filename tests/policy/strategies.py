"""Random sound policies, within the schema: whatever a partnership might agree. Start at `policies`."""

from dataclasses import replace
from typing import Literal

from hypothesis import strategies as st

from mailservice.policy.load import load_bytes
from mailservice.policy.model import (
    Anchor,
    Basis,
    Clock,
    Counted,
    Final,
    Goal,
    Limit,
    Measure,
    Policy,
    Stage,
    Unit,
    Urgent,
)
from mailservice.policy.skeleton import nations, skeleton

UNITS: tuple[Unit, ...] = ("working-days", "calendar-days", "hours", "judgement")
COUNTED: tuple[Counted, ...] = ("working-days", "calendar-days", "hours")
GOALS: tuple[Goal, ...] = ("plan", "discussion", "resolve-or-escalate")
STARTS: tuple[Anchor, ...] = (
    "case-opened",
    "stage-entered",
    "tier-entered",
    "previous-stage-ended",
    "decision",
    "discussion",
)
# At the first stage no other comes before it; a meeting is held at a convened one.
FIRST: tuple[Anchor, ...] = ("case-opened", "decision", "discussion")
OVERALL: tuple[Literal["case-opened", "decision", "discussion"], ...] = ("case-opened", "decision", "discussion")
AMOUNTS = {
    "working-days": st.integers(1, 10),
    "calendar-days": st.integers(1, 14),
    "hours": st.sampled_from((4, 24, 30, 48)),
}
BASES: tuple[Basis, ...] = ("policy", "house", "office")


@st.composite
def measures(draw: st.DrawFn, starts: tuple[Anchor, ...]) -> Measure | None:
    """Return a second measure of a clock, or none."""
    if draw(st.booleans()):
        return None
    unit = draw(st.sampled_from(COUNTED))
    return Measure(draw(AMOUNTS[unit]), unit, draw(st.sampled_from(starts)))


@st.composite
def clocks(draw: st.DrawFn, *, first: bool, convened: bool = False) -> Clock:
    """One clock that ends its stage, or asks about it."""
    unit = draw(st.sampled_from(UNITS))
    amount = draw(AMOUNTS.get(unit, st.just(0)))
    check_in = draw(st.integers(1, 3)) if unit == "judgement" else 0
    known = FIRST if first else STARTS
    starts = draw(st.sampled_from((*known, "meeting") if convened else known))
    second = draw(measures(known)) if unit != "judgement" else None
    told = (draw(st.sampled_from(GOALS)), unit, starts, draw(st.sampled_from(BASES)), amount, check_in)
    return Clock("main", *told, no_later_than=second)


@st.composite
def limits(draw: st.DrawFn, last: str) -> tuple[Limit, ...]:
    """No overall limit, or one of any unit."""
    if draw(st.booleans()):
        return ()
    unit, starts = draw(st.sampled_from(COUNTED)), draw(st.sampled_from(OVERALL))
    second = draw(measures(OVERALL))
    return (Limit("overall", "referral", last, draw(AMOUNTS[unit]), unit, starts, "policy", no_later_than=second),)


@st.composite
def urgencies(draw: st.DrawFn, ids: list[str]) -> Urgent:
    """Return what a policy says of urgency: a place to start at, hours of its own, the stages that it passes."""
    passes = tuple(one for one in ids if one == ids[-1] or draw(st.booleans())) if draw(st.booleans()) else ()
    may_start = tuple(sorted(draw(st.sets(st.sampled_from(passes or tuple(ids))))))
    hours = draw(st.sampled_from((0, 6, 24, 72)))
    whole = bool(hours) and len(ids) > 1 and draw(st.booleans())
    own = {"hours": hours, "hours_for": "whole-route" if whole else "each-stage", "stages": passes}
    return Urgent("policy", "Dial 999", ("start-at",) if may_start else ("speedy",), may_start, **own)  # type: ignore[arg-type] # drawn as the file has them


@st.composite
def stages(draw: st.DrawFn, number: int, last: int) -> Stage:
    """One stage of a ladder, the last of which may be convened."""
    convened = number == last and draw(st.booleans())
    return Stage(
        id=str(number),
        title=f"Stage {number}",
        formal=draw(st.booleans()),
        sides="convened" if convened else "both",
        convenor="Independent chair" if convened else "",
        next="" if number == last else str(number + 1),
        optional=1 < number < last and draw(st.booleans()),
        repeats=not convened and draw(st.booleans()),
        roles=SOUND.stages[0].roles,
        clock=(draw(clocks(first=number == 1, convened=convened)),),
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """One whole policy that runs live: one to six stages, limits, a place to start at when urgent, any last word."""
    last = draw(st.integers(1, 6))
    ladder = tuple(draw(stages(number, last)) for number in range(1, last + 1))
    ids = [stage.id for stage in ladder]
    decided = draw(st.booleans())
    return replace(
        SOUND,
        status="ready",
        open_gaps=(),
        calendar=replace(SOUND.calendar, jurisdiction=draw(st.sampled_from(nations()))),
        stages=ladder,
        limits=draw(limits(ids[-1])),
        urgent=draw(urgencies(ids)),
        final=Final(
            ids[-1], "Chair", "yes" if decided else "not-stated", ("agreed", "decided" if decided else "not-agreed")
        ),
    )


SOUND = load_bytes(skeleton("random", "Random Partnership", "scotland").encode(), "random.toml")
