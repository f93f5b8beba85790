"""A record exchanged under a service at work, one that was restored, and two services at one mailbox: each waits for a person."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from mailservice.cli import running
from mailservice.clock import VirtualClock
from mailservice.record import partnerships
from mailservice.record.database import Database
from mailservice.service.custody.beginning import SET_BACK
from mailservice.service.custody.witness import Witness
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post
from tests import servers
from tests.service.beginning import MONDAY, OFFICE, VISITOR, WAITING, World, subjects
from tests.service.crashing import DESK

if TYPE_CHECKING:
    from mailservice.settings.loading import Settings

HOUR = timedelta(hours=1)
LIMPS = "may not be its record"


@pytest.fixture
def world(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[World]:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = World(tmp_path, dovecot.account(), server, clock)
        made.begin()
        made.start()
        yield made
        made.close()


def a_case(world: World, child: str) -> None:
    world.writes(VISITOR, f"I do not agree that {child} was closed. There are bruises on both arms.", child=child)
    world.live(WAITING)
    world.live(WAITING)


def put_under_it(world: World, name: str) -> None:
    """Put another file in the record's place while the service runs; its connections end, as when a database comes back."""
    aside = world.folder / "aside"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    for one in world.folder.glob("record.db*"):
        one.rename(aside / one.name)
    shutil.copy(world.folder / name, world.folder / "record.db")
    world.service.record.close()


def with_a_case_since_the_backup(world: World) -> int:
    """Have a case before the backup, and one after it; return how many letters left."""
    a_case(world, "NCT-100001")
    world.backup()
    world.start()
    a_case(world, "NCT-100002")
    return len(world.letters())


def test_a_record_that_comes_back_as_of_yesterday_while_the_service_runs_decides_nothing(world: World) -> None:
    before = with_a_case_since_the_backup(world)
    refs = world.references()
    put_under_it(world, "backup.db")
    a_case(world, "NCT-100003")
    assert world.references() == refs[:1], "no new case has the reference of another"
    holds = world.service.beginning.holds()
    assert holds.startswith("This record was set back while the service ran: some of what it held at 11.20am on Monday")
    assert "2 letters of ours and 1 email in the mailbox are not in this record" in holds
    assert [one for one in subjects(world.letters()[before:]) if LIMPS not in one] == []
    assert world.headlines(LIMPS) == 1

    world.start()
    world.adopting().adopt("the database was restored by its provider", "amira")
    world.live(WAITING)
    world.live(WAITING)
    assert world.references()[:2] == refs
    assert len(world.references()) == 3
    again = [one for one in subjects(world.letters()[before:]) if refs[0] in one or refs[1] in one]
    assert again == [], "nothing is sent twice"
    assert world.start() == ""


def test_another_record_of_the_same_partnership_is_noticed_however_long_it_is(world: World) -> None:
    world.begin("other.db", MONDAY - HOUR)
    world.start("other.db")
    a_case(world, "NCT-100001")
    a_case(world, "NCT-100002")
    world.start()
    world.live()
    world.adopting().adopt("the record of this test lay in another file", "amira")
    world.live(HOUR)
    put_under_it(world, "other.db")
    world.live(HOUR)
    assert world.service.beginning.holds().startswith(SET_BACK)


def test_the_right_record_put_back_under_it_goes_on_by_itself(world: World) -> None:
    with_a_case_since_the_backup(world)
    shutil.copytree(world.folder, world.folder.parent / "right", ignore=shutil.ignore_patterns("letters"))
    put_under_it(world, "backup.db")
    world.live(HOUR)
    assert world.service.beginning.holds() != ""
    for one in world.folder.glob("record.db*"):
        one.unlink()
    for one in (world.folder.parent / "right").glob("record.db*"):
        shutil.copy(one, world.folder)
    world.service.record.close()
    a_case(world, "NCT-100003")
    assert (world.service.beginning.holds(), len(world.references())) == ("", 3)


