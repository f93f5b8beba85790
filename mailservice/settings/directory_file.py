"""The directory as a person writes it: agencies with their people in one TOML file. Start at `load_directory`.

What is wrong is told all at once and refused; what is only missing (nobody at a stage) is a warning, because the
service asks the people present for a name.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from mailservice.directory import Agency, Directory, Neighbour, Office, Person, StandIn
from mailservice.errors import Problem, UserError
from mailservice.policy.model import Policy
from mailservice.settings import last_word
from mailservice.settings.tidying import tidied
from mailservice.settings.toml_file import Location, Raw, Section, read, read_bytes, salvaged
from mailservice.settings.toml_file import place as place_of

_SOMEBODY = '{ name = "Sam Reed", address = "sam.reed@nscp.example", phone = "01632 960 112" }'
_ADDRESS = re.compile(r"[^@\s<>()\[\];,:\"\\]{1,64}@[^@\s<>()\[\];,:\"\\]{1,255}")
_Texts = tuple[Annotated[str, Field(min_length=1)], ...]


class StandInEntry(Section):
    """One deputy of the office, or its duty contact."""

    name: str = Field(min_length=1, description='their name, like name = "Sam Reed"')
    address: str = Field(
        pattern=r"^[^@\s<>]+@[^@\s<>]+$", description='a mailbox, like address = "sam.reed@nscp.example"'
    )
    phone: str = Field(min_length=1, description='a number, like phone = "01632 960 112"')


class OfficeEntry(Section):
    """The `[office]` section."""

    name: str = Field(default="", description='the office\'s name, like name = "NSCP Business Office"')
    address: str = Field(default="", description='the office\'s mailbox, like address = "office@nscp.example"')
    phone: str = Field(default="", description='a number, like phone = "01632 960 110"')
    staff: _Texts = Field(default=(), description='the staff\'s own addresses, like staff = ["a.hill@nscp.example"]')
    deputies: tuple[StandInEntry, ...] = Field(default=(), description=f"who hears next: deputies = [{_SOMEBODY}]")
    duty: StandInEntry | None = Field(default=None, description=f"who hears last: duty = {_SOMEBODY}")
    closed: Mapping[date, str] = Field(default={}, description='days, like { "2026-12-24" = "Office closed" }')


class BoardEntry(OfficeEntry):
    """One `[[board]]`: the office of one of the boards that the policy holds for."""

    id: str = Field(default="", description='the id that the policy gives the board, like id = "adults"')


class PersonEntry(Section):
    """One `[[agency.person]]`."""

    id: str = Field(default="", description='a short word for this person, like id = "j-okafor"')
    name: str = Field(default="", description='their name, like name = "Joy Okafor"')
    address: str = Field(default="", description='their address at work, like address = "joy@northfield.example"')
    role: str = Field(default="", description='what they are, like role = "Team manager"')
    stages: _Texts = Field(default=(), description='the stages where they decide, like stages = ["2"]')
    tier: int = Field(default=1, ge=1, description="a number counted from 1, like tier = 2")
    manager: str = Field(default="", description="the id of the next person up")
    deputy: str = Field(default="", description="the id of the person who covers for them")
    phone: str = Field(default="", description='a number, like phone = "01632 960 121"')
    aliases: _Texts = Field(
        default=(), description='other addresses of theirs, like aliases = ["jo@northfield.example"]'
    )
    hands_over: _Texts = Field(
        default=(), description='the stages where they bring a case that another decides, like hands_over = ["3"]'
    )
    since: date | None = Field(default=None, description="their first day here, like since = 2026-12-01")
    left: date | None = Field(
        default=None, description="the day from which they are here no more, like left = 2026-12-01"
    )
    was: str = Field(default="", description='the id that they have in the agency they left, like was = "d-mensah"')
    assistant_of: str = Field(
        default="", description='the id of whom they are secretary to, like assistant_of = "j-okafor"'
    )


class OfficerEntry(Section):
    """One `[[officer]]`: somebody beside the agencies, such as an independent chair."""

    id: str = Field(default="", description='a short word for this person, like id = "chair"')
    name: str = Field(default="", description='their name, like name = "Morgan Hale"')
    address: str = Field(default="", description='their address at work, like address = "chair@partnership.example"')
    role: str = Field(default="", description='the role in the policy\'s own words, like role = "Independent Chair"')
    phone: str = Field(default="", description='a number, like phone = "01632 960 190"')
    board: str = Field(default="", description='the id of the one board they act for, like board = "adults"')


class NeighbourEntry(Section):
    """One `[[neighbour]]`: another area's service."""

    name: str = Field(min_length=1, description='its partnership, like name = "Marlshire Children Partnership"')
    address: str = Field(
        pattern=r"^[^@\s<>]+@[^@\s<>]+$", description='its mailbox, like address = "escalate@marlshirescp.example"'
    )
    office: str = Field(
        default="", description='whom to speak to there, like office = "Marlshire office, 01632 960 310"'
    )


