"""A policy with gaps: it says what is missing, and an office's own file fills it, marked as the office's."""

from pathlib import Path

import pytest

from mailservice.errors import UserError
from mailservice.policy.load import load, load_bytes

FOLDER = Path(__file__).parents[2] / "policies"
RPD = FOLDER / "resolution-of-disagreements-rpd.toml"
OVERLAY = FOLDER / "overlays" / "rpd-example.toml"


def laid(overlay: str) -> list[tuple[str, str]]:
    with pytest.raises(UserError) as told:
        load_bytes(RPD.read_bytes(), "rpd.toml", (overlay.encode(), "ours.toml"))
    return [(one.key, one.remedy) for one in told.value.problems]


def test_alone_it_does_not_run_live_and_says_why() -> None:
    rpd = load(RPD)
    assert not rpd.runs_live
    assert rpd.gaps == (
        "Number, titles, roles and times of the stages",
        "Who decides last and whether it binds",
        "Fields of the monitoring form and who receives it",
    )


def test_with_the_office_s_answers_it_runs_and_every_value_of_theirs_is_marked() -> None:
    rpd = load(RPD, OVERLAY)
    assert rpd.runs_live
    assert rpd.gaps == ()
    assert {stage.basis for stage in rpd.stages} == {"office"}
    assert {clock.basis for stage in rpd.stages for clock in stage.clock} == {"office"}
    assert {clock.check_in_basis for stage in rpd.stages for clock in stage.clock} == {"office"}
    assert rpd.final.basis == "office"
    assert (form := rpd.form("monitoring"))
    assert form.basis == "office"
    assert "stage 2, clock" in rpd.filled
    assert "final, authority" in rpd.filled


def test_what_the_page_itself_states_stays_the_policy_s() -> None:
    rpd, filled = load(RPD), load(RPD, OVERLAY)
    assert filled.urgent == rpd.urgent
    assert filled.urgent.basis == "policy"
    assert filled.duties == rpd.duties
    assert filled.topics == rpd.topics
    assert filled.digest == rpd.digest
    assert filled.overlay_digest
    assert not rpd.overlay_digest


def test_the_office_s_numbers_climb_as_the_policy_s_would() -> None:
    assert load(RPD, OVERLAY).stage("1").clock[0].when_missed == "climb"
    assert load(RPD, OVERLAY).stage("4").clock[0].when_missed == "ask"


@pytest.mark.parametrize(
    ("overlay", "key", "remedy"),
    [
        ('policy = "nscp"\n', "policy", 'write policy = "rpd"'),
        ('policy = "rpd"\nfills = ["colour"]', "fills", "is no gap"),
        ('policy = "rpd"\n[wording]\ncall_it = "quarrel"', "wording, call_it", "only fills gaps"),
        ('policy = "rpd"\n[urgent]\nalways_say = "Wait"', "urgent, always_say", "only fills gaps"),
        ('policy = "rpd"\n[[topic]]\nid = "roles"\nlabel = "Other"', "topic roles, label", "only fills gaps"),
        ('policy = "rpd"\nfills = ["stages", "final-authority", "form-fields"]', "stage 1, known", "every stage"),
        ('policy = "rpd"\nclosing = "soon"', "closing", "only fills gaps"),
        ('policy = "rpd"\n[[final]]\nstage = "3"', "final", "only fills gaps"),
        ('policy = "rpd"\nfills = "stages and all"', "fills", "is no gap"),
        ('policy = "rpd"\n[final]\nautority = "x"', "final, autority", "did you mean authority"),
    ],
)
def test_an_overlay_that_does_more_or_less_than_fill_is_refused(overlay: str, key: str, remedy: str) -> None:
    told = dict(laid(overlay))
    assert key in told
    assert remedy in told[key]


def test_an_overlay_may_add_what_the_policy_has_none_of() -> None:
    limit = '[[limit]]\nid = "all"\ngoal = "referral"\nstage = "3"\namount = 9\nunit = "working-days"\nstarts = "case-opened"'
    rpd = load_bytes(RPD.read_bytes(), "rpd.toml", (f'policy = "rpd"\n{limit}'.encode(), "ours.toml"))
    assert [(one.id, one.basis) for one in rpd.limits] == [("all", "office")]
    assert rpd.filled == ("limit all",)
    assert not rpd.runs_live


def test_a_policy_without_gaps_takes_no_overlay() -> None:
    with pytest.raises(UserError, match="no gaps to fill"):
        load(FOLDER / "northamptonshire-nscp.toml", OVERLAY)
