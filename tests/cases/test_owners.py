"""An action belongs to the person it names: told when it is agreed, and asked on its day at 9am (rules 14 and 18)."""

from dataclasses import replace

import pytest

from mailservice.cases.history.events import Action, ActionSet, Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.directory import Person
from mailservice.simulator.story import moment
from tests.cases.world import RAISER, World, directory, letters, said

DIRECTOR, OTHER_DIRECTOR = "h-castell", "e-vaughan"
SECOND_JOY = Person("j-lane", "Joy Lane", "joy.lane@nenevalley.example", "nene-valley", "Social worker")
DAY = "Tue 01 Dec 2026"


def at_stage_4(*more: Person) -> World:
    """Return a case of whose managers nobody has taken part so far: it came to the directors at once."""
    known = directory()
    world = World(who_is_who=replace(known, people=(*known.people, *more))).open()
    while world.case.stage != "4":
        world.say(RAISER, Verb.ESCALATE)
    return world


def agreed(text: str, *more: Person) -> tuple[World, list[Event]]:
    """Let a director's words be agreed, and the raiser agree too; return what came of it."""
    world = at_stage_4(*more)
    to_do = (Action(text, moment(f"{DAY} 09:00").date()),)
    events = [*world.hear(DIRECTOR, replace(said(Verb.RESOLVED, world.now, text), actions=to_do))]
    world.send()
    events += world.say(OTHER_DIRECTOR, Verb.AGREE)
    events += world.say(RAISER, Verb.AGREE)
    return world, events


def owner(events: list[Event]) -> str:
    (found,) = [one.owner.person for one in events if isinstance(one, ActionSet) and one.kind == "agreed"]
    return found


def asked(world: World) -> list[LetterOrdered]:
    world.wait(f"{DAY} 09:00")
    return [one for one in letters(world.events) if one.template == "action_due"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Joy visits on Tuesday", "j-okafor"),
        ("Joy Okafor visits on Tuesday, and we tell the school", "j-okafor"),
        ("We agreed that Joy visits on Tuesday", "j-okafor"),
        ("On Tuesday Joy visits", "j-okafor"),
        ("joy visits on tuesday", "j-okafor"),
        ("Joy and Mina visit on Tuesday", "j-okafor"),
        ("Tom visits on Tuesday", "t-byrne"),
        ("Ms Okafor visits on Tuesday", "j-okafor"),
        ("Kate O\u2019Brien weighs the baby on Tuesday", "k-obrien"),
    ],
)
def test_the_person_whom_the_words_name_is_told_and_asked_at_nine(text: str, who: str) -> None:
    world, events = agreed(text)
    assert owner(events) == who
    told = [one for one in letters(events) if one.to.person == who and text in str(one.facts)]
    assert told, "they are told when it is agreed"
    (letter,) = asked(world)
    assert (letter.to.person, f"{letter.at:%a %d %b %H:%M}") == (who, "Tue 01 Dec 09:00")


@pytest.mark.parametrize(
    "text",
    [
        "Louise visits on Tuesday",  # of an agency that takes no part
        "The nursery rings on Tuesday",
        "Joy\u2019s mother is seen on Tuesday",
        "Joy Smith visits on Tuesday",
        "The plan is sent to Joy on Tuesday",
        "Visit at Castell Road on Tuesday",
    ],
)
def test_where_nobody_is_named_its_author_is_asked_and_the_letters_say_why(text: str) -> None:
    world, events = agreed(text)
    assert owner(events) == DIRECTOR
    answers = str([one.facts["lines"] for one in letters(events) if one.template == "answer"])
    assert "write it again with their full name" in answers
    (letter,) = asked(world)
    assert letter.to.person == DIRECTOR
    assert "could not tell" in letter.facts["why"]


def test_where_two_fit_its_author_is_asked() -> None:
    assert owner(agreed("Joy visits on Tuesday", SECOND_JOY)[1]) == DIRECTOR
    assert owner(agreed("Joy Lane visits on Tuesday", SECOND_JOY)[1]) == "j-lane"


def test_who_speaks_of_themselves_is_asked_and_nothing_is_asked_back() -> None:
    world, events = agreed("I visit with Joy on Tuesday")
    assert owner(events) == DIRECTOR
    assert "full name" not in str([one.facts for one in letters(events) if one.template == "answer"])
    (letter,) = asked(world)
    assert "could not tell" not in letter.facts["why"]
