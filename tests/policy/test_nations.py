"""What differs by nation stands in one table: no other file has a number, a name or a law of one of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import mailservice
from mailservice.cases.opening.confidential import for_who_works_with_children
from mailservice.policy import nations
from mailservice.policy.load import load_bytes
from mailservice.policy.model import Jurisdiction, Policy
from mailservice.policy.skeleton import skeleton

PACKAGE = Path(mailservice.__file__).parent
LETTERS = PACKAGE.parent / "templates"
# Whom one rings, who is told, and by which law: in one nation, or at one board.
OF_A_NATION = re.compile(
    r"\b999\b|\bsocial (?:care|work|services)\b|\bLADO\b|\bfreedom of information act\b|\bGDPR\b|\bMASH\b",
    re.IGNORECASE,
)
# What reads people's mail knows the words that they write, in any nation, and shows none of them; and the table itself.
READS = ("mail/", "cases/opening/belonging.py", "cases/opening/alleged.py", "policy/nations.py")
# A pattern that reads who works with children.
READ_IN = {"cases/opening/confidential.py": "lado"}


def of(jurisdiction: str, **changes: str) -> Policy:
    text = skeleton("example", "Example Partnership", jurisdiction)
    for old, new in changes.items():
        text = text.replace(old, new)
    return load_bytes(text.encode(), "ours.toml")


def said(file: Path) -> Iterator[str]:
    """Give every text of a file of the package but what stands in its docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    told = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, kinds) and _has_docstring(node)}  # type: ignore[attr-defined] # an expression, as just seen
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    yield from (str(node.value) for node in texts if id(node) not in told)


def _has_docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> bool:
    return ast.get_docstring(node) is not None


def test_no_word_of_one_nation_or_board_stands_in_the_code() -> None:
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        name = file.relative_to(PACKAGE).as_posix()
        if not name.startswith(READS):
            hits = {hit[0].casefold() for text in said(file) for hit in OF_A_NATION.finditer(text)}
            found += [f"{name}: {hit}" for hit in sorted(hits - {READ_IN.get(name, "")})]
    assert not found, "move it to policy/nations.py, to the policy file or to the settings:\n" + "\n".join(found)


def test_no_word_of_one_nation_or_board_stands_in_a_letter() -> None:
    files = [file for file in LETTERS.rglob("*") if file.is_file()]
    assert files
    found = [file.name for file in files if OF_A_NATION.search(file.read_text(encoding="utf-8", errors="replace"))]
    assert not found


def test_every_nation_of_the_calendar_has_its_row() -> None:
    assert {*nations.NATIONS} == {*get_args(Jurisdiction)}


@pytest.mark.parametrize(
    ("jurisdiction", "to", "days"),
    [
        ("england-and-wales", "social care", 20),
        ("scotland", "social work", 20),
        ("northern-ireland", "social services", 20),
        ("jersey", "social services", 20),
        ("isle-of-man", "social services", 20),
        ("guernsey", "social services", None),  # a code, and no law that we have read
    ],
)
def test_a_policy_has_the_words_and_the_laws_of_its_nation(jurisdiction: str, to: str, days: int | None) -> None:
    policy = of(jurisdiction)
    assert policy.wording.terms.social_care == to
    assert policy.nation.emergency == "999"
    assert (policy.nation.information.amount if policy.nation.information else None) == days


def test_the_designated_officer_is_the_local_authoritys_where_there_is_one() -> None:
    assert "(LADO)" in for_who_works_with_children(of("england-and-wales"))
    for jurisdiction in ("scotland", "jersey", "guernsey"):
        told = for_who_works_with_children(of(jurisdiction))
        assert "LADO" not in told
        assert "the designated officer" in told


def test_a_partnership_may_have_its_own_word_for_whom_a_person_is_referred_to() -> None:
    own = of("jersey", **{"[wording]\n": '[wording]\nterms = { social_care = "the Children and Families Hub" }\n'})
    assert own.wording.terms.social_care == "the Children and Families Hub"


def test_a_table_of_laws_names_the_law_that_each_time_is_of() -> None:
    times = [one for nation in nations.NATIONS.values() for one in (nation.access, nation.information) if one]
    assert all(one.law and one.amount for one in times)
