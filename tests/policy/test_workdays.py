"""The rules of the clock, section 4, as a head teacher would check them with a wall calendar."""

import timeit
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailservice.errors import UserError
from mailservice.policy.model import Calendar
from mailservice.policy.workdays import Skipped, WorkingDays, bank_holidays
from tests.policy.reckon import (
    LONDON,
    PUBLISHED,
    at,
    calendar_day_after,
    day,
    published,
    said,
    working_day_after,
    working_hours_after,
)

ENGLAND = WorkingDays(Calendar("england-and-wales"))
SCOTLAND = WorkingDays(Calendar("scotland"))
ULSTER = WorkingDays(Calendar("northern-ireland"))
MAN = WorkingDays(Calendar("isle-of-man", "Europe/Isle_of_Man"))
GUERNSEY = WorkingDays(Calendar("guernsey", "Europe/Guernsey"))
JERSEY = WorkingDays(Calendar("jersey", "Europe/Jersey"))
NATIONS = {
    "england-and-wales": ENGLAND,
    "scotland": SCOTLAND,
    "northern-ireland": ULSTER,
    "guernsey": GUERNSEY,
    "jersey": JERSEY,
    "isle-of-man": MAN,
}


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("Tue 10 Nov 2026 09:00", 2, "Thu 12 Nov 2026 17:00"),  # the day itself never counts
        ("Tue 10 Nov 2026 23:59", 2, "Thu 12 Nov 2026 17:00"),  # nor does its evening
        ("Fri 20 Nov 2026 22:05", 1, "Mon 23 Nov 2026 17:00"),  # a Friday evening counts for its Friday
        ("Sat 21 Nov 2026 10:00", 1, "Mon 23 Nov 2026 17:00"),
        ("Sun 22 Nov 2026 06:10", 2, "Tue 24 Nov 2026 17:00"),
        ("Wed 23 Dec 2026 16:30", 2, "Tue 29 Dec 2026 17:00"),  # Christmas Day, and Boxing Day's Monday
        ("Tue 29 Dec 2026 17:00", 5, "Wed 6 Jan 2027 17:00"),  # New Year's Day
        ("Thu 24 Dec 2026 09:00", 1, "Tue 29 Dec 2026 17:00"),
        ("Thu 23 Dec 2027 09:00", 2, "Wed 29 Dec 2027 17:00"),  # both days of Christmas on a weekend
        ("Thu 25 Mar 2027 10:00", 1, "Tue 30 Mar 2027 17:00"),  # Easter
        ("Fri 27 Mar 2026 18:00", 1, "Mon 30 Mar 2026 17:00"),  # over the night the clocks go forward
        ("Fri 23 Oct 2026 18:00", 1, "Mon 26 Oct 2026 17:00"),  # over the night they go back
        ("Wed 12 Aug 2026 10:00", 2, "Fri 14 Aug 2026 17:00"),
        ("Fri 28 Aug 2026 17:00", 2, "Wed 2 Sep 2026 17:00"),  # the August bank holiday
    ],
)
def test_working_days_end_at_five_on_the_nth_day(start: str, days: int, due: str) -> None:
    assert said(ENGLAND.due_after(at(start), days).at) == due


@pytest.mark.parametrize(
    ("written", "means"),
    [
        (day("Thu 10 Dec 2026"), "Thu 10 Dec 2026 17:00"),  # a day lasts to its end
        (day("Sat 12 Dec 2026"), "Sat 12 Dec 2026 17:00"),  # whether it is a working day is another question
        (at("Thu 10 Dec 2026 14:00"), "Thu 10 Dec 2026 14:00"),  # an hour is that hour
        (datetime(2026, 7, 9, 13, 0, tzinfo=UTC), "Thu 9 Jul 2026 14:00"),  # told here in summer time
    ],
)
def test_a_written_day_means_its_end_and_a_written_hour_that_hour(written: date | datetime, means: str) -> None:
    assert said(ENGLAND.moment(written)) == means


def test_a_moment_s_own_day_begins_at_nine_and_ends_at_five() -> None:
    late = at("Thu 10 Dec 2026 23:30")
    assert said(ENGLAND.morning_of(late)) == "Thu 10 Dec 2026 09:00"
    assert said(ENGLAND.noon_of(late)) == "Thu 10 Dec 2026 12:00"
    assert said(ENGLAND.end_of(late)) == "Thu 10 Dec 2026 17:00"
    assert said(ENGLAND.morning_of(late.date())) == "Thu 10 Dec 2026 09:00"


