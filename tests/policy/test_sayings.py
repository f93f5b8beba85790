"""What a policy says beside its clocks reaches people at the right moment, and nobody is told that ours is the policy's."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from mailservice.policy import model, sayings
from mailservice.policy.load import load
from mailservice.policy.words import stage_notes

FILES = sorted((Path(__file__).resolve().parents[2] / "policies").glob("*.toml"))
POLICIES = {policy.id: policy for policy in map(load, FILES)}


def test_who_acts_at_stage_three_in_south_gloucestershire_hears_of_the_prescribed_form_and_by_whom() -> None:
    policy = POLICIES["sgcp"]
    said = sayings.at_stage(policy, policy.stage("3"))
    assert any("asks for its form" in line and "Monitoring form (senior manager)" in line for line in said)
    assert not any("form" in line for line in sayings.at_stage(policy, policy.stage("2")))


def test_buckinghamshire_only_offers_its_form_and_asks_the_agency_to_stay_involved() -> None:
    policy = POLICIES["bscp"]
    said = sayings.at_stage(policy, policy.stage("2"))
    assert any(line.startswith("The policy offers a form") for line in said)
    assert "The agency that disagrees stays in the plan and in all decisions while this runs" in said


def test_the_duty_to_finish_is_said_when_events_overtake_a_case_and_not_before() -> None:
    policy = POLICIES["bscp"]
    finish = sayings.duties(policy, "overtaken", policy.first_stage)
    assert len(finish) == 1
    assert not set(finish) & {*sayings.at_opening(policy), *sayings.at_stage(policy, policy.stage("1"))}


def test_a_head_teacher_who_acts_again_hears_that_one_person_may_act_at_every_stage() -> None:
    policy = POLICIES["nscp"]
    again = set(sayings.at_stage(policy, policy.stage("3"), again=True))
    assert again - set(sayings.at_stage(policy, policy.stage("3"))) == set(
        sayings.duties(policy, "same-person", policy.stage("3"))
    )


def test_a_family_is_never_written_to_though_those_around_it_may_be_brought_in() -> None:
    policy = POLICIES["crp"]
    assert any(
        "Team Around the Family" in line and "never write to a family" in line
        for line in sayings.at_stage(policy, policy.stage("2"))
    )


def test_what_is_said_of_urgency_is_called_the_policys_only_where_it_is() -> None:
    assert sayings.when_urgent(POLICIES["sgcp"]).startswith("The policy says")
    assert not sayings.when_urgent(POLICIES["nscp"]).startswith("The policy says")


def test_what_the_office_filled_in_is_not_said_to_be_the_policys() -> None:
    policy = POLICIES["nscp"]
    filled = replace(policy.stage("2"), basis="office")
    assert all("filled in by the office" in line for line in sayings.at_stage(policy, filled))


@pytest.mark.parametrize("identity", sorted(POLICIES))
def test_every_duty_route_exclusion_and_place_of_record_is_told_to_who_asks_for_the_policy(identity: str) -> None:
    policy = POLICIES[identity]
    told = " ".join([*sayings.of_stages(policy), *sayings.besides(policy), *sayings.elsewhere(policy)]).casefold()
    wanted = [one.says for one in policy.duties] + [one.says for one in policy.exclusions]
    wanted += [one.when for one in policy.routes]
    wanted += [one for one in policy.record.where if one != sayings.NOT_STATED] + [one.title for one in policy.ladder]
    assert [one for one in wanted if one.casefold() not in told] == []


def test_every_moment_that_a_duty_may_name_is_one_at_which_something_is_said() -> None:
    everywhere = model.Duty("all", "Said", ("opened", "stage", "same-person", "contact", "overtaken", "closed"))
    policy = replace(POLICIES["nscp"], duties=(everywhere,))
    stage = policy.stage("2")
    said = [
        sayings.at_opening(policy),
        sayings.at_stage(policy, stage),
        sayings.for_contacts(policy, stage),
        sayings.duties(policy, "overtaken", stage),
        sayings.at_closing(policy, stage),
    ]
    assert all("Said" in lines for lines in said)
    assert {field.name for field in fields(model.Duty)} == {"id", "says", "at", "stages"}


def test_whoever_asks_for_the_policy_reads_when_it_is_urgent_and_the_times_of_another_way() -> None:
    assert any("imminent harm is feared" in line for line in sayings.besides(POLICIES["bscp"]))
    assert all("()" not in line for line in sayings.besides(POLICIES["nscp"]))
    [complaint] = [line for line in sayings.elsewhere(POLICIES["bscp"]) if "about the Partnership itself" in line]
    assert "acknowledgement in 10 working days, reply in 28 working days" in complaint


def test_whoever_is_asked_for_a_name_reads_of_the_form_that_keeps_it() -> None:
    assert any(
        "Named officers for advice" in line
        for line in sayings.for_contacts(POLICIES["bscp"], POLICIES["bscp"].first_stage)
    )
    assert not any("form" in line for line in sayings.for_contacts(POLICIES["nscp"], POLICIES["nscp"].first_stage))


def test_a_stage_is_called_informal_only_where_the_file_says_so() -> None:
    said = {word: stage_notes(replace(POLICIES["nscp"].first_stage, formal=word)) for word in (True, False, None)}
    assert said == {True: ["formal"], False: ["informal"], None: []}


def test_a_duty_of_one_stage_is_said_there_alone_and_named_with_it_in_the_whole() -> None:
    advice = model.Duty("advice", "Take advice before you answer", stages=("2",))
    policy = replace(POLICIES["nscp"], duties=(advice,))
    told = [stage.id for stage in policy.ladder if advice.says in sayings.at_stage(policy, stage)]
    assert told == ["2"]
    assert "At stage 2: Take advice before you answer" in sayings.besides(policy)


def test_the_whole_names_a_duty_once_whatever_its_moments_and_the_hours_of_the_last_stage_as_ours() -> None:
    whole = replace(POLICIES["nscp"], duties=(model.Duty("count", "Review after three cases", ("closed", "contact")),))
    assert sayings.besides(whole).count("Review after three cases") == 1
    urgent = replace(POLICIES["nscp"], urgent=replace(POLICIES["nscp"].urgent, hours=48, hours_for="whole-route"))
    assert any("at stage 5 itself 24 real hours hold, which are ours" in one for one in sayings.besides(urgent))
