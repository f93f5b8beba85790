"""How far somebody's words are read: as far as anybody writes; below that nothing quietens a case, and a call is still heard."""

from datetime import date

import pytest

from mailservice.cases.history.words import Verb
from mailservice.mail.grammar.lines import within_reach
from mailservice.mail.grammar.reading import Reading, read
from mailservice.mail.reply.pieces import split

TODAY = date(2026, 11, 20)
CHRONOLOGY = "On that day the health visitor was at the house, and found the family well.\n"
TEN_PAGES = CHRONOLOGY * 400
BLANKS = "\n" * 40_000


def heard(text: str) -> Reading:
    return read(text, today=TODAY)


@pytest.mark.parametrize("between", [TEN_PAGES, BLANKS], ids=["ten pages", "empty lines"])
@pytest.mark.parametrize("call", ["URGENT - he is back in the house", "ESCALATE: no plan came", "OBJECT"])
def test_a_call_below_all_that_anybody_writes_is_heard(between: str, call: str) -> None:
    found = heard(f"Please see below.\n{between}\n{call}\n")
    assert [one.verb for one in found.said] == [Verb(call.split(maxsplit=1)[0].rstrip(":"))]


def test_a_word_that_quietens_a_case_does_not_act_beside_ten_pages_that_may_take_it_back() -> None:
    found = heard(f"RESOLVED - we visit on Tuesday.\n\n{TEN_PAGES}\nBut not if the school says no.\n")
    assert found.said == ()
    assert Verb.RESOLVED in [one.understood for one in found.unclear]


def test_a_word_that_quietens_a_case_is_not_heard_below_ten_pages() -> None:
    assert heard(f"Please see below.\n\n{TEN_PAGES}\nAGREE\n").said == ()


def test_an_ordinary_mail_is_read_whole() -> None:
    letter = CHRONOLOGY * 100 + "\nAGREE\n"
    assert within_reach(letter) == letter


def test_a_line_without_end_is_kept_whole() -> None:
    line = "word " * 10_000
    words = split(f"{line}\nAGREE\n")
    assert words.own.split() == [*line.split(), "AGREE"]
    assert "".join(piece.text for piece in words.pieces) == f"{line}\nAGREE\n"


@pytest.mark.parametrize("size", [3, 60, 2_000])
def test_a_banner_before_words_on_one_line_however_long_is_no_end_of_reading(size: int) -> None:
    banner = "You don't often get email from sarah.whitlock@rockinghamhealth.example. Learn why this is important. "
    words = split(f"{banner}URGENT {'he is back in the house ' * size}\n")
    assert [one.verb for one in heard(words.for_attention).said] == [Verb.URGENT]
    assert words.own.count("he is back") == size
