"""Who may say what: the table of permissions against the machine, word by word, in both directions (rules 6, 8 to 13, 15).

A population of people stands in each place of a case. Whatever the table does not let move a case moves nothing; whatever
it lets move one moves it somewhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Hear, Said, Sender
from mailservice.cases.history.events import (
    Action,
    CaseClosed,
    ConfirmationAsked,
    Event,
    MailHeard,
    Noted,
    Party,
    Paused,
)
from mailservice.cases.history.folding import after
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import permission, permitted, proof
from mailservice.cases.words.permission import MOVES, Cell, Place, Role
from mailservice.cases.words.roles import place_of, roles_of
from mailservice.directory import Directory, Person
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays
from mailservice.simulator.story import moment
from tests.cases.states import within_one_agency
from tests.cases.test_properties import History, Watched, histories
from tests.cases.test_words import MOVES as MOVED
from tests.cases.world import OFFICE, RAISER, World, answered, directory, letters, policy, said, sender

BOX = "safeguarding@nenevalley.example"
SECRETARY = "pat.wren@nenevalley.example"
OFFICERS = {
    "facilitator": "Facilitator",
    "convenor": "Convenor of stage four",
    "leader": "One of the strategic leads, through the Business Office",
    "chair": "Independent Chair",
    "visitor": "Scrutineer",
}


def ladder() -> Policy:
    """Return Northamptonshire's ladder with a facilitator, a convened stage before the last, and a Chair who decides."""
    own = policy()
    stages = tuple(
        replace(one, facilitator="Facilitator")
        if one.id == "2"
        else replace(one, sides="convened", convenor="Convenor of stage four")
        if one.id == "4"
        else one
        for one in own.stages
    )
    final = replace(own.final, authority="Independent Chair", ends_with=("agreed", "decided", "not-agreed"))
    final = replace(final, means=("mediation", "panel", "decision"))
    return replace(own, stages=stages, final=final)


def people() -> Directory:
    """Return Northamptonshire's people, with officers, a shared mailbox and a secretary beside them."""
    who = directory()
    agencies = tuple(replace(one, shared=(BOX,)) if one.id == "nene-valley" else one for one in who.agencies)
    joy = who.person("j-okafor")
    assert joy is not None
    wren = replace(joy, id="p-wren", name="Pat Wren", address=SECRETARY, stages=(), assistant_of=joy.id)
    officers = tuple(Person(one, one.title(), f"{one}@nscp.example", "", role) for one, role in OFFICERS.items())
    return replace(who, agencies=agencies, people=(*who.people, wren), officers=officers)


def opened(*, climbs: int = 0) -> World:
    world = World(who_is_who=people())
    own = ladder()
    world.rules = replace(world.rules, policy=own, days=WorkingDays(own.calendar))
    world.open()
    for _ in range(climbs):
        world.say(RAISER, Verb.ESCALATE)
    return world


def copied(world: World) -> World:
    other = world.copy()
    other.rules = replace(other.rules, policy=world.rules.policy, days=world.rules.days)
    return other


def decider(world: World, side: int) -> str:
    agency = world.case.agencies[side]
    found = deciders.present(world.case, world.rules.policy, world.who_is_who, agency)
    return found[0].person


def as_it_is(world: World) -> World:
    return world


def with_helpers(world: World) -> World:
    """Let the decider of the second side name a cover, and the office a contact beside the decider."""
    if world.case.stage in ("2", "3"):
        cover = replace(said(Verb.COVER, world.now), name="Ada Lloyd", address="ada.lloyd@nenevalley.example")
        world.hear(decider(world, 1), replace(cover, when=moment("Fri 04 Dec 2026 09:00").date()))
        named = replace(said(Verb.CONTACT, world.now), name="Kim Shaw", address="kim.shaw@nenevalley.example")
        world.hear(decider(world, 0), named)
        world.send()
    return world


def proposed_by(side: int) -> Callable[[World], World]:
    def put(world: World) -> World:
        world.say(decider(world, side), Verb.RESOLVED)
        return world

    return put


def being_withdrawn(world: World) -> World:
    raiser = world.case.raiser
    assert raiser is not None
    world.say(raiser.person, Verb.WITHDRAW)
    return world


def asked_if_overtaken(world: World) -> World:
    world.say(decider(world, 1), Verb.OVERTAKEN)
    return world


def with_an_address_waiting(world: World) -> World:
    named = replace(said(Verb.CONTACT, world.now), name="Lee", address="lee@elsewhere.example")
    world.hear(RAISER, named)
    world.send()
    return world


