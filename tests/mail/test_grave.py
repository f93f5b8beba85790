"""A death or grave harm, in what people wrote: never a false one surely, and few missed (rule 12.6)."""

import pytest

from mailservice.cases.history.commands import Grave
from mailservice.mail.grammar.grave import grave
from tests.mail.passed_on.measure import Row, read, rows
from tests.timing import within

A_LONG_MAIL_TAKES = 5  # seconds, for five megabytes
MISSED = 3
"""Of the half that was not looked at, 2 of 35 were missed when it was first counted."""


@pytest.mark.parametrize("unseen", [False, True], ids=["seen", "unseen"])
def test_of_both_halves_few_are_missed_and_none_that_only_seems_so_stops_a_case(unseen: bool) -> None:  # noqa: FBT001 - a half
    half: list[Row] = rows(unseen=unseen)
    missed = [text for kind, text in half if kind != "N" and read(text) == "N"]
    stopped = [text for kind, text in half if kind == "N" and read(text) == "P"]
    asked = [text for kind, text in half if kind == "N" and read(text) == "D"]
    assert len(missed) <= MISSED
    assert len(stopped) <= (0 if unseen else 1)
    assert len(asked) <= MISSED


def test_what_is_shown_is_the_sentence_that_says_it() -> None:
    found = grave("Dear all,\n\nI am sorry to say that she\ndied on Sunday. I will write again.\n")
    assert found == Grave("I am sorry to say that she died on Sunday.", sure=True)


def test_a_very_long_mail_is_read_in_its_time() -> None:
    assert within(A_LONG_MAIL_TAKES, lambda: read("She may have died but if " * 200_000))
    assert read("She may have died but if " * 20_000) != "P"


NOBODY_SAYS_DIED = [
    "We lost Ellie in the early hours.",
    "Baby gone, police at the address.",
    "She went in her sleep, her nan found her.",
    "Our little Tomos has got his wings.",
    "Pronounced at the scene, DI on call is there.",
    "The injuries were not survivable.",
    "A body has been recovered from the river.",
    "They will switch off the machine tomorrow.",
    "The child death review nurse has been allocated.",
    "Can health send his birth records for the post mortem.",
    "The funeral is on the 20th.",
    "They don't know if she'll wake up.",
    "He was born sleeping at 34 weeks.",
    "Undertakers have been to the flat.",
    "Tilly was declared ROLE by the HEMS doctor.",
    "The nurse has been to talk to mum about donating his organs.",
    "Police have confirmed that the remains found on the common are hers.",
    "Bu farw Gwen yn yr ysbyty neithiwr.",
]


@pytest.mark.parametrize("text", NOBODY_SAYS_DIED)
def test_what_is_said_instead_of_died_alarms_the_office_and_stops_nothing(text: str) -> None:
    found = grave(text)
    assert found is not None
    assert not found.sure


SOMEBODY_ELSES = [
    "Mum's first baby died of SIDS.",
    "She had a baby who died in foster care.",
    "A pupil at the school died and she is upset.",
    "The boy in the next bed died.",
    "The girl died in the film they watched.",
    "He is in a coma in the game.",
    "Her boyfriend was killed in a crash.",
    "He was killed with kindness there.",
    "It is the anniversary of baby Seren's death.",
    "She is dead keen on the placement.",
    "My mother died on Tuesday, so I was away.",
    "Dad still has no copy of mum's death certificate.",
    "I have a funeral on Thursday.",
    "Daniel left us last month.",
    "We lost him for ten minutes in the shop.",
    "Her grandad's funeral is on Wednesday.",
    "The fatal flaw is that nobody asked her.",
]


OF_NOBODY_IN_THE_CASE = [
    "Her landlord died on Sunday.",
    "The social worker for Ellie died this morning.",
    "Her key worker's son was killed.",
    "The relationship between Ellie and CAMHS is dead.",
    "Callum said the caretaker died.",
    "Dad was hit by a car on Friday. He died this morning.",
    "Her hopes of going home died today.",
]


@pytest.mark.parametrize("text", OF_NOBODY_IN_THE_CASE)
def test_a_case_stands_still_only_where_the_child_stands_just_before_what_is_said(text: str) -> None:
    found = grave(text)
    assert found is None or not found.sure


@pytest.mark.parametrize("text", SOMEBODY_ELSES)
def test_another_childs_death_and_a_manner_of_speaking_stop_no_case(text: str) -> None:
    found = grave(text)
    assert found is None or not found.sure


@pytest.mark.parametrize("text", SOMEBODY_ELSES[-9:])
def test_ones_own_loss_and_a_manner_of_speaking_bring_no_call(text: str) -> None:
    assert grave(text) is None
