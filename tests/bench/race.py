"""Contestants that take turns on the same chunks of work, so that a busy machine slows all of them alike."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles

Work = Callable[[], object]


@dataclass(frozen=True)
class Spread:
    """A median, and the quartiles on both sides of it."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, figures: list[float]) -> "Spread":
        """Return the spread of at least one figure."""
        if len(figures) == 1:
            return cls(*figures * 3)
        low, _, high = quantiles(figures, n=4, method="inclusive")
        return cls(low, median(figures), high)

    def show(self, form: str) -> str:
        """Return `median (quartile to quartile)`."""
        return f"{self.middle:{form}} ({self.low:{form}} to {self.high:{form}})"


@dataclass
class Race:
    """The seconds that each contestant took, turn by turn."""

    seconds: dict[str, list[float]] = field(default_factory=dict)

    def run(self, name: str, work: Work) -> None:
        """Time one turn."""
        begun = time.perf_counter()
        work()
        self.took(name, time.perf_counter() - begun)

    def took(self, name: str, seconds: float) -> None:
        """Keep a turn that somebody else timed."""
        self.seconds.setdefault(name, []).append(seconds)

    def rates(self, name: str, chunk: int) -> Spread:
        """Return how many a second."""
        return Spread.of([chunk / one for one in self.seconds[name]])

    def ratios(self, name: str, reference: str) -> Spread:
        """Return how many times as fast as the reference, of the turns side by side."""
        pairs = zip(self.seconds[name], self.seconds[reference], strict=True)
        return Spread.of([theirs / ours for ours, theirs in pairs])

    def rate(self, name: str, chunk: int) -> float:
        """Return how many a second, by the median turn."""
        return self.rates(name, chunk).middle

    def ratio(self, name: str, reference: str) -> float:
        """Return how many times as fast as the reference, by the median of the turns side by side."""
        return self.ratios(name, reference).middle
