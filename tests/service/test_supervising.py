"""What the service cannot do stops nothing else, is told to the office once it has lasted, and is over when it is."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import text

from mailservice.cases.letters import waiting
from mailservice.clock import VirtualClock
from mailservice.errors import RecordAway, TryLater
from mailservice.mail.parse import parse
from mailservice.record import lookup, mails, outbox, troubles
from mailservice.record.database import Database, Transaction
from mailservice.service.rounds import Service
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Fetched, Mailbox
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK
from tests.service.mixed import openings

MONDAY = moment("Mon 23 Nov 2026 10:00")
OFFICE = DESK.directory.office.address
AWAY = "the record cannot be reached or written: its disk is full"


class Failing(Database):
    """A record that is away while somebody says so."""

    away = False

    @contextmanager
    def begin(self, partnership: str) -> Iterator[Transaction]:
        """Open a deciding transaction."""
        if self.away:
            raise RecordAway(AWAY)
        with super().begin(partnership) as tx:
            yield tx

    @contextmanager
    def read(self, partnership: str) -> Iterator[Transaction]:
        """Open a transaction that only looks."""
        if self.away:
            raise RecordAway(AWAY)
        with super().read(partnership) as tx:
            yield tx


class Place:
    """A service as it runs in earnest, on a virtual clock."""

    def __init__(self, folder: Path, server: EmbeddedServer, clock: VirtualClock) -> None:
        self.server, self.clock = server, clock
        self.record = Failing(f"sqlite:///{folder}/record.db")
        self.record.upgrade()
        self.mailbox = Mailbox(server.imap)
        self.service = Service(self.record, Post(server.smtp), self.mailbox, clock, DESK, strict=False)

    def rounds(self, count: int = 3, every: timedelta = timedelta(minutes=1)) -> None:
        """Go round some times, a minute apart."""
        for _ in range(count):
            self.clock.set(self.clock.now() + every)
            self.service.go_round(self.service.settle_here)

    def told(self, words: str) -> int:
        """Return how many letters of the office, but for those of the morning, have this in their subject or text."""
        had = [parse(one.raw) for one in self.server.outbox if one.recipient == OFFICE]
        letters = [one for one in had if "Morning letter" not in one.subject]
        return sum(words in f"{one.subject}\n{' '.join(one.text.split())}" for one in letters)

    def standing(self) -> list[str]:
        """Return the kinds of trouble that stand."""
        with self.record.read(DESK.partnership) as tx:
            return [one.kind for one in troubles.standing(tx)]

    def cases(self) -> int:
        """Return how many cases there are."""
        with self.record.read(DESK.partnership) as tx:
            return len(lookup.cases_of(tx))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = Place(tmp_path, server, clock)
        server.deliver(openings(1)[0].raw, MONDAY - waiting.WAIT)
        yield made
        made.mailbox.close()
        made.record.close()


def fails(fault: Exception) -> Callable[..., Any]:
    """Return what raises this whenever it is called."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise fault

    return fail


def test_a_record_that_is_away_for_a_moment_loses_nothing_and_the_office_need_not_know(place: Place) -> None:
    place.record.away = True
    place.rounds(1)
    place.record.away = False
    place.rounds()
    assert (place.cases(), place.standing(), place.told("The record")) == (1, [], 0)
    with place.record.read(DESK.partnership) as tx:
        (one,) = troubles.since(tx, MONDAY)
    assert (one.kind, one.said) == ("record", AWAY)
    assert one.over_at is not None
    assert one.over_at - one.since <= timedelta(minutes=2)


def test_an_email_that_the_server_does_not_give_us_is_told_and_holds_up_nothing_but_the_dates(place: Place) -> None:
    fetch, why = place.mailbox.fetch, "mail.example refused as emails were read: [SERVERBUG] Internal error"
    bad = openings(2)[1]

    def all_but_one(uids: Iterable[int]) -> Iterator[Fetched]:
        yield from (one for one in fetch(uids) if one.raw != bad.raw)
        place.mailbox.withheld = why

    place.mailbox.fetch = all_but_one  # type: ignore[method-assign]  # a server that has a fault with one email
    place.server.deliver(bad.raw, MONDAY - waiting.WAIT)
    place.rounds()
    assert (place.cases(), place.standing()) == (1, ["unread"])
    assert len(place.mailbox.uids()) == 1, "the other is filed"
    assert place.told("Some emails") == 0
    place.rounds(14, timedelta(minutes=5))
    assert place.told("Some emails cannot be read") >= 1
    assert place.told(f"email lies in the INBOX that the mail server does not give us: {why}") >= 1
    place.mailbox.fetch = fetch  # type: ignore[method-assign]  # it is mended
    place.rounds()
    assert (place.cases(), place.standing()) == (2, [])
    assert place.told("Every email can be read again") >= 1


def test_a_record_that_stays_away_is_told_past_it_and_what_was_written_is_on_it_afterwards(place: Place) -> None:
    place.record.away = True
    place.rounds(20)
    stand_ins = {one.address for one in DESK.directory.office.stand_ins}
    assert place.told("The record cannot be written") == 1, "once, however long it lasts"
    assert place.told("its disk is full") == 1, "with its true reason"
    assert stand_ins <= {one.recipient for one in place.server.outbox}
    place.record.away = False
    place.rounds()
    assert place.told("The record can be written again") == 1
    assert place.told("The record cannot be written") == 1, "not told anew"
    assert place.cases() == 1
    with place.record.read(DESK.partnership) as tx:
        written = [one for one in outbox.sent_to(tx, OFFICE) if one[1] == "office"]
    assert len(written) >= 2, "the letter past the record and the one that it is over stand on it"


