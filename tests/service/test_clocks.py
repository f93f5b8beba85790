"""A machine's clock that is wrong: it is noticed before anything climbs, the office is asked, and it is over by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailservice.cases.history.events import StageEntered
from mailservice.errors import TryLater
from mailservice.mail.parse import Mail, parse
from mailservice.record import ledger, lookup, troubles
from mailservice.record.database import Database
from mailservice.service.rounds import Service
from mailservice.service.watch import clocks
from mailservice.service.watch.clocks import Beside
from mailservice.simulator.playing import SWEEPS_IN_A_MOMENT
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK
from tests.service.mixed import openings

OPENED = "Mon 23 Nov 2026 10:00"
DAYS = timedelta(days=4)


@dataclass
class Machine:
    """A machine whose clock may be off, in a world whose time is right; the mailbox's clock may be off as well."""

    true: datetime
    off: timedelta = timedelta()
    theirs: timedelta = timedelta()
    reached: bool = True

    def now(self) -> datetime:
        return self.true + self.off

    def since_start(self) -> float:
        return self.true.timestamp()

    def mailbox(self) -> datetime:
        if not self.reached:
            raise TryLater("the mailbox is away")
        return self.true + self.theirs


class World:
    """A service on a machine, with a case open at stage 1 until Wednesday 5pm."""

    def __init__(self, folder: Path, server: EmbeddedServer, machine: Machine) -> None:
        self.folder, self.server, self.machine = folder, server, machine
        self.start()

    def start(self) -> None:
        self.record = Database(f"sqlite:///{self.folder}/record.db")
        self.record.upgrade()
        self.mailbox = Mailbox(self.server.imap)
        beside = Beside(self.machine.since_start, self.machine.mailbox)
        self.service = Service(self.record, Post(self.server.smtp), self.mailbox, self.machine, DESK, beside=beside)

    def restart(self) -> None:
        self.stop()
        self.start()

    def stop(self) -> None:
        self.mailbox.close()
        self.record.close()

    def at(self, when: str) -> None:
        """Let the world come to a time, and the service go round until nothing is left to do."""
        self.machine.true = moment(when)
        for _ in range(SWEEPS_IN_A_MOMENT):
            self.service.go_round(self.service.settle_here)

    def stages(self) -> list[str]:
        with self.record.read(DESK.partnership) as tx:
            (case,) = lookup.cases_of(tx)
            return [one.stage for one in ledger.events(tx, case.id) if isinstance(one, StageEntered)]

    def doubted(self) -> bool:
        with self.record.read(DESK.partnership) as tx:
            return bool(troubles.standing(tx, "clock"))

    def mornings(self) -> int:
        return sum("Morning letter" in parse(one.raw).subject for one in self.server.outbox)

    def to_office(self) -> list[Mail]:
        arrived = [parse(one.raw) for one in self.server.outbox if one.recipient == DESK.directory.office.address]
        return [one for one in arrived if "clock" in one.subject.lower() or "what day it is" in one.subject]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    machine = Machine(moment(OPENED))
    with EmbeddedServer(machine, DESK.address, tmp_path / "letters") as server:
        server.deliver(openings(1)[0].raw)
        made = World(tmp_path, server, machine)
        made.at(OPENED)
        made.at("Mon 23 Nov 2026 10:06")  # its letters have left
        yield made
        made.stop()


def test_a_clock_that_goes_right_holds_nothing_back(world: World) -> None:
    world.at("Wed 25 Nov 2026 17:00")
    assert world.stages() == ["1", "2"]
    assert not world.doubted()


def test_a_jump_of_days_while_it_runs_climbs_nothing_and_the_office_is_asked(world: World) -> None:
    world.machine.off = DAYS
    world.at("Mon 23 Nov 2026 12:00")
    assert world.stages() == ["1"]
    assert world.doubted()
    letter = world.to_office()[0]
    words = " ".join(letter.text.split())
    assert "We cannot be sure what day it is" in letter.subject
    assert "The service's machine says noon on Friday 27 November 2026" in words
    assert "the mailbox's server says noon on Monday 23 November 2026" in words


def test_no_morning_letter_speaks_of_a_day_that_may_not_be_today(world: World) -> None:
    world.machine.off = DAYS
    world.at("Tue 24 Nov 2026 09:30")
    assert world.mornings() == 1, "that of Monday, before the clock jumped"
    world.machine.off = timedelta()
    world.at("Tue 24 Nov 2026 09:32")
    assert world.mornings() == 2


