"""The service as it is installed, from a wheel and away from its repository: its letters, policies and examples are in it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the wheel, and lay it out as it would be installed."""
    folder = tmp_path_factory.mktemp("wheel")
    made = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(made, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-P", *words],
        cwd=installed.parent,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_runs_from_where_it_was_installed(installed: Path) -> None:
    where = run(installed, "-c", "import mailservice.files as one; print(one.__file__, one.ROOT)").split()
    assert where == [str(installed / "mailservice" / "files.py"), str(installed / "mailservice")]
    assert "Northamptonshire" in run(installed, "-m", "mailservice", "policy", "show", "nscp")


def test_its_letters_examples_and_pages_are_there(installed: Path) -> None:
    package = installed / "mailservice"
    for folder in ("templates", "policies", "deploy", "demo"):
        ours = {one.relative_to(ROOT / folder) for one in (ROOT / folder).rglob("*") if one.is_file()}
        assert ours == {one.relative_to(package / folder) for one in (package / folder).rglob("*") if one.is_file()}
    assert not list(package.rglob("test_*.py"))
    assert (package / "record" / "migrations" / "versions").is_dir()


def test_its_example_settings_are_sound_where_they_lie(installed: Path) -> None:
    example = installed / "mailservice" / "deploy" / "mailservice.example.toml"
    words = {"MAILSERVICE_SIGNING_KEY": "k" * 40, "MAILSERVICE_IMAP_PASSWORD": "a", "MAILSERVICE_SMTP_PASSWORD": "b"}
    code = f"import os; os.environ |= {words!r}; from mailservice.cli.main import main; main()"
    run(installed, "-c", code, "settings", "check", str(example))