def reported(world: World) -> World:
    world.say(OFFICE, Verb.REPORT)
    return world


def mediated(world: World) -> World:
    mediator = replace(said(Verb.MEDIATION, world.now), name="Max Mead", address="max.mead@nscp.example")
    world.hear(OFFICE, replace(mediator, reason="Max Mead max.mead@nscp.example"))
    world.send()
    return world


def agreed(world: World) -> World:
    world.say(decider(world, 0), Verb.RESOLVED)
    world.say(decider(world, 1), Verb.AGREE)
    return world


def agreed_with_an_address_waiting(world: World) -> World:
    return agreed(with_an_address_waiting(world))


def ended(world: World) -> World:
    agreed(world)
    world.say(RAISER, Verb.AGREE)
    return world


def with_an_action(world: World) -> World:
    to_do = (Action("Daniel Mensah visits", moment("Tue 01 Dec 2026 09:00").date()),)
    world.hear(decider(world, 0), replace(said(Verb.RESOLVED, world.now), actions=to_do))
    world.send()
    world.say(decider(world, 1), Verb.AGREE)
    world.say(RAISER, Verb.AGREE)
    return world


def taken_up(world: World) -> World:
    with_an_action(world)
    world.say(RAISER, Verb.REOPEN)
    return world


def with_cover(then: Callable[[World], World]) -> Callable[[World], World]:
    return lambda world: then(with_helpers(world))


def put_before(side: int, climbs: int = 1) -> Callable[[World], World]:
    """Let one side put its words at the first stage, from which the case has come up so far since."""

    def put(_world: World) -> World:
        world = proposed_by(side)(opened())
        for _ in range(climbs):
            world.say(RAISER, Verb.ESCALATE)
        return world

    return put


def not_done(world: World) -> World:
    with_an_action(world)
    world.say(RAISER, Verb.NOT_DONE)
    return world


def put_off(side: int) -> Callable[[World], World]:
    def ask(world: World) -> World:
        not_done(world)
        world.say(decider(world, side), Verb.NEW_DATE)
        return world

    return ask


def paused(world: World) -> World:
    by = Party(OFFICE, "the office", "", "")
    world.case = after(world.case, Paused(world.now, by, world.now + timedelta(days=1), "a wrong number"))
    return world


Occasion = tuple[Callable[[World], World], frozenset[Verb]]
EVERY = frozenset(Verb)
_ANSWERS = frozenset((Verb.AGREE, Verb.DISAGREE, Verb.OBJECT))
_STAYS = frozenset((Verb.KEEP, Verb.OBJECT, Verb.ESCALATE, Verb.REOPEN))
_BOTH: tuple[Occasion, ...] = (
    (as_it_is, EVERY),
    (proposed_by(0), _ANSWERS),
    (proposed_by(1), _ANSWERS),
    (asked_if_overtaken, _ANSWERS),
    (being_withdrawn, _STAYS),
)
# What a cover, and whoever had the words below, needs to have something to answer.
_MORE: tuple[Occasion, ...] = (
    (with_cover(proposed_by(0)), _ANSWERS),
    (with_cover(being_withdrawn), _STAYS),
    (put_before(0), _ANSWERS),
    (put_before(1), _ANSWERS),
)
_WAITS: Occasion = (with_an_address_waiting, frozenset((Verb.ALLOW,)))
_TAKEN_UP: Occasion = (taken_up, frozenset((Verb.DONE, Verb.NOT_DONE)))
OCCASIONS: dict[Place, tuple[Callable[[], World], tuple[Occasion, ...]]] = {
    "first": (opened, (*_BOTH, _WAITS)),
    "between": (lambda: opened(climbs=1), (*_BOTH, _WAITS, _TAKEN_UP, (with_helpers, EVERY), *_MORE)),
    "convened": (
        lambda: opened(climbs=4),
        (*_BOTH, _WAITS, (put_before(0, 4), _ANSWERS), (put_before(1, 4), _ANSWERS)),
    ),
    "last": (
        lambda: opened(climbs=5),
        (
            *_BOTH,
            _WAITS,
            (put_before(0, 5), _ANSWERS),
            (put_before(1, 5), _ANSWERS),
            (reported, frozenset((Verb.NOT_AGREED,))),
            (mediated, frozenset((Verb.REPORT, Verb.MEDIATION))),
        ),
    ),
    "within": (within_one_agency, _BOTH),
    "agreed": (
        lambda: opened(climbs=2),
        ((agreed, EVERY), (agreed_with_an_address_waiting, frozenset((Verb.ALLOW,)))),
    ),
    "ended": (
        lambda: opened(climbs=2),
        (
            (ended, EVERY),
            (with_an_action, frozenset((Verb.DONE, Verb.NOT_DONE))),
            (not_done, frozenset((Verb.NEW_DATE,))),
            *((put_off(side), frozenset((Verb.AGREE, Verb.DISAGREE))) for side in (0, 1)),
        ),
    ),
}
KNOWN = ("s-whitlock", "d-mensah", "m-dasgupta", "j-okafor", "c-ferris", "r-lindqvist", "n-sandhu", "p-adeyemi")
ALSO = ("e-vaughan", "h-castell", "k-obrien", "t-byrne", "l-park", OFFICE, "parent@mailhost.example")


