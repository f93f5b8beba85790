"""A start that the raiser claims is read only where their own words say clearly that they disagreed on a day before."""

from datetime import date

import pytest

from mailservice.mail.grammar.claimed import bare_day, claimed_start, decided_on

WEDNESDAY = date(2026, 12, 23)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("We first raised this with your team on Thursday 10 December.", date(2026, 12, 10)),
        ("I raised the threshold with Sam on 3/12/2026 and again last week.", date(2026, 12, 3)),
        ("We have disagreed about this since 16 November.", date(2026, 11, 16)),
        ("Our disagreement began on Monday.", date(2026, 12, 21)),
        ("Dear Sam,\n\nI challenged it yesterday by telephone.\nNothing has moved.", date(2026, 12, 22)),
        ("Raised on: 1 December 2026", date(2026, 12, 1)),
    ],
)
def test_a_claimed_start_is_read(words: str, day: date) -> None:
    assert claimed_start(words, WEDNESDAY) == day


@pytest.mark.parametrize(
    "words",
    [
        "The child has been off school since 16 November.",
        "I disagree that the plan for NCT-483920 ends.",
        "He was seen on 3 December and raised no concern.",
        "We first raised this with you some weeks ago.",
        "I raised this today.",
        "We will have raised it by 30 December.",
        "We first raised this with your team on 29 December.",
        "I raised the threshold with Sam on 28/12/2026.",
        "We first raised this with your team on 2026-12-28.",
        "We first raised this on 10 December 2019.",
        "The plan began on 1 December; I disagree with it ending on Friday.",
    ],
)
def test_what_is_no_claim_of_an_earlier_start_is_not_read_as_one(words: str) -> None:
    assert claimed_start(words, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("I disagree with your decision of 10 December to close NCT-483920.", date(2026, 12, 10)),
        ("The decision was made on Friday 18 December.", date(2026, 12, 18)),
        ("You decided on 21 December that she goes home.", date(2026, 12, 21)),
        ("The decision was taken yesterday, and nobody asked us.", date(2026, 12, 22)),
    ],
)
def test_a_first_mail_says_when_the_decision_was_made(words: str, day: date) -> None:
    assert decided_on(words, WEDNESDAY, first=True) == day


@pytest.mark.parametrize(
    "words",
    [
        "I disagree with the decision. He was seen on 3 December.",
        "No decision was made on 10 December.",
        "The decision will be made on 30 December.",
        "We decided nothing at the meeting.",
        "The decision was made some weeks ago.",
    ],
)
def test_what_tells_no_day_of_a_decision_is_not_read_as_one(words: str) -> None:
    assert decided_on(words, WEDNESDAY, first=True) is None


def test_a_later_mail_says_it_in_a_plain_sentence_or_the_day_alone() -> None:
    assert decided_on("The decision was made on 18 December", WEDNESDAY, first=False) == date(2026, 12, 18)
    assert decided_on("We talked about your decision of 18 December again.", WEDNESDAY, first=False) is None
    assert bare_day("It was made on 18 December.\n\nSarah", WEDNESDAY) == date(2026, 12, 18)
    assert bare_day("18/12/2026", WEDNESDAY) == date(2026, 12, 18)
    assert bare_day("I can do 18 December, does that suit you all?", WEDNESDAY) is None
    assert bare_day("", WEDNESDAY) is None
