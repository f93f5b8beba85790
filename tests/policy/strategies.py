"""Random sound policies, within the schema: whatever a partnership might agree. Start at `policies`."""

from dataclasses import replace

from hypothesis import strategies as st

from mailservice.policy.load import load_bytes
from mailservice.policy.model import (
    Anchor,
    Basis,
    Clock,
    DecidedBy,
    Final,
    Goal,
    Limit,
    OfSide,
    Policy,
    Roles,
    Stage,
    Tell,
    Unit,
    Urgent,
    Within,
)
from mailservice.policy.skeleton import nations, skeleton

UNITS: tuple[Unit, ...] = ("working-days", "hours", "judgement")
GOALS: tuple[Goal, ...] = ("plan", "discussion", "resolve-or-escalate")
STARTS: tuple[Anchor, ...] = ("case-opened", "stage-entered", "tier-entered", "previous-stage-ended")
BASES: tuple[Basis, ...] = ("policy", "house", "office")
MET: tuple[DecidedBy, ...] = ("authority", "sides")
CONVENED: tuple[DecidedBy, ...] = ("authority", "all", "panel")
SIDES: tuple[OfSide, ...] = ("both", "both", "raising", "responding")
OFFICERS = ("Chair", "Scrutineer", "Medical director", "Safeguarding adviser")


@st.composite
def clocks(draw: st.DrawFn, *, first: bool) -> Clock:
    """One clock that ends its stage, or asks about it."""
    unit = draw(st.sampled_from(UNITS))
    amounts = {"working-days": st.integers(1, 10), "hours": st.sampled_from((24, 48))}
    amount = draw(amounts.get(unit, st.just(0)))
    check_in = draw(st.integers(1, 3)) if unit == "judgement" else 0
    starts = STARTS[0] if first else draw(st.sampled_from(STARTS))
    goal, basis = draw(st.sampled_from(GOALS)), draw(st.sampled_from(BASES))
    return Clock("main", goal, unit, starts, basis, amount, check_in, side=draw(st.sampled_from(SIDES)))


@st.composite
def stages(draw: st.DrawFn, number: int, last: int) -> Stage:
    """One stage of a ladder, the last of which may be convened."""
    convened = number == last and draw(st.booleans())
    clock = draw(clocks(first=number == 1))
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
        clock=(replace(clock, side="both") if convened else clock,),
        facilitator="" if convened else draw(st.sampled_from(("", "", "Safeguarding adviser"))),
    )


@st.composite
def last_words(draw: st.DrawFn, last: Stage) -> Final:
    """One last word: of an authority alone, or of several together, as the last stage allows it."""
    if not draw(st.booleans()):
        return Final(last.id, "Chair", "not-stated", ("agreed", "not-agreed"))
    if last.sides == "both":
        met: DecidedBy = draw(st.sampled_from(MET))
        return Final(last.id, "Chair", "yes", ("agreed", "decided"), decided_by=met)
    by: DecidedBy = draw(st.sampled_from(CONVENED))
    roles = OFFICERS[: draw(st.integers(2, 3))] if by != "authority" else ()
    quorum = draw(st.integers(2, len(roles))) if by == "panel" else 0
    return Final(last.id, "Chair", "yes", ("agreed", "decided"), decided_by=by, authorities=roles, quorum=quorum)


@st.composite
def tells(draw: st.DrawFn) -> tuple[Tell, ...]:
    """Somebody to be told within a time, by an officer, by a side or by nobody named."""
    row = Tell(
        event=draw(st.sampled_from(("entered", "agreed", "closed"))),
        who=(draw(st.sampled_from(("raising agency", "Chair", "practitioners involved"))),),
        basis=draw(st.sampled_from(BASES)),
        by=draw(st.sampled_from(("", "Chair", "the receiving agency's manager", "both sides"))),
        within=Within(draw(st.integers(1, 3)), "working-days"),
    )
    return draw(st.sampled_from(((), (row,))))


@st.composite
def first_steps(draw: st.DrawFn, stage: Stage) -> Stage:
    """Two steps in a first stage, of which the second has no number, or a check-in of its own."""
    if stage.sides == "convened" or not draw(st.booleans()):
        return stage
    talk = Clock(
        "talk", "discussion", "working-days", "case-opened", "policy", 1, step="practitioners", on_missed="remind"
    )
    asked = Clock("managers", "manager-contact", "judgement", "reported", "policy", check_in=1, step="line-managers")
    return replace(
        stage,
        repeats=False,
        steps=("practitioners", "line-managers"),
        roles={"default": Roles(("Line manager",), ("Practitioner",))},
        clock=draw(st.sampled_from(((talk,), (talk, asked)))),
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """One whole policy that runs live: one to six stages, limits, a place to start at when urgent, any last word."""
    last = draw(st.integers(1, 6))
    ladder = tuple(draw(stages(number, last)) for number in range(1, last + 1))
    ladder = (draw(first_steps(ladder[0])), *ladder[1:])
    ids = [stage.id for stage in ladder]
    may_start = tuple(sorted(draw(st.sets(st.sampled_from(ids)))))
    final = draw(last_words(ladder[-1]))
    return replace(
        SOUND,
        status="ready",
        open_gaps=(),
        calendar=replace(SOUND.calendar, jurisdiction=draw(st.sampled_from(nations()))),
        stages=ladder,
        limits=draw(
            st.sampled_from(((), (Limit("overall", "referral", ids[-1], 5, "working-days", "case-opened", "policy"),)))
        ),
        urgent=Urgent("policy", "Dial 999", ("start-at",) if may_start else ("speedy",), may_start),
        final=final,
        scope=("between-agencies",) if final.decided_by == "sides" else SOUND.scope,
        tells=draw(tells()),
    )


SOUND = load_bytes(skeleton("random", "Random Partnership", "scotland").encode(), "random.toml")