def test_a_worker_that_was_idle_meanwhile_takes_what_was_adopted_as_it_is(world: World) -> None:
    with_a_case_since_the_backup(world)
    idle = Witness(world.service.record, world.clock, DESK)
    assert idle.missing() == ""
    put_under_it(world, "backup.db")
    world.clock.set(world.clock.now() + HOUR)
    assert "is gone" in idle.missing()
    world.live(HOUR)
    world.adopting().adopt("the database was restored", "amira")
    assert idle.missing() == ""


def test_a_restored_record_waits_for_a_person_though_the_mailbox_shows_nothing_beyond_it(world: World) -> None:
    a_case(world, "NCT-100001")
    world.backup()
    world.restore()
    with closing(Database(f"sqlite:///{world.folder}/record.db")) as record, record.begin(DESK.partnership) as tx:
        partnerships.wait_for(tx, f"{SET_BACK}: it is a backup of 11am on Monday, which was restored at noon.")
    before = len(world.letters())
    world.writes(VISITOR, "I do not agree that NCT-100002 was closed.", child="NCT-100002")
    for _ in range(2):
        assert "restored at noon. If no better record is left" in world.start()
        world.live(HOUR)
    assert (len(world.references()), world.outcomes()["unsettled"]) == (1, 1)
    other_key = replace(DESK, signing_keys=(b"a new key, of thirty-two characters",))
    assert "restored at noon. None of the signing keys" in world.start(desk=other_key)
    assert "restored at noon. If no better record is left" in world.start(), "that the key is right again ends it not"
    assert {one.to[0].address for one in world.letters()[before:] if LIMPS not in one.subject} == set()
    [told] = [one for one in world.letters(OFFICE) if LIMPS in one.subject]
    assert "This record was set back: it is a backup of 11am on Monday" in " ".join(told.text.split())

    world.adopting().adopt("the disk failed", "amira")
    assert world.start() == ""
    world.live(WAITING)
    assert len(world.references()) == 2


def test_two_services_at_one_mailbox_notice_each_other_within_the_hour_and_stop(world: World) -> None:
    """The old machine was never switched off after a backup was restored on a new one."""
    a_case(world, "NCT-100001")
    world.backup()
    world.start()
    with closing(Database(f"sqlite:///{world.folder}/backup.db")) as record, closing(Mailbox(world.account)) as mailbox:
        other = Service(record, Post(world.server.smtp), mailbox, world.clock, replace(world.desk))
        assert other.beginning.start() == ""
        a_case(world, "NCT-100002")
        for _ in range(6):
            world.clock.set(world.clock.now() + HOUR)
            one_round(other)
            other.troubles.work()
            one_round(other)
            world.live()
        assert "letters of ours" in other.beginning.holds()
        assert world.headlines(LIMPS) >= 1
        reminders = [one for one in subjects(world.letters()) if "Reminder" in one]
        assert len(reminders) == len(set(reminders)), "no date acts twice"


def test_the_file_of_yesterday_under_the_wal_of_today_is_told_as_damaged_before_anything_is_decided(
    world: World,
) -> None:
    record, yesterday, wal = (world.folder / name for name in ("record.db", "yesterday.db", "today.wal"))
    a_case(world, "NCT-100001")
    world.stop()
    shutil.copy(record, yesterday)
    for child in ("NCT-100002", "NCT-100003"):
        world.start()
        a_case(world, child)
        shutil.copy(f"{record}-wal", wal)
        world.service.record.require_whole()
        world.stop()
    shutil.copy(yesterday, record)
    shutil.copy(wal, f"{record}-wal")
    said, stop = list[str](), threading.Event()

    def say(why: str) -> None:
        said.append(why)
        stop.set()

    settings = cast("Settings", SimpleNamespace(shown_database="record.db"))
    with closing(Database(f"sqlite:///{record}")) as mixed:
        service = Service(mixed, Post(world.server.smtp), Mailbox(world.account), world.clock, replace(world.desk))
        assert not running._opened(service, settings, stop, say)  # noqa: SLF001 - what a start does first
    assert ["damaged" in one for one in said] == [True]