def writers(world: World) -> Iterator[Sender]:
    """Give everybody who may write, known or not, and who writes for another."""
    yield from (sender(one) for one in (*KNOWN, *ALSO))
    for one in world.who_is_who.officers:
        yield Sender(one.address, one.name, one.id, "", proof="proven")
    yield Sender(BOX, "Safeguarding", "", "nene-valley", proof="proven")
    yield Sender(SECRETARY, "Pat Wren", "p-wren", "nene-valley", proof="proven")
    yield replace(sender("j-okafor"), delegate="Pat Lee")
    yield replace(sender(RAISER), delegate="Pat Lee")
    yield Sender("ada.lloyd@nenevalley.example", "Ada Lloyd", "", "nene-valley", proof="proven")
    yield Sender("kim.shaw@nenevalley.example", "Kim Shaw", "", "nene-valley", proof="proven")
    yield Sender("max.mead@nscp.example", "Max Mead", "", "", proof="proven")


@dataclass(frozen=True)
class Came:
    """One word from somebody, what the table says of it, and what came of it."""

    verb: Verb
    who: str
    roles: frozenset[Role]
    own: bool
    cell: Cell
    did: Cell

    def __str__(self) -> str:
        whose = " (own side)" if self.own else ""
        return f"{self.verb} by {self.who} as {sorted(self.roles)}{whose}: {self.did}, and the table has {self.cell}"


def is_own(case: Case, verb: Verb, agency: str) -> bool:
    """Tell whether a word is to words, an action or a case of its author's own side."""
    if verb is Verb.WITHDRAW:
        return case.raiser is not None and case.raiser.agency == agency
    if verb is Verb.DONE:
        return any(one.owner.agency == agency for one in case.to_do)
    asked = case.asked[:1]
    return any(one.by.agency == agency and one.kind != "overtaken" for one in asked)


def stands(case: Case) -> tuple[object, ...]:
    """Return all of a case that only somebody who may can change."""
    dates = [(one.id, one.due, one.state) for one in case.deadlines.values() if one.purpose != "reminder"]
    who = (case.raiser, case.contacts, case.covers, case.waiting, case.agencies)
    how = (case.status, case.stage, case.tier, case.step, case.ending, case.withdrawn, case.urgent, case.reported)
    beside = (
        case.area,
        case.harm,
        case.offered,
        case.facilitated,
        case.assigned,
        case.rests,
        case.paused,
        case.seconds,
    )
    return (
        *how,
        *beside,
        *who,
        dates,
        [*case.proposals.values()],
        [*case.actions.values()],
        case.topics,
        case.acknowledged,
    )


def came_of(before: Case, after: Case, events: tuple[Event, ...]) -> Cell:
    """Return what became of a word, as its events say."""
    if any(isinstance(one, MailHeard) and one.outcome == "held" for one in events) and stands(before) == stands(after):
        return "unheard"
    if any(isinstance(one, ConfirmationAsked) for one in events):
        return "confirm"
    if stands(before) != stands(after) or any(type(one) in MOVED for one in events):
        return "acts"
    return "advice" if any(isinstance(one, Noted) and one.advice for one in events) else "kept"


@cache
def outcomes(place: Place) -> list[Came]:
    """Let everybody say every word in one place, on each occasion."""
    begin, occasions = OCCASIONS[place]
    found = []
    settled = agreed if place == "agreed" else ended if place == "ended" else as_it_is
    occasions = (*occasions, (lambda world: paused(settled(world)), frozenset((Verb.RESUME,))))
    for occasion, words in occasions:
        start = occasion(begin())
        found += [
            one for who in alike(start) for verb in Verb if verb in words for one in _came(start, verb, who, place)
        ]
    return found


