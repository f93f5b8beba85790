"""Machines that nobody can tell from people answer every letter, in the same words: how many letters that brings, and to whom.

What they are not told they do not answer. 10,000 hours of it: `python -m tests.cases.robots`.
"""

from datetime import timedelta

import pytest

from mailservice.cases.history.events import CaseOpened
from mailservice.cases.history.words import Verb
from mailservice.cases.opening.floods import MOST_OPENED, is_told_again
from tests.cases.robots import AWAY, GIBBERISH, MANAGERS, WORKERS, Opener, Robots
from tests.cases.world import OFFICE, OPENED, RAISER, RESPONDER

TO_OFFICE, TO_OTHERS = 6, 6
"""The most letters that the office, and that anybody else who is no machine, has in a day."""
DAY = timedelta(days=1)


def held(robots: Robots) -> None:
    """Hold the limits, and that the case stands: with somebody who owns it, and a date."""
    assert robots.most(OFFICE) <= TO_OFFICE, robots.kinds
    assert robots.most(*robots.but(robots.words)) <= TO_OTHERS, robots.kinds
    assert robots.case.status in ("open", "agreed", "closed")
    if robots.case.status != "closed":
        assert robots.case.raiser is not None
        assert robots.case.standing, "a case that is open has a next date"


@pytest.mark.parametrize("who", [RAISER, RESPONDER])
@pytest.mark.parametrize("verb", Verb)
def test_a_robot_with_any_word_brings_nobody_more_than_a_handful_of_letters_in_a_day(who: str, verb: Verb) -> None:
    held(Robots().play({who: verb.value}, 26))


@pytest.mark.parametrize("seats", [WORKERS, MANAGERS])
@pytest.mark.parametrize(
    "pair",
    [
        ("URGENT", "URGENT"),
        ("ESCALATE", "ESCALATE"),
        ("RESOLVED", "DISAGREE"),
        ("WITHDRAW", "REOPEN"),
        ("PLAN", "OBJECT"),
        (GIBBERISH, GIBBERISH),
        ("URGENT", AWAY),
    ],
)
def test_two_robots_in_one_case_bring_nobody_else_more_either(seats: tuple[str, str], pair: tuple[str, str]) -> None:
    held(Robots().play(dict(zip(seats, pair, strict=True)), 100))


def test_the_loop_is_told_to_the_office_ever_more_seldom() -> None:
    told = [OPENED]
    for hour in range(24 * 365):
        now = OPENED + timedelta(hours=hour)
        told += [now] if is_told_again(told, now) else []
    assert [(one - OPENED).days for one in told] == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256]


def test_a_robot_that_opens_cases_is_held_and_the_office_hears_of_it_once_a_day() -> None:
    opener = Opener().play(60)
    assert MOST_OPENED < opener.brought[CaseOpened] <= 40
    assert opener.most(OFFICE) == 1
    assert opener.letters[OFFICE] == 3
