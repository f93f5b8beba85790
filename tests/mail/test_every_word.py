"""Every word with every way of going on: what acts, what is asked about, what is prose (rules 9.3, 9.4), as a table to read.

`words.txt` is the table. After a change of the reading, `python -m tests.mail.test_every_word` writes it anew, and `git diff`
shows what moved: read each difference against the rules.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mailservice.cases.history.words import WORDS, Verb
from mailservice.mail.grammar.reading import Reading, read

TABLE = Path(__file__).parent / "words.txt"
FRIDAY = date(2026, 11, 20)
# What a word cannot do without: it stands between the word and how it goes on.
NEEDS = {
    Verb.NEW_DATE: " 4/12",
    Verb.CONTACT: " Tom Ellis tom.ellis@nenevalley.example",
    Verb.COVER: " Tom Ellis tom.ellis@nenevalley.example until 7/12",
    Verb.JOIN: " NSCP 2026-0042-K",
    Verb.ALLOW: " tom.ellis@nenevalley.example",
    Verb.MOVED: " Ann Lowe duty@leicestershire.example",
    Verb.SPOKEN: " Tom Ellis: AGREE",
    Verb.ASSIGN: " Tom Ellis tom.ellis@nscp.example",
    Verb.MOVE_TO: " 3",
    Verb.HOLD_UNTIL: " 4/12",
    Verb.FIGURES: " 1 July 2026 to 30 September 2026",
    Verb.SUSPECT: " tom.ellis@nenevalley.example since 19 November",
    Verb.CLEAR: " tom.ellis@nenevalley.example",
    Verb.CHECKED: " rang Tom Ellis on 01632 960121 at 14:10",
}
SETTLING = (Verb.AGREE, Verb.RESOLVED, Verb.PLAN, Verb.MET, Verb.DONE, Verb.WITHDRAW, Verb.OVERTAKEN, Verb.RECEIVED)
NAMING = (Verb.NEW_DATE, Verb.CONTACT, Verb.COVER, Verb.JOIN)
OFFICE = (
    Verb.DECISION,
    Verb.NOT_AGREED,
    Verb.REPORT,
    Verb.MEDIATION,
    Verb.PANEL,
    Verb.ALLOW,
    Verb.MOVED,
    Verb.SPOKEN,
    Verb.PASSED_ON,
)
LOUD = (Verb.URGENT, Verb.ESCALATE, Verb.OBJECT, Verb.DISAGREE, Verb.REOPEN, Verb.KEEP, Verb.NOT_DONE)
ASIDE = (
    Verb.NOTE,
    Verb.TOPIC,
    Verb.NEW,
    Verb.GO_ON,
    Verb.STOP,
    Verb.UNDO,
    Verb.STATUS,
    Verb.POLICY,
    Verb.HELP,
    Verb.RECORD,
    Verb.CASES,
    Verb.WRONG_PERSON,
)
SHOWN = {"acts": "acts", "asked": "asked", "": "-"}


def outcome(word: Verb, goes_on: str, *, above: str = "", below: str = "") -> str:
    """Return what becomes of a word in capitals that goes on so; a mail that says another word names that."""
    text = f"{above}{word}{NEEDS.get(word, '')}{goes_on}{below}"
    found = read(text, today=FRIDAY, office=word in OFFICE or WORDS[word].who == "the office")
    return _of(found, word)


def _of(found: Reading, word: Verb) -> str:
    if word in {one.verb for one in found.said}:
        return "acts"
    return "asked" if word in {one.understood for one in found.unclear} else ""


def rows() -> Iterator[tuple[tuple[Verb, ...], str, tuple[str, ...]]]:
    """Yield the rows of the table: the words of its part, how they go on, and what becomes of each."""
    words: tuple[Verb, ...] = ()
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("# "):
            words = tuple(Verb(name) for name in line[2:].split(" · "))
        elif line.startswith('"'):
            goes_on, _, outcomes = line[1:].rpartition('"')
            yield words, goes_on.replace("\\n", "\n"), tuple(outcomes.split())


@pytest.mark.parametrize(
    ("words", "goes_on", "outcomes"), tuple(rows()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_word_goes_on_and_acts_or_is_asked_about(
    words: tuple[Verb, ...], goes_on: str, outcomes: tuple[str, ...]
) -> None:
    found = {word: SHOWN[outcome(word, goes_on)] for word in words}
    assert found == dict(zip(words, outcomes, strict=True))


@pytest.mark.parametrize(
    ("words", "goes_on", "outcomes"), tuple(rows()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_it_is_the_same_below_other_words_and_above_them(
    words: tuple[Verb, ...], goes_on: str, outcomes: tuple[str, ...]
) -> None:
    told = "The family has lived in the same house since March. "
    more = "\n\nThe health visitor has the chart."
    for word, expected in zip(words, outcomes, strict=True):
        moved = {SHOWN[outcome(word, goes_on, above=f"{told * count}\n\n", below=more)] for count in (1, 2, 40)}
        alone = word is Verb.AGREE and expected == "acts"  # it acts with nothing beside it
        assert moved == {"asked" if alone else expected}, word


def test_every_word_is_in_the_table_with_forty_ways_of_going_on() -> None:
    many = {word: sum(1 for words, _, _ in rows() if word in words) for word in WORDS}
    assert {word: count for word, count in many.items() if count < 40} == {}


def test_a_reserve_anywhere_in_the_mail_holds_a_settling_word_back() -> None:
    for reserve in (
        "The second part we cannot sign up to.",
        "I hope!",
        "Only if the school is told.",
        "Is that right?",
    ):
        for word in (Verb.AGREE, Verb.RESOLVED, Verb.DONE, Verb.OVERTAKEN):
            assert outcome(word, f"\n\n{reserve}") == "asked"
            assert outcome(word, "", above=f"{reserve}\n\n") == "asked"


def write() -> None:
    """Write the table anew from what is read now; how the words go on stays."""
    lines: list[str] = []
    words: tuple[Verb, ...] = ()
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("# "):
            words = tuple(Verb(name) for name in line[2:].split(" · "))
        if line.startswith('"'):
            goes_on = line[1:].rpartition('"')[0]
            found = (SHOWN[outcome(word, goes_on.replace("\\n", "\n"))] for word in words)
            line = f'"{goes_on}"'.ljust(62) + "  ".join(one.ljust(5) for one in found).rstrip()  # noqa: PLW2901 - the line as it is now
        lines.append(line)
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    write()
