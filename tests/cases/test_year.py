"""A year of sixty cases under each policy: every open case has a next date, and nothing ends without its words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailservice.cases.case import Case
from mailservice.cases.events import Agreed, CaseClosed, Event, ReportMade, Withdrawn
from mailservice.policy.load import load
from mailservice.policy.model import Policy
from mailservice.year import Year

POLICIES = Path(__file__).parents[2] / "policies"
# The busiest reader of a year: a head teacher who is every tier of a school with several cases at once. Measured: 14.
MOST_LETTERS_IN_A_DAY = 20
SEEDS = (1, 2)


def policies() -> Iterator[Policy]:
    """Give every policy that runs, the partial one with its overlay."""
    for path in sorted(POLICIES.glob("*.toml")):
        overlay = POLICIES / "overlays" / "rpd-example.toml"
        yield load(path, overlay if "rpd" in path.stem else None)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("policy", list(policies()), ids=lambda one: one.id)
def test_a_year_of_sixty_cases_keeps_its_promises(policy: Policy, seed: int) -> None:
    adrift: list[str] = []
    standing: dict[str, Case] = {}

    def watch(reference: str, event: Event) -> None:
        standing[reference] = standing.get(reference, Case()).after(event)

    year = Year(policy, seed, on_event=watch)
    year.play()
    assert len(year.histories) == 60
    for reference, history in year.histories.items():
        case = year.case(reference)
        assert case == standing[reference], "replaying gives the same case"
        if case.status in ("open", "agreed") and not case.standing:
            adrift.append(reference)
        for number, event in enumerate(history):
            if isinstance(event, CaseClosed):
                assert has_its_words(event, history[:number]), f"{reference} ended {event.ending} without its words"
    assert not adrift, "open, with no next date"
    assert year.busiest()[0] <= MOST_LETTERS_IN_A_DAY


def has_its_words(closed: CaseClosed, before: list[Event]) -> bool:
    """Tell whether somebody said what this ending needs (rules, section 12)."""
    match closed.ending:
        case "agreed" | "overtaken":
            return any(isinstance(event, Agreed) for event in before)
        case "withdrawn":
            return any(isinstance(event, Withdrawn) for event in before)
        case "decided":
            return closed.by is not None
        case "not-agreed":
            return closed.by is not None and any(isinstance(event, ReportMade) for event in before)
