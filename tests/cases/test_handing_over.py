"""Where a tier names one who hands over and one who decides, both have the letter when it begins (rules 6.3 and 11.1)."""

import pytest

from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.words import Verb
from tests.cases.world import World, at, letters

PAIRS = {"2": {"c-ayres", "d-lowe", "a-finch", "r-vance"}, "3": {"d-lowe", "w-grant", "r-vance", "j-holt"}}


def written(events: list[Event], stage: str) -> list[LetterOrdered]:
    return [one for one in letters(events) if one.template == "stage" and one.stage == stage]


def at_stage(stage: str) -> World:
    world = at("sgcp")
    while world.case.stage != stage:
        world.say("m-reid", Verb.ESCALATE)
    return world


@pytest.mark.parametrize("stage", PAIRS)
def test_both_have_the_letter_at_once_and_the_whole_time(stage: str) -> None:
    world = at_stage(stage)
    found = written(world.events, stage)
    assert {one.to.person for one in found} == PAIRS[stage]
    assert {one.at for one in found} == {world.case.entered_at}


def test_who_hands_over_reads_who_decides_and_that_they_have_it_too() -> None:
    told = {one.to.person: one.facts["decider"] for one in written(at_stage("3").events, "3")}
    assert (told["d-lowe"] or {})["name"] == "Wanda Grant"
    assert told["w-grant"] is None


@pytest.mark.parametrize("who", ["d-lowe", "w-grant"])
def test_the_word_of_either_binds_their_side(who: str) -> None:
    world = at_stage("3")
    world.say("j-holt", Verb.RESOLVED)
    world.say(who, Verb.AGREE, "")
    assert world.case.agreed is not None


def test_one_of_them_who_has_answered_has_answered_for_both() -> None:
    world = at_stage("2")
    for who in ("c-ayres", "r-vance"):
        world.say(who, Verb.RECEIVED, "")
    before = len(world.events)
    world.wait_for("nudge")
    assert not [one for one in letters(world.events[before:]) if one.template == "cover"]


def test_who_stands_in_reads_for_which_of_the_two() -> None:
    world = at_stage("2")
    world.say("c-ayres", Verb.RECEIVED, "")
    before = len(world.events)
    world.wait_for("nudge")
    [cover] = [one for one in letters(world.events[before:]) if one.template == "cover"]
    assert (cover.to.person, cover.facts["for_person"]["name"]) == ("t-moss", "Adam Finch")
