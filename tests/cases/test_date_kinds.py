"""Somebody adds a kind of date: at import they are told what is missing, where to write it, and so when they are finished."""

import importlib.util
from types import ModuleType
from typing import Literal

import pytest

from mailservice.cases import timing
from mailservice.cases.dates import kinds
from mailservice.cases.history import events
from mailservice.cases.history.rows import whole
from mailservice.errors import IncompleteRow
from mailservice.policy import model

Purposes = Literal[events.Purpose, "half-way"]
Goals = Literal[model.Goal, "half-way"]


def imported_anew(module: ModuleType) -> None:
    """Run a file as Python does when the service starts, and leave the one that is in use alone."""
    spec = importlib.util.find_spec(module.__name__)
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def test_a_kind_with_columns_left_out_is_refused_and_told_what_to_write_in_each() -> None:
    with pytest.raises(IncompleteRow) as refused:
        kinds.Kind(
            name="care", asked="", told="the after-care", came="", seen="record", counted=False, days=None, to_do=""
        )
    assert str(refused.value) == (
        "the row 'care' in cases/dates/kinds.py is not complete: write stands: 'next' where it can be the one date of an "
        "open case, 'beside' where that needs another, 'lasting' where it also outlasts its stage\n  and urgent: whether it "
        "goes when a case is no longer urgent"
    )


def test_a_purpose_without_a_row_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "Purpose", Purposes)
    with pytest.raises(IncompleteRow) as refused:
        imported_anew(kinds)
    assert str(refused.value) == (
        "_ROWS in cases/dates/kinds.py has no row for 'half-way': write a Kind with each of its columns"
    )


def test_a_goal_of_a_policys_clock_without_words_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "Goal", Goals)
    with pytest.raises(IncompleteRow) as refused:
        imported_anew(kinds)
    assert (
        str(refused.value)
        == "GOALS in cases/dates/kinds.py has no row for 'half-way': write what such a clock asks for"
    )


def test_a_kind_for_which_nothing_is_done_when_it_comes_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "KINDS", dict.fromkeys([*kinds.KINDS, "half-way"], kinds.KINDS["care"]))
    with pytest.raises(IncompleteRow) as refused:
        imported_anew(timing)
    assert str(refused.value) == (
        "_CALLS in cases/timing.py has no row for 'half-way': write the function that is called when such a date comes"
    )


def test_what_is_done_for_a_kind_that_is_no_more_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "KINDS", {name: one for name, one in kinds.KINDS.items() if name != "care"})
    with pytest.raises(IncompleteRow) as refused:
        imported_anew(timing)
    assert str(refused.value) == (
        "_CALLS in cases/timing.py has a row for 'care', which is no such kind or stands there twice"
    )


def test_a_kind_that_is_written_twice_is_named() -> None:
    with pytest.raises(IncompleteRow, match="a row for 'care', which is no such kind or stands there twice"):
        whole("the table", ["care", "limit", "care"], ["limit", "care"], "its row")


def test_a_date_without_days_of_our_own_is_not_set_without_saying_how_many() -> None:
    assert kinds.days_of("drift") == 5
    with pytest.raises(IncompleteRow, match="a 'care' has no days of its own"):
        kinds.days_of("care")


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=kinds.KINDS)
def test_what_letters_list_or_announce_says_what_is_asked_by_it(kind: kinds.Kind) -> None:
    assert kind.asked or not (kind.shown or kind.stands == "next")
