"""How people, dates and where a case stands read to a person; `sentences` tells each event."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from mailservice.cases.dates import kinds
from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case, Deadline
from mailservice.cases.letters import phrases
from mailservice.policy.model import Policy

ENDINGS: Mapping[str, str] = {
    "agreed": "every agency agreed",
    "decided": "a decision was made",
    "withdrawn": "the person who raised it withdrew it",
    "overtaken": "every agency agreed that events had overtaken it",
    "not-agreed": "the agencies did not agree, and the last stage's work is recorded",
    "passed-on": "passed on by the office, which named the review",
    "moved": "the receiving area has it, after a move",
    "given-up": "its history was lost, and the service goes on with it no more",
}


def who(one: e.Party, names: Mapping[str, str]) -> str:
    """Return somebody's name and agency, or their address where the name is not known."""
    agency = "" if one.agency == e.UNTOLD else names.get(one.agency, one.agency)
    side = agency or one.role
    return (one.name or one.address) + (f" ({side})" if side else "")


def basis(one: Deadline, policy: Policy, zone: ZoneInfo) -> str:
    """Return whose date it is, where it was counted from, and the days it left out."""
    limit = phrases.limit_of(policy, one.stage, one.clock, second=one.second)
    if kinds.of(one).quiet:
        return phrases.whose(one.basis, policy.timescales_are)
    skipped = [(skip.day, skip.name) for skip in one.skipped]
    whose = phrases.whose(one.basis, policy.timescales_are, limit=limit, reading=one.reading)
    if one.basis == "agreed":
        return whose
    start = phrases.local(one.counted_from, zone)
    says = f" {one.says}" if one.says else ""
    same_day = phrases.local(one.due, zone).date() == start.date()
    by_hour = "hour" in limit or kinds.of(one).urgent or same_day  # of real hours the first day counts
    return f"{whose}{says} {phrases.counted(start, skipped, by_hour=by_hour)}"


def became(one: Deadline) -> str:
    """Return what became of a date; empty while it stands."""
    if one.state == "met":
        return kinds.of(one).came or "Met."
    return {"missed": "It ran out.", "dropped": "No longer needed."}.get(one.state, "")


def status(case: Case, policy: Policy) -> str:
    """Return where the case stands, in a few words."""
    if case.status == "closed" and case.ending:
        given_up = f"Given up on {phrases.day(case.lost.at.date())}" if case.lost else ""
        return f"{given_up}: {ENDINGS[case.ending]}" if given_up else f"Ended: {ENDINGS[case.ending]}; {left(case)}"
    if case.disposed is not None:
        return f"Disposed of on {phrases.day(case.disposed.at.date())}; nothing of it is left but that"
    if case.status == "joined":
        return f"Goes on in {case.joined_to}"
    if case.status == "halted":
        return "Stands still: a death or grave harm was told, and the office has it; nothing is disposed of"
    if case.status == "agreed":
        return "Agreed by every agency; the person who raised it may still object"
    title = next((one.title for one in policy.stages if one.id == case.stage), "")
    return f"Open, at stage {case.stage}: {title}" if case.stage else "Open"


def left(case: Case) -> str:
    """Return what is still open after the end, in a few words; "finished" where nothing is (rule 14)."""
    kinds = [one.kind for one in case.to_do]
    count = sum(one in ("agreed", "tell") for one in kinds)
    actions = phrases.counted_things(count, "action") + " open" if count else ""
    forms = "a form unsigned" if {"form", "quote"} & {*kinds} else ""
    return (
        phrases.listed([part for part in (actions, forms, "after-care open" if "care" in kinds else "") if part])
        or "finished"
    )
