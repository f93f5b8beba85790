"""The house keeps its order: imports run one way, and each room leaves alone what is another's (read with `ast`)."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "mailservice"

# From the top down: a room may import itself and what stands on a later line, never what stands on its own or above.
ORDER = (
    ("cli",),
    ("simulator",),
    ("service",),
    ("settings",),
    ("record", "transport", "exports"),
    ("mail",),
    ("cases",),
    ("policy",),
    ("directory",),
    ("logs",),
    ("errors", "clock", "files"),
)
# The same inside a room: its files and folders from the top down.
INSIDE = {
    "service": (
        ("doctor",),
        ("assembly", "workers"),
        ("rounds",),
        ("reconciling", "counting", "receiving", "sweeping"),
        ("filing",),
        ("morning",),
        ("agency_mornings",),
        ("closed_days", "older_mail", "whereabouts", "by_hand", "who_is_who"),
        ("held", "directory_mail", "disposing"),
        ("office", "own_cases"),
        ("suspecting",),
        ("drilling", "sending", "fates"),
        ("enclosing",),
        ("held_up", "custody", "access", "packing", "figures"),
        ("collecting", "watch"),
        ("deciding", "reader"),
        ("placing",),
        ("hearing",),
        ("due",),
        ("accepted", "going", "copies"),
        ("folders", "desk", "kept", "keyring", "sheets"),
    ),
    "mail": (
        ("returning",),
        ("inspect",),
        ("trust", "compose", "glimpse", "refusals", "seals", "alike", "documents"),
        ("reply",),
        ("parse",),
        ("kinds",),
        ("grammar", "danger"),
        ("mime",),
    ),
    "cases": (
        ("machine",),
        ("onward", "mine"),
        ("heard", "timing", "digest", "closures", "known"),
        ("confirming",),
        ("answered", "spoken", "suspected"),
        ("meant",),
        ("carrying", "posted", "drill", "listing"),
        ("words",),
        ("settling", "opening", "departures"),
        ("forms",),
        ("ladder",),
        ("told", "asking"),
        ("letters",),
        ("dates",),
        ("people",),
        ("history",),
    ),
}
# Narrower than the order: what a room may import beside itself.
ONLY_FROM = {
    "transport": {"errors", "clock"},
    "exports": {"mail", "cases", "policy", "directory", "errors", "clock", "files"},
}

# What only one room may import: a room, or one file of it.
OWNED = {
    "sqlmodel": {"record"},
    "sqlalchemy": {"record"},
    "alembic": {"record"},
    "psycopg": {"record"},
    "sqlite3": {"record"},
    "dramatiq": {"service.workers"},
    "imapclient": {"transport"},
    "imaplib": {"transport"},
    "smtplib": {"transport"},
    "aiosmtpd": {"transport"},
    "pymap": {"transport"},
    "socket": {"transport"},
    "socketserver": {"transport"},
    "dns": {"transport.dns"},
    "dkim": {"mail.trust.signatures"},
    "idna": {"mail.trust.domains"},
    "holidays": {"policy.workdays"},
    "jinja2": {"mail.compose.templates", "mail.compose.translation", "exports.rehearsal"},
    "typer": {"cli"},
    "typst": {"exports"},
}
# What the pure rooms leave alone, but for the two files that read a folder once, at the start.
OUTSIDE = {"os", "pathlib", "io", "socket", "time", "shutil", "subprocess", "tempfile", "threading", "asyncio"}
OUTSIDE |= {"http", "urllib.request", "structlog", "logging", "importlib"}
PURE = ("policy", "cases", "mail", "directory")
READS_FILES = ("policy.load", "mail.compose.templates")
# A library that wants a file is given one in memory.
IN_MEMORY = {"mail.documents.packed": {"io"}}
OPENS = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}


@dataclass(frozen=True)
class Fault:
    """One breach: the sentence, and where it stands."""

    sentence: str
    where: str

    def __str__(self) -> str:
        return f"{self.sentence} ({self.where})"


def room_of(module: str) -> str:
    """Return the room of a module named below `mailservice`: `mail.parse` lies in mail."""
    first = module.partition(".")[0]
    return "cli" if first == "__main__" else first


def faults(house: Mapping[str, str]) -> list[Fault]:
    """Return every breach in a house: the text of each module by its name below `mailservice`."""
    return [fault for module, text in house.items() for fault in _faults_of(module, ast.parse(text))]


def _faults_of(module: str, tree: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(tree):
        where = f"mailservice/{module.replace('.', '/')}.py:{getattr(node, 'lineno', 0)}"
        for imported in _imported(node):
            yield from (Fault(sentence, where) for sentence in _wrong_import(module, imported))
        if isinstance(node, ast.Call):
            yield from (Fault(sentence, where) for sentence in _wrong_call(module, node))


def _imported(node: ast.AST) -> Iterator[str]:
    """Yield what a line imports, in full; a name taken from a package may be a module of it."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        if node.level:
            yield "relative"
        elif [alias.name for alias in node.names] == ["*"]:
            yield f"{node.module}.*"
        elif node.module in {"mailservice", *(f"mailservice.{room}" for room in INSIDE)}:
            yield from (f"{node.module}.{alias.name}" for alias in node.names if alias.name != "__version__")
        else:
            yield str(node.module)


