"""Which of a policy's keys are refused where they say anything but what holds in any case: each says why at its field in `model`.

Every other key is acted on, or shown to people; a test finds who reads it. Start at `refused`. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, get_type_hints

from mailservice.policy.faults import HEAD, WRITTEN
from mailservice.policy.model import Policy, Refused


def marks(noun: type) -> Mapping[str, Refused]:
    """Return the marked fields of one of the classes of `model`."""
    hints = get_type_hints(noun, include_extras=True)
    found = ((name, mark) for name, hint in hints.items() for mark in getattr(hint, "__metadata__", ()))
    return {name: mark for name, mark in found if isinstance(mark, Refused)}


def written(noun: type, field: str) -> str:
    """Return how a file writes a field: `stages` is [[stage]], and `version` stands below [policy]."""
    if noun is not Policy:
        return field
    return f"policy.{field}" if field in HEAD else WRITTEN.get(field, field)


def refused(policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield each key that asks what the service cannot carry out: its place, and what to do."""
    for place, mark in _stated(policy):
        yield place, f"the service cannot carry this out: {mark.why}; take it out"


def _stated(noun: Any, place: str = "") -> Iterator[tuple[str, Refused]]:
    marked = marks(type(noun))
    for one in fields(noun):
        value = getattr(noun, one.name)
        if value == (one.default if one.default_factory is MISSING else one.default_factory()):
            continue
        here = f"{place}{written(type(noun), one.name)}"
        if one.name in marked:
            yield here, marked[one.name]
        else:
            yield from _inside(value, here)


def _inside(value: Any, place: str) -> Iterator[tuple[str, Refused]]:
    if is_dataclass(value):
        yield from _stated(value, f"{place}, ")
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ():
        yield from _inside(one, f"{place} {getattr(one, 'id', '')}".rstrip())
