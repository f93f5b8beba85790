"""What a letter says happens when its date passes is what happens: each policy's silence is played, and the two compared."""

import pytest

from mailservice.cases.history.commands import CallTime
from mailservice.cases.history.events import LetterOrdered, StageEntered
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import kinds, ordering
from tests.cases.test_climbing import at_the_last
from tests.cases.world import PLACES, World, letters

ENOUGH = 14  # dates that pass in a silent case


def brought(events: tuple[object, ...]) -> set[str]:
    """Return the names of those who are asked to act by what has happened."""
    found = (one for one in events if isinstance(one, LetterOrdered))
    mine = [one for one in found if kinds.of(one.template).has("brings") or one.template == "convened"]
    convened = [one for one in events if isinstance(one, LetterOrdered) and one.about == ordering.CONVENED]
    return {one.to.name or one.to.address for one in (*mine, *convened)}


def foretold(world: World) -> tuple[LetterOrdered, str] | None:
    """Return the last letter that says what happens when the next date passes, and what it says, if one does."""
    ahead = next((one for one in world.case.standing if one.purpose in ("clock", "limit", "check-in", "silence")), None)
    said = [one for one in letters(world.events) if one.facts.get("passes") and one.facts["due"]]
    mine = [one for one in said if ahead and one.facts["due"]["due"] == ahead.due.isoformat()]
    return (mine[-1], mine[-1].facts["passes"]) if mine else None


@pytest.mark.parametrize("place", PLACES)
def test_whoever_is_named_is_written_to_when_nobody_answers(place: str) -> None:
    world = World(place=place).open()
    told = 0
    for _ in range(ENOUGH):
        before = foretold(world)
        ahead = next((one for one in world.case.standing if one.purpose in ("clock", "limit", "check-in")), None)
        if ahead is None:
            break
        world.now = max(world.now, ahead.due)
        events = world.decide(CallTime(world.now, ahead.id))
        if before and before[0].facts["due"]["due"] == ahead.due.isoformat():
            told += 1
            letter, passes = before
            reader = letter.to.name or letter.to.address
            for name in brought(events):
                assert name in passes or (name == reader and " you" in passes) or "others" in passes, (name, passes)
            named = passes.partition("we write to ")[2].rstrip(".")
            for name in (part for one in named.split(", ") for part in one.split(" and ")):
                written_to = {one.to.name or one.to.address for one in letters(events)} | {"", "you", "you again"}
                assert name in written_to or name.endswith("others") or name.startswith("ask "), (name, passes)
            assert any(isinstance(one, StageEntered) for one in events) or "stage" not in passes
        world.send()
    assert told >= 2


def test_a_stage_letter_names_whom_silence_brings() -> None:
    world = World().open()
    stage = next(one for one in letters(world.events) if one.template == "stage")
    assert stage.facts["passes"] == "If nothing is agreed by then, we write to Mina Dasgupta and Joy Okafor."


def test_a_line_manager_who_is_told_beforehand_reads_that_it_comes_to_them() -> None:
    world = World(place="sgcp").open()
    world.wait("Tue 24 Nov 2026 09:30")
    told = {one.to.name: one.facts["passes"] for one in letters(world.events)}
    assert told["Adam Finch"] == "If you have not spoken by then, we write to you and Cleo Ayres."


def test_nothing_of_what_is_foreseen_gets_onto_the_record() -> None:
    world = World().open()
    world.say("s-whitlock", Verb.ESCALATE)
    assert not [one for one in world.case.letters if "paper" in one]
    assert world.case.stage == "2"


@pytest.mark.parametrize("place", PLACES)
def test_at_the_last_stage_a_letter_says_that_nothing_closes_by_itself_and_nothing_does(place: str) -> None:
    world = at_the_last(place)
    told = [one for one in letters(world.events) if one.stage == world.case.stage and one.facts["passes"]]
    assert told
    for one in told:
        mine = "you are reminded" if one.to.address == world.office else "the office is reminded"
        assert mine in one.facts["passes"]
        assert one.facts["passes"].endswith("Nothing closes by itself.")
    for _ in range(ENOUGH):
        world.wait_for(world.case.standing[0].purpose)
    assert world.case.status == "open"


def test_a_case_that_has_ended_foretells_nothing() -> None:
    world = World().open()
    world.say("s-whitlock", Verb.ESCALATE)
    world.say("m-dasgupta", Verb.RESOLVED)
    world.say("j-okafor", Verb.AGREE)
    agreed = [one for one in letters(world.events) if one.template == "agreed"]
    assert agreed
    assert {one.facts["passes"] for one in agreed} == {""}
