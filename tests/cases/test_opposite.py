"""Opposite number, opening words and their author, right at every tier of every policy (rules, section 18)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from mailservice.cases.history.commands import Command, Said
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.people import deciders
from tests.cases import states
from tests.cases.world import CHILD, PLACES, World, addressee, at, letters, said, sender

everywhere = pytest.mark.parametrize("place", PLACES)
OPENING, ANSWER = "I do not agree that the referral was closed.", "We closed it, for the threshold was not met."


class Watched(World):
    """A case each of whose letters is held to who acts for the other side when it is decided."""

    def decide(self, command: Command) -> tuple[Event, ...]:
        events = super().decide(command)
        for one in letters(events):
            check_opposite(self, one)
        return events


def check_opposite(world: World, one: LetterOrdered) -> None:
    side = deciders.on_side(world.case, one.to).agency
    if not one.facts["reference"] or side not in world.case.agencies:
        return  # who joins a stage from outside speaks to both sides
    policy, known, today = world.rules.policy, world.who_is_who, world.now.date()
    others = [agency for agency in world.case.agencies if agency != side]
    acting = [who for agency in others for who in deciders.acting(world.case, policy, known, agency, today)]
    opposite = {person["address"] for person in one.facts["opposite"]}
    assert opposite == {who.address for who in acting}, (one.template, one.to.address, world.case.here)
    assert one.to.address not in opposite, (one.template, one.to.address, world.case.here)


def opened(place: str) -> World:
    """Return a case whose responder has answered in prose the day after, at the first tier."""
    world = Watched(place=place)
    to = (addressee(world.responder, place),)
    world.hear(world.raiser, child_references=(CHILD,), to=to, own_words=OPENING)
    world.send()
    world.now = world.rules.days.moment(world.rules.days.add(world.now.date(), 1)).replace(hour=9)
    by = (addressee(world.raiser, place),)
    world.hear(world.responder, to=by, own_words=ANSWER)
    return world


def climb(world: World, go: Callable[[World], object]) -> list[LetterOrdered]:
    """Take a case up to its last stage, tier by tier; return every letter in which both sides are shown."""
    before = len(world.events)
    for _ in range(12):
        go(world)
        if world.case.stage == world.rules.policy.final.stage:
            return [one for one in letters(world.events[before:]) if one.facts["sides"]]
    raise LookupError(world.case.path)


def escalated(world: World) -> None:
    world.say(world.raiser, Verb.ESCALATE)


def silent(world: World) -> None:
    here = world.case.here
    while world.case.here == here and world.case.stage != world.rules.policy.final.stage:
        world.now = max(world.now, world.case.standing[0].due)
        world.sweep()
        world.send()
        if world.case.entered_at is not None and (world.now - world.case.entered_at).days > 12:
            escalated(world)  # where the policy has no number, silence goes nowhere


@everywhere
@pytest.mark.parametrize("go", [escalated, silent])
def test_at_every_tier_the_opposite_number_is_who_acts_for_the_other_side(
    place: str, go: Callable[[World], object]
) -> None:
    assert climb(opened(place), go)


@everywhere
@pytest.mark.parametrize("go", [escalated, silent])
def test_at_every_tier_the_opening_words_are_the_raisers_of_the_day_of_their_mail(
    place: str, go: Callable[[World], object]
) -> None:
    world = opened(place)
    raiser, responder = (sender(who, place) for who in (world.raiser, world.responder))
    for one in climb(world, go):
        shown = {side["words"]: (side["by"]["name"], side["on"]) for side in one.facts["sides"]}
        assert shown == {OPENING: (raiser.name, "2026-11-23"), ANSWER: (responder.name, "2026-11-24")}
        roles = {side["by"]["role"] for side in one.facts["sides"]}
        assert roles == {world.who_is_who.person(who).role for who in (world.raiser, world.responder)}  # type: ignore[union-attr] # both are in the directory


def test_whoever_follows_the_raiser_is_not_the_author_of_the_opening_words() -> None:
    world = opened("nscp")
    follows = Said(Verb.CONTACT, "AS RAISER", "CONTACT", name="Kate O'Brien", address=sender("k-obrien").address)
    world.hear(world.raiser, follows)
    assert world.case.raiser is not None
    assert world.case.raiser.person == "k-obrien"
    (one, *_) = climb(world, lambda w: w.say("k-obrien", Verb.ESCALATE))
    assert one.facts["sides"][0]["by"]["name"] == "Sarah Whitlock"


def test_a_side_that_has_written_nothing_has_no_author() -> None:
    world = at("nscp")
    (one, *_) = climb(world, escalated)
    assert [(side["by"] is None, side["on"]) for side in one.facts["sides"]] == [(False, "2026-11-23"), (True, "")]


def test_within_one_agency_the_opposite_number_is_the_colleague_not_their_manager() -> None:
    world = states.within_one_agency()
    watched = Watched(world.now, world.events, world.case, world.who_is_who)
    for who in ("d-mensah", "j-okafor", "d-mensah"):
        assert letters(watched.say(who, Verb.ESCALATE))


def test_a_cover_is_an_opposite_number_while_they_stand_in() -> None:
    world = opened("nscp")
    escalated(world)
    cover = replace(
        said(Verb.COVER, world.now), name="Kate O'Brien", address=sender("k-obrien").address, when=world.now.date()
    )
    world.hear("m-dasgupta", cover)
    (one,) = letters(world.say("j-okafor", Verb.STATUS))
    assert "kate.obrien@rockinghamhealth.example" in {who["address"] for who in one.facts["opposite"]}