@pytest.mark.parametrize(
    ("start", "england", "scotland", "ulster"),
    [
        ("Thu 1 Jan 2026 09:00", "Fri 2 Jan 2026", "Mon 5 Jan 2026", "Fri 2 Jan 2026"),
        ("Mon 16 Mar 2026 09:00", "Tue 17 Mar 2026", "Tue 17 Mar 2026", "Wed 18 Mar 2026"),  # Saint Patrick
        ("Thu 2 Apr 2026 09:00", "Tue 7 Apr 2026", "Mon 6 Apr 2026", "Tue 7 Apr 2026"),  # Easter Monday
        ("Fri 12 Jun 2026 09:00", "Mon 15 Jun 2026", "Tue 16 Jun 2026", "Mon 15 Jun 2026"),  # a one-off, Scotland's
        ("Fri 10 Jul 2026 09:00", "Mon 13 Jul 2026", "Mon 13 Jul 2026", "Tue 14 Jul 2026"),  # the Boyne, moved
        ("Fri 31 Jul 2026 09:00", "Mon 3 Aug 2026", "Tue 4 Aug 2026", "Mon 3 Aug 2026"),  # summer, early
        ("Fri 28 Aug 2026 09:00", "Tue 1 Sep 2026", "Mon 31 Aug 2026", "Tue 1 Sep 2026"),  # summer, late
        ("Fri 27 Nov 2026 09:00", "Mon 30 Nov 2026", "Tue 1 Dec 2026", "Mon 30 Nov 2026"),  # Saint Andrew
        ("Fri 1 Jan 2027 09:00", "Mon 4 Jan 2027", "Tue 5 Jan 2027", "Mon 4 Jan 2027"),  # 2 January, moved
    ],
)
def test_the_nations_keep_different_days(start: str, england: str, scotland: str, ulster: str) -> None:
    found = [days.due_after(at(start), 1).at.date() for days in (ENGLAND, SCOTLAND, ULSTER)]
    assert found == [day(england), day(scotland), day(ulster)]


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("Wed 23 Dec 2026 16:30", "Thu 24 Dec 2026 16:30"),
        ("Thu 24 Dec 2026 16:30", "Tue 29 Dec 2026 16:30"),
        ("Tue 10 Nov 2026 06:10", "Wed 11 Nov 2026 12:00"),  # never before noon
        ("Tue 10 Nov 2026 22:05", "Wed 11 Nov 2026 17:00"),  # never after five
        ("Sun 22 Nov 2026 06:10", "Mon 23 Nov 2026 12:00"),
        ("Fri 20 Nov 2026 22:05", "Mon 23 Nov 2026 17:00"),
        ("Fri 27 Mar 2026 14:45", "Mon 30 Mar 2026 14:45"),  # the same clock time, whatever the clocks did
        ("Fri 23 Oct 2026 14:45", "Mon 26 Oct 2026 14:45"),
    ],
)
def test_24_hours_end_at_the_same_clock_time_on_the_next_working_day(start: str, due: str) -> None:
    assert said(ENGLAND.due_hours(at(start), 24).at) == due


def test_48_hours_are_two_such_days() -> None:
    assert said(ENGLAND.due_hours(at("Thu 10 Dec 2026 13:20"), 48).at) == "Mon 14 Dec 2026 13:20"


@pytest.mark.parametrize("hours", [0, -24])
def test_hours_are_counted_forward(hours: int) -> None:
    with pytest.raises(ValueError, match="forward"):
        ENGLAND.due_hours(at("Thu 10 Dec 2026 13:20"), hours)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("Thu 10 Dec 2026 13:20", 2, "Thu 10 Dec 2026 15:20"),
        ("Thu 10 Dec 2026 13:20", 4, "Fri 11 Dec 2026 09:20"),
        ("Thu 10 Dec 2026 13:00", 4, "Thu 10 Dec 2026 17:00"),  # the end of a day, not the beginning of the next
        ("Thu 10 Dec 2026 06:10", 4, "Thu 10 Dec 2026 13:00"),  # nobody is at work before nine
        ("Wed 23 Dec 2026 22:05", 12, "Tue 29 Dec 2026 13:00"),  # nor on Christmas Day
        ("Fri 27 Mar 2026 16:00", 2, "Mon 30 Mar 2026 10:00"),  # over the night the clocks go forward
    ],
)
def test_any_other_number_of_hours_is_counted_while_people_are_at_work(start: str, hours: int, due: str) -> None:
    assert said(ENGLAND.due_hours(at(start), hours).at) == due


