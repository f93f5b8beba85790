"""The first start is explicit: without a record every command says what to write, and none makes one by looking."""

from pathlib import Path

import psycopg
import pytest

from mailservice.cli.main import COMMANDS
from tests.cli.desk import ROOT, SETTINGS, typed
from tests.cli.test_start import filled

SECRETS = {"MAILSERVICE_SIGNING_KEY": "k" * 40, "MAILSERVICE_IMAP_PASSWORD": "kingfisher"}
LOOKING = [words for words in COMMANDS if words.split()[0] in ("case", "held", "record") and words != "case diagram"]
LOOKING = [words for words in LOOKING if words != "record init"]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    file = tmp_path / "mine.toml"
    database = tmp_path / "data" / "record.db"
    file.write_text(SETTINGS.format(root=ROOT, database=database).replace('data = "."', 'data = "data"'))
    return file


def whole(words: str) -> list[str]:
    number = ["1"] if words in ("held show", "held do") else []
    by_hand = ["FILE", "--who", "A", "--why", "B"] if words == "held do" else []
    return [*filled(words), *number, *by_hand]


@pytest.mark.parametrize("words", [*LOOKING, "run"])
def test_without_a_record_a_command_says_what_to_write_and_makes_none(
    words: str, settings: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = typed(*whole(words), "--config", str(settings), **SECRETS)
    assert told.exit_code == 1, told.output
    said = told.stderr + capfd.readouterr().err  # `run` starts a process, which says so
    assert "At a first installation: mailservice record init" in said
    assert "is its disk mounted, and does [database] url, or [service] data, name the right place" in said
    assert not (settings.parent / "data").exists()


def test_a_record_is_begun_once(settings: Path) -> None:
    first = typed("record", "init", "--config", str(settings), **SECRETS)
    assert first.exit_code == 0, first.output
    assert "It is of the mailbox desk at 127.0.0.1." in first.stdout
    files = [*(settings.parent / "data").iterdir()]
    assert {oct(one.stat().st_mode & 0o777) for one in files} == {"0o600"}, "nobody else of this machine reads it"
    again = typed("record", "init", "--config", str(settings), **SECRETS)
    assert again.stdout.startswith("The record was begun before, and is as it was")
    looked = typed("case", "list", "--config", str(settings), **SECRETS)
    assert (looked.exit_code, looked.stdout) == (0, "No case is on record yet.\n")
    assert typed("record", "verify", "--record-only", "--config", str(settings), **SECRETS).exit_code == 0


def test_the_record_of_another_partnership_is_none_of_ours(settings: Path) -> None:
    typed("record", "init", "--config", str(settings), **SECRETS)
    other = settings.read_text().replace("northamptonshire-nscp", "buckinghamshire-bscp")
    policies = {one.stem for one in (ROOT / "policies").glob("*.toml")}
    name = next(one for one in sorted(policies) if one.startswith("bucking"))
    settings.write_text(other.replace("buckinghamshire-bscp", name))
    told = typed("case", "list", "--config", str(settings), **SECRETS)
    assert "there is no record yet" in told.stderr


def test_no_table_is_laid_in_an_empty_database_by_looking(settings: Path, postgresql_url: str) -> None:
    text = settings.read_text()
    settings.write_text(text[: text.index("[database]")])
    given = {**SECRETS, "MAILSERVICE_DATABASE_URL": postgresql_url}
    told = typed("record", "verify", "--config", str(settings), **given)
    assert "there is no record yet" in told.stderr
    with psycopg.connect(postgresql_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


@pytest.mark.parametrize("words", ["record adopt", "record move-mailbox"])
def test_a_reason_is_asked_for(words: str, settings: Path) -> None:
    typed("record", "init", "--config", str(settings), **SECRETS)
    told = typed(*words.split(), "--reason", " ", "--config", str(settings), **SECRETS)
    assert "write why: it stays on record" in told.stderr
