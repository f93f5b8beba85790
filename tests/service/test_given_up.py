"""A record made again although entries of a case are lost: the loss is said once, and all else goes on as before."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

import pytest

from mailservice.cases.history.events import HistoryLost
from mailservice.clock import VirtualClock
from mailservice.mail import seals
from mailservice.mail.trust import signing
from mailservice.record import given_up, lookup, remade, sealing, verify
from mailservice.record.database import Database
from mailservice.service.custody import report
from mailservice.service.custody.rebuilding import Rebuilding
from mailservice.service.custody.refiling import Refiling
from mailservice.service.custody.steps import Steps
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.transport.embedded import EmbeddedServer
from tests import servers
from tests.record.test_verify import unguarded
from tests.service.beginning import MONDAY, OFFICE, VISITOR, WAITING, WORKER, World
from tests.service.crashing import DESK
from tests.service.test_rebuilding import A_DAY, a_case, read, through

FIRST, SECOND = "NSCP 2026-0001-E", "NSCP 2026-0002-S"


@pytest.fixture
def world(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[World]:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path.with_name(f"{tmp_path.name}-letters")) as server:
        made = World(tmp_path, dovecot.account(), server, clock)
        made.begin()
        assert made.start() == ""
        yield made
        made.close()


def two_cases(world: World) -> None:
    """Two cases, sealed; then the first goes on for a day, and is sealed again."""
    a_case(world, "NCT-100001")
    a_case(world, "NCT-100002")
    world.live(A_DAY)
    world.service.sealing.work()
    world.writes(WORKER, "RECEIVED", answers=world.letters(WORKER)[0])
    world.live(WAITING)
    world.live(A_DAY)
    world.service.sealing.work()


def take_out(world: World, folder: str, keep: Callable[[bytes], bool] = lambda _: False) -> None:
    """Delete what the seals laid into a folder."""
    for entry in [*world.hands.scan(folder)]:
        (got,) = world.hands.fetch_from(folder, [entry.uid])
        if signing.letter_in([entry.message_id], DESK.signing_keys, signing.KEPT) and not keep(got.raw):
            world.hands.discard(folder, [entry.uid])


def blank(world: World, folder: str, number: int) -> None:
    """Take the contents of one entry out of what lies in a case's folder."""
    for entry in [*world.hands.scan(folder)]:
        (got,) = world.hands.fetch_from(folder, [entry.uid])
        files = seals.files_of(got.raw)
        if seals.ENTRIES not in files:
            continue
        entries = seals.load_entries(files[seals.ENTRIES])
        rows = tuple(seals.Row(*one[:-1], None) if one.number == number else one for one in entries.rows)
        if rows != entries.rows:
            files[seals.ENTRIES] = seals.Entries(
                entries.partnership, entries.case, entries.reference, entries.seal, rows
            ).dump()
            envelope = seals.Envelope("NSCP", DESK.address, entry.message_id, got.internal_date)
            world.hands.discard(folder, [entry.uid])
            world.hands.append(folder, seals.written(envelope, "Kept", ["A line."], files), got.internal_date)


def again(world: World, name: str = "again.db", work: Rebuilding | None = None) -> None:
    """Lose the record, make it again from the mailbox with gaps, and go on with it."""
    world.stop()
    record, work = Database(f"sqlite:///{world.folder / name}", world.clock), work or read(world)
    record.upgrade()
    line = work.handed.line()
    assert line is not None
    with record.begin(DESK.partnership) as tx:
        through(Steps(work.lay(tx, line)))
        work.conclude(tx, "it was made again")
    work.mailbox.close()
    record.close()
    assert "set back" in world.start(name)


def goes_on(world: World) -> None:
    world.adopting().adopt("the disk was lost", "ann")
    for _ in range(3):
        world.live(WAITING)


def faults(world: World) -> list[str]:
    with world.service.record.read(DESK.partnership) as tx:
        return [str(one) for one in verify.verify(tx)]


def notes(world: World) -> tuple[str, ...]:
    with world.service.record.read(DESK.partnership) as tx:
        return report.of_database(tx, (), DESK.rules.days.zone).notes


def amiss(world: World) -> list[str]:
    look = Stocktaking(world.service.record, world.hands, DESK)
    while look.step():
        pass
    return [f"{one.kind} {one.item.name} in {one.folder}" for one in look.findings]


def lost_first(world: World, keep: Callable[[bytes], bool] = lambda _: False) -> None:
    """Lose the entries of the first of two cases, and the record."""
    two_cases(world)
    take_out(world, world.folders_of_cases()[0], keep)
    again(world)


def test_the_loss_is_said_once_and_verify_takes_exactly_that(world: World) -> None:
    lost_first(world)
    assert faults(world) == []
    (note,) = notes(world)
    assert note.startswith(f"Of case {FIRST} the first ")
    assert note.endswith("were lost before Wednesday 25 November 2026; it was given up then.")
    goes_on(world)
    assert faults(world) == []
    assert world.references() == [FIRST, SECOND]
    assert amiss(world) == []
    world.live(A_DAY)
    world.service.sealing.work()
    assert faults(world) == []
    assert amiss(world) == []


def test_a_record_of_which_the_last_entries_are_there_is_held_to_them(world: World) -> None:
    lost_first(world, keep=lambda raw: b"kept000002" in raw)
    assert faults(world) == []
    with world.service.record.read(DESK.partnership) as tx:
        loss = given_up.given_up(tx)[1].of
        there = [row.number for row in sealing.rows(tx, 1, 1, 1000)]
    assert 0 < loss.before < there[0] < there[-1]
    assert there[0] == loss.before + 1
    goes_on(world)
    assert (faults(world), amiss(world)) == ([], [])
