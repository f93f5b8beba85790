"""What a policy itself asks of people beside its clocks, in sentences: for letters at the right moment, and for `policy show`.

Only what the partnership's file says; what is ours is said elsewhere, as ours. Start at `at_stage`. Pure.
"""

from collections.abc import Collection, Mapping
from typing import Final

from mailservice.policy.model import Duty, Form, Moment, Policy, Route, Stage
from mailservice.policy.words import (
    WHOSE,
    clock_in_words,
    closing_in_words,
    counting_in_words,
    form_in_words,
    last_word,
    limit_in_words,
    listed,
    ours,
    span,
    tier_in_words,
    told_in_words,
    urgent_in_words,
    who_meets,
)

NOT_STATED: Final = "not-stated"


def duties(policy: Policy, moment: Moment, stage: Stage) -> list[str]:
    """Return the duties that the policy wants remembered at this moment and stage."""
    mine = (one for one in policy.duties if moment in one.at)
    return [one.says for one in mine if not one.stages or stage.id in one.stages]


def at_opening(policy: Policy) -> list[str]:
    """Return what somebody who raises a disagreement hears of the policy."""
    return [*duties(policy, "opened", policy.first_stage), *policy.first_stage.support]


def at_stage(policy: Policy, stage: Stage, ways: Collection[str] = (), *, again: bool = False) -> list[str]:
    """Return what those who act at a stage are asked beside their dates: duties, support, who may join, the record, the form.

    `ways` are the routes that the issue names; `again`: to somebody who has acted at a stage before this one.
    """
    straight = [one for one in policy.routes if one.id in ways and one.replaces_stages and one.at_stage == stage.id]
    may_join = [f"You may bring in: {listed(stage.may_include)}. Invite them yourselves; we never write to a family"]
    return [
        *(f"{one.when}: {way_of(one)}" for one in straight),
        *duties(policy, "stage", stage),
        *(duties(policy, "same-person", stage) if again else ()),
        *(pertinent(policy) if stage.id != policy.first_stage.id else ()),
        *facilitated(stage),
        *_whose(stage, [*(stage.support if stage.id != policy.first_stage.id else ()), *_to_record(stage)]),
        *(may_join if stage.may_include else []),
        *(line for one in forms_at(policy, stage) for line in _form(one, stage)),
    ]


def facilitated(stage: Stage) -> list[str]:
    """Return who brings both sides together at a stage, where somebody does who decides nothing."""
    return [f"{stage.facilitator} brings both sides together, and decides nothing"] if stage.facilitator else []


def forms_at(policy: Policy, stage: Stage) -> list[Form]:
    """Return the forms of a stage: the one that it names, and those that name it."""
    return [one for one in policy.forms if one.id == stage.form or stage.id in one.stages]


def when_urgent(policy: Policy) -> str:
    """Return what is always said when it is urgent, and that the policy says so where it does."""
    said = policy.urgent.always_say
    return f"The policy says: {said}" if policy.urgent.basis == "policy" else said


def at_panel(policy: Policy) -> list[str]:
    """Return who sits on the policy's panel and whom it hears; nothing where it has none."""
    panel = policy.final.panel
    return [f"A panel: {panel.members}. It hears {panel.hears}"] if panel else []


def for_contacts(policy: Policy, stage: Stage) -> list[str]:
    """Return what the policy says of finding out who comes next, at a stage."""
    named = ["Each agency has a named manager for this"] if policy.contacts.named_manager else []
    form = policy.form(policy.contacts.form)
    kept = [f"The policy has a form to keep such names: {form.title}"] if form else []
    whose = ours(policy.contacts.basis)
    asked = [f"{policy.contacts.duty}{whose}"] if policy.contacts.duty else []
    shown = ["The partnership publishes who they are: look there first"] if policy.contacts.directory_published else []
    return [*asked, *shown, *named, *kept, *duties(policy, "contact", stage)]


def at_closing(policy: Policy, stage: Stage) -> list[str]:
    """Return what the policy asks once a case has ended at a stage: where it is kept, for whom, and the form's copies."""
    record = policy.record
    sent = [one for one in forms_at(policy, stage) if one.copies and "resolved" in (one.send_when or ("resolved",))]
    kept = [one for one in record.where if one != NOT_STATED]
    return [
        *duties(policy, "closed", stage),
        *([f"Keep it on: {listed(kept)}"] if kept else []),
        *([f"Share it with: {listed(record.share_with)}"] if record.share_with else []),
        *([record.written_confirmation] if record.written_confirmation else []),
        *(f"{one.title}: copies go to {listed(one.copies)}" for one in sent),
    ]


def pertinent(policy: Policy) -> list[str]:
    """Return how an issue that other agencies should hear of is told while a case is open, where somebody passes it on."""
    rows = [one for one in policy.tells if one.event == "pertinent-issue" and one.by]
    return [f"If {listed(one.who)} should hear of an issue, {note_to(one.by)}" for one in rows]


def of_stages(policy: Policy) -> list[str]:
    """Return each stage with who meets and by when: the policy's ladder, a line each."""
    labels = {one.id: one.label for one in policy.agency_types}
    return [_stage(stage, labels) for stage in policy.ladder] + [
        _sentence(limit_in_words(one)) for one in policy.limits
    ]


