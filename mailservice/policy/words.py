"""A policy's clocks and roles in plain English, for tables, diagrams and letters. Start at `time_of`. Pure."""

from collections.abc import Mapping
from typing import Final

from mailservice.policy import model
from mailservice.policy.model import (
    Basis,
    Clock,
    Closing,
    Form,
    FormField,
    Limit,
    OptionalTier,
    Roles,
    Stage,
    Stated,
    Tell,
)

GOALS: Final = {
    "discussion": "talk to each other",
    "manager-contact": "managers make contact",
    "plan": "agree a plan",
    "resolve-or-escalate": "settle it or take it up",
    "offer-mediation": "offer mediation",
    "choose-mediation-or-panel": "choose mediation or a panel",
    "decision": "decide",
    "report": "report",
    "referral": "refer it on",
    "feedback": "tell those concerned",
    "raise": "raise the disagreement",
    "acknowledgement": "acknowledge it",
}
STARTS: Final = {
    "case-opened": "the opening",
    "stage-entered": "reaching this stage",
    "tier-entered": "reaching each tier",
    "previous-stage-ended": "the end of the stage before",
    "reported": "the report to managers",
    "office-notified": "notice to the office",
    "agreed": "agreement",
    "mediation-ended": "the end of mediation",
    "decision": "the decision that is disagreed with",
    "discussion": "the first discussion",
    "meeting": "the meeting",
}
SIDES: Final = {"raising": "the side that raised it", "responding": "the side it is raised with"}
WHOSE: Final[dict[Basis, str]] = {
    "policy": "the policy's",
    "house": "asked by the office, not by the policy",
    "office": "filled in by the office",
}
URGENT: Final = {
    "start-at": "an urgent case may start at stage {stages}, as the policy has it",
    "compress": "the policy wants all stages in a short time, and gives no number: the 24 hours a tier are what it comes to",
    "speedy": "the policy asks for speed, and names no means: the 24 hours a tier are what it comes to",
}
# The same where the policy has hours of its own.
URGENT_IN_HOURS: Final = {
    **URGENT,
    "compress": "the policy wants all stages in a short time",
    "speedy": "the policy asks for speed",
}
ONE: Final[dict[str, str]] = {
    "working-days": "working day",
    "calendar-days": "calendar day",
    "hours": "working hour",
}
DAY_HOURS: Final = 24
EVENTS: Final[dict[str, str]] = {
    "entered": "When it comes there",
    "agreed": "When every agency has agreed",
    "closed": "When it has ended",
    "mediation-ended": "When mediation has ended",
    "pertinent-issue": "When an issue concerns others too",
}
BINDING: Final = {"yes": "binding", "no": "not binding", "not-stated": "whether it binds is not stated"}


def time_of(clock: Clock | Limit) -> str:
    """Say how long: "2 working days (48 hours) from the opening"."""
    if clock.unit == "at-once":
        return "at once"
    if isinstance(clock, Clock) and clock.unit == "judgement":
        return f"no fixed time; a check-in after {_days(clock.check_in)}"
    same = f" ({clock.same_as})" if isinstance(clock, Clock) and clock.same_as else ""
    said = f"{span(clock.amount, clock.unit)}{same} from {STARTS[clock.starts]}"
    limit = clock.no_later_than
    if limit is None:
        return said
    return f"{said}, or {span(limit.amount, limit.unit)} from {STARTS[limit.starts]}{_whose(clock, limit)} if that is earlier"


def _whose(clock: Clock | Limit, limit: model.Measure) -> str:
    """Return whose a second measure is, where it is not of the same hand as its clock."""
    return f" ({WHOSE[limit.basis]})" if limit.basis and limit.basis != clock.basis else ""


def span(amount: int, unit: model.Unit) -> str:
    """Say a number of its unit: "2 working days", "3 calendar days", "24 hours", "4 working hours"; "" without a number."""
    if unit not in model.NUMBERED or not amount:
        return ""
    plain = "hour" if unit == "hours" and amount % DAY_HOURS == 0 else ONE[unit]
    return f"{amount} {plain}{'s' if amount > 1 else ''}"


