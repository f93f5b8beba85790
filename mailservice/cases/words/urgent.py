"""URGENT, in full (rules, section 8): any party, any stage, never refused, never delayed.

Its dates are in `haste`; who is next is in `people`. It ends by AGREE, or by the raiser's "URGENT over".
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from mailservice.cases.asking import reaching
from mailservice.cases.dates import deadlines, haste, kinds
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import (
    UNTOLD,
    DeadlineMet,
    DeadlineMissed,
    Objected,
    Party,
    UrgentEnded,
    UrgentRaised,
)
from mailservice.cases.history.mails import unspaced
from mailservice.cases.history.words import Verb
from mailservice.cases.ladder import climbing, convening, judgement, steps
from mailservice.cases.letters import news, ordering, phrases, standing
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders, officers, route
from mailservice.cases.people.turn import Speaker, Turn, once
from mailservice.cases.words import both_sides, second
from mailservice.policy.model import Stage

_OVER = re.compile(r"over\s*(?:[.:,;!\u2013\u2014-]|$)", re.IGNORECASE)


_DAY = timedelta(days=1)
_NEXT = "This is urgent, and you are next. You have it now so that you can act with your colleagues."


def urgent(turn: Turn, said: Said, by: Speaker) -> str:
    """URGENT: the present and the next tier, the office and the sender each have at once what they need."""
    if is_over(said):
        return _over(turn, said, by)
    if _is_known(turn, said, by):
        return f"{ordering.numbers(turn)} It is urgent already, in these words: everybody it is for has the letter."
    if turn.case.status == "agreed":
        turn.put(Objected(turn.at, by.party, said.reason))
        deadlines.drop(turn, "somebody who took part wrote URGENT", purposes=("objection",))
        deadlines.stand_again(turn, "dropped", after=turn.at)
    new = turn.case.urgent is None
    turn.put(UrgentRaised(turn.at, by.party, said.reason, said.stage))
    where = " ".join([_begin(turn, said, by), *route_told(turn)])
    if new:
        convening.let_go(turn)
        second.hasten(turn)
    above = _write_above(turn)
    alarm(turn, f"{turn.name(by.party)} wrote URGENT.", said.reason, above)
    numbers = ordering.numbers(turn)
    return f"{numbers} The {turn.terms.office} is alarmed, and {_written_sides(turn)} {where}".strip()


def _is_known(turn: Turn, said: Said, by: Speaker) -> bool:
    """Tell whether the same person called it urgent in the same words within the day, and where it stands now."""
    entered = turn.case.entered_at
    if turn.case.urgent is None or turn.case.status != "open":
        return False
    mine = (one for one in turn.case.calls if deciders.same_person(one.by, by.party))
    here = (one for one in mine if (entered is None or entered <= one.at) and turn.at - one.at < _DAY)
    return any(unspaced(one.text) == unspaced(said.reason) for one in here)


def _written_sides(turn: Turn) -> str:
    if UNTOLD in turn.case.agencies:
        yours = "yours has one when you have told us for which agency you write."
        other = "" if "agency" in turn.case.missing else "the other side and its next tier have a letter; "
        return f"{other}{yours}"
    sides = "your side and its next tier" if "agency" in turn.case.missing else "both sides and their next tier"
    return f"{sides} have a letter."


def route_told(turn: Turn) -> list[str]:
    """Say what the policy's own hours for an urgent case are, here; nothing where it has none and ours hold."""
    said = ordering.urgent_route(turn)
    return [said] if said else []


def side_told(turn: Turn, agency: str) -> None:
    """Write to a side whose agency is told only now what the case asked of it meanwhile: its tier, and if urgent the next."""
    raised = turn.case.urgent
    begins = turn.case.here == (turn.policy.first_stage.id, 1) and not turn.case.step
    if turn.stage.sides == "both" and not begins:
        reason = raised.text if raised else ""
        for one in turn.acting(agency):
            climbing.stage_letter(turn, one, "urgent" if raised else "climbed", {"reason": reason})
    if raised is not None:
        judgement.write_above(turn, agency, _NEXT)


