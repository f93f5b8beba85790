"""The last words of a case: withdrawn, overtaken, put off, done or not done, opened again, followed, taken back, proven."""

from dataclasses import replace

import pytest

from mailservice.cases.history.case import Task
from mailservice.cases.history.commands import Hear, Proof, Said
from mailservice.cases.history.events import (
    Action,
    CaseClosed,
    CaseReopened,
    ConfirmationAsked,
    DeadlineSet,
    LetterOrdered,
    LetterWithheld,
    Undone,
)
from mailservice.cases.history.words import Verb
from mailservice.simulator.story import moment
from tests.cases.world import OFFICE, RAISER, RESPONDER, World, letters, said, sender, yes

MANAGER, OTHER_MANAGER = "m-dasgupta", "j-okafor"


def at_stage_2() -> World:
    world = World().open()
    world.wait("Thu 26 Nov 2026 09:00")
    return world


def settled_with_an_action() -> World:
    world = at_stage_2()
    to_do = (Action("Daniel Mensah visits on Tuesday 1 December", moment("Tue 01 Dec 2026 09:00").date()),)
    world.hear(MANAGER, replace(said(Verb.RESOLVED, world.now), actions=to_do))
    world.send()
    world.say(OTHER_MANAGER, Verb.AGREE)
    world.say(RAISER, Verb.AGREE)
    assert world.case.status == "closed"
    return world


def task(world: World) -> Task:
    [only] = world.case.actions.values()
    return only


def status(world: World) -> str:
    return world.case.status


def result(world: World) -> str:
    """Return what the last answer said."""
    [answer] = [one for one in letters(world.events)[-12:] if one.template == "answer"][-1:]
    return " ".join(line["result"] for line in answer.facts["lines"])


def templates(events: tuple[object, ...]) -> dict[str, str]:
    return {one.to.address: one.template for one in events if isinstance(one, LetterOrdered)}


def unproven(world: World, who: str, word: Said, proof: Proof = "plausible", answers: str = "") -> None:
    number = next(world.mails)
    by = replace(sender(who), proof=proof)
    world.decide(Hear(world.now, f"m{number}", f"<m{number}@people.example>", by, said=(word,), answers=answers))


def test_what_nobody_keeps_ends_as_withdrawn_and_not_before_its_day() -> None:
    world = at_stage_2()
    events = world.say(RAISER, Verb.WITHDRAW)
    told = {address for address, template in templates(events).items() if template == "withdrawn"}
    assert {"mina.dasgupta@rockinghamhealth.example", "joy.okafor@nenevalley.example"} <= told
    world.wait("Fri 27 Nov 2026 16:59")
    assert status(world) == "open"
    world.wait("Fri 27 Nov 2026 17:00")
    assert (status(world), world.case.ending) == ("closed", "withdrawn")


@pytest.mark.parametrize("who", [RESPONDER, "k-obrien", OFFICE, RAISER])
def test_anybody_who_takes_part_may_keep_what_is_being_withdrawn(who: str) -> None:
    world = at_stage_2()
    world.say(RAISER, Verb.WITHDRAW)
    world.say(who, Verb.KEEP)
    world.wait("Mon 30 Nov 2026 12:00")
    assert (status(world), world.case.withdrawn) == ("open", None)


@pytest.mark.parametrize("who", [MANAGER, "k-obrien", RESPONDER, OFFICE])
def test_nobody_withdraws_for_the_raiser(who: str) -> None:
    world = at_stage_2()
    world.say(who, Verb.WITHDRAW)
    assert world.case.withdrawn is None
    assert "Only Sarah Whitlock can withdraw" in result(world)


def test_a_withdrawal_waits_while_no_letter_about_it_has_left() -> None:
    world = at_stage_2()
    world.hear(RAISER, said(Verb.WITHDRAW, world.now))
    world.now = moment("Fri 27 Nov 2026 17:00")
    world.sweep()
    assert status(world) == "open"
    world.now = moment("Mon 30 Nov 2026 10:00")
    world.send()
    [day] = [one for one in world.case.standing if one.purpose == "withdrawal"]
    assert day.due == moment("Tue 01 Dec 2026 17:00")


def test_the_case_climbs_while_it_is_being_withdrawn_for_every_date_stands() -> None:
    world = at_stage_2()
    due = world.case.standing[-1].due
    world.now = due.replace(hour=9)
    world.say(RAISER, Verb.WITHDRAW)
    world.wait("Wed 09 Dec 2026 12:00")
    assert world.case.path[-1][0] == "3"
    assert world.case.ending == "withdrawn"