def clock_in_words(clock: Clock) -> str:
    """Say what is to be done and by when: "agree a plan: 2 working days from the opening"."""
    step = f"{clock.step.replace('-', ' ')}: " if clock.step else ""
    step += f"{SIDES[clock.of_side]}: " if clock.of_side != "both" else ""
    return f"{step}{GOALS[clock.goal]}: {time_of(clock)}"


def urgent_in_words(policy: model.Policy) -> list[str]:
    """Say what URGENT does under this policy, and that the hours are ours whatever its mode says."""
    stages = " or ".join(policy.may_start_at)
    said = URGENT_IN_HOURS if policy.urgent.hours else URGENT
    means = [said[mode].format(stages=stages) for mode in policy.urgent.mode]
    skipped = [
        f"stage {one.partition(':')[0]} begins without the step of its {one.partition(':')[2]}"
        for one in policy.urgent.skip_steps
    ]
    return [*urgent_hours(policy), *means, *passed_by(policy), *skipped]


def urgent_hours(policy: model.Policy) -> list[str]:
    """Say how long an urgent case has: by the policy's own hours, or by ours where it has none."""
    urgent = policy.urgent
    if not urgent.hours:
        return ["each tier has 24 real hours at most, then it goes to the next; these hours are ours, not the policy's"]
    real = f"{urgent.hours} real hour{'s' if urgent.hours > 1 else ''}"
    whose = ours(urgent.basis) or " (the policy's own hours)"
    if urgent.hours_for == "each-stage":
        return [f"each tier has {real} at most, then it goes to the next{whose}"]
    shared = "the tiers before it share what is left equally, which is our reckoning, not the policy's"
    last = f"at stage {policy.last_stage.id} itself 24 real hours hold, which are ours"
    return [f"it is settled, or at stage {policy.last_stage.id}, {real} after URGENT{whose}; {shared}; {last}"]


def passed_by(policy: model.Policy) -> list[str]:
    """Say which stages alone an urgent case passes; nothing where it passes all."""
    passes = list(policy.urgent.stages)
    return [f"it passes stage {listed(passes)} alone, and leaves out the others"] if passes else []


def counting_in_words(policy: model.Policy) -> list[str]:
    """Say how what this policy counts in, or from, is reckoned where that is our choice."""
    times: list[Clock | Limit | model.Measure] = [*(one for at in policy.stages for one in at.clock), *policy.limits]
    times += [one.no_later_than for one in times if not isinstance(one, model.Measure) and one.no_later_than]
    units, starts = {one.unit for one in times}, {one.starts for one in times}
    working = any(one.unit == "hours" and one.amount % DAY_HOURS for one in times)
    said = [
        ("calendar-days" in units, "Calendar days: if the last is no working day, the end of the next one (ours)"),
        (working, "Working hours: from 9am to the end of a working day"),
        (
            "decision" in starts,
            "The decision: its day is asked of whoever raises it; until they tell it, the opening (ours)",
        ),
        (
            "discussion" in starts,
            "The discussion: the first that somebody tells us of; until then both sides are asked (ours)",
        ),
    ]
    return [line for used, line in said if used]


def limit_in_words(limit: Limit) -> str:
    """Say what an overall limit asks: "settled, or at stage 4, within 5 working days from the opening"."""
    return f"settled, or at stage {limit.stage}, within {time_of(limit)}"


def roles_in_words(roles: Roles) -> str:
    """Say who acts: "Head teacher, then Chair of governors", or any one of several."""
    decides = _any_of(roles.decides)
    return f"{_any_of(roles.hands_over)}, then {_lower(decides)}" if roles.hands_over else decides


def who_meets(stage: Stage) -> str:
    """Say who acts at a stage: the convenor, or each side's people."""
    if stage.sides == "convened":
        return (
            f"{stage.convenor}; if it is urgent, {stage.urgent_convenor}" if stage.urgent_convenor else stage.convenor
        )
    return roles_in_words(stage.roles_for("default")) or "Not stated"


