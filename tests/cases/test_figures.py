"""What a report may count of one case: as the record tells it, and nothing guessed."""

from datetime import UTC, datetime, timedelta

import pytest

from mailservice.cases.history import events as e
from mailservice.cases.told import figures as f
from mailservice.policy.workdays import WorkingDays
from tests.exports.figures.years import POLICY, played

DAYS = WorkingDays(POLICY.calendar)
FOREVER = datetime(2030, 1, 1, tzinfo=UTC)


def told(history: list[e.Event], until: datetime = FOREVER) -> f.Facts | None:
    return f.facts(history, POLICY, DAYS, lambda agency: agency, until)


def some(way: str) -> tuple[f.Facts, list[e.Event]]:
    """Return a rehearsed case that went this way, and its history."""
    for history in played().histories.values():
        found = told(history)
        if found and found.ended_on and found.way == way:
            return found, history
    raise AssertionError(way)


@pytest.mark.parametrize(
    ("way", "whys"),
    [(f.BY_SILENCE, {True}), (f.BY_WORD, {False}), (f.BY_BOTH, {True, False})],
)
def test_a_case_goes_up_by_a_word_or_by_silence_or_by_both(way: str, whys: set[bool]) -> None:
    found, history = some(way)
    first = POLICY.stages[0].id
    entered = [one for one in history if isinstance(one, e.StageEntered) and one.stage != first]
    assert {one.why in ("climbed", "limit") for one in entered} == whys
    assert found.highest != POLICY.stages[0].title


def test_one_that_is_settled_at_the_first_stage_never_came_to_the_ladder() -> None:
    found, history = some(f.SETTLED_FIRST)
    assert {one.stage for one in history if isinstance(one, e.StageEntered)} == {POLICY.stages[0].id}
    assert (found.highest, found.outcome) == (POLICY.stages[0].title, f.OUTCOMES["agreed"])


def test_a_case_is_told_as_it_stood_and_of_one_that_goes_on_no_end() -> None:
    _, history = some(f.BY_WORD)
    ended = next(one.at for one in history if isinstance(one, e.CaseClosed))
    before = told(history, ended)
    assert before is not None
    assert (before.ended_on, before.outcome, before.highest, before.stages) == (None, f.NOT_KNOWN, f.NOT_KNOWN, ())
    assert told(history, history[0].at) is None


def test_the_days_at_its_stages_are_those_of_the_whole_case() -> None:
    found, _ = some(f.BY_SILENCE)
    assert sum(days for _, days in found.stages) == found.days


def test_a_topic_that_nobody_named_is_not_said_and_two_are_no_one() -> None:
    _, history = some(f.BY_WORD)
    by = next(one.raiser for one in history if isinstance(one, e.CaseOpened))
    one, two = POLICY.reasons[:2]
    named = [*history, e.TopicNamed(history[-1].at, by, (one.id,))]
    both = [*named, e.TopicNamed(history[-1].at, by, (two.id,))]
    assert [found.topic for each in (history, named, both) if (found := told(each))] == [
        f.NOT_SAID,
        one.label,
        f.SEVERAL_TOPICS,
    ]


def test_a_date_that_we_were_late_with_ourselves_is_nobodys_lateness() -> None:
    found, history = next(
        (found, history)
        for history in played().histories.values()
        if (found := told(history)) and found.ended_on and found.late not in (f.IN_TIME, f.NOT_KNOWN)
    )
    ours = [
        e.DeadlineMissed(one.at, one.deadline, ours=True) if isinstance(one, e.DeadlineMissed) else one
        for one in history
    ]
    after = told(ours)
    assert after is not None
    assert (found.late == f.IN_TIME, after.late) == (False, f.IN_TIME)


def test_of_a_case_that_was_disposed_of_only_what_is_left_is_told() -> None:
    by = e.Party("office@partnership.example", "Amira Hill", "", "")
    opened, ended = datetime(2026, 9, 7, 9, tzinfo=UTC), datetime(2026, 9, 14, 9, tzinfo=UTC)
    gone = e.CaseDisposed(
        *(ended + timedelta(400), "NSCP 2026-0001", opened, ended, "agreed", "nscp", "0" * 64),
        *(by, by, "its time was over", "every case", 3, 4, 20),
    )
    found = told([gone])
    assert found == f.Facts(opened.date(), ended.date(), outcome=f.OUTCOMES["agreed"])
    assert {found.raised, found.topic, found.highest} == {f.NOT_KNOWN}
