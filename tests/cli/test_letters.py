"""What a Welsh partnership is told of its letters before they go out."""

from pathlib import Path

from tests.cli.desk import typed
from tests.mail import abroad
from tests.mail.composed import TEXTS


def lay(folder: Path, **files: str) -> Path:
    """Write a folder of letters."""
    for name, text in {**abroad.WELSH, **files}.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def test_what_is_not_translated_is_listed_with_its_count(tmp_path: Path) -> None:
    folder = lay(tmp_path, **{"cy/news/body.txt": abroad.marked(TEXTS["news/body.txt"])})
    result = typed("letters", "check", str(folder))
    assert result.exit_code == 0, result.stderr
    assert "cy (Cymraeg): 2 of " in result.stdout
    assert "in English alone: receipt, missing, stage" in result.stdout
    assert "cy: no word for February, March" in result.stdout
    assert "sentences without a translation" in result.stdout
    assert " {name1}" in result.stdout
    assert result.stdout.rstrip().endswith("sound")


def test_a_fault_of_the_folder_is_told_with_what_to_write(tmp_path: Path) -> None:
    folder = lay(tmp_path, **{"cy/closed/subject.txt": "Caewyd", "cy/hello/body.txt": "Helo"})
    result = typed("letters", "check", str(folder))
    assert result.exit_code == 1
    assert "cy/closed/subject.txt: ending: stands in the English and not here" in result.stderr
    assert "cy/hello: no such letter" in result.stderr