@pytest.mark.parametrize(
    ("start", "days", "due", "names"),
    [
        ("Tue 10 Nov 2026 09:00", 3, "Fri 13 Nov 2026 17:00", []),
        ("Tue 10 Nov 2026 23:59", 7, "Tue 17 Nov 2026 17:00", []),  # a weekend on the way counts
        ("Tue 10 Nov 2026 09:00", 4, "Mon 16 Nov 2026 17:00", ["Saturday", "Sunday"]),
        (
            "Fri 18 Dec 2026 09:00",
            7,
            "Tue 29 Dec 2026 17:00",
            ["Christmas Day", "Saturday", "Sunday", "Boxing Day bank holiday"],
        ),
    ],
)
def test_calendar_days_end_on_a_working_day_and_only_what_put_the_end_off_is_named(
    start: str, days: int, due: str, names: list[str]
) -> None:
    found = ENGLAND.due_calendar(at(start), days)
    assert (said(found.at), [one.name for one in found.skipped]) == (due, names)


@pytest.mark.parametrize(
    ("start", "offset"),
    [("Thu 26 Mar 2026 23:30", "+00:00"), ("Fri 27 Mar 2026 23:30", "+01:00"), ("Fri 23 Oct 2026 00:30", "+00:00")],
)
def test_a_due_time_carries_the_offset_of_its_own_day(start: str, offset: str) -> None:
    assert ENGLAND.due_after(at(start), 1).at.isoformat().endswith(offset)


def test_a_mail_just_after_midnight_in_summer_counts_for_the_local_day() -> None:
    received = datetime(2026, 7, 6, 23, 30, tzinfo=UTC)  # half past midnight on Tuesday in London
    assert said(ENGLAND.due_after(received, 1).at) == "Wed 8 Jul 2026 17:00"


def test_both_halves_of_the_doubled_hour_give_the_same_day() -> None:
    once, again = (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=fold) for fold in (0, 1))
    assert ENGLAND.due_after(once, 1) == ENGLAND.due_after(again, 1)


def test_a_time_without_its_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="without its offset"):
        ENGLAND.due_after(datetime(2026, 11, 10, 9), 1)  # noqa: DTZ001 - that is the fault


def test_each_skipped_day_is_named_as_a_letter_would() -> None:
    due = ENGLAND.due_after(at("Wed 23 Dec 2026 16:30"), 2)
    assert due.skipped == (
        Skipped(day("Fri 25 Dec 2026"), "Christmas Day"),
        Skipped(day("Sat 26 Dec 2026"), "Saturday"),
        Skipped(day("Sun 27 Dec 2026"), "Sunday"),
        Skipped(day("Mon 28 Dec 2026"), "Boxing Day bank holiday"),
    )


def test_no_name_keeps_the_words_of_the_data() -> None:
    names = {name for nation in NATIONS for year in range(2020, 2035) for name in bank_holidays(nation, year).values()}
    assert not [name for name in names if "(" in name or ";" in name]


def test_a_day_the_office_closes_moves_the_date_and_says_why() -> None:
    closed = WorkingDays(Calendar("england-and-wales"), {day("Thu 24 Dec 2026"): "Office closed"})
    due = closed.due_after(at("Wed 23 Dec 2026 16:30"), 2)
    assert said(due.at) == "Wed 30 Dec 2026 17:00"
    assert due.skipped[0] == Skipped(day("Thu 24 Dec 2026"), "Office closed")
    assert closed.why_not(day("Sat 19 Dec 2026")) == "Saturday"


def test_a_one_off_bank_holiday_moves_the_date() -> None:
    crowned = WorkingDays(Calendar("england-and-wales"), extra={day("Mon 7 Jun 2027"): "Coronation"})
    assert said(crowned.due_after(at("Fri 4 Jun 2027 11:00"), 1).at) == "Tue 8 Jun 2027 17:00"
    assert crowned.why_not(day("Mon 7 Jun 2027")) == "Coronation"


@pytest.mark.parametrize(
    ("start", "due", "half"),
    [
        ("Tue 10 Nov 2026 09:00", "Wed 11 Nov 2026 17:00", "Tue 10 Nov 2026 17:00"),
        ("Mon 9 Nov 2026 13:00", "Wed 11 Nov 2026 17:00", "Tue 10 Nov 2026 15:00"),
        ("Wed 23 Dec 2026 16:30", "Tue 29 Dec 2026 17:00", "Thu 24 Dec 2026 16:45"),  # half an hour and two days
        ("Fri 20 Nov 2026 22:05", "Mon 23 Nov 2026 17:00", "Mon 23 Nov 2026 13:00"),  # nobody is asked on Sunday
    ],
)
def test_half_time_is_half_of_the_hours_at_work(start: str, due: str, half: str) -> None:
    assert said(ENGLAND.half_time(at(start), at(due))) == half


