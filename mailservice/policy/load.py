"""Reads a policy file, tells every fault at once, and lays an office's overlay over a partial policy.

Start at `load`. The only part of the room that touches the disk; what the words mean is `model`, what must hold between
them is `check`.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from mailservice.errors import Problem, UserError
from mailservice.policy import model
from mailservice.policy.check import faults_of
from mailservice.policy.model import Policy
from mailservice.policy.overlay import lay_over

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
}
WRITTEN: Final = {field: key for key, field in LISTED.items()}
HEAD: Final = ("id", "title", "partnership", "status", "version", "review_due", "scope", "timescales_are")
SCHEMA: Final = 1

# Unknown keys are refused, and the values themselves need not know of pydantic.
NOUNS: Final[tuple[Any, ...]] = tuple(noun for noun in vars(model).values() if is_dataclass(noun))
for _noun in NOUNS:
    _noun.__pydantic_config__ = ConfigDict(extra="forbid")
_READ: Final = TypeAdapter(Policy)


def load(path: Path, overlay: Path | None = None) -> Policy:
    """Return the policy of a file, its gaps filled from an overlay if one is given; UserError with every fault."""
    filling = (_read(overlay), overlay.name) if overlay else None
    return load_bytes(_read(path), path.name, filling)


def load_bytes(data: bytes, file: str, overlay: tuple[bytes, str] | None = None) -> Policy:
    """Return the policy in these bytes; `file` is what a fault names. The overlay is its bytes and its name."""
    document = _document(data, file)
    facts: dict[str, Any] = {"digest": hashlib.sha256(data).hexdigest()}
    if overlay is not None:
        filling = _document(*overlay)
        document, facts["filled"] = lay_over(document, filling, overlay[1])
        facts["overlay_digest"] = hashlib.sha256(overlay[0]).hexdigest()
    policy = _typed(document, facts, file)
    faults = [Problem(file, key, remedy) for key, remedy in faults_of(policy)]
    if faults:
        raise UserError(faults)
    return policy


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        remedy = f"cannot be read ({failure.strerror}): give the path of a policy file"
        raise UserError([Problem(str(path), "", remedy)]) from None


def _document(data: bytes, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode())
    except UnicodeDecodeError as failure:
        line = data[: failure.start].count(b"\n") + 1
        problem = Problem(file, f"line {line}", "is not UTF-8: save the file as UTF-8 text")
    except tomllib.TOMLDecodeError as failure:
        problem = Problem(file, "", f"is not TOML: {failure}; compare the line with the manual, policies/README.md")
    raise UserError([problem]) from None


def _typed(document: Mapping[str, Any], facts: Mapping[str, Any], file: str) -> Policy:
    problems = [Problem(file, key, remedy) for key, remedy in _shape(document)]
    flat = _flat(document)
    try:
        # As JSON, strictly: a list may be a tuple, but "2" is no number and 2022 no text.
        policy = _READ.validate_json(json.dumps({**flat, **facts}, default=str), strict=True)
    except ValidationError as failure:
        problems += [Problem(file, *_told(fault, flat)) for fault in failure.errors(include_url=False)]
    if problems:
        raise UserError(problems)
    return policy


def _shape(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    if document.get("schema") != SCHEMA:
        found.append(("schema", f"write `schema = {SCHEMA}` at the top of the file"))
    if not isinstance(document.get("policy"), dict):
        found.append(("policy", "write a table [policy] with id, title, partnership, status, scope, timescales_are"))
    strays = [key for key in document if key in HEAD or key in WRITTEN or key in ("digest", "overlay_digest", "filled")]
    found += [(key, _stray(key)) for key in strays]
    return found


def _stray(key: str) -> str:
    if key in WRITTEN:
        return f"there is no such key: write [[{WRITTEN[key]}]]"
    return "move it below [policy]" if key in HEAD else "there is no such key: remove it"


def _flat(document: Mapping[str, Any]) -> dict[str, Any]:
    known = {LISTED.get(key, key): value for key, value in document.items() if not _is_ours(key)}
    head = document.get("policy")
    head = (
        {key: value for key, value in head.items() if key in HEAD or key not in known} if isinstance(head, dict) else {}
    )
    flat = {**known, **head}
    if isinstance(flat.get("stages"), list):
        flat["stages"] = [_with_roles(stage) for stage in flat["stages"]]
    return flat


def _is_ours(key: str) -> bool:
    return key in ("schema", "policy", "digest", "overlay_digest", "filled") or key in HEAD or key in WRITTEN


def _with_roles(stage: Any) -> Any:
    # A plain list of roles means that any one of them decides.
    if not isinstance(stage, dict):
        return stage
    stage = dict(stage)
    if isinstance(stage.get("roles"), dict):
        stage["roles"] = {kind: _decides(roles) for kind, roles in stage["roles"].items()}
    if isinstance(stage.get("optional_tier"), dict):
        stage["optional_tier"] = _with_roles(stage["optional_tier"])
    return stage


def _decides(roles: Any) -> Any:
    return {"decides": roles} if isinstance(roles, list) else roles


def _told(fault: ErrorDetails, flat: Mapping[str, Any]) -> tuple[str, str]:
    return _key(fault["loc"], flat), _remedy(fault)


def _key(where: Sequence[int | str], flat: Mapping[str, Any]) -> str:
    """Name a place as a person would: "stage 2, clock plan, amount"."""
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
        near = get_close_matches(key, _every_key(), n=1, cutoff=0.7)
        return "there is no such key: " + (f"did you mean {near[0]}?" if near else "remove it")
    if kind == "literal_error":
        return f"is {fault['input']!r}: write one of {fault['ctx']['expected']}"
    return _WRITE.get(kind, f"{fault['msg']}: see policies/README.md")


_WRITE: Final = {
    "string_type": 'write text in quotes: "…"',
    "int_type": "write a whole number, without quotes",
    "bool_type": "write true or false, without quotes",
    "tuple_type": "write a list: [ … ]",
    "dict_type": "write a table: { … }",
    "dataclass_type": "write a table: { … }",
}


def _every_key() -> set[str]:
    return {WRITTEN.get(one.name, one.name) for noun in NOUNS for one in fields(noun)}


def _choices(key: str) -> str:
    hints = [get_type_hints(noun) for noun in NOUNS]
    choices = next((get_args(hint[key]) for hint in hints if key in hint), ())
    words = [one for one in choices if isinstance(one, str)]
    return f" (one of {', '.join(words)})" if words else ""
