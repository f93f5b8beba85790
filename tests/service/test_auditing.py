"""What the morning letter finds in the record: what lies undone, what was down, and what it waits for before it is written."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mailservice.clock import VirtualClock
from mailservice.mail.parse import Mail
from mailservice.record import ledger, lookup, partnerships, troubles
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from tests.service.crashing import DESK
from tests.service.mixed import openings
from tests.service.test_digest import Office, words

MONDAY = "Mon 23 Nov 2026"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give an office of which two cases are open since Monday morning, with all their letters sent."""
    clock = VirtualClock(moment(f"{MONDAY} 09:00"))
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = Office(tmp_path, server, clock)
        made.at(f"{MONDAY} 09:00")
        for one in openings(2):
            server.deliver(one.raw)
        made.at(f"{MONDAY} 10:00")
        made.at(f"{MONDAY} 10:06")
        yield made
        made.stop()


def newest(office: Office) -> Mail:
    return office.letters()[-1]


def test_where_all_is_well_it_says_how_far_it_looked(office: Office) -> None:
    office.at("Tue 24 Nov 2026 09:00")
    said = words(newest(office))
    assert "Both open cases have a next date and an owner." in said
    assert "The mailbox was read through 9am on Tuesday 24 November 2026." in said


def test_a_mailbox_that_was_not_read_for_a_quarter_of_an_hour_is_its_first_line(office: Office) -> None:
    office.at("Tue 24 Nov 2026 08:40")
    office.server.locked = True
    office.clock.set(moment("Tue 24 Nov 2026 09:00"))
    assert office.service.morning.work()
    office.service.sending.work()
    letter = newest(office)
    assert letter.subject == "Morning letter: Our service limps"
    assert "The mailbox cannot be read. It was last read 8.40am on Tuesday 24 November 2026." in words(letter)


def test_an_email_that_nobody_decided_on_is_counted_with_since_when(office: Office) -> None:
    office.server.deliver(openings(3)[2].raw, moment("Tue 24 Nov 2026 08:30"))
    office.clock.set(moment("Tue 24 Nov 2026 09:00"))
    office.service.collecting.work()
    assert not office.service.morning.work(), "it waits a quarter of an hour for what is under way"
    office.clock.set(moment("Tue 24 Nov 2026 09:14"))
    office.service.collecting.work()
    assert not office.service.morning.work()
    office.clock.set(moment("Tue 24 Nov 2026 09:15"))
    office.service.collecting.work()
    assert office.service.morning.work()
    office.service.sending.work()
    assert "1 email not decided on yet, the oldest of 8.30am on Tuesday" in words(newest(office))


def test_it_is_written_after_the_sweep_of_that_morning(office: Office) -> None:
    office.clock.set(moment("Thu 26 Nov 2026 09:00"))
    office.service.collecting.work()
    assert not office.service.morning.work(), "dates of Wednesday are to be called by another process"
    office.service.settle_here()
    assert office.service.morning.work()
    office.service.sending.work()
    assert "Stage 2, Manager to manager began" in words(newest(office))


def test_dates_that_nobody_calls_are_said_after_a_quarter_of_an_hour(office: Office) -> None:
    for minute in ("09:00", "09:15"):
        office.clock.set(moment(f"Thu 26 Nov 2026 {minute}"))
        office.service.collecting.work()
        wrote = office.service.morning.work()
    assert wrote
    office.service.sending.work()
    letter = newest(office)
    assert letter.subject.startswith("Morning letter: Our service limps")
    assert "dates came and did not act, the oldest of noon on Tuesday 24 November 2026" in words(letter)


def test_a_date_that_stands_because_its_letter_has_not_left_is_no_fault_of_the_sweep(office: Office) -> None:
    office.server.turn_away = "451 4.3.2 out of order"
    office.at("Wed 25 Nov 2026 17:00")
    office.at("Thu 26 Nov 2026 09:00")
    with office.record.read(DESK.partnership) as tx:
        assert office.service.morning.auditing.uncalled(tx, office.clock.now()) == []


def test_letters_that_wait_are_counted_and_then_that_they_were_late(office: Office) -> None:
    office.server.turn_away = "451 4.3.2 out of order"
    office.at("Wed 25 Nov 2026 17:00")
    office.clock.set(moment("Thu 26 Nov 2026 09:00"))
    one_round(office.service)
    first = DESK.directory.office
    with office.record.read(DESK.partnership) as tx:
        seen = office.service.morning.auditing.look(
            tx, office.clock.now(), office.clock.now() - timedelta(days=1), first, first=True
        )
    assert seen.unsent.count >= 2
    assert seen.unsent.since == moment("Wed 25 Nov 2026 17:00")
    office.server.turn_away = ""
    office.clock.set(moment("Thu 26 Nov 2026 09:20"))
    one_round(office.service)
    office.at("Fri 27 Nov 2026 09:00")
    assert "letters left late: the oldest should have left at 5pm on Wednesday 25 November 2026" in words(
        newest(office)
    )


