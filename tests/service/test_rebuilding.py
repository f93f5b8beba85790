"""A record that is lost is made again from the mailbox, and goes on: cases, dates and heads as they were."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailservice.clock import VirtualClock
from mailservice.record import deadlines, ledger, lookup, verify
from mailservice.record.database import Database, Transaction
from mailservice.record.remade import Lacking
from mailservice.service.custody.rebuilding import Rebuilding
from mailservice.service.custody.steps import Steps
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from tests import servers
from tests.service.beginning import MONDAY, OFFICE, VISITOR, WAITING, WORKER, World
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


def seen(tx: Transaction) -> dict[str, object]:
    """Return what people would see of a record, and the ends of its chains."""
    of = {line.id: (line, ledger.replayed(tx, line.id)) for line in lookup.cases_of(tx)}
    rows = tx.connection.exec_driver_sql("SELECT case_id, length, head FROM chains WHERE case_id >= 0 ORDER BY case_id")
    return {"cases": of, "heads": [tuple(row) for row in rows], "dates": deadlines.due(tx, MONDAY + 400 * A_DAY)}


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
        before = seen(tx)
    record, lacking, faults = rebuilt(world, database_url)
    assert faults == []
    assert lacking == Lacking()
    with record.read(DESK.partnership) as tx:
        assert seen(tx) == before
    record.close()
