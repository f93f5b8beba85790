"""Who else hears of what, as the policy says: by name where somebody holds the role, else through the office."""

from dataclasses import replace

from mailservice.cases.history.words import Verb
from tests.cases.world import World, at, letters

STRATEGIC = "leo.pike@sgcp.example"


def told(world: World) -> dict[str, list[str]]:
    """Return the headlines of the news that each person had."""
    found: dict[str, list[str]] = {}
    for one in letters(world.events):
        if one.template == "news":
            found.setdefault(one.to.person, []).append(one.facts["headline"])
    return found


def settled(place: str) -> World:
    world = at(place)
    world.say(world.responder, Verb.RESOLVED)
    world.say(world.raiser, Verb.AGREE, "")
    return world


def test_an_agreed_plan_is_fed_back_to_the_second_tier_though_the_case_stays_open() -> None:
    world = at("crp")
    world.say("d-abara", Verb.ESCALATE)
    world.say("i-fox", Verb.PLAN)
    world.say("z-noor", Verb.AGREE, "")
    assert world.case.status == "open"
    assert "Agreed at stage 1" in told(world)["g-penn"]
    assert "Agreed at stage 1" in told(world)["l-cross"]


def test_who_tells_the_agencies_of_what_concerns_them_is_asked_to_when_a_case_has_ended() -> None:
    world = settled("sgcp")
    [asked] = [one for one in letters(world.events) if one.to.address == STRATEGIC and one.template == "aftercare"]
    assert "all relevant agencies" in asked.facts["text"]
    assert "The policy asks for it" in asked.facts["text"]


def test_where_nobody_holds_that_role_the_office_is_asked_with_the_rest_of_the_after_care() -> None:
    world = World(place="sgcp")
    others = tuple(one for one in world.who_is_who.officers if one.address != STRATEGIC)
    world.who_is_who = replace(world.who_is_who, officers=others)
    world.open()
    world.say(world.responder, Verb.RESOLVED)
    before = len(world.events)
    world.say(world.raiser, Verb.AGREE, "")
    [letter] = world.to_office(world.events[before:])
    parts = [letter.facts, *letter.facts["also"]]
    [items] = [one["items"] for one in parts if one["headline"] == "After-care"]
    assert any("all relevant agencies" in line and "strategic safeguarding service manager" in line for line in items)


def test_what_line_managers_agree_is_fed_back_to_the_practitioners_at_once() -> None:
    world = at("sgcp")
    world.say("m-reid", Verb.ESCALATE)
    world.say("a-finch", Verb.PLAN)
    before = len(world.events)
    world.say("c-ayres", Verb.AGREE, "")
    read = {one.to.person for one in letters(world.events[before:]) if one.template in ("agreed", "news")}
    assert {"m-reid", "k-doyle"} <= read


def test_what_the_second_tier_agrees_is_told_to_all_parties() -> None:
    world = at("sgcp")
    for _ in range(2):
        world.say("m-reid", Verb.ESCALATE)
    world.say("r-vance", Verb.RESOLVED)
    before = len(world.events)
    world.say("d-lowe", Verb.AGREE, "")
    read = {one.to.address for one in letters(world.events[before:]) if one.template in ("agreed", "news")}
    assert {one.address for one in world.case.parties} - {"dan.lowe@elmgrove.example"} <= read
