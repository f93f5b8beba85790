"""Every kind of event changes a case and reads to a person: whoever forgets one of the two is told at import."""

import dataclasses
import runpy
from types import ModuleType

import pytest

from mailservice.cases.history import copying, folding
from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case
from mailservice.cases.told import sentences
from mailservice.errors import IncompleteRow


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (folding, "cases/history/folding.py has no row for 'Thanked': write in `_CHANGES` what the case is after it"),
        (sentences, "cases/told/sentences.py has no row for 'Thanked': write in `_TOLD` how it reads to a person"),
    ],
)
def test_an_event_that_a_table_forgot_is_named_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch, table: ModuleType, sentence: str
) -> None:
    monkeypatch.setattr(e, "KINDS", {**e.KINDS, "Thanked": e.Met})
    with pytest.raises(IncompleteRow) as told:
        runpy.run_path(str(table.__file__))
    assert str(told.value).startswith(sentence)


def test_a_quick_copy_is_what_the_library_makes_of_it_and_leaves_the_first_alone() -> None:
    case = Case()
    made = copying.replace(case, status="agreed", stage="2")
    assert made == dataclasses.replace(case, status="agreed", stage="2")
    assert case == Case()
    with pytest.raises(TypeError, match="has no stade"):
        copying.replace(case, stade="2")  # type: ignore[call-arg] # what an engineer may mistype
