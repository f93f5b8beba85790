"""A partnership's year, rehearsed, as the rows that a report counts."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from mailservice.cases.told.figures import NOT_KNOWN, Facts, facts
from mailservice.files import policy_file
from mailservice.policy.load import load
from mailservice.simulator.year import Year

FILE = policy_file("northamptonshire-nscp")
assert FILE is not None
POLICY = load(FILE)


@cache
def played(cases: int = 60, seed: int = 1) -> Year:
    """Play a year from September on."""
    return Year(POLICY, cases=cases, seed=seed).play()


def kind_of(year: Year) -> Callable[[str], str]:
    """Return how an agency's type is told."""
    labels = {one.id: one.label for one in year.policy.agency_types}

    def kind(agency: str) -> str:
        found = year.directory.agency(agency)
        return labels.get(found.type, found.type) if found else NOT_KNOWN

    return kind


def rows_at(year: Year) -> Callable[[date], Sequence[Facts]]:
    """Return how its cases stood at the end of a day."""

    @cache
    def rows(day: date) -> Sequence[Facts]:
        until = datetime.combine(day + timedelta(1), time(), year.days.zone)
        told = (facts(one, year.policy, year.days, kind_of(year), until) for one in year.histories.values())
        return [one for one in told if one is not None]

    return rows
