"""What a hasty hand writes into a sound-looking file, and nobody could carry out: an empty name, a clock that never begins.

Start at `careless`: pairs of the key, as a person would name it, and what to write. Pure.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mailservice.policy.model import Policy, Stage

Fault = tuple[str, str]
# No time of a ladder is longer; more is a slip of the hand, and would take ages to reckon.
MOST: Final = 366
MOST_HOURS: Final = MOST * 24
HOURS: Final = "hours"
# What a child's reference is never written as: the words of which mails are made.
PROSE: Final = "I disagree with the decision that the safeguarding conference made on Monday about this family"
_SHORTEST: Final = 3  # letters before a star
_EVERYBODY: Final = re.compile(
    r"\s*(?:both|all|the|each)\s(?:of\sthe\s)?(?:sides?|agenc\w{1,5}|part\w{1,4})\s*$", re.IGNORECASE
)
_CLASS: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")
_GROUP: Final = re.compile(r"\([^()]*\)")
_ENDLESS: Final = re.compile(r"[*+]|\{\d*,\}")


def careless(policy: Policy) -> Iterator[Fault]:
    """Yield what no other look at a policy finds wrong, and what to write instead."""
    looks = (_texts, _times, _stages, _words, _pattern, _zone, _scope, _avoids, _topics, _everybody)
    return chain.from_iterable(look(policy) for look in looks)


def _texts(policy: Policy) -> Iterator[Fault]:
    """Yield names that are empty, or would break a letter's line."""
    for key, text in _named(policy):
        if not text.strip():
            yield key, "is empty: write it, or take it out"
        elif "\n" in text or "\r" in text:
            yield key, "has a line break: write it in one line"
    for number, tell in enumerate(policy.tells, start=1):
        if not tell.who:
            yield f"tell number {number}, who", 'is empty: write who is told, such as who = ["the raising agency"]'


def _named(policy: Policy) -> Iterator[tuple[str, str]]:
    yield "policy, title", policy.title
    yield "wording, call_it", policy.wording.call_it
    person = policy.wording.person
    yield from ((f"wording, person, {key}", text) for key, text in person.shown.items() if key != "a" and text.strip())
    yield from ((f"wording, terms, {key}", text) for key, text in policy.wording.terms.shown.items())
    for stage in policy.stages:
        yield f"stage {stage.id}, title", stage.title
        yield from ((f"stage {stage.id}, convenor", text) for text in stage.convenors)
        for kind, roles in stage.roles.items():
            yield from ((f"stage {stage.id}, roles, {kind}", one) for one in (*roles.decides, *roles.hands_over))
    yield from (("final, authority", text) for text in (policy.final.authority,) if text)
    yield from (("final, authorities", text) for text in policy.final.authorities)
    report = policy.final.report
    yield from (("final, report, to", one.to) for one in (report,) if one)
    for number, tell in enumerate(policy.tells, start=1):
        yield from ((f"tell number {number}, who", text) for text in tell.who)
    yield "urgent, always_say", policy.urgent.always_say
    yield from ((f"duty {one.id}, says", one.says) for one in policy.duties)
    yield from ((f"topic {one.id}, label", one.label) for one in policy.topics)
    yield from ((f"agency_type {one.id}, label", one.label) for one in policy.agency_types)
    yield from ((f"form {one.id}, title", one.title) for one in policy.forms)
    yield from ((f"exclusion {one.id}, says", one.says) for one in policy.exclusions)
    yield from ((f"route {one.id}, when", one.when) for one in policy.routes)


def _times(policy: Policy) -> Iterator[Fault]:
    for place, value in _tables(policy, ""):
        amount, unit = getattr(value, "amount", 0), getattr(value, "unit", "")
        if amount > (MOST_HOURS if unit == HOURS else MOST):
            yield f"{place}, amount", f"is more than a year: write {MOST_HOURS if unit == HOURS else MOST} or less"
        if getattr(value, "check_in", 0) > MOST:
            yield f"{place}, check_in", "is more than a year: write after how many working days we ask, such as 1"
    if policy.urgent.hours > MOST_HOURS:
        yield "urgent, hours", "is more than a year: write how many real hours, such as hours = 24"


def _tables(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, tuple):
        for number, one in enumerate(value, start=1):
            if is_dataclass(one):
                yield from _tables(one, f"{place} {getattr(one, 'id', '') or f'number {number}'}")
    elif is_dataclass(value):
        yield place, value
        for one in fields(value):
            inside = {"stages": "stage", "limits": "limit", "tells": "tell", "routes": "route"}.get(one.name, one.name)
            yield from _tables(getattr(value, one.name), f"{place}, {inside}".removeprefix(", "))


def _stages(policy: Policy) -> Iterator[Fault]:
    for stage in policy.stages:
        yield from ((f"stage {stage.id}, {key}", remedy) for key, remedy in _stage(policy, stage))
    for name, count in Counter(one.casefold() for one in policy.places).items():
        if count > 1:
            yield f"stage {name}, id", "is that of another stage or tier, great and small letters aside: write another"
    if len({one.casefold().strip() for one in policy.final.authorities}) < len({*policy.final.authorities}):
        yield "final, authorities", "has one role twice, great and small letters aside: write it once"
    first = policy.stages[0].id if policy.stages else ""
    for limit in policy.limits:
        if limit.stage == first and len(policy.stages) > 1:
            yield f"limit {limit.id}, stage", "a case is there from its opening: write the stage that it comes to"


