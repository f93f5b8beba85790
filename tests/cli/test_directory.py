"""The directory at the command line: out as a sheet, back as a file, and what stays untouched where a sheet has a fault."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from mailservice.cli.main import app
from mailservice.files import ROOT

EXAMPLE = ROOT / "deploy" / "directory.example.toml"


def said(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["directory", *words])
    return done.exit_code, done.output


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    (tmp_path / "directory.toml").write_bytes(EXAMPLE.read_bytes())
    policy = ROOT / "policies" / "northamptonshire-nscp.toml"
    return ["--directory", str(tmp_path / "directory.toml"), "--policy", str(policy)]


def rename(sheet: Path, cell: str, value: object) -> None:
    book = load_workbook(BytesIO(sheet.read_bytes()))
    book["People"][cell].value = value
    book.save(sheet)


def test_a_sheet_goes_out_and_comes_back_and_tells_what_it_changes(tmp_path: Path, options: list[str]) -> None:
    sheet, file = tmp_path / "people.xlsx", tmp_path / "directory.toml"
    code, told = said("export", "--to", str(sheet), *options)
    assert (code, "20 people of 5 agencies" in told) == (0, True)
    assert said("export", "--to", str(sheet), *options)[0] == 1  # nobody's changes are written over
    rename(sheet, "I3", "01632 960 199")
    code, told = said("import", str(sheet), "--look", *options)
    assert "changed: Joy Okafor (Nene Valley Children's Trust): phone" in told
    assert file.read_bytes() == EXAMPLE.read_bytes()
    assert said("import", str(sheet), *options)[0] == 0
    assert b"01632 960 199" in file.read_bytes()
    assert (tmp_path / "directory.toml.before").read_bytes() == EXAMPLE.read_bytes()


def test_a_sheet_with_a_fault_leaves_the_file_as_it_was(tmp_path: Path, options: list[str]) -> None:
    sheet = tmp_path / "people.xlsx"
    said("export", "--to", str(sheet), *options)
    rename(sheet, "I3", 1632960199)
    code, told = said("import", str(sheet), *options)
    assert code == 1
    assert 'row 3, column "Phone" (I3)' in told
    assert (tmp_path / "directory.toml").read_bytes() == EXAMPLE.read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["directory.toml", "people.xlsx"]
