"""Once a week everything is looked through, unasked: the office hears what is new, once, and when all was last whole."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from mailservice.cases.asking.proven import CHANGED
from mailservice.cases.history.events import ProofGiven
from mailservice.clock import VirtualClock
from mailservice.errors import TryLater
from mailservice.mail.parse import Mail, parse
from mailservice.record import ledger, looks, partnerships
from mailservice.service.custody import proving
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Entry, Mailbox
from mailservice.transport.smtp import Post
from tests import servers
from tests.record.test_verify import unguarded
from tests.service.crashing import DESK
from tests.service.mixed import openings
from tests.service.test_counting import FIRST, MONDAY, SECOND
from tests.service.test_second_custodian import Office

# The record is begun on Monday 23 November 2026.
BEFORE, SUNDAY, NEXT = "Sun 29 Nov 2026 06:00", "Sun 6 Dec 2026 01:20", "Sun 13 Dec 2026 01:20"


class Weeks(Office):
    """An office that is left to itself for weeks."""

    def at(self, when: str) -> None:
        """Let the service go round at a time, and write the morning letter where that is due."""
        self.clock.set(moment(when))
        one_round(self.service)
        self.service.morning.work()
        one_round(self.service)

    def is_set_back(self, to: str) -> None:
        """Let somebody set the machine's clock back: the clock of a story never goes so."""
        self.clock = self.service.proving.clock = VirtualClock(moment(to))

    def starts_again(self) -> None:
        """Kill the service, and start another on the same record."""
        self.service.proving.let_go()  # a process that ends reads no longer
        self.service = Service(self.record, Post(self.post.smtp), self.own, self.clock, DESK)

    def looked(self) -> list[ProofGiven]:
        with self.record.read(DESK.partnership) as tx:
            return looks.given(tx, self.clock.now())

    def letters(self) -> list[str]:
        """Return what the letters say that tell of something changed."""
        return [_words(one) for one in self._arrived() if CHANGED in one.subject or CHANGED in one.text]

    def morning(self) -> str:
        """Return what the newest morning letter says."""
        return [_words(one) for one in self._arrived() if "Morning letter" in one.subject][-1]

    def _arrived(self) -> list[Mail]:
        return [parse(one.raw) for one in self.post.outbox if one.recipient == DESK.directory.office.address]

    def changes(self, folder: str) -> None:
        """Change the subject of a message in a folder, as somebody with the right tool does."""
        self.alters(folder, self.one_of(folder), _retitled)

    def of_one_moment(self, folder: str) -> tuple[Entry, Entry]:
        """Return two letters that left at the same moment."""
        lie = sorted(self.lies(folder), key=lambda one: (one.internal_date, one.message_id))
        return next((one, other) for one, other in pairwise(lie) if one.internal_date == other.internal_date)

    def one_of(self, folder: str) -> Entry:
        return min(self.lies(folder), key=lambda one: one.message_id)


def _retitled(raw: bytes) -> bytes:
    return raw.replace(b"\r\nSubject: ", b"\r\nSubject: x", 1)


def _words(letter: Mail) -> str:
    return " ".join(letter.text.split())