class DomainEntry(Section):
    """A domain that an agency gives up."""

    domain: str = Field(min_length=1, description='what follows the @, like domain = "old.example"')
    until: date = Field(description="its last day, like until = 2027-03-31")


class AgencyEntry(Section):
    """One `[[agency]]` with its people."""

    id: str = Field(default="", description='a short word for this agency, like id = "northfield"')
    name: str = Field(default="", description='its name, like name = "Northfield Trust"')
    type: str = Field(default="default", description='a kind of agency that the policy names, like type = "school"')
    domains: tuple[Annotated[str, Field(min_length=1)] | DomainEntry, ...] = Field(
        default=(),
        description='what follows the @ of its addresses, like domains = ["northfield.example"]; of one that is given up: '
        '{ domain = "old.example", until = 2027-03-31 }',
    )
    was: _Texts = Field(default=(), description='the ids that it had before, like was = ["old-id"]')
    former_names: _Texts = Field(default=(), description='what it was called, like former_names = ["Old Trust"]')
    shared: _Texts = Field(
        default=(), description='mailboxes that several people read, like shared = ["safeguarding@northfield.example"]'
    )
    mornings: _Texts = Field(
        default=(), description='who has its open cases each morning, like mornings = ["lead@northfield.example"]'
    )
    closed: Mapping[date, str] = Field(default={}, description='days, like { "2026-12-24" = "Christmas holidays" }')
    person: tuple[PersonEntry, ...] = Field(default=(), description="its people, each under [[agency.person]]")

    @property
    def every_domain(self) -> tuple[str, ...]:
        """Its domains, whether it keeps them or gives them up."""
        return tuple(one if isinstance(one, str) else one.domain for one in self.domains)


class DirectoryFile(Section):
    """The whole file. Nothing is required by its shape: what is missing is told with all else that is wrong."""

    office: OfficeEntry = Field(default=OfficeEntry(), description="a section [office] with name and address")
    agency: tuple[AgencyEntry, ...] = Field(default=(), description="the agencies, each under [[agency]]")
    officer: tuple[OfficerEntry, ...] = Field(default=(), description="officers beside the agencies, [[officer]]")
    neighbour: tuple[NeighbourEntry, ...] = Field(default=(), description="other areas' services, [[neighbour]]")
    board: tuple[BoardEntry, ...] = Field(default=(), description="the boards' own offices, each under [[board]]")


def load_directory(path: Path, policy_stage_ids: Collection[str]) -> Directory:
    """Return who is who; UserError tells every fault, with its place and what to write."""
    return directory_of(loaded(read(path), path, policy_stage_ids))


def load_directory_bytes(data: bytes, path: Path, policy_stage_ids: Collection[str]) -> Directory:
    """Return who is who, as the bytes of its file say; UserError tells every fault."""
    return directory_of(loaded(read_bytes(data, path), path, policy_stage_ids))


