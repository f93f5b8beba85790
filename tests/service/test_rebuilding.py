"""A record that is lost is made again from the mailbox, and goes on: cases, dates and heads as they were."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mailservice.clock import VirtualClock, aware
from mailservice.record import register, verify
from mailservice.record.columns import COLUMNS, Operational
from mailservice.record.database import Database, Transaction
from mailservice.record.register import REGISTER, SEAL
from mailservice.record.remade import Lacking
from mailservice.record.tables import Row
from mailservice.service.custody.rebuilding import Rebuilding
from mailservice.service.custody.steps import Steps
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from tests import servers
from tests.service.beginning import MONDAY, VISITOR, WAITING, World
from tests.service.crashing import DESK

A_DAY = timedelta(days=1)


@pytest.fixture
def world(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[World]:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = World(tmp_path, dovecot.account(), server, clock)
        made.begin()
        assert made.start() == ""
        yield made
        made.close()


def a_case(world: World, child: str, words: str = "I do not agree that it was closed. There are bruises.") -> None:
    world.writes(VISITOR, f"{child}: {words}", child=child)
    world.live(WAITING)
    world.live(WAITING)


def held(tx: Transaction) -> dict[str, set[tuple[object, ...]]]:
    """Return every row of every table, but for what is operational, and for what the register says of the making itself."""
    rows: dict[str, set[tuple[object, ...]]] = {}
    for table in Row.metadata.sorted_tables:
        kept = [
            table.c[name]
            for name, one in COLUMNS[table.name].items()
            if not isinstance(one, Operational) and name not in ("partnership_id", "waits_for")
        ]
        found = tx.connection.execute(select(*kept)).all() if kept else []
        rows[table.name] = {
            tuple(aware(value) if isinstance(value, datetime) else value for value in row)
            for row in found
            if getattr(row, "case_id", 0) != REGISTER and getattr(row, "kind", "") not in (register.KIND, SEAL)
        }
    return rows


def rebuilt(world: World, url: str) -> tuple[Database, Lacking, list[str]]:
    record = Database(url)
    record.upgrade()
    mailbox = Mailbox(world.account)
    work = Rebuilding(mailbox, DESK.partnership, DESK.signing_keys)
    steps = Steps(work.read())
    while steps.step():
        pass
    line = work.handed.line()
    assert line is not None
    assert not line.lost
    assert dict(work.handed.lacking(line)) == {}
    with record.begin(DESK.partnership) as tx:
        steps = Steps(work.lay(tx, line))
        while steps.step():
            pass
        lacking = work.conclude(tx, "it was made again")
    mailbox.close()
    with record.read(DESK.partnership) as tx:
        faults = [str(one) for one in verify.verify(tx)]
    return record, lacking, faults


def test_the_record_is_as_it_was_up_to_the_newest_seal(world: World, database_url: str) -> None:
    a_case(world, "NCT-100001")
    a_case(world, "NCT-100002")
    world.live(A_DAY)
    world.service.sealing.work()
    with world.service.record.read(DESK.partnership) as tx:
        before = held(tx)
    record, lacking, faults = rebuilt(world, database_url)
    assert faults == []
    assert lacking == Lacking()
    with record.read(DESK.partnership) as tx:
        after = held(tx)
    for table, rows in before.items():
        assert after[table] == rows, table
    record.close()
