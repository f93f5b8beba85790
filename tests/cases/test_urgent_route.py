"""A policy's own way for an urgent case: its hours for each stage or for the whole way, and the stages it passes (section 8)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailservice.cases.dates import kinds
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.events import StageEntered, UrgentRaised
from mailservice.cases.history.words import Verb
from mailservice.policy import words
from mailservice.policy.check import faults_of
from mailservice.policy.model import Clock, Policy, Urgent
from mailservice.policy.workdays import WorkingDays
from mailservice.simulator.story import moment
from tests.cases.world import CHILD, OFFICE, RAISER, RESPONDER, World, addressee, answered, letters, policy

OPENED, RAISED = "Mon 23 Nov 2026 10:00", "Mon 23 Nov 2026 11:00"
WHOLE = {"hours": 24, "hours_for": "whole-route"}


def under(**own: object) -> Policy:
    return replace(policy(), urgent=replace(policy().urgent, basis="policy", **own))  # type: ignore[arg-type] # as the file has them


def urgent(own: Policy, *, until: str = RAISED) -> World:
    """Return a case that is urgent since an hour after its opening, as it stands at a later moment."""
    world = World(now=moment(OPENED))
    world.rules = replace(world.rules, policy=own, days=WorkingDays(own.calendar))
    world.hear(RAISER, child_references=(CHILD,), to=(addressee(RESPONDER),), own_words="I do not agree.")
    world.send()
    world.wait(RAISED)
    world.said = world.say(RAISER, Verb.URGENT, "nobody has seen her")  # type: ignore[attr-defined] # for the tests here
    world.wait(until)
    return world


def hours(world: World) -> Deadline:
    return next(one for one in world.case.standing if one.purpose == "urgent")


def entered(world: World) -> list[tuple[str, str]]:
    return [(one.stage, f"{one.at:%a %H:%M}") for one in world.events if isinstance(one, StageEntered)]


def test_the_whole_way_is_shared_equally_and_the_last_stage_has_it_when_the_hours_end() -> None:
    world = urgent(under(**WHOLE), until="Tue 24 Nov 2026 11:00")
    stages = [stage for stage, _ in entered(world)]
    assert stages[0] == "1"
    assert world.case.stage == world.rules.policy.last_stage.id
    assert entered(world)[-1][1] == "Tue 11:00"
    gaps = {b.at - a.at for a, b in zip(_climbs(world), _climbs(world)[1:], strict=False)}
    assert max(gaps) - min(gaps) < timedelta(minutes=1)


def _climbs(world: World) -> list[UrgentRaised | StageEntered]:
    """Return the word itself, and each place that the case came to after it."""
    raised = next(one for one in world.events if isinstance(one, UrgentRaised))
    return [raised, *(one for one in world.events if isinstance(one, StageEntered) and one.at > raised.at)]


def test_a_share_is_ours_and_the_end_is_the_policys() -> None:
    world = urgent(under(**WHOLE))
    assert (hours(world).basis, "share them equally" in hours(world).says) == ("house", True)
    own = under(**WHOLE, stages=("1", "5"))
    assert (hours(urgent(own)).basis, hours(urgent(own)).says) == ("policy", "")
    assert hours(urgent(own)).due == moment("Tue 24 Nov 2026 11:00")


def test_the_sender_and_the_tiers_are_told_the_hours_of_the_route() -> None:
    world = urgent(under(**WHOLE))
    tells = "The policy gives an urgent case 24 hours to be at stage 5: until 11am on Tuesday 24 November 2026."
    assert tells in answered(world.said)[-1]  # type: ignore[attr-defined] # as it was kept
    stage = [one for one in letters(world.said) if one.template == "stage"]  # type: ignore[attr-defined] # as it was kept
    assert stage
    assert all(tells in one.facts["urgent"]["policy"] for one in stage)


def test_hours_for_each_stage_stand_instead_of_ours() -> None:
    world = urgent(under(hours=6))
    assert (hours(world).due, hours(world).basis) == (moment("Mon 23 Nov 2026 17:00"), "policy")
    world.wait("Mon 23 Nov 2026 17:00")
    assert hours(world).due == moment("Mon 23 Nov 2026 23:00")
    alarms = [one.facts["items"] for one in letters(world.events) if one.to.address == OFFICE]
    assert "6 hours passed without an agreement; it is now at stage 2." in [line for items in alarms for line in items]


def test_where_the_policy_has_no_hours_ours_hold() -> None:
    assert hours(urgent(under())).due == moment("Tue 24 Nov 2026 11:00")
    assert hours(urgent(under())).basis == "house"


def test_a_second_urgent_puts_the_end_of_the_way_no_further() -> None:
    world = urgent(under(**WHOLE), until="Mon 23 Nov 2026 20:00")
    world.say(RESPONDER, Verb.URGENT, "she is not at home")
    world.wait("Tue 24 Nov 2026 11:00")
    assert world.case.stage == "5"


def test_the_policys_own_earlier_date_still_holds() -> None:
    assert urgent(under(hours=240), until="Wed 25 Nov 2026 17:00").case.stage == "2"


def test_an_urgent_case_passes_the_stages_of_the_route_alone_and_the_others_once_it_is_over() -> None:
    world = urgent(under(stages=("1", "3", "5")), until="Tue 24 Nov 2026 11:00")
    assert [stage for stage, _ in entered(world)] == ["1", "3"]
    assert "It passes stage 1, 3 and 5 alone." in answered(world.said)[-1]  # type: ignore[attr-defined] # as it was kept
    calm = urgent(under(stages=("1", "3", "5")))
    calm.say(RAISER, Verb.URGENT, "over: she is safe")
    calm.wait("Thu 26 Nov 2026 11:00")
    assert calm.case.stage == "2"


def test_an_urgent_case_at_a_stage_that_the_route_leaves_out_goes_on_at_once() -> None:
    world = urgent(under(stages=("3", "5")))
    assert [stage for stage, _ in entered(world)] == ["1", "3"]
    assert "It is at stage 3." in answered(world.said)[-1]  # type: ignore[attr-defined] # as it was kept


def test_nobody_of_a_stage_that_is_left_out_has_the_letter_as_the_next_tier() -> None:
    with_two = {one.to.name for one in letters(urgent(under()).said)}  # type: ignore[attr-defined] # as it was kept
    without = {one.to.name for one in letters(urgent(under(stages=("1", "3", "5"))).said)}  # type: ignore[attr-defined] # as it was kept
    assert with_two != without


@pytest.mark.parametrize(
    ("own", "place", "remedy"),
    [
        ({"hours_for": "whole-route"}, "urgent, hours", "such as hours = 24"),
        ({"hours": -1}, "urgent, hours", "take it out"),
        ({"stages": ("1", "9", "5")}, "urgent, stages", "no stage '9'"),
        ({"stages": ("1", "2")}, "urgent, stages", "add the last stage, 5"),
        ({"stages": ("1", "5"), "may_start_at": ("3",), "mode": ("start-at",)}, "urgent, may_start_at", "add it there"),
    ],
)
def test_a_route_that_cannot_be_carried_out_is_no_sound_policy(own: dict[str, object], place: str, remedy: str) -> None:
    assert [(key, remedy in says) for key, says in faults_of(under(**own))] == [(place, True)]


def test_the_route_is_told_in_words() -> None:
    own = under(**WHOLE, stages=("1", "5"), mode=("compress",))
    shared = "the tiers before it share what is left equally, which is our reckoning, not the policy's"
    last = "at stage 5 itself 24 real hours hold, which are ours"
    assert words.urgent_in_words(own) == [
        f"it is settled, or at stage 5, 24 real hours after URGENT (the policy's own hours); {shared}; {last}",
        "the policy wants all stages in a short time",
        "it passes stage 1 and 5 alone, and leaves out the others",
    ]
    assert Urgent("policy", "999").hours == 0


def test_an_urgent_case_keeps_a_date_where_its_last_stage_has_no_number_and_a_report_is_made() -> None:
    judged = Clock("plan", "plan", "judgement", "stage-entered", "policy", check_in=1)
    only = replace(policy().first_stage, next="", steps=(), clock=(judged,))
    own = replace(under(), stages=(only,), final=replace(policy().final, stage=only.id), limits=(), forms=(), tells=())
    world = urgent(own)
    for day in ("Tue 24 Nov 2026 12:00", "Wed 25 Nov 2026 12:00"):
        world.wait(day)
        world.say(OFFICE, Verb.REPORT, "Both sides were heard.")
        assert world.case.reported
        assert [one.purpose for one in world.case.standing if kinds.of(one).stands == "next"]
