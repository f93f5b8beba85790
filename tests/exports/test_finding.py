"""What is found again of a case by somebody who remembers a few words of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailservice.cases.told.transcript import Entry, Transcript
from mailservice.exports.finding import find

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MAIL = "Dear Sam,\n\nHe has no school\nplace since Easter. Nobody\u2019s told me why!\nPlease ring me. Anna"
LETTER = """Please talk, and agree what happens next

- Sarah Whitlock (Health visitor):
  sarah.whitlock@health.example
- Reply with PLAN and who does what.

> He has no school place since Easter.

The school is asked
to say why."""


def written(*entries: tuple[str, str]) -> Transcript:
    """Return a case in which these mails and letters were written, one after the other."""
    told = tuple(Entry(MONDAY, "mail", 1, "", "Anna wrote.", words=mail, letter=letter) for mail, letter in entries)
    return Transcript("NSCP 2026-0001-E", "", "", "", "Open", "", "", (), (), None, told, (), ())


def sentences(told: Transcript, *words: str) -> list[str]:
    return [one.sentence for one in find(told, words)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("SCHOOL",), "He has no school place since Easter."),
        (("school place",), "He has no school place since Easter."),
        (("place school",), ""),
        (("east",), "He has no school place since Easter."),
        (("aster",), ""),
        (("nobody's",), "Nobody's told me why!"),
        (("nobody\u2019s",), "Nobody's told me why!"),
        (("easter", "school"), "He has no school place since Easter."),
        (("ring", "easter"), "Please ring me. … He has no school place since Easter."),
        (("easter", "weekly"), ""),
        (
            ("Easter. Nobody",),
            "Dear Sam, He has no school place since Easter. Nobody's told me why! Please ring me. Anna",
        ),
        ((".*",), ""),
    ],
)
def test_all_the_words_are_in_one_mail_and_its_sentence_is_shown(words: tuple[str, ...], sentence: str) -> None:
    assert sentences(written((MAIL, "")), *words) == ([sentence] if sentence else [])


def test_the_words_are_marked_where_they_stand() -> None:
    (one,) = find(written((MAIL, "")), ["school", "east"])
    assert [one.sentence[begin:end] for begin, end in one.marks] == ["school", "East"]


def test_the_words_are_in_one_paragraph_of_a_letter_which_is_long_and_says_much() -> None:
    letter = written(("", LETTER))
    assert sentences(letter, "school", "easter") == ["He has no school place since Easter."]
    assert sentences(letter, "school", "why") == ["The school is asked to say why."]
    assert sentences(letter, "plan") == ["Reply with PLAN and who does what."]
    assert sentences(letter, "visitor sarah") == []


def test_what_a_letter_quotes_is_shown_where_it_was_written_and_what_people_repeat_is_theirs() -> None:
    assert sentences(written((MAIL, ""), ("", LETTER)), "easter") == ["He has no school place since Easter."]
    again = replace(written(("I agree.", "")).entries[0], at=MONDAY.replace(hour=11))
    told = written(("I agree.", ""))
    assert sentences(replace(told, entries=(*told.entries, again)), "agree") == ["I agree.", "I agree."]
