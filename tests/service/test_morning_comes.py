"""The morning letter comes, and is of its own day: past an unreadable case, a server that was away, a clock that was ahead."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from mailservice.cases import listing
from mailservice.cases.history.events import LetterWithheld
from mailservice.clock import VirtualClock
from mailservice.record import ledger, lookup, partnerships
from mailservice.service.rounds import Service
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK
from tests.service.mixed import openings
from tests.service.test_digest import Office, words


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give an office of which two cases are open since Monday morning, with all their letters sent."""
    clock = VirtualClock(moment("Mon 23 Nov 2026 09:00"))
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server, capture_logs():
        made = Office(tmp_path, server, clock)
        made.at("Mon 23 Nov 2026 09:00")
        for one in openings(2):
            server.deliver(one.raw)
        made.at("Mon 23 Nov 2026 10:00")
        made.at("Mon 23 Nov 2026 10:06")
        made.service = Service(made.record, Post(server.smtp), made.mailbox, clock, DESK, strict=False)
        yield made
        made.stop()


def refused_on_tuesday(office: Office) -> None:
    """Have Tuesday's letter written, and no letter taken by the mail server until Wednesday."""
    office.at("Tue 24 Nov 2026 08:59")
    office.server.turn_away = "451 4.3.2 out of order"
    assert office.at("Tue 24 Nov 2026 09:00")
    assert len(office.letters()) == 1, "Monday's alone"


def test_the_letter_of_a_day_that_is_over_does_not_come_and_the_next_tells_its_news_too(office: Office) -> None:
    refused_on_tuesday(office)
    office.at("Wed 25 Nov 2026 09:00")
    office.server.turn_away = ""
    office.at("Wed 25 Nov 2026 09:05")
    [_, letter] = office.letters()
    assert letter.subject == "Morning letter: Our service limped; 2 need you today"
    assert "The morning letter of Tuesday 24 November did not leave. What happened since then is told below." in words(
        letter
    )
    assert "Since 9am on Monday 23 November 2026" in words(letter)
    assert words(letter).count("raised a professional disagreement") == 2
    with office.record.read(DESK.partnership) as tx:
        withheld = ledger.of_kinds(tx, ledger.BOOK, "LetterWithheld")
    assert [one.why for one in withheld if isinstance(one, LetterWithheld)] == [
        "its day is over, and the next morning letter says it all"
    ]
    office.at("Thu 26 Nov 2026 09:00")
    assert "Since 9am on Wednesday 25 November 2026" in words(office.letters()[-1])
    assert "did not leave" not in words(office.letters()[-1])


def test_no_letter_of_yesterday_arrives_in_the_night(office: Office) -> None:
    refused_on_tuesday(office)
    office.server.turn_away = ""
    office.at("Wed 25 Nov 2026 01:30")
    assert len(office.letters()) == 1
    office.at("Wed 25 Nov 2026 09:00")
    assert "Since 9am on Monday 23 November 2026" in words(office.letters()[-1])


def test_a_letter_that_is_late_on_its_own_day_comes(office: Office) -> None:
    refused_on_tuesday(office)
    office.server.turn_away = ""
    office.at("Tue 24 Nov 2026 15:00")
    assert len(office.letters()) == 2


def test_a_letter_that_a_clock_wrote_which_was_ahead_keeps_no_later_one_back(office: Office) -> None:
    with office.record.begin(DESK.partnership) as tx:
        partnerships.note_heartbeat(tx, moment("Fri 27 Nov 2026 09:00"))
    assert office.at("Tue 24 Nov 2026 09:00")
    assert "Since 9am on Monday 23 November 2026" in words(office.letters()[-1])
    assert not office.at("Tue 24 Nov 2026 10:00")
    assert office.at("Wed 25 Nov 2026 09:00")


def test_a_case_that_cannot_be_read_is_the_first_line_and_the_letter_speaks_of_every_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ledger.history
    monkeypatch.setattr(ledger, "history", lambda tx, case: _fail() if case == 1 else whole(tx, case))
    assert_first_line(office)


def test_so_is_a_case_of_which_the_letter_cannot_be_written(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = listing.next_date
    monkeypatch.setattr(
        listing, "next_date", lambda turn: _fail() if turn.case.reference.endswith("0001-E") else whole(turn)
    )
    assert_first_line(office)


def assert_first_line(office: Office) -> None:
    with office.record.read(DESK.partnership) as tx:
        first, second = (one.reference for one in lookup.cases_of(tx))
    office.clock.set(moment("Tue 24 Nov 2026 09:00"))
    office.service.collecting.work()
    assert office.service.morning.work()
    office.service.sending.work()
    letter = office.letters()[-1]
    assert letter.subject == "Morning letter: Our service limps"
    said = words(letter)
    assert (
        f"Our service limps: 1 case cannot be read Dear NSCP Business Office, The service cannot read {first}" in said
    )
    assert f"{second}: Sarah Whitlock" in said
    assert f"{first}: " not in said


def _fail() -> None:
    raise TypeError("planted")
