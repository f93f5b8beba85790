"""The first thing anybody types: help that is there at once, and a settings file that every command finds alike."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from mailservice import __version__
from mailservice.cli.main import COMMANDS, GROUPS
from tests.cli.desk import ROOT, Desk, typed
from tests.cli.test_case import STORY

SHARED = {"__init__", "directory_source", "interview", "main", "options", "policies", "shelf", "starting"}
SHARED |= {"embedded", "running", "screen", "serving", "watchman"}
# What takes long to import, and what talks to servers: neither is for somebody who asks for help.
HEAVY = {"sqlalchemy", "sqlmodel", "alembic", "pydantic", "holidays", "structlog", "icalendar", "css_inline", "asyncio"}
SERVERS = {"dramatiq", "imapclient", "pymap", "aiosmtpd", "smtplib", "jinja2"}
TELLING = "print(*sys.modules, file=sys.stderr)"
STARTED = f"import sys\nfrom mailservice.cli.main import main\ntry:\n    main()\nfinally:\n    {TELLING}"
LOOKED_WITH = ["case_list", "case_find", "case_show", "case_pack", "case_explain", "trace", "backup"]
WITH_SETTINGS = ("run", "worker", "case", "record", "settings", "backup", "restore", "trace")
CONFIGURED = [words for words in COMMANDS if words.split()[0] in WITH_SETTINGS]
CONFIGURED = [words for words in CONFIGURED if words not in ("case diagram", "settings key")]


def imported(program: str, *words: str) -> set[str]:
    """Return what a program imports that lists its modules on stderr, by the first word of each."""
    command = [sys.executable, "-c", program, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return {module.partition(".")[0] for module in done.stderr.split()}


def filled(words: str) -> list[str]:
    """Return a command with something for everything that it must be given."""
    case = ["NSCP 2026-0001"] if words in ("case show", "case pack", "case explain", "case do") else []
    by_hand = ["NOTE x", "--as", "office", "--who", "A", "--why", "B"] if words == "case do" else []
    more = {
        "case find": ["school"],
        "backup": ["kept"],
        "case pack": ["--to", "pack"],
        "restore": ["kept/one"],
        "trace": ["--at", "10:04"],
    }
    more |= {one: ["--reason", "x"] for one in ("record adopt", "record move-mailbox")}
    return [*words.split(), *case, *by_hand, *more.get(words, [])]


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("case", "--help"), ("policy", "--help")])
def test_help_imports_nothing_that_takes_long(words: tuple[str, ...]) -> None:
    assert imported(STARTED, *words) & (HEAVY | SERVERS) == set()


def test_who_only_looks_into_the_record_imports_no_mail_server() -> None:
    lines = [f"import mailservice.cli.{place}" for place in LOOKED_WITH]
    modules = imported("\n".join(["import sys", *lines, TELLING]))
    assert "sqlalchemy" in modules
    assert modules & SERVERS == set()


def test_help_lists_every_command_on_a_line_of_its_own() -> None:
    shown = {group: typed(*group.split(), "--help", COLUMNS="80").stdout for group in ("", *GROUPS)}
    for words, line in {**COMMANDS, **GROUPS}.items():
        group, _, name = words.rpartition(" ")
        assert re.search(rf"^│ {name} +{re.escape(line)} +│$", shown[group], re.MULTILINE), (
            f"{words} has no line, or two"
        )


def test_every_command_has_its_file_and_every_file_its_command() -> None:
    files = {path.stem for path in (ROOT / "mailservice" / "cli").glob("*.py")} - SHARED
    assert {words.replace(" ", "_").replace("-", "_") for words in COMMANDS} == files, (
        "write the file's command into COMMANDS of cli/main.py"
    )


@pytest.mark.parametrize("words", COMMANDS)
def test_usage_says_mailservice_and_the_page_of_commands_names_it(words: str) -> None:
    told = typed(*words.split(), "--help")
    assert told.exit_code == 0
    assert f"Usage: mailservice {words} " in told.stdout
    place = words.replace(" ", "_").replace("-", "_")
    written = getattr(import_module(f"mailservice.cli.{place}"), place).__doc__
    lost = {*written.split()} - {*told.stdout.split()}
    assert not lost, "what stands in square brackets is taken for a colour"
    assert f"`mailservice {words}" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("started", [["-m", "mailservice"], ["-c", "from mailservice.cli.main import main; main()"]])
def test_usage_says_mailservice_however_it_was_started(started: list[str]) -> None:
    command = [sys.executable, *started, "case", "--nonsense"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 2
    assert told.stderr.startswith("Usage: mailservice case [OPTIONS]")


def test_the_version_is_told() -> None:
    assert typed("--version").stdout == f"mailservice {__version__}\n"


@pytest.mark.parametrize("words", CONFIGURED)
def test_without_a_settings_file_one_sentence_says_what_to_write(words: str) -> None:
    told = typed(*filled(words))
    assert told.exit_code == 1
    assert len(told.stderr.splitlines()) == 1
    assert "name the settings file" in told.stderr
    assert "mine.toml, or for every command: export MAILSERVICE_CONFIG=" in told.stderr


@pytest.mark.parametrize("words", CONFIGURED)
def test_the_environment_names_the_settings_file_for_every_command(
    words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "nowhere.toml"
    told = typed(*filled(words), MAILSERVICE_CONFIG=str(settings))
    # What `run` and `worker` start writes for itself.
    assert f"{settings}: there is no such file" in told.stderr + capfd.readouterr().err
    assert "MAILSERVICE_CONFIG" in typed(*words.split(), "--help").stdout


def test_an_option_goes_before_the_environment(tmp_path: Path) -> None:
    given = tmp_path / "given.toml"
    told = typed("case", "list", "--config", str(given), MAILSERVICE_CONFIG=str(tmp_path / "other.toml"))
    assert f"{given}: there is no such file" in told.stderr


def test_help_and_the_settings_check_say_how_config_is_spared(tmp_path: Path) -> None:
    assert "MAILSERVICE_CONFIG" in typed("--help").stdout
    settings = Desk(tmp_path, STORY).settings
    secrets = {"MAILSERVICE_SIGNING_KEY": "k" * 40, "MAILSERVICE_IMAP_PASSWORD": "kingfisher"}
    told = typed("settings", "check", str(settings), **secrets)
    assert told.exit_code == 0, told.output
    assert f"export MAILSERVICE_CONFIG={settings}" in told.stdout
    again = typed("settings", "check", MAILSERVICE_CONFIG=str(settings), **secrets)
    assert again.exit_code == 0, again.output
    assert "export" not in again.stdout


def test_a_place_that_is_closed_to_us_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where root types a command in its own home, which then runs as the service's user."""

    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "mine.toml")

    monkeypatch.setattr("mailservice.cli.policy_show.find", closed)
    done = typed("policy", "show", "mine.toml")
    assert done.exit_code == 1
    assert "mine.toml: the user" in done.output
    assert "in /tmp" in done.output
    assert "Traceback" not in done.output
