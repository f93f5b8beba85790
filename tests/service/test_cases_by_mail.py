"""CASES by mail: the open cases of whoever asks, of the office all; and that nobody learns of another."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests import servers
from tests.service.asking import (
    AMIRA,
    CHILD,
    MANAGER,
    NURSE,
    OFFICE,
    POLICE,
    TEAM_LEADER,
    VISITOR,
    WORKER,
    Partnership,
    partnership,
    said,
)

OTHER = "NCT-100200"


@pytest.fixture
def here(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[Partnership]:
    with partnership(tmp_path, dovecot) as made:
        yield made


@pytest.fixture
def two(here: Partnership) -> Partnership:
    """Give two open cases with one social worker: of a health visitor, and of the police."""
    here.disagrees()
    here.disagrees(f"I do not agree that {OTHER} was closed.", OTHER, by=POLICE)
    return here


def test_each_has_the_cases_they_take_part_in_and_no_other(two: Partnership) -> None:
    first, second = two.references()
    [his] = two.mail(WORKER, "CASES")
    assert his.subject == "Your open cases"
    assert "You take part in 2 open cases, by the next date" in said([his])
    assert "by 5pm. Sarah Whitlock and Daniel Mensah. The policy's date." in said([his])
    line = f"{first} ({CHILD}; Rockingham Community Health Trust and Nene Valley Children's Trust): stage 1"
    assert line in said([his])
    assert "Wednesday 25 November 2026" in said([his])
    assert second in said([his])
    [hers] = two.mail(VISITOR, "My cases please.\n\nThanks, Sarah")
    assert first in said([hers])
    assert all(one not in said([hers]) for one in (second, OTHER, "Police", "Louise"))


@pytest.mark.parametrize("who", [NURSE, TEAM_LEADER, MANAGER, "graham.stone@shirepolice.example"])
def test_who_had_no_letter_has_no_case(two: Partnership, who: str) -> None:
    [told] = two.mail(who, "CASES")
    assert "No case is open that you take part in" in said([told])
    assert all(one not in said([told]) for one in (*two.references(), CHILD, OTHER))


def test_a_manager_has_those_that_came_up_to_them(two: Partnership) -> None:
    two.climbs()
    [told] = two.mail(TEAM_LEADER, "CASES")
    first, second = two.references()
    assert f"{first} ({CHILD}" in said([told])
    assert "stage 2" in said([told])
    assert second not in said([told])


def test_the_office_has_all_as_its_morning_letter_orders_them(two: Partnership) -> None:
    two.live(timedelta(hours=23))
    two.service.tell()
    two.live(timedelta(minutes=1))
    [morning] = [one for one in two.letters(OFFICE) if "NSCP 2026-0001" in one.text and "orning" in one.text][-1:]
    [told] = two.mail(AMIRA, "CASES")
    listed = re.findall(r"- (NSCP 2026-000\d-\w) \(", told.text)
    assert sorted(listed) == two.references()
    assert re.findall(r"- (NSCP 2026-000\d-\w) \(", morning.text.partition("Every open case")[2]) == listed


def test_a_stranger_and_an_unproven_asker_have_none(two: Partnership) -> None:
    [told] = two.mail("mum@post.example", "CASES")
    assert all(one not in said([told]) for one in (*two.references(), CHILD))
    [asks] = two.mail(WORKER, "CASES", proof="none")
    assert "We could not be sure that CASES came from you, so you have no list yet" in said([asks])
    assert two.references()[0] not in said([asks])
    forged = two.mail(WORKER, "CASES", proof="fail")
    assert all(one not in said(forged) for one in (*two.references(), CHILD))
    [told] = two.mail(WORKER, "CASES", answers=asks, proof="none")
    assert two.references()[0] in said([told])


def test_the_answer_to_somebody_elses_letter_confirms_nothing(two: Partnership) -> None:
    [asks] = two.mail(WORKER, "CASES", proof="none")
    [told] = two.mail(VISITOR, "CASES", answers=asks, proof="none")
    assert "you have no list yet" in said([told])


def test_beside_other_words_or_a_danger_everything_else_is_heard(two: Partnership) -> None:
    letters = two.mail(
        VISITOR, "CASES\n\nHe hit her again last night and she has bruises on her arms.", answers=two.newest(VISITOR)
    )
    assert two.headlines("Words of danger") == 1
    assert all(one.subject != "Your open cases" for one in letters)
    letters = two.mail(WORKER, "RECEIVED\n\nCASES", answers=two.newest(WORKER))
    assert "CASES stands in an email of its own" in said(letters)


def test_a_list_is_on_no_case_and_in_no_record(two: Partnership) -> None:
    two.mail(WORKER, "CASES", answers=two.newest(WORKER))
    assert all("the open cases" not in str(one) for one in two.events(1))
    assert not any(getattr(one, "template", "") == "cases" for one in (*two.events(1), *two.events(2)))
    assert any(getattr(one, "template", "") == "cases" for one in two.events(0))


def test_it_is_answered_twenty_times_a_day(two: Partnership) -> None:
    for _ in range(23):
        two.mail(WORKER, "CASES")
    lists = [one for one in two.letters(WORKER) if one.subject == "Your open cases"]
    assert 15 <= len(lists) <= 20


def test_a_side_is_told_the_dates_that_letters_show_and_the_office_its_own_too(two: Partnership) -> None:
    two.mail(VISITOR, "URGENT: new bruises today", answers=two.newest(VISITOR))
    [office] = two.mail(AMIRA, "CASES")
    assert "a word that the urgent letter has been read" in said([office])
    [his] = two.mail(WORKER, "CASES")
    assert "a word that the urgent letter has been read" not in said([his])
    assert two.references()[0] in said([his])