@pytest.fixture
def office(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[Weeks]:
    """Give an office with two cases, on the Monday on which its record was begun."""
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as post:
        made = Weeks(tmp_path, dovecot, post, clock)
        with closing(made.hands), closing(made.own), closing(made.record):
            with made.record.begin(DESK.partnership) as tx:
                partnerships.begin(tx, "", "", MONDAY)
            for one in openings(2):
                made.comes(one.raw)
            yield made
            made.service.proving.let_go()


def test_where_all_is_whole_the_morning_after_says_so_and_no_letter_comes(office: Weeks) -> None:
    office.at(BEFORE)
    assert office.looked() == [], "a record is looked through from when it is a week old"
    office.at("Fri 4 Dec 2026 09:00")
    office.at("Sat 5 Dec 2026 23:00")
    assert office.looked() == []
    office.at(SUNDAY)
    (found,) = office.looked()
    assert (found.by, found.changed, found.on) == (None, 0, moment(SUNDAY))
    assert dict(found.looked_at)["case"] == 2
    assert dict(found.looked_at)["message"] >= 6
    office.at("Mon 7 Dec 2026 09:00")
    assert "The record and the mailbox were looked through on Sunday 6 December: whole." in office.morning()
    office.at("Tue 8 Dec 2026 09:00")
    assert "looked through" not in office.morning()
    assert office.letters() == []
    assert len(office.looked()) == 1


def test_where_it_was_down_on_sunday_it_looks_as_soon_as_it_is_up(office: Weeks) -> None:
    office.at("Fri 4 Dec 2026 10:00")
    office.at("Wed 9 Dec 2026 10:00")
    assert [one.on for one in office.looked()] == [moment("Wed 9 Dec 2026 10:00")]
    office.at(NEXT)
    assert [one.on for one in office.looked()][1:] == [moment(NEXT)]


def test_what_was_changed_is_written_once_with_since_when_and_then_only_what_is_new(office: Weeks) -> None:
    office.at(SUNDAY)
    office.at("Mon 7 Dec 2026 09:00")
    office.changes(FIRST)
    office.at(NEXT)
    (first,) = office.letters()
    assert "Once a week the service looks through everything by itself." in first
    assert "in the mailbox 1 message was changed" in first
    assert "When everything was last looked through, on Sunday 6 December 2026, it was whole." in first
    assert "mailservice record refile puts each back as it was kept" in first
    office.at("Mon 14 Dec 2026 09:00")
    assert "Our service limps: 1 thing is not as written" in office.morning()
    office.at("Sun 20 Dec 2026 01:20")
    office.at("Mon 21 Dec 2026 09:00")
    assert office.letters() == [first], "the same is not told each week"
    assert (
        "looked through on Sunday 20 December: 1 thing is not as written. You had a letter of it on Sunday 13 December."
        in office.morning()
    )
    office.changes(SECOND)
    office.at("Sun 27 Dec 2026 01:20")
    second = office.letters()[-1]
    assert len(office.letters()) == 2
    assert "An earlier letter has told of 1 of these. What is new since then follows." in second
    assert second.count("its subject was changed") == 1
    assert "on Sunday 6 December 2026, it was whole" in second
    assert office.refiles().restored == 2
    office.at("Sun 3 Jan 2027 01:20")
    office.at("Mon 4 Jan 2027 09:00")
    assert "looked through on Sunday 3 January: whole." in office.morning()
    assert len(office.letters()) == 2


def test_a_second_letter_of_the_same_minute_is_new_though_it_reads_the_same(office: Weeks) -> None:
    office.at(NEXT)
    one, other = office.of_one_moment(FIRST)
    office.alters(FIRST, one, _retitled)
    office.at("Sun 20 Dec 2026 01:20")
    office.alters(FIRST, other, _retitled)
    office.at("Sun 27 Dec 2026 01:20")
    assert len(office.letters()) == 2
    assert office.letters()[-1].count("its subject was changed") == 1


def test_what_is_changed_again_after_it_was_put_right_is_told_again(office: Weeks) -> None:
    office.changes(FIRST)
    office.at(SUNDAY)
    office.refiles()
    office.at(NEXT)
    office.changes(FIRST)
    office.at("Sun 20 Dec 2026 01:20")
    assert [one.changed for one in office.looked()] == [1, 0, 1]
    assert len(office.letters()) == 2


def test_a_row_of_the_record_that_was_changed_is_found_in_the_week_it_happened(office: Weeks) -> None:
    office.at(SUNDAY)
    with unguarded(office.record) as tx:
        tx.connection.execute(text("UPDATE mails SET folder = 'Other' WHERE id = 1"))
    office.at(NEXT)
    (told,) = office.letters()
    assert "where it is filed was changed" in told
    assert "last looked through, on Sunday 6 December 2026, it was whole" in told


def test_a_service_that_is_killed_at_any_step_finds_all_of_it_after_its_next_start(
    office: Weeks, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.changes(FIRST)
    monkeypatch.setattr(proving, "A_LITTLE", 0.0)
    office.clock.set(moment(SUNDAY))
    killed = 0
    for steps in range(1, 100):
        for _ in range(steps):
            office.service.proving.work()
        if office.looked():
            break
        office.starts_again()
        killed += 1
    assert killed > 5
    one_round(office.service)
    assert [one.changed for one in office.looked()] == [1]
    assert len(office.letters()) == 1


def test_of_two_processes_one_tells(office: Weeks) -> None:
    office.changes(FIRST)
    office.clock.set(moment(SUNDAY))
    other = replace(office.service.proving)
    step_by_step(other, lambda: None, but_last=True)
    assert office.service.proving.work() == 1
    other.work()
    one_round(office.service)
    assert len(office.looked()) == len(office.letters()) == 1


def step_by_step(look: proving.Proving, between: Callable[[], object], *, but_last: bool = False) -> None:
    """Go on by one step at a time, and do something between them."""
    with pytest.MonkeyPatch.context() as slow:
        slow.setattr(proving, "A_LITTLE", 0.0)
        if but_last:
            slow.setattr(proving.Proving, "_tell", _stop)
        try:
            assert look.waits()
            while not look.work():
                between()
        except StopIteration:
            return


def _stop(_self: object, _look: object) -> None:
    raise StopIteration


def test_emails_that_come_and_are_decided_between_the_steps_are_no_finding(office: Weeks) -> None:
    office.clock.set(moment(SUNDAY))
    new = iter(openings(30)[2:])

    def works_on() -> None:
        """Let an email come, and the service do everything with it but look."""
        office.clock.set(office.clock.now() + timedelta(seconds=20))
        if one := next(new, None):
            office.hands.append("INBOX", one.raw, office.clock.now(), seen=False)
        for duty in (
            office.service.collecting,
            office.service.receiving,
            office.service.sending,
            office.service.filing,
        ):
            duty.work()

    step_by_step(office.service.proving, works_on)
    assert [one.changed for one in office.looked()] == [0]
    assert len(office.received()[1]) >= 1
    assert next(new, None) is None, "all of them came while it looked"


def test_a_mailbox_that_goes_away_for_a_day_ends_nothing_and_what_was_seen_before_is_looked_at_anew(
    office: Weeks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object) -> Iterator[Entry]:
        raise TryLater("the mail server is away")

    gone = office.one_of(FIRST)
    raw = office.raw(FIRST, gone)
    assert office.hands.remove(FIRST, gone.message_id)
    office.clock.set(moment(SUNDAY))
    with monkeypatch.context() as broken:
        broken.setattr(Mailbox, "read", away)
        with pytest.raises(TryLater):
            office.service.proving.work()
    # Meanwhile somebody puts it back.
    office.hands.append(FIRST, raw, gone.internal_date)
    office.clock.set(moment("Mon 7 Dec 2026 02:00"))
    assert office.service.proving.work() == 1
    assert [(one.changed, one.on) for one in office.looked()] == [(0, moment(SUNDAY))]


def test_while_the_mailbox_is_away_no_moment_of_the_record_is_held_open(
    office: Weeks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "A_LITTLE", 0.0)
    office.clock.set(moment(SUNDAY))
    work = office.service.proving
    assert work.work() == 0
    assert work._look is not None  # noqa: SLF001 - a look that is under way
    monkeypatch.setattr(office.service.collecting, "work", _is_away)
    office.service.strict = False
    office.service.supervisor.strict = False
    office.service.carry_mail(lambda: None)
    assert work._look is None  # noqa: SLF001 - a look that is under way
    monkeypatch.undo()
    office.at("Sun 6 Dec 2026 09:00")
    assert [one.changed for one in office.looked()] == [0]


def _is_away() -> int:
    raise TryLater("the mailbox is away")


def test_a_clock_that_was_ahead_is_no_reason_to_leave_a_week_out(office: Weeks) -> None:
    office.clock.set(moment("Sun 3 Jan 2027 01:20"))
    assert office.service.proving.work() == 1
    office.is_set_back(SUNDAY)
    assert office.service.proving.waits()
    assert office.service.proving.work() == 1
    assert not office.service.proving.waits()
    assert [one.on for one in office.looked()] == [moment(SUNDAY)]


def test_a_clock_that_is_set_back_while_it_looks_dates_the_look_by_its_end(office: Weeks) -> None:
    office.clock.set(moment(NEXT))
    step_by_step(office.service.proving, lambda: office.is_set_back(SUNDAY))
    assert [one.on for one in office.looked()] == [moment(SUNDAY)]


def test_where_no_look_comes_to_its_end_for_a_month_the_morning_letter_says_so(
    office: Weeks, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.at(SUNDAY)
    monkeypatch.setattr(proving.Proving, "work", lambda _self: 0)
    office.at("Tue 5 Jan 2027 09:00")
    assert "looked through" not in office.morning()
    office.at("Wed 6 Jan 2027 09:00")
    assert "has come to its end since Sunday 6 December" in office.morning()
    assert "Ask your IT to run mailservice record verify" in office.morning()


def test_one_who_asked_on_that_sunday_and_found_all_whole_has_spared_the_service_its_own(office: Weeks) -> None:
    office.clock.set(moment(SUNDAY))
    office.hands.append("INBOX", _verify(), office.clock.now(), seen=False)
    office.service.collecting.work()
    office.service.receiving.work()
    one_round(office.service)
    assert [one.by is None for one in office.looked()] == [False]


def _verify() -> bytes:
    return (
        f"From: {DESK.directory.office.address}\r\nTo: {DESK.address}\r\nSubject: Hello\r\n"
        "Message-ID: <verify@office.example>\r\n\r\nVERIFY\r\n"
    ).encode()


def test_the_book_tells_of_it(office: Weeks) -> None:
    office.at(SUNDAY)
    with office.record.read(DESK.partnership) as tx:
        assert any(isinstance(one, ProofGiven) for one in ledger.events(tx, 0))
