"""Whatever a sixth partnership writes into its file, its cases keep to the rules (section 20): random policies, people, words."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailservice.cases.case import Case, replay
from mailservice.cases.events import CaseClosed
from mailservice.policy.model import Policy
from mailservice.year import Year
from tests.cases.test_year import has_its_words
from tests.policy.strategies import policies


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(policies(), st.integers(0, 10_000))
def test_under_any_policy_a_case_never_drifts_and_never_ends_without_its_words(policy: Policy, seed: int) -> None:
    year = Year(policy, seed, cases=2, opened_within=5, ends_after=90).play()
    assert len(year.histories) == 2
    for reference, history in year.histories.items():
        case = year.case(reference)
        assert replay(history, Case()) == case
        assert case.status == "closed" or case.standing, "open, with no next date"
        for number, event in enumerate(history):
            if isinstance(event, CaseClosed):
                assert has_its_words(event, history[:number])