def test_half_of_no_working_time_is_the_due_time() -> None:
    assert said(ENGLAND.half_time(at("Sat 21 Nov 2026 10:00"), at("Sun 22 Nov 2026 10:00"))) == "Sun 22 Nov 2026 10:00"


def test_noon_before_is_on_the_working_day_before() -> None:
    assert said(ENGLAND.noon_before(at("Tue 29 Dec 2026 17:00"))) == "Thu 24 Dec 2026 12:00"
    assert said(ENGLAND.noon_of(at("Tue 29 Dec 2026 17:00"))) == "Tue 29 Dec 2026 12:00"


@pytest.mark.parametrize(
    ("moment", "at_work", "morning"),
    [
        ("Tue 10 Nov 2026 08:59", False, "Tue 10 Nov 2026 09:00"),
        ("Tue 10 Nov 2026 09:00", True, "Wed 11 Nov 2026 09:00"),
        ("Tue 10 Nov 2026 17:00", False, "Wed 11 Nov 2026 09:00"),
        ("Sat 21 Nov 2026 11:00", False, "Mon 23 Nov 2026 09:00"),
        ("Fri 25 Dec 2026 08:00", False, "Tue 29 Dec 2026 09:00"),
    ],
)
def test_working_hours_are_nine_to_five(moment: str, at_work: bool, morning: str) -> None:  # noqa: FBT001 - a column
    assert ENGLAND.in_working_hours(at(moment)) is at_work
    assert said(ENGLAND.next_working_morning(at(moment))) == morning


@pytest.mark.parametrize(
    ("moment", "hours", "then"),
    [
        ("Tue 10 Nov 2026 10:00", 4, "Tue 10 Nov 2026 14:00"),
        ("Tue 10 Nov 2026 15:00", 4, "Wed 11 Nov 2026 11:00"),
        ("Fri 20 Nov 2026 22:05", 1, "Mon 23 Nov 2026 10:00"),
        ("Tue 10 Nov 2026 09:00", 8, "Tue 10 Nov 2026 17:00"),
    ],
)
def test_working_hours_pass_only_at_work(moment: str, hours: float, then: str) -> None:
    assert said(ENGLAND.working_hour_after(at(moment), hours)) == then


def test_an_office_closed_for_ever_is_refused_when_the_calendar_is_made() -> None:
    closed = {date(2026, 1, 1) + timedelta(days=number): "Office closed" for number in range(500)}
    with pytest.raises(UserError, match="no working day within 400 days"):
        WorkingDays(Calendar("england-and-wales"), closed)


def test_the_end_of_time_is_refused_with_a_sentence() -> None:
    with pytest.raises(UserError, match="no working day"):
        ENGLAND.add(date.max, 1)
    assert said(ENGLAND.due_after(at("Mon 3 Jan 2450 09:00"), 1).at) == "Tue 4 Jan 2450 17:00"


def test_next_year_s_bank_holidays_are_known() -> None:
    year = datetime.now(UTC).year + 1
    for nation in NATIONS:
        assert year in PUBLISHED[nation], (
            f"bank holidays of {year} are missing for {nation}: add them, from gov.uk/bank-holidays or the island's own list, to "
            "tests/policy/reckon.py, then raise `holidays` in pyproject.toml and run `make lock` until this passes"
        )


@pytest.mark.parametrize(
    ("days", "start", "due", "skipped"),
    [
        (MAN, "Thu 4 Jun 2026 10:00", "Mon 8 Jun 2026 17:00", "TT Bank Holiday"),
        (MAN, "Thu 10 Jun 2027 10:00", "Mon 14 Jun 2027 17:00", "TT Bank Holiday"),  # May ended on a Monday
        (MAN, "Fri 3 Jul 2026 10:00", "Tue 7 Jul 2026 17:00", "Tynwald Day"),
        (GUERNSEY, "Mon 8 May 2028 10:00", "Wed 10 May 2028 17:00", "Liberation Day"),
        (JERSEY, "Mon 8 May 2028 10:00", "Wed 10 May 2028 17:00", "Liberation Day"),
        (
            JERSEY,
            "Fri 7 May 2027 10:00",
            "Mon 10 May 2027 17:00",
            "Saturday",
        ),  # on a Sunday nobody has another day for it
    ],
)
def test_an_island_keeps_its_own_days_and_letters_name_them(
    days: WorkingDays, start: str, due: str, skipped: str
) -> None:
    found = days.due_after(at(start), 1)
    assert said(found.at) == due
    assert skipped in [one.name for one in found.skipped]


