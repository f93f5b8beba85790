"""What was agreed is asked about on its day, whatever becomes of the case; and a case is finished only when nothing is left."""

from dataclasses import replace

import pytest

from mailservice.cases import machine
from mailservice.cases.history.case import Task, book
from mailservice.cases.history.commands import CaseSoFar, Hear, NoteMorning, Said
from mailservice.cases.history.events import Action, ActionNotDone, CaseReopened, DeadlineMissed, Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.told.transcript import transcript
from mailservice.simulator.story import moment
from tests.cases.world import OFFICE, RAISER, RESPONDER, World, letters, said, sender

MANAGER, OTHER_MANAGER = "m-dasgupta", "j-okafor"
TUESDAY, WEDNESDAY = "Tue 01 Dec 2026", "Wed 02 Dec 2026"


def action(text: str, day: str) -> Action:
    return Action(text, moment(f"{day} 09:00").date())


VISIT = action("Daniel Mensah visits", TUESDAY)
WEIGH = action("Sarah Whitlock weighs the baby", WEDNESDAY)
LETTER = action("Daniel Mensah writes to the school", TUESDAY)


def settled(*to_do: Action, at: str = "Thu 26 Nov 2026 09:00") -> World:
    """Return a case that ended at stage 2 with these actions; the raiser agreed, so there was no day to object."""
    world = World().open()
    world.wait(at)
    world.hear(MANAGER, replace(said(Verb.RESOLVED, world.now), actions=to_do))
    world.send()
    world.say(OTHER_MANAGER, Verb.AGREE)
    world.say(RAISER, Verb.AGREE)
    assert world.case.status == "closed"
    return world


def task(world: World, number: int) -> Task:
    return world.case.actions[f"a{number}"]


def status(world: World) -> str:
    return world.case.status


def asked(world: World, number: int) -> list[str]:
    """Return who was asked about an action, in order."""
    mine = (one for one in world.case.letters.values() if one.template == "action_due" and one.about == f"a{number}")
    return [one.to.person or one.to.address for one in mine]


def letter_about(world: World, number: int, template: str = "action_due") -> str:
    mine = [one for one in world.case.letters.values() if one.template == template and one.about == f"a{number}"]
    return mine[-1].letter


def told_office(events: list[Event] | tuple[Event, ...]) -> list[LetterOrdered]:
    return [one for one in letters(events) if one.to.address == OFFICE]


def times_reopened(world: World) -> int:
    return sum(isinstance(one, CaseReopened) for one in world.events)


def test_when_one_action_fails_the_others_are_still_asked_about_on_their_day() -> None:
    friday = action("Sarah Whitlock rings the school", "Fri 04 Dec 2026")
    world = settled(VISIT, WEIGH, friday)
    world.wait("Thu 03 Dec 2026 17:00")
    assert (status(world), world.case.stage, task(world, 1).state) == ("open", "3", "not-done")
    world.wait("Fri 04 Dec 2026 10:00")
    assert (asked(world, 2), asked(world, 3)) == (["s-whitlock"], ["s-whitlock"])


def test_done_is_recorded_while_the_case_is_open_again() -> None:
    world = settled(VISIT, action("Sarah Whitlock rings the school", "Fri 04 Dec 2026"))
    world.wait("Fri 04 Dec 2026 10:00")
    assert status(world) == "open"
    world.hear(RAISER, Said(Verb.DONE), answers=letter_about(world, 2))
    assert (task(world, 2).state, status(world)) == ("done", "open")


def test_not_done_on_an_open_case_tells_everybody_and_opens_nothing_a_second_time() -> None:
    world = settled(VISIT, action("Sarah Whitlock rings the school", "Fri 04 Dec 2026"))
    world.wait("Fri 04 Dec 2026 10:00")
    stage = world.case.stage
    events = world.hear(RAISER, Said(Verb.NOT_DONE, "the line is dead"), answers=letter_about(world, 2))
    told = {one.to.person: one for one in letters(events) if one.template == "action_not_done"}
    assert {RAISER, RESPONDER, MANAGER, OTHER_MANAGER} <= set(told)
    assert told[MANAGER].facts["until"] == ""
    assert len(told_office(events)) == 1
    world.wait("Tue 08 Dec 2026 12:00")
    assert (times_reopened(world), world.case.stage) == (1, stage)


def test_a_person_opens_the_case_again_and_its_actions_are_asked_about_all_the_same() -> None:
    world = settled(VISIT)
    world.say(RESPONDER, Verb.REOPEN, "he is back home")
    world.wait(f"{TUESDAY} 12:00")
    assert (status(world), asked(world, 1)) == ("open", [RESPONDER])
    world.wait(f"{WEDNESDAY} 18:00")
    assert (task(world, 1).state, times_reopened(world)) == ("not-done", 1)