def is_over(said: Said) -> bool:
    """Tell whether somebody takes the urgency back: "URGENT over" leads towards quiet, and must be proven (rule 10)."""
    return said.verb is Verb.URGENT and bool(_OVER.match(said.reason))


def urgent_closed(turn: Turn, said: Said, by: Speaker) -> str:
    """URGENT on a case that has ended is REOPEN and URGENT (rule 10)."""
    if is_over(said):
        return _over(turn, said, by)
    opened = both_sides.reopen(turn, said, by)
    return f"{opened} {urgent(turn, said, by)}"


def alarm(turn: Turn, what: str, reason: str, above: tuple[Party, ...] = ()) -> None:
    """Alarm the office: the telephone numbers of everybody who has the letter, and what more the policy asks for."""
    _ring(turn, what, reason, once([*turn.everyone_present(), *above, *officers.convenors(turn)]))


def _ring(turn: Turn, what: str, reason: str, asked: tuple[Party, ...]) -> None:
    phones = [ordering.number(one) for one in ordering.names(turn, asked)]
    lines = [what, reason, *phones, *ordering.policy_asks(turn)]
    ordering.tell_office(turn, ordering.URGENT, lines, "Telephone the people below now.", haste.until(turn))


def chase(turn: Turn, deadline: Deadline) -> None:
    """Two real hours without a word from somebody who was written to: their deputy has the letter, the office hears again."""
    if _still_to_leave(turn, deadline.counted_from):
        return
    turn.put(DeadlineMet(turn.at, deadline.id))
    silent = [*_silent(turn, deadline)]
    if turn.case.urgent is None or turn.case.status != "open" or not silent:
        return
    two = deciders.practitioners(turn.case) if deciders.is_within(turn.case) else ()
    for one in silent:
        if any(deciders.same_person(one, other) for other in two):
            continue  # nobody stands in for either of the two (rule 13); the office telephones
        person = turn.directory.person(one.person)
        deputy = turn.directory.person(person.deputy) if person else None
        if deputy is not None:
            why = f"{one.name} has not answered an urgent letter for two hours. You cover for them."
            climbing.stage_letter(turn, deciders.as_party(deputy), "cover", {"cover": why})
    names = ", ".join(turn.name(one) for one in silent)
    # Whom the office is to ring is who was not heard: not whoever called, or has answered.
    _ring(turn, f"Two hours have passed, and no RECEIVED came from {names}.", "", tuple(silent))


def again(turn: Turn, deadline: Deadline) -> None:
    """Send the letter that left out of hours once more, at 9am on the next working day."""
    if _still_to_leave(turn, deadline.counted_from):
        return
    turn.put(DeadlineMet(turn.at, deadline.id))
    if turn.case.urgent is None or turn.case.status != "open":
        return
    why = "We wrote to you out of hours. This is the same letter again, at the start of the day."
    for one in _written(turn, deadline.counted_from):
        climbing.stage_letter(turn, one, "urgent", {"cover": why})
    if turn.stage.sides == "convened":
        climbing.convene_again(turn, why)
    alarm(turn, "This is urgent, and came out of hours.", turn.case.urgent.text)


def _still_to_leave(turn: Turn, since: datetime) -> bool:
    """Tell whether none of our letters of that hour has left: nobody can have answered, and the date counts from then."""
    mine = [one for one in turn.case.letters.values() if one.at >= since and standing.begins_stage(turn.case, one)]
    return bool(mine) and all(one.state == "ordered" for one in mine)


