"""What the workbook is made of: its sheets, and what to write in each of their columns. A column has one row here.

`key` is what the directory's file calls the same; `holds` says how the cell is read (`cells`), `also` what
people call the column.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Holds = Literal[
    "text", "list", "phone", "number", "first day", "last day", "day", "domains", "agency", "colleague", "whose"
]
GUIDE: Final = "Read me"
THE_OFFICE: Final = "The office"
# On the first sheet: which directory this was made from, so that nobody undoes what another has changed meanwhile.
VERSION: Final = re.compile(r"Made from directory ([0-9a-f]{12})\b")


@dataclass(frozen=True)
class Column:
    """One column: its heading, what the file calls it, how it is read, and what a person writes there."""

    head: str
    key: str
    write: str
    holds: Holds = "text"
    also: tuple[str, ...] = ()
    width: int = 22


@dataclass(frozen=True)
class Table:
    """One sheet. It is there always, unless `spare`: then only where somebody stands in it."""

    name: str
    about: str
    columns: tuple[Column, ...]
    spare: bool = False

    def column(self, key: str) -> Column:
        """Return the column of a key; KeyError where there is none."""
        return {one.key: one for one in self.columns}[key]


_DAY = "like 1 December 2026"
_ID = Column(
    "Id", "id", "a short word that stays the same for ever. Leave it empty for somebody new: one is made.", width=16
)
_ADDRESS = Column("Address", "address", "their address at work", also=("email", "e-mail", "email address"), width=38)
_PHONE = Column(
    "Phone", "phone", "a number, as text, so that its first 0 stays", "phone", ("telephone", "tel", "mobile")
)

PEOPLE: Final = Table(
    "People",
    "One row for each person of an agency. Who works for two agencies has a row under each, with the same name and address.",
    (
        Column("Name", "name", "first name and surname", also=("full name",), width=24),
        Column("Agency", "agency", "the agency's name, as on the sheet Agencies", "agency", ("organisation",), 30),
        Column("Role", "role", "what they are, like Team manager", also=("job title", "title", "post"), width=30),
        Column(
            "Decides at stage",
            "stages",
            "the stages of the policy where they decide, like 2; 3",
            "list",
            ("stages", "stage"),
        ),
        Column(
            "Tier", "tier", "1 for the first tier of a stage that repeats, 2 for the next one up", "number", width=8
        ),
        Column(
            "Hands over at stage",
            "hands_over",
            "the stages where they bring a case that another decides, like 3",
            "list",
        ),
        _ADDRESS,
        Column(
            "Other addresses",
            "aliases",
            "other addresses that they write from; several with ; between",
            "list",
            width=38,
        ),
        _PHONE,
        Column(
            "Manager", "manager", "the name of the next person up, in the same agency", "colleague", ("line manager",)
        ),
        Column(
            "Deputy",
            "deputy",
            "the name of who covers for them, in the same agency",
            "colleague",
            ("deputies", "cover"),
        ),
        Column("Secretary to", "assistant_of", "the name of whose secretary they are, in the same agency", "colleague"),
        Column(
            "First day",
            "since",
            f"their first day, {_DAY}; empty if they are there",
            "first day",
            ("from", "start date"),
            18,
        ),
        Column(
            "Last day",
            "left",
            f"their last day, {_DAY}; empty if they stay",
            "last day",
            ("until", "to", "end date"),
            18,
        ),
        Column("Id in old agency", "was", "the id that they had in the agency they came from", width=16),
        _ID,
    ),
)
AGENCIES: Final = Table(
    "Agencies",
    "One row for each agency.",
    (
        Column("Name", "name", "its name, as people say it", also=("agency", "organisation"), width=36),
        Column(
            "Kind",
            "type",
            "a kind of agency that the policy names, like school; default if it names none",
            also=("type",),
        ),
        Column(
            "Domains",
            "domains",
            "what follows the @ of its addresses; several with ; between. One that is given up: old.example until 31 March 2027",
            "domains",
            ("domain", "email domains"),
            width=40,
        ),
        Column(
            "Shared mailboxes", "shared", "mailboxes that several people read; several with ; between", "list", width=38
        ),
        Column(
            "Morning letter to",
            "mornings",
            "who has the agency's open cases each working morning; empty: nobody; several with ; between",
            "list",
            width=38,
        ),
        Column("Former names", "former_names", "what it was called before; several with ; between", "list", width=30),
        Column("Former ids", "was", "the ids that it had before; several with ; between", "list", width=16),
        _ID,
    ),
)
OFFICE: Final = Table(
    "Office",
    "The Business Office. One row for the office itself, and one for each of its staff, its deputies and the duty contact.",
    (
        Column("Who", "who", "one of: Office, Staff, Deputy, Duty", also=("what",), width=14),
        Column("Name", "name", "the office's name; of a deputy and the duty contact, theirs", width=30),
        _ADDRESS,
        _PHONE,
        Column(
            "Board",
            "board",
            "empty; or, where the policy has several boards, the id of the one whose office this is",
            width=16,
        ),
    ),
)
CLOSED: Final = Table(
    "Closed days",
    "One row for each closed day, or for each holiday from its first to its last day.",
    (
        Column(
            "Whose",
            "whose",
            f"the agency's name; for the office's own: {THE_OFFICE}, or: Board, and its id",
            "whose",
            ("agency",),
            36,
        ),
        Column("From", "from", f"the first day, {_DAY}", "day", ("first day", "date"), 18),
        Column("To", "to", "the last day; empty for one day alone", "day", ("last day", "until"), 18),
        Column("Why", "why", "like Christmas holidays", width=36),
    ),
)
OFFICERS: Final = Table(
    "Officers",
    "One row for each person beside the agencies whom the policy names, such as an independent chair.",
    (
        Column("Name", "name", "first name and surname", width=24),
        Column("Role", "role", "the role in the policy's own words", also=("job title", "title"), width=36),
        _ADDRESS,
        _PHONE,
        Column("Board", "board", "empty; or the id of the one board they act for", width=16),
        _ID,
    ),
)
NEIGHBOURS: Final = Table(
    "Neighbours",
    "One row for each other area's service. Nothing is ever written to it.",
    (
        Column("Name", "name", "its partnership", width=36),
        Column("Address", "address", "its mailbox", also=("email", "e-mail", "email address"), width=38),
        Column("Office", "office", "whom to speak to there, like Marlshire office, 01632 960 310", width=40),
    ),
    spare=True,
)
TABLES: Final[Mapping[str, Table]] = {one.name: one for one in (PEOPLE, AGENCIES, OFFICE, OFFICERS, CLOSED, NEIGHBOURS)}