def test_an_open_case_has_its_own_next_date_beside_its_actions() -> None:
    world = settled(action("Daniel Mensah visits", "Mon 01 Mar 2027"))
    world.say(RESPONDER, Verb.REOPEN, "he is back home")
    world.wait("Thu 28 Jan 2027 12:00")
    assert world.case.stage == "5"
    assert any(one.purpose not in ("action", "limit") for one in world.case.standing)
    stage = next(one for one in reversed(letters(world.events)) if one.template == "convened")
    assert "2027-03-01" not in str(stage.facts["due"]), "a stage letter shows the date of an action"


def test_a_new_date_for_an_action_is_agreed_while_the_case_is_open() -> None:
    world = settled(VISIT)
    world.say(RESPONDER, Verb.REOPEN, "he is back home")
    world.wait(f"{TUESDAY} 12:00")
    friday = moment("Fri 04 Dec 2026 09:00").date()
    world.hear(OTHER_MANAGER, Said(Verb.NEW_DATE, "", when=friday), answers=letter_about(world, 1))
    world.send()
    world.say(MANAGER, Verb.AGREE)
    assert (task(world, 1).on, task(world, 1).state) == (friday, "standing")
    world.wait("Fri 04 Dec 2026 12:00")
    assert asked(world, 1) == [RESPONDER, RESPONDER]


def test_a_new_date_for_an_action_is_agreed_while_the_raiser_has_their_day() -> None:
    world = settled(VISIT)
    world.say(RESPONDER, Verb.REOPEN, "he is back home")
    world.wait(f"{TUESDAY} 12:00")
    world.say(MANAGER, Verb.RESOLVED, "We visit together.")
    world.say(OTHER_MANAGER, Verb.AGREE)
    assert status(world) == "agreed"
    friday = moment("Fri 04 Dec 2026 09:00").date()
    world.hear(OTHER_MANAGER, Said(Verb.NEW_DATE, "", when=friday), answers=letter_about(world, 1))
    world.send()
    world.hear(MANAGER, Said(Verb.AGREE), answers=letters(world.events)[-2].letter)
    question = next(one.letter for one in world.case.letters.values() if one.template == "new_date")
    world.hear(MANAGER, Said(Verb.AGREE), answers=question)
    assert (task(world, 1).on, status(world)) == (friday, "agreed")


def test_two_actions_of_one_day_each_have_their_letter_and_their_answer() -> None:
    world = settled(VISIT, LETTER)
    world.wait(f"{TUESDAY} 12:00")
    assert (asked(world, 1), asked(world, 2)) == ([RESPONDER], [RESPONDER])
    events = world.hear(RESPONDER, Said(Verb.DONE))
    [answer] = [one for one in letters(events) if one.template == "answer"]
    assert "the action that you mean" in answer.facts["lines"][0]["result"]
    world.hear(RESPONDER, Said(Verb.DONE), answers=letter_about(world, 2))
    assert (task(world, 1).state, task(world, 2).state) == ("standing", "done")
    world.hear(RESPONDER, Said(Verb.DONE))
    assert task(world, 1).state == "done"
    assert world.case.finished


def test_two_failed_actions_open_the_case_once_and_both_are_named() -> None:
    world = settled(VISIT, LETTER)
    world.wait("Thu 03 Dec 2026 17:00")
    [reopened] = [one for one in world.events if isinstance(one, CaseReopened)]
    assert "visits" in reopened.text
    assert "writes to the school" in reopened.text


def test_an_action_whose_day_passes_before_the_raisers_day_does_is_asked_about_all_the_same() -> None:
    world = World().open()
    world.wait("Thu 26 Nov 2026 09:00")
    world.hear(
        MANAGER, replace(said(Verb.RESOLVED, world.now), actions=(action("Daniel Mensah visits", "Thu 26 Nov 2026"),))
    )
    world.send()
    world.say(OTHER_MANAGER, Verb.AGREE)
    world.wait("Mon 30 Nov 2026 12:00")
    assert (status(world), asked(world, 1)) == ("closed", [RESPONDER])


def away(world: World, letter: str) -> tuple[Event, ...]:
    who = world.case.letters[letter].to
    by = sender(who.person)
    number = next(world.mails)
    return world.decide(
        Hear(world.now, f"m{number}", f"<m{number}@people.example>", by, kind="out-of-office", answers=letter)
    )


def test_the_cover_is_asked_where_the_owners_letter_met_an_absence_and_nobody_is_blamed() -> None:
    world = settled(action("Joy Okafor visits", TUESDAY))
    world.wait(f"{TUESDAY} 12:00")
    events = away(world, letter_about(world, 1))
    world.send()
    assert asked(world, 1) == [OTHER_MANAGER, "t-byrne"]
    assert len(told_office(events)) == 1
    world.hear("t-byrne", Said(Verb.DONE), answers=letter_about(world, 1))
    assert task(world, 1).state == "done"


