"""What becomes of the words of one mail: done, asked back, kept, or answered once (rules, section 9)."""

from dataclasses import replace

import pytest

from mailservice.cases.history.commands import Said, Unclear
from mailservice.cases.history.events import Event, LetterOrdered, MailHeard, Moved, Noted, Proposed, StageEntered
from mailservice.cases.history.words import Verb
from tests.cases.world import OFFICE, RAISER, RESPONDER, World, addressee, letters, said

MANAGER = "j-okafor"


def at_stage_2() -> World:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    return world


def answer(events: tuple[Event, ...]) -> LetterOrdered:
    """Return the one answer that a mail has."""
    [letter] = [one for one in letters(events) if one.template == "answer"]
    return letter


def readers(events: tuple[Event, ...]) -> set[str]:
    return {one.to.person or one.to.address for one in letters(events)}


def test_a_word_with_a_condition_moves_nothing_and_is_asked_back() -> None:
    world = at_stage_2()
    before = world.case.proposals
    events = world.hear(MANAGER, unclear=(Unclear("RESOLVED, but only if they visit", Verb.RESOLVED, "conditional"),))
    assert world.case.proposals == before
    assert "with a condition" in answer(events).facts["lines"][0]["result"]
    assert readers(events) == {MANAGER}


def test_two_words_that_contradict_do_nothing_and_are_asked() -> None:
    world = at_stage_2()
    events = world.hear(MANAGER, unclear=(Unclear("AGREE", Verb.AGREE, "contradiction"),))
    assert not any(isinstance(one, Moved) for one in events)
    assert "contradict each other" in answer(events).facts["lines"][0]["result"]


def test_a_near_miss_is_answered_with_what_we_understood() -> None:
    world = at_stage_2()
    events = world.hear(MANAGER, unclear=(Unclear("ESCALETE", Verb.ESCALATE, "near-miss"),))
    assert "Did you mean ESCALATE?" in answer(events).facts["lines"][0]["result"]
    assert not any(isinstance(one, StageEntered) for one in events)


def test_several_words_act_in_their_order_and_one_letter_answers_them_all() -> None:
    world = at_stage_2()
    events = world.hear(MANAGER, said(Verb.RECEIVED, world.now, ""), said(Verb.RESOLVED, world.now))
    assert [line["line"].split(":")[0] for line in answer(events).facts["lines"]] == ["RECEIVED", "RESOLVED"]
    assert sum(isinstance(one, Proposed) for one in events) == 1


def test_an_answer_says_what_we_read_what_we_did_and_what_comes_next_by_when() -> None:
    world = at_stage_2()
    facts = answer(world.hear(MANAGER, said(Verb.RESOLVED, world.now))).facts
    [line] = facts["lines"]
    assert line["line"].startswith("RESOLVED")
    assert line["result"]
    assert facts["next"]
    assert facts["due"]["due"]


def test_prose_is_answered_each_time_with_whom_to_write_to() -> None:
    world = at_stage_2()
    for words in ("I think we should meet about this on Friday.", "Or on Monday, if that is better."):
        [letter] = letters(world.hear(MANAGER, own_words=words))
        assert letter.template == "prose"
        assert {one["name"] for one in letter.facts["to_tell"]} == {"Mina Dasgupta"}


def test_prose_that_the_other_side_also_received_is_filed_without_a_word() -> None:
    world = at_stage_2()
    events = world.hear(MANAGER, own_words="Shall we meet on Friday?", to=(addressee("m-dasgupta"),))
    assert [type(one) for one in events] == [MailHeard]


@pytest.mark.parametrize("who", ["e-vaughan", OFFICE])
def test_nobodys_prose_ends_in_silence(who: str) -> None:
    world = at_stage_2()
    assert [one.template for one in letters(world.hear(who, own_words="I have seen this."))] == ["prose"]


def test_prose_after_the_end_is_answered_with_the_word_that_opens_it_again() -> None:
    world = at_stage_2()
    world.say(RAISER, Verb.WITHDRAW)
    world.wait("Wed 25 Nov 2026 18:00")
    assert world.case.status == "closed"
    [letter] = letters(world.hear(MANAGER, own_words="Nobody has been to see them since."))
    assert letter.template == "prose"
    assert [one["verb"] for one in letter.facts["words"]] == ["REOPEN", "HELP"]


def test_a_question_mark_tells_what_would_happen_and_does_nothing() -> None:
    world = at_stage_2()
    before = world.case
    events = world.hear(MANAGER, replace(said(Verb.ESCALATE, world.now), dry_run=True))
    assert answer(events).facts["lines"][0]["result"].startswith("You asked what would happen, and nothing has.")
    assert (world.case.stage, world.case.standing, world.case.proposals) == (
        before.stage,
        before.standing,
        before.proposals,
    )
    assert readers(events) == {MANAGER}


def test_what_moved_the_case_goes_to_every_side_with_its_reason() -> None:
    world = at_stage_2()
    events = world.say(RESPONDER, Verb.ESCALATE, "nobody has visited for a week")
    told = [one for one in letters(events) if one.template in ("stage", "climbed")]
    assert {world.case.agencies.index(one.to.agency) for one in told} == {0, 1}
    assert all("nobody has visited for a week" in str(one.facts) for one in told)


def test_status_note_and_contact_answer_their_sender_alone() -> None:
    for word in (Said(Verb.STATUS), Said(Verb.NOTE, "the school rang"), Said(Verb.HELP), Said(Verb.POLICY)):
        world = at_stage_2()
        assert readers(world.hear(MANAGER, word)) == {MANAGER}, word.verb
    world = at_stage_2()
    events = world.hear(MANAGER, said(Verb.CONTACT, world.now))
    assert {one.to.person for one in letters(events) if one.template == "answer"} == {MANAGER}
    assert not any(one.to.person == "m-dasgupta" for one in letters(events))


def test_words_that_move_nothing_are_kept_verbatim() -> None:
    world = at_stage_2()
    events = world.hear(MANAGER, Said(Verb.NOTE, "The school rang:\n  twice."))
    assert [one.text for one in events if isinstance(one, Noted)] == ["The school rang:\n  twice."]