def test_a_case_without_a_next_date_is_named(office: Office) -> None:
    with office.record.begin(DESK.partnership) as tx:
        (first, _) = lookup.cases_of(tx)
        tx.run(text("UPDATE deadlines SET standing = FALSE WHERE case_id = 1 AND :partnership > 0"))
    office.clock.set(moment("Tue 24 Nov 2026 09:00"))
    office.service.collecting.work()
    assert office.service.morning.work()
    office.service.sending.work()
    assert f"{first.reference} has no next date" in words(newest(office))


def test_a_case_whose_dates_are_set_aside_is_named_every_morning_until_it_is_over(office: Office) -> None:
    with office.record.read(DESK.partnership) as tx:
        second = lookup.case(tx, 2).reference
    for morning in ("Tue 24", "Wed 25"):
        office.clock.set(moment(f"{morning} Nov 2026 08:50"))
        for _ in range(3):
            office.service.troubles.note("case", "a fault", "2")
        office.at(f"{morning} Nov 2026 09:00")
        assert f"Keep the dates of {second} by hand." in words(newest(office))
    office.service.troubles.over("case", "2")
    office.at("Thu 26 Nov 2026 09:00")
    assert f"the dates of {second} could not act" in words(newest(office))
    office.at("Fri 27 Nov 2026 09:00")
    assert second + " could not" not in words(newest(office))


class TestDowntime:
    """Nobody ran: it is known from when the service last went round."""

    def test_a_weekend_is_said_from_when_until_when(self, office: Office) -> None:
        self._round(office, "Fri 27 Nov 2026 16:58")
        self._start(office, "Mon 30 Nov 2026 08:12")
        office.at("Mon 30 Nov 2026 09:00")
        letter = newest(office)
        assert letter.subject.startswith("Morning letter: Our service limped")
        assert (
            "From 4.58pm on Friday 27 November 2026 until 8.12am on Monday 30 November 2026 the service was down"
            in words(letter)
        )
        office.at("Tue 01 Dec 2026 09:00")
        assert "was down" not in words(newest(office))

    def test_a_late_start_still_writes_the_letter_of_that_day(self, office: Office) -> None:
        self._round(office, "Tue 24 Nov 2026 08:58")
        self._start(office, "Tue 24 Nov 2026 14:00")
        assert office.at("Tue 24 Nov 2026 14:00")
        assert "From 8.58am until 2pm on Tuesday 24 November 2026 the service was down" in words(newest(office))

    def test_a_date_that_passed_meanwhile_says_from_when_until_when_in_the_record(self, office: Office) -> None:
        self._round(office, "Wed 25 Nov 2026 16:00")
        self._start(office, "Thu 26 Nov 2026 08:12")
        one_round(office.service)
        with office.record.read(DESK.partnership) as tx:
            missed = [one for one in ledger.of_kinds(tx, 1, "DeadlineMissed") if getattr(one, "ours", False)]
        assert [getattr(one, "down", None) for one in missed] == [
            (moment("Wed 25 Nov 2026 16:00"), moment("Thu 26 Nov 2026 08:12"))
        ]

    def test_a_short_rest_between_two_rounds_is_no_outage(self, office: Office) -> None:
        self._round(office, "Tue 24 Nov 2026 08:00")
        assert not self._start(office, "Tue 24 Nov 2026 08:09")
        with office.record.read(DESK.partnership) as tx:
            assert troubles.since(tx, moment(f"{MONDAY} 09:00")) == []

    def test_it_is_kept_once_a_minute(self, office: Office) -> None:
        start, kept = moment("Tue 24 Nov 2026 08:00"), []
        for seconds in (0, 20, 59, 60):
            office.clock.set(start + timedelta(seconds=seconds))
            office.service.downtime.work()
            with office.record.read(DESK.partnership) as tx:
                kept.append(partnerships.get(tx).round_at)
        assert kept == [start, start, start, start + timedelta(seconds=60)]

    @staticmethod
    def _round(office: Office, when: str) -> None:
        office.at(when)
        office.service.downtime.work()

    @staticmethod
    def _start(office: Office, when: str) -> bool:
        office.stop()
        office.clock.set(moment(when))
        office.start()
        assert isinstance(office.service, Service)
        return office.service.downtime.work()
