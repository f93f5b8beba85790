"""A stranger whose name or address may be taken for one of the directory: named, and told to the office (rule 17). Pure."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations

from mailservice.directory import Directory, Person
from mailservice.mail.trust import domains
from mailservice.mail.trust.confusables import apart, skeleton

_SHORTEST = 5  # characters of a name in which one may differ; a shorter one is near to everything
_LONG = 12  # from here on, two may
# Below these a name is given only to the body that bears it: a force and a council of one place are no look-alikes.
_GIVEN_OUT = (
    ".gov.uk",
    ".nhs.uk",
    ".police.uk",
    ".sch.uk",
    ".ac.uk",
    ".mod.uk",
    ".judiciary.uk",
    ".gov.wales",
    ".gov.scot",
)
_LONG_NAME = 10  # characters of a person's name from which on one may differ
_MOST_LISTED = 20_000  # domains or people compared: some milliseconds


def of(address: str, name: str, directory: Directory, *, known: bool) -> str:
    """Return in a sentence what of the directory a sender looks like; '' where it is nothing, or they are themself.

    A sender whom the directory knows is looked at only for another's address in their name.
    """
    return _posing(address, name, directory) or ("" if known else _stranger(address, name, directory))


def _stranger(address: str, name: str, directory: Directory) -> str:
    here = domains.of_address(address)
    for listed in _domains(directory):
        if _alike(here, listed):
            return f"{address} looks like an address of {listed}, and is none."
    local = skeleton(address.rpartition("@")[0])
    shown = _person_name(name)
    for person in _people(directory):
        if shown and _same_name(shown, _person_name(person.name)):
            return f"It is shown as from {person.name} of the directory, but {address} is no address of theirs."
        if len(local) > _SHORTEST and local == skeleton(person.address.rpartition("@")[0]):
            return f"{address} begins like {person.address} of the directory, and is another."
    return ""


def _posing(address: str, name: str, directory: Directory) -> str:
    """Tell of an address of the directory that stands where a name should."""
    for word in name.split()[:50]:
        posed = word.strip("<>()[]\"',;")
        if "@" not in posed or posed.lower() == address.lower():
            continue
        person = directory.person_at(posed)
        listed = person is not None or bool(directory.agencies_of(posed)) or directory.is_office(posed)
        if listed and (person is None or person != directory.person_at(address)):
            return f"Its name shows {posed}, which is another's address."
    return ""


def below(address: str, directory: Directory) -> tuple[str, ...]:
    """Say that an address lies below a domain of the directory that does not list it: whose it is, nobody knows (rule 1.7)."""
    here = domains.of_address(address)
    above = next((one for one in _domains(directory) if here.endswith(f".{one}")), "")
    if not above or directory.agencies_of(address):
        return ()
    return (f"{here} lies below {above}, and is not listed in the directory, so it is a stranger's.",)


def among(directory: Directory) -> tuple[tuple[str, str], ...]:
    """Return the pairs of the directory's own domains, of different agencies, that look like each other."""
    owned = [(one.id, domain) for one in directory.agencies for domain in {domains.normal(own) for own in one.domains}]
    pairs = combinations(sorted(owned, key=lambda one: one[1]), 2)
    return tuple((one, other) for (mine, one), (theirs, other) in pairs if mine != theirs and _alike(one, other))


def _domains(directory: Directory) -> tuple[str, ...]:
    offices = (address for office in directory.offices for address in (office.address, *office.staff))
    return _normal((*(one for agency in directory.agencies for one in agency.domains), *offices))


@lru_cache(maxsize=8)
def _normal(listed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the domains of a directory once each; private mailboxes' are nobody's own."""
    found = (domains.of_address(one) for one in listed[:_MOST_LISTED])
    return tuple(dict.fromkeys(one for one in found if one))


def _people(directory: Directory) -> Iterable[Person]:
    return (*directory.people, *directory.officers)[:_MOST_LISTED]


def _alike(one: str, other: str) -> bool:
    """Tell whether one domain may be taken for another that it is not, nor lies below."""
    if not one or not other or one == other or one.endswith(f".{other}") or other.endswith(f".{one}"):
        return False
    return any(_near(mine, theirs) for mine, theirs in zip(_forms(one), _forms(other), strict=True)) or _holds(
        one, other
    )


@lru_cache(maxsize=4096)
def _forms(domain: str) -> tuple[str, str]:
    """Return a domain as it is written, and as it looks."""
    return domain, skeleton(domains.shown(domain))


def _near(one: str, other: str) -> bool:
    """Tell whether two domains differ by a slip, or to nobody's eye; the ending that they share counts for nothing."""
    mine, theirs = one.split("."), other.split(".")
    while mine and theirs and mine[-1] == theirs[-1]:
        del mine[-1], theirs[-1]
    one, other = ".".join(mine), ".".join(theirs)
    shorter = min(len(one), len(other))
    allowed = 2 if shorter >= _LONG else 1 if shorter >= _SHORTEST else 0
    return apart(one, other, allowed) <= allowed


def _holds(one: str, other: str) -> bool:
    """Tell whether a domain bears another's name under another ending, in front of its own, or joined by a hyphen."""
    name = other.split(".", maxsplit=1)[0]
    if len(name) <= _SHORTEST or one.endswith(_GIVEN_OUT):
        return False
    return any(name in label.split("-") or label == other.replace(".", "-") for label in one.split("."))


def _person_name(name: str) -> str:
    """Return a name as it is compared: its words in their order of letters, so that "Finch, Ada" is Ada Finch."""
    words: Iterator[str] = (word.strip(".,'\"()") for word in skeleton(name).split())
    found = sorted(word for word in words if word)
    return " ".join(found) if len(found) > 1 else ""


def _same_name(one: str, other: str) -> bool:
    return bool(other) and (one == other or (len(other) >= _LONG_NAME and apart(one, other, 1) <= 1))
