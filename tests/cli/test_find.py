"""What a coordinator finds again who remembers some words, and what nobody finds: what waits in confidence."""

import sqlite3

import pytest

from tests.cli.desk import Desk

NOTHING = "No mail or letter on a case has all of these words."


def test_a_word_is_found_with_its_case_its_moment_who_wrote_it_and_its_sentence(life: Desk) -> None:
    assert life.says("case", "find", "BRUISE") == (
        "NSCP 2026-0001-E Open, at stage 2: Manager to manager"
        " Mon 23 Nov 2026 09:00 Sarah Whitlock (Rockingham Community Health Trust)"
        " raised a professional disagreement with Nene Valley Children's Trust."
        " There are bruises on both arms."
        " 1 place in 1 case"
    )


def test_it_reads_well_in_a_narrow_window(life: Desk) -> None:
    told = life("case", "find", "bruises", COLUMNS="60").stdout.splitlines()
    assert [line.rstrip() for line in told[:5]] == [
        "NSCP 2026-0001-E  Open, at stage 2: Manager to manager",
        "  Mon 23 Nov 2026 09:00  Sarah Whitlock (Rockingham",
        "                         Community Health Trust) raised a",
        "                         professional disagreement with Nene",
        "                         Valley Children's Trust.",
    ]


def test_several_words_stand_in_one_mail_and_those_in_quotes_side_by_side(life: Desk) -> None:
    assert "NSCP 2026-0001-E" not in life.says("case", "find", "school", "place")
    assert "ESCALATE: nobody at the school answers." in life.says("case", "find", "school", "nobody")
    assert life.says("case", "find", "bruises", "nobody") == NOTHING, "each is in another mail"
    assert "The school place is lost." in life.says("case", "find", "school place")
    assert life.says("case", "find", "place school") == NOTHING


def test_the_wording_of_our_letters_is_found_too_and_once_in_a_case(life: Desk) -> None:
    told = life.says("case", "find", "A colleague in another agency disagrees")
    assert told.count("A colleague in another agency disagrees with a decision about a child") == 3
    assert "We wrote to Daniel Mensah (Nene Valley Children's Trust)" in told
    assert told.endswith("3 places in 3 cases")


@pytest.mark.parametrize("words", ["fewer concerns", "My team leader", "allegation", "nursery", "safe with you"])
def test_what_waits_in_confidence_is_not_found(life: Desk, words: str) -> None:
    with sqlite3.connect(life.database) as database:
        mails = b"".join(row[0] for row in database.execute("SELECT data FROM contents WHERE kind = 'mail'"))
    assert words.encode() in mails, "it was written"
    assert life.says("case", "find", words) == NOTHING


def test_nothing_to_look_for_is_told_with_what_to_write(life: Desk) -> None:
    told = life("case", "find", " ")
    assert told.exit_code == 1
    assert 'write what to look for, like: mailservice case find "school place"' in told.stderr
