"""A time in a policy's free words is kept by a number of the file, or `check` says that it is not."""

from dataclasses import replace

import pytest

from mailservice.policy.check import faults_of
from mailservice.policy.load import load_bytes
from mailservice.policy.model import Duty, Policy, Tell
from mailservice.policy.promises import unkept
from mailservice.policy.skeleton import skeleton

DRAFT = load_bytes(skeleton("ours", "Our Partnership", "england-and-wales").encode(), "ours.toml")


def urgent(trigger: str) -> Policy:
    return replace(DRAFT, urgent=replace(DRAFT.urgent, trigger=trigger))


@pytest.mark.parametrize(
    ("trigger", "promised"),
    [
        ("5 days is too long for the child: 24 hours", ["24 hours"]),
        ("within 48hrs of the referral", ["48hrs"]),
        ("within forty-eight hours of the referral", ["forty-eight hours"]),
        ("escalated inside two working days", []),  # stage 1 has two
        ("escalated inside three working days", ["three working days"]),
        ("a risk that cannot wait a day", []),
        ("children of 5 to 10, on day 3", []),
    ],
)
def test_hours_of_an_urgent_case_are_kept_by_nothing_but_the_urgent_route(trigger: str, promised: list[str]) -> None:
    assert [said for _, said in unkept(urgent(trigger))] == promised


def test_a_letter_to_be_written_within_two_days_of_an_agreement_is_a_promise() -> None:
    row = Tell("agreed", ("raising agency",), "policy", how="by letter within 2 working days")
    assert [*unkept(replace(DRAFT, tells=(row,)))] == [("tell number 1, how", "2 working days")]


def test_a_duty_may_name_a_time_of_the_ladder() -> None:
    kept, broken = Duty("a", "Answer within 5 working days"), Duty("b", "Answer within 7 days")
    assert [*unkept(replace(DRAFT, duties=(kept, broken)))] == [("duty b, says", "7 days")]


def test_check_says_what_to_write() -> None:
    found = dict(faults_of(urgent("needs an answer in 24 hours")))
    assert found["urgent, trigger"].startswith("promises '24 hours', and no number in the file keeps it")
