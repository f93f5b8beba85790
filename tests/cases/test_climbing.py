"""How a case climbs, and where the policy has no number, under each of the five policies (rules, sections 6 and 7)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

import pytest

from mailservice.cases.history.events import CaseClosed, DeadlineMissed, Event, LetterOrdered, Party, StageEntered
from mailservice.cases.history.words import Verb
from mailservice.cases.people import deciders
from tests.cases.mornings import morning
from tests.cases.world import PLACES, World, answered, at, said
from tests.cases.world import policy as policy_of

everywhere = pytest.mark.parametrize("name", PLACES)
# Where a stage of both sides has no number in the policy, and how the case comes there.
JUDGED = (("bscp", "0"), ("bscp", "2"), ("crp", "2"), ("crp", "3"), ("rpd", "2"))


def letters(events: Iterable[Event], template: str = "") -> list[LetterOrdered]:
    return [one for one in events if isinstance(one, LetterOrdered) and template in ("", one.template)]


def readers(events: Iterable[Event], *templates: str) -> set[str]:
    return {one.to.person or one.to.address for one in letters(events) if one.template in templates}


def at_stage(name: str, stage: str) -> World:
    """Return a case that was escalated to a stage; the unnamed policy's second stage is by judgement here."""
    policy = policy_of(name)
    if name == "rpd":
        clock = replace(policy.stage("4").clock[0], id="settle", goal="resolve-or-escalate", check_in=1)
        stages = tuple(replace(one, clock=(clock,)) if one.id == "2" else one for one in policy.stages)
        policy = replace(policy, stages=stages)
    world = at(name, policy)
    for _ in range(12):
        if world.case.stage == stage:
            return world
        world.say(world.raiser, Verb.ESCALATE)
    raise LookupError(stage)


def at_the_last(name: str) -> World:
    return at_stage(name, policy_of(name).final.stage)


def days_of(events: Iterable[LetterOrdered]) -> list[str]:
    return [f"{one.at:%a %-d}" for one in events]


def next_date(world: World) -> datetime:
    return next(one.due for one in world.case.standing if one.purpose not in ("reminder", "nudge"))


@everywhere
def test_the_raiser_and_the_old_tier_hear_of_every_climb_to_the_last_stage(name: str) -> None:
    world = at(name)
    climbed = 0
    while world.case.stage != world.rules.policy.final.stage:
        old = {one.person for agency in world.case.agencies for one in present(world, agency)}
        events = world.say(world.responder, Verb.ESCALATE)
        told = readers(events, "climbed", "stage", "news")
        assert world.raiser in told
        assert old <= told
        climbed += any(isinstance(event, StageEntered) for event in events)
    assert climbed >= len([one for one in world.rules.policy.stages if not one.optional]) - 1


@everywhere
def test_what_the_old_tier_proposed_goes_up_and_may_still_be_agreed_by_those_who_had_it(name: str) -> None:
    world = at(name)
    world.say(world.responder, Verb.RESOLVED)
    events = world.say(world.responder, Verb.ESCALATE)
    for one in letters(events, "climbed"):
        theirs = one.to.agency == world.case.asked[0].by.agency
        assert ("AGREE" in {word["verb"] for word in one.facts["words"]}) is not theirs, (
            "nobody agrees to their own side's words"
        )
    for one in letters(events, "stage"):
        assert one.facts["pending"]
    world.say(world.raiser, Verb.AGREE)
    assert world.case.status == "closed", "the raiser agreed, so nobody is asked to object"


@everywhere
def test_silence_alone_never_ends_a_case_and_always_leaves_a_date(name: str) -> None:
    world = at(name)
    world.wait("Mon 29 Mar 2027 09:00")
    assert not any(isinstance(event, CaseClosed) for event in world.events)
    assert world.case.status == "open"
    assert next_date(world) > world.now


@everywhere
def test_received_alone_stops_no_climb(name: str) -> None:
    silent, read = at(name), at(name)
    read.say(read.responder, Verb.RECEIVED)
    for world in (silent, read):
        world.wait("Mon 7 Dec 2026 09:00")
    assert [*silent.case.path] == [*read.case.path]


@everywhere
def test_a_stage_that_is_named_and_not_allowed_is_told_and_the_case_goes_to_the_next(name: str) -> None:
    world = at(name)
    last = world.rules.policy.final.stage
    asked = replace(said(Verb.ESCALATE, world.now, "nothing less will do"), stage=last)
    events = world.hear(world.raiser, asked)
    answer = " ".join(answered(events))
    assert world.case.stage != last
    assert f"You named stage {last}" in answer
    assert f"stage {last} is told of your wish" in answer
    assert f"asked for stage {last}" in str(
        [one.facts for one in letters(events) if one.template in ("news", "office")]
    )


