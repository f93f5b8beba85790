"""A message is gone from the mailbox: as an administrator sees it, from the finding to the cure."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from mailservice.cases.history.events import ProofGiven
from mailservice.record import ledger, partnerships
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from mailservice.service.folders import is_ours
from mailservice.simulator.story import moment
from mailservice.transport.imap import Mailbox
from tests.cli.desk import typed
from tests.cli.test_record_adopt import SECRETS, settings, world  # noqa: F401 - a fixture
from tests.record.test_verify import unguarded
from tests.service.beginning import World
from tests.service.crashing import DESK


def lies(world: World) -> set[tuple[str, object]]:  # noqa: F811 - as the fixture
    with closing(Mailbox(world.account)) as box:
        folders = [one for one in box.folders() if is_ours(one)]
        return {(folder, entry._replace(uid=0)) for folder in folders for entry in box.scan(folder)}


def throw_away(world: World) -> str:  # noqa: F811 - as the fixture
    """Delete every message of the case's folder."""
    with closing(Mailbox(world.account)) as box:
        (folder,) = [one for one in box.folders() if one.startswith("Escalations/20") and one.count("/") == 2]
        for entry in box.scan(folder):
            assert box.remove(folder, entry.message_id)
    return folder


def test_it_is_told_put_back_and_well_again(world: World) -> None:  # noqa: F811 - the fixture
    file = str(settings(world, "record.db"))
    well = typed("record", "verify", "--config", file, **SECRETS)
    assert well.exit_code == 0, well.output
    assert well.stdout.startswith("The record is as it was written.\nLooked at: 1 case, 1 email, 2 letters, ")
    before = lies(world)
    folder = throw_away(world)
    told = typed("record", "verify", "--config", file, **SECRETS)
    assert told.exit_code == 1
    first, looked, where, *found, cure = told.stdout.splitlines()
    assert first == "Something was changed: in the mailbox 3 messages are missing."
    assert looked.endswith("and 0 messages in the mailbox.")
    assert where == "The mailbox:"
    assert all(f"is not in the mailbox; its folder is {folder}." in one for one in found)
    assert cure == "What to do: mailservice record refile puts each back as it was kept."
    assert typed("record", "verify", "--record-only", "--config", file, **SECRETS).exit_code == 0
    done = typed("record", "refile", "--yes", "--config", file, **SECRETS)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("3 messages are missing.\nPut back as they were kept: 3.")
    assert done.stdout.endswith("Every email and letter lies in its folder, as it was kept.\n")
    assert lies(world) == before
    assert typed("record", "verify", "--config", file, **SECRETS).exit_code == 0
    again = typed("record", "refile", "--yes", "--config", file, **SECRETS)
    assert again.stdout == "Every email and letter lies in its folder, as it was kept. There is nothing to do.\n"


def looked(world: World, at: datetime, changed: int) -> None:  # noqa: F811 - as the fixture
    """Keep that everything was looked through."""
    with closing(Database(f"sqlite:///{world.folder}/record.db")) as record, record.begin(DESK.partnership) as tx:
        ledger.append(tx, BOOK, (ProofGiven(at, "", None, changed, at, ("a print",) * changed),), at)


def test_what_is_found_is_told_with_when_all_was_whole_last(world: World) -> None:  # noqa: F811 - the fixture
    file = str(settings(world, "record.db"))
    throw_away(world)
    assert "last looked through" not in typed("record", "verify", "--config", file, **SECRETS).stdout
    looked(world, moment("Tue 24 Nov 2026 01:20"), 0)
    looked(world, moment("Wed 25 Nov 2026 09:00"), 3)
    told = typed("record", "verify", "--config", file, **SECRETS).stdout
    said = "When everything was last looked through, on Tuesday 24 November 2026, it was whole."
    assert " ".join(told.split()).startswith(f"Something was changed: in the mailbox 3 messages are missing. {said}")
    assert told.count("last looked through") == 1
    with unguarded(Database(f"sqlite:///{world.folder}/record.db")) as tx:
        bad = "UPDATE contents SET data = 'nonsense' WHERE digest IN (SELECT payload FROM ledger WHERE kind = 'ProofGiven')"
        tx.connection.execute(text(bad))
    changed = typed("record", "verify", "--config", file, **SECRETS)
    assert changed.exit_code == 1
    assert "last looked through" not in changed.stdout, "nobody believes what was changed"
    assert "the office's own book, entry" in changed.stdout
    assert "Looked through" in typed("status", "--config", file).stdout


