"""A RESOLVED that waits goes up with the case, and may still be agreed by those who had it (rules 6.1, 6.2 and 11.1)."""

import pytest

from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.words import Verb
from tests.cases.world import World, answered, letters, said

RAISER, WORKER = "s-whitlock", "d-mensah"
MANAGER, OTHER_MANAGER = "m-dasgupta", "j-okafor"
PROPOSED = "Daniel visits with Sarah on Friday."


def waiting(since: str, now: str) -> World:
    """Return a case where the Trust's RESOLVED was put at one stage and waits at another."""
    world = World().open()
    while world.case.stage != since:
        world.say(RAISER, Verb.ESCALATE)
    world.say(WORKER if since == "1" else OTHER_MANAGER, Verb.RESOLVED, PROPOSED)
    while world.case.stage != now:
        world.say(RAISER, Verb.ESCALATE)
    assert world.case.pending is not None
    return world


def agree(world: World, who: str) -> tuple[Event, ...]:
    return world.hear(who, said(Verb.AGREE, world.now, ""))


def of(events: list[Event], template: str, who: str) -> LetterOrdered:
    return next(one for one in reversed(letters(events)) if (one.template, one.to.person) == (template, who))


def offered(letter: LetterOrdered) -> list[str]:
    return [one["verb"] for one in letter.facts["words"]]


@pytest.mark.parametrize(
    ("since", "now", "who"),
    [
        pytest.param("1", "2", RAISER, id="who had it at first"),
        pytest.param("1", "3", RAISER, id="who had it at first, two stages on"),
        pytest.param("2", "3", MANAGER, id="who had it at the second stage"),
        pytest.param("1", "3", MANAGER, id="to whom it came on its way up"),
    ],
)
def test_those_who_had_the_words_may_still_agree(since: str, now: str, who: str) -> None:
    world = waiting(since, now)
    agree(world, who)
    assert world.case.status in ("agreed", "closed")


def test_who_never_had_the_words_only_advises() -> None:
    world = waiting("2", "3")
    told = answered(agree(world, RAISER))
    assert world.case.status == "open"
    assert "Your words were passed on" in told[0]


def test_a_stage_letter_asks_whoever_may_agree_and_shows_the_words() -> None:
    world = waiting("1", "2")
    theirs = of(world.events, "stage", MANAGER)
    assert offered(theirs)[:2] == ["AGREE", "DISAGREE"]
    assert theirs.facts["pending"]["asked"]
    own = of(world.events, "stage", OTHER_MANAGER)
    assert "AGREE" not in offered(own)
    assert not own.facts["pending"]["asked"]


def test_the_old_tier_is_offered_agree_only_where_it_counts_and_with_the_words() -> None:
    had, never = of(waiting("1", "2").events, "climbed", RAISER), of(waiting("2", "3").events, "climbed", RAISER)
    assert "AGREE" in offered(had)
    assert had.facts["pending"]["text"] == PROPOSED
    assert "AGREE" not in offered(never)
    assert never.facts["pending"] is None


def test_a_plain_yes_is_none_to_a_stage_letter_and_agree_is_to_the_words_it_showed() -> None:
    world = waiting("1", "2")
    letter = of(world.events, "stage", MANAGER)
    newer = world.copy()
    newer.say(OTHER_MANAGER, Verb.RESOLVED, "A joint visit on Monday.")
    newer.hear(MANAGER, said(Verb.AGREE, newer.now, ""), answers=letter.letter)
    assert newer.case.status == "open"
    world.hear(MANAGER, said(Verb.AGREE, world.now, ""), answers=letter.letter)
    assert world.case.status in ("agreed", "closed")
