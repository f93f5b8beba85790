"""Nothing ends that somebody could still have stopped: the raiser's day, the day to KEEP, and words that belong elsewhere."""

from dataclasses import replace

import pytest

from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import CaseClosed, DeadlineMoved, Event, LetterOrdered, StageEntered
from mailservice.cases.history.words import Verb
from mailservice.directory import Directory
from mailservice.simulator.story import moment
from tests.cases.mornings import morning
from tests.cases.world import OFFICE, RAISER, RESPONDER, World, directory, letters, said, sender

MANAGER, OTHER_MANAGER, NURSE = "m-dasgupta", "j-okafor", "k-obrien"


def with_a_cover() -> Directory:
    """Return the directory in which Kate O'Brien stands in for the raiser."""
    people = tuple(replace(one, deputy=NURSE) if one.id == RAISER else one for one in directory().people)
    return replace(directory(), people=people)


def agreed(who_is_who: Directory | None = None) -> World:
    world = World(who_is_who=who_is_who or directory()).open()
    world.wait("Thu 26 Nov 2026 09:00")
    world.say(MANAGER, Verb.RESOLVED, "We visit together.")
    world.say(OTHER_MANAGER, Verb.AGREE)
    assert world.case.status == "agreed"
    return world


def status(world: World) -> str:
    return world.case.status


def asked(world: World) -> dict[str, str]:
    """Return who may object, with the letter that says so."""
    mine = [one for one in letters(world.events) if one.template == "agreed" and one.facts["you_may_object"]]
    return {one.to.person: one.letter for one in mine}


def away(world: World, letter: str) -> tuple[Event, ...]:
    number = next(world.mails)
    by = sender(world.case.letters[letter].to.person)
    return world.decide(
        Hear(world.now, f"m{number}", f"<m{number}@people.example>", by, kind="out-of-office", answers=letter)
    )


def to_office(events: tuple[Event, ...] | list[Event]) -> list[LetterOrdered]:
    return [one for one in letters(events) if one.to.address == OFFICE]


@pytest.mark.parametrize("how", ["bounced", "away"])
def test_whoever_stands_in_for_the_raiser_has_the_day_where_the_letter_was_not_read(how: str) -> None:
    world = agreed(with_a_cover())
    world.wait("Fri 27 Nov 2026 10:00")
    events = world.bounce(asked(world)[RAISER]) if how == "bounced" else away(world, asked(world)[RAISER])
    world.send()
    assert len(to_office(events)) == 1
    assert set(asked(world)) == {RAISER, NURSE}
    world.wait("Fri 27 Nov 2026 18:00")
    assert status(world) == "agreed", "the day starts when the letter to who stands in left"
    world.wait("Mon 30 Nov 2026 17:00")
    assert (status(world), world.case.ending) == ("closed", "agreed")


def test_whoever_stands_in_may_object() -> None:
    world = agreed(with_a_cover())
    world.say(NURSE, Verb.OBJECT, "She would not accept this.")
    assert status(world) == "agreed", "nobody had asked her"
    world.bounce(asked(world)[RAISER])
    world.send()
    world.say(NURSE, Verb.OBJECT, "She would not accept this.")
    assert status(world) == "open"


def test_whoever_stands_in_cannot_end_it_before_the_day_has_passed() -> None:
    world = agreed(with_a_cover())
    world.bounce(asked(world)[RAISER])
    world.send()
    world.say(NURSE, Verb.AGREE)
    assert status(world) == "agreed"


def test_whoever_made_the_agreement_does_not_stand_in_for_the_raiser() -> None:
    people = tuple(replace(one, deputy=MANAGER) if one.id == RAISER else one for one in directory().people)
    world = agreed(replace(directory(), people=people))
    world.bounce(asked(world)[RAISER])
    world.send()
    assert set(asked(world)) == {RAISER, NURSE}, "her manager agreed to it; the manager's own cover did not"


