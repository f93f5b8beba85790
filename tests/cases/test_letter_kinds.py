"""One row for each kind of letter: whoever leaves something of a letter out is told what to write, and where."""

import ast
import re
from pathlib import Path

import pytest

from mailservice.cases.letters import kinds
from mailservice.cases.letters.kinds import KINDS, Kind
from mailservice.errors import IncompleteRow
from tests.mail.sample_letters import EXTRA

ROOT = Path(__file__).parents[2]
WHOLE = {"name": "half_way", "told": "half of the time is over", "facts": "", "bound": "stage", "traits": "diary"}


def ordered() -> set[str]:
    """Return the name of every letter that a decision orders, read from the code."""
    found: set[str] = set()
    for file in (ROOT / "mailservice" / "cases").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        calls = (one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Call) and len(one.args) > 2)
        for call in calls:
            named = call.args[1]
            if ast.unparse(call.func) in {"ordering.order", "order"} and isinstance(named, ast.Constant):
                found.add(str(named.value))
    return found


@pytest.mark.parametrize("column", ["told", "facts", "bound", "traits"])
def test_a_kind_without_a_full_row_is_refused_with_its_sentence(column: str) -> None:
    row = {name: value for name, value in WHOLE.items() if name != column}
    with pytest.raises(
        IncompleteRow, match=rf"the row 'half_way' in cases/letters/kinds.py is not complete: write {column}"
    ):
        Kind(**row)  # type: ignore[arg-type] # a column is left out


def test_a_trait_that_there_is_not_is_refused_by_name() -> None:
    with pytest.raises(IncompleteRow, match="'half_way' has traits that there are not: dairy"):
        Kind(**{**WHOLE, "traits": "dairy"})  # type: ignore[arg-type] # misspelt


def test_a_letter_that_has_no_row_is_refused_where_it_is_ordered() -> None:
    with pytest.raises(IncompleteRow, match=r"there is no letter 'half_way': write its row in cases/letters/kinds.py"):
        kinds.of("half_way")


def test_every_letter_that_is_ordered_has_a_row() -> None:
    assert ordered() <= set(KINDS), "write its row in mailservice/cases/letters/kinds.py"


def test_every_row_is_a_letter_that_somebody_has() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "mailservice" / "cases").rglob("*.py"))
    unused = {name for name in set(KINDS) - ordered() if len(re.findall(rf'"{name}"', text)) < 2}
    assert not unused, f"nobody orders {unused}: order it with ordering.order(turn, …), or take its row out"


def test_every_letter_has_its_words() -> None:
    missing = [
        f"templates/email/{name}/{part}"
        for name in KINDS
        for part in ("subject.txt", "body.txt")
        if not (ROOT / "templates" / "email" / name / part).exists()
    ]
    assert not missing, f"write {missing}"


def test_every_letter_can_be_looked_at() -> None:
    left = sorted(set(KINDS) - set(EXTRA))
    assert not left, f"write a sample of {left} in tests/mail/sample_letters.py (EXTRA): its own facts, made up"


def test_every_trait_has_a_letter() -> None:
    assert all(any(one.has(trait) for one in KINDS.values()) for trait in kinds.TRAITS)
