"""Each working morning an agency has its open cases, if the directory names somebody for it: those that it knows of alone."""

from dataclasses import replace
from typing import Any

from mailservice.cases import machine
from mailservice.cases.history.case import book
from mailservice.cases.history.commands import CaseSoFar, NoteAgencyMorning
from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.history.words import Verb
from tests.cases.test_morning import renamed
from tests.cases.world import RAISER, World, said

LEAD, OTHER_LEAD = "lead@rockinghamhealth.example", "lead@nenevalley.example"


def mornings(agency: str, *worlds: World, **named: tuple[str, ...]) -> list[LetterOrdered]:
    """Return what goes to an agency of some cases; `named` are those that have it, by the agency's id."""
    first = worlds[0]
    agencies = tuple(
        replace(one, mornings=named.get(one.id.replace("-", "_"), ())) for one in first.who_is_who.agencies
    )
    told = tuple(CaseSoFar(one.rules.policy, tuple(one.events), len(one.events)) for one in worlds)
    command = NoteAgencyMorning(max(one.now for one in worlds), agency, told)
    done = machine.decide(book(), command, first.rules, replace(first.who_is_who, agencies=agencies))
    assert all(isinstance(one, LetterOrdered) for one in done)
    return [one for one in done if isinstance(one, LetterOrdered)]


def lines(letter: LetterOrdered) -> list[str]:
    """Return the cases that a letter lists."""
    stand: Any = letter.facts["stand"]
    return [line for day in stand for line in day["cases"]]


def escalated() -> World:
    """Return a case at its second stage, whose letters have left."""
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    return world


def test_from_the_second_stage_on_both_agencies_have_it_in_the_words_of_letters() -> None:
    world = escalated()
    for agency, who in (("rockingham", LEAD), ("nene-valley", OTHER_LEAD)):
        (letter,) = mornings(agency, world, rockingham=(LEAD,), nene_valley=(OTHER_LEAD,))
        assert letter.to.address == who
        (line,) = lines(letter)
        assert line.startswith(f"{world.case.reference} (NCT-483920; Rockingham Community Health Trust and Nene")
        assert "stage 2" in line


def test_what_the_two_who_disagree_still_talk_about_is_theirs() -> None:
    world = World().open()
    assert world.case.stage == "1"
    assert mornings("rockingham", world, rockingham=(LEAD,)) == []
    assert mornings("nene-valley", world, nene_valley=(OTHER_LEAD,)) == []


def test_a_letter_that_has_not_left_yet_tells_nobody() -> None:
    world = World().open()
    world.hear(RAISER, said(Verb.ESCALATE, world.now))
    assert world.case.stage == "2"
    assert mornings("nene-valley", world, nene_valley=(OTHER_LEAD,)) == []


def test_nobody_is_named_and_nobody_is_written_to() -> None:
    assert mornings("rockingham", escalated()) == []


def test_an_agency_that_is_no_side_of_a_case_does_not_hear_of_it() -> None:
    world = escalated()
    assert mornings("shire-police", world, shire_police=("lead@shirepolice.example",)) == []


def test_two_cases_are_listed_and_two_people_have_the_letter() -> None:
    first = escalated()
    second = renamed(first, "NSCP 2026-0002-S")
    second.wait(f"{first.now:%a %d %b %Y %H:%M}")
    one, two = mornings("rockingham", first, second, rockingham=(LEAD, "deputy@rockinghamhealth.example"))
    assert lines(one) == lines(two)
    assert [line.split(" (")[0] for line in lines(one)] == [first.case.reference, "NSCP 2026-0002-S"]
    assert one.facts["agency"] == "Rockingham Community Health Trust"