@pytest.mark.parametrize(("year", "friday"), [(2022, "Fri 10 Jun 2022"), (2026, "Fri 5 Jun 2026")])
def test_the_races_of_man_have_the_friday_that_its_treasury_published(year: int, friday: str) -> None:
    assert [one for one, name in bank_holidays("isle-of-man", year).items() if "TT" in name] == [day(friday)]


def test_the_data_agrees_with_the_published_lists() -> None:
    for nation, days in NATIONS.items():
        years = range(min(PUBLISHED[nation]), max(PUBLISHED[nation]) + 1)
        known = {one for year in years for one in bank_holidays(nation, year) if one.weekday() not in (5, 6)}
        assert known == published(nation), f"{nation}: raise `holidays` in pyproject.toml and run `make lock`"
        assert not any(days.is_working(one) for one in known)


nations = st.sampled_from(sorted(NATIONS))
dates = st.dates(date(2026, 1, 1), date(2028, 9, 30))
moments = st.builds(
    lambda on, at: datetime.combine(on, at, LONDON), dates, st.times().filter(lambda clock: clock.tzinfo is None)
)
counts = st.integers(1, 12)


@given(nation=nations, start=dates, n=counts)
def test_numpy_reckons_the_same_day(nation: str, start: date, n: int) -> None:
    assert NATIONS[nation].add(start, n) == working_day_after(start, n, published(nation))


@given(nation=nations, start=moments, n=counts)
def test_numpy_reckons_the_same_calendar_day(nation: str, start: datetime, n: int) -> None:
    due = NATIONS[nation].due_calendar(start, n).at
    assert due == datetime.combine(calendar_day_after(start.date(), n, published(nation)), time(17), LONDON)


@given(
    nation=nations, on=dates, quarters=st.integers(0, 95), hours=st.integers(1, 40).filter(lambda number: number % 24)
)
def test_the_same_hours_pass_by_the_quarter(nation: str, on: date, quarters: int, hours: int) -> None:
    start = datetime.combine(on, time(quarters // 4, quarters % 4 * 15), LONDON)
    due = NATIONS[nation].due_hours(start, hours).at
    assert due == working_hours_after(start, hours, published(nation))


@given(start=moments, n=counts, more=st.sets(dates, max_size=8))
def test_adding_a_holiday_never_brings_a_date_forward(start: datetime, n: int, more: set[date]) -> None:
    closer = WorkingDays(Calendar("england-and-wales"), dict.fromkeys(more, "Office closed"))
    assert closer.due_after(start, n).at >= ENGLAND.due_after(start, n).at
    assert closer.due_hours(start, 24).at >= ENGLAND.due_hours(start, 24).at


@given(nation=nations, first=moments, second=moments, n=counts)
def test_a_later_start_is_never_due_earlier(nation: str, first: datetime, second: datetime, n: int) -> None:
    days, (first, second) = NATIONS[nation], sorted((first, second))
    assert days.due_after(first, n).at <= days.due_after(second, n).at
    assert days.due_hours(first, 24).at.date() <= days.due_hours(second, 24).at.date()


@given(nation=nations, start=moments, n=counts)
def test_what_is_due_falls_on_a_working_day_and_every_other_day_is_named(nation: str, start: datetime, n: int) -> None:
    days = NATIONS[nation]
    due = days.due_after(start, n)
    assert days.is_working(due.at.date())
    assert due.at.time() == time(17)
    assert (due.at.date() - start.date()).days == n + len(due.skipped)


@given(start=moments, n=counts)
def test_half_time_lies_between_and_at_work(start: datetime, n: int) -> None:
    due = ENGLAND.due_after(start, n).at
    half = ENGLAND.half_time(start, due)
    assert start <= half <= due
    before, after = ENGLAND.working_hours_between(start, half), ENGLAND.working_hours_between(half, due)
    assert abs(before - after) <= timedelta(microseconds=1)


def test_a_due_date_is_quick() -> None:
    start = at("Wed 23 Dec 2026 16:30")
    best = min(timeit.repeat(lambda: ENGLAND.due_after(start, 5), number=200, repeat=5)) / 200
    assert best < 300e-6, f"{best * 1e6:.0f} µs"  # 146 on a busy machine
