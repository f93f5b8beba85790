"""What has changed between two versions of a policy, in words a board could read. Start at `differences`. Pure.

Things with an id are compared with the one of the same id; the rest in their order. Readings and gaps are compared too: how
a text is read is part of what a version says.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from mailservice.policy.faults import WRITTEN
from mailservice.policy.model import Clock, Limit, Policy, Roles
from mailservice.policy.words import clock_in_words, limit_in_words, ours, roles_in_words

# What the service knows of a file, and what a version may always differ in.
_UNSAID: Final = frozenset(("digest", "overlay_digest", "filled"))
_NOTHING: Final = ("", (), None)
_MISSED: Final = {"climb": "then it goes on", "ask": "then we ask", "remind": "then we remind"}


@dataclass(frozen=True)
class Difference:
    """One thing that differs: where in the file, as its key is named, and both wordings; '' where there is none."""

    where: str
    before: str
    after: str

    def __str__(self) -> str:
        """Return it as a line: what was, and what is now."""
        if not self.before:
            return f"{self.where}: new: {self.after}"
        if not self.after:
            return f"{self.where}: gone; it was: {self.before}"
        return f"{self.where}: was: {self.before}; now: {self.after}"


def differences(old: Policy, new: Policy) -> tuple[Difference, ...]:
    """Return everything in which the second policy differs from the first, in the order of the file."""
    names = (one.name for one in fields(Policy) if one.name not in _UNSAID)
    pairs = ((WRITTEN.get(name, name), getattr(old, name), getattr(new, name)) for name in names)
    return tuple(one for key, before, after in pairs for one in _between(key, before, after))


def _between(where: str, old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, Mapping):
        yield from _each(where, dict(old), dict(new))
    elif _are_things(old) or _are_things(new):
        yield from _each(where, _by_name(old), _by_name(new))
    elif is_dataclass(old) and is_dataclass(new) and not isinstance(old, Clock | Limit | Roles):
        for one in fields(old):
            yield from _between(f"{where}, {one.name}", getattr(old, one.name), getattr(new, one.name))
    else:
        yield Difference(where, _said(old), _said(new))


def _each(where: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        yield from _between(f"{where} {name}", old.get(name, ""), new.get(name, ""))
    if [one for one in old if one in new] != [one for one in new if one in old]:
        yield Difference(f"{where}, order", ", ".join(old), ", ".join(new))


def _are_things(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _by_name(things: Any) -> dict[str, Any]:
    return {getattr(one, "id", "") or f"number {number}": one for number, one in enumerate(things or (), start=1)}


def _said(value: Any) -> str:
    """Return a value as people say it: a clock or a role in the words of `policy show`, a thing by what stands in it."""
    if value in _NOTHING:
        return ""
    if isinstance(value, tuple):
        return ", ".join(_said(one) for one in value)
    own = next((say for kind, say in _SAYS.items() if isinstance(value, kind)), None)
    if own is not None:
        return own(value)
    return _parts(value) if is_dataclass(value) else str(value)


def _parts(value: Any) -> str:
    told = ((one.name, _said(getattr(value, one.name))) for one in fields(value) if one.name != "id")
    return "; ".join(f"{name.replace('_', ' ')} {text}" for name, text in told if text)


def _clock(clock: Clock) -> str:
    missed = "" if clock.unit == "at-once" else f", {_MISSED[clock.when_missed]}"
    return f"{clock_in_words(clock)}{missed}{ours(clock.basis)}"


_SAYS: Final[Mapping[type, Callable[[Any], str]]] = {
    Clock: _clock,
    Limit: limit_in_words,
    Roles: roles_in_words,
    bool: lambda value: "yes" if value else "no",
}
