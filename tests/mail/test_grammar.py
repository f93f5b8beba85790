"""The words people can use: one table, each synonym of one verb, nothing guessed."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailservice.cases.history.words import WORDS, Verb, Word, for_help
from mailservice.cases.words.permitted import as_markdown
from mailservice.mail.grammar.reading import read

FRIDAY = date(2026, 11, 20)
CONTRADICTIONS = [
    "AGREE\nDISAGREE",
    "RESOLVED\n\nESCALATE",
    "DONE\nNOT DONE",
    "WITHDRAW\nKEEP",
    "GO ON\nSTOP",
    "NEW DATE 4/12\nESCALATE",
    "DECISION: no\nOBJECT",
    "OVERTAKEN\nESCALATE",
]


def verbs(text: str, *, office: bool = True) -> list[str]:
    return [str(said.verb) for said in read(text, today=FRIDAY, office=office).said]


def asked(text: str, *, office: bool = True) -> list[tuple[str, str]]:
    unclear = read(text, today=FRIDAY, office=office).unclear
    return [(str(one.understood) if one.understood else "", one.why) for one in unclear]


def test_no_word_belongs_to_two_verbs() -> None:
    names = [name for word in WORDS.values() for name in word.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("word", WORDS.values(), ids=lambda word: word.name)
def test_every_word_alone_on_its_line_is_its_verb_in_capitals_or_not(word: Word) -> None:
    more = {"NEW DATE": " 4/12", "JOIN": " NSCP 2026-0042-K", "CONTACT": " Jane Smith"}.get(word.name, "")
    for name in word.names:
        assert verbs(name + more) == [word.name]
        if not more:
            assert verbs(name.lower()) == [word.name]
            assert verbs(f"- *{name}*.") == [word.name]


def test_the_words_quieting_a_case_want_more_than_a_comma() -> None:
    for word in ("resolved", "agree", "withdraw", "decision"):
        assert verbs(f"{word}, and so on") == []
    for word in ("resolved", "withdraw", "decision"):
        assert verbs(f"{word} - and so on") == [word.upper()]
    assert verbs("agree - and so on") == [], "nothing is added to AGREE (rule 9.3)"


@pytest.mark.parametrize("text", CONTRADICTIONS)
def test_two_that_contradict_do_nothing_and_are_asked(text: str) -> None:
    assert verbs(text) == []
    assert [why for _, why in asked(text)] == ["contradiction", "contradiction"]


def test_urgent_is_never_refused() -> None:
    assert verbs("URGENT if you cannot reach the school") == ["URGENT"]
    assert verbs("RESOLVED\nURGENT ring me") == ["URGENT"]
    assert asked("RESOLVED\nURGENT ring me") == [("RESOLVED", "contradiction")]


@pytest.mark.parametrize("word", ["but", "if", "except", "unless", "only", "once", "when", "not"])
def test_a_condition_after_a_word_is_asked_about(word: str) -> None:
    assert verbs(f"RESOLVED {word} the visits go on") == []
    assert asked(f"RESOLVED - {word} the visits go on") == [("RESOLVED", "conditional")]
    assert verbs(f"NOTE {word} the visits go on") == ["NOTE"]


def test_once_a_week_is_no_condition() -> None:
    assert verbs("PLAN once a week a visit") == ["PLAN"]


@pytest.mark.parametrize(
    "text",
    ["Resolved to meet on Monday", "The plan was agreed.", "I met her."],
)
def test_prose_is_no_command_and_not_asked_about(text: str) -> None:
    assert verbs(text) == []
    assert asked(text) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("RESOVLED", "RESOLVED"),
        ("RESOLVED?", "RESOLVED"),
        ("NOT RESOLVED", ""),
        ("NEW DATE next Friday", "NEW DATE"),
        ("RECIVED", "RECEIVED"),
    ],
)
def test_a_near_miss_is_asked_about(text: str, meant: str) -> None:
    assert verbs(text) == []
    assert asked(text) == [(meant, "near-miss")]


def test_a_word_in_the_middle_of_a_wrapped_sentence_does_not_count() -> None:
    assert verbs("If nothing is heard we shall\nESCALATE this") == []
    assert verbs("We have heard nothing.\nESCALATE this") == ["ESCALATE"]


def test_the_offices_words_are_the_offices() -> None:
    assert verbs("MEDIATION Fri 4 Dec", office=False) == []
    assert verbs("NOT AGREED", office=False) == ["DISAGREE"], "from anybody else it disagrees (rule 9.4)"


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("MEDIATION Fri 4 Dec 2pm with Ann Lowe, ann.lowe@mediators.example", "Ann Lowe", "ann.lowe@mediators.example"),
        ("MEDIATION Fri 4 Dec 2pm, Dr Jo O'Dell <jo@mediators.example>", "Dr Jo O'Dell", "jo@mediators.example"),
        ("PANEL Fri 4 Dec ann.lowe@mediators.example", "", "ann.lowe@mediators.example"),
        ("MEDIATION Fri 4 Dec with the police lead", "", ""),
    ],
)
def test_a_day_is_read_with_who_is_named_beside_it(text: str, name: str, address: str) -> None:
    (said,) = read(text, today=FRIDAY, office=True).said
    assert (str(said.day), said.name, said.address) == ("2026-12-04", name, address)


def test_a_dry_run_asks_and_contradicts_nothing() -> None:
    said = read("?ESCALATE to stage 3\nRESOLVED", today=FRIDAY).said
    assert [(one.verb, one.dry_run, one.stage) for one in said] == [("ESCALATE", True, "3"), ("RESOLVED", False, "")]


def test_what_follows_is_the_reason_verbatim() -> None:
    (said,) = read("ESCALATE - \u201cno\u201d  means no,\n  and\n\nso on.", today=FRIDAY).said
    assert said.reason == "\u201cno\u201d  means no,\n  and\n\nso on."


@given(st.text(st.sampled_from("RESOLVEDAGc .:-!?\n*\u2013bufi"), max_size=80))
@example("fAb? :")
def test_what_is_read_is_among_the_lines(text: str) -> None:
    found = read(text, today=FRIDAY)
    lines = [line.strip() for line in text.splitlines()]
    assert all(one.line in lines for one in found.said)
    # A wish is asked about in its own sentence, which may be a part of a line.
    assert all(any(one.line in line for line in lines) for one in found.unclear)


def test_the_table_makes_the_help_and_the_page_of_words() -> None:
    told = [str(word.name) for word in for_help()[1]]
    assert told == [word for word in Verb if word in told], "in one order everywhere"
    assert set(Verb) - set(told) == {
        *("MEDIATION", "PANEL", "REPORT", "NOT AGREED", "ALLOW", "SPOKEN", "MOVED", "PASSED ON"),
        *(
            "RELEASE",
            "REJECT",
            "FILE",
            "SPLIT",
            "ASSIGN",
            "MOVE TO",
            "HOLD UNTIL",
            "PAUSE",
            "RESUME",
            "DIRECTORY",
            "VERIFY",
            "DUE",
            "FIGURES",
        ),
        *("SUSPECT", "CLEAR", "CHECKED", "RETAIN UNTIL", "PRESERVE", "PRESERVE ENDS", "DISPOSE"),
    }
    page = (Path(__file__).parents[2] / "docs" / "words.md").read_text(encoding="utf-8")
    assert as_markdown() in page, (
        "the list of docs/words.md is made of the rows: paste cases.words.permitted.as_markdown()"
    )