def test_with_nobody_to_stand_in_it_waits_and_the_office_hears_at_once_and_then_every_morning() -> None:
    world = agreed()
    world.bounce(asked(world)[RAISER])
    for day in ("Mon 30 Nov 2026 09:00", "Tue 01 Dec 2026 09:00", "Wed 02 Dec 2026 09:00"):
        world.wait(day)
        [need] = [one for one in morning(world)["needs"] if "the person who raised it was not reached" in one]
        assert "NSCP Business Office, by " in need
    assert status(world) == "agreed"
    told = [one for one in to_office(world.events) if one.facts.get("headline") == "The raiser was not reached"]
    assert len(told) == 1
    world.say(OFFICE, Verb.AGREE, "I rang her; she is content.")
    assert status(world) == "closed"


def test_a_successor_has_a_day_of_their_own() -> None:
    world = agreed()
    world.bounce(asked(world)[RAISER])
    word = Said(Verb.CONTACT, "Kate O'Brien kate.obrien@rockinghamhealth.example as raiser", name="Kate O'Brien")
    world.now = moment("Fri 27 Nov 2026 12:00")
    world.hear(MANAGER, replace(word, address="kate.obrien@rockinghamhealth.example"))
    world.send()
    assert NURSE in asked(world)
    world.wait("Mon 30 Nov 2026 16:59")
    assert status(world) == "agreed"
    world.wait("Mon 30 Nov 2026 17:00")
    assert status(world) == "closed"


def test_a_raiser_whom_nobody_asked_is_asked_before_it_ends() -> None:
    world = agreed()
    people = tuple(one for one in directory().people if one.id != RAISER)
    world.who_is_who = replace(directory(), people=people)
    word = Said(Verb.CONTACT, "Kate O'Brien kate.obrien@rockinghamhealth.example as raiser", name="Kate O'Brien")
    world.hear(OFFICE, replace(word, address="kate.obrien@rockinghamhealth.example"))
    assert NURSE in asked(world)
    world.wait("Thu 26 Nov 2026 18:00")
    assert status(world) == "agreed"


@pytest.mark.parametrize("how", ["bounced", "away"])
def test_a_letter_that_proves_unread_after_the_end_is_brought_to_the_office(how: str) -> None:
    world = agreed()
    letter = asked(world)[RAISER]
    world.wait("Fri 27 Nov 2026 18:00")
    assert status(world) == "closed"
    [told] = to_office(world.bounce(letter) if how == "bounced" else away(world, letter))
    headlines = [told.facts["headline"], *(one["headline"] for one in told.facts["also"])]
    assert "It ended without the raiser's word" in headlines


def test_a_letter_that_was_taken_back_is_not_the_one_that_asked_the_raiser() -> None:
    world = agreed()
    world.say(OTHER_MANAGER, Verb.UNDO)
    world.hear(OTHER_MANAGER, said(Verb.AGREE, world.now))
    world.bounce(asked(world)[RAISER])
    world.send()
    world.wait("Mon 30 Nov 2026 12:00")
    assert status(world) == "agreed"


def test_the_raisers_agree_to_older_words_does_not_end_newer_ones() -> None:
    world = World().open()
    world.say(RESPONDER, Verb.RESOLVED, "I ring her on Monday.")
    old = next(one.letter for one in letters(world.events) if one.template == "proposal" and one.to.person == RAISER)
    world.say(RAISER, Verb.ESCALATE)
    world.say(MANAGER, Verb.RESOLVED, "We close it.")
    world.say(OTHER_MANAGER, Verb.AGREE)
    world.hear(RAISER, Said(Verb.AGREE), answers=old)
    assert status(world) == "agreed"
    world.hear(RAISER, Said(Verb.AGREE), answers=asked(world)[RAISER])
    assert status(world) == "closed"


def at_the_last_stage() -> World:
    world = World().open()
    while world.case.stage != "5":
        world.say(RAISER, Verb.ESCALATE)
    world.say("e-vaughan", Verb.RESOLVED, "We keep the plan.")
    world.say("h-castell", Verb.AGREE)
    assert world.case.status == "agreed"
    return world


def test_escalate_by_the_raiser_at_the_last_stage_stops_the_agreement() -> None:
    world = at_the_last_stage()
    world.say(RAISER, Verb.ESCALATE, "This does not keep him safe.")
    assert status(world) == "open"


