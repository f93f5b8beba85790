"""The directory's file, written anew from what it says: start at `as_toml`. Comments that somebody wrote are not in it."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from mailservice.settings.directory_file import DirectoryFile

_TOP = "# Who is who, as it was taken from a sheet. Check a copy with: mailservice directory check FILE --policy FILE\n"


def as_toml(content: DirectoryFile) -> str:
    """Return the file's text; reading it gives the same content."""
    parts = [_section("[office]", content.office)]
    parts += [_section("[[board]]", one) for one in content.board]
    for agency in content.agency:
        parts.append(_section("[[agency]]", agency, without="person"))
        parts += [_section("[[agency.person]]", one) for one in agency.person]
    parts += [_section("[[officer]]", one) for one in content.officer]
    parts += [_section("[[neighbour]]", one) for one in content.neighbour]
    return "\n".join([_TOP, *parts])


def version(content: DirectoryFile) -> str:
    """Return the digest, cut to 12 characters, of what a file says, whatever its comments."""
    return sha256(as_toml(content).encode()).hexdigest()[:12]


def _section(head: str, entry: BaseModel, without: str = "") -> str:
    return "\n".join([head, *_lines(entry, without)]) + "\n"


def _lines(entry: BaseModel, without: str) -> Iterator[str]:
    for key, field in type(entry).model_fields.items():
        value = getattr(entry, key)
        if key != without and value not in (field.default, None):
            yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    """Return a value as TOML has it."""
    if isinstance(value, BaseModel):
        return _pairs(value.model_dump(exclude_defaults=True))
    if isinstance(value, Mapping):
        return _pairs({str(key): one for key, one in sorted(value.items())})
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, int) else _text(value)


def _pairs(value: Mapping[str, Any]) -> str:
    return f"{{ {', '.join(f'{_key(key)} = {_value(one)}' for key, one in value.items())} }}"


def _key(key: str) -> str:
    return key if key.isidentifier() and key.isascii() else _text(key)


def _text(value: str) -> str:
    # JSON's text is TOML's too, once nothing in it is out of sight.
    return json.dumps(value, ensure_ascii=False)
