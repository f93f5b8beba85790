"""Whoever is searched for stands in no log, no error and no traceback: not where it is found, not where the search fails."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mailservice.record.database import Database
from tests.cli.desk import NOBODYS, ROOT, Desk

NAME = "Xanthippe Quill"
PARTS = ("xanthippe", "quill")
SEARCHES = {
    "words": ("case", "find", NAME),
    "child": ("case", "list", "--child", NAME),
    "case by what is no reference": ("case", "show", NAME),
    "dates": ("case", "explain", NAME),
    "who wrote": ("trace", "--from", NAME, "--at", "2026-11-23"),
    "to whom": ("trace", "--to", "xanthippe.quill@agency.example", "--at", "2026-11-23"),
    "subject": ("trace", "--subject", NAME),
    "message": ("trace", "--message-id", "<xanthippe.quill@agency.example>"),
    "on a case": ("trace", "--reference", NAME),
    "what is held on them": (
        "record",
        "access",
        "--name",
        NAME,
        "--child",
        "QUILL-1",
        "--address",
        "xanthippe.quill@agency.example",
    ),
}
FAULTS = ("none", "the database is away", "it is no database", "its tables are others")


@pytest.fixture(params=FAULTS)
def desk(life: Desk, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Give the settings of a record that can be searched, or not."""
    database = tmp_path / "record.db"
    shutil.copy(life.database, database)
    settings = tmp_path / "mailservice.toml"
    settings.write_text(
        life.settings.read_text(encoding="utf-8").replace(str(life.database), str(database)), encoding="utf-8"
    )
    shutil.copy(life.settings.with_name("directory.toml"), tmp_path)
    if request.param == "the database is away":
        database.unlink()
    elif request.param == "it is no database":
        database.write_bytes(b"no database" * 1000)
    elif request.param == "its tables are others":
        with sqlite3.connect(database) as connection:
            for table, column in (("mails", "message_id"), ("letters", "address"), ("child_references", "reference")):
                connection.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO nobodys")
    return settings


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_tells_a_log_nothing_of_whom_it_was_for(desk: Path, search: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in NOBODYS}
    done = subprocess.run(
        [sys.executable, "-m", "mailservice", *SEARCHES[search], "--config", str(desk)],
        cwd=desk.parent, env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert not [line for line in done.stderr.splitlines() if any(part in line.casefold() for part in PARTS)]
    left = [
        one
        for one in desk.parent.rglob("*")
        if any(part in str(one.relative_to(desk.parent)).casefold() for part in PARTS)
    ]
    assert left == []


def test_a_statement_that_fails_does_not_tell_its_values(database_url: str) -> None:
    record = Database(database_url)
    record.upgrade()
    with pytest.raises(DBAPIError) as failed, record.begin("nscp") as tx:
        tx.run(text("SELECT nobodys FROM parties WHERE address = :who"), {"who": NAME})
    record.close()
    assert not any(part in str(failed.value).casefold() for part in PARTS)


def test_who_writes_a_dash_is_asked_and_the_line_that_was_typed_names_nobody(
    life: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("typer.prompt", lambda *_words, **_more: "Sarah Whitlock")
    assert "Mail 1, from sarah.whitlock@rockinghamhealth.example" in life.says(
        "trace", "--from", "-", "--at", "2026-11-23"
    )
    monkeypatch.setattr("typer.prompt", lambda *_words, **_more: "bruises")
    assert "There are bruises on both arms." in life.says("case", "find", "-")
    monkeypatch.setattr("typer.prompt", lambda *_words, **_more: "NCT-483920")
    assert "NSCP 2026-0001-E" in life.says("case", "list", "--child", "-")
