"""A record that is lost is made again from the mailbox, and goes on: cases, dates and heads as they were."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from mailservice.clock import VirtualClock, aware
from mailservice.mail import seals
from mailservice.mail.trust import signing
from mailservice.record import register, sealing, verify
from mailservice.record.columns import COLUMNS, Operational
from mailservice.record.database import Database, Transaction
from mailservice.record.register import REGISTER, SEAL
from mailservice.record.remade import Lacking
from mailservice.record.tables import Row
from mailservice.service.custody import report
from mailservice.service.custody.rebuilding import Rebuilding
from mailservice.service.custody.steps import Steps
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from tests import servers
from tests.service.beginning import MONDAY, VISITOR, WAITING, WORKER, World, subjects
from tests.service.crashing import DESK
from tests.service.test_disposal import LONG_AGO, YEAR, Office

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


def read(world: World, keys: signing.Keys = DESK.signing_keys) -> Rebuilding:
    """Read what the record left with the mailbox."""
    work = Rebuilding(Mailbox(world.account), DESK.partnership, keys)
    through(Steps(work.read()))
    return work


def rebuilt(world: World, url: str, work: Rebuilding | None = None) -> tuple[Database, Lacking, list[str]]:
    """Make the record again at another place; return it, what could not be made, and what verify says of it."""
    record, work = Database(url, world.clock), work or read(world)
    record.upgrade()
    line = work.handed.line()
    assert line is not None
    assert not line.lost
    with record.begin(DESK.partnership) as tx:
        through(Steps(work.lay(tx, line)))
        lacking = work.conclude(tx, "it was made again")
    work.mailbox.close()
    with record.read(DESK.partnership) as tx:
        faults = [str(one) for one in verify.verify(tx)]
    return record, lacking, faults


def through(steps: Steps) -> None:
    while steps.step():
        pass


def is_as_it_was(world: World, url: str) -> None:
    """Make the record again, and compare every row of every table."""
    with world.service.record.read(DESK.partnership) as tx:
        before = held(tx)
    record, lacking, faults = rebuilt(world, url)
    assert faults == []
    assert lacking == Lacking()
    with record.read(DESK.partnership) as tx:
        after = held(tx)
    record.close()
    for table, rows in before.items():
        assert after[table] == rows, table


def test_the_record_is_as_it_was_up_to_the_newest_seal(world: World, database_url: str) -> None:
    a_case(world, "NCT-100001")
    a_case(world, "NCT-100002")
    world.writes(VISITOR, "NCT-100003: this is whistleblowing. The teaching assistant hit her.", child="NCT-100003")
    world.writes("somebody@elsewhere.example", "Is anybody there?")
    world.live(WAITING)
    world.writes(WORKER, "RESOLVED We will visit on Friday.", answers=world.letters(WORKER)[0])
    world.live(A_DAY)
    world.service.sealing.work()
    world.writes(VISITOR, "AGREE", answers=world.letters(VISITOR)[-1])
    world.live(A_DAY)
    world.service.sealing.work()
    is_as_it_was(world, database_url)


def test_a_record_in_which_a_case_was_disposed_of_is_as_it_was(tmp_path: Path, dovecot: servers.Dovecot) -> None:
    clock = VirtualClock(LONG_AGO)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        office = Office(tmp_path, dovecot.account(), server, clock, f"sqlite:///{tmp_path}/record.db")
        office.begin_at()
        office.start()
        reference = office.an_ended_case()
        office.live(YEAR)
        office.confirmed(reference)
        office.an_ended_case("NCT-100009", "Another child, with another bruise")
        office.live(3 * A_DAY)
        with office.service.record.begin(DESK.partnership) as tx:
            sealing.seal(tx, clock.now())
        office.service.sealing.work()
        assert office.status(reference) == "disposed"
        is_as_it_was(office, f"sqlite:///{tmp_path}/again.db")
        office.close()


def to_agencies(letters: list[str]) -> list[str]:
    return [one for one in letters if "@nscp.example: " not in one]


def test_what_came_after_the_seal_is_received_anew_and_nothing_goes_out_twice(world: World, tmp_path: Path) -> None:
    a_case(world, "NCT-100001")
    world.live(A_DAY)
    world.service.sealing.work()
    a_case(world, "NCT-100002")
    world.writes(WORKER, "RESOLVED We will visit on Friday.", answers=world.letters(WORKER)[0])
    for _ in range(9):
        world.live(WAITING)
    cases, sent, events = world.references(), subjects(world.letters()), [type(one).__name__ for one in world.events(1)]
    world.stop()
    record, lacking, faults = rebuilt(world, f"sqlite:///{tmp_path}/again.db")
    record.close()
    assert (lacking, faults) == (Lacking(), [])
    assert "This record was set back" in world.start("again.db")
    world.live(WAITING)
    assert world.references() == cases[:1]
    world.adopting().adopt("the disk was lost", "ann")
    for _ in range(3):
        world.live(WAITING)
    assert world.references() == cases
    assert [type(one).__name__ for one in world.events(1)] == events
    assert to_agencies(subjects(world.letters())) == to_agencies(sent), "nothing leaves a second time"
    assert world.whole()


def test_the_bytes_that_a_provider_built_anew_stand_for_those_that_came(world: World, tmp_path: Path) -> None:
    a_case(world, "NCT-100001")
    world.live(A_DAY)
    world.service.sealing.work()
    (folder,) = world.folders_of_cases()
    entries = list(world.hands.scan(folder))
    for entry in entries:
        (got,) = world.hands.fetch_from(folder, [entry.uid])
        world.hands.discard(folder, [entry.uid])
        world.hands.append(
            folder, message_from_bytes(got.raw, policy=policy.SMTP).as_bytes() + b"\r\n", got.internal_date
        )
    work = read(world)
    record, lacking, faults = rebuilt(world, f"sqlite:///{tmp_path}/again.db", work)
    record.close()
    assert (lacking, faults) == (Lacking(), [])
    assert len(work.found.exchanged) == len(entries) - 1, "all but the entries, which are known by their files"
    world.start("again.db")
    assert world.service.record.file is not None
    look = Stocktaking(world.service.record, world.hands, DESK)
    while look.step():
        pass
    assert look.findings == []


def test_an_email_that_lies_nowhere_is_told_and_all_else_is_made(world: World, tmp_path: Path) -> None:
    a_case(world, "NCT-100001")
    world.live(A_DAY)
    world.service.sealing.work()
    (folder,) = world.folders_of_cases()
    for entry in [*world.hands.scan(folder)]:
        if not signing.is_ours(entry.message_id, DESK.signing_keys):
            world.hands.discard(folder, [entry.uid])
    record, lacking, faults = rebuilt(world, f"sqlite:///{tmp_path}/again.db")
    with record.read(DESK.partnership) as tx:
        (note,) = report.of_database(tx, (), DESK.rules.days.zone).notes
    record.close()
    assert (lacking.mails, lacking.letters) == ((1,), ())
    assert faults == [], "it is said once"
    assert note == (
        "The words of 1 message, on NSCP 2026-0001-E, were lost before Tuesday 24 November 2026: they lay nowhere in the mailbox "
        "when the record was made again."
    )


def test_a_lost_seal_is_in_the_next_one_too(world: World, database_url: str) -> None:
    for number in range(1, 5):
        a_case(world, f"NCT-10000{number}")
        world.live(A_DAY)
        world.service.sealing.work()
    _, second, *_ = world.hands.scan(seals.FOLDER)
    world.hands.discard(seals.FOLDER, [second.uid])
    is_as_it_was(world, database_url)


def test_where_two_seals_are_lost_it_is_made_as_the_one_before_has_it(world: World) -> None:
    for number in range(1, 5):
        a_case(world, f"NCT-10000{number}")
        world.live(A_DAY)
        world.service.sealing.work()
    _, second, third, _ = world.hands.scan(seals.FOLDER)
    world.hands.discard(seals.FOLDER, [second.uid, third.uid])
    handed = read(world).handed
    line = handed.line()
    assert line is not None
    assert line.lost == (2,), "the third is in the fourth once more"
    whole = handed.whole_up_to(line)
    assert whole is not None
    assert whole.number == 1


def test_a_case_of_which_entries_are_lost_is_named(world: World) -> None:
    a_case(world, "NCT-100001")
    a_case(world, "NCT-100002")
    world.live(A_DAY)
    world.service.sealing.work()
    folder = world.folders_of_cases()[0]
    for entry in [*world.hands.scan(folder)]:
        if signing.letter_in([entry.message_id], DESK.signing_keys, signing.KEPT):
            world.hands.discard(folder, [entry.uid])
    handed = read(world).handed
    line = handed.line()
    assert line is not None
    ((case, lost),) = handed.lacking(line)
    assert (case, lost) == (1, line.ends[1][0])
    assert handed.whole_up_to(line) is None


def test_a_seal_that_nobody_signed_counts_only_with_its_print(world: World) -> None:
    a_case(world, "NCT-100001")
    world.live(A_DAY)
    world.service.sealing.work()
    handed = read(world, (b"another key that nobody ever had",)).handed
    assert handed.unsigned
    assert handed.line() is None
    with world.service.record.read(DESK.partnership) as tx:
        (made,) = sealing.kept(tx)
    found = handed.line(said=made.print)
    assert found is not None
    assert found.last == made


def test_years_of_entries_go_into_many_messages(
    world: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first seal of an old record: no mail server takes one message of all that."""
    monkeypatch.setattr("mailservice.service.custody.sealing.AT_ONCE", 4)
    for number in range(1, 4):
        a_case(world, f"NCT-10000{number}")
        world.writes(VISITOR, f"NCT-20000{number}: this is whistleblowing. She hit her.", child=f"NCT-20000{number}")
    world.live(A_DAY)
    world.service.sealing.work()
    a_case(world, "NCT-100004")
    world.live(A_DAY)
    world.service.sealing.work()
    assert len(list(world.hands.scan(seals.FOLDER))) > 10
    look = Stocktaking(world.service.record, world.hands, DESK)
    while look.step():
        pass
    assert look.findings == []
    is_as_it_was(world, database_url)


def test_what_somebody_wrote_into_the_seals_is_not_believed(world: World, database_url: str) -> None:
    """A file that was changed, one that was added, and one of nonsense: the whole ones beside them count."""
    a_case(world, "NCT-100001")
    world.live(A_DAY)
    world.service.sealing.work()
    for folder in (*world.folders_of_cases(), seals.FOLDER, seals.BOOK_FOLDER):
        for entry in [*world.hands.scan(folder)]:
            (got,) = world.hands.fetch_from(folder, [entry.uid])
            files = seals.files_of(got.raw)
            if seals.ENTRIES not in files:
                continue
            for change in (
                lambda one: one.replace(b"2026-11-2", b"2026-10-2"),
                lambda _: b"[1, 2]",
                lambda _: b"\xff{",
                lambda _: b"[" * 100_000,
            ):
                envelope = seals.Envelope("NSCP", DESK.address, entry.message_id, MONDAY)
                forged = {name: change(data) for name, data in files.items()}
                world.hands.append(folder, seals.written(envelope, "Kept", ["A line."], forged), MONDAY)
    is_as_it_was(world, database_url)
