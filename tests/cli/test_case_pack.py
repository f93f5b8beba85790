"""A pack from the command line: for an inspector, for one side, and with something blacked out."""

import zipfile
from pathlib import Path

import pytest

from tests.cli.desk import Desk

FILES = {"index.html", "case.pdf", "messages.mbox", "digests.txt"}
OF = ("case", "pack", "NSCP 2026-0001")


def read(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def test_a_pack_is_a_folder_of_four_files_for_its_maker_alone(life: Desk, tmp_path: Path) -> None:
    said = life.says(*OF, "--to", str(tmp_path / "pack"))
    assert f"written: {tmp_path / 'pack'} (index.html, case.pdf, messages.mbox and digests.txt;" in said
    assert "Open index.html first." in said
    assert read(tmp_path / "pack").keys() == FILES
    assert {one.stat().st_mode & 0o077 for one in [tmp_path / "pack", *(tmp_path / "pack").iterdir()]} == {0}


def test_two_runs_give_the_same_bytes_as_a_folder_and_as_a_zip(life: Desk, tmp_path: Path) -> None:
    for name in ("one", "two", "one.zip", "two.zip"):
        life.says(*OF, "--to", str(tmp_path / name))
    assert read(tmp_path / "one") == read(tmp_path / "two")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == read(tmp_path / "one")


@pytest.mark.parametrize(
    "side",
    ["nene-valley", "Nene Valley Children's Trust", "nene valley", "daniel.mensah@nenevalley.example", "Daniel Mensah"],
)
def test_a_side_is_named_by_its_agency_or_by_one_of_its_people(life: Desk, tmp_path: Path, side: str) -> None:
    life.says(*OF, "--to", str(tmp_path / "pack"), "--for", side)
    page = (tmp_path / "pack" / "index.html").read_text(encoding="utf-8")
    assert "<p class='whose'>What Nene Valley Children&#x27;s Trust had of it</p>" in page
    assert "There are bruises on both arms." in page
    assert "Letter to Sarah Whitlock" not in page


@pytest.mark.parametrize("side", ["police", "e", "somebody@else.example"])
def test_a_side_that_is_none_is_told_which_there_are(life: Desk, tmp_path: Path, side: str) -> None:
    done = life(*OF, "--to", str(tmp_path / "pack"), "--for", side)
    assert done.exit_code == 1
    said = " ".join(done.stderr.split())
    assert (
        "write one of rockingham (Rockingham Community Health Trust), nene-valley (Nene Valley Children's Trust)"
        in said
    )
    assert not (tmp_path / "pack").exists()


def test_what_was_blacked_out_and_what_was_not_found_is_said(life: Desk, tmp_path: Path) -> None:
    (tmp_path / "cuts.toml").write_text('names = ["NCT-483920", "Zelda Quince"]', encoding="utf-8")
    said = life.says(*OF, "--to", str(tmp_path / "pack"), "--redact", str(tmp_path / "cuts.toml"))
    assert "Not found in any text, so nothing was blacked out for it: Zelda Quince." in said
    for data in read(tmp_path / "pack").values():
        assert b"NCT-483920" not in data
        assert b"Zelda" not in data
    assert b"[name 1 cut]" in (tmp_path / "pack" / "index.html").read_bytes()


def test_a_pack_is_laid_over_nothing_and_its_name_tells_nobody(life: Desk, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "cuts.toml").write_text('names = ["Ellie Brown"]', encoding="utf-8")
    for to, more, remedy in (
        ("there", (), "that is not there yet"),
        ("nowhere/pack", (), "within a folder that is"),
        ("pack-ellie_brown", ("--redact", str(tmp_path / "cuts.toml")), "its name says what is to be blacked out"),
        ("pack", ("--redact", str(tmp_path / "none.toml")), "cannot be read"),
    ):
        done = life(*OF, "--to", str(tmp_path / to), *more)
        assert done.exit_code == 1
        assert remedy in " ".join(done.stderr.split())
    assert {one.name for one in tmp_path.iterdir()} == {"there", "cuts.toml"}


def test_what_lies_in_confidence_beside_a_case_is_in_no_pack_of_it(life: Desk, tmp_path: Path) -> None:
    for number in ("0001", "0002", "0003"):
        life.says("case", "pack", f"NSCP 2026-{number}", "--to", str(tmp_path / number))
        for data in read(tmp_path / number).values():
            for hidden in (b"write fewer concerns", b"Is it safe with you", b"a worker at the nursery", b"whistle"):
                assert hidden not in data