def test_overtaken_needs_the_agree_of_each_agency() -> None:
    world = at_stage_2()
    world.say(RESPONDER, Verb.OVERTAKEN, "The child went home.")
    world.say(MANAGER, Verb.AGREE)
    assert status(world) == "open"
    world.say(OTHER_MANAGER, Verb.AGREE)
    assert (status(world), world.case.ending) == ("closed", "overtaken")


def test_the_raisers_objection_says_that_the_cause_is_not_settled() -> None:
    world = at_stage_2()
    world.say(OTHER_MANAGER, Verb.OVERTAKEN)
    world.say(RAISER, Verb.OBJECT, "He is back, and nothing has changed.")
    assert world.case.asked == ()
    world.say(MANAGER, Verb.AGREE)
    assert status(world) == "open"


def test_a_question_and_a_proposal_wait_side_by_side_and_each_agree_belongs_to_its_letter() -> None:
    world = at_stage_2()
    world.say(MANAGER, Verb.RESOLVED, "We visit together.")
    world.say(MANAGER, Verb.OVERTAKEN, "The child went home.")
    assert [one.kind for one in world.case.asked] == ["resolved", "overtaken"]
    world.say(OTHER_MANAGER, Verb.AGREE)
    assert "More than one question" in result(world)
    letter = next(one.letter for one in letters(world.events) if one.template == "overtaken")
    world.hear(OTHER_MANAGER, said(Verb.AGREE, world.now), answers=letter)
    assert world.case.ending == "overtaken"


def test_a_new_date_stands_when_each_agency_agrees_and_the_old_one_stays_in_the_record() -> None:
    world = at_stage_2()
    old = max((one for one in world.case.standing if one.purpose == "clock"), key=lambda one: one.due)
    world.say(MANAGER, Verb.NEW_DATE)
    assert world.case.deadlines[old.id].state == "standing"
    events = world.say(OTHER_MANAGER, Verb.AGREE)
    assert world.case.deadlines[old.id].due == old.due
    new = next(one for one in world.case.standing if one.clock == old.clock)
    assert (new.basis, new.due, new.clock) == ("agreed", moment("Fri 04 Dec 2026 17:00"), old.clock)
    told = templates(events)
    assert {"sarah.whitlock@rockinghamhealth.example", "colin.ferris@rockinghamhealth.example"} <= set(told)
    world.wait("Fri 04 Dec 2026 17:00")
    assert world.case.stage == "3"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("Thu 10 Dec 2026 09:00", "at most 5 working days later"),
        ("Sat 05 Dec 2026 09:00", "no working day"),
        ("Wed 25 Nov 2026 09:00", "it has passed"),
        ("Fri 27 Nov 2026 09:00", "is as late"),
    ],
)
def test_a_new_date_that_the_rules_do_not_allow_is_refused_with_the_reason(day: str, why: str) -> None:
    world = at_stage_2()
    world.hear(MANAGER, Said(Verb.NEW_DATE, "we wait", when=moment(day).date()))
    assert world.case.asked == ()
    assert why in result(world)


def test_a_stage_has_one_new_date() -> None:
    world = at_stage_2()
    world.say(MANAGER, Verb.NEW_DATE)
    world.say(OTHER_MANAGER, Verb.AGREE)
    world.hear(MANAGER, Said(Verb.NEW_DATE, "", when=moment("Mon 07 Dec 2026 09:00").date()))
    assert "one new date" in result(world)


def asked_of_it(world: World) -> list[str]:
    """Return the dates that stand for the action; weeks later its raiser is asked what has changed."""
    return [one.purpose for one in world.case.standing if one.about == task(world).id]


def test_an_agreed_action_is_asked_about_on_its_day_and_done_is_told_to_the_raiser() -> None:
    world = settled_with_an_action()
    assert task(world).owner.person == RESPONDER
    world.wait("Tue 01 Dec 2026 12:00")
    [asked] = [one for one in world.case.letters.values() if one.template == "action_due"]
    assert (asked.to.person, asked.at) == (RESPONDER, moment("Tue 01 Dec 2026 09:00"))
    events = world.hear(RESPONDER, Said(Verb.DONE), answers=asked.letter)
    assert templates(events)["sarah.whitlock@rockinghamhealth.example"] == "news"
    world.wait("Fri 11 Dec 2026 12:00")
    assert (status(world), task(world).state, asked_of_it(world)) == ("closed", "done", [])


