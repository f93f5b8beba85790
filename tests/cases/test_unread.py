"""A mail that nobody can read: its writer believes that they wrote, so they are told that nothing has moved."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest

from mailservice.cases.history.case import book
from mailservice.cases.history.commands import Hear, Kind
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.machine import decide
from tests.cases.test_proof import at_stage_2
from tests.cases.world import OFFICE, RAISER, World, letters, sender

MANAGER = "j-okafor"
KINDS = [("encrypted", "is encrypted"), ("unreadable", "has no text")]


def answers(events: Sequence[Event]) -> list[LetterOrdered]:
    return [one for one in letters([*events]) if one.to.address != OFFICE]


@pytest.mark.parametrize(("kind", "why"), KINDS)
def test_its_writer_is_told_and_the_office_reads_it(kind: str, why: str) -> None:
    world = at_stage_2()
    before = (world.case.standing, world.case.acknowledged)
    events = world.hear(MANAGER, kind=cast("Kind", kind), own_words="")
    assert (world.case.standing, world.case.acknowledged) == before
    [answer] = answers(events)
    assert answer.to.person == MANAGER
    assert why in answer.facts["lines"][0]["result"]
    assert "nothing has moved" in answer.facts["lines"][0]["result"]
    assert any(one.to.address == OFFICE for one in letters(events))


@pytest.mark.parametrize(("kind", "why"), [("encrypted", "It is encrypted"), ("unreadable", "It has no text")])
def test_the_office_reads_who_is_asked_again_and_is_offered_no_word_that_would_read_it(kind: str, why: str) -> None:
    [letter] = [
        one for one in letters([*at_stage_2().hear(MANAGER, kind=kind, own_words="")]) if one.to.address == OFFICE
    ]
    said = " ".join(letter.facts["items"])
    assert why in said
    assert "is asked to write it again as plain text" in said
    assert [one["verb"] for one in letter.facts["words"]] == ["FILE", "REJECT", "SPLIT", "UNDO"]


def test_of_what_a_machine_sent_the_office_finds_out_who_wrote() -> None:
    events = at_stage_2().hear("no-reply@portal.example", kind="encrypted", own_words="")
    [letter] = letters([*events])
    assert letter.to.address == OFFICE
    assert "Nobody was answered. Find out who wrote it" in " ".join(letter.facts["items"])


@pytest.mark.parametrize(
    "more", [{"kind": "unclear"}, {"kind": "encrypted", "sender": replace(sender(MANAGER), proof="failed")}]
)
def test_what_may_be_a_machines_or_a_forgers_has_no_answer(more: dict[str, object]) -> None:
    assert answers(at_stage_2().hear(MANAGER, **{"own_words": "", **more})) == []


@pytest.mark.parametrize("kind", [one for one, _ in KINDS])
def test_on_no_case_a_known_sender_is_told_once_a_day_and_a_stranger_not(kind: str) -> None:
    world = World()
    hear = Hear(at=world.now, mail="m1", message_id="<m1@x.example>", sender=sender(RAISER), kind=cast("Kind", kind))
    known = decide(book(), hear, world.rules, world.who_is_who)
    assert [one.to.person for one in answers(known)] == [RAISER]
    again = decide(book(), replace(hear, heard_before=("answer",)), world.rules, world.who_is_who)
    assert answers(again) == []
    stranger = replace(hear, sender=sender("somebody@elsewhere.example"))
    assert answers(decide(book(), stranger, world.rules, world.who_is_who)) == []
