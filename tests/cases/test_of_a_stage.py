"""A word belongs to the stage of the letter that it answers: one that answers an older letter moves nothing more (rule 3.2)."""

import pytest

from mailservice.cases.history.events import Event, Met, Proposed
from mailservice.cases.history.words import Verb
from tests.cases.world import RAISER, RESPONDER, World, answered, letters, said

JOY = "j-okafor"


def gone_on(who: str = JOY, stages: int = 2) -> tuple[World, str]:
    """Return a case that has climbed past the stage of a letter which somebody had; and that letter."""
    world = World().open()
    for _ in range(stages - 1):
        world.say(RAISER, Verb.ESCALATE, "no plan came")
    letter = next(one.letter for one in letters(world.events) if one.to.person == who and one.template == "stage")
    world.now = world.now.replace(hour=world.now.hour + 1)
    return world, letter


def answer(world: World, who: str, letter: str, verb: Verb, reason: str) -> tuple[Event, ...]:
    one = said(verb, world.now, reason)
    return world.hear(who, one, answers=letter, replies_to=letter, own_words=one.line)


@pytest.mark.parametrize("verb", [Verb.MET, Verb.PLAN, Verb.NEW_DATE, Verb.RESOLVED])
def test_in_answer_to_the_present_stages_letter_each_acts(verb: Verb) -> None:
    world, letter = gone_on()
    events = answer(world, JOY, letter, verb, "a joint visit on Monday; nothing stays open")
    assert any(isinstance(one, Met | Proposed) for one in events)


def climbed_again() -> tuple[World, str, str]:
    """Return a case within one agency gone on a stage: both of the two still decide, and one still has the older letter."""
    world = World().open()
    letter = next(one.letter for one in letters(world.events) if one.to.person == RESPONDER and one.template == "stage")
    world.now = world.now.replace(hour=world.now.hour + 1)
    world.say(RAISER, Verb.ESCALATE, "no plan came")
    return world, RESPONDER, letter


@pytest.mark.parametrize("verb", [Verb.MET, Verb.PLAN, Verb.NEW_DATE])
def test_in_answer_to_an_older_letter_by_one_who_decides_now_it_moves_nothing_and_is_told_how(verb: Verb) -> None:
    world, _, letter = climbed_again()
    before = [one.due for one in world.case.standing]
    events = answer(world, JOY, letter, verb, "a joint visit on Monday")
    assert not any(isinstance(one, Met | Proposed) for one in events)
    assert [one.due for one in world.case.standing] == before
    assert any("gone on to stage 2" in one and f"newest letter with {verb.value}" in one for one in answered(events))


def test_resolved_with_its_words_is_put_to_both_whichever_letter_it_answers_and_the_plan_s_date_stands() -> None:
    world, _, letter = climbed_again()
    before = [one.due for one in world.case.standing if one.clock == "plan"]
    answer(world, JOY, letter, Verb.RESOLVED, "a joint visit on Monday; nothing stays open")
    assert world.case.pending is not None
    assert before
    assert [one.due for one in world.case.standing if one.clock == "plan"] == before


def test_a_bare_resolved_of_an_older_letter_is_asked_again() -> None:
    world, _, letter = climbed_again()
    events = answer(world, JOY, letter, Verb.RESOLVED, "")
    assert world.case.pending is None
    assert any("gone on to stage 2" in one for one in answered(events))


def test_who_decided_before_is_advised_as_ever() -> None:
    world, who, letter = climbed_again()
    events = answer(world, who, letter, Verb.RESOLVED, "a joint visit on Monday; nothing stays open")
    assert world.case.pending is None
    assert any("decides for your agency" in one for one in answered(events))


def test_agree_to_words_that_went_up_with_the_case_still_agrees() -> None:
    world = World().open()
    world.say(RESPONDER, Verb.RESOLVED, "a joint visit on Monday; nothing stays open")
    put = next(one for one in letters(world.events) if one.template == "proposal" and one.to.person == RAISER)
    world.now = world.now.replace(hour=world.now.hour + 1)
    world.say(JOY, Verb.ESCALATE, "nobody answered")
    answer(world, RAISER, put.letter, Verb.AGREE, "")
    assert world.case.pending is None
    assert world.case.status in ("agreed", "closed")
