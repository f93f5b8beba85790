"""A year of sixty cases under each policy: every open case has a next date, and nothing ends without its words."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import (
    Agreed,
    AreaReceived,
    CaseClosed,
    DeadlineSet,
    Event,
    HarmTold,
    ReportMade,
    Withdrawn,
)
from mailservice.cases.history.folding import after
from mailservice.cases.people import deciders
from mailservice.policy.load import load
from mailservice.policy.model import Jurisdiction, Policy
from mailservice.simulator.year import Year
from tests.policy.reckon import published

POLICIES = Path(__file__).parents[2] / "policies"
# The busiest reader of a year: a head teacher who is every tier of a school with several cases at once. Measured: 14.
MOST_LETTERS_IN_A_DAY = 20
SEEDS = (1, 2)
OTHER_NATIONS: dict[str, Jurisdiction] = {
    "nscp": "scotland",
    "bscp": "northern-ireland",
    "sgcp": "guernsey",
    "crp": "isle-of-man",
    "rpd": "scotland",
}


def policies() -> Iterator[Policy]:
    """Give every policy that runs, the partial one with its overlay."""
    for path in sorted(POLICIES.glob("*.toml")):
        overlay = POLICIES / "overlays" / "rpd-example.toml"
        yield load(path, overlay if "rpd" in path.stem else None)


@dataclass
class Watch:
    """Holds every case to the promises after each decision, and not at the end of the year alone."""

    policy: Policy
    adrift: list[str] = field(default_factory=list)
    standing: dict[str, Case] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.holidays = published(self.policy.calendar.jurisdiction)

    def begin(self, seed: int) -> Year:
        self.year = Year(self.policy, seed, on_event=self.hear)
        return self.year

    def hear(self, reference: str, event: Event) -> None:
        self.standing[reference] = after(self.standing.get(reference, Case()), event)
        case = self.year.case(reference)
        if not (has_next_date(case) and self.has_owner(case)):
            self.adrift.append(f"{reference} at {event.at:%a %d %b %Y %H:%M}, {type(event).__name__}")
        if isinstance(event, DeadlineSet) and event.purpose not in REAL_HOURS:
            due = event.due.date()
            assert due.weekday() < 5, f"{reference}: {event.purpose} on a {event.due:%A}"
            assert due not in self.holidays, f"{reference}: {event.purpose} on a bank holiday, {due}"

    def has_owner(self, case: Case) -> bool:
        """Tell whether somebody is asked: whoever acts for a side, or the office where a stage is convened."""
        if not case.stage or case.status == "closed" or self.policy.stage(case.stage).sides == "convened":
            return True
        here = (deciders.present(case, self.policy, self.year.directory, agency) for agency in case.agencies)
        return any(here)


# Urgent dates run in real hours, weekends too; an action is asked about on the day that people agreed.
REAL_HOURS = {"urgent", "chase", "action"}


def has_next_date(case: Case) -> bool:
    """Tell whether a date stands that is more than a reminder; a case that has ended may still wait for an action."""
    if case.status == "closed" and all(one.state != "standing" for one in case.actions.values()):
        return True
    return not case.stage or any(one.purpose not in ("reminder", "nudge") for one in case.standing)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("policy", list(policies()), ids=lambda one: one.id)
def test_a_year_of_sixty_cases_keeps_its_promises(policy: Policy, seed: int) -> None:
    watch = Watch(replace(policy, calendar=replace(policy.calendar, jurisdiction=nation(policy, seed))))
    year = watch.begin(seed).play()
    assert len(year.histories) == 60
    for reference, history in year.histories.items():
        assert year.case(reference) == watch.standing[reference], "replaying gives the same case"
        for number, event in enumerate(history):
            if isinstance(event, CaseClosed):
                assert has_its_words(event, history[:number]), f"{reference} ended {event.ending} without its words"
    assert not watch.adrift, "open, with no next date or nobody to ask"
    assert year.busiest()[0] <= MOST_LETTERS_IN_A_DAY


def nation(policy: Policy, seed: int) -> Jurisdiction:
    """Give each policy its own nation in the first year, and another's holidays in the second."""
    return policy.calendar.jurisdiction if seed == 1 else OTHER_NATIONS[policy.id]


_NEEDS = {"not-agreed": ReportMade, "passed-on": HarmTold, "moved": AreaReceived}


def has_its_words(closed: CaseClosed, before: list[Event]) -> bool:
    """Tell whether somebody said what this ending needs (rules, section 12)."""
    match closed.ending:
        case "agreed" | "overtaken":
            return any(isinstance(event, Agreed) for event in before)
        case "withdrawn":
            return any(isinstance(event, Withdrawn) for event in before)
        case "decided":
            return closed.by is not None
        case "not-agreed" | "passed-on" | "moved":
            return closed.by is not None and any(isinstance(event, _NEEDS[closed.ending]) for event in before)
        case "given-up":
            return False  # nobody's word brings it
