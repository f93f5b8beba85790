"""Which of a policy's keys are acted on, kept for people to read, or refused: each says so at its field in `model`.

Acted on is what bears no mark; a test finds who reads it. Start at `for_people`. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any, get_type_hints

from mailservice.policy.faults import HEAD, WRITTEN
from mailservice.policy.model import ForPeople, Policy, Refused

Mark = ForPeople | Refused


@dataclass(frozen=True)
class Stated:
    """A marked key that a policy states otherwise than by leaving it out: its name, `closing.needs`, and its place there."""

    name: str
    place: str
    mark: Mark


def marks(noun: type) -> Mapping[str, Mark]:
    """Return the marked fields of one of the classes of `model`."""
    hints = get_type_hints(noun, include_extras=True)
    found = ((name, mark) for name, hint in hints.items() for mark in getattr(hint, "__metadata__", ()))
    return {name: mark for name, mark in found if isinstance(mark, ForPeople | Refused)}


def written(noun: type, field: str) -> str:
    """Return how a file writes a field: `stages` is [[stage]], and `version` stands below [policy]."""
    if noun is not Policy:
        return field
    return f"policy.{field}" if field in HEAD else WRITTEN.get(field, field)


def for_people(policy: Policy) -> dict[str, str]:
    """Return the keys of a policy that the service does not act on, each once with what it does instead."""
    return {one.name: one.mark.why for one in _stated(policy) if isinstance(one.mark, ForPeople)}


def refused(policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield each key that asks what the service cannot carry out: its place, and what to do."""
    for one in _stated(policy):
        if isinstance(one.mark, Refused):
            yield one.place, f"the service cannot carry this out: {one.mark.why}; take it out"


def _stated(noun: Any, name: str = "", place: str = "") -> Iterator[Stated]:
    marked = marks(type(noun))
    for one in fields(noun):
        value = getattr(noun, one.name)
        if value == (one.default if one.default_factory is MISSING else one.default_factory()):
            continue
        key = written(type(noun), one.name)
        here = f"{name}{key}", f"{place}{key}"
        if one.name in marked:
            yield Stated(*here, marked[one.name])
        else:
            yield from _inside(value, *here)


def _inside(value: Any, name: str, place: str) -> Iterator[Stated]:
    if is_dataclass(value):
        yield from _stated(value, f"{name}.", f"{place}, ")
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ():
        yield from _inside(one, name, f"{place} {getattr(one, 'id', '')}".rstrip())
