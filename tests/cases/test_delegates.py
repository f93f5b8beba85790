"""A secretary sends a mail in the director's name: what calls for attention acts, what quietens the director says herself."""

from dataclasses import replace

import pytest

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Agreed, ConfirmationAsked, Event, MailHeard
from mailservice.cases.history.words import Verb
from mailservice.cases.told.transcript import transcript
from tests.cases.test_proof import at_stage_2
from tests.cases.world import World, answered, letters, policy, said, sender, yes

MANAGER, PA = "j-okafor", "Pat Lee"


def proposed() -> World:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.RESOLVED)
    return world


def by_pa(world: World, *words: Said, **more: object) -> tuple[Event, ...]:
    return world.hear(
        MANAGER, *words, sender=replace(sender(MANAGER), delegate=PA), **{"own_words": "As agreed.", **more}
    )


def test_agree_sent_by_a_secretary_is_asked_of_the_manager_herself() -> None:
    world = proposed()
    [answer] = [one for one in letters(by_pa(world, said(Verb.AGREE, world.now))) if one.template == "confirm"]
    assert not any(isinstance(one, Agreed) for one in world.events)
    assert answer.to.person == MANAGER
    assert answer.facts["delegate"] == PA
    assert answer.facts["asked"][0]["exactly"] == "a joint visit on Monday"
    world.hear(MANAGER, said(Verb.AGREE, world.now, ""), answers=answer.letter, replies_to=answer.letter)
    assert world.case.status == "agreed"


def test_a_secretary_cannot_confirm_what_a_secretary_sent() -> None:
    world = proposed()
    [answer] = [one for one in letters(by_pa(world, said(Verb.AGREE, world.now))) if one.template == "confirm"]
    events = by_pa(world, **yes(Verb.AGREE, answer.letter))
    assert world.case.status == "open"
    assert answered(events) == ["This must be answered by Joy Okafor personally. Nothing has moved."]


@pytest.mark.parametrize("verb", [Verb.ESCALATE, Verb.DISAGREE, Verb.URGENT])
def test_what_calls_for_attention_acts_whoever_sent_it(verb: Verb) -> None:
    world = proposed()
    events = by_pa(world, said(verb, world.now))
    assert not any(isinstance(one, ConfirmationAsked) for one in events)
    assert len(letters(events)) > 1


def test_a_secretarys_received_counts() -> None:
    world = proposed()
    by_pa(world, Said(Verb.RECEIVED))
    assert sender(MANAGER).agency in world.case.acknowledged


def test_the_record_says_who_sent_it_on_whose_behalf() -> None:
    world = proposed()
    by_pa(world, said(Verb.ESCALATE, world.now, "nobody came"))
    assert [one.delegate for one in world.events if isinstance(one, MailHeard)][-1] == PA
    names = {one.id: one.name for one in world.who_is_who.agencies}
    told = [one.said for one in transcript(world.events, policy(), names).entries]
    assert any(one.startswith("An email was sent by Pat Lee on behalf of Joy Okafor") for one in told)
