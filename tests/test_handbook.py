"""The coordinator's handbook and the practitioners' page keep their word: what they have people type is read as they say.

Of the letters that the office gets in the stories each stands in the handbook, by its subject.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from mailservice.cases.asking.limping import TROUBLES
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.words.permission import OF_HELD_MAIL, OFFICE_ALONE, PERMISSIONS
from mailservice.mail.grammar.reading import read

ROOT = Path(__file__).parents[1]
HANDBOOK = (ROOT / "docs" / "handbook.md").read_text(encoding="utf-8")
LEAFLET = (ROOT / "docs" / "practitioners.md").read_text(encoding="utf-8")
SHEET = (ROOT / "docs" / "practitioners.html").read_text(encoding="utf-8")
MONDAY = date(2026, 11, 23)
WORD = re.compile(rf"\??(?:{'|'.join(sorted(Verb, key=len, reverse=True))})\b(?!, )")


def typed(page: str) -> list[str]:
    """Return what a page has somebody type, in order; not a word alone where the page tells in words what follows it."""
    found = re.findall(r"```\n(.*?)```|`([^`\n]+)`|<code>(.*?)</code>", page, re.DOTALL)
    plain = [re.sub(r"</?b>|\n(?=\w+@)", "", "".join(one)).strip() for one in found]
    bare = {one.name.value for one in WORDS.values() if one.takes}
    return [one for one in dict.fromkeys(plain) if WORD.match(one) and one not in bare]


def verbs(text: str, *, office: bool) -> list[str]:
    """Return the words that a mail says, with '?' for each that is asked about."""
    found = read(text, today=MONDAY, office=office)
    return [one.verb.value for one in found.said] + ["?" for _ in found.unclear]


def test_every_word_of_the_office_has_its_example_and_it_is_read_so() -> None:
    rows = re.findall(r"^\| ([A-Z ]+) \| `([^`]+)` \|", HANDBOOK, re.MULTILINE)
    for word, example in rows:
        assert verbs(example, office=True) == [word.removesuffix(" ALL")], example
    alone = {one.name for one in WORDS.values() if one.who == "the office"}
    alone |= {verb for verb, one in PERMISSIONS.items() if OFFICE_ALONE in (one.first, one.last)}
    alone |= {verb for verb, one in PERMISSIONS.items() if one.first is OF_HELD_MAIL}
    assert sorted(alone - {Verb(word) for word, _ in rows if word != "PAUSE ALL"}) == []


@pytest.mark.parametrize("example", typed(HANDBOOK))
def test_what_the_coordinator_is_to_type_is_read_and_not_asked_about(example: str) -> None:
    for part in re.split(
        r"(?:^|\n)NSCP 2026-000[1-9]-[A-Z]\n", example
    ):  # what stands below a reference is that case's
        said = verbs(part, office=True)
        assert said
        assert "?" not in said


@pytest.mark.parametrize("example", list(dict.fromkeys([*typed(LEAFLET), *typed(SHEET)])))
def test_what_a_practitioner_is_to_type_is_read_and_not_asked_about(example: str) -> None:
    assert [verb for verb in Verb if example.lstrip("?").startswith(verb)][-1:] == verbs(example, office=False)


def test_every_letter_that_the_office_has_in_the_stories_stands_in_the_handbook() -> None:
    named = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", " ".join(HANDBOOK.split()))
    subjects = [one for phrase in named for one in phrase.split(" · ")]
    subjects += [one.headline for one in TROUBLES.values()] + [one.over for one in TROUBLES.values()]
    told = [re.compile(re.escape(one).replace("…", ".*")) for one in subjects]
    had = {subject for file in (ROOT / "tests" / "scenarios").glob("*/expected.txt") for subject in _had(file)}
    assert len(had) > 60
    assert sorted(one for one in had if not any(pattern.fullmatch(one) for pattern in told)) == []


def _had(file: Path) -> list[str]:
    """Return the subjects of the letters to the office, without the case; one that was cut short ends with its mark."""
    found = re.findall(r"^  office to [^:]*: (?:\[[^]]*\] )?(.*?)(?: \(shows .*)?$", file.read_text(), re.MULTILINE)
    return [re.sub(r"(Nobody known for ).*…$", r"\1… at stage …", one) for one in found]
