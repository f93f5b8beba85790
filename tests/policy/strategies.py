"""Random sound policies, within the schema: whatever a partnership might agree. Start at `policies`."""

from dataclasses import replace

from hypothesis import strategies as st

from mailservice.policy.load import load_bytes
from mailservice.policy.model import (
    Anchor,
    Avoided,
    Basis,
    Clock,
    Final,
    Goal,
    Limit,
    Person,
    Policy,
    Stage,
    Terms,
    Unit,
    Urgent,
    Wording,
)
from mailservice.policy.skeleton import nations, skeleton

UNITS: tuple[Unit, ...] = ("working-days", "hours", "judgement")
GOALS: tuple[Goal, ...] = ("plan", "discussion", "resolve-or-escalate")
STARTS: tuple[Anchor, ...] = ("case-opened", "stage-entered", "tier-entered", "previous-stage-ended")
BASES: tuple[Basis, ...] = ("policy", "house", "office")


@st.composite
def clocks(draw: st.DrawFn, *, first: bool) -> Clock:
    """One clock that ends its stage, or asks about it."""
    unit = draw(st.sampled_from(UNITS))
    amounts = {"working-days": st.integers(1, 10), "hours": st.sampled_from((24, 48))}
    amount = draw(amounts.get(unit, st.just(0)))
    check_in = draw(st.integers(1, 3)) if unit == "judgement" else 0
    starts = STARTS[0] if first else draw(st.sampled_from(STARTS))
    return Clock("main", draw(st.sampled_from(GOALS)), unit, starts, draw(st.sampled_from(BASES)), amount, check_in)


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
        clock=(draw(clocks(first=number == 1)),),
    )


PERSONS = (
    Person(),
    Person("adult", "adults"),
    Person("person", "people", reference="number"),
    Person("person with care and support needs", "people with care and support needs", "person's"),
)
TERMS = (Terms(), Terms("challenge", "people in positions of trust lead", "Partnership Team"))


@st.composite
def wordings(draw: st.DrawFn) -> Wording:
    """Return whom it is about, what the process and the fixed things of letters are called, and a word that none of these has."""
    terms = draw(st.sampled_from(TERMS))
    avoid = (Avoided("grievance", terms.disagreement),) if draw(st.booleans()) else ()
    return Wording(f"professional {terms.disagreement}", avoid, person=draw(st.sampled_from(PERSONS)), terms=terms)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """One whole policy that runs live: one to six stages, limits, a place to start at when urgent, any last word."""
    last = draw(st.integers(1, 6))
    ladder = tuple(draw(stages(number, last)) for number in range(1, last + 1))
    ids = [stage.id for stage in ladder]
    may_start = tuple(sorted(draw(st.sets(st.sampled_from(ids)))))
    decided = draw(st.booleans())
    return replace(
        SOUND,
        status="ready",
        open_gaps=(),
        calendar=replace(SOUND.calendar, jurisdiction=draw(st.sampled_from(nations()))),
        wording=draw(wordings()),
        stages=ladder,
        limits=draw(
            st.sampled_from(((), (Limit("overall", "referral", ids[-1], 5, "working-days", "case-opened", "policy"),)))
        ),
        urgent=Urgent("policy", "Dial 999", ("start-at",) if may_start else ("speedy",), may_start),
        final=Final(
            ids[-1], "Chair", "yes" if decided else "not-stated", ("agreed", "decided" if decided else "not-agreed")
        ),
    )


SOUND = load_bytes(skeleton("random", "Random Partnership", "scotland").encode(), "random.toml")
