"""What a policy lets wait for something that never comes under it: each word that a key may have, against the rest of the file.

Start at `never`: pairs of the key, as a person would name it, and what to write. Pure.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from mailservice.policy.model import Care, Clock, Policy, Stage

Fault = tuple[str, str]
# A second measure counts from what is there as the clock is set; these come later, or never.
TOO_LATE: Final = ("agreed", "mediation-ended")
ASKS_TO_MEET: Final = ("offer-mediation", "choose-mediation-or-panel")
MEETINGS: Final = frozenset(("mediation", "panel"))
DECISIONS: Final = frozenset(("decision", "course-of-action", "agreed-course-to-decision"))
UNSETTLED: Final = frozenset(("decided", "not-agreed"))
A_DAY: Final = ("mediation-ended", "meeting")
NO_MEETING: Final = "no mediation or panel is held: add one to final, means, or"
STAGE: Final = "stage-"


def never(policy: Policy) -> Iterator[Fault]:
    """Yield what waits for something that never comes, and what to write instead."""
    looks = (_clocks, _stages, _tells, _means, _care, _duties, _forms, _routes)
    return chain.from_iterable(look(policy) for look in looks)


def _is_held(policy: Policy) -> bool:
    """Tell whether a mediation or a panel may be held; a partial policy may not know yet."""
    return policy.status != "ready" or bool(MEETINGS & {*policy.final.means})


def _clocks(policy: Policy) -> Iterator[Fault]:
    for stage in policy.stages:
        for clock in stage.clock:
            key = f"stage {stage.id}, clock {clock.id}"
            yield from ((f"{key}, {name}", remedy) for name, remedy in _clock(policy, stage, clock))


def _clock(policy: Policy, stage: Stage, clock: Clock) -> Iterator[Fault]:
    if clock.no_later_than is not None and clock.no_later_than.starts in TOO_LATE:
        yield "no_later_than, starts", 'would never begin: write another, such as "stage-entered"'
    if stage.sides == "convened":
        if not stage.next:
            yield from _to_meet(policy, stage, clock)
        if stage.next and clock.starts in ("mediation-ended", "meeting"):
            yield "starts", 'a meeting is given a day at the last stage alone: write "stage-entered"'
        if stage.next and clock.goal in ASKS_TO_MEET:
            yield "goal", "mediation is offered at the last stage alone: write another goal"
    if clock.on_missed and (clock.unit == "at-once" or clock.goal == "raise"):
        yield "on_missed", "is never missed: it has no date that could pass; take it out"
    if clock.on_missed == "climb" and not stage.next:
        yield "on_missed", 'no stage comes after the last: write "ask", or take it out'


def _to_meet(policy: Policy, stage: Stage, clock: Clock) -> Iterator[Fault]:
    """Yield what waits at the last stage for a day that no letter asks anybody to give."""
    joint = policy.status == "ready" and policy.final.joint
    if clock.goal in ASKS_TO_MEET and joint:
        yield "goal", f'{_alone_is_asked(policy)}: write "decision" or "report"'
    elif clock.goal in ASKS_TO_MEET and not _is_held(policy):
        yield "goal", f'{NO_MEETING} write "{_possible(policy)}"'
    elif clock.goal == "offer-mediation" and _is_held(policy) and policy.final.means == ("panel",):
        yield "goal", 'no mediation is held, but a panel: write "choose-mediation-or-panel"'
    second = clock.no_later_than
    ends_anyway = second and second.starts not in A_DAY and _may_be_given(policy, clock.starts)
    if clock.starts in A_DAY and not ends_anyway and not _day_is_asked(policy, stage, clock.starts):
        yield "starts", f'{_no_day(policy)} write starts = "stage-entered", or another that comes'
    if second and second.starts == "meeting" and not _day_is_asked(policy, stage, "meeting"):
        yield "no_later_than, starts", f'{_no_day(policy)} write "stage-entered", or take no_later_than out'


def _day_is_asked(policy: Policy, stage: Stage, starts: str) -> bool:
    """Tell whether the letter of a convened stage asks for a day from which this counts; it goes by the stage's first clock."""
    final, goal = policy.final, stage.clock[0].goal
    if policy.status != "ready":
        return True
    if final.joint:  # their letters ask for DECISION and AGREE alone
        return False
    if goal in ASKS_TO_MEET and _is_held(policy):
        return True
    return starts == "meeting" and goal == "decision" and "decided" in final.ends_with


def _may_be_given(policy: Policy, starts: str) -> bool:
    """Tell whether MEDIATION, PANEL or NEW DATE would set the day, though no letter asks for it."""
    course = starts == "meeting" and "decided" in policy.final.ends_with and not policy.final.joint
    return course or _is_held(policy)


def _no_day(policy: Policy) -> str:
    if policy.final.joint:
        return f"no letter asks for the day of a meeting here, for {_alone_is_asked(policy)}:"
    return (
        'no letter asks for the day of a meeting here: put a clock with goal = "choose-mediation-or-panel" first, with '
        '"mediation" or "panel" in final, means. Else'
    )


