"""ALLOW: who is only named gets nothing, until the office says so; then as if they had been accepted (rule 15)."""

from datetime import date

import pytest

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import (
    AddressAllowed,
    AddressNamed,
    CaseClosed,
    ConflictFound,
    ContactNamed,
    CoverAsked,
    Event,
    Proposed,
)
from mailservice.cases.history.words import Verb
from tests.cases.world import OFFICE, RAISER, World, letters

PAT = "pat.quill@agencystaff.example"


def named(verb: Verb, reason: str = "", until: date | None = None, address: str = PAT) -> Said:
    return Said(
        verb, reason or f"Pat Quill {address}", f"{verb.value} Pat Quill {address}", until, "Pat Quill", address
    )


def allow(address: str = PAT, until: date | None = None) -> Said:
    return Said(Verb.ALLOW, address, f"ALLOW {address}", until, "", address)


def at_stage_2() -> World:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    return world


def to(world: World, address: str = PAT) -> list[str]:
    return [one.template for one in letters(world.events) if one.to.address == address]


def answer(events: tuple[Event, ...]) -> str:
    return " ".join(
        line["result"] for one in letters(events) if one.template == "answer" for line in one.facts["lines"]
    )


def office(events: tuple[Event, ...]) -> str:
    found = [one.facts for one in letters(events) if one.template == "office"]
    return " ".join([*(line for one in found for line in one["items"]), *(one["action"] for one in found)])


def away(world: World, stand_in: str = PAT) -> tuple[Event, ...]:
    letter = next(one.letter for one in world.case.letters.values() if one.to.person == "j-okafor")
    facts = {"kind": "out-of-office", "answers": letter, "away_until": date(2026, 11, 30), "stand_in": stand_in}
    events = world.hear("j-okafor", **facts)
    world.send()
    return events


def test_who_an_out_of_office_names_waits_until_the_office_allows_them_and_then_stands_in() -> None:
    world = at_stage_2()
    events = away(world)
    assert f"ALLOW {PAT}" in office(events)
    assert to(world) == []
    events = world.hear(OFFICE, allow())
    world.send()
    assert "stands in until Monday 30 November 2026" in answer(events)
    letter = next(one for one in letters(world.events) if one.to.address == PAT)
    assert (letter.template, letter.facts["for_person"]["name"]) == ("cover", "Joy Okafor")
    assert letter.facts["due"]["due"].startswith("2026-11-30T17:00")
    assert Proposed in {type(one) for one in world.say(PAT, Verb.RESOLVED)}


def test_even_a_colleague_waits_where_only_an_out_of_office_names_them() -> None:
    world = at_stage_2()
    away(world, "ada.lloyd@nenevalley.example")
    assert to(world, "ada.lloyd@nenevalley.example") == []
    world.hear(OFFICE, allow("ada.lloyd@nenevalley.example"))
    assert to(world, "ada.lloyd@nenevalley.example") == ["cover"]


def test_a_cover_outside_the_agency_waits_and_the_office_may_give_another_day() -> None:
    world = at_stage_2()
    events = world.hear("j-okafor", named(Verb.COVER, until=date(2026, 11, 24)))
    assert to(world) == []
    assert "until the Business Office allows it" in answer(events)
    world.hear(OFFICE, allow(until=date(2026, 11, 27)))
    world.send()
    assert [one.until for one in world.events if isinstance(one, CoverAsked)] == [date(2026, 11, 27)]
    assert to(world) == ["cover"]


def test_a_cover_whose_day_has_passed_is_allowed_only_with_a_day_to_come() -> None:
    world = at_stage_2()
    world.hear("j-okafor", named(Verb.COVER, until=date(2026, 11, 24)))
    world.wait("Wed 25 Nov 2026 10:00")
    assert "has passed" in answer(world.hear(OFFICE, allow()))
    assert to(world) == []
    world.hear(OFFICE, allow(until=date(2026, 11, 27)))
    assert to(world) == ["cover"]


