"""The page of the rules keeps its word: every rule that is cited stands on it, and what is not done yet is marked there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
RULES, _, NOT_DONE = PAGE.partition("## What is not done yet")
# This file cites rules that are not there, to show that they would be found.
ITSELF = Path(__file__)
CITING = (
    *(("mailservice", "**/*.py"), ("tests", "**/*.py"), ("tests", "**/*.md"), ("templates", "**/*.txt")),
    *(("templates", "**/*.html"), ("docs", "*.md"), (".", "*.md")),
)

# A citation may be wrapped, in a comment too; between its words stand blanks, line ends and the marks of comments.
_GAP = r"[\s#]+"
_ONE = r"\d{1,2}(?:\.\d{1,2})?(?![\d.]*\d)"
_LISTED = rf"(?P<numbers>{_ONE}(?:(?:,{_GAP}(?:and{_GAP})?|{_GAP}and{_GAP}){_ONE})*)"
CITED = (
    # rule 6.4; rules 5 and 11.2
    re.compile(rf"\brules?{_GAP}{_LISTED}", re.IGNORECASE),
    # rules, section 13; rules, sections 3, 5 and 6; rules, 11.3
    re.compile(rf"\brules?,{_GAP}(?:sections?{_GAP})?{_LISTED}", re.IGNORECASE),
    # the rules of a case, section 9
    re.compile(rf"\brules{_GAP}of{_GAP}(?:a|the){_GAP}\w+,{_GAP}sections?{_GAP}{_LISTED}"),
    # (section 13); section 12 of the rules
    re.compile(rf"\(sections?{_GAP}{_LISTED}"),
    re.compile(rf"\bsections?{_GAP}{_LISTED}{_GAP}of{_GAP}the{_GAP}rules"),
)
# What stands before a section of a standard: "RFC 3834 (section 2)".
STANDARD = re.compile(r"(?:RFC|X\.)[\s\d]*$")
NEAR = 20
MARK = re.compile(r"\*\(not\s+yet\b.*?\)\*", re.DOTALL)
ITEM = re.compile(r"\*\*(\d+\.\d+)\*\* ")


def cited(text: str) -> Iterator[tuple[str, int]]:
    """Yield every section and item that a text cites, with the line it stands on."""
    for form in CITED:
        for found in form.finditer(text):
            if not STANDARD.search(text[max(found.start() - NEAR, 0) : found.start()]):
                line = text.count("\n", 0, found.start()) + 1
                yield from ((number, line) for number in re.findall(_ONE, found["numbers"]))


def blocks() -> Iterator[tuple[str, str]]:
    """Yield each block of the rules with its place: "6.4" for an item and the points below it, else "7" for the section."""
    for section in re.split(r"^## ", RULES, flags=re.MULTILINE)[1:]:
        place = number = section.partition(".")[0]
        for block in section.split("\n\n")[1:]:
            item = ITEM.match(block)
            place = item[1] if item else place if block.startswith("- ") else number
            yield place, block


def standing() -> set[str]:
    """Return every section and item that stands on the page."""
    return {place for place, _ in blocks()} | {place.partition(".")[0] for place, _ in blocks()}


def test_the_page_has_its_sections_and_items_in_order() -> None:
    assert re.findall(r"^## (\d+)\. ", PAGE, re.MULTILINE) == [str(number) for number in range(1, 22)]
    items = [ITEM.match(block) for _, block in blocks()]
    numbers = [tuple(map(int, item[1].split("."))) for item in items if item]
    for section in {number[0] for number in numbers}:
        own = [item for at, item in numbers if at == section]
        assert own == list(range(1, len(own) + 1)), f"section {section} has the items {own}"


def test_every_rule_that_is_cited_stands_on_the_page() -> None:
    known, wrong, found = standing(), list[str](), 0
    for folder, pattern in CITING:
        for path in sorted((ROOT / folder).glob(pattern)):
            for number, line in cited(path.read_text(encoding="utf-8")) if path != ITSELF else ():
                found += 1
                if number not in known:
                    wrong.append(f"{path.relative_to(ROOT)}:{line} cites {number}, which is not in docs/rules.md")
    assert wrong == []
    assert found > 100, "the code cites rules everywhere: they were not read"


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("told to all (rule 12.3).", {"12.3"}),
        ("met no clock (rules 5 and 11.2).", {"5", "11.2"}),
        ("Rules 3.3 and 15. Start at `note_sent`.", {"3.3", "15"}),
        ("what happens when a date comes (rules, sections 3, 5, 6 and 12).", {"3", "5", "6", "12"}),
        ("never overwritten (rules, 11.3 and 14).", {"11.3", "14"}),
        ("Rules, sections 11 and 12.1. Silence never settles.", {"11", "12.1"}),
        ("nobody settles it (rules,\n    # section 13).", {"13"}),
        ("The rules of the clock, section 4, by hand.", {"4"}),
        ("by one of section 12 of the rules", {"12"}),
        ("Meets no clock (section 5).", {"5"}),
        ("who is to convene (rule 17, D6)", {"17"}),
        ("signed (RFC 5322 section 3.6.4); RFC 3834 (section 2); the rules of section law", set()),
    ],
)
def test_a_citation_is_read_in_each_of_its_forms(line: str, numbers: set[str]) -> None:
    assert {number for number, _ in cited(line)} == numbers


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("goes to the next stage (rule 6.9).", "6.9"),
        ("binds nobody (rules 5 and 11.7).", "11.7"),
        ("in the morning (rules, section 22).", "22"),
        ("by whom (rules, sections 3, 5\n    and 66).", "66"),
        ("who judges (section 12.8).", "12.8"),
        ("without a number of its own (rule 7.1).", "7.1"),
    ],
)
def test_a_citation_of_no_rule_would_be_seen(line: str, wrong: str) -> None:
    assert [number for number, _ in cited(line) if number not in standing()] == [wrong]


def test_what_is_marked_as_not_done_stands_in_the_table_and_nothing_else_does() -> None:
    marked = {place for place, block in blocks() if MARK.search(block)}
    told = set(re.findall(r"^\| (\d+(?:\.\d+)?) \|", NOT_DONE, re.MULTILINE))
    assert marked
    assert told == marked


def test_every_story_is_told_or_marked() -> None:
    rows = [
        row
        for place, block in blocks()
        if place == "19"
        for row in re.findall(r"^- `([a-z0-9-]+)`(.*)", block, re.MULTILINE)
    ]
    assert rows
    for name, what in rows:
        told = (ROOT / "tests" / "scenarios" / name / "expected.txt").exists()
        assert told != bool(MARK.search(what)), f"{name}: it is {'told, so take its mark away' if told else 'not told'}"


def test_every_property_names_the_tests_that_show_it() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    points = [
        point for place, block in blocks() if place == "20" for point in re.split(r"^- ", block, flags=re.MULTILINE)[1:]
    ]
    assert points
    for point in points:
        named = re.findall(r"`(test_\w+)`", point)
        assert named, point
        assert [one for one in named if f"def {one}(" not in tests] == []
