"""What a new directory changes, in lines that a coordinator reads: who is new, who is gone, whose entry says something else."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

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
    """Return what of an entry is another; whoever confirms it sees what it was, and what it would be."""
    found = ((key, getattr(old, key), getattr(new, key)) for key in type(new).model_fields)
    return [f"{key}{_values(was, now)}" for key, was, now in found if was != now]


def _values(was: object, now: object) -> str:
    shown = [_shown(was), _shown(now)]
    return f" ({shown[0] or 'nothing'} → {shown[1] or 'nothing'})" if None not in shown else ""


def _shown(value: object) -> str | None:
    """Return a value as a person reads it; None of what would be too long here, such as closed days."""
    if isinstance(value, tuple):
        each = [_shown(one) for one in value]
        return ", ".join(one for one in each if one) if None not in each else None
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, Section):
        return str(getattr(value, "address", "")) or None
    return str(value) if isinstance(value, str | int) else "" if value is None else None