def kept_directory(data: bytes) -> Directory:
    """Return who is who, of bytes that were taken once, whatever a newer policy or a newer check would say of them."""
    return directory_of(kept_content(data))


def kept_content(data: bytes) -> DirectoryFile:
    """Return what the file said of which these are the bytes."""
    return salvaged(DirectoryFile, tidied(read_bytes(data, Path("directory"))))[0]


def loaded(raw: Raw, path: Path, policy_stage_ids: Collection[str]) -> DirectoryFile:
    """Return what a file says, as far as it is read already; UserError tells every fault."""
    content, faults = understood(raw, policy_stage_ids)
    if faults:
        raise UserError([Problem(str(path), place_of(tidied(raw), where), remedy) for where, remedy in faults])
    return content


def understood(raw: Raw, policy_stage_ids: Collection[str]) -> tuple[DirectoryFile, list[tuple[Location, str]]]:
    """Return as much as can be understood, and every fault: where it lies, and what to write."""
    content, faults = salvaged(DirectoryFile, tidied(raw))
    return content, [*faults, *_faults(content, policy_stage_ids)]


def directory_warnings(directory: Directory, policy: Policy) -> tuple[Problem, ...]:
    """Return what will slow a case down but does not stop the service: empty tiers, shared domains, unknown types."""
    found = [
        *_empty_tiers(directory, policy),
        *_shared_domains(directory),
        *_perhaps_one_person(directory),
        *_unknown_types(directory, policy),
        *_in_an_ended_domain(directory),
        *_leaves_a_gap(directory),
        *_nobody_beside_the_office(directory),
        *_nobody_named(directory, policy),
        *_boards(directory, policy),
    ]
    return tuple(Problem("directory", place, remedy) for place, remedy in found)


_Fault = tuple[str, str]  # where, and what to write instead
_Located = tuple[Location, str]


def _faults(content: DirectoryFile, stages: Collection[str]) -> Iterator[_Located]:
    yield from _missing(content.office, ("office",), "name", "address")
    for number, board in enumerate(content.board):
        yield from _missing(board, ("board", number), "id", "name", "address")
        yield from _twice([board.id], [one.id for one in content.board], ("board", number, "id"))
        yield from _no_addresses(board, ("board", number), "address", "staff")
    yield from _no_addresses(content.office, ("office",), "address", "staff")
    if not content.agency:
        yield ("agency",), "there is none; write each under [[agency]]"
    agencies = [name for one in content.agency for name in (one.id, *one.was)]
    in_two = _in_two_agencies(content)
    people = [person.id for agency in content.agency for person in agency.person]
    people += [officer.id for officer in content.officer]
    addresses = list(_addresses(content))
    for number, neighbour in enumerate(content.neighbour):
        yield from _twice([neighbour.address], addresses, ("neighbour", number, "address"))
    for number, agency in enumerate(content.agency):
        at: Location = ("agency", number)
        yield from _missing(agency, at, "id", "name", "domains")
        yield from _twice([agency.id], agencies, (*at, "id"))
        yield from _twice(agency.was, agencies, (*at, "was"))
        yield from _no_addresses(agency, at, "shared", "mornings")
        yield from _outside_its_domains(agency, at)
        for place_there, person in enumerate(agency.person):
            where: Location = (*at, "person", place_there)
            yield from _missing(person, where, "id", "name", "address")
            yield from _twice([person.id], people, (*where, "id"))
            yield from _no_addresses(person, where, "address", "aliases")
            yield from _twice([person.address], addresses, (*where, "address"))
            yield from _twice(person.aliases, addresses, (*where, "aliases"))
            yield from _faults_of_person(person, agency, where, stages)
            yield from _outside(person, agency, where, in_two)
    for number, officer in enumerate(content.officer):
        at = ("officer", number)
        yield from _missing(officer, at, "id", "name", "address", "role")
        yield from _twice([officer.id], people, (*at, "id"))
        yield from _no_addresses(officer, at, "address")
        yield from _twice([officer.address], addresses, (*at, "address"))


