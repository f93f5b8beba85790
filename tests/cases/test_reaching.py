"""Whoever is not heard from is covered before the date comes, and is never called late for a letter nobody read."""

from dataclasses import replace
from datetime import datetime, timedelta

from mailservice.cases import machine
from mailservice.cases.history.commands import CallTime, Hear
from mailservice.cases.history.events import CoverAsked, DeadlineMissed, Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.directory import Person
from tests.cases.mornings import morning
from tests.cases.world import OFFICE, RAISER, World, directory, letters, sender


def at_stage_2() -> World:
    world = World().open()
    world.say("s-whitlock", Verb.ESCALATE)
    return world


def asked(world: World) -> list[str]:
    return [event.to.person for event in world.events if isinstance(event, CoverAsked)]


def to_office(world: World) -> list[str]:
    found = [one for one in world.events if isinstance(one, LetterOrdered) and one.template == "office"]
    return [str(one.facts["headline"]) for one in found if one.to.address == OFFICE]


def test_a_silent_manager_is_covered_by_her_deputy_and_then_the_office_has_the_numbers() -> None:
    world = at_stage_2()
    world.wait("Fri 27 Nov 2026 16:00")
    assert asked(world) == ["k-obrien", "t-byrne"]
    assert "Not heard from yet" not in to_office(world), "the morning letter comes in time"
    rung = [one for one in morning(world)["needs"] if "please ring" in one]
    assert any("please ring Joy Okafor, asked: 01632 960 121" in one for one in rung)
    assert world.case.stage == "2"


def test_where_the_morning_letter_would_come_after_the_date_the_office_hears_at_once_whom_to_ring() -> None:
    world = World(place="crp").open()
    world.say(world.raiser, Verb.ESCALATE)
    world.wait("Fri 27 Nov 2026 16:00")
    told = [one for one in letters(world.events) if one.facts.get("headline") == "Not heard from yet"]
    assert told
    for one in told:
        due = datetime.fromisoformat(str(one.facts["by"]))
        assert one.at < due < world.rules.days.next_working_morning(one.at) + timedelta(hours=1)


def test_any_word_of_the_manager_counts_as_received() -> None:
    world = at_stage_2()
    world.hear("j-okafor", own_words="I am on it.")
    world.hear("m-dasgupta", own_words="I ring her today.")
    world.wait("Fri 27 Nov 2026 16:00")
    assert asked(world) == []


def test_a_date_that_nobody_read_is_recorded_as_not_reached() -> None:
    world = at_stage_2()
    world.say("j-okafor", Verb.RECEIVED)
    world.wait("Mon 30 Nov 2026 18:00")
    missed = [event for event in world.events if isinstance(event, DeadlineMissed)]
    assert {event.not_reached for event in missed} == {("rockingham",)}


def test_deputies_who_stand_in_for_each_other_are_each_asked_once() -> None:
    world = at_stage_2()
    people = [replace(one, deputy="j-okafor") if one.id == "t-byrne" else one for one in directory().people]
    circle = replace(directory(), people=tuple(people))
    due = next(one for one in world.case.standing if one.purpose == "nudge")
    call = CallTime(due.due, due.id)
    events = machine.decide(world.case, call, world.rules, circle)
    assert [event.to.person for event in events if isinstance(event, CoverAsked)] == ["k-obrien", "t-byrne"]


def test_an_out_of_office_brings_the_deputy_at_once_and_is_nobodys_word() -> None:
    world = at_stage_2()
    letter = next(one.letter for one in world.case.letters.values() if one.to.person == "j-okafor")
    away = Hear(world.now, "m9", "<m9@people.example>", sender("j-okafor"), kind="out-of-office", answers=letter)
    world.decide(replace(away, stand_in="stranger@elsewhere.example"))
    assert asked(world) == ["t-byrne"]
    assert "Somebody is away" in to_office(world)
    assert not any(one.to.address == "stranger@elsewhere.example" for one in world.case.letters.values())


def test_where_the_deputy_of_somebody_away_cannot_be_reached_the_next_tier_has_it_at_half_the_stage() -> None:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.RECEIVED)
    letter = letter_to(world, "j-okafor", "stage")
    world.decide(Hear(world.now, "m9", "<m9@people.example>", sender("j-okafor"), kind="out-of-office", answers=letter))
    world.bounce(letter_to(world, "t-byrne", "cover"))
    due = next(one.due for one in world.case.standing if one.purpose == "clock")
    world.wait(f"{world.rules.days.half_time(world.now, due):%a %d %b %Y} 18:00")
    assert "r-lindqvist" in asked(world)


def letter_to(world: World, who: str, template: str) -> str:
    mine = [one for one in world.case.letters.values() if one.template == template]
    return next(one.letter for one in reversed(mine) if who in (one.to.person, one.to.address))


def asked_for_a_name(events: tuple[Event, ...]) -> set[str]:
    return {one.to.person for one in letters(events) if one.template == "next_manager"}


