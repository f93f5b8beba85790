"""How people, dates and where a case stands read to a person; `sentences` tells each event."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case, Deadline
from mailservice.cases.letters import phrases
from mailservice.cases.letters.ordering import GOALS, asked_for
from mailservice.policy.model import Policy

# Dates that only remind; the record keeps them, and a reader is spared them.
QUIET: frozenset[e.Purpose] = frozenset({"reminder", "nudge", "hand-on", "again"})

# Dates on which we do something ourselves, and what we did when they came.
CAME: Mapping[str, str] = {
    "nudge": "Whoever was not heard from was covered.",
    "reminder": "Sent.",
    "check-in": "We asked both sides.",
    "silence": "The office was told again.",
    "objection": "No objection came.",
    "withdrawal": "Nobody kept it open.",
    "action": "Its owner was asked.",
    "chase": "Those who had not answered were chased.",
    "drift": "The office and both next tiers were told.",
}

PURPOSES: Mapping[str, str] = {
    "nudge": "a word that this has been read",
    "reminder": "our reminder",
    "check-in": "a word from both sides on where this stands",
    "objection": "the word of the person who raised it, if they object",
    "objection-answer": "an answer to the objection: a new proposal, or the next stage",
    "provisional": "the detail that is still missing",
    "withdrawal": "KEEP, from anybody who wants this to stay open",
    "action": "the question whether an agreed action is done",
    "action-answer": "DONE or NOT DONE, from the owner of an agreed action",
    "action-date": "a new date for an action that was not done, agreed by every agency",
    "care": "the after-care",
    "silence": "a word from those who are asked to act",
    "hand-on": "the letter to line managers",
    "drift": "agreement, or the next stage, before it has been open too long",
    "urgent": "agreement within 24 hours of an urgent letter, or the next stage",
    "chase": "a word that the urgent letter has been read",
    "again": "the urgent letter once more",
}
ENDINGS: Mapping[str, str] = {
    "agreed": "every agency agreed",
    "decided": "a decision was made",
    "withdrawn": "the person who raised it withdrew it",
    "overtaken": "every agency agreed that events had overtaken it",
    "not-agreed": "the agencies did not agree, and the last stage's work is recorded",
}


def who(one: e.Party, names: Mapping[str, str]) -> str:
    """Return somebody's name and agency, or their address where the name is not known."""
    agency = names.get(one.agency, one.agency)
    side = agency or one.role
    return (one.name or one.address) + (f" ({side})" if side else "")


def what(one: Deadline) -> str:
    """Return what a date asks for."""
    if one.purpose == "limit":
        return asked_for(one)
    named = PURPOSES if one.purpose in ("check-in", "urgent") else GOALS
    return named.get(one.purpose) or GOALS.get(one.goal) or PURPOSES.get(one.purpose, "a word")


def basis(one: Deadline, policy: Policy, zone: ZoneInfo) -> str:
    """Return whose date it is, where it was counted from, and the days it left out."""
    limit = phrases.limit_of(policy, one.stage, one.clock)
    if one.purpose in QUIET:
        return phrases.whose(one.basis, policy.timescales_are)
    skipped = [(skip.day, skip.name) for skip in one.skipped]
    whose = phrases.whose(one.basis, policy.timescales_are, limit=limit, reading=one.reading)
    if one.basis == "agreed":
        return whose
    start = phrases.local(one.counted_from, zone)
    return f"{whose} {phrases.counted(start, skipped, by_hour='hour' in limit)}"


def became(one: Deadline) -> str:
    """Return what became of a date; empty while it stands."""
    if one.state == "met":
        return CAME.get(one.purpose, "Met.")
    return {"missed": "It ran out.", "dropped": "No longer needed."}.get(one.state, "")


def status(case: Case, policy: Policy) -> str:
    """Return where the case stands, in a few words."""
    if case.status == "closed" and case.ending:
        return f"Ended: {ENDINGS[case.ending]}; {left(case)}"
    if case.status == "joined":
        return f"Goes on in {case.joined_to}"
    if case.status == "agreed":
        return "Agreed by every agency; the person who raised it may still object"
    title = next((one.title for one in policy.stages if one.id == case.stage), "")
    return f"Open, at stage {case.stage}: {title}" if case.stage else "Open"


def left(case: Case) -> str:
    """Return what is still open after the end, in a few words; "finished" where nothing is (rule 14)."""
    care = [one for one in case.to_do if one.kind == "care"]
    count = len(case.to_do) - len(care)
    actions = phrases.counted_things(count, "action") + " open" if count else ""
    return phrases.listed([part for part in (actions, "after-care open" if care else "") if part]) or "finished"
