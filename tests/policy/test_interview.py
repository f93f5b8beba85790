"""A policy asked for step by step: what is typed becomes a sound file, and what nobody knows a gap in it."""

import pytest

from mailservice.policy.interview import Question, UnclearAnswerError, interview
from mailservice.policy.load import load_bytes
from mailservice.policy.model import Policy
from mailservice.policy.skeleton import Draft, written
from mailservice.simulator.soundness import played

# A ladder of three, the first with a number, the second by judgement.
ANSWERS = {
    "The partnership's full name": "Bay Safeguarding Partnership",
    "A short name": "bay",
    "How many stages": "3",
    "Stage 1: its title": "First talk",
    "Stage 1: who": "Practitioner",
    "Stage 1: in what time": "two days",
    "Stage 2: its title": "Managers",
    "Stage 2: who": "Line manager, Safeguarding lead",
    "Stage 2: in what time": "none",
    "Stage 3: its title": "Partnership",
    "Stage 3: who": "Independent chair",
    "Stage 3: in what time": "5 working days",
    "Whose is the last word": "Independent chair",
}


def draft(**changed: str) -> Draft:
    answers = {**ANSWERS, **{key.replace("_", " "): value for key, value in changed.items()}}
    asking = interview()
    question = next(asking)
    while True:
        try:
            question = asking.send(question.read(_answer(question, answers)))
        except StopIteration as done:
            made: Draft = done.value
            return made


def _answer(question: Question, answers: dict[str, str]) -> str:
    found = [text for key, text in answers.items() if question.text.startswith(key)]
    return found[0] if found else question.default


def policy(**changed: str) -> Policy:
    return load_bytes(written(draft(**changed)).encode(), "bay.toml")


def test_a_few_answers_make_a_file_that_can_be_played() -> None:
    made = policy()
    assert [stage.title for stage in made.ladder] == ["First talk", "Managers", "Partnership"]
    assert [(clock.amount, clock.unit) for stage in made.ladder for clock in stage.clock] == [
        (2, "working-days"),
        (0, "judgement"),
        (5, "working-days"),
    ]
    assert made.stage("2").roles["default"].decides == ("Line manager", "Safeguarding lead")
    assert made.final.authority == "Independent chair"
    assert played(made).faults == ()


def test_what_nobody_knows_is_a_gap_and_the_file_does_not_run_live() -> None:
    made = policy(Whose_is_the_last_word="?")
    needs = [one.need for one in made.open_gaps]
    assert any(one.startswith("Whose is the last word: ") and one.endswith("meanwhile: Not stated") for one in needs)
    assert not made.runs_live


def test_every_question_may_be_answered_with_a_question_mark_and_each_is_named_in_the_file() -> None:
    asking, asked = interview(), []
    question = next(asking)
    while True:
        asked.append(question.text)
        try:
            question = asking.send(question.read(" ? "))
        except StopIteration as done:
            made: Draft = done.value
            break
    whole = load_bytes(written(made).encode(), "bay.toml")
    needs = [one.need for one in whole.open_gaps]
    assert len(asked) > 20
    assert [text for text in asked if not any(" ".join(text.replace('"', "'").split()) in need for need in needs)] == []
    assert played(whole).faults == ()


def test_calendar_days_that_are_typed_stay_calendar_days() -> None:
    made = policy(**{"Stage 1: in what time": "5 calendar days", "Stage 3: in what time": "the next working day"})
    assert [(one.amount, one.unit) for one in (*made.stage("1").clock, *made.stage("3").clock)] == [
        (5, "calendar-days"),
        (1, "working-days"),
    ]


def test_silence_that_does_not_go_on_and_a_limit_of_the_whole_are_kept() -> None:
    asks = "Stage_1:_when_the_time_has_passed"
    made = policy(**{asks: "no", "All stages together": "10 working days"})
    assert made.stage("1").clock[0].when_missed == "ask"
    (limit,) = made.limits
    assert (limit.amount, limit.unit, limit.stage) == (10, "working-days", "3")


def test_an_adults_board_whose_directors_decide_together_and_has_hours_of_its_own() -> None:
    meets = "Stage 3: do the agencies' own people meet"
    adults = {
        "Whom it is about": "Adult",
        meets: "sides",
        "Stage 3: who": "Director",
        "What it says of urgent cases": "When five days are too long it takes 24 hours",
        "Within how many hours": "24",
        "Do those who act": "yes",
    }
    made = policy(**adults)
    assert made.wording.person.several == "adults"
    assert (made.urgent.hours, made.urgent.hours_for) == (24, "whole-route")
    assert made.final.decided_by == "sides"
    shown = played(made)
    assert shown.faults == ()
    assert "at stage 3, 24 hours after URGENT" in shown.told[1]


@pytest.mark.parametrize(
    ("key", "typed", "remedy"),
    [
        ("A short name", "Our Partnership", "two to eight small letters"),
        ("How many stages", "none", "a number from 1 to 12"),
        ("Stage 1: in what time", "soon", "5 working days"),
        ("Stage 1: who", " , ", "write a role"),
        ("Does it also hold", "perhaps", "yes or no"),
        ("Whose bank holidays", "France", "write one of"),
    ],
)
def test_an_answer_that_cannot_be_read_says_what_to_write(key: str, typed: str, remedy: str) -> None:
    with pytest.raises(UnclearAnswerError, match=remedy):
        draft(**{key: typed})
