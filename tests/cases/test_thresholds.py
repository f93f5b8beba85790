"""Under the conflict resolution policy an officer joins stage 2 whenever a threshold is in dispute, named as topic or not."""

from dataclasses import replace

import pytest

from mailservice.cases.history.words import Verb
from tests.cases.world import CHILD, World, addressee, letters, said

OFFICER = "jo.lister@fenland.example"


def at_stage_two(issue: str) -> World:
    world = World(place="crp")
    to = (addressee(world.responder, "crp"),)
    world.hear(world.raiser, child_references=(CHILD,), to=to, own_words=issue)
    world.send()
    while world.case.stage != "2":
        world.say(world.raiser, Verb.ESCALATE)
    return world


@pytest.mark.parametrize(
    "issue",
    [
        "You say that this is below the threshold. I do not agree.",
        "Your duty desk says it does not meet thresholds for a referral.",
    ],
)
def test_the_officer_joins_where_the_issue_speaks_of_a_threshold(issue: str) -> None:
    world = at_stage_two(issue)
    [letter] = [one for one in letters(world.events) if one.to.address == OFFICER]
    assert letter.stage == "2"
    assert "threshold" in letter.facts["why"]


@pytest.mark.parametrize("topic", ["csc-threshold", "more-information"])
def test_the_officer_joins_where_the_topic_alone_is_named(topic: str) -> None:
    world = at_stage_two("They want to know more before they look at it.")
    world.say(world.raiser, Verb.TOPIC, topic)
    assert len([one for one in letters(world.events) if one.to.address == OFFICER]) == 1


def test_a_topic_that_is_named_as_well_brings_one_letter() -> None:
    world = at_stage_two("This is over the threshold.")
    world.say(world.raiser, Verb.TOPIC, "csc-threshold")
    assert len([one for one in letters(world.events) if one.to.address == OFFICER]) == 1


def test_nobody_joins_a_difference_about_something_else() -> None:
    world = at_stage_two("I do not agree that the visits stop.")
    assert OFFICER not in {one.to.address for one in letters(world.events)}


def test_the_receipt_does_not_call_it_another_way() -> None:
    world = at_stage_two("You say that this is below the threshold.")
    [receipt] = [one for one in letters(world.events) if one.template == "receipt"]
    assert receipt.facts["linked_note"] == ""


def test_a_threshold_first_spoken_of_once_stage_two_runs_brings_the_officer_then() -> None:
    world = at_stage_two("They want to know more before they look at it.")
    assert OFFICER not in {one.to.address for one in letters(world.events)}
    world.say("g-penn", Verb.MET, "we spoke; it is about the threshold for a referral")
    world.say("l-cross", Verb.MET, "and the threshold it stays")
    [letter] = [one for one in letters(world.events) if one.to.address == OFFICER]
    assert "threshold" in letter.facts["why"]


def test_what_is_noted_for_the_record_alone_brings_nobody() -> None:
    world = at_stage_two("They want to know more before they look at it.")
    world.say("g-penn", Verb.NOTE, "between us: it is below the threshold")
    assert OFFICER not in {one.to.address for one in letters(world.events)}


def test_a_note_in_a_mail_that_went_to_the_other_side_brings_nobody_either() -> None:
    world = at_stage_two("They want to know more before they look at it.")
    note, met = "between us: it is below the threshold", "we spoke"
    words = (
        replace(said(Verb.MET, world.now, met), line=f"MET {met}"),
        replace(said(Verb.NOTE, world.now, note), line=f"NOTE {note}"),
    )
    world.hear("g-penn", *words, own_words=f"MET {met}\nNOTE {note}", to=(addressee("l-cross", "crp"),))
    assert OFFICER not in {one.to.address for one in letters(world.events)}


def test_a_threshold_named_before_stage_two_is_remembered_there() -> None:
    world = World(place="crp").open()
    world.say(world.responder, Verb.ESCALATE, "her duty desk calls it below threshold")
    while world.case.stage != "2":
        world.say(world.raiser, Verb.ESCALATE)
    assert OFFICER in {one.to.address for one in letters(world.events)}
