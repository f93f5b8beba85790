"""What a sound policy leaves to look at: it can be carried out, and may not be what its partnership meant.

Start at `looks_of`: pairs of the key, as a person would name it, and what to look at. Nothing here refuses a file. Pure.
"""

from collections.abc import Iterator

from mailservice.policy.model import NUMBERED, Policy
from mailservice.policy.promises import doubted, vague
from mailservice.policy.roles import doubtful

Look = tuple[str, str]


def looks_of(policy: Policy) -> list[Look]:
    """Return what a person should compare with the policy's text, once the file is sound."""
    looks = (doubtful, _hasty, doubted, _strength, _idle)
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
