"""What a policy asks beside its dates stands in the letter of its moment: the receipt, a stage letter, the closing letter."""

import pytest

from mailservice.cases.history.words import Verb
from tests.cases.world import World, at, letters

LAST = {"nscp": "4", "bscp": "2", "sgcp": "4", "crp": "2", "rpd": "2"}


def climbed(place: str) -> World:
    """Return a case that the raiser has taken up, stage by stage."""
    world = at(place)
    while world.case.stage != LAST[place]:
        world.say(world.raiser, Verb.ESCALATE)
    return world


def settled(place: str) -> World:
    """Return a case that the two who disagree have settled."""
    world = at(place)
    world.say(world.responder, Verb.RESOLVED)
    world.say(world.raiser, Verb.AGREE, "")
    return world


def asks(world: World, kind: str, stage: str) -> str:
    """Return what the policy asks in the letters of a kind at a stage."""
    found = [one for one in letters(world.events) if (one.template, one.stage) == (kind, stage)]
    assert found
    return "\n".join(line for one in found for line in one.facts["policy_asks"])


@pytest.mark.parametrize(
    ("place", "kind", "stage", "asked"),
    [
        ("nscp", "receipt", "1", "A practitioner may need support to raise the disagreement"),
        ("nscp", "stage", "1", "Please record: the acknowledgement; the agreed actions; their dates"),
        ("nscp", "stage", "2", "Managers may hold a meeting with the practitioners"),
        ("nscp", "stage", "3", "Please record: that the case was reviewed; the agreed actions; their dates"),
        ("nscp", "stage", "4", "A resolution meeting may be held, and learning points recorded"),
        ("bscp", "receipt", "0", "The agency that disagrees stays in the plan"),
        ("bscp", "receipt", "0", "Email is sent securely"),
        ("bscp", "stage", "0", "Please record: what was discussed; what was decided"),
        ("bscp", "stage", "1", "both on your agency's own system"),
        ("bscp", "stage", "2", "both in a formal record"),
        ("bscp", "stage", "2", "The policy offers a form"),
        ("sgcp", "receipt", "1", "Safety, communication and joint work do not suffer"),
        ("sgcp", "receipt", "1", "The worker may consult a supervisor or line manager first"),
        (
            "sgcp",
            "stage",
            "1",
            "Please record: the evidence and where it comes from; every discussion; what was agreed",
        ),
        ("sgcp", "stage", "2", "what was settled, in writing"),
        ("sgcp", "stage", "3", "in supervision notes; what was said in meetings, by each agency"),
        ("sgcp", "stage", "3", "Monitoring form (senior manager)"),
        (
            "sgcp",
            "convened",
            "4",
            "three agencies on the Executive, and the agencies in the dispute. It hears those concerned",
        ),
        ("sgcp", "convened", "4", "Monitoring form"),
        ("crp", "receipt", "1", "Disagreement never takes attention from keeping the child safe"),
        ("crp", "receipt", "1", "Consider the designated or named professional"),
        ("crp", "stage", "1", "You may bring in: The designated or named professional"),
        ("crp", "stage", "2", "You may bring in: Team Around the Family"),
        ("rpd", "receipt", "1", "Every worker may and should challenge a decision they think unsafe"),
        ("rpd", "stage", "1", "Settle at the lowest stage and in the shortest time that protects the child"),
        ("rpd", "stage", "2", "Escalation policy monitoring form"),
    ],
)
def test_a_letter_says_what_the_policy_asks_at_its_moment(place: str, kind: str, stage: str, asked: str) -> None:
    assert asked in asks(climbed(place), kind, stage)


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        ("bscp", "Keep it on: child's file and relevant agency system"),
        ("bscp", "Share it with: relevant personnel"),
        ("sgcp", "Parties confirm in writing the agreed outcome and how open issues will be pursued"),
        ("sgcp", "Share it with: relevant personnel and the worker who raised the concern"),
        ("crp", "Keep it on: child's file"),
    ],
)
def test_the_closing_letter_says_where_the_policy_wants_it_kept_and_for_whom(place: str, asked: str) -> None:
    world = settled(place)
    assert asked in asks(world, "closed", world.case.stage)


@pytest.mark.parametrize("place", LAST)
def test_an_urgent_letter_says_what_the_policy_always_says(place: str) -> None:
    world = at(place)
    world.say(world.raiser, Verb.URGENT, "he is alone tonight")
    found = [one.facts["urgent"] for one in letters(world.events) if one.template == "stage" and one.facts["urgent"]]
    assert found
    assert all(world.rules.policy.urgent.always_say in one["policy"] for one in found)