def told_in_words(tell: Tell) -> str:
    """Say who hears of what, how and how soon: "When every agency has agreed, at stage 1: the practitioners, at once"."""
    at = f", at stage {' or '.join(tell.stages)}" if tell.stages else ""
    soon = f", {tell.how_soon.replace('-', ' ')}" if tell.how_soon else ""
    how = f", {tell.how}" if tell.how else ""
    how += f", by {tell.by}" if tell.by else ""
    how += f", within {span(tell.within.amount, tell.within.unit)}" if tell.within else ""
    return f"{EVENTS[tell.event]}{at}, this is told to: {' and '.join(tell.who)}{soon}{how}{ours(tell.basis)}"


def closing_in_words(closing: Closing) -> str:
    """Say what it takes to close by agreement, and whose rule that is."""
    written = ", and confirm it in writing with what stays open" if "written-confirmation" in closing.needs else ""
    return f"To end it by agreement all sides agree to the same words{written}{ours(closing.basis)}"


def form_in_words(form: Form) -> str:
    """Say what a form is, where it belongs, what it asks for, and when its copies go; nothing that no email may hold."""
    kind = "prescribed" if form.prescribed else "suggested"
    at = f", for stage {listed(form.stages)}" if form.stages else ""
    asks = "; ".join(_field_in_words(one) for one in form.field if not {"subject", "body"} & {*one.never_in})
    told = [f"{form.title} ({kind}{at}{ours(form.basis)})"]
    told += [f"It asks for: {asks}"] if form.fields_known and asks else []
    told += [] if form.fields_known else ["What it asks for is not published"]
    when = f", once {' and once '.join(form.send_when)}" if form.send_when else ""
    told += [f"Its copies go to: {listed(form.copies)}{when}"] if form.copies else []
    return ". ".join(told)


def _field_in_words(one: FormField) -> str:
    notes = [
        *(["needed"] if one.required else []),
        *([" or ".join(one.choices)] if one.choices else []),
        *(["our record has it"] if one.auto or one.kind == "auto" else []),
        *(["signed"] if one.kind == "signatory" else []),
    ]
    return f"{one.label} ({', '.join(notes)})" if notes else one.label


def tier_in_words(tier: OptionalTier, labels: Mapping[str, str]) -> str:
    """Say which tier stands inside a stage, and for which kinds of agency."""
    kinds = ", ".join(labels.get(kind, kind).lower() for kind in tier.roles if kind != "default")
    return f"When asked for, {tier.id}, {tier.title}" + (f", for {kinds}" if kinds else "")


def ours(basis: Stated) -> str:
    """Return whose rule something is, to stand behind it; empty for the policy's own, and where there is none."""
    return f" ({WHOSE[basis]})" if basis in ("house", "office") else ""


def last_word(final: model.Final) -> str:
    """Say whose the last word is, who has it together, and whether it binds."""
    return f"{final.authority or 'Not stated'}{_together(final)} ({BINDING[final.binding]}{_if_office(final.basis)})"


def _together(final: model.Final) -> str:
    if not final.joint:
        return ""
    if final.decided_by == "sides":
        return ", together: one person of every agency"
    if final.decided_by == "panel":
        return f", {final.quorum} together of those who are {listed(final.authorities)}"
    return f", together: {listed(final.authorities)}"


def stage_notes(stage: Stage) -> list[str]:
    """Say what kind of stage it is, as far as the policy does: formal or informal, optional, by tiers, the office's."""
    notes = [] if stage.formal is None else ["formal" if stage.formal else "informal"]
    notes += ["may be left out"] if stage.optional else []
    notes += [f"brought together by {stage.facilitator}"] if stage.facilitator else []
    notes += ["tier by tier up each line"] if stage.repeats else []
    return [*notes, WHOSE["office"]] if stage.basis == "office" else notes


def listed(named: tuple[str, ...] | list[str]) -> str:
    """Return "a, b and c"."""
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def _if_office(basis: Basis) -> str:
    return f"; {WHOSE['office']}" if basis == "office" else ""


def _any_of(roles: tuple[str, ...]) -> str:
    return " or ".join((*roles[:1], *map(_lower, roles[1:])))


def _lower(role: str) -> str:
    return role if role[1:2].isupper() else role[:1].lower() + role[1:]


def _days(number: int) -> str:
    return f"{number} working day{'s' if number > 1 else ''}"
