"""Whatever a sixth partnership writes into its file, its cases keep to the rules (section 20): random policies, people, words."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailservice.cases import machine
from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import CallTime, NoteSent
from mailservice.cases.history.events import CaseClosed, Event, MailHeard, StageEntered
from mailservice.cases.history.folding import replay
from mailservice.policy.model import Policy
from mailservice.simulator.year import Year
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


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(policies(), st.integers(0, 10_000))
def test_under_any_policy_a_mail_is_decided_once_and_no_decision_climbs_twice(policy: Policy, seed: int) -> None:
    year = Year(policy, seed, cases=2, opened_within=5, ends_after=60).play()
    for history in year.histories.values():
        mails = [event.mail for event in history if isinstance(event, MailHeard)]
        assert len(mails) == len(set(mails)), "one mail was decided twice"
        climbed: dict[object, int] = {}
        for event in history:
            if isinstance(event, StageEntered) and event.why in ("climbed", "limit"):
                climbed[event.at] = climbed.get(event.at, 0) + 1
        assert all(times == 1 for times in climbed.values()), "a moment's sweep climbed twice"


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(policies(), st.integers(0, 10_000), st.integers(5, 25))
def test_under_any_policy_a_sweep_early_twice_or_a_week_late_is_harmless(policy: Policy, seed: int, days: int) -> None:
    year = Year(policy, seed, cases=1, opened_within=2, ends_after=days).play()
    for reference in year.histories:
        case = _all_sent(year, year.case(reference))
        if not case.standing:
            continue
        first = case.standing[0]
        early = CallTime(first.due - timedelta(minutes=1), first.id)
        assert machine.decide(case, early, year.rules, year.directory) == (), "a date acted before it came"
        late = first.due + timedelta(days=7)
        happened: list[Event] = []
        for one in [one for one in case.standing if one.due <= late]:
            happened += machine.decide(replay(happened, case), CallTime(late, one.id), year.rules, year.directory)
            if any(isinstance(event, StageEntered) for event in happened):
                break
        after = replay(happened, case)
        assert sum(isinstance(event, StageEntered) for event in happened) <= 1, "one late sweep climbed twice"
        assert after.status == "closed" or after.standing, "a late sweep left no next date"
        if after.status == "closed" and case.status != "closed":
            assert case.agreed or case.withdrawn, "silence ended a case"
        for one in after.deadlines.values():
            if one.state in ("met", "missed"):
                again = machine.decide(after, CallTime(late, one.id), year.rules, year.directory)
                assert again == (), "a date acted twice"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(policies().filter(lambda one: one.final.joint), st.integers(0, 10_000))
def test_under_any_policy_nobody_decides_for_two_who_decide_together(policy: Policy, seed: int) -> None:
    year = Year(policy, seed, cases=2, opened_within=5, ends_after=90).play()
    for reference, history in year.histories.items():
        for event in (one for one in history if isinstance(one, CaseClosed) and one.ending == "decided"):
            decision = year.case(reference).proposals[event.proposal]
            said = {one.address.lower(): one for one in (decision.by, *decision.assents)}
            if policy.final.decided_by == "sides":
                assert {one.agency for one in said.values()} == {*year.case(reference).agencies}
            else:
                assert len(said) >= (policy.final.quorum or len(policy.final.authorities))


def _all_sent(year: Year, case: Case) -> Case:
    for one in [one for one in case.letters.values() if one.state == "ordered"]:
        case = replay(machine.decide(case, NoteSent(one.at, one.letter), year.rules, year.directory), case)
    return case
