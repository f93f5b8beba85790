"""Two versions of a policy side by side, in words that a board could read."""

from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from mailservice.policy.difference import differences
from mailservice.policy.load import load
from mailservice.policy.model import AgencyType, Duty, Policy, Roles
from tests.policy.strategies import policies

NSCP = load(Path(__file__).resolve().parents[2] / "policies" / "northamptonshire-nscp.toml")


def told(new: Policy, old: Policy = NSCP) -> list[str]:
    return [str(one) for one in differences(old, new)]


def with_stage(identity: str, **changes: object) -> Policy:
    stages = tuple(replace(one, **changes) if one.id == identity else one for one in NSCP.stages)  # type: ignore[arg-type] # any field
    return replace(NSCP, stages=stages)


def test_a_version_beside_itself_has_no_difference() -> None:
    assert told(NSCP) == []
    assert told(replace(NSCP, digest="another file with the same words")) == []


def test_a_longer_time_is_told_as_people_say_it() -> None:
    first, *rest = NSCP.stage("2").clock
    (line,) = told(with_stage("2", clock=(replace(first, amount=10), *rest)))
    assert line.startswith(f"stage 2, clock {first.id}: was: ")
    before, _, after = line.partition("; now: ")
    assert f"{first.amount} working days" in before
    assert "10 working days" in after


def test_a_role_a_title_and_a_new_duty_are_told_in_the_order_of_the_file() -> None:
    new = replace(with_stage("2", title="Manager meets manager"), duties=(*NSCP.duties, Duty("kind", "Be kind")))
    assert told(new) == [
        f"stage 2, title: was: {NSCP.stage('2').title}; now: Manager meets manager",
        "duty kind: new: says Be kind; at stage",
    ]
    assert told(with_stage("2", roles={"default": Roles(("Team manager",))}))[-1].endswith("; now: Team manager")


def test_a_stage_that_is_gone_is_one_line() -> None:
    gone = replace(NSCP, stages=NSCP.stages[:-1])
    assert len([one for one in told(gone) if one.startswith("stage 5: gone")]) == 1


def test_the_order_of_things_is_a_difference() -> None:
    first = AgencyType("a", "A"), AgencyType("b", "B")
    old, new = replace(NSCP, agency_types=first), replace(NSCP, agency_types=first[::-1])
    assert told(new, old) == ["agency_type, order: was: a, b; now: b, a"]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(policies(), policies())
def test_two_policies_have_no_difference_only_where_they_are_the_same(old: Policy, new: Policy) -> None:
    assert bool(differences(old, new)) is (replace(old, digest="") != replace(new, digest=""))
    assert all(one.before != one.after for one in differences(old, new))
