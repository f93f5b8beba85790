"""A record that changes, and boards that ask it for figures again and again: start at `Record` and `Anew`."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from mailservice.cases.history.events import FiguresPublished
from mailservice.cases.told.figures import Facts
from mailservice.exports.figures import published, tables
from mailservice.exports.figures.period import Period
from mailservice.exports.figures.tables import Report
from tests.exports.figures.years import CHANGES, KINDS, POLICY, YEAR, case_by_chance, so_far

MORE_THAN_TWO_YEARS = 800  # days
SECRET = "of this record alone"
NOON = datetime(2028, 7, 3, 12, tzinfo=UTC)


class Record:
    """Cases of more than two years as chance has them; what happens to them later too."""

    def __init__(self, seed: int, sizes: Sequence[int] = (10, 25, 60, 120), days: int = 364) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - chance for a test, no secret
        self._weights = [self.chance.choice((1, 3, 9)) for _ in KINDS]
        self._days = days
        self.cases = [self._case() for _ in range(self.chance.choice(sizes))]

    def at(self, day: date) -> Sequence[Facts]:
        """Return the cases as they stood at the end of a day, by what is known of them now."""
        return [so_far(one, day) for one in self.cases if one.opened_on <= day]

    def dispose(self, count: int) -> None:
        """Dispose of some ended cases: when each was opened, when and how it ended is left, and nothing else."""
        ended = [number for number, one in enumerate(self.cases) if one.ended_on]
        for number in self.chance.sample(ended, min(count, len(ended))):
            one = self.cases[number]
            self.cases[number] = Facts(one.opened_on, one.ended_on, outcome=one.outcome)

    def rename(self) -> None:
        """Change the policy: from now on one type of agency is counted with another."""
        old, new = self.chance.sample(KINDS, 2)
        self.cases = [
            replace(one, raised=new if one.raised == old else one.raised, received=new if one.received == old else one.received)
            for one in self.cases
        ]  # fmt: skip

    def come_late(self) -> None:
        """Let one more case be known of a time that is over."""
        self.cases.append(self._case())

    def _case(self) -> Facts:
        told = case_by_chance(self.chance, self._weights, self._days)
        return replace(told, changed=self.chance.choices(CHANGES, (3, 5, 1, 1, 1, 1, 6))[0])


@dataclass
class Anew:
    """Works each report out anew, as if none had been handed out before."""

    record: Record
    threshold: int = 5
    handed: list[Report] = field(default_factory=list)

    def asks(self, of: Period) -> Report | None:
        """Hand out the figures of a time."""
        self.handed.append(tables.report(POLICY, "NSCP", self.record.at, of, self.threshold))
        return self.handed[-1]


@dataclass
class Held:
    """Holds each report to what was published before; looks that what is asked again is told again, whatever has become of it."""

    record: Record
    threshold: int = 5
    before: list[FiguresPublished] = field(default_factory=list)
    handed: list[Report] = field(default_factory=list)

    def asks(self, of: Period) -> Report | None:
        """Hand out the figures of a time; nothing where it cuts what was published."""
        again = published.told(self.before, of)
        if not again and not published.cut(self.before, of):
            self.before += published.publish(POLICY, self.record.at, of, self.threshold, self.before, NOON, SECRET)
        found = published.told(self.before, of)
        if again:
            assert found == again
        elif found:
            self.handed.append(published.read(found))
        return published.read(found) if found else None


def quarters(begins: int, count: int = 8) -> list[Period]:
    """Return the quarters from the first of the tests on, where years begin in a month."""
    first = date(YEAR.first.year, YEAR.first.month + (begins - YEAR.first.month) % 3, 1)
    found = []
    for _ in range(count):
        last = (first + timedelta(93)).replace(day=1) - timedelta(1)
        found.append(Period(first, last, begins))
        first = last + timedelta(1)
    return found


def years(begins: int, count: int = 2) -> list[Period]:
    """Return the years from the first of the tests on, where they begin in a month."""
    first = date(YEAR.first.year + (begins < YEAR.first.month), begins, 1)
    starts = [first.replace(year=first.year + number) for number in range(count)]
    return [Period(one, one.replace(year=one.year + 1) - timedelta(1), begins) for one in starts]
