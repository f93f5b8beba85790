"""How a case comes to a stage, and goes on to the next (rules, section 6). Climbing adds people and removes none."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Literal

from mailservice.cases.asking import proposals, reaching
from mailservice.cases.dates import anchors, deadlines, duties, haste, limits
from mailservice.cases.history.events import Party, StageEntered
from mailservice.cases.history.words import Verb
from mailservice.cases.ladder import convening, last_word, within
from mailservice.cases.letters import news, ordering, phrases, tells
from mailservice.cases.people import deciders, route
from mailservice.cases.people.turn import Turn, once
from mailservice.policy import sayings
from mailservice.policy.model import Stage

Why = Literal["opened", "climbed", "escalated", "objected", "reopened", "limit", "urgent"]
Place = tuple[str, int]

# Why somebody has a stage letter, beside what brought the case to the stage.
Reason = Literal["step", "cover", "joined", "left", "named"]


def next_place(turn: Turn, *, asked: bool) -> Place | None:
    """Return the stage and tier that follow, or None at the last; an optional stage only when somebody asks."""
    return route.next_place(turn, asked=asked)


def named_place(turn: Turn, named: str) -> Place | None:
    """Return the place that somebody named, where the policy allows it: past an optional stage, or an optional tier.

    None where it does not: then the case goes to the next (rule 6.4).
    """
    here = turn.stage
    if straight := by_way(turn, named):
        return straight
    inside = here.optional_tier
    if inside and turn.case.tier == 1 and named.casefold() in (inside.id.casefold(), inside.title.casefold()):
        return here.id, 2
    allowed = [onward] if (onward := turn.policy.next_stage(here.id)) else []
    while allowed and allowed[-1].optional and (onward := turn.policy.next_stage(allowed[-1].id)):
        allowed.append(onward)
    found = next((one for one in allowed if len(allowed) > 1 and named and means(named, one)), None)
    return (found.id, 1) if found else None


def by_way(turn: Turn, named: str) -> Place | None:
    """Return a further stage that somebody named, where the issue names a way of the policy that goes straight there."""
    straight = {one.at_stage for one in turn.policy.routes if one.id in turn.case.ways and one.replaces_stages}
    ladder = turn.policy.ladder
    ahead = ladder[ladder.index(turn.stage) + 1 :]
    found = next((one for one in ahead if one.id in straight and named and means(named, one)), None)
    return (found.id, 1) if found else None


def means(named: str, stage: Stage) -> bool:
    """Tell whether somebody's words name a stage: its id, or words of its title or of who convenes it."""
    words = named.casefold().strip()
    own = " ".join((stage.title, *stage.convenors)).casefold()
    return words == stage.id.casefold() or (len(words) > 3 and words in own)  # noqa: PLR2004 - shorter words name nothing


def enter(
    turn: Turn, place: Place, why: Why, counted_from: datetime, *, by: Party | None = None, ours: bool = False
) -> None:
    """Bring the case to a stage and tier and set its dates; letters are ordered by the caller, who knows the reason."""
    turn.put(StageEntered(turn.at, place[0], place[1], why, counted_from, ours, by))
    if why in ("opened", "reopened"):
        limits.begin(turn)
    limits.settle(turn)
    if not _inside(turn, place):
        deadlines.start_clocks(turn)
    haste.begin(turn)
    reaching.watch(turn)


def climb(
    turn: Turn,
    place: Place,
    why: Why,
    counted_from: datetime,
    *,
    by: Party | None = None,
    reason: str = "",
    ours: bool = False,
) -> None:
    """Take the case on: the old dates go, the new tier is written to, the old tier and the raiser are told."""
    before = ordering.stage(turn, turn.stage, turn.case.tier)
    old = once([*_raiser(turn), *turn.everyone_present()])
    if not _inside(turn, place):
        deadlines.leave(turn)
    enter(turn, place, why, counted_from, by=by, ours=ours)
    facts = {"by": _name(turn, by), "reason": reason, "ours": ours, "down": _down(turn, ours=ours)}
    write_to_stage(turn, why, facts)
    _tell_old_tier(turn, old, before, why, facts, by)
    tells.tell(turn, "entered")


