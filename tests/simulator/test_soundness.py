"""`policy check` plays a file: it never calls sound what nobody could carry out, and says where."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from mailservice.policy.load import load, load_bytes
from mailservice.policy.model import Clock, Policy
from mailservice.policy.skeleton import skeleton
from mailservice.simulator.soundness import played
from mailservice.simulator.trial import Trial
from tests.policy.strategies import policies

FOLDER = Path(__file__).resolve().parents[2] / "policies"
OURS = sorted(FOLDER.glob("*.toml"))
DRAFT = load_bytes(skeleton("ours", "Our Partnership", "england-and-wales").encode(), "ours.toml")


def told(policy: Policy) -> dict[str, str]:
    return dict(played(policy).faults)


def with_stage(identity: str, **changes: object) -> Policy:
    stages = tuple(replace(one, **changes) if one.id == identity else one for one in DRAFT.stages)  # type: ignore[arg-type] # any field
    return replace(DRAFT, stages=stages)


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.stem)
def test_the_published_policies_can_be_carried_out_from_the_first_mail_to_each_ending(file: Path) -> None:
    assert played(load(file)).faults == ()


def test_a_first_draft_says_what_it_comes_to() -> None:
    silent, urgent = played(DRAFT).told
    assert silent.startswith("Look: if nobody answers, it stays at stage 3. Both sides are asked")
    assert urgent == "If it is urgent and nobody answers, it is at stage 4, 3 days after URGENT."


def test_a_decision_that_two_sides_are_asked_for_and_nobody_may_write_is_named() -> None:
    asks = Clock("decide", "decision", "judgement", "stage-entered", "policy", check_in=1)
    found = told(with_stage("3", clock=(asks,)))
    assert found["stage 3, clock decide, goal"].startswith("asks for what nobody is asked to write here (DECISION")
    assert (
        "possible here, discussion or manager-contact or plan or resolve-or-escalate"
        in (found["stage 3, clock decide, goal"])
    )


def test_a_last_word_that_nobody_beside_the_two_sides_has_is_named() -> None:
    last = replace(DRAFT.stage("4"), sides="both", convenor="", roles=DRAFT.stage("3").roles)
    found = [remedy for key, remedy in played(replace(DRAFT, stages=(*DRAFT.stages[:3], last))).faults]
    assert any("nobody at stage 4 can write DECISION" in one for one in found)
    assert any("nobody at stage 4 can write NOT AGREED" in one for one in found)


def test_a_time_that_begins_with_what_silence_never_does_is_named() -> None:
    waits = Clock("meeting", "resolve-or-escalate", "working-days", "mediation-ended", "policy", amount=5)
    found = told(with_stage("2", clock=(waits,)))
    assert found["stage 2, clock meeting"].startswith("never begins while nobody writes")


def test_a_date_is_told_to_somebody_before_it_comes() -> None:
    trial = Trial(DRAFT).play(lambda case: case.stage == "3")
    came = [one for one in trial.case.deadlines.values() if one.purpose == "clock" and one.state == "missed"]
    assert came
    assert all(trial.told(one) for one in came)
    trial.letters.clear()
    assert not any(trial.told(one) for one in came)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(policies())
def test_whatever_a_partnership_writes_playing_it_tells_faults_and_never_fails(policy: Policy) -> None:
    shown = played(policy)
    assert all(key and remedy for key, remedy in shown.faults)
    assert len(shown.told) == 2
