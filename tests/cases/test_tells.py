"""Who else hears of what, as the policy says: by name where somebody holds the role, else through the office."""

from dataclasses import replace

from mailservice.cases.history.words import Verb
from tests.cases.mornings import morning
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


def pertinent(world: World) -> str:
    """Return what the office is asked about pertinent issues, in the morning after the end."""
    [care] = [one for one in morning(world)["needs"] if "After-care" in one]
    return str(care[care.index("Pertinent issues") :])


def test_when_a_case_has_ended_the_office_sees_that_the_agencies_hear_of_what_concerns_them() -> None:
    asked = pertinent(settled("sgcp"))
    assert "Leo Pike (strategic safeguarding service manager) tells all relevant agencies" in asked
    assert "The policy asks for it" in asked


def test_where_nobody_holds_that_role_it_is_asked_for_by_its_name() -> None:
    world = World(place="sgcp")
    others = tuple(one for one in world.who_is_who.officers if one.address != STRATEGIC)
    world.who_is_who = replace(world.who_is_who, officers=others)
    world.open()
    world.say(world.responder, Verb.RESOLVED)
    world.say(world.raiser, Verb.AGREE, "")
    assert "see that strategic safeguarding service manager tells" in pertinent(world)


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
