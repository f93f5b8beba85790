"""A death or grave harm, in what people wrote: never a false one surely, and few missed (rule 12.6)."""

import pytest

from mailservice.cases.history.commands import Grave
from mailservice.mail.grammar.grave import grave
from tests.mail.passed_on.measure import Row, read, rows
from tests.timing import within

A_LONG_MAIL_TAKES = 5  # seconds, for five megabytes
MISSED = 3
"""Of the half that was not looked at, 2 of 35 were missed when it was first counted."""


@pytest.mark.parametrize("unseen", [False, True], ids=["seen", "unseen"])
def test_of_both_halves_few_are_missed_and_none_that_only_seems_so_stops_a_case(unseen: bool) -> None:  # noqa: FBT001 - a half
    half: list[Row] = rows(unseen=unseen)
    missed = [text for kind, text in half if kind != "N" and read(text) == "N"]
    stopped = [text for kind, text in half if kind == "N" and read(text) == "P"]
    asked = [text for kind, text in half if kind == "N" and read(text) == "D"]
    assert len(missed) <= MISSED
    assert len(stopped) <= (0 if unseen else 1)
    assert len(asked) <= MISSED


def test_what_is_shown_is_the_sentence_that_says_it() -> None:
    found = grave("Dear all,\n\nI am sorry to say that she\ndied on Sunday. I will write again.\n")
    assert found == Grave("I am sorry to say that she died on Sunday.", sure=True)


def test_a_very_long_mail_is_read_in_its_time() -> None:
    assert within(A_LONG_MAIL_TAKES, lambda: read("She may have died but if " * 200_000))
    assert read("She may have died but if " * 20_000) != "P"
