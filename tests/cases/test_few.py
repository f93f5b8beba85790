"""Few letters (rule 18), over a rehearsed year: nobody has two for one moment, and the office only what needs a person now."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from mailservice.cases.history.events import DeadlineMet, Event, LetterBounced, LetterOrdered, LetterSent, MailHeard
from mailservice.policy.load import load
from mailservice.simulator.year import Year

POLICIES = Path(__file__).parents[2] / "policies"
UNDER = {"nscp": "northamptonshire-nscp", "sgcp": "south-gloucestershire-sgcp"}
OFFICE = "office@partnership.example"
# The first year of sixty cases under Northamptonshire's guide, and what the office may have of it; morning letters apart.
MOST, MOST_TO_OFFICE = 2900, 400


@cache
def year(under: str) -> tuple[tuple[str, Event], ...]:
    """Return everything that happens in a year of sixty cases, and in which case."""
    happened: list[tuple[str, Event]] = []
    policy = load(POLICIES / f"{UNDER[under]}.toml")
    Year(policy, on_event=lambda case, event: happened.append((case, event))).play()
    return tuple(happened)


def left(under: str) -> Iterator[tuple[str, LetterOrdered, datetime]]:
    """Give the letters that left, or came back, of which case, and when."""
    waiting: dict[str, LetterOrdered] = {}
    for case, one in year(under):
        if isinstance(one, LetterOrdered):
            waiting[one.letter] = one
        elif isinstance(one, LetterSent | LetterBounced) and one.letter in waiting:
            yield case, waiting.pop(one.letter), one.at


def minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


@pytest.mark.parametrize("under", UNDER)
def test_nobody_has_two_letters_on_a_case_in_one_minute_but_for_two_mails_or_one_that_came_back(under: str) -> None:
    mails, bounced = Counter[tuple[str, datetime]](), set()
    told = Counter((case, one.to.address, minute(at)) for case, one, at in left(under) if one.to.address != OFFICE)
    for case, one in year(under):
        match one:
            case MailHeard() | DeadlineMet():  # a date may come in the very minute of a mail: two decisions
                mails[case, minute(one.at)] += 1
            case LetterBounced():
                bounced.add((case, minute(one.at)))
            case LetterOrdered() if one.leaves:  # the morning that it waited for comes by itself too
                mails[case, minute(one.leaves)] += 1
            case _:
                pass
    double = [(case, at) for (case, _, at), number in told.items() if number > 1]
    assert [key for key in double if mails[key] < 2 and key not in bounced] == []


def test_a_years_letters_are_few_and_the_office_has_only_those_that_need_a_person_now() -> None:
    written = [one for _, one, _ in left("nscp")]
    assert len(written) <= MOST
    assert sum(one.to.address == OFFICE for one in written) <= MOST_TO_OFFICE