def _down(turn: Turn, *, ours: bool) -> str:
    """Say from when until when the service was down, where a date passed meanwhile (rule 3.3); empty where none did."""
    return phrases.between(*map(turn.rules.days.local, turn.down)) if ours and turn.down else ""


def convene_again(turn: Turn, reason: str) -> None:
    """Write to whoever convenes the present stage once more, and say why."""
    convening.convene(turn, "", reason, history(turn))


def write_to_stage(turn: Turn, why: Why, facts: dict[str, Any]) -> None:
    """Write the stage letter to everyone who decides there; where nobody is known, ask those who are present."""
    if deciders.is_within(turn.case) and turn.stage.sides == "both":
        within.write(turn, facts)
        return
    if deciders.apart(turn.case) and not deciders.is_within(turn.case):
        _still_missing(turn)
        return
    if turn.stage.sides == "convened":
        convening.convene(turn, facts.get("by", ""), facts.get("reason", ""), history(turn))
    for agency in turn.case.agencies:
        found = _filled(turn, agency, turn.here)
        for one in once([*found, *deciders.added(turn.case, turn.directory, agency)]):
            stage_letter(turn, one, why, facts)
        if not found and turn.stage.sides == "both" and not _inside(turn, turn.here):
            ask_for_name(turn, agency, urgent=True)
    last_word.tell_office(turn)
    convening.invite(turn)
    reaching.begin(turn)
    reaching.ask_for_closed_days(turn)


def _still_missing(turn: Turn) -> None:
    """Tell the office alone: while no other side is known, a manager written to may be the one disagreed with (rule 16)."""
    lines = [
        f"It has come to stage {turn.case.stage}, and the other agency is still missing. No manager is written to:"
    ]
    lines += ["the one disagreed with may be among them."]
    action = "Ring the person who raised it: with whom do they disagree? They can reply with CONTACT, and the name."
    ordering.tell_office(turn, "The other side is still missing", [" ".join(lines)], action)


def stage_letter(turn: Turn, to: Party, why: Why | Reason, facts: dict[str, Any]) -> None:
    """Write to one person what is asked of them and by when; `cover` in the facts says why one of another tier has it."""
    first = turn.case.stage == turn.policy.first_stage.id and why != "step" and not turn.case.urgent
    verbs: tuple[str, ...] = ("PLAN" if first else "RECEIVED", "RESOLVED", "ESCALATE")
    if first and any(clock.goal in ("plan", deadlines.ACKNOWLEDGEMENT) for clock in turn.stage.clock):
        verbs = (
            "RECEIVED",
            "PLAN",
            "ESCALATE",
        )  # an acknowledgement and a plan by one date (Northamptonshire, stage 1)
    if first and deadlines.waiting(turn):
        verbs = ("MET", "PLAN", "ESCALATE", "RECEIVED")  # the policy's time begins with their talk
    elif not first and turn.stage.sides == "both" and _asks_to_speak(turn, to):
        verbs = ("MET", "RESOLVED", "ESCALATE", "RECEIVED")
    if turn.stage.sides == "convened":
        verbs = ("RECEIVED", "RESOLVED", "STATUS")
    pending, asked = turn.case.pending, proposals.asked_of(turn, to)
    if asked:
        verbs = ("AGREE", "DISAGREE", verbs[2])
    shown = {
        "why": " ".join(filter(None, (_why_you(turn, to), last_word.sentence(turn, to)))),
        "entered": why,
        "by": facts.get("by", ""),
        "reason": facts.get("reason", ""),
        "history": history(turn),
        "answers": ordering.answered(turn, to),
        "earlier": _earlier(turn, to),
        "ours": facts.get("ours", False),
        "down": facts.get("down", ""),
        "cover": facts.get("cover", ""),
        "decider": _decider(turn, to),
        "theirs": _theirs(turn, to),
        "whose_miss": duties.missed(turn),
        "urgent": ordering.urgency(turn),
        "pending": {"by": turn.name(pending.by), "text": pending.text, "asked": bool(asked)} if pending else None,
        "words": last_word.words(turn, to, verbs),
        "policy_asks": [
            *(anchors.claimed(turn) if turn.stage == turn.policy.first_stage else ()),
            *sayings.at_stage(turn.policy, turn.stage, turn.case.ways, again=bool(_earlier(turn, to))),
        ],
    }
    ordering.order(turn, "stage", to, shown, about=pending.id if pending else "")