def _alone_is_asked(policy: Policy) -> str:
    return f'where decided_by = "{policy.final.decided_by}" letters ask for DECISION, AGREE and REPORT alone'


def _possible(policy: Policy) -> str:
    return "decision" if "decided" in policy.final.ends_with else "report"


def _stages(policy: Policy) -> Iterator[Fault]:
    for stage in policy.stages:
        yield from ((f"stage {stage.id}, {key}", remedy) for key, remedy in _stage(stage))


def _stage(stage: Stage) -> Iterator[Fault]:
    if stage.optional_tier and stage.repeats:
        yield "optional_tier", "a stage that repeats goes up every tier by itself: take one of the two out"
    if stage.sides == "convened":
        if stage.optional_tier:
            yield "optional_tier", "whoever convenes has no further tier here: write it as a stage of its own"
        if stage.if_conflicted:
            yield "if_conflicted", "no manager acts where somebody convenes: take it out"
    elif stage.also_enter_for:
        yield "also_enter_for", "nobody convenes here, whom a NOTE could reach: take it out, or name a convenor"


def _tells(policy: Policy) -> Iterator[Fault]:
    last, first = policy.last_stage, policy.first_stage
    for number, tell in enumerate(policy.tells, start=1):
        key = f"tell number {number}"
        if tell.event == "mediation-ended":
            if not _is_held(policy):
                yield f"{key}, event", f'{NO_MEETING} write "closed"'
            elif policy.status == "ready" and last.sides != "convened":
                yield f"{key}, event", f'nobody convenes a mediation at stage {last.id}: write "closed"'
            if tell.stages and last.id not in tell.stages:
                yield f"{key}, stages", f"a mediation ends at the last stage alone: write {last.id}, or leave it out"
        if tell.event == "entered" and {*tell.stages, *([] if tell.stages else policy.places)} == {first.id}:
            yield f"{key}, stages", "a case is there from its opening, and never comes there: write a further stage"


def _means(policy: Policy) -> Iterator[Fault]:
    final = policy.final
    if policy.status != "ready":
        return
    if DECISIONS & {*final.means} and "decided" not in final.ends_with:
        yield "final, means", 'has a decision, and no case ends by one: add "decided" to ends_with, or take it out'
    if MEETINGS & {*final.means} and policy.last_stage.sides != "convened":
        yield (
            "final, means",
            f"nobody convenes stage {final.stage}, where it would be held: take it out, or name a convenor",
        )
    if final.panel and "panel" not in final.means and final.decided_by != "panel":
        yield "final, panel", 'no panel is held: add "panel" to means, or take it out'


def _care(policy: Policy) -> Iterator[Fault]:
    care = policy.aftercare
    kinds: dict[str, Care] = {
        "learning_points": care.learning_points,
        "debrief": care.debrief,
        "case_review": care.case_review,
        "policy_feedback": care.policy_feedback,
    }
    for name, one in kinds.items():
        if one.basis != "none":
            yield from ((f"aftercare, {name}, when", remedy) for remedy in _when(policy, one.when))


def _when(policy: Policy, when: str) -> Iterator[str]:
    if when.startswith(STAGE) and when.removeprefix(STAGE) not in policy.places:
        yield f"there is no stage {when.removeprefix(STAGE)!r}: write one of {', '.join(policy.places)}"
    if when == "form" and not policy.forms:
        yield 'there is no form with which it could be asked: write a [[form]], or when = "closed"'
    ends = {*policy.final.ends_with}
    if when.startswith("unresolved") and "lessons" not in when and ends and not UNSETTLED & ends:
        yield 'no case ends unresolved here: add "not-agreed" to final, ends_with, or write "closed"'


def _duties(policy: Policy) -> Iterator[Fault]:
    for one in policy.duties:
        if not one.at:
            yield f"duty {one.id}, at", 'is empty, so that no letter says it: write at = ["stage"], or take it out'
        if one.at == ("same-person",) and len(policy.places) == 1 and not policy.first_stage.repeats:
            yield f"duty {one.id}, at", 'nobody acts at a further stage: write at = ["stage"]'


def _forms(policy: Policy) -> Iterator[Fault]:
    last = policy.last_stage.id
    for one in policy.forms:
        if one.send_when == ("escalated",) and one.stages == (last,):
            yield f"form {one.id}, send_when", f'no case goes on from stage {last}: write "resolved", or further stages'


def _routes(policy: Policy) -> Iterator[Fault]:
    for one in policy.routes:
        key = f"route {one.id}"
        if one.adds_participant and not one.at_stage:
            yield f"{key}, at_stage", f"is missing: write the stage at which {one.adds_participant} joins"
        if one.adds_participant and not (one.topics or one.words):
            yield f"{key}, words", f"nothing would bring in {one.adds_participant}: write topics, or words"
        named = one.at_end or one.outcomes or (one.replaces_stages and one.at_stage)
        if named and not (one.words or one.confidential or one.adds_participant):
            yield f"{key}, words", 'no mail would name this way: write words = ["…"]'