def test_it_asks_first_and_does_nothing_without_a_yes(world: World) -> None:  # noqa: F811 - the fixture
    file = str(settings(world, "record.db"))
    throw_away(world)
    before = lies(world)
    assert typed("record", "refile", "--config", file, **SECRETS).exit_code == 1
    assert lies(world) == before


def test_a_mailbox_that_cannot_be_reached_is_not_called_changed(world: World) -> None:  # noqa: F811 - the fixture
    file = settings(world, "record.db")
    file.write_text(file.read_text().replace(f"port = {world.account.port}", "port = 9"))
    told = typed("record", "verify", "--config", str(file), **SECRETS)
    assert told.exit_code == 3
    assert "The mailbox could not be looked at: " in told.stdout
    without = typed("record", "verify", "--config", str(file))
    assert without.exit_code == 3
    assert "that needs its password and the signing key" in without.stdout


@pytest.mark.parametrize("sentence", ["UPDATE ledger SET kind = 'CaseClosed' WHERE case_id = 1 AND number = 2"])
def test_a_record_that_was_changed_itself_gives_nothing_back(world: World, sentence: str) -> None:  # noqa: F811 - the fixture
    file = settings(world, "record.db")
    folder = throw_away(world)
    with closing(Database(f"sqlite:///{Path(world.folder) / 'record.db'}")) as record, unguarded(record) as tx:
        tx.connection.execute(text(sentence))
    told = typed("record", "refile", "--yes", "--config", str(file), **SECRETS)
    assert told.exit_code == 1
    assert "the record was changed itself" in told.stderr
    assert "case 1, entry 2" in told.stderr
    assert not [one for one in lies(world) if one[0] == folder]


def test_a_record_that_may_be_another_fills_no_mailbox(world: World) -> None:  # noqa: F811 - the fixture
    file = settings(world, "record.db")
    with (
        closing(Database(f"sqlite:///{Path(world.folder) / 'record.db'}")) as record,
        record.begin(DESK.partnership) as tx,
    ):
        partnerships.wait_for(tx, "2 letters of ours are not in this record. Mailservice record adopt")
    before = lies(world)
    told = typed("record", "refile", "--yes", "--config", str(file), **SECRETS)
    assert told.exit_code == 1
    assert "this may not be the mailbox's record: 2 letters of ours are not in this record" in told.stderr
    assert lies(world) == before
    looked = typed("record", "verify", "--config", str(file), **SECRETS)
    assert "The service waits, and decides nothing: 2 letters" in looked.stderr


def looked_through(world: World) -> None:  # noqa: F811 - as the fixture
    """Keep two looks: all was whole, and then something was not."""
    looks = [
        ProofGiven(moment("Sun 15 Nov 2026 01:20"), "", None, 0),
        ProofGiven(moment("Sun 22 Nov 2026 01:20"), "", None, 3),
    ]
    with closing(Database(f"sqlite:///{world.folder / 'record.db'}")) as record, record.begin(DESK.partnership) as tx:
        ledger.append(tx, BOOK, looks, looks[-1].at)


@pytest.mark.parametrize("now", ["X'7B7D'", "X'00'", "replace(CAST(data AS TEXT), '\"changed\":3', '\"changed\":0')"])
def test_a_book_that_was_changed_itself_is_not_believed_and_hinders_no_look(
    world: World,  # noqa: F811 - the fixture
    now: str,
) -> None:
    file = str(settings(world, "record.db"))
    looked_through(world)
    with closing(Database(f"sqlite:///{world.folder / 'record.db'}")) as record, unguarded(record) as tx:
        mine = "digest IN (SELECT payload FROM ledger WHERE kind = 'ProofGiven')"
        tx.connection.exec_driver_sql(f"UPDATE contents SET data = CAST({now} AS BLOB) WHERE {mine}")  # noqa: S608 - ours
    told = typed("record", "verify", "--record-only", "--config", file)
    assert told.exit_code == 1
    assert "the office's own book, entry" in told.stdout
    assert "last looked through" not in told.stdout
    shown = typed("status", "--config", file).stdout
    assert "cannot be looked into" not in shown
