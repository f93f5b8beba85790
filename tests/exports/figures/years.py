"""A partnership's year as the rows that a report counts: rehearsed (`played`), or as chance has it (`some_year`)."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache

from mailservice.cases.told import figures as f
from mailservice.cases.told.figures import Facts, facts
from mailservice.exports.figures.period import Period
from mailservice.files import ROOT
from mailservice.policy.load import load
from mailservice.service.figures import kind_of
from mailservice.simulator.year import Year

POLICY = load(ROOT / "policies" / "northamptonshire-nscp.toml")
YEAR = Period(date(2026, 4, 1), date(2027, 3, 31), 4)
KINDS = ("Health", "Police", "School", "Social care", "Voluntary")
CHANGES = (*f.CHANGES.values(), f.SEVERAL_ANSWERS, f.NOT_ANSWERED)
STAGES = tuple(one.title for one in POLICY.stages)


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


def some_year(seed: int) -> Callable[[date], Sequence[Facts]]:
    """Return a year of cases as chance has it: few or many, some of it common and some rare."""
    chance = random.Random(seed)  # noqa: S311 - chance for a test, no secret
    weights = [chance.choice((1, 3, 9)) for _ in KINDS]
    cases = [case_by_chance(chance, weights) for _ in range(chance.choice((3, 8, 17, 30, 60, 120)))]
    asked = random.Random(seed)  # noqa: S311 - the same
    cases = [replace(one, changed=asked.choices(CHANGES, (3, 5, 1, 1, 1, 1, 6))[0]) for one in cases]

    def at(day: date) -> Sequence[Facts]:
        return [so_far(one, day) for one in cases if one.opened_on <= day]

    return at


def case_by_chance(chance: random.Random, weights: Sequence[int], days: int = 364) -> Facts:
    """Return a case that was opened from forty days before the year on, until so many days after its first."""
    opened = YEAR.first + timedelta(chance.randint(-40, days))
    raised, received = (chance.choices(KINDS, weights)[0] for _ in range(2))
    highest = min(chance.choice((0, 0, 1, 1, 1, 2, 2, 3, 4)), len(STAGES) - 1)
    outcome = chance.choices(("agreed", "withdrawn", "overtaken"), (8, 1, 1))[0]
    first = f.SETTLED_FIRST if outcome == "agreed" else f.STAYED
    way = chance.choice((f.BY_WORD, f.BY_SILENCE, f.BY_SILENCE, f.BY_BOTH)) if highest else first
    late = chance.choice(
        (f.IN_TIME, f.IN_TIME, STAGES[chance.randint(0, highest)], f.LATE_AGAIN if highest else f.IN_TIME)
    )
    topic = chance.choice((f.NOT_SAID, f.NOT_SAID, *(one.label for one in POLICY.reasons)))
    urgent = chance.choices((f.URGENT, f.NOT_URGENT), (1, 6))[0]
    took = chance.randint(1, 60)
    ended = opened + timedelta(took) if chance.random() < 0.9 else None
    return Facts(opened, ended, raised, received, topic, urgent, STAGES[highest], way, late, f.OUTCOMES[outcome], took)


def so_far(one: Facts, day: date) -> Facts:
    """Return a case as it stood at the end of a day."""
    if not one.ended_on or one.ended_on > day:
        return replace(one, ended_on=None)
    return one if one.ended_on + timedelta(42) < day else replace(one, changed=f.NOT_ASKED)
