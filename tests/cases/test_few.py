"""Few letters (rule 18), over a rehearsed year: nobody has two for one moment, and the office only what needs a person now."""

from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from mailservice.cases.history.events import DeadlineMet, Event, LetterBounced, LetterOrdered, MailHeard
from mailservice.policy.load import load
from mailservice.simulator.year import Year

POLICIES = Path(__file__).parents[2] / "policies"
UNDER = {"nscp": "northamptonshire-nscp", "sgcp": "south-gloucestershire-sgcp"}
OFFICE = "office@partnership.example"
CASES = 20
# Letters a case: a year of sixty brought 2,600 at most under Northamptonshire's guide, and the office 400 of them.
MOST, MOST_TO_OFFICE = 2600 / 60, 400 / 60


@cache
def year(under: str) -> tuple[tuple[str, Event], ...]:
    """Return everything that happens in a year of twenty cases, and in which case."""
    happened: list[tuple[str, Event]] = []
    policy = load(POLICIES / f"{UNDER[under]}.toml")
    Year(policy, cases=CASES, on_event=lambda case, event: happened.append((case, event))).play()
    return tuple(happened)


def minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


@pytest.mark.parametrize("under", UNDER)
def test_nobody_has_two_letters_on_a_case_in_one_minute_but_for_two_mails_or_one_that_came_back(under: str) -> None:
    told, mails, bounced = Counter[tuple[str, str, datetime]](), Counter[tuple[str, datetime]](), set()
    for case, one in year(under):
        match one:
            case LetterOrdered() if one.to.address != OFFICE:
                told[case, one.to.address, minute(one.at)] += 1
            case MailHeard() | DeadlineMet():  # a date may come in the very minute of a mail: two decisions
                mails[case, minute(one.at)] += 1
            case LetterBounced():
                bounced.add((case, minute(one.at)))
            case _:
                pass
    double = [(case, at) for (case, _, at), number in told.items() if number > 1]
    assert [key for key in double if mails[key] < 2 and key not in bounced] == []


def test_a_years_letters_are_few_and_the_office_has_only_those_that_need_a_person_now() -> None:
    written = [one for _, one in year("nscp") if isinstance(one, LetterOrdered)]
    assert len(written) / CASES <= MOST
    assert sum(one.to.address == OFFICE for one in written) / CASES <= MOST_TO_OFFICE
