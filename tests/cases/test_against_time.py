"""Each open case of a morning letter has a bar below its line: how long it is open, and until its next date."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from mailservice.cases.told.against_time import Drawn, drawn, scale

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
_HOURS = some.integers(-9_000, 9_000)


def test_two_cases_stand_on_one_scale() -> None:
    older, newer = Drawn(NOW - timedelta(days=30), NOW + timedelta(days=10)), Drawn(NOW - timedelta(days=10), NOW)
    span = scale([older, newer], NOW)
    assert drawn(older, span, NOW) == {"before": 0, "open": 75, "ahead": 25, "late": False}
    assert drawn(newer, span, NOW) == {"before": 50, "open": 25, "ahead": 0, "late": False}


def test_a_date_that_passed_is_marked() -> None:
    one = Drawn(NOW - timedelta(days=3), NOW - timedelta(hours=1))
    assert drawn(one, scale([one], NOW), NOW)["late"] is True


def test_a_case_of_a_year_leaves_room_for_one_of_this_morning() -> None:
    old, new = Drawn(NOW - timedelta(days=365), None), Drawn(NOW, NOW + timedelta(days=2))
    span = scale([old, new], NOW)
    assert span.first == NOW - timedelta(weeks=12)
    assert drawn(old, span, NOW)["before"] == 0
    bar = drawn(new, span, NOW)
    assert bar["open"] >= 1
    assert bar["ahead"] >= 1


@given(some.lists(some.tuples(some.integers(0, 9_000), some.none() | _HOURS), min_size=1, max_size=30))
def test_no_bar_is_wider_than_the_letter(cases: list[tuple[int, int | None]]) -> None:
    ones = [
        Drawn(NOW - timedelta(hours=ago), None if due is None else NOW + timedelta(hours=due)) for ago, due in cases
    ]
    span = scale(ones, NOW)
    for one in ones:
        bar = drawn(one, span, NOW)
        widths = [bar["before"], bar["open"], bar["ahead"]]
        assert all(width >= 0 for width in widths), bar
        assert sum(widths) <= 100, bar
        assert bar["open"] >= 1, bar