def test_an_optional_stage_is_passed_over_where_the_one_after_is_named() -> None:
    world = at_stage("bscp", "2")
    world.hear(world.raiser, replace(said(Verb.ESCALATE, world.now), stage="4"))
    assert world.case.stage == "4"


@everywhere
def test_silence_at_the_last_stage_is_reported_on_days_1_3_and_5_then_weekly_and_to_the_office_daily(name: str) -> None:
    world = at_the_last(name)
    begun = len(world.events)
    days = world.rules.days
    while not any(one.purpose == "silence" for one in world.case.standing):
        world.wait(f"{days.next_working_morning(world.now):%a %d %b %Y %H:%M}")
    read = list[str]()
    for _ in range(12):
        world.wait(f"{days.next_working_morning(world.now):%a %d %b %Y %H:%M}")
        read += [one for one in morning(world)["needs"] if "Nothing is heard at the last stage" in one]
    assert len(read) == 12, "each working day, in the morning letter"
    assert all(" Business Office, by " in one for one in read)
    told = letters(world.events[begun:])
    assert not [one for one in told if one.to.address == world.office and "silent" in str(one.facts["headline"])]
    officers = {one.id for one in world.who_is_who.officers}
    heard = [one for one in told if one.facts.get("headline") == "Nothing has been heard at your stage"]
    assert all({"DECISION", "REPORT"} <= {word["verb"] for word in one.facts["words"]} for one in heard)
    if officers:
        assert {one.to.person for one in heard} <= officers
        first = heard[0].at.date()
        every = [days.add(first, number) for number in range(12)]
        assert sorted({one.at.date() for one in heard})[:4] == [every[0], every[2], every[4], every[9]]
    else:
        asked = [one.partition(", ")[2].partition(" ago")[0] for one in read if "please tell " in one]
        assert asked[:3] == ["one working day", "3 working days", "5 working days"]


@pytest.mark.parametrize(("name", "stage"), JUDGED)
def test_a_check_in_asks_both_sides_and_the_raiser_whether_the_child_is_safe_to_wait(name: str, stage: str) -> None:
    world = at_stage(name, stage)
    world.wait_for("check-in")
    asked = [one for one in letters(world.events, "check_in") if one.at == world.now]
    assert {one.to.person for one in asked if one.facts["raiser_question"]} == {world.raiser}
    assert {one.to.agency for one in asked} == set(world.case.agencies)
    for one in asked:
        assert [word["verb"] for word in one.facts["words"]][:2] == ["ESCALATE", "NEW DATE"]
    missed = {event.deadline for event in world.events if isinstance(event, DeadlineMissed)}
    assert not [one for one in world.case.deadlines.values() if one.purpose == "check-in" and one.id in missed]


@pytest.mark.parametrize(("name", "stage"), JUDGED)
def test_two_in_a_row_without_a_word_bring_in_the_next_tier_as_cover_and_three_the_office_by_name(
    name: str, stage: str
) -> None:
    world = at_stage(name, stage)
    place = (world.case.stage, world.case.tier)
    for _ in range(2):  # what was asked the second time is unanswered when it is asked the third
        world.wait_for("check-in")
        assert not [one for one in letters(world.events, "stage") if one.at == world.now]
    world.wait_for("check-in")
    covers = [one for one in letters(world.events, "stage") if one.facts["entered"] == "cover" and one.at == world.now]
    above = {
        agency: deciders.next_up(world.case, world.rules.policy, world.who_is_who, agency)
        for agency in world.case.agencies
    }
    assert {one.to.agency for one in covers} == {agency for agency, those in above.items() if those}
    assert all("You have this as cover; the stage has not changed" in one.facts["cover"] for one in covers)
    world.wait_for("check-in")
    assert [one for one in world.to_office(world.events) if one.at == world.now] == []
    [*needs] = [one for one in morning(world)["needs"] if "though we asked" in one]
    assert all(f"{world.who_is_who.office.name}, by " in one for one in needs)
    assert len(needs) == len(world.case.agencies)
    assert (world.case.stage, world.case.tier) == place


