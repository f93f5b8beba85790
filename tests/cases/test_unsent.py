"""Letters that had not left, or came back: nothing misleads, nothing goes round for ever, and a question is asked of others."""

from dataclasses import replace

import pytest

from mailservice.cases.history.commands import Reconsider
from mailservice.cases.history.events import LetterWithheld
from mailservice.cases.history.words import Verb
from tests.cases.world import CHILD, World, addressee, letters, said


def test_a_stage_letter_that_the_end_overtook_is_withheld_once_and_not_ordered_again() -> None:
    world = World().open()
    world.hear("k-obrien", said(Verb.ESCALATE, world.now))
    (letter,) = [one for one in world.case.letters.values() if one.template == "stage" and one.to.person == "j-okafor"]
    world.hear("m-dasgupta", said(Verb.RESOLVED, world.now))
    world.hear("j-okafor", said(Verb.AGREE, world.now))
    assert world.case.status == "agreed"
    events = world.decide(Reconsider(world.now, letter.letter))
    assert [type(event) for event in events] == [LetterWithheld]


@pytest.mark.parametrize("verb", [Verb.OVERTAKEN, Verb.NEW_DATE])
def test_where_a_question_comes_back_the_colleagues_are_asked_for_another_address(verb: Verb) -> None:
    world = World().open()
    world.wait("Thu 26 Nov 2026 09:00")
    world.say("m-dasgupta", verb)
    template = {Verb.OVERTAKEN: "overtaken", Verb.NEW_DATE: "new_date"}[verb]
    (asked,) = [one for one in world.case.letters.values() if one.template == template and one.to.person == "j-okafor"]
    events = world.bounce(asked.letter)
    assert "next_manager" in [one.template for one in letters(events)]


def test_a_letter_to_somebody_who_has_left_is_not_ordered_again_and_again() -> None:
    world = World()
    world.hear("s-whitlock", child_references=(CHILD,), to=(addressee("d-mensah"),), own_words="I do not agree.")
    (letter,) = [one for one in world.case.letters.values() if one.template == "stage"]
    stay = tuple(one for one in world.who_is_who.people if one.id != "d-mensah")
    world.who_is_who = replace(world.who_is_who, people=stay)
    events = world.decide(Reconsider(world.now, letter.letter))
    assert [one.template for one in letters(events)] == ["office"]
    assert letters(events)[0].facts["headline"] == "Somebody has left"


def test_a_letter_to_an_address_that_has_changed_goes_to_the_new_one() -> None:
    world = World()
    world.hear("s-whitlock", child_references=(CHILD,), to=(addressee("d-mensah"),), own_words="I do not agree.")
    (letter,) = [one for one in world.case.letters.values() if one.template == "stage"]
    moved = [
        replace(one, address="d.mensah@nenevalley.example") for one in world.who_is_who.people if one.id == "d-mensah"
    ]
    stay = [one for one in world.who_is_who.people if one.id != "d-mensah"]
    world.who_is_who = replace(world.who_is_who, people=(*stay, *moved))
    events = world.decide(Reconsider(world.now, letter.letter))
    assert [(one.template, one.to.address) for one in letters(events)] == [("stage", "d.mensah@nenevalley.example")]