def test_a_second_objection_at_the_last_stage_is_kept_as_dissent_and_escalate_ends_nothing() -> None:
    world = at_the_last_stage()
    world.say(RAISER, Verb.OBJECT, "It is not enough.")
    world.say("e-vaughan", Verb.RESOLVED, "We keep the plan, weekly.")
    world.say("h-castell", Verb.AGREE)
    world.say(RAISER, Verb.ESCALATE)
    assert status(world) == "agreed"
    world.say(RAISER, Verb.OBJECT, "Still not enough.")
    assert (status(world), world.case.ending) == ("closed", "agreed")
    assert world.case.objections == {("5", 1): 2}


@pytest.mark.parametrize("how", ["bounced", "away"])
def test_what_nobody_could_keep_does_not_end_as_withdrawn(how: str) -> None:
    world = World().open()
    world.wait("Thu 26 Nov 2026 09:00")
    world.say(RAISER, Verb.WITHDRAW, "I was asked to.")
    for one in [one for one in world.case.letters.values() if one.template == "withdrawn"]:
        if how == "bounced":
            world.bounce(one.letter)
        else:
            away(world, one.letter)
    world.wait("Mon 30 Nov 2026 12:00")
    assert status(world) == "open"
    assert any(one.facts.get("headline") == "Nobody could keep it open" for one in to_office(world.events))
    assert any(isinstance(one, DeadlineMoved) for one in world.events)
    world.say(OFFICE, Verb.KEEP)
    assert world.case.withdrawn is None


def test_a_question_whether_it_is_overtaken_stops_no_clock() -> None:
    world = World().open()
    world.say(RESPONDER, Verb.OVERTAKEN, "He is back home.")
    world.wait("Wed 25 Nov 2026 17:00")
    assert (status(world), world.case.stage) == ("open", "2")
    assert any(isinstance(one, StageEntered) and one.why == "climbed" for one in world.events)
    world.wait("Mon 01 Mar 2027 12:00")
    assert status(world) == "open", "silence is no AGREE"


@pytest.mark.parametrize(("under", "first"), [("bscp", "DISAGREE"), ("nscp", "AGREE")])
def test_where_the_policy_recommends_finishing_to_continue_is_the_first_answer(under: str, first: str) -> None:
    world = World(place=under).open()
    events = world.say(world.responder, Verb.OVERTAKEN, "He is back home.")
    asked_of = [one for one in letters(events) if one.template == "overtaken"]
    assert [one.facts["words"][0]["verb"] for one in asked_of] == [first] * len(asked_of)
    assert all(bool(one.facts["recommended"]) == (under == "bscp") for one in asked_of)


def test_not_agreed_needs_the_office_the_last_stage_its_report_and_the_words() -> None:
    world = World().open()
    world.say(OFFICE, Verb.NOT_AGREED)
    while world.case.stage != "5":
        world.say(RAISER, Verb.ESCALATE)
    world.say(OFFICE, Verb.NOT_AGREED)
    assert status(world) == "open", "nothing of the last stage is recorded"
    world.say(OFFICE, Verb.REPORT, "They met.")
    for who in (RAISER, MANAGER, "e-vaughan", "h-castell"):
        world.say(who, Verb.NOT_AGREED)
    world.say(OFFICE, Verb.NOT_AGREED, "")
    assert status(world) == "open"
    world.say(OFFICE, Verb.NOT_AGREED, "Each keeps its plan; the school watches him.")
    assert (status(world), world.case.ending) == ("closed", "not-agreed")
    world.say(RAISER, Verb.REOPEN)
    world.say(OFFICE, Verb.NOT_AGREED, "Each keeps its plan; the school watches him.")
    assert status(world) == "open", "the report was of the time before"


def test_an_old_question_of_an_ending_is_answered_in_vain_after_the_case_was_opened_again() -> None:
    world = World().open()
    world.say(RESPONDER, Verb.OVERTAKEN, "He is back home.")
    question = next(one for one in letters(world.events) if one.template == "overtaken" and one.to.person == RAISER)
    world.say(RAISER, Verb.WITHDRAW)
    world.wait("Wed 25 Nov 2026 12:00")
    assert world.case.ending == "withdrawn"
    world.say(RESPONDER, Verb.REOPEN, "He is away again.")
    world.hear(RAISER, Said(Verb.AGREE), answers=question.letter)
    assert status(world) == "open"
    assert sum(isinstance(one, CaseClosed) for one in world.events) == 1
