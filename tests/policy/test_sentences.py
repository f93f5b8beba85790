"""Every policy file has its page, sentence by sentence; each row says what the service does, and what shows it."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
POLICIES = sorted((TESTS.parent / "policies").glob("*.toml"))
STORIES = {story.parent.name for story in (TESTS / "scenarios").glob("*/story.toml")}
HEADER = ["Where", "What it asks", "What the service does", "Held by"]
CITED = re.compile(r"`([^`]{1,200})`")
# What nothing of ours shows begins so, and says why.
OPENLY = re.compile(r"(?:^|; )(?:not yet|people): \S")


def rows(policy: Path) -> list[list[str]]:
    """Return the rows of a policy's page, its header first, without the line of dashes."""
    lines = policy.with_suffix(".md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if line.startswith("|")]
    return [table[0], *table[2:]]


def exists(cited: str) -> bool:
    """Tell whether a story of this name, or a test `file::name`, is there."""
    file, _, name = cited.partition("::")
    if not name:
        return cited in STORIES
    path = TESTS / file
    return (
        path.is_file()
        and re.search(rf"^def {re.escape(name)}\(", path.read_text(encoding="utf-8"), re.MULTILINE) is not None
    )


@pytest.fixture(params=POLICIES, ids=lambda path: path.stem)
def policy(request: pytest.FixtureRequest) -> Path:
    file: Path = request.param
    return file


def test_a_policy_has_its_page(policy: Path) -> None:
    header, *sentences = rows(policy)
    assert header == HEADER
    assert len(sentences) > 10


def test_no_row_leaves_out_what_the_service_does_or_what_shows_it(policy: Path) -> None:
    for row in rows(policy)[1:]:
        assert len(row) == len(HEADER), row
        assert all(row), row
        assert CITED.search(row[3]) or OPENLY.search(row[3]), f"{row[0]}: name a story or a test, or write “not yet: …”"


def test_every_story_and_test_that_a_page_cites_is_there(policy: Path) -> None:
    cited = [name for row in rows(policy)[1:] for name in CITED.findall(row[3])]
    assert cited
    assert [name for name in cited if not exists(name)] == []


def test_a_story_or_test_that_is_gone_is_seen() -> None:
    assert not exists("a-story-that-nobody-wrote")
    assert not exists("policy/test_sentences.py::test_that_nobody_wrote")
    assert not exists("policy/test_that_nobody_wrote.py::test_a_policy_has_its_page")
    assert exists("policy/test_sentences.py::test_a_policy_has_its_page")