def besides(policy: Policy) -> list[str]:
    """Return what else the policy says of every case: the last word, urgency, duties, contacts and the record."""
    told = {one.says for one in policy.duties}  # each once, and not again with its moment
    return [
        *_version(policy),
        *_boards(policy),
        *counting_in_words(policy),
        f"Last word: {last_word(policy.final)}",
        *at_panel(policy),
        f"When it is urgent{_trigger(policy)}: {policy.urgent.always_say}",
        f"Under URGENT {'; '.join(urgent_in_words(policy))}",
        *(f"{_at_stages(one)}{one.says}" for one in policy.duties),
        *pertinent(policy),
        *(line for line in for_contacts(policy, policy.first_stage) if line not in told),
        *(told_in_words(one) for one in policy.tells),
        closing_in_words(policy.closing),
        *(line for line in at_closing(policy, policy.last_stage) if line not in told),
        *(form_in_words(one) for one in policy.forms),
        *_words(policy),
    ]


def _at_stages(duty: Duty) -> str:
    return f"At stage {' or '.join(duty.stages)}: " if duty.stages else ""


def _version(policy: Policy) -> list[str]:
    due = f"; its own review is due {policy.review_due}" if policy.review_due else ""
    return [f"Its version: {policy.version}{due}"] if policy.version else []


def _boards(policy: Policy) -> list[str]:
    """Return the boards that the policy holds for, and how a first mail names each."""
    named = [f"{one.title} ({listed((one.id, *one.words))})" for one in policy.boards]
    return (
        [f"It holds for: {listed(named)}. Whoever raises a case is asked which, if their email names none"]
        if named
        else []
    )


def _words(policy: Policy) -> list[str]:
    """Return how the policy wants it spoken of, and on which form it is recorded."""
    form = policy.form(policy.record.form)
    return [
        *(f"Please say “{one.use}”, not “{one.word}”" for one in policy.wording.avoid),
        *([f"In this tone: {listed(policy.wording.tone)}"] if policy.wording.tone else []),
        *([f"It is recorded on: {form.title}"] if form else []),
    ]


def elsewhere(policy: Policy) -> list[str]:
    """Return what goes another way, or is not covered, and where it goes instead."""
    ways = [f"{one.when}: {way_of(one)}{_beside(one)}" for one in policy.routes if one.go_to]
    outside = [
        f"Not covered: {one.says}" + (f"; that goes to: {one.send_to}" if one.send_to else "")
        for one in policy.exclusions
    ]
    complaint = [policy.wording.complaint_route] if policy.wording.complaint_route else []
    return [*ways, *outside, *complaint]


def where_to(route: Route) -> str:
    """Return where a route leads, with the number that the policy gives for it."""
    return f"{route.go_to}, {route.phone}" if route.phone else route.go_to


def way_of(route: Route) -> str:
    """Return where a route leads, its times, what follows, whom a NOTE reaches, and what is recorded there."""
    times = times_of(route)
    parts = [f"{where_to(route)}{times}", *([route.then] if route.then else []), *how_to_alert(route), *route.record]
    return ". ".join(one[:1].upper() + one[1:] for one in parts)


def how_to_alert(route: Route) -> list[str]:
    """Return how somebody in a case reaches whom a route alerts."""
    return [f"to alert them, {note_to(route.alerts)}"] if route.alerts else []


def note_to(role: str) -> str:
    """Return how somebody in a case writes to one whom the policy names."""
    return f"reply NOTE to the {role}, and what they should know"


def times_of(route: Route) -> str:
    """Return the times of another procedure in words, to stand behind the way there; empty where it has none."""
    times = ", ".join(f"{clock.goal} in {span(clock.amount, clock.unit)}" for clock in route.clocks)
    return f" ({times})" if times else ""


def _trigger(policy: Policy) -> str:
    return f" ({policy.urgent.trigger})" if policy.urgent.trigger else ""


def _stage(stage: Stage, labels: Mapping[str, str]) -> str:
    times = [clock_in_words(clock) for clock in stage.clock]
    inside = f". {tier_in_words(stage.optional_tier, labels)}" if stage.optional_tier else ""
    formal = ", formal" if stage.formal else ""
    said = "; ".join(times) or "no time of its own"
    brought = f", brought together by {stage.facilitator}" if stage.facilitator else ""
    return f"Stage {stage.id}{formal}, {stage.title} ({who_meets(stage)}{brought}): {said}{inside}"


def _whose(stage: Stage, said: list[str]) -> list[str]:
    return [f"{one} ({WHOSE['office']})" for one in said] if stage.basis == "office" else said


def _to_record(stage: Stage) -> list[str]:
    return [f"Please record: {'; '.join(stage.record)}"] if stage.record else []


def _form(form: Form, stage: Stage) -> list[str]:
    by = f" ({stage.form_by})" if stage.form_by else ""
    asks = "asks for its form at this stage" if form.prescribed else "offers a form for this stage"
    when = "once this stage is over" if form.prescribed else "when it has ended"
    use = f" It is the {form.use_as}." if form.use_as else ""
    sent = f" You have it from us {when}, filled in, to check and sign"
    return [f"The policy {asks}: {form.title}{by}{ours(form.basis)}.{use}{sent}"]


def _beside(route: Route) -> str:
    if route.replaces_stages:
        return " (in place of the stages here)"
    return " (beside this process)" if route.alongside else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
