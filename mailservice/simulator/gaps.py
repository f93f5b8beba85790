"""What a directory and its policy lack before a partnership goes live, and what to write where. Start at `gaps`."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from mailservice.cases.letters import phrases
from mailservice.directory import Agency, Directory, Person
from mailservice.exports.rehearsal import Gap
from mailservice.policy.model import Policy, Stage
from mailservice.settings.directory_file import directory_warnings
from mailservice.simulator.life import practitioners

NAMED = 8
"""How many people a line names before it counts the rest."""


def gaps(directory: Directory, policy: Policy, start: date) -> tuple[Gap, ...]:
    """Return everything that is missing, the most pressing first."""
    found = [
        *(Gap(f'policy "{policy.id}"', f"does not run live yet: {one}", must=True) for one in policy.gaps),
        *_without_people(directory),
        *_warned(directory, policy),
        *_only_managers(directory, policy),
        *_several_stages(directory, policy),
        *_without_deputy(directory, policy),
        *_without_telephone(directory),
        *_without_closed_days(directory, start),
    ]
    return tuple(sorted(found, key=lambda one: not one.must))


def decided_by_sides(policy: Policy) -> list[Stage]:
    """Return the stages after the first at which each agency has its own decider."""
    return [one for one in policy.ladder[1:] if one.known and one.sides == "both"]


def alone(directory: Directory, policy: Policy) -> list[Person]:
    """Return those who act for their agency at a place with no deputy, and nobody else at the same place."""
    places = {one.id for one in decided_by_sides(policy)}
    return [one for one in directory.people if places & {*one.stages} and not _backed(one, directory)]


def _backed(person: Person, directory: Directory) -> bool:
    others = (directory.at(person.agency, stage, person.tier) for stage in person.stages)
    return bool(person.deputy) or all(len(found) > 1 for found in others)


def _without_people(directory: Directory) -> Iterator[Gap]:
    for agency in _empty(directory):
        yield Gap(
            f'agency "{agency.name}"',
            "lists nobody, so no case of this rehearsal is theirs: name its people under [[agency.person]], each with id, "
            "name, address and, for who decides, stages",
            must=True,
        )


def _empty(directory: Directory) -> list[Agency]:
    staffed = {one.agency for one in directory.people}
    return [one for one in directory.agencies if one.id not in staffed]


def _warned(directory: Directory, policy: Policy) -> Iterator[Gap]:
    """Give what `directory check` notes; the stages that one agency has nobody for, together."""
    empty = tuple(f'agency "{one.name}"' for one in _empty(directory))
    stages: dict[tuple[str, str], list[str]] = {}
    for warning in directory_warnings(directory, policy):
        where, of_stage, stage = warning.key.partition(", stage ")
        if not of_stage:
            yield Gap(where, warning.remedy, must=where.startswith("officer "))
        elif where not in empty:
            stages.setdefault((where, warning.remedy), []).append(stage)
    for (where, remedy), found in stages.items():
        word = "stages" if len(found) > 1 else "stage"
        yield Gap(f"{where}, {word} {phrases.listed(found)}", remedy, must=True)


def _only_managers(directory: Directory, policy: Policy) -> Iterator[Gap]:
    first = policy.first_stage.id
    for people in practitioners(directory, policy):
        one, agency = people[0], directory.agency(people[0].agency)
        if agency and one.stages and first not in one.stages:
            yield Gap(
                f'agency "{agency.name}"',
                f"lists only managers, so its lowest ({one.name}) stood for whoever disagrees first. Nothing needs doing: "
                "whoever writes from its domains may raise a case",
            )


def _several_stages(directory: Directory, policy: Policy) -> Iterator[Gap]:
    places = [one.id for one in decided_by_sides(policy)]
    for one in directory.people:
        held = [stage for stage in places if stage in one.stages]
        if len(held) > 1:
            every = "every stage" if held == places else f"stages {phrases.listed(held)}"
            yield Gap(
                f'person "{one.id}", stages',
                f"{one.name} decides at {every}: going up brings no fresh eyes there. If somebody else can decide at one of "
                "them, such as a chair of governors, take it out here and write it at theirs",
            )


def _without_deputy(directory: Directory, policy: Policy) -> Iterator[Gap]:
    found = [one.name for one in alone(directory, policy)]
    if found:
        yield Gap(
            "person, deputy",
            f"nobody stands in for {_some(found)}: write deputy = the id of a colleague of the same agency, or the next "
            "manager up is asked while they are away",
        )


def _without_telephone(directory: Directory) -> Iterator[Gap]:
    found = [one.name for one in (*directory.people, *directory.officers) if _decides(one) and not one.phone]
    if found:
        yield Gap(
            "person, phone",
            f"there is no number for {_some(found)}: when nobody answers an urgent letter the office is told to ring them, "
            'so write phone = "…"',
        )


def _decides(one: Person) -> bool:
    return bool(one.stages or not one.agency)


def _without_closed_days(directory: Directory, start: date) -> Iterator[Gap]:
    last = start + timedelta(days=365)
    found = [one.name for one in directory.agencies if not any(start <= day < last for day in one.closed)]
    if found:
        yield Gap(
            "agency, closed",
            f"no closed day from {phrases.day(start)} on is written for {_some(found)}. If one of them shuts, as schools "
            'do in their holidays, write each day under [agency.closed], like "2026-12-24" = "Christmas holidays"',
        )


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    left = len(listed) - NAMED
    return phrases.listed([*listed[:NAMED], f"{left} more"] if left > 1 else listed)
