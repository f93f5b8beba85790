"""A policy's own time for an acknowledgement: the other side's RECEIVED, and nothing that takes a case up (rule 5)."""

from dataclasses import replace

import pytest

from mailservice.cases.history.case import Deadline
from mailservice.cases.history.words import Verb
from mailservice.policy.check import faults_of
from mailservice.policy.model import Clock, Policy
from mailservice.policy.words import clock_in_words
from mailservice.policy.workdays import WorkingDays
from tests.cases.world import CHILD, RAISER, RESPONDER, World, addressee, letters, policy, said, sender

WITHIN_A_DAY = Clock("ack", "acknowledgement", "working-days", "case-opened", "policy", 1)
SETTLE = Clock("settle", "resolve-or-escalate", "working-days", "case-opened", "policy", 5)


def under(*clocks: Clock) -> Policy:
    own = policy()
    return replace(own, stages=(replace(own.stages[0], clock=clocks), *own.stages[1:]))


def opened(own: Policy) -> World:
    world = World()
    world.rules = replace(world.rules, policy=own, days=WorkingDays(own.calendar))
    world.hear(RAISER, child_references=(CHILD,), to=(addressee(RESPONDER),), own_words="I do not agree.")
    world.send()
    return world


def asked(world: World) -> Deadline:
    return next(one for one in world.case.deadlines.values() if one.clock == "ack")


def test_the_other_side_is_asked_for_it_by_a_date_and_offered_the_word() -> None:
    world = opened(under(WITHIN_A_DAY, SETTLE))
    one = next(one for one in letters(world.events) if one.template == "stage" and one.to.person == RESPONDER)
    assert [word["verb"] for word in one.facts["words"]] == ["RECEIVED", "PLAN", "ESCALATE"]
    assert one.facts["due"]["what"] == "an acknowledgement, for you to see to"


@pytest.mark.parametrize("verb", [Verb.RECEIVED, Verb.MET, Verb.PLAN])
def test_received_or_any_answer_of_theirs_meets_it_and_moves_no_other_date(verb: Verb) -> None:
    world = opened(under(WITHIN_A_DAY, SETTLE))
    settle = next(one for one in world.case.standing if one.clock == "settle")
    world.say(RESPONDER, verb)
    assert asked(world).state == "met"
    assert settle in world.case.standing


def test_the_raiser_hears_that_it_was_acknowledged_with_what_comes_next() -> None:
    world = opened(under(WITHIN_A_DAY, SETTLE))
    world.say(RESPONDER, Verb.RECEIVED, "")
    told = next(one for one in letters(world.events) if "has acknowledged it" in one.facts.get("headline", ""))
    assert told.to.person == RAISER


def test_a_word_of_the_raiser_a_secretarys_or_one_in_doubt_acknowledges_nothing() -> None:
    for who, proof in ((RAISER, "proven"), ("someone@nenevalley.example", "proven"), (RESPONDER, "unproven")):
        world = opened(under(WITHIN_A_DAY, SETTLE))
        world.hear(who, said(Verb.RECEIVED, world.now, ""), sender=replace(sender(who), proof=proof))  # type: ignore[arg-type] # two of its words
        assert asked(world).state == "standing", who


def test_missed_it_is_reminded_of_and_takes_nothing_up() -> None:
    world = opened(under(WITHIN_A_DAY, SETTLE))
    world.wait("Wed 25 Nov 2026 09:00")
    assert (asked(world).state, world.case.stage) == ("missed", "1")
    last = [one for one in letters(world.events) if one.template == "reminder"][-1]
    assert last.to.person == RESPONDER
    assert "RECEIVED" in [word["verb"] for word in last.facts["words"]]


def test_where_it_is_the_only_date_the_case_has_a_next_one_all_the_same() -> None:
    world = opened(under(WITHIN_A_DAY))
    world.say(RESPONDER, Verb.RECEIVED, "")
    assert [one.purpose for one in world.case.standing if one.purpose == "check-in"] == ["check-in"]


def test_it_is_shown_as_the_duty_of_the_other_side() -> None:
    assert clock_in_words(WITHIN_A_DAY) == (
        "the side it is raised with: acknowledge it: 1 working day from the opening"
    )


@pytest.mark.parametrize(
    ("wrong", "key", "says"),
    [
        ({"side": "raising"}, "side", "has nothing to acknowledge"),
        ({"unit": "judgement", "amount": 0, "check_in": 1}, "unit", 'has a number, or comes "at-once"'),
        ({"on_missed": "climb"}, "on_missed", "takes nothing up"),
    ],
)
def test_an_acknowledgement_that_nobody_could_give_is_refused(wrong: dict[str, object], key: str, says: str) -> None:
    clock = replace(WITHIN_A_DAY, **wrong)  # type: ignore[arg-type] # as the file has them
    assert says in dict(faults_of(under(clock, SETTLE)))[f"stage 1, clock ack, {key}"]