def test_a_cover_has_the_full_day_to_answer() -> None:
    world = settled(action("Joy Okafor visits", TUESDAY))
    world.wait(f"{WEDNESDAY} 10:00")
    away(world, letter_about(world, 1))
    world.send()
    world.wait(f"{WEDNESDAY} 18:00")
    assert task(world, 1).state == "standing"
    world.wait("Thu 03 Dec 2026 18:00")
    assert task(world, 1).state == "not-done"


def test_the_manager_is_asked_where_the_owners_letter_came_back() -> None:
    world = settled(VISIT)
    world.wait(f"{TUESDAY} 12:00")
    events = world.bounce(letter_about(world, 1))
    assert asked(world, 1) == [RESPONDER, OTHER_MANAGER]
    assert len(told_office(events)) == 1


def test_an_owner_who_is_known_to_be_away_is_not_waited_for() -> None:
    world = settled(action("Joy Okafor visits", TUESDAY))
    closed = next(
        one for one in world.case.letters.values() if one.template == "closed" and one.to.person == OTHER_MANAGER
    )
    world.wait("Fri 27 Nov 2026 09:00")
    away(world, closed.letter)
    world.wait(f"{TUESDAY} 12:00")
    assert asked(world, 1) == ["t-byrne"]


def test_where_nobody_is_reached_the_office_is_asked_and_nobody_is_called_late() -> None:
    world = settled(VISIT)
    world.wait(f"{TUESDAY} 12:00")
    while True:
        before = asked(world, 1)
        events = world.bounce(letter_about(world, 1))
        world.send()
        if asked(world, 1) == before:
            break
    [office] = told_office(events)
    assert {"DONE", "NOT DONE"} <= {one["verb"] for one in office.facts["words"]}
    world.wait(f"{WEDNESDAY} 18:00")
    missed = [one for one in world.events if isinstance(one, DeadlineMissed)][-1]
    assert missed.not_reached == ("nene-valley",)
    failed = next(one for one in world.events if isinstance(one, ActionNotDone))
    assert not failed.reached
    told = next(one for one in letters(world.events) if one.template == "action_not_done")
    assert told.facts["reached"] is False


def test_the_office_says_done_for_an_owner_whom_nobody_reached_and_for_nobody_else() -> None:
    world = settled(VISIT)
    world.wait(f"{TUESDAY} 12:00")
    world.hear(OFFICE, Said(Verb.DONE), answers=letter_about(world, 1))
    assert task(world, 1).state == "standing"
    while True:
        before = asked(world, 1)
        world.bounce(letter_about(world, 1))
        world.send()
        if asked(world, 1) == before:
            break
    office = next(one for one in reversed(letters(world.events)) if one.to.address == OFFICE)
    world.hear(OFFICE, Said(Verb.DONE, "I rang them"), answers=office.letter)
    assert task(world, 1).state == "done"


@pytest.mark.parametrize("who", [RESPONDER, RAISER, MANAGER, OFFICE])
def test_anybody_may_say_that_it_is_not_done(who: str) -> None:
    world = settled(VISIT)
    world.wait(f"{TUESDAY} 12:00")
    world.hear(who, Said(Verb.NOT_DONE, "nobody came"))
    assert task(world, 1).state == "not-done"


def morning(world: World) -> list[str]:
    """Return what else the morning letter says is waited for."""
    so_far = CaseSoFar(world.rules.policy, tuple(world.events), len(world.events))
    events = machine.decide(book(), NoteMorning(world.now, world.now, (so_far,)), world.rules, world.who_is_who)
    [letter] = letters(events)
    return list(letter.facts["waits"])


def test_a_case_is_closed_but_not_finished_until_its_actions_are_done() -> None:
    world = settled(VISIT, WEIGH)
    assert (world.case.finished, len(world.case.to_do)) == (False, 2)
    world.wait(f"{TUESDAY} 12:00")
    world.say(RESPONDER, Verb.DONE)
    assert (world.case.finished, len(world.case.to_do)) == (False, 1)
    world.wait(f"{WEDNESDAY} 12:00")
    events = world.hear(RAISER, Said(Verb.STATUS))
    [told] = [one for one in letters(events) if one.template == "status"]
    assert "1 action open" in told.facts["lines"][0]
    assert "1 action open" in transcript(world.events, world.rules.policy, {}).status
    assert "an agreed action: we asked if it is done" in morning(world)[0].lower()
    world.say(RAISER, Verb.DONE)
    assert world.case.finished
    assert "finished" in transcript(world.events, world.rules.policy, {}).status
    assert morning(world) == []
    [told] = [one for one in letters(world.hear(RAISER, Said(Verb.STATUS))) if one.template == "status"]
    assert "finished" in told.facts["lines"][0]