def test_a_duty_that_fails_stops_no_other_and_is_told_after_three_times(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place.service.whereabouts, "work", fails(ValueError("a defect")))
    place.rounds(2)
    assert place.cases() == 1
    assert place.told("A part of the service fails") == 0
    place.rounds(2)
    assert place.told("A part of the service fails") == 1
    assert place.told("“whereabouts”") == 1
    assert place.standing() == ["duty"]
    monkeypatch.undo()
    place.rounds(2)
    assert (place.told("A part of the service works again"), place.standing()) == (1, [])


def test_a_date_that_fails_is_set_aside_after_three_times_and_the_other_cases_go_on(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.server.deliver(openings(2)[1].raw, MONDAY - waiting.WAIT)
    place.rounds()
    call, called = place.service.sweeping._call, list[int]()  # noqa: SLF001 - made to fail

    def fail_at_one(number: int, *rest: Any) -> bool:
        called.append(number)
        if number == 1:
            raise ZeroDivisionError
        return call(number, *rest)

    monkeypatch.setattr(place.service.sweeping, "_call", fail_at_one)
    place.clock.set(MONDAY + timedelta(days=3))
    place.rounds(5)
    assert called.count(1) == 3
    assert 2 in called
    assert place.told("The dates of a case cannot act") == 1
    assert place.told("NSCP 2026-0001") >= 1
    monkeypatch.undo()
    place.rounds(1, timedelta(hours=1, minutes=1))
    place.rounds(1)
    assert (place.standing(), place.told("The dates of a case act again")) == ([], 1)


def test_a_letter_that_cannot_be_written_holds_no_other_up(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    send, failed = place.service.sending._send, list[str]()  # noqa: SLF001 - made to fail

    def fail_at_the_first(letter: str) -> bool:
        failed.extend([letter] if not failed else [])
        if letter == failed[0]:
            raise KeyError(letter)
        return send(letter)

    monkeypatch.setattr(place.service.sending, "_send", fail_at_the_first)
    place.rounds(2)
    assert len(place.server.outbox) == 2, "the other letter, and the rest, have left"
    place.rounds(2, timedelta(hours=1, minutes=1))
    place.rounds(2)
    assert place.told("A letter cannot be written") == 1
    monkeypatch.undo()
    place.rounds(2, timedelta(hours=1, minutes=1))
    assert place.standing() == []


def test_weather_is_no_attempt_of_a_mails(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    settle = place.service.receiving._settle  # noqa: SLF001 - made to fail
    monkeypatch.setattr(place.service.receiving, "_settle", fails(RecordAway(AWAY)))
    place.rounds(8)
    monkeypatch.setattr(place.service.receiving, "_settle", settle)
    place.rounds(2)
    with place.record.read(DESK.partnership) as tx:
        assert mails.get(tx, 1).outcome == "acted", "it was not held for a fault of the record"


def test_where_the_mailbox_is_away_what_was_collected_is_answered(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.service.collecting.work()
    monkeypatch.setattr(
        place.mailbox, "uidvalidity", fails(TryLater("the mail server failed: it refuses the connection"))
    )
    place.rounds(2)
    assert place.cases() == 1
    assert place.standing() == ["mailbox"]
    assert place.told("The mailbox cannot be read") == 0, "not before a working hour"
    place.rounds(61)
    assert place.told("it refuses the connection") == 1
    monkeypatch.undo()
    place.rounds(2)
    assert place.told("The mailbox is read again") == 1


def test_a_record_that_was_changed_decides_nothing_more_and_mail_is_kept(place: Place) -> None:
    place.rounds()
    with place.record.begin(DESK.partnership) as tx:
        for (name,) in tx.connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'")
        ).all():
            tx.connection.execute(text(f"DROP TRIGGER {name}"))
        tx.connection.execute(text("UPDATE ledger SET kind = 'NoteKept' WHERE case_id = 1 AND number = 1"))
    place.rounds(1, timedelta(days=1))
    place.rounds(3)
    assert place.told("The record was changed") == 1
    place.server.deliver(openings(2)[1].raw, place.clock.now())
    place.rounds(2)
    assert place.cases() == 1, "nothing is decided"
    with place.record.read(DESK.partnership) as tx:
        assert mails.waiting(tx)[0] >= 1, "mail is collected all the same"


def test_until_a_person_has_looked_mail_is_kept_and_nothing_is_decided(place: Place) -> None:
    with place.record.begin(DESK.partnership) as tx:
        tx.connection.execute(text("UPDATE partnerships SET waits_for = 'a restored backup'"))
    place.rounds()
    assert place.cases() == 0
    with place.record.begin(DESK.partnership) as tx:
        assert mails.waiting(tx)[0] == 1
        tx.connection.execute(text("UPDATE partnerships SET waits_for = NULL"))
    place.rounds()
    assert place.cases() == 1


def test_in_a_test_a_defect_is_raised(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = Service(place.record, Post(place.server.smtp), place.mailbox, place.clock, DESK)
    monkeypatch.setattr(strict.held_up, "work", fails(ValueError("a defect")))
    with pytest.raises(ValueError, match="a defect"):
        strict.go_round(strict.settle_here)
