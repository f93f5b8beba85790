"""Every word, in every status, by everybody: a decided answer, never an exception, and nobody moves what they may not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import (
    Acknowledged,
    Action,
    ActionDone,
    ActionNotDone,
    AddressBarred,
    Agreed,
    AreaNamed,
    Assented,
    Assigned,
    CaseClosed,
    CaseReopened,
    ContactNamed,
    CourseSet,
    CoverAsked,
    DetailGiven,
    Dissented,
    Event,
    HarmDenied,
    HarmTold,
    HeldUntil,
    MailHeard,
    MediationOffered,
    Met,
    NewDateAgreed,
    Objected,
    Paused,
    Proposed,
    RaiserSucceeded,
    ReportMade,
    SecondAsked,
    StageEntered,
    StepEntered,
    TopicNamed,
    Undone,
    UrgentEnded,
    UrgentRaised,
    WithdrawalKept,
    Withdrawn,
)
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.opening import joining
from mailservice.cases.settling import moving, passing
from mailservice.cases.words import table
from mailservice.simulator.story import moment
from tests.cases import states
from tests.cases.world import OFFICE, RAISER, RESPONDER, World, letters, said, sender

ROLES = {
    "raiser": RAISER,
    "responder": RESPONDER,
    "decider": "j-okafor",
    "decider of the raiser's side": "m-dasgupta",
    "another of the side": "k-obrien",
    "somebody above": "e-vaughan",
    "office": OFFICE,
    "another agency": "l-park",
    "stranger": "parent@mailhost.example",
}
MOVES: dict[type[Event], str] = {
    StageEntered: "climbs",
    CaseClosed: "ends",
    HarmTold: "holds still",
    HarmDenied: "lets go on",
    AddressBarred: "stops letters",
    AreaNamed: "names the area",
    Assigned: "gives it to a name",
    HeldUntil: "lets it rest",
    Paused: "pauses letters",
    CaseReopened: "opens again",
    Proposed: "proposes",
    Assented: "agrees",
    Agreed: "settles",
    Dissented: "denies",
    Objected: "stops",
    Met: "meets",
    ContactNamed: "names",
    MediationOffered: "offers",
    ReportMade: "reports",
    UrgentRaised: "makes urgent",
    NewDateAgreed: "puts off",
    Withdrawn: "withdraws",
    WithdrawalKept: "keeps",
    ActionDone: "does",
    ActionNotDone: "leaves undone",
    RaiserSucceeded: "follows",
    Undone: "takes back",
    StepEntered: "hands to line managers",
    CourseSet: "sets a course",
    DetailGiven: "fills in what was missing",
    TopicNamed: "names the topic",
    CoverAsked: "brings cover",
    UrgentEnded: "ends the urgency",
}
OF_NO_SIDE = {"nothing_opened", "stranger"}  # whatever they write, they are answered as if there were no case
ANSWERS = {"answer", "question", "help", "record", "status", "policy_info", "wrong_person", *OF_NO_SIDE}
TABLE = Path(__file__).with_name("moves.txt")


def at_stage_2() -> World:
    world = World().open()
    world.wait("Thu 26 Nov 2026 09:00")
    return world


def proposed() -> World:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.RESOLVED)
    return world


def agreed() -> World:
    world = proposed()
    world.say("j-okafor", Verb.AGREE)
    assert world.case.status == "agreed"
    return world


def closed() -> World:
    world = agreed()
    world.wait("Mon 30 Nov 2026 09:00")
    assert world.case.status == "closed"
    return world


def at_the_last_stage() -> World:
    world = World().open()
    for who in (RAISER, RAISER, RAISER, RAISER, RAISER):
        world.say(who, Verb.ESCALATE)
    assert world.case.stage == "5"
    return world


def reported() -> World:
    world = at_the_last_stage()
    world.say(OFFICE, Verb.REPORT)
    return world


def proposed_at_stage_1() -> World:
    world = World().open()
    world.say(RESPONDER, Verb.RESOLVED)
    return world


def agreed_at_the_end_again() -> World:
    world = at_the_last_stage()
    for _ in range(2):
        world.say("e-vaughan", Verb.RESOLVED)
        world.say("h-castell", Verb.AGREE)
        if not world.case.objections:
            world.say(RAISER, Verb.OBJECT)
    assert world.case.status == "agreed"
    return world


def withdrawn() -> World:
    world = at_stage_2()
    world.say(RAISER, Verb.WITHDRAW)
    return world


def asked_if_overtaken() -> World:
    world = at_stage_2()
    world.say(RESPONDER, Verb.OVERTAKEN)
    return world


def new_date_asked() -> World:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.NEW_DATE)
    return world


def ended_by_the_raiser() -> World:
    world = agreed()
    world.say(RAISER, Verb.AGREE)
    return world


def taken_up_again() -> World:
    world = closed()
    world.say(RESPONDER, Verb.REOPEN)
    return world


def action_not_done() -> World:
    world = at_stage_2()
    to_do = (Action("Daniel Mensah visits", moment("Tue 01 Dec 2026 09:00").date()),)
    world.hear("m-dasgupta", replace(said(Verb.RESOLVED, world.now), actions=to_do))
    world.send()
    world.say("j-okafor", Verb.AGREE)
    world.wait("Wed 02 Dec 2026 18:00")
    assert [one.state for one in world.case.actions.values()] == ["not-done"]
    return world


HERE: dict[str, Callable[[], World]] = {
    "open": at_stage_2,
    "proposed": proposed,
    "agreed": agreed,
    "closed": closed,
    "last stage": at_the_last_stage,
    "reported": reported,
    "proposed to the raiser": proposed_at_stage_1,
    "agreed again at the end": agreed_at_the_end_again,
    "withdrawn": withdrawn,
    "asked if overtaken": asked_if_overtaken,
    "asked for a new date": new_date_asked,
    "ended by the raiser": ended_by_the_raiser,
    "taken up again": taken_up_again,
    "an action not done": action_not_done,
}
STATES = {**{name: (start, ROLES) for name, start in HERE.items()}, **states.STATES}


@dataclass(frozen=True)
class Said:
    """One word as somebody said it, and what came of it."""

    verb: Verb
    role: str
    address: str
    before: Case
    after: Case
    events: tuple[Event, ...]

    @property
    def answers(self) -> list[str]:
        """The letters that answer its author directly."""
        mine = [one for one in letters(self.events) if one.to.address == self.address and one.replied]
        return ["answer" if one.facts.get("did") else one.template for one in mine]

    @property
    def action(self) -> table.Action | None:
        """What the table says of it."""
        return table.TABLE.get((self.before.status, self.verb))


@cache
def outcomes(state: str) -> list[Said]:
    """Say every word to a case in this state, by everybody."""
    begin, roles = STATES[state]
    start = begin()
    return [_said(start, verb, role, who) for verb in Verb for role, who in roles.items()]


def _said(start: World, verb: Verb, role: str, who: str) -> Said:
    world = start.copy()
    events = world.hear(who, said(verb, world.now, place=world.place))
    return Said(verb, role, sender(who, world.place).address, start.case, world.case, events)


@pytest.mark.parametrize("state", STATES)
def test_every_word_is_answered_once_to_whoever_wrote_it(state: str) -> None:
    for one in outcomes(state):
        calls = any(
            isinstance(event, SecondAsked) for event in one.events
        )  # the office rings about it in a second mail
        assert sum(isinstance(event, MailHeard) for event in one.events) == 1 + calls, one
        only_filed = WORDS[one.verb].answered == "nothing" and not OF_NO_SIDE & set(one.answers)
        # Who has read a letter needs none that says so.
        read = one.verb is Verb.RECEIVED and any(isinstance(event, Acknowledged) for event in one.events)
        assert len(one.answers) == (0 if only_filed or read else 1), f"{one.role} writes {one.verb}: {one.answers}"
        assert set(one.answers) <= ANSWERS, one
        assert one.after.status == "closed" or one.after.standing, f"{one.role} writes {one.verb}: no next date"


@pytest.mark.parametrize("state", STATES)
def test_no_word_leads_where_the_table_does_not(state: str) -> None:
    for one in outcomes(state):
        leads_to = table.LEADS_TO.get(one.action, ()) if one.action else ()
        assert one.after.status in {one.before.status, *leads_to}, f"{one.role} writes {one.verb}"


@pytest.mark.parametrize("state", STATES)
def test_who_moves_what_is_as_it_was_looked_at(state: str) -> None:
    looked_at = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith(f"{state}: ")]
    assert moves(state) == looked_at


def test_the_diagram_has_no_hole() -> None:
    statuses = ("open", "agreed", "closed", "joined", "halted")
    acting = [verb for verb in Verb if WORDS[verb].answered == "a sentence"]
    assert set(table.TABLE) == {(status, verb) for status in statuses for verb in acting}
    drawn = table.diagram().splitlines()
    for verb in acting:
        for status in statuses:
            assert any(line.startswith(f"    {status} -->") and verb.value in line for line in drawn), (status, verb)


def test_every_way_that_the_diagram_draws_can_be_gone() -> None:
    gone = {(one.action, one.after.status) for state in STATES for one in outcomes(state)}
    for action, targets in table.LEADS_TO.items():
        if action in (joining.join, moving.moved, passing.passed_on, passing.not_so):
            continue  # To join takes two cases, and these take more than one word: test_joining, test_moving, test_passing.
        assert {(action, target) for target in targets} <= gone, action.__name__


def moves(state: str) -> list[str]:
    """Return who moves what by each word, in one state."""
    lines = []
    for verb in Verb:
        done: dict[str, list[str]] = {}
        for one in outcomes(state):
            if one.verb is verb and (moved := _moved(one.events)):
                done.setdefault(moved, []).append(one.role)
        lines += [f"{state}: {verb.value} {moved}: {', '.join(roles)}" for moved, roles in done.items()]
    return lines


def _moved(events: tuple[Event, ...]) -> str:
    kinds = [_kind(one) for one in events if type(one) in MOVES and getattr(one, "why", "") != "reopened"]
    return " and ".join(dict.fromkeys(kinds))


def _kind(event: Event) -> str:
    beside = isinstance(event, Objected) and event.dissent
    return "is dissent" if beside else MOVES[type(event)]


if __name__ == "__main__":
    HEAD = "Who moves what. Whoever is not named moves nothing: their words are kept, passed on, or answered."
    sections = ["\n".join(moves(state)) for state in STATES]
    TABLE.write_text("\n\n".join([HEAD, *sections]) + "\n", encoding="utf-8")