def test_the_letter_of_a_deputy_that_comes_back_brings_the_next_one_and_asks_those_present() -> None:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.RECEIVED)
    world.wait("Tue 24 Nov 2026 18:00")
    assert asked(world) == ["t-byrne"]
    events = world.bounce(letter_to(world, "t-byrne", "cover"))
    assert asked_for_a_name(events) >= {"j-okafor"}
    assert to_office(world).count("A letter did not arrive") == 1


def test_a_question_that_comes_back_is_an_alarm_and_a_name_is_asked_for() -> None:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.OVERTAKEN)
    events = world.bounce(letter_to(world, "j-okafor", "overtaken"))
    assert asked_for_a_name(events)


def test_a_letter_that_comes_back_late_brings_the_next_tier_at_once() -> None:
    world = at_stage_2()
    world.say("j-okafor", Verb.RECEIVED)
    world.say("m-dasgupta", Verb.RECEIVED)
    world.wait("Mon 30 Nov 2026 10:00")
    world.bounce(letter_to(world, "j-okafor", "reminder"))
    world.send()
    world.bounce(letter_to(world, "t-byrne", "cover"))
    assert "r-lindqvist" in asked(world)


def test_where_the_raisers_letter_comes_back_their_agency_is_asked_who_follows_them() -> None:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.RESOLVED)
    world.say("j-okafor", Verb.AGREE)
    events = world.bounce(letter_to(world, "s-whitlock", "agreed"))
    told = [one for one in letters(events) if one.template == "news"]
    assert {one.to.person for one in told} == {"m-dasgupta"}
    assert "AS RAISER" in str(told[0].facts["paragraphs"])


def test_where_the_offices_letter_comes_back_its_own_people_hear_of_it() -> None:
    world = at_stage_2()
    world.say("j-okafor", Verb.URGENT)
    events = world.bounce(letter_to(world, OFFICE, "office"))
    assert [one.to.address for one in letters(events)] == ["amira.hill@nscp.example"]
    assert world.bounce(letters(events)[0].letter)


def at_the_last_stage_with_a_lead() -> World:
    lead = Person("lead", "Morgan Hale", "lead@nscp.example", "", "One of the strategic leads", phone="01632 960 190")
    world = World(who_is_who=replace(directory(), officers=(lead,))).open()
    for _ in range(5):
        world.say("s-whitlock", Verb.ESCALATE)
    assert world.case.stage == "5"
    return world


def test_a_convenor_who_is_not_heard_from_is_telephoned_by_the_office_before_the_date() -> None:
    world = at_the_last_stage_with_a_lead()
    world.wait("Tue 24 Nov 2026 18:00")
    assert any("please ring Morgan Hale, asked: 01632 960 190" in one for one in morning(world)["needs"])
    in_the_morning = world.rules.days.next_working_morning(world.now)
    assert in_the_morning < next(one.due for one in world.case.standing if one.purpose == "clock")


def test_a_convenor_who_has_written_is_not_chased() -> None:
    world = at_the_last_stage_with_a_lead()
    world.hear(
        "lead", sender=replace(sender("lead"), address="lead@nscp.example", person="lead"), own_words="I have it."
    )
    world.wait("Wed 25 Nov 2026 18:00")
    assert "Not heard from yet" not in [one.facts.get("headline") for one in letters(world.events) if one.stage == "5"]


def test_an_overall_limit_that_nobody_read_of_is_not_reached_and_never_late() -> None:
    world = at_stage_2()
    world.say("j-okafor", Verb.URGENT)
    world.wait("Tue 24 Nov 2026 10:30")
    missed = [event for event in world.events if isinstance(event, DeadlineMissed)]
    assert [event.not_reached for event in missed] == [("rockingham",)]


def test_where_nobody_is_known_the_office_hears_in_a_day_and_the_next_tier_has_the_letter_at_half_the_stage() -> None:
    without = replace(directory(), people=tuple(one for one in directory().people if one.id != "j-okafor"))
    world = World(who_is_who=without).open()
    world.say(RAISER, Verb.ESCALATE)  # five working days, to 5pm on Monday 30 November
    world.wait("Wed 25 Nov 2026 17:00")
    assert any("Nobody is known for Nene Valley" in one for one in morning(world)["needs"])
    assert [one for one in letters(world.events) if one.template == "cover" and one.to.agency == "nene-valley"] == []
    world.wait("Thu 26 Nov 2026 09:31")
    [cover] = [one for one in letters(world.events) if one.template == "cover" and one.to.agency == "nene-valley"]
    assert (cover.to.person, cover.stage) == ("r-lindqvist", "2")
    assert world.case.stage == "2"


def test_where_a_plan_is_wanted_the_first_letter_asks_for_the_acknowledgement_too_and_the_office_hears_within_it() -> (
    None
):
    world = World().open()
    [letter] = [one for one in letters(world.events) if one.template == "stage"]
    assert [one["verb"] for one in letter.facts["words"]] == ["RECEIVED", "PLAN", "ESCALATE"]
    world.wait("Wed 25 Nov 2026 08:00")  # the next morning letter
    [plan] = [one for one in world.case.standing if one.purpose == "clock" and one.clock == "plan"]
    assert world.now < plan.due
    assert any("Daniel Mensah" in one and "01632" in one for one in morning(world)["needs"])
