"""A person says on record that the machine's clock is right, although the mailbox's differs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailservice.cases.history.events import ClockTrusted
from mailservice.clock import WallClock
from mailservice.record import ledger
from mailservice.record.database import Database
from mailservice.transport.embedded import DESK, PASSWORD, EmbeddedServer
from tests.cli.desk import ROOT as REPOSITORY
from tests.cli.desk import SECRETS, SETTINGS, STORIES, typed

WHO = ("--who", "Sam Reed")


def trust(folder: Path, server: EmbeddedServer, *words: str) -> tuple[int, str]:
    (folder / "directory.toml").write_bytes((STORIES / "directory.toml").read_bytes())
    written = SETTINGS.format(root=REPOSITORY, database=folder / "record.db")
    imap = f'host = "127.0.0.1"\nport = {server.imap.port}\nuser = "{DESK}"'
    (folder / "mailservice.toml").write_text(written.replace('host = "127.0.0.1"\nuser = "desk"', imap, 1))
    secrets = dict.fromkeys(SECRETS, "k" * 40) | {"MAILSERVICE_IMAP_PASSWORD": PASSWORD}
    assert typed("record", "init", "--config", str(folder / "mailservice.toml"), **secrets).exit_code == 0
    done = typed("clock", "trust", *words, "--config", str(folder / "mailservice.toml"), **secrets)
    return done.exit_code, done.output


def test_it_is_kept_with_who_says_so_and_why(tmp_path: Path) -> None:
    with EmbeddedServer(WallClock(), "escalate@nscp.example") as server:
        left, said = trust(tmp_path, server, *WHO, "--reason", "The mailbox's server is four days behind.")
    assert left == 0, said
    assert "Kept on record. This machine says" in said
    record = Database(f"sqlite:///{tmp_path / 'record.db'}")
    (partnership,) = record.partnerships()
    with record.read(partnership) as tx:
        (kept,) = ledger.of_kinds(tx, ledger.BOOK, "ClockTrusted")
    record.close()
    assert isinstance(kept, ClockTrusted)
    assert (kept.by, kept.reason) == ("Sam Reed", "The mailbox's server is four days behind.")
    assert abs(kept.ours - kept.theirs) < timedelta(minutes=1)
    assert abs(kept.at - datetime.now(UTC)) < timedelta(minutes=5)


def test_nobody_trusts_a_clock_without_a_reason(tmp_path: Path) -> None:
    with EmbeddedServer(WallClock(), "escalate@nscp.example") as server:
        left, said = trust(tmp_path, server, *WHO, "--reason", " ")
    assert left == 1
    assert "write both: they stay on record" in said