def alike(world: World) -> list[Sender]:
    """Return one of all who write in the same roles, for the same side: the others would fare alike."""
    kinds: dict[tuple[object, ...], Sender] = {}
    for who in writers(world):
        party = party_of(world, who)
        roles = [
            roles_of(turn_of(world), Said(verb), Speaker(Hear(world.now, "x", "<x>", who), party)) for verb in _TELLING
        ]
        kinds.setdefault((party.agency, *roles), who)
    return [*kinds.values()]


# One towards quiet, one towards attention: they tell as whom somebody writes.
_TELLING = (Verb.RESOLVED, Verb.ESCALATE)


def turn_of(world: World) -> Turn:
    return Turn(world.case, world.rules, world.who_is_who, world.now)


def party_of(world: World, who: Sender) -> Party:
    """Return as whom the machine has somebody on this case."""
    return deciders.on_side(world.case, deciders.on_case(world.case, deciders.party_of(who, world.who_is_who)))


def _came(start: World, verb: Verb, who: Sender, place: Place) -> Iterator[Came]:
    word = said(verb, start.now)
    if verb is Verb.COVER:  # a colleague of who writes: nobody of the other side stands in
        theirs = who.address.endswith("@rockinghamhealth.example")
        address = f"joe.ray@{'rockinghamhealth' if theirs else 'nenevalley'}.example"
        word = replace(word, name="Joe Ray", address=address, when=moment("Fri 04 Dec 2026 09:00").date())
    if verb is Verb.MOVED:
        word = replace(word, name="Ann Far", address="ann.far@elsewhere.example")
    if verb is Verb.ASSIGN:
        word = replace(word, name="the office", address=OFFICE)
    if verb is Verb.ALLOW:
        word = replace(word, address="lee@elsewhere.example")
    hear = Hear(start.now, "x", "<x>", who, said=(word,))
    turn = turn_of(start)
    if place_of(turn) != place:
        return
    party = party_of(start, who)
    roles = roles_of(turn, word, Speaker(hear, party))
    own = is_own(turn.case, verb, party.agency)
    world = copied(start)
    events = world.hear("", word, sender=who)
    cell = permission.most(verb, roles, place, own=own)
    if turn.case.withdrawn and WORDS[verb].ends_withdrawal:  # it keeps the case, as KEEP would (rule 12.3)
        cell = min(cell, permission.most(Verb.KEEP, roles, place), key=permission.CELLS.index)
    yield Came(verb, who.address, roles, own, cell, came_of(start.case, world.case, events))


@pytest.mark.timeout(600)  # thousands of words, each carried out
@pytest.mark.parametrize("place", OCCASIONS)
def test_what_the_table_does_not_grant_moves_nothing(place: Place) -> None:
    # Of what is not granted here, a word answered otherwise at this moment ("none waits for it") is only kept.
    wrong = [str(one) for one in outcomes(place) if one.cell not in MOVES and one.did not in (one.cell, "kept")]
    assert wrong == []
    assert [str(one) for one in outcomes(place) if one.cell == "unheard" and one.did != "unheard"] == []


# What needs more than one word to have something to do, each told in tests of its own: a second case, a mail held in
# confidence, letters that have not left, words taken back, words that only answer, and who has a letter at all.
ELSEWHERE = {Verb.NEW, Verb.JOIN, Verb.GO_ON, Verb.STOP, Verb.UNDO, Verb.SPOKEN, Verb.WRONG_PERSON, Verb.CHECKED}
ELSEWHERE |= {Verb.STATUS, Verb.POLICY, Verb.HELP, Verb.RECORD, Verb.TOPIC, Verb.DONE, Verb.NOT_DONE, Verb.NOTE}


# Where a granted word needs more than one case of two agencies can give it here, and where that is told.
NARROWER: set[tuple[Place, Verb]] = {
    *((place, Verb.WITHDRAW) for place in permission.OPEN if place != "within"),  # of three agencies: test_leaving
    *(("agreed", verb) for verb in (Verb.AGREE, Verb.DISAGREE, Verb.NEW_DATE)),  # for an action: test_actions
    ("within", Verb.CONTACT),  # while the manager is not reached: test_within
    ("within", Verb.ALLOW),  # no address outside the agency waits there
    ("ended", Verb.CONTACT),  # AS RAISER: test_after_the_end
    *(("last", verb) for verb in (Verb.AGREE, Verb.DISAGREE)),  # to a decision made together: test_together
    # They take a day, a hold, or a time that is over: tests/service/test_disposal.py.
    *((place, verb) for place in permission.PLACES for verb in (Verb.RETAIN_UNTIL, Verb.PRESERVE_ENDS, Verb.DISPOSE)),
    *((place, Verb.PRESERVE) for place in permission.PLACES),
}


