"""The commented example of the settings, with an installation's own values in it; every comment stays. Start at `filled`."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

Value = str | bool | int | date | Path | tuple[str, ...]

_SECTION = re.compile(r"(?P<off># )?\[(?P<name>\w+)\](?P<rest>.*)")
_LINE = re.compile(r"(?P<off># ?)?(?P<key>[a-z_]+) = (?P<value>\"[^\"]*\"|\[[^\]]*\]|[^\s#]+|\{[^}]*\})(?P<rest>.*)")


def filled(example: str, values: Mapping[tuple[str, str], Value]) -> str:
    """Return the example with these values of (section, key), which are commented no more; KeyError for one that it lacks.

    A section of which no value is given stays as it is.
    """
    wanted, sections, here, lines = dict(values), {section for section, _ in values}, "", list[str]()
    for line in example.splitlines():
        if section := _SECTION.fullmatch(line):
            here = section["name"]
            lines.append(line.removeprefix("# ") if here in sections else line)
        elif (found := _LINE.fullmatch(line)) and (here, found["key"]) in wanted:
            said = f"{found['key']} = {_toml(wanted.pop((here, found['key'])))}"
            lines.append(f"{said:<38} {found['rest'].strip()}".rstrip() if found["rest"].strip() else said)
        else:
            lines.append(line)
    if wanted:
        raise KeyError(*wanted)
    return "\n".join([*lines, ""])


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value) if isinstance(value, int) else json.dumps(str(value), ensure_ascii=False)