def test_a_contact_outside_the_agencies_waits_and_then_acts_at_the_stage_they_were_named_for() -> None:
    world = at_stage_2()
    world.hear("j-okafor", named(Verb.CONTACT))
    assert to(world) == []
    events = world.hear(OFFICE, allow())
    world.send()
    assert [(one.agency, one.stage) for one in events if isinstance(one, ContactNamed)] == [("nene-valley", "3")]
    assert to(world) == []
    world.say(RAISER, Verb.ESCALATE)
    assert to(world) == ["stage"]
    assert Proposed in {type(one) for one in world.say(PAT, Verb.RESOLVED)}


def test_the_office_names_somebody_at_an_address_outside_by_itself_as_before() -> None:
    world = at_stage_2()
    away(world, "")
    world.hear(OFFICE, named(Verb.COVER, until=date(2026, 11, 30)))
    world.send()
    assert to(world) == ["cover"]
    assert Proposed in {type(one) for one in world.say(PAT, Verb.RESOLVED)}


@pytest.mark.parametrize(
    "reason", ["Pat Quill {0}, one of the strategic leads", "One of the strategic leads: Pat Quill {0}"]
)
def test_a_convenor_waits_even_inside_an_agency_and_never_decides(reason: str) -> None:
    world = at_stage_2()
    inside = "pat.quill@rockinghamhealth.example"
    world.hear("m-dasgupta", named(Verb.CONTACT, reason.format(inside), address=inside))
    assert to(world, inside) == []
    for _ in range(4):
        world.say(RAISER, Verb.ESCALATE)
    assert (world.case.stage, to(world, inside)) == ("5", [])
    assert "DECISION" in answer(world.hear(OFFICE, allow(inside)))
    assert to(world, inside) == ["convened"]
    assert CaseClosed not in {type(one) for one in world.say(inside, Verb.DECISION)}


def test_a_family_is_never_written_to_whoever_names_or_allows_them() -> None:
    mother = "mother@gmail.example"
    world = at_stage_2()
    events = world.hear("j-okafor", named(Verb.CONTACT, address=mother))
    assert "never write to a family" in answer(events)
    assert "never write to a family" in office(events)
    for words in (allow(mother), named(Verb.COVER, address=mother), named(Verb.CONTACT, address=mother)):
        assert "never write to a family" in answer(world.hear(OFFICE, words))
    assert "never write to a family" in office(away(world, mother))
    assert to(world, mother) == []


def test_the_office_is_told_plainly_not_to_allow_a_familys_address() -> None:
    assert "never write to a family" in office(at_stage_2().hear("j-okafor", named(Verb.CONTACT)))


def test_an_address_that_nobody_named_is_answered_with_what_to_write() -> None:
    world = at_stage_2()
    world.hear("j-okafor", named(Verb.CONTACT))
    told = answer(world.hear(OFFICE, allow("kim@agencystaff.example")))
    assert "Nobody named kim@agencystaff.example" in told
    assert f"Waiting here: {PAT}." in told
    assert "Please write ALLOW and the address" in answer(world.hear(OFFICE, allow("")))


def test_nobody_but_the_office_allows() -> None:
    world = at_stage_2()
    world.hear("j-okafor", named(Verb.CONTACT))
    events = world.hear("j-okafor", allow())
    assert AddressAllowed not in {type(one) for one in events}
    assert "Business Office's word alone" in answer(events)


def test_an_undone_word_of_somebody_else_leaves_the_name_waiting() -> None:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.RESOLVED)
    away(world)
    world.say("m-dasgupta", Verb.UNDO)
    assert [one.address for one in world.case.waiting] == [PAT]


def test_one_person_named_by_both_sides_is_seen_as_soon_as_they_act_for_both() -> None:
    world = at_stage_2()
    for who in ("j-okafor", "m-dasgupta"):
        world.hear(who, named(Verb.COVER, until=date(2026, 11, 30)))
        events = world.hear(OFFICE, allow())
        world.send()
    assert [(one.who.address, one.kind) for one in events if isinstance(one, ConflictFound)] == [(PAT, "both-sides")]


def test_a_name_is_asked_about_once_in_the_record_however_often_it_is_named() -> None:
    world = at_stage_2()
    for _ in range(2):
        world.hear("j-okafor", named(Verb.COVER, until=date(2026, 11, 30)))
    assert len([one for one in world.events if isinstance(one, AddressNamed)]) == 2
    assert len(world.case.waiting) == 1
