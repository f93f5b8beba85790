"""Under the conflict resolution policy the named professional may act at stage 1 instead of the management line."""

from dataclasses import replace

from mailservice.cases.history.commands import Said
from mailservice.cases.history.words import Verb
from tests.cases.world import answered, at, letters

NURSE = "gus.penn@fenlandnhs.example"


def names_the_nurse() -> Said:
    return Said(Verb.CONTACT, "our named nurse", f"CONTACT Gus Penn {NURSE}", None, "Gus Penn", NURSE)


def stage_letters(events: object) -> list[str]:
    return [one.to.address for one in letters(events) if one.template == "stage"]  # type: ignore[arg-type] # events or a list


def test_named_before_the_report_they_have_the_letter_with_it() -> None:
    world = at("crp")
    events = world.hear(world.raiser, names_the_nurse())
    assert any("acts for Fenland" in one and "ESCALATE reports it now" in one for one in answered(events))
    assert NURSE not in stage_letters(events)
    assert NURSE in stage_letters(world.say(world.raiser, Verb.ESCALATE))
    assert world.case.stage == "1"


def test_named_after_the_report_they_have_a_letter_at_once_and_their_word_binds() -> None:
    world = at("crp")
    world.say(world.raiser, Verb.ESCALATE)
    assert NURSE in stage_letters(world.hear(world.raiser, names_the_nurse()))
    world.send()
    world.say("g-penn", Verb.RESOLVED, "a joint visit on Monday")
    world.say("z-noor", Verb.AGREE, "")
    assert world.case.status == "agreed"
    assert world.case.settled_at == ("1", 1)


def test_the_line_manager_is_displaced_by_nobody() -> None:
    world = at("crp")
    world.hear(world.raiser, names_the_nurse())
    read = stage_letters(world.say(world.raiser, Verb.ESCALATE))
    assert {"iris.fox@fenlandnhs.example", NURSE} <= {*read}


def test_a_colleague_who_is_no_such_professional_acts_at_the_next_stage_as_before() -> None:
    world = at("crp")
    one = replace(names_the_nurse(), reason="", name="Iris Fox", address="iris.fox@fenlandnhs.example")
    world.hear(world.raiser, one)
    assert [named.step for named in world.case.contacts] == [""]


def test_a_policy_that_does_not_have_it_takes_them_for_the_next_stage() -> None:
    world = at("crp")
    own = world.rules.policy
    first, *others = own.stages
    world.rules = replace(world.rules, policy=replace(own, stages=(replace(first, may_include=()), *others)))
    world.hear(world.raiser, names_the_nurse())
    assert [(named.stage, named.step) for named in world.case.contacts] == [("2", "")]


def test_the_other_side_names_nobody_who_binds_this_one() -> None:
    world = at("crp")
    world.hear(world.responder, names_the_nurse())
    assert [named.step for named in world.case.contacts] == [""]
