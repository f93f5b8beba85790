"""Who mediates is written to, and their REPORT counts as theirs (rules, sections 5, 12 and 15)."""

from dataclasses import replace
from datetime import datetime

import pytest

from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import AddressNamed, Event, LetterOrdered, ReportMade
from mailservice.cases.history.words import Verb
from mailservice.simulator.story import ZONE
from tests.cases.test_climbing import at_the_last
from tests.cases.world import World, letters, said, sender

DAY = datetime(2026, 12, 10, 14, tzinfo=ZONE)
LEAD = "with the police lead, who is on neither side."


def offer(world: World, reason: str, address: str = "", name: str = "") -> tuple[Event, ...]:
    word = replace(said(Verb.MEDIATION, world.now, reason), when=DAY, address=address, name=name)
    events = world.hear(world.office, word)
    world.send()
    return events


def asked(events: tuple[Event, ...]) -> list[LetterOrdered]:
    return [one for one in letters(events) if one.template == "mediator"]


def answer(events: tuple[Event, ...]) -> str:
    return " ".join(
        line["result"] for one in letters(events) if one.template == "answer" for line in one.facts["lines"]
    )


@pytest.mark.parametrize(
    ("reason", "who"),
    [
        (LEAD, "w-quayle"),
        ("with William Quayle of Shire Police", "w-quayle"),
        ("Farah Ibrahim mediates, William Quayle cannot come", "f-ibrahim"),
        ("with the strategic lead of Foxglove Academy", "a-bright"),
    ],
)
def test_who_mediates_is_known_by_full_name_or_as_the_one_lead_of_an_agency(reason: str, who: str) -> None:
    (letter,) = asked(offer(at_the_last("nscp"), reason))
    assert letter.to.person == who
    assert letter.facts["on"] == DAY.isoformat()
    assert [word["verb"] for word in letter.facts["words"]] == ["REPORT", "STATUS"]


@pytest.mark.parametrize(
    "reason",
    [
        "in County Hall",
        "with the health lead",
        "with Farah Ibrahim or William Quayle",
        "with the police",
        "with William",
        "with Elin Vaughan and Helen Castell, who act for the two sides",
    ],
)
def test_where_none_or_two_fit_nobody_is_written_to_and_the_office_is_asked(reason: str) -> None:
    events = offer(at_the_last("nscp"), reason)
    assert not asked(events)
    assert "MEDIATION, the date, and their name and address" in answer(events)


def test_an_address_of_an_agency_is_written_to_and_any_other_waits_for_allow() -> None:
    world = at_the_last("nscp")
    (letter,) = asked(offer(world, "with jo.lund@shirepolice.example", "jo.lund@shirepolice.example", "Jo Lund"))
    assert letter.to.address == "jo.lund@shirepolice.example"
    world = at_the_last("nscp")
    events = offer(world, "with Ann Lowe, ann.lowe@mediators.example", "ann.lowe@mediators.example", "Ann Lowe")
    assert not asked(events)
    assert any(isinstance(one, AddressNamed) for one in events)
    word = replace(said(Verb.ALLOW, world.now, "ann.lowe@mediators.example"), address="ann.lowe@mediators.example")
    (letter,) = asked(world.hear(world.office, word))
    assert (letter.to.address, letter.facts["on"]) == ("ann.lowe@mediators.example", DAY.isoformat())


def test_whoever_acts_for_a_side_cannot_mediate() -> None:
    world = at_the_last("nscp")
    events = offer(world, "with elin.vaughan@rockinghamhealth.example", "elin.vaughan@rockinghamhealth.example")
    assert not asked(events)
    assert "acts for a side" in answer(events)


def test_the_mediators_report_is_recorded_as_theirs_and_the_office_is_told() -> None:
    world = at_the_last("nscp")
    offer(world, LEAD)
    events = world.say("w-quayle", Verb.REPORT, "I heard both sides. They do not agree.")
    (made,) = [one for one in events if isinstance(one, ReportMade)]
    assert made.by.person == "w-quayle"
    assert world.case.reported
    (told,) = world.to_office(events)
    assert any("NOT AGREED" in one["action"] for one in (told.facts, *told.facts["also"]))
    assert [one.template for one in letters(events) if one.to.person == "w-quayle"] == ["answer"]


def test_what_a_mediator_says_binds_no_side_and_ends_nothing() -> None:
    world = at_the_last("nscp")
    offer(world, LEAD)
    for verb in (Verb.RESOLVED, Verb.AGREE, Verb.DECISION, Verb.NOT_AGREED):
        world.say("w-quayle", verb, "the referral is to be opened")
    assert world.case.status == "open"
    assert not world.case.proposals


def test_nobody_else_is_heard_with_the_convenors_words() -> None:
    world = at_the_last("nscp")
    offer(world, LEAD)
    world.say("f-ibrahim", Verb.REPORT, "I heard both sides.")
    world.say("s-whitlock", Verb.REPORT, "I heard both sides.")
    assert not world.case.reported


def test_the_words_of_who_arranges_are_heard_where_the_case_lets_them_arrange() -> None:
    word = said(Verb.REPORT, DAY, "I heard both sides.")
    world = at_the_last("nscp")
    offer(world, LEAD)
    before = Hear(world.now, "m", "<m@people.example>", sender("w-quayle"), arranging=((word,), ()))
    assert any(isinstance(one, ReportMade) for one in world.decide(before))
    other = replace(before, mail="n", message_id="<n@people.example>", sender=sender("s-whitlock"))
    assert not any(isinstance(one, ReportMade) for one in world.decide(other))
