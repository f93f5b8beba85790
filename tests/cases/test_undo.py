"""Taken back: the case stands as before, and whoever read of it is told, also where our letter was already on its way."""

from dataclasses import fields, replace

import pytest

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Left, Legal, NoteSent, Said
from mailservice.cases.history.events import Action, LetterOrdered, Moved, Undone
from mailservice.cases.history.words import Verb
from mailservice.simulator.story import moment
from tests.cases.test_words import STATES
from tests.cases.world import CHILD, OFFICE, RAISER, RESPONDER, World, addressee, letters, said, sender

MANAGER, OTHER_MANAGER = "m-dasgupta", "j-okafor"
# What has left cannot be unwritten, and what somebody wrote stays written; dates have new ids and are compared apart.
KEPT = {
    "deadlines",
    "letters",
    "parties",
    "issues",
    "authors",
    "last_words",
    "wrote",
    "released",
    "absent",
    "covers",
    "last",
    "before",
    "heard",
    "acknowledged",
    "agencies",
    "responders",
    "child_references",
    "missing",
}


def at_stage_2() -> World:
    world = World().open()
    world.wait("Thu 26 Nov 2026 09:00")
    return world


def dates(case: Case) -> set[tuple[object, ...]]:
    """Return the dates that stand, but for reminders, which are set anew."""
    standing = [one for one in case.standing if one.purpose != "reminder"]
    return {(one.purpose, one.stage, one.tier, one.due, one.clock, one.basis, one.about) for one in standing}


def moving(state: str, verb: Verb) -> list[tuple[str, World, World]]:
    """Return who moves a case in this state by this word: the world before it, and after it, its letters sent."""
    begin, roles = STATES[state]
    start, found = begin(), []
    start.send()
    for who in dict.fromkeys(roles.values()):
        world = start.copy()
        world.say(who, verb, "words of its own")
        if any(isinstance(one, Moved) for one in world.events[len(start.events) :]):
            found.append((who, start, world))
    return found


@pytest.mark.parametrize("state", STATES)
def test_every_word_that_moved_a_case_can_be_taken_back_and_it_stands_as_before(state: str) -> None:
    # What a second of the office has confirmed, nobody takes back alone.
    for verb in set(Verb) - {Verb.DECISION, Verb.PASSED_ON, Verb.NOT_AGREED}:
        for who, before, after in moving(state, verb):
            sent = {one.to.address for one in letters(after.events[len(before.events) :])}
            events = after.say(who, Verb.UNDO)
            told = f"{who} takes back {verb} ({state})"
            assert any(isinstance(one, Undone) for one in events), told
            for name in {one.name for one in fields(Case)} - KEPT:
                assert getattr(after.case, name) == getattr(before.case, name), f"{told}: {name}"
            assert dates(after.case) == dates(before.case), told
            own = {sender(who, after.place).address}
            corrected = {one.to.address for one in letters(events) if one.about == "undo"}
            assert corrected == sent - own, told


def test_there_is_something_to_take_back_in_every_state() -> None:
    for state in ("open", "proposed", "agreed", "closed", "withdrawn"):
        assert any(moving(state, verb) for verb in (Verb.ESCALATE, Verb.REOPEN, Verb.KEEP))


@pytest.mark.parametrize("state", STATES)
def test_nobody_is_corrected_who_only_had_an_unsent_letter(state: str) -> None:
    for verb in (Verb.ESCALATE, Verb.RESOLVED, Verb.WITHDRAW, Verb.REOPEN, Verb.AGREE):
        for who in list(STATES[state][1].values())[:2]:
            world = STATES[state][0]()
            world.send()
            events = world.hear(who, said(verb, world.now, "words of its own"))
            if any(isinstance(one, Moved) for one in events):
                events = world.hear(who, Said(Verb.UNDO))
                assert [one for one in letters(events) if one.about == "undo"] == []


def corrections(world: World, to: str) -> list[LetterOrdered]:
    return [one for one in letters(world.events) if one.template == "correction" and one.to.person == to]


def test_a_letter_that_was_on_its_way_when_its_word_was_taken_back_is_followed_by_a_correction() -> None:
    world = at_stage_2()
    events = world.hear(RAISER, said(Verb.ESCALATE, world.now))
    on_its_way = next(one for one in letters(events) if one.to.person == "c-ferris")
    world.hear(RAISER, Said(Verb.UNDO))
    assert corrections(world, "c-ferris") == []
    world.decide(NoteSent(world.now, on_its_way.letter))
    assert len(corrections(world, "c-ferris")) == 1
    assert corrections(world, "r-lindqvist") == []


def test_a_reader_of_two_such_letters_has_one_correction() -> None:
    world = at_stage_2()
    world.hear(RAISER, said(Verb.URGENT, world.now))
    mine = [one.letter for one in letters(world.events) if one.to.address == OFFICE][-1:]
    mine += [one.letter for one in letters(world.events) if one.to.person == MANAGER][-2:]
    world.hear(RAISER, Said(Verb.UNDO))
    for letter in mine:
        world.decide(NoteSent(world.now, letter))
    assert len(corrections(world, MANAGER)) == 1
    assert len([one for one in letters(world.events) if one.to.address == OFFICE and one.about == "undo"]) == 1


