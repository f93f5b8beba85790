"""What a board was told of a quarter is told again, letter for letter, whatever has become of its cases and of the record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import FiguresGiven, FiguresPublished
from mailservice.cases.told import sentences
from mailservice.clock import VirtualClock
from mailservice.exports.figures.period import Period
from mailservice.mail.parse import Mail
from mailservice.record import sealing
from mailservice.record.database import Database
from mailservice.service import figures
from mailservice.service.figures import Counting
from mailservice.transport.embedded import EmbeddedServer
from tests import servers
from tests.service.crashing import DESK
from tests.service.test_disposal import AMIRA, LONG_AGO, TRACES, YEAR, Office
from tests.service.test_rebuilding import A_DAY, is_as_it_was

OF = "1 October 2024 TO 31 December 2024"


@pytest.fixture
def office(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[Office]:
    """Give an office with one case that has ended, and to which no count is too few to be told."""
    clock = VirtualClock(LONG_AGO)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = Office(tmp_path, dovecot.account(), server, clock, f"sqlite:///{tmp_path}/record.db")
        made.desk = replace(made.desk, threshold=1)
        made.begin_at()
        made.start()
        yield made
        made.close()


def asked(office: Office, of: str = OF) -> Mail:
    office.of_the_office(AMIRA, f"FIGURES {of}")
    office.live(timedelta(minutes=1))
    return office.letters(AMIRA)[-1]


def files(letter: Mail) -> dict[str, bytes]:
    return {one.filename: one.content for one in letter.attachments}


def published(office: Office) -> list[FiguresPublished]:
    return [one for one in office.events() if isinstance(one, FiguresPublished)]


def counting(office: Office) -> Counting:
    desk = office.service.desk
    return Counting(desk.rules.policy, desk.directory, desk.rules.days, desk.threshold)


def test_a_quarter_is_told_as_it_was_after_its_case_is_gone_and_the_record_was_made_again(
    office: Office, tmp_path: Path
) -> None:
    reference = office.an_ended_case()
    office.live(YEAR)
    first = files(asked(office))
    assert b"Raised: 1 case. Ended: 1 case." in first["figures.html"]
    assert b"Counted on" in first["figures.html"]
    [event] = published(office)
    assert not [trace for trace in TRACES if trace in repr(event)]

    office.confirmed(reference)
    assert office.status(reference) == "disposed"
    assert files(asked(office)) == first
    assert published(office) == [event]

    office.live(3 * A_DAY)
    with office.service.record.begin(DESK.partnership) as tx:
        sealing.seal(tx, office.clock.now())
    office.service.sealing.work()
    assert office.faults() == []
    is_as_it_was(office, f"sqlite:///{tmp_path}/again.db")
    again = Database(f"sqlite:///{tmp_path}/again.db")
    kept = figures.publish(again, counting(office), Period(event.first, event.last, 4), office.clock.now())
    again.close()
    assert kept == event


def test_another_threshold_changes_nothing_but_is_said(office: Office) -> None:
    office.an_ended_case()
    office.live(YEAR)
    first = files(asked(office))
    office.desk = replace(office.desk, threshold=5)
    office.start()
    second = files(asked(office))
    said = b"Counts below 1 were held back when this was counted; today the limit is 5. What was held back stays held back."
    assert said in second["figures.html"]
    assert said not in first["figures.html"]
    assert b"Raised: 1 case. Ended: 1 case." in second["figures.html"]
    assert {name: data for name, data in second.items() if name.endswith(".png")} == {
        name: data for name, data in first.items() if name.endswith(".png")
    }


def test_a_time_that_shares_a_part_of_one_that_was_told_is_refused_with_what_can_be_asked_for(office: Office) -> None:
    office.live(YEAR)
    asked(office)
    office.desk = replace(office.desk, year_begins=9)
    office.start()
    refused = asked(office, "1 September 2024 TO 30 November 2024")
    text = " ".join(refused.text.split())
    assert "Figures of Tuesday 1 October 2024 to Tuesday 31 December 2024 were published" in text
    assert "The next quarter that can be told begins on Saturday 1 March 2025." in text
    assert len(published(office)) == 1
    given = [one for one in office.events() if isinstance(one, FiguresGiven)]
    assert len(given) == 1
    assert files(asked(office))["figures.html"]  # and what was told is told, though years begin elsewhere now


def test_the_command_line_and_a_mail_tell_the_same(office: Office) -> None:
    office.an_ended_case()
    office.live(YEAR)
    by = counting(office)
    of = Period(date(2024, 10, 1), date(2024, 12, 31), 4)
    kept = figures.publish(office.service.record, by, of, office.clock.now())
    made = figures.files_of(kept, by)
    assert files(asked(office)) == {name: data for name, data in made.items() if not name.endswith(".svg")}
    assert published(office) == [kept]


def test_a_year_settles_its_quarters_and_the_record_tells_it(office: Office) -> None:
    office.an_ended_case()
    office.live(timedelta(days=500))
    asked(office, "1 April 2024 TO 31 March 2025")
    assert [(one.first.isoformat(), one.last.isoformat()) for one in published(office)] == [
        ("2024-04-01", "2024-06-30"),
        ("2024-07-01", "2024-09-30"),
        ("2024-10-01", "2024-12-31"),
        ("2025-01-01", "2025-03-31"),
        ("2024-04-01", "2025-03-31"),
    ]
    asked(office)
    assert len(published(office)) == 5
    desk = office.service.desk
    book = sentences.Book(Case(), Case(), desk.rules.policy, {}, desk.rules.days.zone)
    line = sentences.tell(published(office)[-1], book)
    assert line is not None
    assert line.said == (
        "The figures of Monday 1 April 2024 to Monday 31 March 2025 were counted, and are told so from now on. "
        "Counts below 1 are held back."
    )
