"""How a convened stage begins: its convenor and the office are written to, each with the words that belong to it.

Beside that, who else joins a stage: whoever it always includes, and whoever the topic or the issue brings in (D5, D9).
"""

from collections.abc import Collection, Iterator
from typing import Any

from mailservice.cases.history.events import Party
from mailservice.cases.ladder import last_word
from mailservice.cases.letters import news, ordering, phrases
from mailservice.cases.people import deciders, officers, together
from mailservice.cases.people.turn import Turn, once
from mailservice.policy import sayings
from mailservice.policy.naming import names

_ACTIONS = {
    "offer-mediation": "Name who mediates, and on which day.",
    "choose-mediation-or-panel": "Choose mediation or a panel, and its date.",
    "decision": "Decide what is to be done, with reasons. "
    "If more must happen first, reply with NEW DATE, the date, and the course until then.",
}
_WORDS = {
    "offer-mediation": ("MEDIATION",),
    "choose-mediation-or-panel": ("MEDIATION", "PANEL"),
    "decision": ("NEW DATE",),
}


def convene(turn: Turn, by: str, reason: str, history: list[str]) -> None:
    """Write to whoever convenes the stage; the office hears who that is, or carries it until somebody is named."""
    found = sorted(officers.convenors(turn), key=lambda one: _is_inside(turn, one))
    facts: dict[str, Any] = {
        "why": f"Stage {turn.case.stage} is convened by: {turn.convenor}{_if_urgent(turn)}.",
        "by": by,
        "reason": reason,
        "history": history,
        "answers": ordering.answered(turn, ordering.office_party(turn)),
        "action": _action(turn),
        "urgent": ordering.urgency(turn),
        "words": words(turn),
        "policy_asks": [*sayings.at_stage(turn.policy, turn.stage, turn.case.ways), *_panel(turn)],
    }
    for one in found:
        ordering.order(turn, "convened", one, {**facts, **_arranges(turn, one), **_together(turn, one)})
    office = ordering.office_party(turn)
    facts |= _arranges(turn, office)
    if found:
        names, have = phrases.listed([one.name for one in found]), "has" if len(found) == 1 else "have"
        see = "See that it is arranged, and that nobody waits."
        facts["action"] = f"{names} {have} this letter too. {see}{_choose(turn, found)}"
    ordering.order(turn, "convened", office, facts)


def words_for(turn: Turn, to: Party) -> list[dict[str, str]]:
    """Return the words of a convened stage for one reader: DECISION only where they have the last word (rule 11.5)."""
    return [word for word in words(turn) if word["verb"] != "DECISION" or officers.decides(turn, to)]


def let_go(turn: Turn) -> None:
    """Tell whoever convened this stage until now that another does, for it has become urgent, or is not so any more."""
    now = officers.convenors(turn)
    held = once(one for role in turn.stage.convenors for one in officers.holding(turn, role))
    why = "This is urgent now" if turn.case.urgent is not None else "This is no longer urgent"
    lines = [f"{why}. Under the policy it is convened by: {turn.convenor}. You need do nothing more; thank you."]
    for one in held:
        if officers.was_asked(turn, one, turn.stage) and not any(deciders.same_person(one, other) for other in now):
            news.tell(turn, one, "Somebody else convenes this now", lines, (one, ""))


def _if_urgent(turn: Turn) -> str:
    """Say that somebody else than usual convenes, because it is urgent."""
    return ", because it is urgent" if turn.case.urgent is not None and turn.stage.urgent_convenor else ""


def _arranges(turn: Turn, to: Party) -> dict[str, Any]:
    """Return the words of one who convenes, and what is asked of them where somebody else decides."""
    offered, final = words_for(turn, to), turn.policy.final
    if len(offered) == len(words(turn)) or _goal(turn) != "decision":
        return {"words": offered}
    see = f"See that it is decided, with reasons. DECISION is for this alone: {final.authority}."
    return {"words": offered, "action": see}


def _together(turn: Turn, to: Party) -> dict[str, Any]:
    """Return what is said otherwise to one of those who decide together: with whom, and how."""
    said = last_word.sentence(turn, to)
    heard = ("RECEIVED",) if turn.case.urgent else ()
    return {"action": said, "words": last_word.words(turn, to, heard)} if said else {}


def _is_inside(turn: Turn, one: Party) -> bool:
    """Tell whether somebody who may convene belongs to an agency of the dispute."""
    return any(turn.agency(agency).owns(one.address) for agency in turn.case.agencies)


