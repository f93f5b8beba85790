"""Reads a policy file, tells every fault at once, and lays an office's overlay over a partial policy.

Start at `load`. The only part of the room that touches the disk; what the words mean is `model`, what must hold between
them is `check`.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from mailservice.errors import Problem, UserError
from mailservice.files import MANUAL
from mailservice.policy import nations
from mailservice.policy.check import faults_of
from mailservice.policy.faults import HEAD, LISTED, NOUNS, WRITTEN, mend, told, unknown
from mailservice.policy.model import Policy
from mailservice.policy.overlay import lay_over

SCHEMA: Final = 1
# What only the service knows of a policy.
OURS: Final = ("digest", "overlay_digest", "filled")

# Unknown keys are refused, and the values themselves need not know of pydantic.
for _noun in NOUNS:
    _noun.__pydantic_config__ = ConfigDict(extra="forbid")
_READ: Final = TypeAdapter(Policy)


def load(path: Path, overlay: Path | None = None) -> Policy:
    """Return the policy of a file, its gaps filled from an overlay if one is given; UserError with every fault."""
    filling = (_read(overlay), str(overlay)) if overlay else None
    return load_bytes(_read(path), str(path), filling)


@lru_cache(maxsize=16)  # `check` plays the whole file, and the same bytes give the same policy
def load_bytes(data: bytes, file: str, overlay: tuple[bytes, str] | None = None) -> Policy:
    """Return the policy in these bytes; `file` is what a fault names. The overlay is its bytes and its name."""
    document = _document(data, file)
    facts: dict[str, Any] = {"digest": hashlib.sha256(data).hexdigest()}
    if overlay is not None:
        _checked(document, facts, file)
        filling = _document(*overlay)
        document, facts["filled"] = lay_over(document, filling, overlay[1])
        facts["overlay_digest"] = hashlib.sha256(overlay[0]).hexdigest()
        file = f"{file} with {overlay[1]}"
    return _checked(document, facts, file)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        remedy = f"cannot be read ({failure.strerror}): give the path of a policy file"
        raise UserError([Problem(str(path), "", remedy)]) from None


def _document(data: bytes, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as failure:
        line = data[: failure.start].count(b"\n") + 1
        problem = Problem(file, f"line {line}", "is not UTF-8: save the file as UTF-8 text")
    except tomllib.TOMLDecodeError as failure:
        curly = (
            "; write straight quotes, as a text editor has them" if re.search("[\u201c\u201d]", data.decode()) else ""
        )
        bare = _bare_word(data.decode("utf-8-sig"), str(failure))
        remedy = f"is not TOML: {failure}{curly}; {bare}a comma, a quote or a bracket may be missing: see {MANUAL}"
        problem = Problem(file, "", remedy)
    raise UserError([problem]) from None


def _bare_word(text: str, failure: str) -> str:
    """Say what to write where a key of a broken line has a word without quotes; "" where it is broken otherwise."""
    at = re.search(r"at line (\d{1,9}), column (\d{1,9})", failure)
    lines = text.splitlines()
    if at is None or int(at[1]) > len(lines):
        return ""
    line, column = lines[int(at[1]) - 1], int(at[2]) - 1
    key = re.search(r"([\w.-]{1,60}) {0,9}= {0,9}$", line[:column][-80:])
    word = re.match(r"[^\W\d_][\w'-]{0,40}(?: [\w'-]{1,40}){0,9}", line[column:])
    if key is None or word is None:
        return ""
    if word[0].casefold() in ("true", "false"):
        return f"for {key[1]} write {word[0].casefold()}, in small letters; "
    return f"{key[1]} has {word[0]} without quotes: write a whole number, or put text in straight quotes; "


def _checked(document: Mapping[str, Any], facts: Mapping[str, Any], file: str) -> Policy:
    if "fills" in document and not isinstance(document.get("policy"), dict):
        remedy = f"is an overlay, and no policy by itself: give the policy's file with --overlay {file}"
        raise UserError([Problem(file, "", remedy)])
    found = _shape(document)
    flat = {**_flat(document), **facts}
    policy, faults = _typed(flat)
    found += [told(fault, flat) for fault in faults]
    if policy is None:
        policy = _mended(flat, faults)
    if policy is not None:
        wrong = {key for key, _ in found}
        found += [(key, remedy) for key, remedy in faults_of(policy) if key not in wrong]
    if found or policy is None:
        raise UserError([Problem(file, key, remedy) for key, remedy in found])
    return policy


def _typed(flat: Mapping[str, Any]) -> tuple[Policy | None, list[ErrorDetails]]:
    try:
        # As JSON, strictly: a list may be a tuple, but "2" is no number and 2022 no text.
        return _READ.validate_json(json.dumps(flat, default=str), strict=True), []
    except ValidationError as failure:
        return None, failure.errors(include_url=False)


def _mended(flat: Mapping[str, Any], faults: list[ErrorDetails]) -> Policy | None:
    """Return the policy with stand-ins for what is wrong in shape, so that its other faults are told too."""
    if any(fault["loc"][-1] == "id" for fault in faults):
        return None
    mended = deepcopy(dict(flat))
    policy = None
    # A missing key needs a second round to learn its type; a table inside it a third and a fourth.
    for _ in range(4):
        for fault in faults:
            mend(fault, mended)
        policy, faults = _typed(mended)
        if policy is not None:
            break
    return policy


def _shape(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    if document.get("schema") != SCHEMA:
        found.append(("schema", f"write `schema = {SCHEMA}` at the top of the file"))
    if not isinstance(document.get("policy"), dict):
        found.append(("policy", "write a table [policy] with id, title, partnership, status, scope, timescales_are"))
    found += [(key, _stray(key)) for key in document if key in (*HEAD, *WRITTEN, *OURS)]
    found += [(f"policy, {key}", unknown(key, HEAD)) for key in _head(document) if key not in HEAD]
    return found


def _stray(key: str) -> str:
    if key in WRITTEN:
        return f"there is no such key: write [[{WRITTEN[key]}]]"
    return "move it below [policy]" if key in HEAD else "there is no such key: remove it"


def _flat(document: Mapping[str, Any]) -> dict[str, Any]:
    left_out = ("schema", "policy", *HEAD, *WRITTEN, *OURS)
    flat = {LISTED.get(key, key): value for key, value in document.items() if key not in left_out}
    flat |= {key: value for key, value in _head(document).items() if key in HEAD}
    if isinstance(flat.get("wording"), dict):
        flat["wording"] = _with_terms(_with_forms(flat["wording"]), flat.get("calendar"))
    if isinstance(flat.get("boards"), list):
        flat["boards"] = [_with_forms(one) if isinstance(one, dict) else one for one in flat["boards"]]
    if isinstance(flat.get("stages"), list):
        flat["stages"] = [_with_roles(stage) for stage in flat["stages"]]
    return flat


def _head(document: Mapping[str, Any]) -> dict[str, Any]:
    head = document.get("policy")
    return head if isinstance(head, dict) else {}


# What several of them are called, where the one word does not end as most do.
SEVERAL: Final = {"child": "children", "person": "people", "child or adult": "children or adults"}


def _with_forms(table: Mapping[str, Any]) -> dict[str, Any]:
    """Give the person's word its plural, where the file does not: "adult" has "adults"; of several words, none."""
    person = table.get("person")
    named = {"one": person} if isinstance(person, str) else person
    if not isinstance(named, dict) or not isinstance(named.get("one"), str):
        return dict(table)
    one = named["one"]
    plain = one.isalpha() and not one.endswith(("s", "x", "y", "ch", "sh"))
    return {**table, "person": {"several": SEVERAL.get(one, f"{one}s" if plain else ""), **named}}


def _with_terms(wording: dict[str, Any], calendar: Any) -> dict[str, Any]:
    """Give the service that somebody is referred to the name that its nation has for it, where the file has none."""
    terms, named = wording.get("terms", {}), calendar.get("jurisdiction") if isinstance(calendar, dict) else None
    if not isinstance(terms, dict) or not isinstance(named, str):
        return wording
    return {**wording, "terms": {"social_care": nations.of(named).social_care, **terms}}


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
