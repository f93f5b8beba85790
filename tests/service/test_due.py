"""What is past its time is told to the office without its asking, once a month, and listed when it asks; nothing goes by it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailservice.service import office as words
from mailservice.simulator.story import moment
from tests import servers
from tests.service.beginning import OFFICE, VISITOR
from tests.service.test_disposal import AMIRA, TRACES, Office, an_office


@pytest.fixture
def office(tmp_path: Path, dovecot: servers.Dovecot, database_url: str) -> Iterator[Office]:
    with an_office(tmp_path, dovecot, database_url) as made:
        yield made


def said(text: str) -> str:
    return " ".join(text.split())


def of_the_morning(office: Office, day: str) -> str:
    """Let that morning come, and return what its letter says."""
    office.clock.set(moment(f"{day} 09:00"))
    office.live()
    office.service.tell()
    office.live(timedelta(minutes=20))
    return said(office.newest(OFFICE, "Morning letter").text)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_first_letter_of_a_month_says_how_many_and_every_other_is_silent(office: Office) -> None:
    office.an_ended_case()
    second = office.an_ended_case("NCT-200002", "Another matter altogether")
    assert "past" not in of_the_morning(office, "Mon 3 Nov 2025")
    told = of_the_morning(office, "Mon 1 Dec 2025")
    assert "2 ended cases are past their time; the longest, NSCP 2024-0001-P, since Tuesday 18 November 2025." in told
    assert "Answer this letter with DUE for the list." in told
    assert "past their time" not in of_the_morning(office, "Tue 2 Dec 2025")
    office.of_the_office(AMIRA, "DUE", answers=office.newest(OFFICE, "Morning letter"))
    answer = said(office.newest(AMIRA).text)
    assert "2 cases due for review; DISPOSE and why, on a case, by two of the office lets it go." in answer
    assert "NSCP 2024-0001-P: ended on Monday 18 November 2024, due since Tuesday 18 November 2025" in answer
    assert "(every case, 1 year after its end). Nothing stands against it." in answer
    assert second in answer
    assert not [one for one in TRACES if one in answer + told]
    # 1 January is a holiday, and so is the weekend no morning for it.
    assert "2 ended cases are past their time" in of_the_morning(office, "Fri 2 Jan 2026")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_keeps_a_case_is_said_without_a_word_of_anybodys(office: Office) -> None:
    reference = office.an_ended_case()
    office.of_the_office(AMIRA, "PRESERVE: his aunt Maureen Oakes has asked for it", subject=reference)
    office.of_the_office(AMIRA, "RETAIN UNTIL 12 March 2026: until Jamie Oakes is grown up", subject=reference)
    office.clock.set(moment("Mon 16 Mar 2026 10:00"))
    office.of_the_office(AMIRA, "DUE")
    answer = said(office.newest(AMIRA).text)
    assert "(RETAIN UNTIL Thursday 12 March 2026). PRESERVE was written on Friday 22 November 2024." in answer
    assert "Oakes" not in answer
    assert "Amira" not in answer.partition("due since")[2]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_long_list_is_cut_and_nobody_else_is_answered(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        office.an_ended_case(f"NCT-30000{number}", "A matter")
    monkeypatch.setattr(words, "_MOST", 2)
    office.clock.set(moment("Mon 1 Dec 2025 10:00"))
    office.of_the_office(AMIRA, "DUE")
    answer = said(office.newest(AMIRA).text)
    assert "3 cases due for review" in answer
    assert answer.count("ended on") == 2
    assert "And 1 more: IT lists them all by mailservice record due." in answer
    before = office.events()
    office.writes(VISITOR, "DUE", answers=office.newest(VISITOR))
    office.live(timedelta(minutes=20))
    assert "due for review" not in said(office.newest(VISITOR).text)
    assert len(office.events()) == len(before)