def _asks_to_speak(turn: Turn, to: Party) -> bool:
    """Tell whether the next date asks somebody's side to speak with the other."""
    date = ordering.next_shown(turn)
    talks = date is not None and date.goal in deadlines.TALKS and not turn.case.urgent
    return talks and date is not None and duties.is_asked(turn.case, date, to)


def _theirs(turn: Turn, to: Party) -> str:
    """Return which side the next date asks to speak first, by name, where that is not the reader's; else nothing."""
    date = ordering.next_shown(turn)
    if date is None or date.goal not in deadlines.TALKS or duties.is_asked(turn.case, date, to):
        return ""
    return duties.whose(turn, date)


def ask_for_name(turn: Turn, agency: str, *, urgent: bool) -> None:
    """Ask the people present for a name where a tier is empty, and tell the office at once (rule 15)."""
    here = ordering.stage(turn, turn.stage, turn.case.tier)
    name = turn.agency(agency).name
    facts = {
        "why": f"You act for {name}, and we do not know who comes next there.",
        "for_stage": here,
        "for_agency": name,
        "urgent": urgent,
        "closed": "",
        "words": ordering.words("CONTACT", "STATUS"),
        "policy_asks": sayings.for_contacts(turn.policy, turn.stage),
    }
    asked = turn.present(agency)
    asked_names = ", ".join(turn.name(one) for one in asked) or "nobody: there is nobody to ask"
    for one in asked:
        ordering.order(turn, "next_manager", one, facts)
    ordering.tell_office(
        turn,
        f"Nobody known for {name} at stage {here['id']}",
        [
            f"Stage {here['id']}, {here['title']}, has begun, and nobody at {name} is in the directory for it.",
            f"We asked {asked_names}.",
        ],
        f"Find out who acts for {name} at this stage, and reply with CONTACT, their name and their address.",
    )


def history(turn: Turn) -> list[str]:
    """Return the stages passed so far, in plain lines."""
    return [
        f"Stage {stage}" + (f", tier {tier}" if tier > 1 else "") + f": {turn.policy.stage(stage).title}"
        for stage, tier in turn.case.path[:-1]
    ]


def _tell_in_short(turn: Turn, to: Party, said: tuple[Party | None, str]) -> None:
    by, text = said
    headline = f"This has gone on to stage {ordering.stage(turn, turn.stage, turn.case.tier)['id']}"
    lines = ["Nothing is lost. You may still agree with the other side at any time, and that would settle it."]
    news.tell(turn, to, headline, lines, (by or to, text if by else ""))


