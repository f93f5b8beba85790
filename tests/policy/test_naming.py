"""How a mail names what a policy lists by its words."""

from pathlib import Path

import pytest

from mailservice.policy.load import load
from mailservice.policy.naming import names

CRP = load(Path(__file__).resolve().parents[2] / "policies" / "conflict-resolution-crp.toml")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("We do not agree that an Initial Child Protection\nConference is needed.", ["icpc"]),
        ("Should we convene a conference at all?", ["icpc"]),
        ("They will not call a conference.", ["icpc"]),
        ("The core group never met.", ["cp-plan"]),
        ("The child protection plan is not carried out.", ["cp-plan"]),
        ("We were at a conference in York.", []),
        ("The assessment is wrong.", []),
    ],
)
def test_what_the_conflict_resolution_policy_does_not_cover_is_named_in_more_than_its_own_words(
    text: str, named: list[str]
) -> None:
    assert [one.id for one in CRP.exclusions if names(text, one.words)] == named


@pytest.mark.parametrize(("text", "found"), [("thresholds apply", True), ("THRESHOLD.", True), ("a thresh old", False)])
def test_a_star_stands_for_any_ending_and_case_and_lines_do_not_matter(text: str, *, found: bool) -> None:
    assert names(text, ["threshold*"]) is found


@pytest.mark.parametrize(
    "text",
    [
        "She has a child protection plan, and the referral was still judged below the threshold.",
        "The CP plan ended in May. I do not agree that the visits stop.",
    ],
)
def test_a_plan_that_is_only_mentioned_is_no_matter_of_putting_it_into_effect(text: str) -> None:
    assert [one.id for one in CRP.exclusions if names(text, one.words)] == []
