"""Who mediates at the last stage, or sits in its panel: found in the words of whoever convenes it, and written to.

Nobody is taken by guessing: by an address, by the full name of somebody of no side, or as the one lead of an agency ("the
police lead") where the policy has strategic leads do it. Start at `named`.
"""

import re
from collections.abc import Sequence

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import OTHER, ContactNamed, MediationOffered, Party
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Turn
from mailservice.directory import Agency

WHO = "Nobody is written to as the one who mediates: reply with {}, the date, and their name and address."
_LONGEST = 600  # characters of a first paragraph in which somebody is named
_CLAUSE = re.compile(r"[.;,](?:\s|$)")
_NOT = re.compile(
    r"\b(?:not|cannot|can't|isn't|won't|no|declined|declines|unable|instead of|rather than)\b", re.IGNORECASE
)
_LEAD = re.compile(r"\bleads?\b(?!['\u2019])", re.IGNORECASE)


def named(turn: Turn, said: Said) -> tuple[Party, ...]:
    """Return whom the words name: one who mediates, for a panel all; empty where none fits, or two do for one place."""
    if said.address:
        return (deciders.party_at(said.address, said.name, turn.directory),)
    text = said.reason.partition("\n\n")[0].replace("\n", " ")[:_LONGEST].replace("\u2019", "'")
    text = ". ".join(one for one in _CLAUSE.split(text) if not _NOT.search(one))
    people = (*turn.directory.people, *turn.directory.officers)
    found = [one for one in people if one.agency not in _sides(turn) and _stands_in(one.name, text)]
    party = tuple(deciders.as_party(one) for one in found) or _lead(turn, text)
    return party if len(party) == 1 or (turn.case.offered and turn.case.offered.means == "panel") else ()


def appoint(turn: Turn, who: Party, by: Party) -> None:
    """Let somebody mediate: their letter says the day and what is asked; what they write on the case counts from now."""
    if not any(deciders.same_person(who, one) for one in officers.convenors(turn)):
        turn.put(ContactNamed(turn.at, by, "", *turn.here, who.name, who.address))
    offered = turn.case.offered
    decides = officers.decides(turn, who)
    facts = {
        "why": "You were named to do this.",
        "on": day_of(turn),
        "by": ordering.person(turn, by),
        "panel": offered is not None and offered.means == "panel",
        "words": ordering.words(*(("DECISION",) if decides else ()), "REPORT", "STATUS"),
    }
    ordering.order(turn, "mediator", who, facts)


def day_of(turn: Turn) -> str:
    """Return the day that was set, in ISO 8601, with its hour where one was written; empty where none is."""
    offered = turn.case.offered
    return _iso(turn, offered) if offered else ""


def written_to(turn: Turn, found: Sequence[Party], verb: str) -> str:
    """Say to whoever named them who has a letter now, and how to put it right."""
    shown = [ordering.person(turn, one) for one in found]
    names = [", ".join(filter(None, (one["name"], one["role"], one["agency"]))) for one in shown]
    has = "has" if len(found) == 1 else "have"
    return f"{phrases.listed(names)} {has} a letter. If that is wrong, reply with {verb}, the date, and the name and address."


def _iso(turn: Turn, offered: MediationOffered) -> str:
    on = turn.rules.days.local(offered.on)
    return (on.date() if offered.all_day else on).isoformat()


def _sides(turn: Turn) -> set[str]:
    return {one.removesuffix(OTHER) for one in turn.case.agencies}


def _stands_in(name: str, text: str) -> bool:
    """Tell whether a full name stands in a text; a first name alone is nobody's."""
    full = name.replace("\u2019", "'")
    return " " in full and re.search(rf"\b{re.escape(full)}\b", text, re.IGNORECASE) is not None


def _lead(turn: Turn, text: str) -> tuple[Party, ...]:
    """Return the one lead of the one agency that the words call: by its name, or by a type that only it has."""
    if not (_LEAD.search(text) and _LEAD.search(turn.convenor)):
        return ()
    agencies = [one for one in turn.directory.agencies if _is_called(one, text)]
    if len(agencies) != 1 or agencies[0].id in _sides(turn):
        return ()
    last = [one for one in turn.policy.ladder if one.sides == "both"][-1]
    found = [one for one in turn.directory.people if one.agency == agencies[0].id and last.id in one.stages]
    return tuple(deciders.as_party(one) for one in found)


def _is_called(agency: Agency, text: str) -> bool:
    kinds = (agency.type.replace("-", " "), agency.type.partition("-")[0])
    return any(re.search(rf"\b{re.escape(one)}\b", text, re.IGNORECASE) for one in (agency.name, *kinds))
