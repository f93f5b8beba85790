"""What a policy itself asks of people beside its clocks, in sentences: for letters at the right moment, and for `policy show`.

Only what the partnership's file says; what is ours is said elsewhere, as ours. Start at `at_stage`. Pure.
"""

from collections.abc import Collection
from typing import Final

from mailservice.policy.model import Form, Moment, Policy, Route, Stage
from mailservice.policy.words import WHOSE, clock_in_words, last_word, limit_in_words, who_meets

NOT_STATED: Final = "not-stated"


def duties(policy: Policy, moment: Moment) -> list[str]:
    """Return the duties that the policy wants remembered at this moment."""
    return [one.says for one in policy.duties if moment in one.at]


def at_opening(policy: Policy) -> list[str]:
    """Return what somebody who raises a disagreement hears of the policy."""
    return [*duties(policy, "opened"), *policy.first_stage.support]


def at_stage(policy: Policy, stage: Stage, ways: Collection[str] = (), *, again: bool = False) -> list[str]:
    """Return what those who act at a stage are asked beside their dates: duties, support, who may join, the record, the form.

    `ways` are the routes that the issue names; `again`: to somebody who has acted at a stage before this one.
    """
    straight = [one for one in policy.routes if one.id in ways and one.replaces_stages and one.at_stage == stage.id]
    may_join = [f"You may bring in: {_and(stage.may_include)}. Invite them yourselves; we never write to a family"]
    return [
        *(f"{one.when}: {way_of(one)}" for one in straight),
        *duties(policy, "stage"),
        *(duties(policy, "same-person") if again else ()),
        *(pertinent(policy) if stage.id != policy.first_stage.id else ()),
        *_whose(stage, [*(stage.support if stage.id != policy.first_stage.id else ()), *_to_record(stage)]),
        *(may_join if stage.may_include else []),
        *_form(policy.form(stage.form), stage),
    ]


def when_urgent(policy: Policy) -> str:
    """Return what is always said when it is urgent, and that the policy says so where it does."""
    said = policy.urgent.always_say
    return f"The policy says: {said}" if policy.urgent.basis == "policy" else said


def at_panel(policy: Policy) -> list[str]:
    """Return who sits on the policy's panel and whom it hears; nothing where it has none."""
    panel = policy.final.panel
    return [f"A panel: {panel.members}. It hears {panel.hears}"] if panel else []


def for_contacts(policy: Policy) -> list[str]:
    """Return what the policy says of finding out who comes next."""
    named = ["Each agency has a named manager for this"] if policy.contacts.named_manager else []
    form = policy.form(policy.contacts.form)
    kept = [f"The policy has a form to keep such names: {form.title}"] if form else []
    return [*([policy.contacts.duty] if policy.contacts.duty else []), *named, *kept, *duties(policy, "contact")]


def at_closing(policy: Policy, stage: Stage) -> list[str]:
    """Return what the policy asks once a case has ended at a stage: where it is kept, for whom, and the form's copies."""
    record, form = policy.record, policy.form(stage.form)
    kept = [one for one in record.where if one != NOT_STATED]
    return [
        *duties(policy, "closed"),
        *([f"Keep it on: {_and(kept)}"] if kept else []),
        *([f"Share it with: {_and(record.share_with)}"] if record.share_with else []),
        *([record.written_confirmation] if record.written_confirmation else []),
        *([f"{form.title}: copies go to {_and(form.copies)}"] if form and form.copies else []),
    ]


def pertinent(policy: Policy) -> list[str]:
    """Return how an issue that other agencies should hear of is told while a case is open, where somebody passes it on."""
    rows = [one for one in policy.tells if one.event == "pertinent-issue" and one.by]
    return [f"If {_and(one.who)} should hear of an issue: {note_to(one.by)}" for one in rows]


def of_stages(policy: Policy) -> list[str]:
    """Return each stage with who meets and by when: the policy's ladder, a line each."""
    return [_stage(stage) for stage in policy.ladder] + [_sentence(limit_in_words(one)) for one in policy.limits]


def besides(policy: Policy) -> list[str]:
    """Return what else the policy says of every case: the last word, urgency, duties, contacts and the record."""
    return [
        f"Last word: {last_word(policy.final)}",
        *at_panel(policy),
        f"When it is urgent{_trigger(policy)}: {policy.urgent.always_say}",
        *(one.says for one in policy.duties),
        *pertinent(policy),
        *for_contacts(policy),
        *at_closing(policy, policy.last_stage),
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
    return [note_to(route.alerts)] if route.alerts else []


def note_to(role: str) -> str:
    """Return how somebody in a case writes to one whom the policy names."""
    return f"to write to them, reply NOTE to the {role}, and what they should know"


def times_of(route: Route) -> str:
    """Return the times of another procedure in words, to stand behind the way there; empty where it has none."""
    times = ", ".join(f"{clock.goal} in {clock.amount} {clock.unit.replace('-', ' ')}" for clock in route.clocks)
    return f" ({times})" if times else ""


def _trigger(policy: Policy) -> str:
    return f" ({policy.urgent.trigger})" if policy.urgent.trigger else ""


def _stage(stage: Stage) -> str:
    times = [clock_in_words(clock) for clock in stage.clock]
    return f"Stage {stage.id}, {stage.title} ({who_meets(stage)}): {'; '.join(times) or 'no time of its own'}"


def _whose(stage: Stage, said: list[str]) -> list[str]:
    return [f"{one} ({WHOSE['office']})" for one in said] if stage.basis == "office" else said


def _to_record(stage: Stage) -> list[str]:
    return [f"Please record: {'; '.join(stage.record)}"] if stage.record else []


def _form(form: Form | None, stage: Stage) -> list[str]:
    if form is None:
        return []
    by = f" ({stage.form_by})" if stage.form_by else ""
    asks = "asks for its form at this stage" if form.prescribed else "offers a form for this stage"
    use = f" It is the {form.use_as}" if form.use_as else ""
    return [f"The policy {asks}: {form.title}{by}.{use}".rstrip(".")]


def _beside(route: Route) -> str:
    if route.replaces_stages:
        return " (in place of the stages here)"
    return " (beside this process)" if route.alongside else ""


def _and(named: tuple[str, ...] | list[str]) -> str:
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
