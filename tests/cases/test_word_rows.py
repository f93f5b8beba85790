"""A word that somebody forgot to write whole is refused at import, with a sentence that says what to write and where."""

from dataclasses import fields

import pytest

from mailservice.cases.history import words
from mailservice.cases.history.words import WORDS, Verb, Word
from mailservice.cases.letters import ordering
from mailservice.cases.words import table
from mailservice.errors import IncompleteRow


def without(row: Word | table.Does, column: str) -> dict[str, object]:
    """Return what stands in a row, one column left out."""
    return {one.name: getattr(row, one.name) for one in fields(row) if one.name != column}


@pytest.mark.parametrize("column", [one.name for one in fields(Word) if one.name != "name"])
def test_a_word_without_a_column_is_refused(column: str) -> None:
    sentence = rf"the row 'KEEP' in cases/history/words.py is not complete: write {column}: \w+ "
    with pytest.raises(IncompleteRow, match=sentence):
        Word(**without(WORDS["KEEP"], column))  # type: ignore[arg-type]  # a row with a hole


def test_a_verb_without_a_row_is_named() -> None:
    with pytest.raises(IncompleteRow, match=r"ROWS in cases/history/words.py has no row for 'GO ON': write a Word\("):
        words.of_each_verb(row for row in words.ROWS if row.name is not Verb.GO_ON)


def test_a_word_without_a_function_in_one_status_is_refused() -> None:
    row = next(one for one in table.ROWS if one.name is Verb.KEEP)
    with pytest.raises(
        IncompleteRow, match=r"the row 'KEEP' in cases/words/table.py is not complete: write closed: its"
    ):
        table.Does(**without(row, "closed"))  # type: ignore[arg-type]  # a row with a hole


def test_a_word_that_does_nothing_is_named() -> None:
    with pytest.raises(
        IncompleteRow, match=r"ROWS in cases/words/table.py has no row for 'NOT DONE': write a Does\(…\), what"
    ):
        table.in_each_status(row for row in table.ROWS if row.name is not Verb.NOT_DONE)


@pytest.mark.parametrize("name", ["RESOLVD", "URGENT"])
def test_a_letter_cannot_offer_a_word_that_does_not_say_to_its_reader_what_it_means(name: str) -> None:
    with pytest.raises(
        IncompleteRow, match=f"no letter can offer {name}: write .* in its row in cases/history/words.py"
    ):
        ordering.words("STATUS", name)


def test_two_words_contradict_each_other_whichever_row_says_so() -> None:
    assert words.contradict(Verb.NEW, Verb.JOIN)
    assert words.contradict(Verb.JOIN, Verb.NEW)
    assert not words.contradict(Verb.JOIN, Verb.NOTE)
