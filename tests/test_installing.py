"""`deploy/install.sh`, in folders of its own, with a stand-in for pip: what it lays is whole, whatever root's shell is like."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# A version of the program in the twinkling of an eye: a `pip` that keeps what it was asked for, and a `mailservice` that starts.
PYTHON = """#!/bin/sh
[ "$1 $2" = "-m venv" ] || exec {python} "$@"
mkdir -p "$3/bin"
printf '#!/bin/sh\\necho "$PYTHONPATH $*" >>{folder}/asked\\n' >"$3/bin/pip"
printf '#!/bin/sh\\necho mailservice 0.1.0\\n' >"$3/bin/mailservice"
chmod +x "$3/bin/pip" "$3/bin/mailservice"
"""


class Machine:
    """A machine that the script takes for its own: its folders lie in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.programs = folder, folder / "opt"
        stubs = {"id": "echo 0", "install": "true", "systemctl": "true", "useradd": "true", "apt-get": "true"}
        written = {name: f"#!/bin/sh\n{does}\n" for name, does in stubs.items()}
        (folder / "stubs").mkdir()
        (folder / "bin").mkdir()
        for name, text in {**written, "python3": PYTHON.format(python=sys.executable, folder=folder)}.items():
            (folder / "stubs" / name).write_text(text)
            (folder / "stubs" / name).chmod(0o755)
        shutil.copytree(ROOT / "deploy", folder / "mailservice" / "deploy")
        self.script = folder / "mailservice" / "deploy" / "install.sh"
        text = self.script.read_text().replace("/usr/local/bin", str(folder / "bin"))
        for name in ("PROGRAMS", "OWN", "BACKUPS", "UNITS"):
            place = {"PROGRAMS": "opt"}.get(name, name.lower())
            text = re.sub(rf"^{name}=.*$", f"{name}={folder / place}", text, flags=re.MULTILINE)
        self.script.write_text(text)

    def installs(self, *given: str, umask: int = 0o022, **environment: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.folder / 'stubs'}:{os.environ['PATH']}"
        return subprocess.run(
            ["sh", str(self.script), *given],
            env={"PATH": path, **environment},
            cwd=self.folder,
            umask=umask,
            capture_output=True,
            text=True,
            check=False,
        )

    def lay(self, name: str) -> Path:
        (self.programs / name / "bin").mkdir(parents=True)
        return self.programs / name

    @property
    def current(self) -> Path:
        return (self.programs / "current").resolve()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_service_may_read_what_root_laid_and_nothing_of_roots_own_shell_goes_in(machine: Machine) -> None:
    done = machine.installs(umask=0o077, PYTHONPATH="/roots/own", CDPATH="/")
    assert done.returncode == 0, done.stderr
    assert "the one before it" not in done.stdout
    for one in (machine.programs, machine.current, machine.folder / "bin" / "mailservice"):
        assert one.stat().st_mode & 0o005 == 0o005, one
    assert "/roots/own" not in (machine.folder / "asked").read_text()


def test_a_name_is_a_folder_beside_us_and_never_a_package_of_somebody_elses(machine: Machine) -> None:
    assert machine.installs("mailservice").returncode == 0
    assert (machine.folder / "asked").read_text().splitlines()[-1].endswith(f" {machine.folder / 'mailservice'}")
    done = machine.installs("mailserv")
    assert done.returncode == 1
    assert "Name the repository's folder" in done.stderr


@pytest.fixture
def at_work(machine: Machine) -> Iterator[Path]:
    """Give a version that still runs, since nobody started the service anew after the next was put in."""
    version = machine.lay("20261101T000000Z")
    program = version / "bin" / "python"
    program.symlink_to(shutil.which("sleep") or "")
    with subprocess.Popen([program, "60"]) as running:
        yield version
        running.kill()


def test_a_version_that_still_runs_and_the_one_before_stay(machine: Machine, at_work: Path) -> None:
    older, before = machine.lay("20261102T000000Z"), machine.lay("20261103T000000Z")
    (machine.programs / "current").symlink_to(before.name)  # as somebody went back by hand
    done = machine.installs()
    assert done.returncode == 0, done.stderr
    assert f"the one before it is {before}" in done.stdout
    assert (at_work.exists(), before.exists(), older.exists()) == (True, True, False)
    assert machine.current not in (before, at_work)
