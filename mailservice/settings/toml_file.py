"""A TOML file that a person wrote, and everything that is wrong with it in plain English. Start at `checked`.

Shapes are pydantic models that refuse unknown keys. A fault never repeats what was written: it may be a secret.
"""

import tomllib
from collections.abc import Iterable, Iterator
from copy import deepcopy
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeGuard, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from mailservice.errors import Problem, UserError
from mailservice.settings.secret_files import why_unread

Raw = dict[str, Any]
Location = tuple[int | str, ...]

# What pydantic calls a fault, and what a person would.
PLAINLY = {
    "string_type": 'this should be text in "quotes"',
    "string_too_short": "this is empty",
    "string_pattern_mismatch": "this is no mail address",
    "int_parsing": "this should be a whole number, without quotes",
    "int_type": "this should be a whole number, without quotes",
    "float_parsing": "this should be a number, without quotes",
    "float_type": "this should be a number, without quotes",
    "bool_parsing": "this should be true or false, without quotes",
    "bool_type": "this should be true or false, without quotes",
    "tuple_type": "this should be a list in [brackets]",
    "dict_type": 'this should be pairs like { "2026-12-30" = "Office closed" }',
    "date_from_datetime_parsing": "this is no day; write it like 2026-12-30",
    "date_parsing": "this is no day; write it like 2026-12-30",
    "model_type": "this should be a section of its own, with its name in [brackets]",
}


class Section(BaseModel):
    """A part of a person's file: frozen once read, and a key that is not known is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)


Shape = TypeVar("Shape", bound=Section)


def read(path: Path) -> Raw:
    """Return the file's content; UserError if it is missing, unreadable or no TOML."""
    try:
        return read_bytes(path.read_bytes(), path)
    except FileNotFoundError:
        remedy = "there is no such file; give the path of one that exists"
    except PermissionError:
        remedy = why_unread(path)
    except OSError as fault:
        remedy = f"the file cannot be read ({fault.strerror}); see to the disk that it lies on"
    raise UserError([Problem(str(path), "", remedy)]) from None


def read_bytes(data: bytes, path: Path) -> Raw:
    """Return what the bytes of a file say; UserError if they are no TOML."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))  # Notepad on Windows begins it with a mark
    except UnicodeDecodeError:
        remedy = "the file is not UTF-8 text; save it again as UTF-8"
    except tomllib.TOMLDecodeError as fault:
        remedy = f'this is not TOML: {fault}; write lines like name = "text", and section names in [brackets]'
    raise UserError([Problem(str(path), "", remedy)]) from None


def checked(shape: type[Shape], raw: Raw, file: Path) -> tuple[Shape | None, list[Problem]]:
    """Return the content in its shape, if it has it, and every fault found; paths as seen from the file."""
    try:
        return shape.model_validate(raw, context={"beside": file.absolute().parent}), []
    except ValidationError as found:
        return None, [
            Problem(str(file), place(raw, error["loc"]), _remedy(shape, error["type"], error["msg"], error["loc"]))
            for error in _errors(found)
        ]


def salvaged(shape: type[Shape], raw: Raw) -> tuple[Shape, list[tuple[Location, str]]]:
    """Return as much of the content as has its shape, to look at the rest too; its shape requires nothing.

    With it comes every fault: where it lies, and what to write.
    """
    faults: list[tuple[Location, str]] = []
    kept = raw
    while True:
        try:
            return shape.model_validate(kept), faults
        except ValidationError as found:
            errors = _errors(found)
            faults = faults or [(one["loc"], _remedy(shape, one["type"], one["msg"], one["loc"])) for one in errors]
            less = _without(kept, [one["loc"] for one in errors])
            kept = less if less != kept else {}


def _errors(found: ValidationError) -> list[ErrorDetails]:
    # Neither the input nor its address on the net is asked for: the first may be a secret.
    return found.errors(include_url=False, include_input=False)


def place(raw: Any, location: Location) -> str:
    """Return where in the file this is, as people say it: `[imap] port`, or `agency "North", person "j-o", tier`."""
    if isinstance(raw.get(location[0]), list):
        return ", ".join(_words(raw, location))
    return " ".join([f"[{location[0]}]", ".".join(str(step) for step in location[1:] if step != "[key]")]).strip()


def _without(raw: Raw, locations: Iterable[Location]) -> Raw:
    kept = deepcopy(raw)
    for location in locations:
        _drop(kept, location)
    return kept


def _drop(here: Any, location: Location) -> None:
    """Take out the innermost key on the way to a place; nothing if it has gone already."""
    holder, last = here, ""
    for step in location:
        if isinstance(here, dict) and step in here:
            holder, last = here, str(step)
        elif isinstance(here, dict) and step != "[key]":
            return
        here = _inside(here, step)
    holder.pop(last, None)


def _words(raw: Any, location: Location) -> Iterator[str]:
    """Yield one part of the place after the other: a list's item is called by its name, then id, then number."""
    for key, step in zip(location, (*location[1:], ""), strict=True):
        raw = _inside(raw, key)
        if isinstance(step, int):
            item = _inside(raw, step)
            given = item if isinstance(item, dict) else {}
            name = given.get("name") if key == location[0] else ""
            yield f'{key} "{name or given.get("id") or step + 1}"'
        elif isinstance(key, str) and key != "[key]":
            yield key


def _inside(raw: Any, step: int | str) -> Any:
    try:
        return raw[step]
    except (KeyError, IndexError, TypeError):
        return None


def _remedy(shape: type[Section], kind: str, message: str, location: Location) -> str:
    fields = _fields_at(shape, location[:-1])
    key = str(location[-1])
    if kind == "extra_forbidden":
        near = get_close_matches(key, fields, 1)
        return f"unknown key; did you mean {near[0]}?" if near else f"unknown key; known here: {', '.join(fields)}"
    wanted = fields.get(key, "")
    if kind == "missing":
        return f"missing; write {wanted}" if wanted else f"missing; write a section [{key}]"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    said = PLAINLY.get(kind) or message.replace("Input should be", "this should be")
    return f"{said}; write {wanted}" if wanted else said


def _fields_at(shape: type[Section], location: Location) -> dict[str, str]:
    """Return the keys known at a place, and what each asks for."""
    for step in location:
        field = shape.model_fields.get(str(step))
        if field is not None:
            shape = next(filter(_is_section, (field.annotation, *get_args(field.annotation))), shape)
    return {name: field.description or "" for name, field in shape.model_fields.items()}


def _is_section(kind: Any) -> TypeGuard[type[Section]]:
    return isinstance(kind, type) and issubclass(kind, Section)
