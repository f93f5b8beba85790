"""One of two who hold the office is away: nothing is left with them, and the office is not taken for away itself."""

from dataclasses import replace
from datetime import date

from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.words import Verb
from tests.cases.mornings import morning
from tests.cases.world import OFFICE, RAISER, World, directory, letters

AWAY, HERE = "amira.hill@nscp.example", "leon.marsh@nscp.example"
UNTIL = date(2026, 12, 7)


def two_holders() -> World:
    known = directory()
    return World(who_is_who=replace(known, office=replace(known.office, staff=(AWAY, HERE)))).open()


def answers_by_itself(world: World, who: str = AWAY) -> tuple[Event, ...]:
    """Let an automatic reply come to the newest letter to the office."""
    letter = world.to_office(world.events)[-1].letter
    return world.hear(who, kind="out-of-office", answers=letter, away_until=UNTIL)


def to(events: tuple[Event, ...] | list[Event], address: str) -> list[LetterOrdered]:
    return [one for one in letters(events) if one.to.address == address]


def test_who_is_away_is_told_to_the_other_at_their_own_address_and_to_nobody_of_the_office_itself() -> None:
    world = two_holders()
    world.say(RAISER, Verb.URGENT, "bruises")
    events = answers_by_itself(world)
    (told,) = letters(events)
    assert told.to.address == HERE
    assert told.facts["items"] == [
        f"{AWAY} is away until Monday 7 December 2026.",
        "This case is urgent: a child may be in danger.",
    ]
    assert OFFICE not in world.case.absent


def test_a_second_automatic_reply_tells_nobody_again() -> None:
    world = two_holders()
    world.say(RAISER, Verb.URGENT, "bruises")
    answers_by_itself(world)
    assert letters(answers_by_itself(world)) == []


def test_an_alarm_goes_to_the_one_who_is_here_too_until_the_other_is_back() -> None:
    world = two_holders()
    world.say(RAISER, Verb.ESCALATE)
    world.say(RAISER, Verb.URGENT, "bruises")
    answers_by_itself(world)
    alarmed = world.say("d-mensah", Verb.URGENT, "worse now")
    assert [one.facts["headline"] for one in to(alarmed, HERE)] == ["URGENT"]
    assert [one.facts["headline"] for one in to(alarmed, OFFICE)] == ["URGENT"]
    assert not to(alarmed, AWAY)
    world.hear(AWAY, own_words="I am back.")
    assert not to(world.say("d-mensah", Verb.URGENT, "and again"), HERE)


def test_where_the_offices_own_mailbox_answers_by_itself_each_of_its_people_hears_of_it() -> None:
    world = two_holders()
    world.say(RAISER, Verb.URGENT, "bruises")
    assert [one.to.address for one in letters(answers_by_itself(world, OFFICE))] == [AWAY, HERE]


def test_the_morning_letter_says_who_is_away_and_until_when() -> None:
    world = two_holders()
    world.say(RAISER, Verb.URGENT, "bruises")
    assert morning(world)["away"] == []
    answers_by_itself(world)
    assert morning(world, world)["away"] == [f"{AWAY} is away until Monday 7 December 2026."]
    world.now = world.now.replace(month=12, day=8)
    assert morning(world)["away"] == []