def test_an_action_that_is_not_done_opens_the_case_at_the_stage_after_the_one_that_agreed() -> None:
    world = settled_with_an_action()
    world.wait("Wed 02 Dec 2026 17:00")
    told = {one.to.person for one in world.case.letters.values() if one.template == "action_not_done"}
    assert {RAISER, RESPONDER, MANAGER, OTHER_MANAGER} <= told
    world.wait("Thu 03 Dec 2026 17:00")
    assert (status(world), world.case.stage) == ("open", "3")


def test_a_new_date_that_each_agency_agrees_to_keeps_the_case_closed() -> None:
    world = settled_with_an_action()
    world.wait("Tue 01 Dec 2026 12:00")
    world.say(RESPONDER, Verb.NOT_DONE, "nobody was in")
    world.hear(OTHER_MANAGER, Said(Verb.NEW_DATE, "", when=moment("Fri 04 Dec 2026 09:00").date()))
    world.send()
    world.say(MANAGER, Verb.AGREE)
    world.wait("Fri 04 Dec 2026 12:00")
    assert (status(world), task(world).on) == ("closed", moment("Fri 04 Dec 2026 09:00").date())
    world.say(RESPONDER, Verb.DONE)
    assert (task(world).state, asked_of_it(world)) == ("done", [])


def test_somebody_of_another_agency_cannot_say_that_it_is_done() -> None:
    world = settled_with_an_action()
    world.say(MANAGER, Verb.DONE)
    assert task(world).state == "standing"


def test_escalate_is_taken_back_and_the_old_dates_stand_again() -> None:
    world = at_stage_2()
    dates = {(one.clock, one.due) for one in world.case.standing if one.purpose == "clock"}
    world.say(RAISER, Verb.ESCALATE)
    assert world.case.stage == "3"
    events = world.say(RAISER, Verb.UNDO)
    assert (world.case.stage, world.case.status) == ("2", "open")
    assert {(one.clock, one.due) for one in world.case.standing if one.purpose == "clock"} == dates
    corrected = {one.to.person for one in letters(events) if one.template == "correction"}
    assert {"c-ferris", "r-lindqvist"} <= corrected


def test_a_letter_that_has_not_left_stays_unsent_when_its_word_is_taken_back() -> None:
    world = at_stage_2()
    world.hear(RAISER, said(Verb.ESCALATE, world.now))
    events = world.hear(RAISER, said(Verb.UNDO, world.now))
    assert any(isinstance(one, LetterWithheld) for one in events)
    assert not any(one.template == "correction" for one in letters(events))


def test_nothing_is_taken_back_once_another_side_has_acted() -> None:
    world = at_stage_2()
    world.say(MANAGER, Verb.RESOLVED)
    world.say(OTHER_MANAGER, Verb.DISAGREE)
    events = world.say(MANAGER, Verb.UNDO)
    assert not any(isinstance(one, Undone) for one in events)
    assert "Joy Okafor has acted since" in result(world)


def test_nothing_is_taken_back_once_the_clock_has_gone_on() -> None:
    world = at_stage_2()
    world.say(RAISER, Verb.ESCALATE)
    world.wait("Wed 20 Jan 2027 12:00")
    world.say(RAISER, Verb.UNDO)
    assert world.case.stage == "5"


def test_an_agree_is_taken_back_and_the_proposal_waits_again() -> None:
    world = at_stage_2()
    world.say(MANAGER, Verb.RESOLVED)
    world.say(OTHER_MANAGER, Verb.AGREE)
    assert status(world) == "agreed"
    world.say(OTHER_MANAGER, Verb.UNDO)
    assert status(world) == "open"
    assert world.case.pending is not None
    assert world.case.pending.assents == ()


def test_what_would_happen_is_told_and_nothing_moves() -> None:
    world = at_stage_2()
    before = world.case
    for verb in (Verb.WITHDRAW, Verb.OVERTAKEN, Verb.NEW_DATE, Verb.UNDO, Verb.ESCALATE):
        world.hear(RAISER, replace(said(verb, world.now), dry_run=True))
        assert "You asked what would happen, and nothing has" in result(world)
    assert (world.case.stage, world.case.standing, world.case.proposals) == (before.stage, before.standing, {})


@pytest.mark.parametrize("verb", [Verb.RESOLVED, Verb.AGREE, Verb.NEW_DATE, Verb.WITHDRAW, Verb.OVERTAKEN])
def test_a_word_towards_quiet_that_is_not_proven_is_asked_for_once_more(verb: Verb) -> None:
    world = at_stage_2()
    if verb is Verb.AGREE:
        world.say(OTHER_MANAGER, Verb.RESOLVED)
    who = RAISER if verb is Verb.WITHDRAW else MANAGER
    before = world.case
    unproven(world, who, said(verb, world.now))
    assert (world.case.proposals, world.case.withdrawn, world.case.status) == (before.proposals, None, "open")
    question = letters(world.events)[-1]
    assert question.about == "confirm"
    assert question.facts["say"] == f"yes, {verb}"
    world.send()
    world.hear(who, sender=replace(sender(who), proof="plausible"), **yes(verb, question.letter))
    assert world.case.proposals != before.proposals or world.case.withdrawn is not None
    assert world.case.to_confirm == ()


