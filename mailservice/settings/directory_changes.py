"""What a new directory changes, in lines that a coordinator reads: who is new, who is gone, whose entry says something else."""

from collections.abc import Iterator, Mapping, Sequence

from mailservice.settings.directory_file import DirectoryFile
from mailservice.settings.toml_file import Section

Known = Mapping[tuple[str, str], tuple[str, Section]]


def changes(before: DirectoryFile, after: DirectoryFile) -> Iterator[str]:
    """Yield a line for each entry that came, went or changed."""
    old, new = _entries(before), _entries(after)
    for key, (name, entry) in new.items():
        if key not in old:
            yield f"new: {name}"
        elif entry != old[key][1]:
            yield f"changed: {name}: {', '.join(_changed(old[key][1], entry))}"
    yield from (f"gone: {name}" for key, (name, _) in old.items() if key not in new)


def _entries(content: DirectoryFile) -> Known:
    found: dict[tuple[str, str], tuple[str, Section]] = {("office", ""): (content.office.name, content.office)}
    found.update({("board", one.id): (one.name, one) for one in content.board})
    for agency in content.agency:
        found["agency", agency.id] = agency.name, agency.model_copy(update={"person": ()})
        found.update({("person", one.id): (f"{one.name} ({agency.name})", one) for one in agency.person})
    found.update({("officer", one.id): (f"{one.name} ({one.role})", one) for one in content.officer})
    found.update({("neighbour", one.address): (one.name, one) for one in content.neighbour})
    return found


def _changed(old: Section, new: Section) -> Sequence[str]:
    return [key for key in type(new).model_fields if getattr(old, key) != getattr(new, key)]
