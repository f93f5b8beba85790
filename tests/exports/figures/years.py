"""A partnership's year, rehearsed, as the rows that a report counts."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from mailservice.cases.told.figures import Facts, facts
from mailservice.files import ROOT
from mailservice.policy.load import load
from mailservice.service.figures import kind_of
from mailservice.simulator.year import Year

POLICY = load(ROOT / "policies" / "northamptonshire-nscp.toml")


@cache
def played(cases: int = 60, seed: int = 1) -> Year:
    """Play a year from September on."""
    return Year(POLICY, cases=cases, seed=seed).play()


def rows_at(year: Year) -> Callable[[date], Sequence[Facts]]:
    """Return how its cases stood at the end of a day."""

    @cache
    def rows(day: date) -> Sequence[Facts]:
        until = datetime.combine(day + timedelta(1), time(), year.days.zone)
        told = (
            facts(one, year.policy, year.days, kind_of(year.policy, year.directory), until)
            for one in year.histories.values()
        )
        return [one for one in told if one is not None]

    return rows
