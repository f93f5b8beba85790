"""Every date of every policy, if each stage runs its full time: tables that a coordinator could check by hand.

"=" stands for a number of the policy, "~" for a date that is ours.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailservice.policy.dates import dates_of
from mailservice.policy.load import load
from mailservice.policy.model import Calendar, Clock, Measure, Policy
from mailservice.policy.workdays import WorkingDays
from tests.policy.reckon import LONDON, PUBLISHED, at, day, published, said, working_day_after

FOLDER = Path(__file__).parents[2] / "policies"
POLICIES = {file.stem.rpartition("-")[2]: load(file) for file in FOLDER.glob("*.toml")}
FILLED = load(FOLDER / "resolution-of-disagreements-rpd.toml", FOLDER / "overlays" / "rpd-example.toml")


def table(policy: Policy, days: WorkingDays, opened: str) -> list[str]:
    rows = dates_of(policy, days, at(opened))
    return [f"{row.stage} {row.clock} {'=' if row.basis == 'policy' else '~'} {said(row.due)}" for row in rows]


CHRISTMAS = "Wed 23 Dec 2026 16:30"
EASTER = "Wed 24 Mar 2027 10:00"
FRIDAY_EVENING = "Fri 20 Nov 2026 22:05"
SUNDAY = "Sun 22 Nov 2026 06:10"
CLOCKS_FORWARD = "Fri 27 Mar 2026 18:00"
CLOCKS_BACK = "Fri 23 Oct 2026 15:10"
AUGUST = "Wed 12 Aug 2026 10:00"

STORIES = {
    ("nscp", CHRISTMAS): """
        1 talk = at once
        1 plan = Tue 29 Dec 2026 17:00
        2 talk = Wed 6 Jan 2027 17:00
        2 plan = Wed 6 Jan 2027 17:00
        3 talk = Wed 13 Jan 2027 17:00
        4 plan = Fri 15 Jan 2027 17:00
        5 offer = Fri 22 Jan 2027 17:00
        5 report ~ Fri 5 Feb 2027 17:00
    """,
    ("nscp", EASTER): """
        1 talk = at once
        1 plan = Tue 30 Mar 2027 17:00
        2 talk = Tue 6 Apr 2027 17:00
        2 plan = Tue 6 Apr 2027 17:00
        3 talk = Tue 13 Apr 2027 17:00
        4 plan = Thu 15 Apr 2027 17:00
        5 offer = Thu 22 Apr 2027 17:00
        5 report ~ Fri 7 May 2027 17:00
    """,
    ("nscp", FRIDAY_EVENING): """
        1 talk = at once
        1 plan = Tue 24 Nov 2026 17:00
        2 talk = Tue 1 Dec 2026 17:00
        2 plan = Tue 1 Dec 2026 17:00
        3 talk = Tue 8 Dec 2026 17:00
        4 plan = Thu 10 Dec 2026 17:00
        5 offer = Thu 17 Dec 2026 17:00
        5 report ~ Tue 5 Jan 2027 17:00
    """,
    ("nscp", AUGUST): """
        1 talk = at once
        1 plan = Fri 14 Aug 2026 17:00
        2 talk = Fri 21 Aug 2026 17:00
        2 plan = Fri 21 Aug 2026 17:00
        3 talk = Fri 28 Aug 2026 17:00
        4 plan = Wed 2 Sep 2026 17:00
        5 offer = Wed 9 Sep 2026 17:00
        5 report ~ Wed 23 Sep 2026 17:00
    """,
    ("bscp", CHRISTMAS): """
        0 talk ~ Thu 24 Dec 2026 17:00
        1 settle ~ Tue 29 Dec 2026 17:00
        2 refer = at once
        2 settle ~ Wed 30 Dec 2026 17:00
        3 settle ~ Thu 31 Dec 2026 17:00
        4 decide ~ Tue 5 Jan 2027 17:00
    """,
    ("bscp", EASTER): """
        0 talk ~ Thu 25 Mar 2027 17:00
        1 settle ~ Tue 30 Mar 2027 17:00
        2 refer = at once
        2 settle ~ Wed 31 Mar 2027 17:00
        3 settle ~ Thu 1 Apr 2027 17:00
        4 decide ~ Mon 5 Apr 2027 17:00
    """,
    ("bscp", CLOCKS_FORWARD): """
        0 talk ~ Mon 30 Mar 2026 17:00
        1 settle ~ Tue 31 Mar 2026 17:00
        2 refer = at once
        2 settle ~ Wed 1 Apr 2026 17:00
        3 settle ~ Thu 2 Apr 2026 17:00
        4 decide ~ Wed 8 Apr 2026 17:00
    """,
    ("bscp", SUNDAY): """
        0 talk ~ Mon 23 Nov 2026 17:00
        1 settle ~ Tue 24 Nov 2026 17:00
        2 refer = at once
        2 settle ~ Wed 25 Nov 2026 17:00
        3 settle ~ Thu 26 Nov 2026 17:00
        4 decide ~ Mon 30 Nov 2026 17:00
    """,
    ("crp", CHRISTMAS): """
        1 talk = Thu 24 Dec 2026 17:00
        1 managers = Tue 29 Dec 2026 17:00
        1 stage = Tue 29 Dec 2026 17:00
        1 feedback = at once
        2 refer = at once
        2 settle ~ Wed 30 Dec 2026 17:00
        3 settle ~ Mon 4 Jan 2027 17:00
        4 decide ~ Wed 6 Jan 2027 17:00
    """,
    ("crp", CLOCKS_FORWARD): """
        1 talk = Mon 30 Mar 2026 17:00
        1 managers = Tue 31 Mar 2026 17:00
        1 stage = Tue 31 Mar 2026 17:00
        1 feedback = at once
        2 refer = at once
        2 settle ~ Wed 1 Apr 2026 17:00
        3 settle ~ Tue 7 Apr 2026 17:00
        4 decide ~ Thu 9 Apr 2026 17:00
    """,
    ("crp", FRIDAY_EVENING): """
        1 talk = Mon 23 Nov 2026 17:00
        1 managers = Tue 24 Nov 2026 17:00
        1 stage = Tue 24 Nov 2026 17:00
        1 feedback = at once
        2 refer = at once
        2 settle ~ Wed 25 Nov 2026 17:00
        3 settle ~ Fri 27 Nov 2026 17:00
        4 decide ~ Tue 1 Dec 2026 17:00
    """,
    ("sgcp", CHRISTMAS): """
        1 talk = Thu 24 Dec 2026 16:30
        1 managers = Tue 29 Dec 2026 16:30
        1 stage = Thu 24 Dec 2026 17:00
        2 refer = at once
        2 stage = Tue 29 Dec 2026 17:00
        3 stage = Wed 30 Dec 2026 17:00
        4 route ~ Mon 4 Jan 2027 17:00
        4 overall = Mon 4 Jan 2027 17:00
    """,
    ("sgcp", EASTER): """
        1 talk = Thu 25 Mar 2027 12:00
        1 managers = Tue 30 Mar 2027 12:00
        1 stage = Thu 25 Mar 2027 17:00
        2 refer = at once
        2 stage = Tue 30 Mar 2027 17:00
        3 stage = Wed 31 Mar 2027 17:00
        4 route ~ Fri 2 Apr 2027 17:00
        4 overall = Fri 2 Apr 2027 17:00
    """,
    ("sgcp", CLOCKS_BACK): """
        1 talk = Mon 26 Oct 2026 15:10
        1 managers = Tue 27 Oct 2026 15:10
        1 stage = Mon 26 Oct 2026 17:00
        2 refer = at once
        2 stage = Tue 27 Oct 2026 17:00
        3 stage = Wed 28 Oct 2026 17:00
        4 route ~ Fri 30 Oct 2026 17:00
        4 overall = Fri 30 Oct 2026 17:00
    """,
    ("sgcp", SUNDAY): """
        1 talk = Mon 23 Nov 2026 12:00
        1 managers = Tue 24 Nov 2026 12:00
        1 stage = Mon 23 Nov 2026 17:00
        2 refer = at once
        2 stage = Tue 24 Nov 2026 17:00
        3 stage = Wed 25 Nov 2026 17:00
        4 route ~ Fri 27 Nov 2026 17:00
        4 overall = Fri 27 Nov 2026 17:00
    """,
    ("sgcp", "Mon 23 Nov 2026 10:00"): """
        1 talk = Tue 24 Nov 2026 12:00
        1 managers = Wed 25 Nov 2026 12:00
        1 stage = Tue 24 Nov 2026 17:00
        2 refer = at once
        2 stage = Wed 25 Nov 2026 17:00
        3 stage = Thu 26 Nov 2026 17:00
        4 route ~ Mon 30 Nov 2026 17:00
        4 overall = Mon 30 Nov 2026 17:00
    """,
    ("nscp", CLOCKS_FORWARD): """
        1 talk = at once
        1 plan = Tue 31 Mar 2026 17:00
        2 talk = Thu 9 Apr 2026 17:00
        2 plan = Thu 9 Apr 2026 17:00
        3 talk = Thu 16 Apr 2026 17:00
        4 plan = Mon 20 Apr 2026 17:00
        5 offer = Mon 27 Apr 2026 17:00
        5 report ~ Tue 12 May 2026 17:00
    """,
    ("nscp", CLOCKS_BACK): """
        1 talk = at once
        1 plan = Tue 27 Oct 2026 17:00
        2 talk = Tue 3 Nov 2026 17:00
        2 plan = Tue 3 Nov 2026 17:00
        3 talk = Tue 10 Nov 2026 17:00
        4 plan = Thu 12 Nov 2026 17:00
        5 offer = Thu 19 Nov 2026 17:00
        5 report ~ Thu 3 Dec 2026 17:00
    """,
    ("nscp", SUNDAY): """
        1 talk = at once
        1 plan = Tue 24 Nov 2026 17:00
        2 talk = Tue 1 Dec 2026 17:00
        2 plan = Tue 1 Dec 2026 17:00
        3 talk = Tue 8 Dec 2026 17:00
        4 plan = Thu 10 Dec 2026 17:00
        5 offer = Thu 17 Dec 2026 17:00
        5 report ~ Tue 5 Jan 2027 17:00
    """,
    ("bscp", CLOCKS_BACK): """
        0 talk ~ Mon 26 Oct 2026 17:00
        1 settle ~ Tue 27 Oct 2026 17:00
        2 refer = at once
        2 settle ~ Wed 28 Oct 2026 17:00
        3 settle ~ Thu 29 Oct 2026 17:00
        4 decide ~ Mon 2 Nov 2026 17:00
    """,
    ("bscp", FRIDAY_EVENING): """
        0 talk ~ Mon 23 Nov 2026 17:00
        1 settle ~ Tue 24 Nov 2026 17:00
        2 refer = at once
        2 settle ~ Wed 25 Nov 2026 17:00
        3 settle ~ Thu 26 Nov 2026 17:00
        4 decide ~ Mon 30 Nov 2026 17:00
    """,
    ("crp", EASTER): """
        1 talk = Thu 25 Mar 2027 17:00
        1 managers = Tue 30 Mar 2027 17:00
        1 stage = Tue 30 Mar 2027 17:00
        1 feedback = at once
        2 refer = at once
        2 settle ~ Wed 31 Mar 2027 17:00
        3 settle ~ Fri 2 Apr 2027 17:00
        4 decide ~ Tue 6 Apr 2027 17:00
    """,
    ("crp", CLOCKS_BACK): """
        1 talk = Mon 26 Oct 2026 17:00
        1 managers = Tue 27 Oct 2026 17:00
        1 stage = Tue 27 Oct 2026 17:00
        1 feedback = at once
        2 refer = at once
        2 settle ~ Wed 28 Oct 2026 17:00
        3 settle ~ Fri 30 Oct 2026 17:00
        4 decide ~ Tue 3 Nov 2026 17:00
    """,
    ("crp", SUNDAY): """
        1 talk = Mon 23 Nov 2026 17:00
        1 managers = Tue 24 Nov 2026 17:00
        1 stage = Tue 24 Nov 2026 17:00
        1 feedback = at once
        2 refer = at once
        2 settle ~ Wed 25 Nov 2026 17:00
        3 settle ~ Fri 27 Nov 2026 17:00
        4 decide ~ Tue 1 Dec 2026 17:00
    """,
    ("sgcp", CLOCKS_FORWARD): """
        1 talk = Mon 30 Mar 2026 17:00
        1 managers = Tue 31 Mar 2026 17:00
        1 stage = Mon 30 Mar 2026 17:00
        2 refer = at once
        2 stage = Tue 31 Mar 2026 17:00
        3 stage = Wed 1 Apr 2026 17:00
        4 route ~ Tue 7 Apr 2026 17:00
        4 overall = Tue 7 Apr 2026 17:00
    """,
    ("sgcp", FRIDAY_EVENING): """
        1 talk = Mon 23 Nov 2026 17:00
        1 managers = Tue 24 Nov 2026 17:00
        1 stage = Mon 23 Nov 2026 17:00
        2 refer = at once
        2 stage = Tue 24 Nov 2026 17:00
        3 stage = Wed 25 Nov 2026 17:00
        4 route ~ Fri 27 Nov 2026 17:00
        4 overall = Fri 27 Nov 2026 17:00
    """,
    ("rpd", EASTER): """
        1 settle ~ Thu 25 Mar 2027 17:00
        2 settle ~ Tue 30 Mar 2027 17:00
        3 settle ~ Wed 31 Mar 2027 17:00
    """,
    ("rpd", CLOCKS_FORWARD): """
        1 settle ~ Mon 30 Mar 2026 17:00
        2 settle ~ Tue 31 Mar 2026 17:00
        3 settle ~ Wed 1 Apr 2026 17:00
    """,
    ("rpd", CLOCKS_BACK): """
        1 settle ~ Mon 26 Oct 2026 17:00
        2 settle ~ Tue 27 Oct 2026 17:00
        3 settle ~ Wed 28 Oct 2026 17:00
    """,
    ("rpd", FRIDAY_EVENING): """
        1 settle ~ Mon 23 Nov 2026 17:00
        2 settle ~ Tue 24 Nov 2026 17:00
        3 settle ~ Wed 25 Nov 2026 17:00
    """,
    ("rpd", SUNDAY): """
        1 settle ~ Mon 23 Nov 2026 17:00
        2 settle ~ Tue 24 Nov 2026 17:00
        3 settle ~ Wed 25 Nov 2026 17:00
    """,
    ("rpd", CHRISTMAS): """
        1 settle ~ Thu 24 Dec 2026 17:00
        2 settle ~ Tue 29 Dec 2026 17:00
        3 settle ~ Wed 30 Dec 2026 17:00
    """,
}


@pytest.mark.parametrize(("policy", "opened"), STORIES)
def test_the_dates_of_a_policy(policy: str, opened: str) -> None:
    days = WorkingDays(POLICIES[policy].calendar)
    assert table(POLICIES[policy], days, opened) == [
        row.strip() for row in STORIES[policy, opened].split("\n") if row.strip()
    ]


def test_every_policy_has_its_dates_over_each_occasion() -> None:
    occasions = (CHRISTMAS, EASTER, CLOCKS_FORWARD, CLOCKS_BACK, FRIDAY_EVENING, SUNDAY)
    assert {(policy, opened) for policy in POLICIES for opened in occasions} <= set(STORIES)


@pytest.mark.parametrize(
    ("policy", "opened", "rows"),
    [
        ("nscp", "Thu 3 Jun 2027 11:00", ("1 plan = Wed 9 Jun 2027 17:00", "2 plan = Wed 16 Jun 2027 17:00")),
        ("bscp", "Fri 4 Jun 2027 11:00", ("0 talk ~ Wed 9 Jun 2027 17:00", "1 settle ~ Thu 10 Jun 2027 17:00")),
        ("crp", "Fri 4 Jun 2027 11:00", ("1 talk = Wed 9 Jun 2027 17:00", "1 managers = Thu 10 Jun 2027 17:00")),
        ("rpd", "Fri 4 Jun 2027 11:00", ("1 settle ~ Wed 9 Jun 2027 17:00", "2 settle ~ Thu 10 Jun 2027 17:00")),
    ],
)
def test_a_one_off_bank_holiday_under_each_policy(policy: str, opened: str, rows: tuple[str, ...]) -> None:
    """Monday 7 June 2027 is a coronation here, and on Tuesday the office is closed: neither is counted."""
    days = WorkingDays(
        POLICIES[policy].calendar,
        closed={day("Tue 8 Jun 2027"): "Office closed"},
        extra={day("Mon 7 Jun 2027"): "Coronation"},
    )
    assert set(rows) <= set(table(POLICIES[policy], days, opened))


def test_a_filled_gap_is_never_shown_as_the_policy_s() -> None:
    assert table(FILLED, WorkingDays(FILLED.calendar), CHRISTMAS) == [
        "1 stage ~ Tue 29 Dec 2026 17:00",
        "2 stage ~ Mon 4 Jan 2027 17:00",
        "3 stage ~ Mon 11 Jan 2027 17:00",
        "4 decide ~ Wed 13 Jan 2027 17:00",
    ]


def test_a_one_off_bank_holiday_and_the_office_s_day_move_what_lies_beyond_them() -> None:
    days = WorkingDays(
        POLICIES["sgcp"].calendar,
        closed={day("Tue 8 Jun 2027"): "Office closed"},
        extra={day("Mon 7 Jun 2027"): "Coronation"},
    )
    rows = [row for row in table(POLICIES["sgcp"], days, "Thu 3 Jun 2027 11:00") if "stage" in row or "overall" in row]
    assert rows == [
        "1 stage = Fri 4 Jun 2027 17:00",
        "2 stage = Wed 9 Jun 2027 17:00",
        "3 stage = Thu 10 Jun 2027 17:00",
        "4 overall = Mon 14 Jun 2027 17:00",
    ]


def test_a_stage_ends_with_the_first_of_its_numbers_to_run_out() -> None:
    nscp = POLICIES["nscp"]
    first, second = nscp.stage("1"), nscp.stage("2")
    longer = replace(first.clock[1], id="longer", amount=4)
    changed = replace(nscp, stages=(replace(first, clock=(longer, first.clock[1])), second, *nscp.stages[2:]))
    rows = table(changed, WorkingDays(nscp.calendar), "Mon 9 Nov 2026 10:00")
    assert rows[:3] == [
        "1 longer = Fri 13 Nov 2026 17:00",
        "1 plan = Wed 11 Nov 2026 17:00",
        "2 talk = Wed 18 Nov 2026 17:00",
    ]


def test_the_report_is_due_with_the_first_step_s_earliest_time_and_never_waits_for_itself() -> None:
    crp = POLICIES["crp"]
    first = crp.stage("1")
    talk, after = first.clock[0], first.clock[1]
    more = (replace(talk, id="later", amount=3), replace(after, id="again", step="practitioners"))
    changed = replace(crp, stages=(replace(first, clock=(*more, *first.clock)), *crp.stages[1:]))
    rows = table(changed, WorkingDays(crp.calendar), "Mon 9 Nov 2026 10:00")
    assert "1 later = Thu 12 Nov 2026 17:00" in rows
    assert "1 again = Wed 11 Nov 2026 17:00" in rows
    assert "1 managers = Wed 11 Nov 2026 17:00" in rows


@pytest.mark.parametrize(
    ("nation", "opened", "plan", "managers", "seniors"),
    [
        ("england-and-wales", "Thu 26 Nov 2026 09:00", "Mon 30 Nov 2026", "Mon 7 Dec 2026", "Mon 14 Dec 2026"),
        ("scotland", "Thu 26 Nov 2026 09:00", "Tue 1 Dec 2026", "Tue 8 Dec 2026", "Tue 15 Dec 2026"),
        ("northern-ireland", "Wed 8 Jul 2026 09:00", "Fri 10 Jul 2026", "Mon 20 Jul 2026", "Mon 27 Jul 2026"),
        ("scotland", "Wed 8 Jul 2026 09:00", "Fri 10 Jul 2026", "Fri 17 Jul 2026", "Fri 24 Jul 2026"),
    ],
)
def test_the_same_ladder_in_another_nation(nation: str, opened: str, plan: str, managers: str, seniors: str) -> None:
    days = WorkingDays(Calendar(nation))  # type: ignore[arg-type]  # the row's word is one of the three
    due = {f"{row.stage} {row.clock}": row.due for row in dates_of(POLICIES["nscp"], days, at(opened))}
    found = [moment.date() for name in ("1 plan", "2 plan", "3 talk") if (moment := due[name])]
    assert found == [day(plan), day(managers), day(seniors)]


openings = st.builds(
    lambda on, clock: datetime.combine(on, clock, LONDON), st.dates(date(2026, 1, 1), date(2028, 6, 1)), st.times()
)


@given(opened=openings)
def test_numpy_climbs_northamptonshire_s_ladder_to_the_same_days(opened: datetime) -> None:
    off, reached = published("england-and-wales"), opened.date()
    due = {
        f"{row.stage} {row.clock}": row.due
        for row in dates_of(POLICIES["nscp"], WorkingDays(POLICIES["nscp"].calendar), opened)
    }
    for clock, number in (("1 plan", 2), ("2 plan", 5), ("3 talk", 5), ("4 plan", 2), ("5 offer", 5), ("5 report", 10)):
        reached = working_day_after(reached, number, off)
        assert (moment := due[clock])
        assert moment.date() == reached


@given(opened=openings)
def test_numpy_counts_south_gloucestershire_s_days_from_the_opening(opened: datetime) -> None:
    off = published("england-and-wales")
    due = {
        f"{row.stage} {row.clock}": row.due
        for row in dates_of(POLICIES["sgcp"], WorkingDays(POLICIES["sgcp"].calendar), opened)
    }
    for clock, number in (
        ("1 stage", 1),
        ("2 stage", 2),
        ("3 stage", 3),
        ("4 overall", 5),
        ("1 talk", 1),
        ("1 managers", 2),
    ):
        assert (moment := due[clock])
        assert moment.date() == working_day_after(opened.date(), number, off)


def test_a_time_before_the_opening_has_no_date_and_the_earlier_of_two_holds() -> None:
    first = POLICIES["nscp"].stages[0]
    clocks = (
        Clock("raised", "raise", "working-days", "decision", "policy", 2),
        Clock("talk", "discussion", "hours", "case-opened", "policy", 4),
        Clock(
            "plan",
            "plan",
            "working-days",
            "discussion",
            "policy",
            5,
            no_later_than=Measure(6, "calendar-days", "decision"),
        ),
    )
    own = replace(POLICIES["nscp"], stages=(replace(first, clock=clocks), *POLICIES["nscp"].stages[1:]))
    rows = table(own, WorkingDays(own.calendar), "Wed 11 Nov 2026 15:00")
    assert rows[:3] == ["1 raised = at once", "1 talk = Thu 12 Nov 2026 11:00", "1 plan = Tue 17 Nov 2026 17:00"]


# Each clock that ends a stage or asks about it, and how many working days after the one before it.
STEPS = {
    "bscp": (("0 talk", 1), ("1 settle", 1), ("2 settle", 1), ("3 settle", 1), ("4 decide", 2)),
    "crp": (("1 talk", 1), ("1 stage", 1), ("2 settle", 1), ("3 settle", 2), ("4 decide", 2)),
    "rpd": (("1 settle", 1), ("2 settle", 1), ("3 settle", 1)),
}


@given(opened=openings, policy=st.sampled_from(sorted(STEPS)), nation=st.sampled_from(sorted(PUBLISHED)))
def test_numpy_goes_from_check_in_to_check_in_in_every_nation(opened: datetime, policy: str, nation: str) -> None:
    off, reached = published(nation), opened.date()
    days = WorkingDays(Calendar(nation))  # type: ignore[arg-type]  # one of the three
    due = {f"{row.stage} {row.clock}": row.due for row in dates_of(POLICIES[policy], days, opened)}
    for clock, number in STEPS[policy]:
        reached = working_day_after(reached, number, off)
        assert (moment := due[clock])
        assert moment.date() == reached, clock


@given(opened=openings, policy=st.sampled_from(sorted(POLICIES)))
def test_every_date_is_a_working_day_after_the_opening_with_every_other_day_named(
    opened: datetime, policy: str
) -> None:
    days = WorkingDays(POLICIES[policy].calendar)
    for row in dates_of(POLICIES[policy], days, opened):
        if row.due:
            assert row.due > opened
            assert days.is_working(row.due.date())
            assert not any(days.is_working(one.date) for one in row.skipped)
            assert all(one.date <= row.due.date() - timedelta(days=1) for one in row.skipped)


def test_a_talk_that_one_time_counts_from_is_held_for_every_clock_of_its_stage() -> None:
    talk = Clock("talk", "discussion", "working-days", "case-opened", "policy", amount=1)
    plan = Clock("plan", "plan", "working-days", "discussion", "policy", amount=3)
    base = POLICIES["nscp"]
    first = replace(base.first_stage, clock=(talk, plan))
    policy = replace(base, stages=(first, *base.stages[1:]))
    rows = {
        (row.stage, row.clock): row
        for row in dates_of(policy, WorkingDays(policy.calendar), at("Mon 7 Sep 2026 10:00"))
    }
    assert rows["1", "talk"].due == at("Tue 8 Sep 2026 17:00")
    assert rows["1", "plan"].due == at("Fri 11 Sep 2026 17:00")
    assert rows["1", "plan"].taken == "they speak at stage 1 on the last day for it"
    # Stage 2 begins when the plan is due, not when the talk was: that was held.
    assert rows["2", "talk"].due == at("Fri 18 Sep 2026 17:00")
    silent = replace(base, stages=(replace(first, clock=(talk,)), *base.stages[1:]))
    rows = {
        (row.stage, row.clock): row
        for row in dates_of(silent, WorkingDays(policy.calendar), at("Mon 7 Sep 2026 10:00"))
    }
    assert rows["2", "talk"].due == at("Tue 15 Sep 2026 17:00")
    assert rows["2", "talk"].taken == ""