def _choose(turn: Turn, found: list[Party]) -> str:
    """Put those outside the dispute first; a choice from inside is kept with its reason (reading A7 of Northamptonshire's)."""
    inside = [one.name for one in found if _is_inside(turn, one)]
    if not inside:
        return ""
    outside = [one.name for one in found if one.name not in inside]
    first = f" {phrases.listed(outside)} {'is' if len(outside) == 1 else 'are'} of no agency in it." if outside else ""
    return (
        f"{first} {phrases.listed(inside)} {'is' if len(inside) == 1 else 'are'} of one: if you choose so, write why."
    )


def invite(turn: Turn, ways: Collection[str] | None = None) -> None:
    """Write to whoever joins the present stage besides its sides: always, or by topic or issue; each once.

    `ways`: only whom these routes bring in, named while the stage was running.
    """
    for role, why in (*(_always(turn) if ways is None else ()), *_by_way(turn, ways)):
        found = officers.holding(turn, role)
        for one in found:
            if not _invited(turn, one):
                _invite(turn, one, why)
        if not found:
            lines = [f"{role} joins stage {turn.case.stage}. {why}", "Nobody is named for it in the directory."]
            ordering.tell_office(
                turn, "Somebody is to join", lines, f"Ask {role} to join, and name them for next time."
            )


def _always(turn: Turn) -> Iterator[tuple[str, str]]:
    for role in turn.stage.always_includes:
        yield role, "The policy always includes you at this stage."


def _by_way(turn: Turn, ways: Collection[str] | None) -> Iterator[tuple[str, str]]:
    labels = {topic.id: topic.label for topic in turn.policy.topics}
    for route in turn.policy.routes:
        if (
            not route.adds_participant
            or route.at_stage != turn.case.stage
            or (ways is not None and route.id not in ways)
        ):
            continue
        named = [labels[topic] for topic in route.topics if topic in turn.case.topics]
        if named:
            yield route.adds_participant, f"The topic brings you in: {named[0]}."
        elif route.id in turn.case.ways or any(names(issue, route.words) for issue in turn.case.issues.values()):
            yield route.adds_participant, f"The issue brings you in. {route.when}."


def _invited(turn: Turn, one: Party) -> bool:
    mine = (letter for letter in turn.case.letters.values() if letter.to.address == one.address)
    return any(letter.stage == turn.case.stage and letter.template == "news" for letter in mine)


def _invite(turn: Turn, to: Party, why: str) -> None:
    sides = " and ".join(turn.name(one) for one in turn.everyone_present())
    facts: dict[str, Any] = {
        "why": why,
        "headline": f"You are asked to join at stage {turn.case.stage}",
        "paragraphs": [f"Please speak to {sides}. They decide for their agencies; you bring what you know."],
        "words_of": None,
        "dated": False,
        "opposite": ordering.names(turn, turn.everyone_present()),
        "words": ordering.words("NOTE", "STATUS"),
    }
    ordering.order(turn, "news", to, facts, alone=True)


def everybody(turn: Turn) -> tuple[Party, ...]:
    """Return everyone a convened stage concerns: the raiser, both sides, and whoever convenes it."""
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    return once([*raiser, *turn.everyone_present(), *officers.convenors(turn)])


def _panel(turn: Turn) -> list[str]:
    return sayings.at_panel(turn.policy) if turn.case.stage == turn.policy.final.stage else []


def _goal(turn: Turn) -> str:
    return turn.stage.clock[0].goal if turn.stage.clock else ""


def _action(turn: Turn) -> str:
    if together.here(turn):
        return "See that those who decide together can do so, and record what comes of it."
    return _ACTIONS.get(_goal(turn), "Arrange this stage, and record what comes of it.")


def words(turn: Turn) -> list[dict[str, str]]:
    """Return the words that end a convened stage, or move it, for whoever convenes it."""
    decides = ("DECISION",) if "decided" in turn.policy.final.ends_with else ()
    ends = ("NOT AGREED",) if "not-agreed" in turn.policy.final.ends_with else ()
    heard = ("RECEIVED",) if turn.case.urgent else ()
    if together.here(turn):  # a decision is for those who make it together alone
        return ordering.words(*heard, "REPORT", *ends)
    return ordering.words(*heard, *decides, *_WORDS.get(_goal(turn), ()), "REPORT", *ends)