def ran_out(turn: Turn, deadline: Deadline) -> bool:
    """Climb, once the tier's real hours have passed; at the last stage the office is alarmed. False where it is over."""
    if turn.case.urgent is None or turn.case.status != "open":
        return False
    turn.put(DeadlineMissed(turn.at, deadline.id, not_reached=reaching.unheard(turn)))
    onward = climbing.next_place(turn, asked=False)
    if onward is None:
        deadlines.begin_silence(turn)
        alarm(turn, f"{haste.span(turn)} have passed at the last stage, and nothing is decided.", turn.case.urgent.text)
        return True
    raised, passed = turn.case.urgent, haste.span(turn)
    climbing.climb(turn, onward, "urgent", turn.at, reason=raised.text)
    alarm(turn, f"{passed} passed without an agreement; it is now at stage {turn.case.stage}.", raised.text)
    return True


def _begin(turn: Turn, said: Said, by: Speaker) -> str:
    """Bring the case to the stage where an urgent one starts; else write to the present tier again. Say which and why."""
    stage, told = _start(turn, said)
    if stage is None and not route.on_route(turn, turn.stage) and (straight := climbing.next_place(turn, asked=False)):
        stage = turn.policy.stage(straight[0])
    if stage is not None:
        climbing.climb(turn, (stage.id, 1), "urgent", turn.at, by=by.party, reason=said.reason)
    elif steps.ahead(turn):
        steps.report(turn, "urgent", turn.at, by.party, said.reason)
    else:
        haste.begin(turn)
        facts = {"by": turn.name(by.party), "reason": said.reason}
        for one in turn.everyone_present() if turn.stage.sides == "both" else ():
            if not deciders.same_person(one, by.party):
                _withhold_plain(turn, one)
                climbing.stage_letter(turn, one, "urgent", facts)
        if turn.stage.sides == "convened":
            climbing.convene_again(turn, said.reason)
        _tell_raiser(turn, said, by)
    both_sides.tell_named(turn, said, by)
    return f"{told} It is at stage {turn.case.stage}.".strip()


def _withhold_plain(turn: Turn, to: Party) -> None:
    """Hold back the plain letter that the same first mail has ordered: one letter says it, the urgent one."""
    mine = (one for one in turn.case.letters.values() if one.template == "stage" and deciders.same_person(one.to, to))
    for one in mine:
        if one.state == "ordered" and one.at == turn.at:
            turn.withhold(one.letter, "the urgent letter takes its place")


def _start(turn: Turn, said: Said) -> tuple[Stage | None, str]:
    ladder = turn.policy.ladder
    here = [one.id for one in ladder].index(turn.case.stage)
    allowed = [one for one in ladder if one.id in turn.policy.may_start_at]
    named = next((one for one in ladder if said.stage and climbing.means(said.stage, one)), None)
    if named in allowed and ladder.index(named) > here:
        return named, ""
    lowest = next((one for one in allowed if ladder.index(one) >= here), None)
    if named is None:
        told = "We could not tell which stage you named." if said.stage else ""
    elif ladder.index(named) <= here:
        told = f"It has come past stage {named.id} already." if named.id != turn.case.stage else ""
    elif lowest is None:
        told = "An urgent case starts at no stage of its own here; your wish is passed on."
    else:
        told = f"This policy lets an urgent case start at stage {lowest.id} at the lowest; your wish is passed on."
    return (lowest if lowest and lowest.id != turn.case.stage else None), told


def _tell_raiser(turn: Turn, said: Said, by: Speaker) -> None:
    """Tell whoever raised it, who alone can end the urgency, if no other letter has told them."""
    raiser = turn.case.raiser
    if raiser is None or deciders.same_person(raiser, by.party) or ordering.already_written(turn, raiser, "stage"):
        return
    further = climbing.next_place(turn, asked=False) is not None
    then = "it goes to the next stage" if further else f"the {turn.terms.office} is alarmed again"
    due = turn.date("urgent")
    by_then = f"{haste.span(turn)} after it"
    if haste.whole_way(turn) and due is not None:
        by_then = f"by {phrases.moment(turn.rules.days.local(due.due))}"
    lines = [
        f"Whoever acts for each side has a letter. At the latest {by_then} {then}, if nothing is agreed.",
        *route_told(turn),
        "If it is not urgent any more, you can reply with: URGENT over.",
    ]
    name = turn.name(by.party)
    news.tell(turn, raiser, f"{name} wrote URGENT", lines, (by.party, said.reason), alone=True)


