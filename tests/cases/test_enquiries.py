"""HELP and STATUS: what can be done now, by whoever asks, and what waits for whom (rules, section 9)."""

from typing import Any

from mailservice.cases.history.commands import Said
from mailservice.cases.history.words import Verb
from tests.cases.world import RAISER, World, letters, said

MANAGER, OTHER_MANAGER = "j-okafor", "m-dasgupta"


def at_stage_2() -> World:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    return world


def asked(world: World, who: str, verb: Verb) -> dict[str, Any]:
    events = world.hear(who, Said(verb))
    [letter] = [one for one in letters(events) if one.template in ("help", "status")]
    return dict(letter.facts)


def first_words(world: World, who: str) -> list[str]:
    return [one["verb"] for one in asked(world, who, Verb.HELP)["now"]]


def test_help_begins_with_the_words_that_its_reader_can_use_now_and_names_each_word_once() -> None:
    world = at_stage_2()
    assert first_words(world, MANAGER)[:3] == ["RECEIVED", "PLAN", "RESOLVED"]
    world.say(MANAGER, Verb.RESOLVED)
    assert first_words(world, OTHER_MANAGER)[:2] == ["AGREE", "DISAGREE"]
    assert "AGREE" not in first_words(world, MANAGER), "their own words wait for the other side"
    shown = asked(world, RAISER, Verb.HELP)
    words = [one["verb"] for one in (*shown["now"], *shown["forms"])]
    assert len(words) == len(set(words))
    assert "WITHDRAW" in [one["verb"] for one in shown["now"]]


def test_help_after_the_end_begins_with_reopen() -> None:
    world = at_stage_2()
    world.say(MANAGER, Verb.RESOLVED)
    world.say(OTHER_MANAGER, Verb.AGREE)
    assert first_words(world, RAISER)[0] == "OBJECT"
    world.say(RAISER, Verb.AGREE)
    assert first_words(world, RAISER) == ["REOPEN", "RECORD"]


def test_status_shows_the_words_that_wait_whom_they_wait_for_and_the_button() -> None:
    world = at_stage_2()
    world.hear(MANAGER, said(Verb.RESOLVED, world.now, "Daniel visits on Friday."))
    shown = asked(world, OTHER_MANAGER, Verb.STATUS)
    assert shown["waiting"] == [
        {"by": "Joy Okafor", "text": "Daniel visits on Friday.", "of": ["Mina Dasgupta"]},
    ]
    assert [one["verb"] for one in shown["words"]][:2] == ["AGREE", "DISAGREE"]