@pytest.mark.parametrize(("name", "stage"), JUDGED)
def test_a_stage_still_open_after_five_working_days_goes_to_the_office_and_both_next_tiers_though_all_was_answered(
    name: str, stage: str
) -> None:
    world = at_stage(name, stage)
    begun = world.case.entered_at
    assert begun is not None
    answering = [one.person for agency in world.case.agencies for one in present(world, agency)]
    end = world.rules.days.due_after(begun, 5).at
    while next_date(world) < end:
        world.wait_for("check-in")
        for who in answering:
            world.say(who, Verb.NOTE, "We are talking.")
    world.wait(f"{end:%a %d %b %Y %H:%M}")
    [need] = [one for one in morning(world)["needs"] if "is open long; ask both sides" in one]
    assert f"{world.who_is_who.office.name}, by " in need
    above = [
        one
        for agency in world.case.agencies
        for one in deciders.next_up(world.case, world.rules.policy, world.who_is_who, agency)
    ]
    written = {one.to.person for one in letters(world.events, "stage")}
    assert {one.person for one in above} <= written
    assert world.case.stage == stage


def test_a_convened_stage_is_asked_about_on_the_day_its_convenor_gave() -> None:
    world = at_the_last("bscp")
    world.hear("chair", replace(said(Verb.NEW_DATE, world.now, "I hear both sides."), when=date(2026, 12, 3)))
    (asked,) = [one.due for one in world.case.standing if one.purpose == "check-in"]
    assert f"{asked:%a %d %b %H:%M}" == "Thu 03 Dec 17:00"


def test_a_convened_stage_without_a_day_is_asked_about_after_five_working_days() -> None:
    world = at_the_last("nscp")
    world.say(world.office, Verb.MEDIATION)
    world.wait("Fri 4 Dec 2026 10:00")
    world.say(world.office, Verb.REPORT, "Both sides were heard.")
    (asked,) = [one.due for one in world.case.standing if one.purpose == "check-in"]
    assert f"{asked:%a %d %b %H:%M}" == "Fri 11 Dec 17:00"


@everywhere
def test_a_stage_that_is_left_takes_its_date_out_of_the_old_tiers_diaries(name: str) -> None:
    world = at(name)
    before = next_date(world)
    stage = world.case.stage
    gone = [date for one in letters(world.say(world.raiser, Verb.ESCALATE), "climbed") for date in one.facts["gone"]]
    if world.case.stage == stage:  # the second step of the same stage: its date stands
        assert gone == []
    else:
        assert {(date["stage"]["id"], datetime.fromisoformat(date["due"])) for date in gone} == {(stage, before)}


def test_a_new_date_that_every_agency_agreed_to_goes_into_the_diaries_of_those_who_act() -> None:
    world = at("nscp")
    world.hear(world.raiser, replace(said(Verb.NEW_DATE, world.now), when=date(2026, 12, 1)))
    told = letters(world.say(world.responder, Verb.AGREE), "news")
    dated = {one.to.person: one.facts["due"]["due"] for one in told if one.facts.get("dated")}
    assert dated == dict.fromkeys((world.raiser, world.responder), "2026-12-01T17:00:00+00:00")


def present(world: World, agency: str) -> tuple[Party, ...]:
    return deciders.present(world.case, world.rules.policy, world.who_is_who, agency)


def test_where_nobody_stands_above_the_two_sides_those_who_owe_a_word_are_asked_again_on_its_days() -> None:
    own = policy_of("nscp")
    settle = replace(
        own.stages[0].clock[-1], goal="resolve-or-escalate", on_missed="climb", step="", no_later_than=None
    )
    alone = replace(own.stages[0], next="", steps=(), clock=(settle,))
    final = replace(own.final, stage=alone.id, ends_with=("agreed",), means=())
    ours = replace(own, stages=(alone,), final=final, urgent=replace(own.urgent, mode=(), may_start_at=()))
    world = at("nscp", replace(ours, limits=(), routes=(), tells=(), forms=()))
    world.wait_for("clock")
    begun = world.now
    world.wait("Wed 16 Dec 2026 09:00")
    again = [one for one in letters(world.events, "reminder") if one.at > begun]
    days = sorted({one.at.date() for one in again})
    assert days[:4] == [world.rules.days.add(begun.date(), number) for number in (1, 3, 5, 10)]
    assert {one.to.agency for one in again} == set(world.case.agencies)
    world.say(world.responder, Verb.RESOLVED, "a joint visit; no other issue is open")
    world.wait("Wed 13 Jan 2027 09:00")
    put = letters(world.events, "proposal")
    assert {one.to.person for one in put} == {world.raiser}
    assert len(put) > 1, "the words are put again to who has not answered them"
    assert not [one for one in letters(world.events, "reminder") if one.at > put[0].at]
    assert world.case.status == "open"
