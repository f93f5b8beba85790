"""The commented example of the settings, with an installation's own values in it; every comment stays. Start at `filled`."""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

Value = str | bool | int | date | Path | tuple[str, ...]

_SECTION = re.compile(r"(?P<off># )?\[(?P<name>\w+)\](?P<rest>.*)")
_LINE = re.compile(r"(?P<off># ?)?(?P<key>[a-z_]+) = (?P<value>\"[^\"]*\"|\[[^\]]*\]|[^\s#]+|\{[^}]*\})(?P<rest>.*)")


def filled(example: str, values: Mapping[tuple[str, str], Value | None]) -> str:
    """Return the example with these values of (section, key), which are commented no more; KeyError for one that it lacks.

    None takes a value away again, as a comment, and with its last one its section. A section of which nothing is given stays.
    """
    said = {place: value for place, value in values.items() if value is not None}
    sections, here, lines = {section for section, _ in said}, "", list[str]()
    tables = {name: content for name, content in tomllib.loads(example).items() if isinstance(content, dict)}
    gone = {
        name
        for name, content in tables.items()
        if content and all(values.get((name, key), "") is None for key in content)
    }
    for line in example.splitlines():
        section, found, new = _SECTION.fullmatch(line), _LINE.fullmatch(line), line
        here = section["name"] if section else here
        place = (here, found["key"] if found else "")
        # A line that acts goes before a comment that looks like it.
        if found and place in said and not (found["off"] and place[1] in tables.get(here, ())):
            new = _line(found, said.pop(place))
        elif section and here in sections:
            new = line.removeprefix("# ")
        elif (here in gone or values.get(place, "") is None) and line and not line.startswith("#"):
            new = f"# {line}"
        lines.append(new)
    if said:
        raise KeyError(*said)
    return "\n".join([*lines, ""])


def _line(found: re.Match[str], value: Value) -> str:
    said, rest = f"{found['key']} = {_toml(value)}", found["rest"].strip()
    return f"{said:<38} {rest}" if rest else said


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value) if isinstance(value, int) else json.dumps(str(value), ensure_ascii=False)