def _faults_of_person(
    person: PersonEntry, agency: AgencyEntry, where: Location, stages: Collection[str]
) -> Iterator[_Located]:
    colleagues = [one.id for one in agency.person if one.id != person.id]
    if person.left and person.since and person.left <= person.since:
        yield (*where, "left"), "this is not after since; write the day from which they are here no more"
    for key in ("manager", "deputy", "assistant_of"):
        if getattr(person, key) and getattr(person, key) not in colleagues:
            known = f"the id of somebody else there ({', '.join(colleagues)})" if colleagues else "nothing"
            yield (*where, key), f"nobody in this agency has that id; write {known}, or leave {key} out"
    for where_key, stage in [(key, stage) for key in ("stages", "hands_over") for stage in getattr(person, key)]:
        if stage not in stages:
            yield (*where, where_key), f"the policy has no such stage; write some of {', '.join(stages)}"


def _outside(person: PersonEntry, agency: AgencyEntry, where: Location, in_two: Collection[str]) -> Iterator[_Located]:
    """Yield the addresses outside the agency's domains; who works for two agencies may write from one of them alone."""
    own = Agency(id=agency.id, name=agency.name, domains=agency.every_domain)
    for key, address in (("address", person.address), *(("aliases", alias) for alias in person.aliases)):
        if _ADDRESS.fullmatch(address) and agency.domains and not own.owns(address) and address.lower() not in in_two:
            domains = ", ".join(agency.every_domain)
            yield (
                (*where, key),
                f"the address is outside the agency's domains; write one in {domains}, or {_add(address, own)} to its domains",
            )


def _outside_its_domains(agency: AgencyEntry, where: Location) -> Iterator[_Located]:
    """Yield the shared mailboxes, and those that have its open cases, that lie outside the agency's domains."""
    own = Agency(id=agency.id, name=agency.name, domains=agency.every_domain)
    listed = ((key, one) for key in ("shared", "mornings") for one in getattr(agency, key))
    for key, one in listed:
        if _ADDRESS.fullmatch(one) and not own.owns(one):
            domains = ", ".join(own.domains)
            yield (*where, key), f'"{one}" is outside the agency\'s domains; write one in {domains}'


def _add(address: str, own: Agency) -> str:
    """Say which domain to list; nothing below a listed one is the agency's of itself (rule 1.7)."""
    domain = address.rpartition("@")[2].lower()
    below = any(domain.endswith(f".{one.lower()}") for one in own.domains)
    return f'add "{domain}"{", a subdomain, which is owned only if it is listed," if below else ""}'


def _missing(entry: Section, where: Location, *keys: str) -> Iterator[_Located]:
    for key in keys:
        if not getattr(entry, key):
            yield (*where, key), f"missing; write {type(entry).model_fields[key].description}"


def _no_addresses(entry: Section, where: Location, *keys: str) -> Iterator[_Located]:
    """Yield what is no address: two in one place, a name beside it, a link; no letter would ever arrive there."""
    for key in keys:
        written = getattr(entry, key)
        if any(one and not _ADDRESS.fullmatch(one) for one in ([written] if isinstance(written, str) else written)):
            yield (*where, key), f"this is no mail address; write {type(entry).model_fields[key].description}"


def _twice(values: Iterable[str], among: Iterable[str], where: Location) -> Iterator[_Located]:
    counted = Counter(one.lower() for one in among)
    if any(value and counted[value.lower()] > 1 for value in values):
        yield where, "this stands here twice; every agency, person and address has its own"


def _in_two_agencies(content: DirectoryFile) -> set[str]:
    """Return the addresses of whoever stands under two agencies by one name: they work for both (rule 1.7)."""
    held: dict[tuple[str, str], set[str]] = {}
    for agency in content.agency:
        for person in agency.person:
            for one in (person.address, *person.aliases):
                held.setdefault((one.lower(), person.name), set()).add(agency.id)
    return {address for (address, _), agencies in held.items() if len(agencies) > 1}


