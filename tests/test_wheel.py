"""The service as it is installed, from a wheel and away from its repository: its letters, policies and examples are in it."""

import ast
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLACE = re.compile(r"(?<![\w/}])(?:docs|deploy|policies|tests|templates)/[\w./-]*\w\.\w+|\btests/\w+")


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
    for folder in ("templates", "policies", "deploy", "docs", "demo"):
        ours = {one.relative_to(ROOT / folder) for one in (ROOT / folder).rglob("*") if one.is_file()}
        assert ours == {one.relative_to(package / folder) for one in (package / folder).rglob("*") if one.is_file()}
    assert not list(package.rglob("test_*.py"))
    assert (package / "record" / "migrations" / "versions").is_dir()


def test_its_example_settings_are_sound_where_they_lie(installed: Path) -> None:
    example = installed / "mailservice" / "deploy" / "mailservice.example.toml"
    words = {"MAILSERVICE_SIGNING_KEY": "k" * 40, "MAILSERVICE_IMAP_PASSWORD": "a", "MAILSERVICE_SMTP_PASSWORD": "b"}
    code = f"import os; os.environ |= {words!r}; from mailservice.cli.main import main; main()"
    run(installed, "-c", code, "settings", "check", str(example))


def test_a_copied_example_leads_step_by_step_to_what_works(installed: Path, tmp_path: Path) -> None:
    """The settings alone, copied elsewhere: each thing that is missing is said with what to type, and then it is well."""
    deploy, settings = installed / "mailservice" / "deploy", tmp_path / "mine" / "mailservice.toml"
    settings.parent.mkdir()
    settings.write_bytes((deploy / "mailservice.example.toml").read_bytes())

    def checked(**secrets: str) -> str:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), "COLUMNS": "200", **secrets}
        command = [sys.executable, "-P", "-m", "mailservice", "settings", "check", str(settings)]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout + done.stderr

    told = checked()
    assert "policy" not in told, "it is named by its id, and comes with the service"
    assert f"cp {deploy}/directory.example.toml {settings.parent}/directory.example.toml" in told
    subprocess.run(told.partition("who is who: ")[2].splitlines()[0].split(), check=True, timeout=10)
    told = checked()
    assert "directory" not in told
    assert told.count("missing; write it into MAILSERVICE_") == 3
    told = checked(
        MAILSERVICE_SIGNING_KEY="k" * 40, MAILSERVICE_IMAP_PASSWORD="kingfisher", MAILSERVICE_SMTP_PASSWORD="heron"
    )
    assert f"policy     {installed}/mailservice/policies/northamptonshire-nscp.toml" in told, told
    settings.write_text(settings.read_text().replace('policy = "nscp"', 'policy = "nspc"'))
    assert "write the id of a policy that comes with the service (bscp, crp, nscp, rpd, sgcp)" in checked()


def test_no_message_names_a_file_of_the_repository_that_is_not_there_where_it_is_installed() -> None:
    """A path in a sentence that a person reads begins with where the package lies, or with their own folder."""
    named = []
    for file in sorted((ROOT / "mailservice").rglob("*.py")):
        tree = ast.parse(file.read_text())
        notes = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}  # docstrings
        for one in ast.walk(tree):
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in notes:
                named += [f"{file.name}:{one.lineno}: {found}" for found in PLACE.findall(one.value)]
    assert named == []
