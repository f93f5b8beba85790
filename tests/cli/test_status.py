"""What whoever runs it sees in one command: the first line says it, and it fits a screen."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mailservice.cli import screen
from tests.cli.desk import ROOT
from tests.cli.test_backup import Office, office_on


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