def _wrong_import(module: str, imported: str) -> Iterator[str]:
    room = room_of(module)
    top = imported.partition(".")[0]
    if imported.endswith(".*") or imported == "mailservice":
        yield f"{room} may not import all of {imported.removesuffix('.*')}: name the file"
    elif imported == "relative":
        yield f"{room} may not import by dots: write the whole name"
    elif top == "mailservice" and not _may_import(room, room_of(imported.partition(".")[2])):
        yield f"{room} may not import {room_of(imported.partition('.')[2])}"
    elif top == "mailservice" and not _may_import_inside(module, imported.partition(".")[2]):
        yield f"{_place(module)} may not import {_place(imported.partition('.')[2])}"
    elif top in OWNED and not OWNED[top] & {room, module}:
        yield f"{room} may not import {top}: only {' and '.join(sorted(OWNED[top]))} may"
    elif imported in IN_MEMORY.get(module, ()):
        return
    elif room in PURE and module not in READS_FILES and (top in OUTSIDE or imported in OUTSIDE):
        yield f"{room} may not import {imported}: it is pure"


def _may_import(room: str, other: str) -> bool:
    if room == other:
        return True
    return _height(other) > _height(room) and other in ONLY_FROM.get(room, {other})


def _may_import_inside(module: str, imported: str) -> bool:
    room, here = room_of(module), _place(module)
    if room not in INSIDE or room_of(imported) != room or here in (room, _place(imported)):
        return True
    return _height(_place(imported)) > _height(here)


def _place(module: str) -> str:
    """Return the file or folder of a room in which a module lies, as `cases.words`; the room itself for its door-plate."""
    return ".".join(module.split(".")[:2])


def _height(place: str) -> int:
    """Return the line of a room in the order, or of a place in its room; KeyError names what nobody has placed yet."""
    room, _, inside = place.partition(".")
    order = INSIDE[room] if inside else ORDER
    return {one: height for height, line in enumerate(order) for one in line}[inside or room]


def _wrong_call(module: str, call: ast.Call) -> Iterator[str]:
    room, called = room_of(module), ast.unparse(call.func)
    owner, _, verb = called.rpartition(".")
    if room != "clock" and verb in {"now", "today", "utcnow"} and owner.rpartition(".")[2] in {"datetime", "date"}:
        yield f"{room} may not call {called}(): it is handed a clock"
    if room in PURE and module not in READS_FILES and verb in OPENS and (owner == "" or verb != "open"):
        yield f"{room} may not call {verb}(): it is pure"


