"""What a year brings to a real directory: who disagrees with whom, who is away, whom people name. Start at `Life`.

Every share here is ours: an assumption, told as such in the report of a rehearsal. Nothing of it is any policy's.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from mailservice.directory import Directory, Person
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays

LEAVES = (10, 5, 5, 5, 2)
"""How many working days each absence of a person lasts in a year: holidays, and days of illness or training."""
SPREAD = 365
MOST_DAYS_ON = 400


@dataclass(frozen=True)
class Life:
    """How often what happens: as it stands, everybody is at work, and no case is urgent or within one agency.

    `urgent` and `within` are shares of the cases, `answers` and `office_answers` of the letters, `undelivered` too.
    """

    urgent: float = 0.0
    within: float = 0.0
    leave: bool = False
    answers: float = 0.55
    office_answers: float = 0.8
    undelivered: float = 0.01
    between: tuple[str, ...] = ()


@dataclass
class Absences:
    """Who is away on which days: the closed days of their agency, and leave of their own, the same for the same seed."""

    directory: Directory
    days: WorkingDays
    start: date
    seed: int = 1
    leave: bool = False
    _leaves: dict[str, Mapping[date, str]] = field(default_factory=dict)

    def why(self, person: str, on: date) -> str:
        """Return why somebody is away on a day: the name of a closed day, or leave; nothing where they are at work."""
        who = self.directory.person(person)
        agency = self.directory.agency(who.agency) if who else None
        if who is None:
            return ""
        return (agency.closed.get(on, "") if agency else "") or self._leave_of(who).get(on, "")

    def back(self, person: str, on: date) -> date | None:
        """Return the first working day on which somebody who is away on a day is back; None where they are not away."""
        if not self.why(person, on):
            return None
        day = on
        for _ in range(MOST_DAYS_ON):
            day = self.days.next_working(day)
            if not self.why(person, day):
                break
        return day

    def _leave_of(self, person: Person) -> Mapping[date, str]:
        if not self.leave:
            return {}
        if person.id not in self._leaves:
            self._leaves[person.id] = dict.fromkeys(self._drawn(person), "Leave")
        return self._leaves[person.id]

    def _drawn(self, person: Person) -> list[date]:
        """Draw the leave of both years that a rehearsal reaches into; each person has chances of their own."""
        chance = random.Random(f"{self.seed} {person.id}")  # noqa: S311 - chance for a rehearsal, no secret
        away: list[date] = []
        for year in (0, 1):
            for length in LEAVES:
                day = self.start + timedelta(days=SPREAD * year + chance.randrange(SPREAD))
                for _ in range(length):
                    day = self.days.next_working(day)
                    away.append(day)
        return away


def practitioners(directory: Directory, policy: Policy) -> list[list[Person]]:
    """Return, for each agency that lists anybody, those who disagree first: its people at the lowest place it lists.

    Of those who stand equally low, whoever is nobody's manager or deputy comes before the others.
    """
    found = [
        _lowest([one for one in directory.people if one.agency == agency.id], policy) for agency in directory.agencies
    ]
    return [people for people in found if people]


def _lowest(people: list[Person], policy: Policy) -> list[Person]:
    order = {place: number for number, place in enumerate(policy.places)}
    leading = {one.manager for one in people} | {one.deputy for one in people}

    def place(one: Person) -> tuple[int, int]:
        held: list[int] = [order.get(stage, 0) for stage in (*one.stages, *one.hands_over)]
        lowest = min(held) if held else 0
        return (lowest, one.tier if lowest else 1)

    low = min((place(one) for one in people), default=(0, 1))
    there = [one for one in people if place(one) == low]
    return [one for one in there if one.id not in leading] or there


def somebody_at(directory: Directory, agency: str, chance: random.Random) -> tuple[str, str]:
    """Return whom an agency's people name when they are asked for one: a colleague who is listed, else one who is not yet."""
    colleagues = [one for one in directory.people if one.agency == agency and one.stages]
    if colleagues:
        one = chance.choice(colleagues)
        return one.name, one.address
    own = directory.agency(agency)
    domain = own.domains[0] if own and own.domains else "agency.example"
    return f"A manager not listed yet ({own.name if own else agency})", f"manager.not.listed@{domain}"
