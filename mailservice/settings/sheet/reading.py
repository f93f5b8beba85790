"""A workbook as the directory's file: start at `read_sheet`. All of it is taken, or nothing, with every fault and its cell."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from mailservice.errors import Problem, UserError
from mailservice.settings.directory_file import DirectoryFile, understood
from mailservice.settings.sheet import columns
from mailservice.settings.sheet.cells import plain
from mailservice.settings.sheet.columns import Table
from mailservice.settings.sheet.opening import Row, Sheets, opened, place
from mailservice.settings.toml_file import Location, Raw

_LONGEST_HOLIDAY = timedelta(days=400)


def read_sheet(data: bytes, name: str, policy_stage_ids: Collection[str]) -> DirectoryFile:
    """Return what a workbook says; UserError tells every fault with its sheet, row and column."""
    return read_with_version(data, name, policy_stage_ids)[0]


def read_with_version(data: bytes, name: str, policy_stage_ids: Collection[str]) -> tuple[DirectoryFile, str]:
    """Return what a workbook says, and the version it was made from ('' if it does not say); UserError as `read_sheet`."""
    sheets = opened(data, name)
    if not sheets.whole:
        raise UserError([Problem(name, where, remedy) for where, remedy in sheets.faults])
    told = _Telling(sheets)
    content, faults = understood(told.raw(), policy_stage_ids)
    known = {where for where, _ in told.faults}
    found = [(told.where(location), _as_a_cell(remedy)) for location, remedy in faults]
    # A cell that could not be read is told once, and not as missing besides.
    told.faults += [one for one in dict.fromkeys(found) if one[0] not in known]
    if told.faults:
        raise UserError([Problem(name, where, remedy) for where, remedy in told.faults])
    return content, sheets.version


@dataclass
class _Telling:
    """Puts the rows together as the file has them, and keeps which row each came from."""

    sheets: Sheets
    faults: list[tuple[str, str]] = field(default_factory=list)
    _from: dict[Location, tuple[Table, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.faults = list(self.sheets.faults)
        self.agencies = [dict(row.said) for row in self._rows(columns.AGENCIES)]
        self.people: dict[int, list[tuple[Row, dict[str, Any]]]] = {}

    def raw(self) -> Raw:
        """Return the same as the directory's file says it."""
        for number, row in enumerate(self._rows(columns.AGENCIES)):
            self._from["agency", number] = columns.AGENCIES, row.number
        officers = [dict(row.said) for row in self._rows(columns.OFFICERS)]
        self._name(self.agencies, whole=True)
        self._place_people()
        people = [person for each in self.people.values() for _, person in each]
        self._name([*people, *officers], whole=False)
        self._link_colleagues()
        raw: Raw = {**self._offices(), "agency": self.agencies}
        self._close(raw)
        for key, table, rows in (
            ("officer", columns.OFFICERS, officers),
            ("neighbour", columns.NEIGHBOURS, [dict(row.said) for row in self._rows(columns.NEIGHBOURS)]),
        ):
            raw[key] = rows
            for number, row in enumerate(self._rows(table)):
                self._from[key, number] = table, row.number
        return raw

    def where(self, location: Location) -> str:
        """Return the cell of a place in the file, as far as it has one."""
        for end in range(len(location), 0, -1):
            found = self._from.get(location[:end])
            if found:
                table, row = found
                key = str(location[end]) if end < len(location) else ""
                return self._cell(table, row, _KEYS.get(key, key))
        table = _SHEETS.get(str(location[0]), columns.OFFICE)
        return f'sheet "{table.name}"'

    def _cell(self, table: Table, row: int, key: str) -> str:
        column = next((one for one in table.columns if one.key == key), None)
        return place(table, row, column, self.sheets.letters[table.name].get(key, ""))

    def _fault(self, table: Table, row: int, key: str, remedy: str) -> None:
        where = self._cell(table, row, key)
        if where not in [one for one, _ in self.faults]:
            self.faults.append((where, remedy))

    def _rows(self, table: Table) -> list[Row]:
        return self.sheets.rows[table.name]

    def _name(self, entries: list[dict[str, Any]], *, whole: bool) -> None:
        """Give an id to everybody who has none yet."""
        taken = {str(one.get("id", "")).casefold() for one in entries}
        taken |= {str(was).casefold() for one in entries if whole for was in one.get("was", ())}
        for one in entries:
            if not one.get("id") and one.get("name"):
                one["id"] = _new_id(str(one["name"]), taken, whole=whole)
                taken.add(one["id"].casefold())

    def _place_people(self) -> None:
        """Put each person under their agency."""
        for row in self._rows(columns.PEOPLE):
            said = dict(row.said)
            named = str(said.pop("agency", ""))
            number = self._agency(columns.PEOPLE, row, "agency", named)
            if number is not None:
                self.people.setdefault(number, []).append((row, said))
        for number, agency in enumerate(self.agencies):
            mine = self.people.get(number, [])
            agency["person"] = [said for _, said in mine]
            for place_there, (row, _) in enumerate(mine):
                self._from["agency", number, "person", place_there] = columns.PEOPLE, row.number

    def _agency(self, table: Table, row: Row, key: str, named: str) -> int | None:
        """Return which agency a cell names, by its id or its name; None, and a fault, where it is none or two."""
        if not named:
            self._fault(table, row.number, key, "this is empty; write the agency's name, as on the sheet Agencies")
            return None
        by_id = [number for number, one in enumerate(self.agencies) if plain(str(one.get("id", ""))) == plain(named)]
        by_name = [
            number for number, one in enumerate(self.agencies) if plain(str(one.get("name", ""))) == plain(named)
        ]
        found = by_id or by_name
        if len(found) == 1:
            return found[0]
        names = {plain(str(one["name"])): str(one["name"]) for one in self.agencies if one.get("name")}
        near = get_close_matches(plain(named), names, 1)
        remedy = f"did you mean {names[near[0]]}?" if near else "write its name as there, or add it there"
        said = (
            "two agencies are called this; write the id of one"
            if found
            else f"no agency is called this on the sheet Agencies; {remedy}"
        )
        self._fault(table, row.number, key, said)
        return None

    def _link_colleagues(self) -> None:
        """Put the ids of manager, deputy and whose secretary somebody is, where their names are written."""
        for each in self.people.values():
            for row, said in each:
                for key in ("manager", "deputy", "assistant_of"):
                    if said.get(key):
                        said[key] = self._colleague(row, key, said, [one for _, one in each if one is not said])

    def _colleague(self, row: Row, key: str, said: Mapping[str, Any], others: list[dict[str, Any]]) -> str:
        named = str(said[key])
        found = [one for one in others if plain(str(one.get("id", ""))) == plain(named)]
        found = found or [one for one in others if plain(str(one.get("name", ""))) == plain(named)]
        if len(found) == 1:
            return str(found[0].get("id", ""))
        if found:
            ids = " or ".join(str(one.get("id", "")) for one in found)
            self._fault(
                columns.PEOPLE, row.number, key, f"two people there are called this; write the id of one: {ids}"
            )
            return ""
        if ";" in named:
            self._fault(columns.PEOPLE, row.number, key, "one person alone can stand here; write one name")
            return ""
        names = {plain(str(one.get("name", ""))): str(one.get("name", "")) for one in others}
        near = get_close_matches(plain(named), names, 1)
        meant = (
            f"did you mean {names[near[0]]}?"
            if near
            else f"write one of {', '.join(names.values()) or 'nobody'}, or leave it empty"
        )
        self._fault(columns.PEOPLE, row.number, key, f"nobody else in this agency is called this; {meant}")
        return ""

    def _offices(self) -> Raw:
        """Return the office, and each board's own, from the rows of who is there."""
        found: dict[str, dict[str, Any]] = {}
        for row in self._rows(columns.OFFICE):
            said = dict(row.said)
            who, board = plain(str(said.pop("who", ""))), str(said.pop("board", ""))
            here = found.setdefault(board, {})
            self._take_in(row, who, said, here, board)
        first = found.pop("", {})
        boards = [{"id": board, **one} for board, one in found.items()]
        for number, board in enumerate(found):
            self._move(board, ("board", number))
        self._move("", ("office",))
        return {"office": first, **({"board": boards} if boards else {})}

    def _take_in(self, row: Row, who: str, said: dict[str, Any], here: dict[str, Any], board: str) -> None:
        """Add one row of the office to what is known of it."""
        at = columns.OFFICE, row.number
        if who == "office":
            if (board, "office") in self._from:
                self._fault(
                    columns.OFFICE, row.number, "who", "there is an office already; write Staff, Deputy or Duty"
                )
            here.update(said)
            self._from[board, "office"] = at
        elif who == "staff":
            if not said.get("address"):
                self._fault(columns.OFFICE, row.number, "address", "this is empty; write their own address")
                return
            here.setdefault("staff", []).append(said["address"])
            self._from[board, "office", "staff", len(here["staff"]) - 1] = at
        elif who == "deputy":
            here.setdefault("deputies", []).append(said)
            self._from[board, "office", "deputies", len(here["deputies"]) - 1] = at
        elif who == "duty":
            if "duty" in here:
                self._fault(columns.OFFICE, row.number, "who", "there is one duty contact; write Deputy")
            here["duty"] = said
            self._from[board, "office", "duty"] = at
        else:
            self._fault(columns.OFFICE, row.number, "who", "write one of Office, Staff, Deputy, Duty")

    def _move(self, board: str, to: Location) -> None:
        """Say of the rows of one office where in the file they stand."""
        for location in [one for one in self._from if one[:2] == (board, "office")]:
            self._from[(*to, *location[2:])] = self._from.pop(location)

    def _close(self, raw: Raw) -> None:
        """Put each closed day under whose it is."""
        for row in self._rows(columns.CLOSED):
            entry = self._closed_of(raw, row)
            if entry is None:
                continue
            for day in self._days(row):
                entry.setdefault("closed", {})[day.isoformat()] = str(row.said.get("why", ""))

    def _closed_of(self, raw: Raw, row: Row) -> dict[str, Any] | None:
        whose = str(row.said.get("whose", ""))
        ids = [plain(str(one.get("id", ""))) for one in self.agencies]
        if plain(whose) not in ids and plain(whose) in (plain(columns.THE_OFFICE), "office"):
            office: dict[str, Any] = raw["office"]
            return office
        boards = {f"board {plain(str(one['id']))}": one for one in raw.get("board", ())}
        if plain(whose) not in ids and plain(whose) in boards:
            board: dict[str, Any] = boards[plain(whose)]
            return board
        number = self._agency(columns.CLOSED, row, "whose", whose)
        return self.agencies[number] if number is not None else None

    def _days(self, row: Row) -> Iterator[date]:
        first, last = row.said.get("from"), row.said.get("to")
        if first is None:
            self._fault(columns.CLOSED, row.number, "from", "this is empty; write the first day, like 21 December 2026")
            return
        last = last or first
        if not timedelta(0) <= last - first <= _LONGEST_HOLIDAY:
            what = "this is before the first day" if last < first else "this is more than a year later"
            self._fault(columns.CLOSED, row.number, "to", f"{what}; write the last day of the holiday")
            return
        yield from (first + timedelta(number) for number in range((last - first).days + 1))


# Where the file and the sheet have another word for the same.
_KEYS = {"closed": "", "id": "id"}
_SHEETS = {"agency": columns.AGENCIES, "officer": columns.OFFICERS, "neighbour": columns.NEIGHBOURS}


def _as_a_cell(remedy: str) -> str:
    """Return what to write in a cell, where the words are those for the file."""
    in_cell = re.sub(r'like \w+ = \[?"([^"]*)"\]?', r"like \1", remedy)
    in_cell = in_cell.replace("; write each under [[agency]]", "; write each on the sheet Agencies")
    return re.sub(r"or leave \w+ out", "or leave it empty", in_cell)


def _new_id(name: str, taken: set[str], *, whole: bool) -> str:
    """Return an id that nobody has: of an agency its name, of a person the first letter and the surname."""
    plainly = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plainly.replace("'", "")) or ["somebody"]
    short = "-".join(words) if whole or len(words) == 1 else f"{words[0][0]}-{words[-1]}"
    number, found = 2, short
    while found in taken:
        number, found = number + 1, f"{short}-{number}"
    return found
