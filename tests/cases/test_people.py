"""Whose word binds, who stands in and until when, and who may be written to (rules, sections 10, 11 and 15)."""

from dataclasses import replace
from datetime import date

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Assented, ConflictFound, Event, Noted, Proposed
from mailservice.cases.history.words import Verb
from mailservice.directory import Person
from mailservice.simulator.story import moment
from tests.cases.world import OFFICE, RAISER, World, directory, letters, said, yes
from tests.cases.world import sender as sender_of

ADA = "ada.lloyd@nenevalley.example"


def at_stage_2() -> World:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    return world


def cover(until: date | None, name: str = "Ada Lloyd", address: str = ADA) -> Said:
    return Said(Verb.COVER, f"{name} {address}", f"COVER {name} {address}", until, name, address)


def covered(until: date | None = date(2026, 11, 25)) -> World:
    """Joy Okafor names Ada Lloyd, of her own agency, for some days at stage 2."""
    world = at_stage_2()
    world.hear("j-okafor", cover(until))
    world.send()
    return world


def kinds(events: tuple[Event, ...]) -> set[type[Event]]:
    return {type(one) for one in events}


def test_a_covers_word_binds_through_the_last_day_of_their_cover() -> None:
    world = covered()
    world.wait("Wed 25 Nov 2026 16:59")
    assert Proposed in kinds(world.say(ADA, Verb.RESOLVED))


def test_after_the_day_of_a_cover_their_word_is_passed_on_as_advice_and_moves_nothing() -> None:
    world = covered()
    world.wait("Thu 26 Nov 2026 09:00")
    events = world.say(ADA, Verb.RESOLVED)
    assert Proposed not in kinds(events)
    assert [one.advice for one in events if isinstance(one, Noted)] == [True]
    assert "j-okafor" in {one.to.person for one in letters(events)}


def test_a_covers_word_that_is_asked_for_again_counts_from_the_day_it_first_came() -> None:
    world = covered()
    world.wait("Wed 25 Nov 2026 16:00")
    unsure = replace(sender_of(ADA), proof="plausible")
    asked = world.hear(ADA, said(Verb.RESOLVED, world.now), sender=unsure)
    letter = next(one.letter for one in letters(asked) if one.template == "confirm")
    world.send()
    world.wait("Thu 26 Nov 2026 09:00")
    events = world.hear(ADA, sender=unsure, **yes(Verb.RESOLVED, letter))
    assert Proposed in kinds(events)


def test_whoever_is_back_early_decides_again_at_once_and_their_cover_may_until_the_day() -> None:
    world = covered(date(2026, 11, 27))
    world.wait("Tue 24 Nov 2026 10:00")
    assert Proposed in kinds(world.say("m-dasgupta", Verb.RESOLVED))
    assert Assented in kinds(world.copy().say("j-okafor", Verb.AGREE))
    assert Assented in kinds(world.copy().say(ADA, Verb.AGREE))


def test_what_is_proposed_to_a_side_goes_to_its_cover_too() -> None:
    world = covered()
    events = world.say("m-dasgupta", Verb.RESOLVED)
    asked = [one.to.address for one in letters(events) if one.template == "proposal"]
    assert asked == ["joy.okafor@nenevalley.example", ADA]


def test_a_cover_who_was_asked_hears_no_more_once_the_other_has_written() -> None:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.RECEIVED)
    world.wait("Wed 25 Nov 2026 09:00")
    world.say("j-okafor", Verb.RECEIVED)
    events = world.say("m-dasgupta", Verb.RESOLVED)
    assert [one.to.person for one in letters(events) if one.template == "proposal"] == ["j-okafor"]


def test_a_named_cover_has_the_letter_of_the_next_stage_too_where_the_same_person_decides() -> None:
    world = World().open_to("a-bright")
    deputy = cover(date(2026, 12, 4), "Obi Nwosu", "obi.nwosu@foxgloveacademy.example")
    world.hear("a-bright", deputy)
    world.say(RAISER, Verb.ESCALATE)
    here = [one for one in letters(world.events) if one.stage == "2" and one.to.agency == "foxglove"]
    assert [(one.template, one.to.person) for one in here] == [("stage", "a-bright"), ("cover", "o-nwosu")]


