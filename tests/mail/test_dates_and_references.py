"""Dates as people write them, day before month; references that survive what happens to them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailservice.mail.grammar import dates
from mailservice.mail.grammar.references import (
    ALPHABET,
    case_reference,
    check_letter,
    child_references,
    make_case_reference,
)

FRIDAY = date(2026, 11, 20)
LONDON = ZoneInfo("Europe/London")
NUMBERS = st.tuples(st.integers(2020, 2099), st.integers(1, 9999))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Fri 4 Dec", date(2026, 12, 4)),
        ("4/12", date(2026, 12, 4)),
        ("12/4", date(2027, 4, 12)),
        ("the 4th of December 2026", date(2026, 12, 4)),
        ("Dec 4", date(2026, 12, 4)),
        ("4.12.26", date(2026, 12, 4)),
        ("2026-12-04", date(2026, 12, 4)),
        ("Gwener 4 Rhagfyr", date(2026, 12, 4)),
        ("16 Nov", date(2026, 11, 16)),
        ("3 Jan", date(2027, 1, 3)),
        ("Wednesday", date(2026, 11, 25)),
        ("Friday", date(2026, 11, 27)),
        ("Monday week", date(2026, 11, 30)),
        ("tomorrow 3pm", datetime(2026, 11, 21, 15, tzinfo=LONDON)),
        ("10.30 on 4/12", datetime(2026, 12, 4, 10, 30, tzinfo=LONDON)),
        ("noon on 4 Dec", datetime(2026, 12, 4, 12, tzinfo=LONDON)),
        ("1 June 2027 at 9am", datetime(2027, 6, 1, 9, tzinfo=LONDON)),
    ],
)
def test_a_date_is_read_day_before_month(text: str, when: date) -> None:
    assert dates.find(text, FRIDAY) == when


@pytest.mark.parametrize("text", ["next Friday", "Thu 4 Dec", "30/2", "4/13", "10.30", "soon", "stage 3"])
def test_an_unclear_date_is_none(text: str) -> None:
    assert dates.find(text, FRIDAY) is None


@given(
    st.dates(FRIDAY, FRIDAY + timedelta(days=300)),
    st.sampled_from(["%a %-d %b", "%-d/%-m/%y", "%d.%m.%Y", "%A %-d %B", "%Y-%m-%d"]),
)
def test_a_date_written_in_any_way_is_that_date(day: date, how: str) -> None:
    assert dates.find(day.strftime(how), FRIDAY) == day


def test_a_reference_is_made_and_found() -> None:
    assert make_case_reference("nscp", 2026, 42) == "NSCP 2026-0042-K"
    assert case_reference("FW: Re: [EXTERNAL] nscp\u00a02026\u20110042\u2011k] x", "NSCP") == "NSCP 2026-0042-K"
    assert case_reference("[SGCP 2026-0042-K]", "NSCP") == ""


@given(NUMBERS, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(which: tuple[int, int], place: int, by: int) -> None:
    digits = f"{which[0]}{which[1]:04d}"
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    assert check_letter(int(wrong[:4]), int(wrong[4:])) != check_letter(*which)


@given(NUMBERS, st.integers(0, 6))
def test_two_digits_swapped_are_always_seen(which: tuple[int, int], place: int) -> None:
    digits = f"{which[0]}{which[1]:04d}"
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    same = digits[place] == digits[place + 1]
    assert (check_letter(int(swapped[:4]), int(swapped[4:])) == check_letter(*which)) is same


def test_no_letter_can_be_taken_for_another_or_for_a_digit() -> None:
    assert not set(ALPHABET) & set("IOQ")


def test_an_nhs_number_is_told_by_its_check_digit_and_is_no_reference() -> None:
    assert child_references("943 476 5919 and 9434765919", r"\d{3} \d{3} \d{4}|\d{10}") == ()
    assert child_references("NHS 9434765919: NCT-483920, nct-483920", r"[A-Z]{2,6}-\d{5,8}") == ("NCT-483920",)
    assert child_references("[NSCP 2026-0042-K]", r"\d{4}-\d{4}") == ()