def _stage(policy: Policy, stage: Stage) -> Iterator[Fault]:
    for kind, one in stage.roles.items():
        if len({role.casefold().strip() for role in one.decides}) < len(one.decides):
            yield f"roles, {kind}", "has one role twice, great and small letters aside: write it once"
    if stage.optional and (stage == policy.stages[0] or not stage.next):
        yield "optional", "silence passes by a stage between two others alone: take it out"
    if stage.repeats and stage.sides == "convened":
        yield "repeats", "goes up the agencies' own managers, and whoever convenes has none here: take it out"
    if len({*stage.steps}) < len(stage.steps):
        yield "steps", "has one name twice: give each step its own"
    if stage.if_conflicted not in ("", "next-manager-up"):
        yield "if_conflicted", f'is {stage.if_conflicted!r}: write "next-manager-up", or take it out'


def _words(policy: Policy) -> Iterator[Fault]:
    """Yield words by which any mail at all would name a route, or none."""
    said = PROSE.casefold().split()
    for key, listed in (("route", policy.routes), ("exclusion", policy.exclusions)):
        for one in listed:
            if any(not word.partition("*")[0].strip() for word in one.words):
                yield (
                    f"{key} {one.id}, words",
                    'has one that begins with a star, or is empty: write a word, "whistleblow*"',
                )
            for word in (word.casefold().strip() for word in one.words):
                stem = word.partition("*")[0]
                vague = "*" in word and len(stem) < _SHORTEST
                if stem and (vague or any(mine.startswith(stem) if "*" in word else mine == word for mine in said)):
                    yield (
                        f"{key} {one.id}, words",
                        f"has {word!r}, which stands in most mails: write one that tells it apart",
                    )


def _scope(policy: Policy) -> Iterator[Fault]:
    if not policy.scope:
        yield (
            "policy, scope",
            'is empty: write scope = ["between-agencies"], with "within-agency" if the policy says so',
        )


def _avoids(policy: Policy) -> Iterator[Fault]:
    """Yield what is to be said instead of a word, and is to be avoided itself."""
    avoided = [one.word.casefold().strip() for one in policy.wording.avoid]
    for one in policy.wording.avoid:
        found = next((word for word in avoided if word and word in one.use.casefold()), "")
        if found:
            yield "wording, avoid", f"has people say {one.use!r}, and avoid {found!r}: take one of the two out"


def _topics(policy: Policy) -> Iterator[Fault]:
    for label, count in Counter(" ".join(one.label.split()).casefold() for one in policy.topics).items():
        if count > 1 and label:
            names = [one.id for one in policy.topics if " ".join(one.label.split()).casefold() == label]
            yield f"topic {names[-1]}, label", f"is that of topic {names[0]} too: nobody could tell the two apart"


def _everybody(policy: Policy) -> Iterator[Fault]:
    """Yield a last word that is everybody's, and is written as if one person had it."""
    final = policy.final
    if "decided" in final.ends_with and final.decided_by == "authority" and _EVERYBODY.match(final.authority):
        remedy = 'write decided_by = "sides", or the role of whoever decides'
        yield "final, authority", f"is {final.authority!r}, and one person has the last word: {remedy}"


def _pattern(policy: Policy) -> Iterator[Fault]:
    """Yield a pattern of references that could take ages over a mail, or takes words for references."""
    bare = _CLASS.sub("x", policy.reference.child)
    if _ENDLESS.search(bare) or _repeats_inside(bare):
        yield (
            "reference, child",
            "could take ages over a long mail: bound each repeat, such as {5,8}, and put none in another",
        )
        return
    try:
        found = policy.reference.children(PROSE)
    except re.error:
        return  # told where it is tried on the example
    if found:
        yield "reference, child", f"reads {', '.join(found[:2])} in a plain sentence: make it narrower"


def _repeats_inside(bare: str) -> bool:
    while (group := _GROUP.search(bare)) is not None:
        repeats = re.search(r"[*+?}]", group[0].removeprefix("(?")) is not None
        if repeats and re.match(r"[*+]|\{", bare[group.end() :]):
            return True
        bare = bare[: group.start()] + ("x?" if repeats else "x") + bare[group.end() :]
    return False


def _zone(policy: Policy) -> Iterator[Fault]:
    """Yield a zone whose clocks are not those of these islands: every date of a letter would be wrong."""
    try:
        zone = ZoneInfo(policy.calendar.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return  # told where the calendar is looked at
    ours = ZoneInfo("Europe/London")
    for month in (1, 7):
        noon = datetime(2026, month, 1, 12, tzinfo=UTC)
        if noon.astimezone(zone).utcoffset() != noon.astimezone(ours).utcoffset():
            yield "calendar, timezone", 'its clocks are not those of the jurisdiction: write "Europe/London"'
            return