def _tell_old_tier(
    turn: Turn, old: Iterable[Party], before: dict[str, Any], why: Why, facts: dict[str, Any], by: Party | None
) -> None:
    now = deciders.beside_the_two(turn.case, turn.directory) or turn.everyone_present()
    to_people = ordering.names(turn, now) if turn.stage.sides == "both" else []
    convened = [{"name": turn.convenor, "role": "", "agency": "", "address": "", "phone": ""}]
    shown = {
        "from_stage": before,
        "to_stage": ordering.stage(turn, turn.stage, turn.case.tier),
        "why_it_moved": {"climbed": "clock", "objected": "objection"}.get(why, why),
        "by": facts["by"],
        "reason": facts["reason"],
        "to_people": to_people or convened,
        "whose_miss": duties.missed(turn),
        "ours": facts["ours"],
        "down": facts["down"],
    }
    for one in old:
        # An urgent first mail climbs before its first letter leaves: that one is withheld, and stands in for nothing.
        here = deciders.written_to(turn.case, one, turn.here)
        if ordering.already_written(turn, one, "next_manager"):
            # Who is asked for a name reads in that letter that it has gone on.
            _tell_in_short(turn, one, (by, facts["reason"]))
        elif not here and not any(ordering.already_written(turn, one, kind) for kind in ("cover", "convened")):
            why_you = "You raised this." if deciders.is_raiser(turn.case, one) else "You have acted on this so far."
            pending, asked = turn.case.pending, proposals.asked_of(turn, one)
            own = {
                "why": why_you,
                "words": ordering.words(*_still_theirs(turn, one), "STATUS"),
                "pending": {"by": turn.name(asked.by), "text": asked.text} if asked else None,
            }
            ordering.order(turn, "climbed", one, {**shown, **own}, about=pending.id if pending else "")


def _still_theirs(turn: Turn, to: Party) -> Iterator[str]:
    """Give the words that still do something from somebody of the old tier; what only advises is offered to nobody."""
    if proposals.asked_of(turn, to):
        yield Verb.AGREE.value
    if deciders.binds(turn.case, turn.policy, turn.directory, to, turn.today):
        yield Verb.RESOLVED.value
    if deciders.is_raiser(turn.case, to) and next_place(turn, asked=True):
        yield Verb.ESCALATE.value


def _why_you(turn: Turn, to: Party) -> str:
    agency = turn.agency(to.agency).name
    if deciders.is_raiser(turn.case, to):
        return "You raised this."
    first = turn.case.stage == turn.policy.first_stage.id
    if first and any(deciders.same_person(to, one) for one in deciders.practitioners(turn.case)):
        return f"A colleague in another agency disagrees with a decision about {turn.person.a}."
    raiser = turn.case.raiser
    if first and raiser is not None and raiser.agency == to.agency and not deciders.is_within(turn.case):
        return f"A colleague of yours at {agency} disagrees with another agency about {turn.person.a}."
    if first:
        other = "your own" if deciders.is_within(turn.case) else "another"
        return f"A colleague in {other} agency disagrees with {agency} about {turn.person.a}."
    return f"You act for {agency} at this stage."


def _decider(turn: Turn, to: Party) -> dict[str, str] | None:
    """Return who decides for the side of somebody who hands over, and has the letter too (reading E8)."""
    if turn.case.stage == turn.policy.first_stage.id or not to.agency:
        return None
    found = deciders.deciding(turn.case, turn.policy, turn.directory, to.agency, turn.here)
    mine = any(deciders.same_person(to, one) for one in found)
    bring = {one.id for one in turn.directory.bringing(to.agency, turn.case.stage)}
    return ordering.person(turn, found[0]) if found and not mine and to.person in bring else None


def _inside(turn: Turn, place: Place) -> bool:
    """Tell whether a place is the optional tier inside a stage, which has no clock and leaves the stage's standing."""
    stage = turn.policy.stage(place[0])
    return stage.optional_tier is not None and place[1] > 1


def _earlier(turn: Turn, to: Party) -> str:
    mine = (one for one in turn.case.letters.values() if one.template == "stage" and deciders.same_person(one.to, to))
    # One that never left, or came back, was nobody's to read.
    sent = [one for one in mine if one.state in ("ordered", "sent")]
    if not sent:
        return ""
    day = turn.rules.days.local(sent[-1].at)
    return (
        f"We wrote to you on {day:%A} {day.day} {day:%B} at stage {sent[-1].stage}; you act for your agency here too."
    )


def _filled(turn: Turn, agency: str, place: Place) -> tuple[Party, ...]:
    return deciders.deciders(turn.case, turn.policy, turn.directory, agency, place)


def _raiser(turn: Turn) -> tuple[Party, ...]:
    return (turn.case.raiser,) if turn.case.raiser else ()


def _name(turn: Turn, by: Party | None) -> str:
    return turn.name(by) if by else ""