def _the_house() -> dict[str, str]:
    files = {path: ".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in PACKAGE.rglob("*.py")}
    return {name.removesuffix(".__init__"): path.read_text() for path, name in files.items() if name != "__init__"}


def test_the_house_keeps_its_order() -> None:
    found = faults(_the_house())
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize(
    ("module", "line", "sentence"),
    [
        ("cases.machine", "from mailservice.record.ledger import append", "cases may not import record"),
        ("cases.machine", "from mailservice import record", "cases may not import record"),
        ("cases.machine", "def f():\n    import mailservice.mail.parse", "cases may not import mail"),
        ("policy.model", "from mailservice.cases.history.case import Case", "policy may not import cases"),
        ("mail.parse", "from mailservice.transport.imap import Mailbox", "mail may not import transport"),
        ("transport.imap", "from mailservice.directory import Person", "transport may not import directory"),
        ("transport.imap", "from mailservice.record import database", "transport may not import record"),
        ("exports.html", "from mailservice.record.ledger import read", "exports may not import record"),
        ("record.ledger", "from mailservice.service import receive", "record may not import service"),
        (
            "service.rounds",
            "from mailservice.service.workers import ring",
            "service.rounds may not import service.workers",
        ),
        ("service.rounds", "from mailservice.cli.shelf import opened", "service may not import cli"),
        ("service.workers", "from mailservice.simulator.playing import play", "service may not import simulator"),
        ("cases.history.case", "from . import events", "cases may not import by dots"),
        ("cases.dates.limits", "from mailservice.cases.words import undo", "cases.dates may not import cases.words"),
        ("cases.dates.limits", "from mailservice.cases import machine", "cases.dates may not import cases.machine"),
        (
            "cases.settling.agreement",
            "from mailservice.cases.opening import joining",
            "cases.settling may not import cases.opening",
        ),
        ("mail.mime.part", "from mailservice.mail.parse import Mail", "mail.mime may not import mail.parse"),
        ("service.rounds", "import dramatiq", "service may not import dramatiq: only service.workers may"),
        ("service", "from sqlalchemy import select", "service may not import sqlalchemy: only record may"),
        ("service", "import sqlmodel", "service may not import sqlmodel: only record may"),
        ("mail.parse", "import smtplib", "mail may not import smtplib: only transport may"),
        ("simulator", "import socket", "simulator may not import socket: only transport may"),
        ("policy.check", "import holidays", "policy may not import holidays: only policy.workdays may"),
        (
            "exports.html",
            "import jinja2",
            "exports may not import jinja2: only exports.rehearsal and mail.compose.templates and mail.compose.translation may",
        ),
        ("cases.machine", "import mailservice", "cases may not import all of mailservice: name the file"),
        (
            "cases.machine",
            "from mailservice.mail import *",
            "cases may not import all of mailservice.mail: name the file",
        ),
        ("cases.machine", "import importlib", "cases may not import importlib: it is pure"),
        ("cases.machine", "import os", "cases may not import os: it is pure"),
        ("cases.machine", "import urllib.request", "cases may not import urllib.request: it is pure"),
        ("policy.model", "from pathlib import Path", "policy may not import pathlib: it is pure"),
        ("mail.parse", "import time", "mail may not import time: it is pure"),
        ("cases.machine", "x = datetime.now(UTC)", "cases may not call datetime.now(): it is handed a clock"),
        ("mail.parse", "x = datetime.date.today()", "mail may not call datetime.date.today(): it is handed a clock"),
        (
            "service",
            "x = datetime.datetime.now()",
            "service may not call datetime.datetime.now(): it is handed a clock",
        ),
        ("mail.parse", "x = open('a')", "mail may not call open(): it is pure"),
        ("cases.machine", "x = path.read_text()", "cases may not call read_text(): it is pure"),
    ],
)
def test_a_breach_is_told_in_a_sentence_with_its_place(module: str, line: str, sentence: str) -> None:
    found = [str(fault) for fault in faults({module: f'"""A room."""\n{line}\n'})]
    assert len(found) == 1, found
    assert found[0].startswith(sentence)
    assert f"mailservice/{module.replace('.', '/')}.py:" in found[0]


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("service", "from mailservice.record.ledger import append"),
        ("cases.machine", "from mailservice.policy.workdays import WorkingDays"),
        ("mail.compose.writing", "from mailservice.cases.history.events import LetterOrdered"),
        ("cases.people.deciders", "from mailservice.directory import Directory"),
        ("cases.words.undo", "from mailservice.cases.dates import deadlines"),
        ("cases.words.undo", "from mailservice.cases.words.proof import sure"),
        ("record.ledger", "import sqlalchemy"),
        ("policy.workdays", "import holidays"),
        ("policy.load", "from pathlib import Path"),
        ("cli.simulate", "from mailservice.cli.policies import find"),
        ("cli.main", "from mailservice import __version__"),
        ("clock", "x = datetime.now(UTC)"),
        ("service", "x = clock.now()"),
        ("mail.markup", "x = self.open(node)"),
    ],
)
def test_what_the_order_allows_is_no_breach(module: str, line: str) -> None:
    assert faults({module: line}) == []


def test_every_file_stands_in_a_room() -> None:
    for module in _the_house():
        assert _height(room_of(module)) >= 0, f"{module} stands in no room: place it in ORDER"
        if room_of(module) in INSIDE and module != room_of(module):
            assert _height(_place(module)) >= 0, f"{module} stands nowhere in its room: place it in INSIDE"


def test_no_file_bears_its_folders_name() -> None:
    """The folder reads as a contents list: `letters/letters` would tell nothing."""
    assert [module for module in _the_house() if len(set(module.split(".")[-2:])) < len(module.split(".")[-2:])] == []


def test_every_folder_has_a_door_plate() -> None:
    plates = {path.parent: path.read_text() for path in PACKAGE.rglob("__init__.py")}
    assert all(text.startswith('"""') for text in plates.values())
    assert {path.parent for path in PACKAGE.rglob("*.py")} <= plates.keys()