def test_a_word_sent_again_in_any_other_mail_is_asked_for_again() -> None:
    world = at_stage_2()
    for _ in range(3):
        unproven(world, RAISER, said(Verb.WITHDRAW, world.now))
    assert world.case.withdrawn is None


def test_a_call_for_attention_acts_unless_its_proof_failed() -> None:
    world = at_stage_2()
    unproven(world, RAISER, said(Verb.ESCALATE, world.now))
    assert world.case.stage == "3"
    unproven(world, RAISER, said(Verb.ESCALATE, world.now), "failed")
    assert world.case.stage == "3"
    office = [one for one in letters(world.events) if one.template == "office"][-1]
    assert office.facts["headline"] == "A mail that may be forged"


def test_in_one_mail_the_call_for_attention_acts_and_the_word_towards_quiet_is_asked_for() -> None:
    world = at_stage_2()
    words = (said(Verb.NOT_DONE, world.now), said(Verb.URGENT, world.now), said(Verb.OVERTAKEN, world.now))
    number = next(world.mails)
    by = replace(sender(RAISER), proof="plausible")
    events = world.decide(Hear(world.now, f"m{number}", f"<m{number}@people.example>", by, said=words))
    assert world.case.urgent is not None
    assert [one.verb for one in events if isinstance(one, ConfirmationAsked)] == ["OVERTAKEN"]


def test_taking_back_a_call_for_attention_must_be_proven() -> None:
    world = at_stage_2()
    world.say(RAISER, Verb.ESCALATE)
    unproven(world, RAISER, said(Verb.UNDO, world.now))
    assert world.case.stage == "3"


def test_the_agency_names_who_follows_a_raiser_who_has_left() -> None:
    world = at_stage_2()
    word = Said(Verb.CONTACT, "Kate O'Brien kate.obrien@rockinghamhealth.example as raiser", name="Kate O'Brien")
    word = replace(word, address="kate.obrien@rockinghamhealth.example")
    world.hear(MANAGER, word)
    assert world.case.raiser is not None
    assert world.case.raiser.person == RAISER
    world.bounce(next(one.letter for one in world.case.letters.values() if one.to.person == RAISER))
    for one in [one for one in world.case.letters.values() if one.to.person == RAISER and one.state != "bounced"]:
        world.bounce(one.letter)
    world.hear(OTHER_MANAGER, word)
    assert world.case.raiser.person == RAISER
    world.hear(MANAGER, word)
    assert world.case.raiser.person == "k-obrien"
    world.say("k-obrien", Verb.WITHDRAW)
    assert world.case.withdrawn is not None


def test_until_then_the_office_holds_the_raisers_rights() -> None:
    world = at_stage_2()
    world.say(MANAGER, Verb.RESOLVED)
    world.say(OTHER_MANAGER, Verb.AGREE)
    world.say(OFFICE, Verb.OBJECT)
    assert status(world) == "agreed"
    for one in [one for one in world.case.letters.values() if one.to.person == RAISER]:
        world.bounce(one.letter)
    world.say(OFFICE, Verb.OBJECT)
    assert status(world) == "open"


def test_a_case_that_nobody_opened_again_says_so_and_tells_everybody() -> None:
    world = settled_with_an_action()
    world.wait("Thu 03 Dec 2026 17:00")
    [reopened] = [one for one in world.events if isinstance(one, CaseReopened)]
    assert reopened.by is None
    assert any(isinstance(one, CaseClosed) for one in world.events)
    assert any(isinstance(one, DeadlineSet) and one.purpose == "action-date" for one in world.events)


def test_a_proposal_offers_escalate_only_while_there_is_a_further_stage() -> None:
    def offered(world: World, who: str) -> list[str]:
        asked = [one for one in letters(world.say(who, Verb.RESOLVED)) if one.template == "proposal"]
        return [word["verb"] for word in asked[0].facts["words"]]

    assert offered(at_stage_2(), MANAGER) == ["AGREE", "DISAGREE", "ESCALATE"]
    last = at_stage_2()
    while last.case.stage != "5":
        last.say(RAISER, Verb.ESCALATE)
    assert offered(last, "e-vaughan") == ["AGREE", "DISAGREE"], "nothing lies beyond the last stage"