def _addresses(content: DirectoryFile) -> Iterator[str]:
    offices = (content.office, *content.board)
    # One person may work for two offices: they hold each.
    yield from dict.fromkeys(at.lower() for one in offices for at in (one.address, *one.staff) if at)
    beside = [*[one for office in offices for one in office.deputies], *[one.duty for one in offices if one.duty]]
    yield from dict.fromkeys(one.address for one in beside)
    first: dict[tuple[str, str], str] = {}
    for agency in content.agency:
        for person in agency.person:
            # The same person under another agency works for both; every other repeat is a slip.
            own = (one for one in (person.address, *person.aliases))
            yield from (one for one in own if first.setdefault((one.lower(), person.name), agency.id) == agency.id)
    yield from (one.address for one in content.officer)
    yield from (one.address for one in content.neighbour)


def directory_of(content: DirectoryFile) -> Directory:
    """Return who is who, of a file that is in order."""
    return Directory(
        office=_office(content.office),
        agencies=tuple(_agency(one) for one in content.agency),
        people=tuple(
            Person(agency=agency.id, **person.model_dump()) for agency in content.agency for person in agency.person
        ),
        officers=tuple(Person(agency="", **officer.model_dump()) for officer in content.officer),
        boards={one.id: _office(one) for one in content.board},
        neighbours=tuple(Neighbour(one.name, one.address, one.office) for one in content.neighbour),
        # Whoever names it (CONTACT, COVER): two services never write to one another.
        barred=frozenset(one.address.lower() for one in content.neighbour),
    )


def _office(entry: OfficeEntry) -> Office:
    deputies = tuple(StandIn(**one.model_dump()) for one in entry.deputies)
    duty = StandIn(**entry.duty.model_dump()) if entry.duty else None
    return Office(entry.name, entry.address, entry.phone, entry.staff, deputies, duty, dict(entry.closed))


def _agency(entry: AgencyEntry) -> Agency:
    ended = {one.domain.lower(): one.until for one in entry.domains if not isinstance(one, str)}
    named = (entry.id, entry.name, entry.type, entry.every_domain, dict(entry.closed))
    return Agency(*named, entry.was, entry.former_names, ended, entry.shared, entry.mornings)


def _empty_tiers(directory: Directory, policy: Policy) -> Iterator[_Fault]:
    """Yield the stages after the first, which the two who disagree hold themselves, that an agency has nobody for."""
    decided_by_sides = [one for one in policy.ladder[1:] if one.known and one.sides == "both"]
    for agency in directory.agencies:
        for stage in decided_by_sides:
            if not (directory.at(agency.id, stage.id) or directory.bringing(agency.id, stage.id)):
                yield (
                    f'agency "{agency.name}", stage {stage.id}',
                    "nobody decides there at tier 1; name a person under [[agency.person]], or those present are asked",
                )


def _shared_domains(directory: Directory) -> Iterator[_Fault]:
    owners: dict[str, list[str]] = {}
    for agency in directory.agencies:
        for domain in agency.domains:
            owners.setdefault(domain.lower(), []).append(agency.name)
    for domain, names in owners.items():
        if len(names) > 1:
            yield (
                f"domain {domain}",
                f"{' and '.join(names)} share it; name everybody who writes from it, or they are asked which they write for",
            )


def _perhaps_one_person(directory: Directory) -> Iterator[_Fault]:
    """Yield names that stand under two agencies with different addresses: nobody binds for two (rule 11.2)."""
    for number, one in enumerate(directory.people):
        for other in directory.people[number + 1 :]:
            apart = one.agency != other.agency and not other.has_address(one.address)
            if one.name == other.name and apart and not (one.left or other.left):
                yield (
                    f'person "{one.id}" and person "{other.id}"',
                    f"both are called {one.name}; if they are one person, write one address in both places",
                )


