"""Says what is wrong with the shape of a policy file: where, as a person would name it, and what to write. Pure.

Start at `told`. `mend` puts something harmless in the place of a fault, so that the rest can be looked at all the same.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from typing import Any, Final, get_args, get_type_hints

from pydantic_core import ErrorDetails

from mailservice.files import MANUAL
from mailservice.policy import model

# What a file lists under [[stage]] is `Policy.stages`.
LISTED: Final = {
    "stage": "stages",
    "topic": "topics",
    "agency_type": "agency_types",
    "limit": "limits",
    "route": "routes",
    "exclusion": "exclusions",
    "form": "forms",
    "tell": "tells",
    "duty": "duties",
    "reading": "readings",
    "gap": "open_gaps",
    "board": "boards",
}
WRITTEN: Final = {field: key for key, field in LISTED.items()}
# What stands below [policy] in the file, and in Policy itself here.
HEAD: Final = ("id", "title", "partnership", "status", "version", "review_due", "scope", "timescales_are")
NOUNS: Final[tuple[Any, ...]] = tuple(noun for noun in vars(model).values() if is_dataclass(noun))
REMEDIES: Final = {
    "string_type": 'write text in quotes: "…"',
    "int_type": "write a whole number, without quotes",
    "bool_type": "write true or false, without quotes",
    "tuple_type": "write a list: [ … ]",
    "dict_type": "write a table: { … }",
    "dataclass_type": "write a table: { … }",
}
STAND_INS: Final[Mapping[str, Any]] = {
    "missing": "",
    "string_type": "",
    "int_type": 0,
    "bool_type": False,
    "tuple_type": [],
    "dict_type": {},
    "dataclass_type": {},
}


def told(fault: ErrorDetails, flat: Mapping[str, Any]) -> tuple[str, str]:
    """Return where a fault is, such as "stage 2, clock plan, amount", and what to write there."""
    return _place(fault["loc"], flat), _remedy(fault)


def unknown(key: str, known: Iterable[str]) -> str:
    """Return what to write instead of a key that is not known."""
    near = get_close_matches(key, list(known), n=1, cutoff=0.7)
    return "there is no such key: " + (f"did you mean {near[0]}?" if near else "remove it")


def mend(fault: ErrorDetails, flat: dict[str, Any]) -> None:
    """Put a stand-in where the fault is; what cannot be mended stays."""
    *way, last = fault["loc"]
    here: Any = flat
    for step in way:
        here = _inside(here, step)
    fits = isinstance(here, list) if isinstance(last, int) else isinstance(here, dict)
    if not fits:
        return  # a list where a table belongs, or the other way about: told, and not mended
    if fault["type"] == "unexpected_keyword_argument":
        here.pop(last, None)
    elif fault["type"] == "literal_error":
        here[last] = re.findall(r"'([^']*)'", fault["ctx"]["expected"])[0]
    elif fault["type"] in STAND_INS:
        here[last] = STAND_INS[fault["type"]]


def _place(where: Sequence[int | str], flat: Mapping[str, Any]) -> str:
    parts = ["policy"] if where and where[0] in HEAD else []
    here: Any = flat
    for step in where:
        here = _inside(here, step)
        if isinstance(step, int):
            parts[-1] += f" {_called(here, step)}"
        else:
            parts.append(WRITTEN.get(step, step))
    return ", ".join(parts)


def _inside(here: Any, step: int | str) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _called(item: Any, number: int) -> str:
    identity = item.get("id") if isinstance(item, dict) else None
    return str(identity) if identity else f"number {number + 1}"


def _remedy(fault: ErrorDetails) -> str:
    kind, key = fault["type"], str(fault["loc"][-1])
    if kind == "missing":
        return f"is missing: write {WRITTEN.get(key, key)} = …{_choices(key)}"
    if kind == "unexpected_keyword_argument":
        return unknown(key, _every_key())
    if kind == "literal_error":
        return f"is {fault['input']!r}: write one of {fault['ctx']['expected']}"
    return REMEDIES.get(kind, f"{fault['msg']}: see {MANUAL}")


def _every_key() -> set[str]:
    return {WRITTEN.get(one.name, one.name) for noun in NOUNS for one in fields(noun)}


def _choices(key: str) -> str:
    hints = [get_type_hints(noun) for noun in NOUNS]
    choices = next((get_args(hint[key]) for hint in hints if key in hint), ())
    words = [one for one in choices if isinstance(one, str)]
    return f" (one of {', '.join(words)})" if words else ""
