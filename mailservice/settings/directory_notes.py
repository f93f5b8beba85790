"""What of a directory may be a slip, or lets a case down one day: a line each, and none of it refuses. Start at `notes`."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations

from mailservice.directory import Agency, Directory, Person
from mailservice.policy.model import Policy

Note = tuple[str, str]  # where, and what to do

# Schools and others whose people are away for weeks on days that everybody knows beforehand.
_WITH_HOLIDAYS = ("school", "academy", "college", "nursery", "education")
_LEAST_DOMAIN = 6
# What one letter is drawn as by another, to a hurried eye; written away before two domains are compared.
_LOOKS_LIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "\u0430": "a", "\u0435": "e", "\u043e": "o"})
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def notes(directory: Directory, policy: Policy, today: date) -> Iterator[Note]:
    """Yield everything that a coordinator should look at once."""
    yield from _on_both_ladders(directory)
    yield from _alike(directory)
    yield from _one_deep(directory, policy)
    yield from _without_phone(directory)
    yield from _without_their_0(directory)
    yield from _left(directory, today)
    yield from _at_home(directory)
    yield from _without_holidays(directory)
    yield from _office_of_one(directory)


def _on_both_ladders(directory: Directory) -> Iterator[Note]:
    """Yield who stands under two agencies that may be the two sides of a case: nobody judges for both (rule 6)."""
    for one, other in combinations([each for each in directory.people if each.stages], 2):
        if one.agency != other.agency and other.has_address(one.address):
            names = " and ".join(_agency(directory, each.agency) for each in (one, other))
            yield (
                f'person "{one.id}"',
                f"{one.name} decides for {names}: between these two nobody else may; name another for one of them",
            )


def _alike(directory: Directory) -> Iterator[Note]:
    """Yield domains that a hurried eye takes for one another: one of them may be a slip, or a forger's."""
    owned = [(domain.lower(), agency) for agency in directory.agencies for domain in agency.domains]
    for (one, agency), (other, its) in combinations(owned, 2):
        if one != other and _look_alike(one, other):
            whose = agency.name if agency is its else f"{agency.name} and {its.name}"
            yield f"domains {one} and {other}", f"they look alike ({whose}); if one is a slip, mend it, else leave both"


def _look_alike(one: str, other: str) -> bool:
    if one.endswith(f".{other}") or other.endswith(f".{one}"):
        return False
    if _drawn(one) == _drawn(other):
        return True
    # The last part is a country's or the like: two agencies of one name in two of these differ as they should.
    stems = one.rpartition(".")[0], other.rpartition(".")[0]
    apart = _apart(*stems)
    # North and south are two letters apart as well, but nobody takes one for the other.
    ends_alike = stems[0][:1] == stems[1][:1] and stems[0][-1:] == stems[1][-1:]
    return min(map(len, stems)) >= _LEAST_DOMAIN and (apart == 1 or (apart == 2 and ends_alike))  # noqa: PLR2004 - letters


def _drawn(domain: str) -> str:
    for two, single in _PAIRS:
        domain = domain.replace(two, single)
    return domain.translate(_LOOKS_LIKE)


def _apart(one: str, other: str) -> int:
    """Return how many letters must be changed, added or taken out to make one of the other."""
    if abs(len(one) - len(other)) > 2:  # noqa: PLR2004 - more than is asked for
        return abs(len(one) - len(other))
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        above, row[0] = row[0], number
        for at, its in enumerate(other, 1):
            above, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, above + (letter != its))
    return row[-1]


def _one_deep(directory: Directory, policy: Policy) -> Iterator[Note]:
    """Yield, a line an agency, where one person alone decides and nobody covers for them."""
    for agency in directory.agencies:
        mine = [one for one in directory.people if one.agency == agency.id]
        alone: dict[str, list[str]] = {}
        for stage in policy.ladder[1:]:
            for tier in sorted({one.tier for one in mine if stage.id in one.stages}):
                holders = directory.at(agency.id, stage.id, tier)
                if len(holders) == 1 and not holders[0].deputy:
                    where = f"{stage.id} tier {tier}" if tier > 1 else stage.id
                    alone.setdefault(holders[0].name, []).append(where)
        if alone:
            named = "; ".join(f"{name} at stage {', '.join(where)}" for name, where in alone.items())
            yield (
                f'agency "{agency.name}"',
                f"one person alone decides, without a deputy: {named}. Their leave stops a case",
            )


def _without_phone(directory: Directory) -> Iterator[Note]:
    yield from _together(
        directory,
        lambda one: bool(one.stages) and not any(sign.isdigit() for sign in one.phone),
        "they decide, and have no phone; an urgent case rings",
    )


def _without_their_0(directory: Directory) -> Iterator[Note]:
    """Yield numbers of ten digits that begin with none of 0 and +: a sheet has eaten what they began with."""
    yield from _together(
        directory,
        lambda one: re.fullmatch(r"[1-9]\d{9}", one.phone.replace(" ", "")) is not None,
        "the phone seems to have lost the 0 that it begins with",
    )


def _left(directory: Directory, today: date) -> Iterator[Note]:
    yield from _together(
        directory,
        lambda one: one.left is not None and one.left <= today,
        "they have left; delete them once nobody asks",
    )


def _at_home(directory: Directory) -> Iterator[Note]:
    """Yield addresses at providers that are open to everybody: nobody there can be told from a stranger."""
    alone = Directory(office=directory.office)
    yield from _together(
        directory, lambda one: alone.is_private(one.address), "the address is a private one; write that at work"
    )


def _without_holidays(directory: Directory) -> Iterator[Note]:
    for agency in directory.agencies:
        if not agency.closed and _has_holidays(agency):
            yield (
                f'agency "{agency.name}", closed',
                "no closed days are written; without the holidays nobody is asked for cover",
            )


def _has_holidays(agency: Agency) -> bool:
    said = f"{agency.type} {agency.name}".lower()
    return any(one in said for one in _WITH_HOLIDAYS)


def _office_of_one(directory: Directory) -> Iterator[Note]:
    for place, office in {
        "[office]": directory.office,
        **{f'board "{key}",': one for key, one in directory.boards.items()},
    }.items():
        if len(office.staff) < 2 and not office.deputies:  # noqa: PLR2004 - one person, and somebody else
            yield f"{place} staff", "one person alone keeps the office; name a second under staff, or deputies"


def _together(directory: Directory, of_whom: Callable[[Person], bool], what: str) -> Iterator[Note]:
    """Yield one line an agency, with everybody there of whom it is true."""
    for agency in directory.agencies:
        names = [one.name for one in directory.people if one.agency == agency.id and of_whom(one)]
        if names:
            yield f'agency "{agency.name}"', f"{', '.join(names)}: {what}"


def _agency(directory: Directory, identity: str) -> str:
    found = directory.agency(identity)
    return found.name if found else identity
