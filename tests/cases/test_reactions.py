"""A thumb under a letter of ours is no word: nothing moves, and who clicked is told so, once a letter."""

from collections.abc import Sequence
from dataclasses import replace

from mailservice.cases.history.case import book
from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import Event, LetterOrdered, MailHeard
from mailservice.cases.history.words import Verb
from mailservice.cases.machine import decide
from tests.cases.test_proof import at_stage_2
from tests.cases.world import RAISER, World, letters, sender

MANAGER = "j-okafor"


def proposed() -> tuple[World, str]:
    """Return a case where the raiser's manager asks Joy Okafor whether she agrees, and the letter that asks her."""
    world = at_stage_2()
    world.say("m-dasgupta", Verb.RESOLVED)
    [asked] = [one.letter for one in world.case.letters.values() if one.template == "proposal"]
    return world, asked


def thumb(world: World, letter: str, who: str = MANAGER, **more: object) -> tuple[Event, ...]:
    return world.hear(who, kind="reaction", answers=letter, own_words="", **more)


def said(events: Sequence[Event]) -> str:
    [answer] = letters([*events])
    return " ".join(line["result"] for line in answer.facts["lines"])


def test_a_thumb_agrees_to_nothing_and_says_which_words_do() -> None:
    world, asked = proposed()
    before = (world.case.proposals, world.case.standing, world.case.acknowledged)
    events = thumb(world, asked)
    assert (world.case.proposals, world.case.standing, world.case.acknowledged) == before
    assert said(events) == (
        "A reaction counts for nothing here; nothing has moved. "
        "To agree, answer that letter with AGREE; else with DISAGREE or ESCALATE."
    )
    [answer] = letters(events)
    assert (answer.to.person, answer.replied) == (MANAGER, True)
    assert [one.outcome for one in events if isinstance(one, MailHeard)] == ["automatic"]


def test_a_second_thumb_is_answered_only_under_another_letter() -> None:
    world, asked = proposed()
    stage = next(
        one.letter for one in world.case.letters.values() if one.template == "stage" and one.to.person == MANAGER
    )
    thumb(world, asked)
    assert letters(thumb(world, asked)) == []
    assert "RESOLVED" in said(thumb(world, stage))


def test_a_thumb_in_a_name_that_may_be_forged_is_answered_to_nobody() -> None:
    world, asked = proposed()
    assert letters(thumb(world, asked, sender=replace(sender(MANAGER), proof="failed"))) == []


def test_a_thumb_under_a_colleagues_mail_is_only_filed() -> None:
    world, _ = proposed()
    assert [type(one) for one in thumb(world, "")] == [MailHeard]


def test_a_machines_notice_of_a_reaction_is_answered_by_nobody() -> None:
    world, asked = proposed()
    assert letters(world.hear(MANAGER, kind="auto-reply", answers=asked, own_words="")) == []


def test_past_the_days_answers_a_thumb_is_answered_no_more() -> None:
    world, asked = proposed()
    assert letters(thumb(world, asked, answered_today=21)) == []


def test_agree_in_answer_to_what_a_thumb_was_told_agrees() -> None:
    world, asked = proposed()
    [told] = letters(thumb(world, asked))
    world.hear(MANAGER, Said(Verb.AGREE), answers=told.letter)
    assert world.case.status == "agreed"


def test_a_thumb_under_a_letter_of_no_case_is_told_to_be_no_answer_once_a_day() -> None:
    world = World()
    mail = Hear(world.now, "m1", "<m1@people.example>", sender(RAISER), kind="reaction", answers="signpost1")
    events = decide(book(), mail, world.rules, world.who_is_who)
    assert "answer that letter in words" in said(events)
    again = decide(book(), replace(mail, heard_before=("answer",)), world.rules, world.who_is_who)
    assert not any(isinstance(one, LetterOrdered) for one in again)
