"""Whom a drill asks, and what its answers say: where one person alone was reached, and where nobody. Pure; values in and out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mailservice.cases.history.commands import Signs
from mailservice.cases.history.events import Party
from mailservice.cases.people.deciders import as_party
from mailservice.directory import Directory, Person


@dataclass(frozen=True)
class Tier:
    """Who acts for an agency at a stage and tier, deputies among them, or who holds a role beside the agencies."""

    place: str
    people: tuple[Person, ...]

    def reached(self, signs: Signs) -> tuple[Person, ...]:
        """Return those who have written since the drill began."""
        return tuple(one for one in self.people if any(at in signs.answered for at in _addresses(one)))


def tiers(directory: Directory) -> Iterator[Tier]:
    """Yield each tier that somebody holds, and each role of an officer."""
    for agency in directory.agencies:
        mine = [one for one in directory.people if one.agency == agency.id]
        held = {(stage, one.tier) for one in mine for stage in (*one.stages, *one.hands_over)}
        for stage, tier in sorted(held):
            holders = [one for one in mine if one.tier == tier and stage in (*one.stages, *one.hands_over)]
            deputies = [directory.person(one.deputy) for one in holders]
            people = dict.fromkeys([*holders, *(one for one in deputies if one is not None)])
            above = f", tier {tier}" if tier > 1 else ""
            yield Tier(f"{agency.name}, stage {stage}{above}", tuple(people))
    for role in dict.fromkeys(one.role for one in directory.officers):
        yield Tier(role, tuple(one for one in directory.officers if one.role == role))


def to_ask(directory: Directory, spared: Iterable[str]) -> tuple[Party, ...]:
    """Return whom a drill asks: whoever holds a tier, once for each address, but for these addresses and barred ones."""
    found: dict[str, Person] = {}
    for tier in tiers(directory):
        for one in tier.people:
            found.setdefault(one.address.lower(), one)
    left = {*(one.lower() for one in spared), *directory.barred}
    return tuple(as_party(one) for address, one in found.items() if address not in left)


def bounced(one: Person, signs: Signs) -> bool:
    """Tell whether the drill's letter to somebody came back."""
    return any(at in signs.bounced for at in _addresses(one))


def last_sign(one: Person, signs: Signs) -> str:
    """Return the day of the last mail that a person wrote from one of their addresses (ISO); empty where there is none."""
    days = [signs.last[at] for at in _addresses(one) if at in signs.last]
    return max(days).date().isoformat() if days else ""


def _addresses(one: Person) -> tuple[str, ...]:
    return tuple(at.lower() for at in (one.address, *one.aliases))
