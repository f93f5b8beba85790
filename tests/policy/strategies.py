"""Random sound policies, within the schema: whatever a partnership might agree. Start at `policies`."""

from dataclasses import replace
from typing import Literal

from hypothesis import strategies as st

from mailservice.policy.load import load_bytes
from mailservice.policy.model import (
    Anchor,
    Avoided,
    Basis,
    Board,
    Clock,
    Counted,
    DecidedBy,
    Duty,
    Final,
    Goal,
    Limit,
    Measure,
    Moment,
    OfSide,
    Person,
    Policy,
    Roles,
    Route,
    Stage,
    Tell,
    Terms,
    Topic,
    Unit,
    Urgent,
    Within,
    Wording,
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
MET: tuple[DecidedBy, ...] = ("authority", "sides")
CONVENED: tuple[DecidedBy, ...] = ("authority", "all", "panel")
SIDES: tuple[OfSide, ...] = ("both", "both", "raising", "responding")
OFFICERS = ("Chair", "Scrutineer", "Medical director", "Safeguarding adviser")


@st.composite
def measures(draw: st.DrawFn, starts: tuple[Anchor, ...]) -> Measure | None:
    """Return a second measure of a clock, or none."""
    if draw(st.booleans()):
        return None
    unit = draw(st.sampled_from(COUNTED))
    return Measure(draw(AMOUNTS[unit]), unit, draw(st.sampled_from(starts)), draw(st.sampled_from((None, *BASES))))


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
    return Clock("main", *told, no_later_than=second, side=draw(st.sampled_from(SIDES)))


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
def acknowledgements(draw: st.DrawFn) -> tuple[Clock, ...]:
    """No acknowledgement that a stage of both sides asks for beside its own time, or one."""
    unit: Unit = draw(st.sampled_from(("at-once", *COUNTED)))
    amount = draw(AMOUNTS.get(unit, st.just(0)))
    told = ("acknowledgement", unit, "stage-entered", draw(st.sampled_from(BASES)), amount)
    return draw(st.sampled_from(((), (Clock("ack", *told),))))  # type: ignore[arg-type] # drawn as the file has them


@st.composite
def stages(draw: st.DrawFn, number: int, last: int) -> Stage:
    """One stage of a ladder, the last of which may be convened."""
    convened = number == last and draw(st.booleans())
    clock = draw(clocks(first=number == 1, convened=convened))
    return Stage(
        id=str(number),
        title=f"Stage {number}",
        formal=draw(st.sampled_from((True, False, None))),
        sides="convened" if convened else "both",
        convenor="Independent chair" if convened else "",
        urgent_convenor=draw(st.sampled_from(("", "Scrutineer"))) if convened else "",
        next="" if number == last else str(number + 1),
        optional=1 < number < last and draw(st.booleans()),
        repeats=not convened and draw(st.booleans()),
        roles=SOUND.stages[0].roles,
        clock=(replace(clock, side="both"),) if convened else (clock, *draw(acknowledgements())),
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
def tells(draw: st.DrawFn, ids: list[str]) -> tuple[Tell, ...]:
    """Somebody to be told within a time, by an officer, by a side or by nobody named; of one stage alone nobody comes there."""
    row = Tell(
        event=draw(st.sampled_from(("entered", "agreed", "closed")[len(ids) == 1 :])),
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
def boards(draw: st.DrawFn) -> tuple[Board, ...]:
    """No board of its own, or two or three, each named by a word or by its title alone."""
    number = draw(st.sampled_from((0, 0, 2, 3)))
    every = (("children", "child"), ("adults", "adult"), ("coast", "Coast"))[:number]
    person = st.sampled_from((None, *PERSONS))
    return tuple(
        Board(one, f"The {one} board", (word,) if draw(st.booleans()) else (), draw(person)) for one, word in every
    )


@st.composite
def duties(draw: st.DrawFn, ids: list[str]) -> tuple[Duty, ...]:
    """No duty, or one of some stages at some moments."""
    if draw(st.booleans()):
        return ()
    at: tuple[Moment, ...] = draw(st.sampled_from((("stage",), ("contact", "closed"), ("overtaken", "same-person"))))
    return (Duty("advice", "Take advice first", at, tuple(one for one in ids if draw(st.booleans()))),)


def asked_for_a_day(last: Stage, final: Final) -> Stage:
    """Return a last stage where a time from the meeting counts only if whoever decides alone is asked for its day."""
    if not any(one.starts == "meeting" for one in last.clock):
        return last
    alone = "decided" in final.ends_with and not final.joint
    first = replace(last.clock[0], goal="decision") if alone else replace(last.clock[0], starts="stage-entered")
    return replace(last, clock=(first, *last.clock[1:]))


TOPICS = (Topic("threshold", "Whether a threshold is met"), Topic("plan", "Whether a plan is right"))


@st.composite
def topics(draw: st.DrawFn) -> tuple[Topic, ...]:
    """No kind of disagreement of its own, so that the house list holds, or one or two."""
    return TOPICS[: draw(st.integers(0, len(TOPICS)))]


@st.composite
def joining(draw: st.DrawFn, named: tuple[Topic, ...], ids: list[str]) -> tuple[Route, ...]:
    """No other way, or one by which a topic or words bring somebody in at a stage."""
    if not draw(st.booleans()):
        return ()
    by = draw(st.sampled_from((("threshold*",), ()))) if named else ("threshold*",)
    at, own = draw(st.sampled_from(ids)), tuple(one.id for one in named)
    return (
        Route(
            "joins", "A threshold", "An adviser joins", topics=own, at_stage=at, adds_participant="Adviser", words=by
        ),
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """One whole policy that runs live: one to six stages, limits, a place to start at when urgent, any last word."""
    last = draw(st.integers(1, 6))
    ladder = tuple(draw(stages(number, last)) for number in range(1, last + 1))
    ladder = (draw(first_steps(ladder[0])), *ladder[1:])
    ids = [stage.id for stage in ladder]
    final = draw(last_words(ladder[-1]))
    ladder = (*ladder[:-1], asked_for_a_day(ladder[-1], final))
    named = draw(topics())
    return replace(
        SOUND,
        status="ready",
        open_gaps=(),
        calendar=replace(SOUND.calendar, jurisdiction=draw(st.sampled_from(nations()))),
        wording=draw(wordings()),
        stages=ladder,
        limits=draw(limits(ids[-1])),
        urgent=draw(urgencies(ids)),
        final=final,
        scope=("between-agencies",) if final.decided_by == "sides" else SOUND.scope,
        tells=draw(tells(ids)),
        boards=draw(boards()),
        topics=named,
        routes=draw(joining(named, ids)),
        duties=draw(duties(ids)),
    )


SOUND = load_bytes(skeleton("random", "Random Partnership", "scotland").encode(), "random.toml")