def _write_above(turn: Turn) -> tuple[Party, ...]:
    """Write to the next tier of each side at once; where a convened stage comes next, to whoever convenes it."""
    found = [one for agency in turn.case.agencies for one in judgement.write_above(turn, agency, _NEXT)]
    onward = climbing.next_place(turn, asked=False)
    stage = turn.policy.stage(onward[0]) if onward else None
    raised = turn.case.urgent
    for one in officers.convenors(turn, stage) if stage and stage.sides == "convened" and raised else ():
        news.tell(
            turn,
            one,
            "An urgent case may come to you",
            [_NEXT],
            (raised.by, raised.text) if raised else (one, ""),
            alone=True,
        )
        found.append(one)
    return tuple(found)


def _silent(turn: Turn, deadline: Deadline) -> Iterator[Party]:
    """Give everybody who had the urgent letter, of a side from which none of them has written since."""
    since = deadline.counted_from
    convened = turn.stage.sides == "convened"
    # Where nobody is named to convene, the office itself has the letter, and is asked again as anybody would be.
    asked = (officers.convenors(turn) or (ordering.office_party(turn),)) if convened else ()
    yield from (one for one in asked if not _has_spoken(turn, one, since))
    written = _written(turn, since)
    for agency in turn.case.agencies:
        side = [one for one in written if one.agency == agency]
        if not any(_has_spoken(turn, one, since) for one in side):
            yield from side


def _written(turn: Turn, since: datetime) -> tuple[Party, ...]:
    """Return whom of the sides the letter of the present tier went to since then; whoever convenes has their own."""
    kinds = ("stage", "convened") if turn.stage.sides == "both" else ("stage",)
    mine = (one for one in turn.case.letters.values() if one.template in kinds and one.at >= since)
    return once(one.to for one in mine if (one.stage, one.tier) == turn.here)


def _has_spoken(turn: Turn, one: Party, since: datetime) -> bool:
    office = turn.directory.office
    theirs = (office.address, *office.staff) if office.has_address(one.address) else (one.address,)
    said = (turn.case.last_words.get(address.lower()) for address in theirs)
    return any(word is not None and word >= since for word in said)


def _over(turn: Turn, said: Said, by: Speaker) -> str:
    if turn.case.urgent is None:
        return kept(
            turn, said, by, "It is not urgent here, so there is nothing to end. If it is, write URGENT and why."
        )
    if not deciders.is_raiser(turn.case, by.party):
        return kept(turn, said, by, "Only the person who raised this, or an AGREE by every agency, ends the urgency.")
    turn.put(UrgentEnded(turn.at, by.party, said.reason))
    deadlines.drop(turn, "it is no longer urgent", purposes=kinds.URGENT)
    if deadlines.judged(turn) is not None and turn.stage.sides == "both" and turn.date("drift") is None:
        deadlines.set_house(turn, "drift")
    reaching.watch(turn)
    if turn.stage.urgent_convenor and turn.case.status == "open":
        climbing.convene_again(turn, "This is no longer urgent.")
        convening.let_go(turn)
    for one in once(
        [*turn.everyone_present(), *(one.to for one in turn.case.letters.values() if one.template == "stage")]
    ):
        news.tell(
            turn, one, "This is no longer urgent", ["The policy's own dates hold again."], (by.party, said.reason)
        )
    ordering.tell_office(turn, "No longer urgent", [said.reason], ordering.NOTHING)
    return "Recorded: it is no longer urgent. The case goes on, and the policy's own dates hold."