def test_it_is_over_by_itself_once_the_clocks_agree_and_the_office_hears_of_it(world: World) -> None:
    world.machine.off = DAYS
    world.at("Mon 23 Nov 2026 12:00")
    world.machine.off = timedelta()
    world.at("Mon 23 Nov 2026 12:02")
    assert not world.doubted()
    assert "We know again what day it is" in world.to_office()[-1].subject
    world.at("Wed 25 Nov 2026 17:00")
    assert world.stages() == ["1", "2"]


def test_a_clock_that_was_put_right_while_it_ran_is_believed_at_once(world: World) -> None:
    world.machine.off = -DAYS
    world.restart()
    world.machine.off = timedelta()
    world.at("Wed 25 Nov 2026 17:00")
    assert world.stages() == ["1", "2"]


def test_a_clock_that_is_days_ahead_at_a_start_climbs_nothing(world: World) -> None:
    world.machine.off = DAYS
    world.restart()
    world.at("Mon 23 Nov 2026 12:00")
    assert world.stages() == ["1"]
    assert world.doubted()


def test_a_clock_behind_what_is_on_record_is_as_wrong_whatever_the_mailbox_says(world: World) -> None:
    world.machine.off = world.machine.theirs = -DAYS
    world.restart()
    world.at("Mon 23 Nov 2026 12:00")
    assert world.doubted()
    assert "the newest that is on record is of 10.06am on Monday 23 November 2026" in " ".join(
        world.to_office()[0].text.split()
    )


def test_a_mailbox_that_cannot_be_asked_at_a_start_holds_dates_back_without_an_alarm(world: World) -> None:
    world.machine.reached = False
    world.restart()
    world.at("Wed 25 Nov 2026 17:00")
    assert world.stages() == ["1"]
    assert not world.doubted()
    world.machine.reached = True
    world.at("Wed 25 Nov 2026 17:02")
    assert world.stages() == ["1", "2"]


def test_a_person_may_say_that_the_machine_is_right_and_that_stands_at_the_next_start(world: World) -> None:
    world.machine.theirs = -DAYS
    world.restart()
    world.at("Tue 24 Nov 2026 12:00")
    assert world.doubted()
    ours, theirs = world.machine.now(), world.machine.mailbox()
    clocks.trust(world.record, DESK, ours, theirs, "Sam Reed", "The church clock says so too.")
    world.at("Tue 24 Nov 2026 12:02")
    assert not world.doubted()
    world.restart()
    world.at("Wed 25 Nov 2026 17:00")
    assert world.stages() == ["1", "2"]


def test_what_was_trusted_is_not_trusted_of_another_difference(world: World) -> None:
    ours = world.machine.now()
    clocks.trust(world.record, DESK, ours, ours - DAYS, "Sam Reed", "The mailbox is behind.")
    world.machine.off = DAYS / 2
    world.restart()
    world.at("Mon 23 Nov 2026 12:00")
    assert world.doubted()


def test_summer_time_is_no_jump(world: World) -> None:
    world.at("Sat 27 Mar 2027 23:30")
    world.at("Sun 28 Mar 2027 02:30")
    assert not world.doubted()


def test_a_worker_beside_it_calls_no_date_while_the_record_says_of_a_doubt(world: World) -> None:
    world.machine.off = DAYS
    world.at("Mon 23 Nov 2026 12:00")
    beside = Service(world.record, Post(world.server.smtp), world.mailbox, world.machine, DESK)
    with world.record.read(DESK.partnership) as tx:
        assert not beside.clocks.may_act(tx)
    assert beside.sweeping.waits() == {}


def test_a_machine_that_starts_again_once_its_clock_is_right_is_believed_at_once(world: World) -> None:
    world.machine.off = DAYS
    world.restart()
    world.at("Mon 23 Nov 2026 12:00")
    assert world.doubted()
    world.machine.off = timedelta()
    world.restart()
    world.at("Mon 23 Nov 2026 12:10")
    assert not world.doubted(), "that it wrote of the doubt on a Friday is no proof of a Friday"
    world.restart()
    world.at("Wed 25 Nov 2026 17:00")
    assert world.stages() == ["1", "2"]


def test_a_mail_that_bears_a_date_to_come_brings_no_clock_into_doubt(world: World) -> None:
    world.server.deliver(openings(2)[1].raw, moment("Mon 04 Jan 2027 09:00"))
    world.at("Mon 23 Nov 2026 12:00")
    world.restart()
    world.at("Mon 23 Nov 2026 12:30")
    assert not world.doubted()
