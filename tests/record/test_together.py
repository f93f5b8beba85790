"""Two processes at one record, and one that is killed: each mail is decided once, and nothing is left half done."""

import multiprocessing
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from mailservice.record import ledger, lookup, mails
from mailservice.record.database import Database
from mailservice.record.tables import ledger as ledger_rows
from mailservice.record.verify import verify
from tests.record.story import MONDAY, NSCP, note, open_case

FORK = multiprocessing.get_context("fork")  # a fresh interpreter would take seconds to import all this
PATIENCE_S = 60


def decide(url: str, told: Connection) -> None:
    """Decide on every mail that nobody else has decided on, and tell which."""
    database = Database(url)
    for mail in range(1, 31):
        with database.begin(NSCP) as tx:
            if mails.settle(tx, mail, "acted", case=1, at=MONDAY):
                ledger.append(tx, 1, [note(f"mail {mail}")], MONDAY)
                told.send(mail)
    told.send(None)


def stop_half_way(url: str, told: Connection) -> None:
    """Begin to decide on a mail, and wait to be killed."""
    with Database(url).begin(NSCP) as tx:
        case = open_case(tx)
        mails.settle(tx, 1, "acted", case=case, at=MONDAY)
        told.send("half way")
        time.sleep(PATIENCE_S)


def heard(connection: Connection) -> object:
    """Return what a process tells, in good time."""
    assert connection.poll(PATIENCE_S)
    return connection.recv()


def collect(database: Database, number: int) -> None:
    """Let this many mails arrive."""
    with database.begin(NSCP) as tx:
        for uid in range(1, number + 1):
            mails.arrive(tx, "INBOX", 1, uid, internal_date=MONDAY, raw=b"%d" % uid, message_id=f"<{uid}@x>")


def test_two_processes_that_decide_at_once_settle_each_mail_once(database: Database, database_url: str) -> None:
    collect(database, 30)
    pipes = [FORK.Pipe(duplex=False) for _ in range(2)]
    processes = [FORK.Process(target=decide, args=(database_url, send)) for _, send in pipes]
    for process in processes:
        process.start()
    decided = [mail for receive, _ in pipes for mail in iter(partial(heard, receive), None)]
    for process in processes:
        process.join(PATIENCE_S)
    assert sorted(map(str, decided)) == sorted(map(str, range(1, 31)))
    with database.read(NSCP) as tx:
        assert len(ledger.history(tx, 1)) == 30
        assert mails.unsettled(tx) == []
        assert verify(tx) == []


def test_a_process_killed_half_way_leaves_nothing_and_the_next_decides(database: Database, database_url: str) -> None:
    collect(database, 1)
    receive, send = FORK.Pipe(duplex=False)
    killed = FORK.Process(target=stop_half_way, args=(database_url, send))
    killed.start()
    assert heard(receive) == "half way"
    killed.kill()
    killed.join(PATIENCE_S)
    with database.begin(NSCP) as tx:
        assert mails.unsettled(tx) == [1]
        assert lookup.cases_of(tx) == []
        assert tx.connection.execute(text("SELECT count(*) FROM ledger WHERE case_id >= 0")).scalar_one() == 0
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


def test_a_question_that_was_not_read_to_its_end_locks_nobody_out(tmp_path: Path) -> None:
    record = Database(f"sqlite:///{tmp_path}/record.db")
    record.upgrade()
    kept: list[object] = []
    with record.begin(NSCP) as tx:
        open_case(tx)

    def half_read() -> None:
        with record.begin(NSCP) as tx:
            rows = tx.run(select(ledger_rows.c.number))
            kept.append(rows)  # as the traceback of a fault does
            next(iter(rows))
            raise KeyError

    with pytest.raises(KeyError):
        half_read()
    other = Database(f"sqlite:///{tmp_path}/record.db")
    with other.begin(NSCP) as tx:
        open_case(tx)
    with record.begin(NSCP) as tx:
        assert len(lookup.cases_of(tx)) == 2
    record.close()
    other.close()
