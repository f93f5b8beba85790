"""How many letters, to whom, how close together and how long: `python -m tests.counting [--words]`, on the demo and on a year.

`--words` also renders each letter and counts the words of ours, people's own left out. The morning letter is the service's own
and is not in a year of decisions.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from mailservice.cases.history.events import Event, LetterBounced, LetterOrdered, LetterSent
from mailservice.mail.compose.templates import load_templates, read_folder
from mailservice.policy.load import load
from mailservice.policy.model import Policy
from mailservice.simulator.playing import Simulator
from mailservice.simulator.story import read_story
from mailservice.simulator.year import Year
from tests.gallery import ROOT, part, written

OFFICE = "Business Office"
SAMPLE = 25  # letters of a kind whose words are counted
PEOPLES_OWN = frozenset({"text", "reason", "proposal_text", "line", "exactly"})
"""The facts that hold what somebody wrote."""


@dataclass
class Count:
    """The letters of one rehearsal; the office is whoever has the role of it."""

    kinds: Counter[str] = field(default_factory=Counter)
    cases: Counter[str] = field(default_factory=Counter)
    to_office: Counter[str] = field(default_factory=Counter)
    moments: Counter[tuple[str, datetime]] = field(default_factory=Counter)
    days: Counter[tuple[str, str, Any]] = field(default_factory=Counter)
    ordered: list[LetterOrdered] = field(default_factory=list)
    waiting: dict[str, LetterOrdered] = field(default_factory=dict)

    def hear(self, reference: str, event: Event) -> None:
        """Take a letter into account that leaves, or that comes back; the morning letter apart."""
        if isinstance(event, LetterOrdered) and event.template != "digest":
            self.waiting[event.letter] = event
        elif isinstance(event, LetterSent | LetterBounced) and event.letter in self.waiting:
            self._leaves(reference, self.waiting.pop(event.letter), event.at)

    def _leaves(self, reference: str, event: LetterOrdered, at: datetime) -> None:
        self.ordered.append(event)
        self.kinds[event.template] += 1
        self.cases[reference] += 1
        if event.to.role == OFFICE:
            self.to_office[reference] += 1
            return
        self.moments[event.to.address, at.replace(second=0, microsecond=0)] += 1
        self.days[reference, event.to.address, at.date()] += 1

    def row(self) -> list[str]:
        """Return the figures that a table shows."""
        most = self.cases.most_common(1)[0][1]
        twice = sum(1 for number in self.days.values() if number > 1)
        return [
            str(self.cases.total()),
            f"{self.cases.total() / len(self.cases):.0f}",
            str(most),
            str(self.to_office.total()),
            str(sum(1 for number in self.moments.values() if number > 1)),
            f"{twice} of {len(self.days)}",
        ]


def of_year(policy: Policy) -> Count:
    """Count the letters of a rehearsed year of 60 cases."""
    count = Count()
    Year(policy, on_event=count.hear).play()
    return count


def of_story(path: Path) -> Count:
    """Count the letters of a story, as they left."""
    count = Count()
    with TemporaryDirectory() as folder:
        played = Simulator(read_story(path), Path(folder)).play()
        for reference, events in played.histories().items():
            for event in events:
                count.hear(reference, event)
    return count


def words_of_ours(count: Count) -> dict[str, float]:
    """Return how many words of ours the letters of each kind have, as plain text, on average."""
    templates = load_templates(read_folder(ROOT / "templates" / "email"))
    found: dict[str, list[int]] = {}
    for one in _sample(count.ordered):
        text = part(written(one, templates), "plain")
        found.setdefault(one.template, []).append(len(text.split()) - _theirs(one.facts))
    means = {name: mean(numbers) for name, numbers in found.items()}
    return means | {"": sum(means[name] * number for name, number in count.kinds.items()) / count.kinds.total()}


def _sample(ordered: Iterable[LetterOrdered]) -> Iterable[LetterOrdered]:
    """Return some of each kind of letter: to render every one takes minutes."""
    seen: Counter[str] = Counter()
    for one in ordered:
        seen[one.template] += 1
        if seen[one.template] <= SAMPLE:
            yield one


def _theirs(facts: Any, name: str = "") -> int:
    if isinstance(facts, str):
        return len(facts.split()) if name in PEOPLES_OWN else 0
    if isinstance(facts, Mapping):
        own = len(facts["words"].split()) if isinstance(facts.get("words"), str) else 0
        return own + sum(_theirs(value, key) for key, value in facts.items())
    return sum(_theirs(one, name) for one in facts) if isinstance(facts, Iterable) else 0


def _policy(prefix: str) -> Policy:
    """Return the policy that runs under this prefix."""
    return next(one for one in map(load, sorted((ROOT / "policies").glob("*.toml"))) if one.id == prefix)


def main() -> None:
    """Print the table, and the letters by kind."""
    console = Console()
    table = Table("", "letters", "a case", "most", "to the office", "two in a minute", "two a day and case")
    shown = {f"a year, {name}": of_year(_policy(name)) for name in ("nscp", "sgcp")}
    shown["the demo"] = of_story(ROOT / "demo" / "story.toml")
    for name, count in shown.items():
        table.add_row(name, *count.row())
    console.print(table)
    kinds = Table("letter", *shown)
    ours = {name: words_of_ours(count) for name, count in shown.items()} if "--words" in sys.argv else {}
    for kind in [*sorted({kind for count in shown.values() for kind in count.kinds}), ""]:
        cells = []
        for name, count in shown.items():
            number = count.kinds[kind] if kind else count.kinds.total()
            words = f" ({ours[name][kind]:.0f} words)" if ours and number else ""
            cells.append(f"{number or ''}{words}")
        kinds.add_row(kind or "all", *cells)
    console.print(kinds)


if __name__ == "__main__":
    main()