def _unknown_types(directory: Directory, policy: Policy) -> Iterator[_Fault]:
    known = {"default", *(one.id for one in policy.agency_types)}
    for agency in directory.agencies:
        if policy.agency_types and agency.type not in known:
            yield (
                f'agency "{agency.name}", type',
                f"the policy has no such kind, so its default roles hold; write one of {', '.join(sorted(known))}",
            )


def _in_an_ended_domain(directory: Directory) -> Iterator[_Fault]:
    """Yield whose address lies in a domain that their agency gives up: from then on nothing reaches them."""
    for person in directory.people:
        agency = directory.agency(person.agency)
        until = agency.ended.get(person.address.rpartition("@")[2].lower()) if agency else None
        if until is not None:
            yield (
                f'person "{person.id}", address',
                f"its domain ends on {until}; write their new address, and this one under aliases",
            )


def _leaves_a_gap(directory: Directory) -> Iterator[_Fault]:
    """Yield who leaves and whose tasks nobody takes: neither a deputy nor a manager."""
    for person in directory.people:
        if person.left and not (person.deputy or person.manager):
            yield (
                f'person "{person.id}"',
                f"they leave on {person.left}, and nobody follows; name a deputy or a manager, or those present are asked",
            )


def _nobody_beside_the_office(directory: Directory) -> Iterator[_Fault]:
    """Yield whom an alarm lacks that an office does not answer: no live run begins without them (rule 17)."""
    for place, key, found in stand_ins(directory):
        if not found:
            yield (
                f"{place} {key}",
                f"nobody hears of an alarm that the office leaves; write {OfficeEntry.model_fields[key].description}",
            )


def stand_ins(directory: Directory) -> Iterator[tuple[str, str, bool]]:
    """Yield, of each office, where the file names it, and whether it has deputies and a duty contact."""
    every = {"[office]": directory.office, **{f'board "{one}",': office for one, office in directory.boards.items()}}
    for place, office in every.items():
        yield place, "deputies", bool(office.deputies)
        yield place, "duty", office.duty is not None


def _nobody_named(directory: Directory, policy: Policy) -> Iterator[_Fault]:
    """Yield the roles beside the agencies that a policy names and nobody holds here, for each of its boards.

    The office carries any of them but a decision, which nobody takes in another's place (rule 11.5).
    """
    for role in policy.named_beside:
        decides = role in last_word.roles(policy.final)
        instead = "nobody decides in their place" if decides else "the office carries it"
        lack = [one for one in policy.boards if not directory.of_board(one.id).officers_for(role)]
        if not policy.boards and not directory.officers_for(role):
            yield f'officer "{role}"', f"nobody holds this role; name them under [[officer]], or {instead}"
        for one in lack:
            name = "name them under [[officer]]"
            its = instead.replace("the office", "its office")
            what = f'nobody holds this role for {one.title}; {name} with board = "{one.id}", or {its}'
            yield f'officer "{role}", board "{one.id}"', what


def _boards(directory: Directory, policy: Policy) -> Iterator[_Fault]:
    """Yield the boards that have no office of their own, and what is for a board that the policy does not know."""
    known = [one.id for one in policy.boards]
    # One of them has the first office; where two have none of their own, it keeps the cases of both.
    alone = [one for one in policy.boards if one.id not in directory.boards]
    for board in alone if len(alone) > 1 else ():
        yield (
            f'board "{board.id}"',
            f"it has no office of its own, so {directory.office.name} keeps its cases; write it under [[board]] if it has",
        )
    write = f"write one of {', '.join(known)}" if known else "take it out, or write [[board]] in the policy"
    for identity in directory.boards:
        if identity not in known:
            yield f'board "{identity}"', f"the policy has no such board; {write}"
    for officer in directory.officers:
        if officer.board and officer.board not in known:
            yield f'officer "{officer.id}", board', f'the policy has no board "{officer.board}"; {write}'
