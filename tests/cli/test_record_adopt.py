"""A record that was lost, as an administrator meets it: told at the start, and gone on with by one command."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailservice.clock import VirtualClock, WallClock
from mailservice.service.assembly import assemble, begin
from mailservice.settings.loading import load
from mailservice.transport.embedded import EmbeddedServer
from tests import servers
from tests.cli.desk import ROOT, SETTINGS, typed
from tests.service.beginning import VISITOR, WAITING, WORKER, World
from tests.service.crashing import DESK

KEY = DESK.signing_keys[0].decode()
SECRETS = {"MAILSERVICE_SIGNING_KEY": KEY, "MAILSERVICE_IMAP_PASSWORD": servers.PASSWORD}


@pytest.fixture
def world(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[World]:
    clock = VirtualClock(WallClock().now())
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = World(tmp_path, dovecot.account(), server, clock)
        made.begin()
        made.start()
        made.writes(VISITOR, "I do not agree that NCT-100001 was closed.", child="NCT-100001")
        made.live(WAITING)
        assert made.letters(WORKER)
        yield made
        made.close()


def settings(world: World, database: str) -> Path:
    """Write settings for the mailbox as it stands, over a record of this name."""
    file = world.folder / "mine.toml"
    text = SETTINGS.format(root=ROOT, database=world.folder / database)
    mine = f'host = "127.0.0.1"\nport = {world.account.port}\nuser = "{world.account.user}"'
    file.write_text(text.replace('host = "127.0.0.1"\nuser = "desk"', mine, 1))
    return file


def test_a_lost_record_is_adopted_with_a_reason_that_stays_on_it(world: World) -> None:
    file = settings(world, "new.db")
    assert typed("record", "init", "--config", str(file), **SECRETS).exit_code == 0
    early = typed("record", "adopt", "--reason", "the disk failed", "--config", str(file), **SECRETS)
    assert early.exit_code == 0, early.output
    assert "Letters of ours that it did not know: 2. None of them is sent again." in early.stdout
    assert "Emails that it did not know: 1." in early.stdout
    again = typed("record", "adopt", "--reason", "the disk failed", "--config", str(file), **SECRETS)
    assert "nothing stands against this record" in again.stderr
    assert typed("record", "verify", "--config", str(file), **SECRETS).exit_code == 0


def test_a_record_in_another_mailbox_says_which_command_is_meant(world: World, dovecot: servers.Dovecot) -> None:
    file = settings(world, "record.db")
    text = file.read_text()
    world.stop()
    other = dovecot.account()
    file.write_text(text.replace(world.account.user, other.user))
    told = typed("record", "adopt", "--reason", "x", "--config", str(file), **SECRETS)
    assert "mailservice record move-mailbox" in told.stderr
    moved = typed("record", "move-mailbox", "--reason", "another provider", "--config", str(file), **SECRETS)
    assert moved.stdout.endswith(f"The record is now of the mailbox {other.name}.\n"), moved.output


def test_the_start_says_why_nothing_is_decided(world: World) -> None:
    file = settings(world, "new.db")
    begin(load(file, SECRETS), WallClock())
    service = assemble(load(file, SECRETS), WallClock())
    assert service.beginning.start().startswith("2 letters of ours and 1 email in the mailbox are not in this record")
    service.mailbox.close()
    service.record.close()
