"""An opening's letters to others wait five minutes: who wrote in haste, or to a wrong address, may still write STOP (rule 16)."""

from datetime import timedelta

import pytest

from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import standing
from tests.cases.world import CHILD, RAISER, RESPONDER, World, addressee, letters, said


def opening(**more: object) -> tuple[World, list[LetterOrdered]]:
    world = World()
    events = world.hear(RAISER, **{"child_references": (CHILD,), "to": (addressee(RESPONDER),), **more})
    return world, letters(events)


def test_the_others_wait_five_minutes_and_the_receipt_says_until_when() -> None:
    world, ordered = opening()
    leaves = world.now + timedelta(minutes=5)
    by_reader = {one.to.person: one for one in ordered}
    assert by_reader[RESPONDER].leaves == leaves
    assert by_reader[RAISER].leaves is None
    assert by_reader[RAISER].facts["leaves"] == leaves.isoformat()


def test_a_mail_without_the_childs_reference_waits_as_well() -> None:
    _, ordered = opening(child_references=())
    assert {one.template: bool(one.leaves) for one in ordered} == {"missing": False, "stage": True}


@pytest.mark.parametrize("kind", ["URGENT", "danger"])
def test_nothing_waits_where_a_child_cannot(kind: str) -> None:
    more = {"danger": ("he will kill her tonight",)} if kind == "danger" else {}
    world = World()
    words = (said(Verb.URGENT, world.now, "he is back"),) if kind == "URGENT" else ()
    events = world.hear(RAISER, *words, child_references=(CHILD,), to=(addressee(RESPONDER),), **more)
    assert [one.leaves for one in letters(events) if one.leaves] == []


def test_later_letters_wait_for_nothing() -> None:
    world, _ = opening()
    world.send()
    world.now += timedelta(minutes=6)
    assert not any(one.leaves for one in letters(world.say(RAISER, Verb.ESCALATE)))


def test_stop_does_not_hold_back_what_the_other_sides_words_have_brought() -> None:
    world, _ = opening(own_words="The baby was left alone, and I disagree with the closing of it.")
    world.now += timedelta(minutes=2)
    world.hear(RESPONDER, said(Verb.ESCALATE, world.now, "This needs our managers."))
    world.now += timedelta(minutes=1)
    events = world.hear(RAISER, said(Verb.STOP, world.now, ""))
    assert world.case.stage == "2"
    stages = [one for one in letters(events) if one.template == "stage"]
    assert {one.to.person for one in stages} == {"m-dasgupta", "j-okafor"}
    for one in stages:
        assert one.facts["reason"] == "This needs our managers."
        assert "left alone" not in str(one.facts)
    standing = [one for one in world.case.letters.values() if one.template == "stage" and one.state == "ordered"]
    assert {one.letter for one in standing} == {one.letter for one in stages}


def test_a_plain_letter_does_not_come_after_the_urgent_one() -> None:
    world, ordered = opening()
    [plain] = [one for one in ordered if one.to.person == RESPONDER]
    world.now += timedelta(minutes=3)
    urgent = [
        one
        for one in letters(world.hear(RAISER, said(Verb.URGENT, world.now, "He is back.")))
        if one.template == "stage"
    ]
    assert RESPONDER in {one.to.person for one in urgent}
    assert not standing.still_true(world.case, world.case.letters[plain.letter], world.who_is_who)
    world.hear(RAISER, said(Verb.UNDO, world.now))
    assert standing.still_true(world.case, world.case.letters[plain.letter], world.who_is_who)