@pytest.mark.timeout(600)  # thousands of words, each carried out
@pytest.mark.parametrize("place", OCCASIONS)
def test_what_the_table_grants_moves_the_case_on_some_occasion(place: Place) -> None:
    """For each role that may: somebody who has it moves the case, where anybody here has it."""
    came = [one for one in outcomes(place) if one.cell in MOVES and one.verb not in ELSEWHERE]
    granted = {(one.verb, role) for one in came for role in one.roles if permission.moves(one.verb, [role], place)}
    moved = {(one.verb, role) for one in came if one.did == "acts" for role in one.roles}
    idle = sorted(f"{verb} by {role}" for verb, role in granted - moved if (place, verb) not in NARROWER)
    assert idle == []


class Held(Watched):
    """A world in which every mail is held to the table of permissions, and every third is not proven."""

    heard: int = 0

    def hear(self, who: str, *said: Said, **more: object) -> tuple[Event, ...]:
        self.heard += 1
        writer = replace(sender(who), proof="plausible" if self.heard % 3 == 0 else "proven")
        granted = [self.grants(writer, word, str(more.get("answers", ""))) for word in said]
        before = stands(self.case)
        events = super().hear(who, *said, **{**more, "sender": writer})
        if said and not any(granted):
            assert stands(self.case) == before, f"{who} moved what they may not, by {[str(one.verb) for one in said]}"
        for one in events:
            if isinstance(one, CaseClosed) and one.ending == "decided" and one.by is not None:
                assert not deciders.took_side(self.case, one.by), "a party judged their own case"
        return events

    def grants(self, writer: Sender, word: Said, answers: str) -> bool:
        """Tell whether the table lets a word move the case, from a writer of whom we are this sure."""
        turn, party = turn_of(self), party_of(self, writer)
        if self.case.status in ("unopened", "book"):
            return True
        letter = self.case.letters.get(answers)
        confirms = letter is not None and letter.about == proof.CONFIRM
        if writer.proof == "plausible" and proof.quietens(turn, word) and not confirms:
            return False
        roles = roles_of(turn, word, Speaker(Hear(self.now, "x", "<x>", writer, answers=answers), party))
        keeps = turn.case.withdrawn is not None and WORDS[word.verb].ends_withdrawal
        return any(
            permission.moves(verb, roles, place_of(turn)) for verb in (word.verb, *([Verb.KEEP] if keeps else []))
        )


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(histories)
def test_whatever_happens_nobody_moves_what_the_table_does_not_grant(history: History) -> None:
    Held().live(history)


def test_the_tables_are_read_in_a_window_of_120_columns_and_name_every_role() -> None:
    shown = permitted.as_tables()
    assert max(len(line) for line in shown.splitlines()) <= 120
    assert all(f": {role}" in shown for role in Role)
    assert all(str(verb) in permitted.of_word(verb) for verb in Verb)


def test_help_names_to_each_reader_the_words_that_do_something_for_them() -> None:
    world = opened(climbs=1)

    def told(who: str) -> set[str]:
        [letter] = [one for one in letters(copied(world).hear(who, Said(Verb.HELP))) if one.template == "help"]
        return {one["verb"] for one in (*letter.facts["now"], *letter.facts["forms"])}

    assert {"WITHDRAW", "ESCALATE"} <= told(RAISER)
    assert not {"RESOLVED", "DECISION", "ALLOW"} & told(RAISER)
    assert {"RESOLVED", "AGREE"} <= told("j-okafor")
    assert "WITHDRAW" not in told("j-okafor")
    assert {"ALLOW", "PASSED ON"} <= told(OFFICE)
    assert not {"RESOLVED", "AGREE", "DECISION"} & told(OFFICE)


def test_a_raisers_cover_never_decides_for_their_side() -> None:
    world = opened(climbs=1)
    own = sender(RAISER)
    word = replace(said(Verb.COVER, world.now), name=own.name, address=own.address)
    world.hear(RAISER, replace(word, when=moment("Fri 04 Dec 2026 09:00").date()))
    world.send()
    world.say(RAISER, Verb.RESOLVED)
    assert world.case.asked == ()


def test_an_officer_is_no_party_to_what_the_sides_agree() -> None:
    world = proposed_by(0)(opened(climbs=1))
    for verb in (Verb.DISAGREE, Verb.OVERTAKEN, Verb.RESOLVED):
        before = world.case.asked
        visitor = Sender("visitor@nscp.example", "Visitor", "visitor", "", proof="proven")
        [answer] = answered(world.hear("visitor", said(verb, world.now), sender=visitor))
        assert world.case.asked == before, verb
        assert "your agency" not in answer
