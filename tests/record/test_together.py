"""Two processes at one record, and one that is killed: each mail is decided once, and nothing is left half done."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mailservice.record import ledger, lookup, mails
from mailservice.record.database import Database
from mailservice.record.verify import verify
from tests.record.story import MONDAY, NSCP

ROOT = Path(__file__).parents[2]
_BEGIN = """
import sys, time
from mailservice.record import contents, ledger, lookup, mails
from mailservice.record.database import Database
from tests.record.story import MONDAY, NSCP, note, open_case
database = Database(sys.argv[1])
"""
_DECIDE = """
for mail in range(1, 31):
    with database.begin(NSCP) as tx:
        if mails.settle(tx, mail, "acted", case=1, at=MONDAY):
            ledger.append(tx, 1, [note(f"mail {mail}")], MONDAY)
            print(mail)
"""
_STOP_HALF_WAY = """
with database.begin(NSCP) as tx:
    case = open_case(tx)
    mails.settle(tx, 1, "acted", case=case, at=MONDAY)
    print("half way", flush=True)
    time.sleep(60)
"""


def process(url: str, work: str) -> "subprocess.Popen[str]":
    """Start a process of its own at the record."""
    script = textwrap.dedent(_BEGIN) + work
    command = [sys.executable, "-c", script, url]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


def collect(database: Database, number: int) -> None:
    """Let this many mails arrive, and the case they are on be opened."""
    with database.begin(NSCP) as tx:
        for uid in range(1, number + 1):
            mails.arrive(tx, "INBOX", 1, uid, internal_date=MONDAY, raw=b"%d" % uid, message_id=f"<{uid}@x>")


def test_two_processes_that_decide_at_once_settle_each_mail_once(database: Database, database_url: str) -> None:
    collect(database, 30)
    processes = [process(database_url, _DECIDE) for _ in range(2)]
    decided = [line for each in processes for line in each.communicate(timeout=30)[0].split()]
    assert sorted(map(int, decided)) == list(range(1, 31))
    with database.read(NSCP) as tx:
        assert len(ledger.history(tx, 1)) == 30
        assert mails.unsettled(tx) == []
        assert verify(tx) == []


def test_a_process_killed_half_way_leaves_nothing_and_the_next_decides(database: Database, database_url: str) -> None:
    collect(database, 1)
    with process(database_url, _STOP_HALF_WAY) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "half way\n"
        killed.send_signal(signal.SIGKILL)
    with database.begin(NSCP) as tx:
        assert mails.unsettled(tx) == [1]
        assert lookup.cases_of(tx) == []
        assert tx.connection.execute(text("SELECT count(*) FROM ledger")).scalar_one() == 0
        assert mails.settle(tx, 1, "acted", at=MONDAY)


def test_who_only_looks_sees_one_moment_and_cannot_write(database: Database) -> None:
    collect(database, 1)
    with database.read(NSCP) as looking:
        assert mails.unsettled(looking) == [1]
        with database.begin(NSCP) as tx:
            assert mails.settle(tx, 1, "acted", at=MONDAY)
        assert mails.unsettled(looking) == [1]
    with pytest.raises(DBAPIError), database.read(NSCP) as looking:
        lookup.new_case(looking)
    with database.begin(NSCP) as tx:
        assert lookup.new_case(tx) == 1
