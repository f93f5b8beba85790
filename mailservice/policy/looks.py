"""What a sound policy leaves to look at: it can be carried out, and may not be what its partnership meant.

Start at `looks_of`: pairs of the key, as a person would name it, and what to look at. Nothing here refuses a file. Pure.
"""

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from mailservice.policy.model import NUMBERED, Clock, Limit, Policy, Stage
from mailservice.policy.promises import doubted, vague
from mailservice.policy.roles import doubtful

Look = tuple[str, str]
MOST_CHECK_IN: Final = 20  # working days: a month
KNOWN_TIMES: Final = ("closed", "form", "unresolved", "unresolved-or-lessons")


def looks_of(policy: Policy) -> list[Look]:
    """Return what a person should compare with the policy's text, once the file is sound."""
    looks = (doubtful, _hasty, doubted, _strength, _idle, _late, _last, _care, _alike, _slow)
    return list(dict.fromkeys(one for look in looks for one in look(policy)))


def _hasty(policy: Policy) -> Iterator[Look]:
    for key, said in vague(policy):
        yield key, f"says {said!r}, and no key asks anybody for it at once: letters say it, and nobody is reminded"


def _strength(policy: Policy) -> Iterator[Look]:
    """Yield that the file calls its times what they are not."""
    clocks = [one for stage in policy.stages for one in stage.clock if one.goal != "raise" and one.basis == "policy"]
    numbered = any(one.unit in NUMBERED for one in clocks) or bool(policy.limits) or bool(policy.urgent.hours)
    if policy.timescales_are == "judgement" and any(one.unit in NUMBERED for one in clocks):
        yield (
            "policy, timescales_are",
            'is "judgement", and a clock has a number of the policy: is it a limit or a guide?',
        )
    if policy.timescales_are in ("guide", "limit") and not numbered:
        yield "policy, timescales_are", f'is "{policy.timescales_are}", and no clock has a number: is it "judgement"?'


def _idle(policy: Policy) -> Iterator[Look]:
    """Yield keys of a route that nothing comes of as they stand."""
    for one in policy.routes:
        if one.at_stage and not (one.replaces_stages or one.adds_participant):
            yield f"route {one.id}, at_stage", "does nothing alone: write replaces_stages or adds_participant beside it"
        if one.topics and not one.adds_participant:
            yield f"route {one.id}, topics", "does nothing alone: write who joins for them, in adds_participant"


def _late(policy: Policy) -> Iterator[Look]:
    """Yield a second measure that is never the earlier, and a check-in after which a case is old."""
    for stage in policy.stages:
        for one in stage.clock:
            key, second = f"stage {stage.id}, clock {one.id}", one.no_later_than
            if second and (second.starts, second.unit) == (one.starts, one.unit) and second.amount >= one.amount:
                yield f"{key}, no_later_than", "is never the earlier of the two: what does the policy count it from?"
            if one.check_in > MOST_CHECK_IN:
                yield f"{key}, check_in", f"is {one.check_in} working days, in which nobody is asked how it stands"


def _last(policy: Policy) -> Iterator[Look]:
    final = policy.final
    if final.ends_with and "agreed" not in final.ends_with:
        yield "final, ends_with", 'has no "agreed", and the agencies may agree to the end: does the policy forbid it?'
    if "decided" in final.ends_with and final.authority.casefold() == policy.wording.terms.office.casefold():
        yield (
            "final, authority",
            "is the office, which keeps the record: it decides only as an [[officer]] of that name",
        )
    if final.binding == "yes" and "decided" not in final.ends_with:
        yield "final, binding", 'is "yes", and nobody decides: add "decided" to ends_with, or write "not-stated"'
    if final.report and final.report.by.casefold() == final.report.to.casefold():
        yield "final, report", f"is by {final.report.by!r}, and to them too: who hears of it?"


def _care(policy: Policy) -> Iterator[Look]:
    """Yield words for when after-care is due that are near ones we know, and mean after every ending as they stand."""
    care, known = policy.aftercare, [*KNOWN_TIMES, *(f"stage-{one}" for one in policy.places)]
    named = {"learning_points": care.learning_points, "debrief": care.debrief, "case_review": care.case_review}
    for name, one in {**named, "policy_feedback": care.policy_feedback}.items():
        near = get_close_matches(one.when.casefold(), known, n=1, cutoff=0.8)
        if one.basis != "none" and near and not one.when.startswith(tuple(known)):
            yield f"aftercare, {name}, when", f"is {one.when!r}, which means every ending: did you mean {near[0]!r}?"


def _alike(policy: Policy) -> Iterator[Look]:
    """Yield what people could not tell apart, or find empty."""
    titles = Counter(one.title.casefold().strip() for one in policy.stages)
    for one in policy.stages:
        if titles[one.title.casefold().strip()] > 1:
            yield f"stage {one.id}, title", "is that of another stage too: ESCALATE TO it would not tell which"
    for form in policy.forms:
        if form.fields_known and not form.field:
            yield f"form {form.id}, field", "lists none, and fields_known says that they are: write them, or false"


def _slow(policy: Policy) -> Iterator[Look]:
    """Yield urgent hours that are no quicker than the policy's ordinary times, a day as 24 hours."""
    hours, before = policy.urgent.hours, policy.ladder[:-1]
    ordinary = [one for one in (_ends_in(stage) for stage in before) if one]
    whole = policy.urgent.hours_for == "whole-route"
    if whole:
        way = [sum(ordinary)] if len(ordinary) == len(before) else []
        ordinary = [*way, *(_real(one) for one in policy.limits)]
    if hours and ordinary and hours >= min(ordinary):
        what = "the ordinary way to the last stage" if whole else "an ordinary stage"
        yield "urgent, hours", f"is {hours}, and {what} has {min(ordinary)} hours, days as 24: is urgent no quicker?"


def _ends_in(stage: Stage) -> int:
    return min((_real(one) for one in stage.clock if one.when_missed == "climb" and one.unit in NUMBERED), default=0)


def _real(one: Clock | Limit) -> int:
    return one.amount * (1 if one.unit == "hours" else 24)