def test_a_bounce_of_a_letter_that_was_taken_back_blames_nobody() -> None:
    world = at_stage_2()
    events = world.hear(RAISER, said(Verb.ESCALATE, world.now))
    on_its_way = next(one for one in letters(events) if one.to.person == "c-ferris")
    world.hear(RAISER, Said(Verb.UNDO))
    world.bounce(on_its_way.letter)
    assert world.case.stage == "2"
    assert corrections(world, "c-ferris") == []


def test_an_action_that_was_asked_about_meanwhile_stays_asked() -> None:
    world = at_stage_2()
    to_do = (Action("Daniel Mensah visits", moment("Tue 01 Dec 2026 09:00").date()),)
    world.hear(MANAGER, replace(said(Verb.RESOLVED, world.now), actions=to_do))
    world.send()
    world.say(OTHER_MANAGER, Verb.AGREE)
    world.say(RAISER, Verb.AGREE)
    world.wait("Tue 01 Dec 2026 08:55")
    world.say("d-mensah", Verb.REOPEN, "he is back")
    world.wait("Tue 01 Dec 2026 09:05")
    events = world.say("d-mensah", Verb.UNDO)
    assert world.case.status == "closed"
    assert [one.purpose for one in world.case.standing] == ["action-answer", "what-changed"]
    assert not any(one.template == "correction" and one.to.person == "d-mensah" for one in letters(events))


def test_the_same_words_sent_twice_are_taken_back_with_their_first_copy() -> None:
    world = at_stage_2()
    world.say(MANAGER, Verb.RESOLVED)
    world.say(MANAGER, Verb.RESOLVED)
    world.say(MANAGER, Verb.UNDO)
    assert world.case.asked == ()
    world.say(OTHER_MANAGER, Verb.AGREE)
    assert world.case.status == "open"
    assert any(one.to.person == OTHER_MANAGER for one in letters(world.events) if one.template == "correction")


def test_other_words_of_the_same_person_are_taken_back_alone() -> None:
    world = at_stage_2()
    world.say(MANAGER, Verb.RESOLVED, "a visit on Monday")
    world.say(MANAGER, Verb.RESOLVED, "a visit on Tuesday")
    world.say(MANAGER, Verb.UNDO)
    assert [one.text for one in world.case.asked] == ["a visit on Monday"]


@pytest.mark.parametrize(
    ("first", "between", "again"),
    [
        ("a joint visit on Monday", Verb.MET, "a joint visit on Monday"),
        ("a joint visit on Monday", Verb.NOTE, "A joint visit on  Monday."),
    ],
)
def test_a_copy_is_taken_back_with_whatever_was_written_between(first: str, between: Verb, again: str) -> None:
    world = at_stage_2()
    world.say(MANAGER, Verb.RESOLVED, first)
    world.say(MANAGER, between, "we spoke")
    world.say(MANAGER, Verb.RESOLVED, again)
    world.say(MANAGER, Verb.UNDO)
    assert world.case.asked == ()


def test_what_others_gave_meanwhile_is_kept() -> None:
    world = World()
    world.hear(RAISER, to=(addressee(RESPONDER),), own_words="I do not agree.")
    world.send()
    world.say(RESPONDER, Verb.RESOLVED)
    world.hear(RAISER, child_references=(CHILD,), own_words="The reference is here.")
    world.say(RESPONDER, Verb.RESOLVED)
    world.say(RESPONDER, Verb.UNDO)
    assert world.case.child_references == (CHILD,)
    assert world.case.missing == ()
    assert world.case.asked == ()


@pytest.mark.parametrize("again", ["a joint visit on Monday", "A joint visit on  Monday."])
def test_a_clock_that_the_copies_had_met_stands_again(again: str) -> None:
    world = at_stage_2()
    before = {one.goal for one in world.case.standing if one.purpose == "clock"}
    assert "discussion" in before
    world.say(MANAGER, Verb.RESOLVED, "a joint visit on Monday")
    world.hear(MANAGER, said(Verb.RESOLVED, world.now, again), Said(Verb.STATUS))
    world.send()
    world.say(MANAGER, Verb.UNDO)
    assert world.case.asked == ()
    assert {one.goal for one in world.case.standing if one.purpose == "clock"} == before


@pytest.mark.parametrize("what", ["wrong person", "legal", "said to have left"])
def test_what_another_wrote_meanwhile_that_moves_nothing_is_not_taken_back_with_it(what: str) -> None:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    world.say(MANAGER, Verb.RESOLVED)
    if what == "wrong person":
        world.hear(OTHER_MANAGER, Said(Verb.WRONG_PERSON, "", "WRONG PERSON"), own_words="WRONG PERSON")
    elif what == "legal":
        world.hear(RESPONDER, own_words="The judge ordered a report.", legal=(Legal("court", "The judge ordered"),))
    else:
        world.hear(RESPONDER, own_words="Joy has left us.", left=Left(OTHER_MANAGER, "Joy has left us"))
    before = world.case
    world.say(MANAGER, Verb.UNDO)
    after = world.case
    assert not after.asked, "it is taken back"
    assert (after.barred, after.legal, after.said_left) == (before.barred, before.legal, before.said_left)
    assert before.barred or before.legal or before.said_left
