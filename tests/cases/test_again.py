"""The same mail once more, under another Message-ID: what acted is not done twice for being repeated."""

from datetime import timedelta

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Escalated, Proposed, StageEntered, WordAsked
from mailservice.cases.history.folding import TIMES_KEPT
from mailservice.cases.history.words import Verb
from tests.cases.robots import Robots
from tests.cases.world import RAISER, RESPONDER, World, letters

PLAN = "RESOLVED: Sam visits with us on Monday, and we meet again in a week."
GO_UP = "ESCALATE: no plan came, and the visit did not happen."


def settled_once() -> World:
    world = World().open()
    world.hear(RESPONDER, said=(Said(Verb.RESOLVED, PLAN[10:], PLAN),), own_words=PLAN)
    return world


def test_an_escalation_that_comes_again_word_for_word_is_asked_about_and_the_case_stays() -> None:
    world = World().open()
    said = (Said(Verb.ESCALATE, GO_UP[10:], GO_UP),)
    first = world.hear(RAISER, said=said, own_words=GO_UP)
    assert any(isinstance(one, Escalated) for one in first)
    world.wait("Wed 25 Nov 2026 11:00")
    again = world.hear(RAISER, said=said, own_words=f"{GO_UP}\n")
    assert not any(isinstance(one, StageEntered) for one in again)
    assert [one.verb for one in again if isinstance(one, WordAsked)] == ["ESCALATE"]
    assert [one.template for one in letters(again)] == ["question"]
    assert letters(again)[0].facts["again"] is True


def test_a_yes_to_that_question_carries_the_word_out() -> None:
    world = World().open()
    said = (Said(Verb.ESCALATE, GO_UP[10:], GO_UP),)
    world.hear(RAISER, said=said, own_words=GO_UP)
    asked = letters(world.hear(RAISER, said=said, own_words=GO_UP))[0].letter
    world.send()
    after = world.hear(RAISER, own_words="Yes", answer="yes", replies_to=asked, answers=asked)
    assert any(isinstance(one, StageEntered) for one in after)


def test_the_same_words_in_answer_to_a_newer_letter_are_meant_anew() -> None:
    world = World().open()
    said = (Said(Verb.ESCALATE, "", "ESCALATE"),)
    first = world.hear(RAISER, said=said, own_words="ESCALATE")
    newer = next(one for one in letters(first) if one.to.person == RAISER)
    world.send()
    after = world.hear(RAISER, said=said, own_words="ESCALATE", replies_to=newer.letter, answers=newer.letter)
    assert not any(isinstance(one, WordAsked) for one in after)


def test_a_caught_copy_of_a_plan_puts_no_second_proposal() -> None:
    world = settled_once()
    again = world.hear(RESPONDER, said=(Said(Verb.RESOLVED, PLAN[10:], PLAN),), own_words=PLAN)
    assert not any(isinstance(one, Proposed) for one in again)


def test_urgent_is_never_asked_about() -> None:
    world = World().open()
    words = "URGENT: he is with his father tonight."
    said = (Said(Verb.URGENT, words[8:], words),)
    world.hear(RAISER, said=said, own_words=words)
    assert not any(isinstance(one, WordAsked) for one in world.hear(RAISER, said=said, own_words=words))


def test_somebody_elses_same_words_are_their_own() -> None:
    world = World().open()
    said = (Said(Verb.RECEIVED, "", "RECEIVED"), Said(Verb.MET, "we spoke", "MET: we spoke"))
    world.hear(RAISER, said=said, own_words="MET: we spoke")
    assert not any(isinstance(one, WordAsked) for one in world.hear(RESPONDER, said=said, own_words="MET: we spoke"))


def test_what_leads_to_quiet_is_asked_about_when_it_has_acted_so_often_in_a_day() -> None:
    robots = Robots().play({RAISER: "RESOLVED", RESPONDER: "DISAGREE"}, 20)
    assert robots.brought[Proposed] == TIMES_KEPT
    assert robots.brought[WordAsked]


def test_what_calls_for_attention_acts_however_often() -> None:
    world, words = World().open(), "DISAGREE"
    for number in range(TIMES_KEPT + 1):
        proposed = world.say(RAISER, Verb.RESOLVED, f"{number} visits a week")
        put = next(one for one in letters(proposed) if one.template == "proposal")
        said = (Said(Verb.DISAGREE, "", words),)
        world.hear(RESPONDER, said=said, own_words=words, replies_to=put.letter, answers=put.letter)
        world.send()
        assert world.case.proposals[put.about].state == "denied"
        world.now += timedelta(minutes=30)