def test_a_deputy_has_the_letter_at_once_where_an_absence_reaches_into_the_next_stage() -> None:
    """No server sends its out-of-office twice, so whoever is known to be away is not waited for again."""
    world = at_stage_2()
    letter = next(one.letter for one in world.case.letters.values() if one.to.person == "j-okafor")
    world.hear("j-okafor", kind="out-of-office", answers=letter, away_until=date(2026, 12, 14))
    world.say("e-vaughan", Verb.RESOLVED)
    world.say("h-castell", Verb.AGREE)
    world.wait("Tue 24 Nov 2026 18:00")
    assert world.case.status == "closed"
    again = letters(world.say(RAISER, Verb.REOPEN))
    assert {one.to.person for one in again if one.template == "stage"} == {"m-dasgupta", "j-okafor"}
    assert {one.to.person for one in again if one.template == "cover"} == {"t-byrne"}


def conflicts(events: tuple[Event, ...] | list[Event]) -> list[tuple[str, str]]:
    return [(one.who.name, one.kind) for one in events if isinstance(one, ConflictFound)]


def with_a_leading_director() -> World:
    """Helen Castell, who decides for Nene Valley at stage 4, is the strategic lead who mediates at stage 5."""
    lead = Person("lead", "Helen Castell", "lead@nscp.example", "", "One of the strategic leads")
    return World(who_is_who=replace(directory(), officers=(lead,))).open()


def test_a_party_who_is_to_convene_is_on_the_record_once_and_the_office_hears_it() -> None:
    world = with_a_leading_director()
    for _ in range(5):
        world.say(RAISER, Verb.ESCALATE)
    assert conflicts(world.events) == [("Helen Castell", "party")]
    to_office = [one.facts for one in letters(world.events) if one.to.address == OFFICE and "also" in one.facts]
    heard = [section.get("headline") for facts in to_office for section in (facts, *facts["also"])]
    assert heard.count("A party of the case is to act on it") == 1


def test_a_party_who_is_to_convene_is_seen_again_where_the_case_is_opened_straight_at_that_stage() -> None:
    world = with_a_leading_director()
    for _ in range(5):
        world.say(RAISER, Verb.ESCALATE)
    world.say(OFFICE, Verb.REPORT)
    world.say(OFFICE, Verb.NOT_AGREED)
    events = world.say(RAISER, Verb.REOPEN)
    assert (world.case.status, world.case.stage) == ("open", "5")
    assert conflicts(events) == [("Helen Castell", "party")]


def test_one_head_teacher_has_one_letter_a_stage_and_each_asks_for_a_fresh_decision() -> None:
    world = World().open_to("a-bright")
    for hour in ("11:00", "12:00", "13:00"):
        world.now = moment(f"Mon 23 Nov 2026 {hour}")
        world.say(RAISER, Verb.ESCALATE)
    mine = [one for one in letters(world.events) if one.to.person == "a-bright" and one.template == "stage"]
    assert [one.stage for one in mine] == ["1", "2", "3", "4"]
    assert [one.facts["earlier"] for one in mine[1:]] == [
        f"We wrote to you on Monday 23 November at stage {stage}; you act for your agency here too." for stage in "123"
    ]


def test_a_letter_that_came_back_is_not_called_one_that_was_written_to_them() -> None:
    world = World().open_to("a-bright")
    world.bounce(next(one.letter for one in world.case.letters.values() if one.to.person == "a-bright"))
    world.say(RAISER, Verb.ESCALATE)
    letter = next(one for one in letters(world.events) if one.to.person == "a-bright" and one.stage == "2")
    assert letter.facts["earlier"] == ""


def test_what_a_head_teacher_agreed_to_at_one_stage_is_not_her_word_at_the_next() -> None:
    world = World().open_to("a-bright")
    world.say("a-bright", Verb.RESOLVED)
    world.say(RAISER, Verb.DISAGREE)
    world.say(RAISER, Verb.ESCALATE)
    world.say("m-dasgupta", Verb.RESOLVED)
    waits = world.case.status
    world.say("a-bright", Verb.AGREE)
    assert (waits, world.case.status) == ("open", "agreed")


def test_a_party_neither_convenes_nor_reports_and_the_office_is_told_who_does_in_their_place() -> None:
    world = with_a_leading_director()
    for _ in range(5):
        world.say(RAISER, Verb.ESCALATE)
    lead = world.who_is_who.officers[0]
    speaks = replace(sender_of("lead@nscp.example"), name=lead.name, person=lead.id)
    for verb in (Verb.MEDIATION, Verb.REPORT):
        before = world.case
        events = world.hear("lead", said(verb, world.now), sender=speaks)
        assert (world.case.offered, world.case.reported) == (before.offered, before.reported), verb
        assert any(isinstance(one, Noted) for one in events)
    assert not any(one.to.address == lead.address and one.template == "convened" for one in letters(world.events))
    shown = str([one.facts for one in letters(world.events) if one.to.address == OFFICE])
    assert "In their place: the Business Office" in shown
