"""How well plain words of secrecy, and of harm by who works with children, are told from what only sounds so (rule 16).

`secrecy.txt` was written before the patterns. A hash of each line splits it: on one half they were built, on the other the
figure below is held, which no line of that half was used to better.
"""

from hashlib import sha256
from pathlib import Path

import pytest

from mailservice.cases.opening import alleged, secrecy
from tests.timing import within

HERE = Path(__file__).parent
# What no row reads yet: it leans on what the reader knows of people.
MISSED = (
    "I'd prefer that Joy didn't find out I have been in touch.",
    "Please be discreet, my manager has forbidden me to write.",
)


def read(name: str) -> list[tuple[bool, str]]:
    """Return the lines of a file: whether it should hold, and what somebody wrote."""
    rows = (line.partition("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines())
    return [(mark == "hold", text) for mark, _, text in rows if not mark.startswith("#")]


LINES = read("secrecy.txt")
BUILT_ON = [one for one in LINES if sha256(one[1].encode()).digest()[0] % 2 == 0]
KEPT_BACK = [one for one in LINES if one not in BUILT_ON]


def holds(text: str) -> bool:
    return secrecy.asks(text) or alleged.alleges(text)


@pytest.mark.parametrize(("hold", "text"), BUILT_ON)
def test_the_half_it_was_built_on_is_told_apart(hold: bool, text: str) -> None:  # noqa: FBT001 - a table's column
    assert holds(text) is hold


def test_the_half_kept_back_is_told_apart_as_well() -> None:
    wrong = [text for hold, text in KEPT_BACK if holds(text) is not hold]
    assert (len(KEPT_BACK), wrong) == (35, [])


@pytest.mark.parametrize(
    "text",
    [
        "do not tell my manager ",
        "nurse ",
        "by a ",
        "i tell you ",
        "her teacher told ",
        "in confidence ",
        "ESCALATE ",
        "confidential: ",
    ],
)
def test_a_long_text_is_read_in_its_time(text: str) -> None:
    assert within(2, lambda: holds(text * (1_000_000 // len(text)) + "x"))


def test_what_was_written_later_is_told_apart_but_for_what_is_known_to_be_missed() -> None:
    assert tuple(text for hold, text in read("secrecy_later.txt") if holds(text) is not hold) == MISSED


@pytest.mark.parametrize(
    "text",
    [
        "ESCALATE\n\nConfidential: my team has been told to close everything.",
        "ESCALATE Confidential: the trust has two workers left.",
        "Confidential: my team has been told to close everything.\n\nESCALATE",
        "ESCALATE no plan came. Confidential - we are two workers short.",
        "OBJECT\nStrictly confidential: our director wrote the reason.",
        "Do not disclose to the other side: we are two workers short.\nESCALATE",
        "ESCALATE\nDo not disclose this to the other side.",
        "ESCALATE do not tell my manager",
        "ESCALATE DO NOT TELL MY MANAGER",
        "KEEP THIS TO YOURSELF PLEASE",
        "We disagree. Please don't reveal it to the school, I asked for leave.",
        "Between us: nobody has visited since May.\n\nESCALATE",
        "ESCALATE\n\nBetween us: nobody has visited since May.",
        "ESCALATE Not for the other side: we have no staff.",
        "NOT DONE\nNot for the other side - we have no staff.",
        "Not for the other side: we have no staff.\nESCALATE",
    ],
)
def test_secrecy_is_heard_before_and_behind_a_word_of_ours(text: str) -> None:
    assert secrecy.asks(f". {text}"), "without a subject"
    assert secrecy.asks(f"The case of EM. {text}")


@pytest.mark.parametrize(
    "text",
    [
        "This email is confidential and intended only for the addressee.",
        "ESCALATE\n\nConfidential: This email and any attachment are intended only for the addressee.",
        "ESCALATE\n\nConfidential: the information in this message is for the addressee alone.",
        "ESCALATE\n\nConfidentiality: my emails are read by our team.",
        "CONFIDENTIAL\n\nWe disagree that it was closed.\n\nESCALATE",
        "ESCALATE\n\nCONFIDENTIAL\n\nWe disagree that it was closed.",
        "CONFIDENTIAL:\nWe disagree that it was closed.",
        "OFFICIAL-SENSITIVE\nESCALATE",
        "OFFICIAL - SENSITIVE: we disagree.",
        "Confidential: NCT-483920, closure of the case",
        "Confidential: EM, plan of the school. We disagree.",
        "CONFIDENTIAL: Dear all, we disagree that it was closed.",
        "ESCALATE\n\nConfidential: mum has disclosed rape.",
        "This is between us and the school.",
        "ESCALATE The plan was agreed between us and the school.",
        "ESCALATE We agreed between us: weekly visits.",
        "Please note: the visit was missed.",
        "ESCALATE this is not for the other side to decide.",
        "Do not disclose the address to the father.",
        "Please do not disclose where she lives to the school.",
        "The parents do not disclose to the school what they earn.",
    ],
)
def test_a_marking_a_footer_or_a_familys_secret_asks_for_none(text: str) -> None:
    assert not secrecy.asks(text)
    assert not secrecy.asks(f"The case of EM. {text}")


def told_of_workers(*, built_on: bool) -> list[tuple[bool, str]]:
    """Return one half of what is told of who works with children: that which the patterns were built on, or the one kept back."""
    lines = (HERE / "secrecy_workers.txt").read_text(encoding="utf-8").splitlines()
    half = [one for one in lines if sha256(one.encode()).digest()[-1] % 2 == (not built_on)]
    return [(one.startswith("hold"), one.partition("\t")[2]) for one in half if not one.startswith("#")]


def test_who_works_with_children_is_told_from_a_family() -> None:
    assert [text for hold, text in told_of_workers(built_on=True) if holds(text) is not hold] == []


# What somebody is, and not what they did, is read of no worker yet.
MISSED_OF_WORKERS = ["The music tutor is in a relationship with a pupil who is fifteen."]


def test_so_is_the_half_kept_back_but_for_what_is_known_to_be_missed() -> None:
    kept_back = told_of_workers(built_on=False)
    assert (len(kept_back), [text for hold, text in kept_back if holds(text) is not hold]) == (28, MISSED_OF_WORKERS)
