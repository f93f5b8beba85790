"""A table with one row a kind, in which no column is left out: whoever forgets one is told at import what to write.

A row is a frozen dataclass that inherits `Row`; each of its fields is a `column`, with a word on what stands in it.
`whole` holds a table to a row for each kind.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args, get_origin

from mailservice.errors import IncompleteRow


class _Unsaid:
    def __repr__(self) -> str:
        return "nothing written"


UNSAID: Any = _Unsaid()


def column(says: str) -> Any:
    """Return a field of a row; `says` tells what to write there, and stands in the sentence that asks for it."""
    return field(default=UNSAID, metadata={"says": says})


@dataclass(frozen=True, kw_only=True)
class Row:
    """One kind, by its name; IncompleteRow where a column was left out."""

    name: str

    def __post_init__(self) -> None:
        left = [one for one in fields(self) if getattr(self, one.name) is UNSAID]
        if left:
            asked = "\n  and ".join(f"{one.name}: {one.metadata['says']}" for one in left)
            table = type(self).__module__.removeprefix("mailservice.").replace(".", "/")
            raise IncompleteRow(f"the row '{self.name}' in {table}.py is not complete: write {asked}")
        for one in fields(self):
            allowed = get_args(one.type) if get_origin(one.type) is Literal else ()
            if allowed and getattr(self, one.name) not in allowed:
                raise IncompleteRow(
                    f"the row '{self.name}' cannot have {one.name}={getattr(self, one.name)!r}: write one of {allowed}"
                )


def whole(table: str, written: Iterable[str], kinds: Iterable[str], row: str) -> None:
    """Hold a table to one row for each kind, and no other; IncompleteRow names the kinds that have none, and what to write."""
    rows, wanted = Counter([*written]), tuple(kinds)
    left = [f"'{one}'" for one in wanted if one not in rows]
    over = [f"'{one}'" for one, times in rows.items() if one not in wanted or times > 1]
    if left:
        raise IncompleteRow(f"{table} has no row for {', '.join(left)}: write {row}")
    if over:
        raise IncompleteRow(f"{table} has a row for {', '.join(over)}, which is no such kind or stands there twice")
