"""What whoever runs it sees in one command: the first line says it, and it fits a screen."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailservice.cases.history.events import ProofGiven
from mailservice.cli import screen
from mailservice.record import ledger
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from tests.cli.desk import ROOT
from tests.cli.test_backup import Office, office_on
from tests.service.crashing import DESK


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give an office with two cases, at work."""
    yield from office_on(f"sqlite:///{tmp_path}/data/mailservice.db", tmp_path)


def test_a_fault_in_the_directory_file_is_told_with_the_command_that_shows_it(office: Office) -> None:
    file = office.folder / "directory.toml"
    before = file.read_bytes()
    file.write_bytes(before + b"\noops = = 1\n")
    told = office("status").stdout
    assert "WARNING: The directory file has 1 fault, so the one before it stands" in told
    assert f"mailservice directory check {file} --policy " in told
    found = json.loads(office("status", "--json").stdout)["findings"]
    assert any("The directory file has 1 fault" in one["sentence"] for one in found)
    file.write_bytes(before)
    assert "directory file" not in office("status").stdout


def test_it_says_when_all_was_looked_through_and_warns_of_what_was_found(office: Office) -> None:
    assert "Looked through      not yet" in office("status").stdout
    now = datetime.now(UTC)
    for changed, said in ((0, "whole"), (2, "2 things not as written")):
        with (
            closing(Database(f"sqlite:///{office.folder}/data/mailservice.db")) as record,
            record.begin(DESK.partnership) as tx,
        ):
            ledger.append(tx, BOOK, (ProofGiven(now, "", None, changed, now),), now)
        shown = office("status").stdout
        assert f"Looked through      {now.astimezone(ZoneInfo('Europe/London')):%a %d %b %Y %H:%M}: {said}" in shown
    assert "2 things were not as they were written. What is so still, and what to do, tells:" in " ".join(shown.split())


def test_a_policy_file_that_became_nonsense_hides_nothing_of_how_the_service_stands(office: Office) -> None:
    policy, own = ROOT / "policies" / "northamptonshire-nscp.toml", office.folder / "nonsense.toml"
    own.write_text(policy.read_text() + "\noops = = 1\n")
    office.settings.write_text(office.settings.read_text().replace(str(policy), str(own)))
    done = office("status")
    assert done.exit_code == 2
    assert "The policy file has 1 fault: the service would not start with it" in done.stdout
    assert "Open cases          2" in done.stdout


def test_a_record_that_cannot_be_looked_into_is_told_with_its_reason(office: Office) -> None:
    with closing(sqlite3.connect(office.folder / "data" / "mailservice.db")) as record:
        record.execute("ALTER TABLE mails RENAME TO letters_of_old")
    done = office("status")
    assert done.exit_code == 2
    assert "no such table: mails" in done.stdout


def test_a_long_line_is_broken_between_words_and_goes_on_further_in() -> None:
    line = "  CRITICAL: " + "the mail server refuses the password of someone.with.a.long-name@council.example " * 2
    shown = [*screen.broken(line, 40)]
    assert all(len(one) <= 40 or " " not in one.strip() for one in shown)
    assert all(one.startswith("      ") for one in shown[1:])
    assert any("someone.with.a.long-name@council.example" in one for one in shown), "an address is to be copied whole"
