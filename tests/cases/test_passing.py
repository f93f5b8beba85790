"""A death or grave harm (rule 12.6): one letter, nothing more asked of anyone, and the office alone ends it or lets it go on."""

from dataclasses import replace

import pytest

from mailservice.cases.history.commands import CallTime, Grave, Proof, Said
from mailservice.cases.history.events import CaseClosed, DeadlineMissed, LetterOrdered
from mailservice.cases.history.folding import replay
from mailservice.cases.history.words import Verb
from mailservice.mail.compose.templates import load_templates, read_folder
from mailservice.simulator.story import moment
from tests.cases.test_climbing import at_stage
from tests.cases.world import CHILD, OFFICE, RAISER, RESPONDER, ROOT, World, addressee, answered, letters, sender
from tests.gallery import part, written

READY = load_templates(read_folder(ROOT / "templates" / "email"))
DIED = "I am sorry to say that N died on Sunday."
REVIEW = Said(Verb.PASSED_ON, "rapid review, agreed on 1 December", "PASSED ON rapid review")
NOT_SO = Said(Verb.GO_ON, "", "GO ON")


def told(world: World, who: str = RESPONDER, phrase: str = DIED, *, sure: bool = True) -> list[LetterOrdered]:
    """Let somebody write of it; return what that brings."""
    events = world.hear(who, own_words=phrase, grave=Grave(phrase, sure=sure))
    world.send()
    return letters(events)


def to_others(world: World, since: int) -> list[str]:
    """Return what went to anybody but the office since so many events."""
    return [one.template for one in letters(world.events[since:]) if one.to.address != OFFICE]


def test_the_office_is_alarmed_at_once_and_each_party_has_one_plain_letter() -> None:
    world = at_stage("nscp", "2")
    brought = told(world)
    (office,) = world.to_office([*brought])
    assert office.facts["headline"] == "A death or grave harm"
    assert DIED.rstrip(".") in " ".join(office.facts["items"])
    assert "01632 960 121" in " ".join(office.facts["items"])
    others = [one for one in brought if one.to.address != OFFICE]
    assert {one.template for one in others} == {"passed_on"}
    assert len({one.to.address for one in others}) == len(others)
    assert {RAISER, RESPONDER, "j-okafor", "m-dasgupta"} <= {one.to.person for one in others}


@pytest.mark.parametrize("proof", ["plausible", "failed"])
def test_a_death_told_by_nobody_sure_alarms_the_office_and_stops_nothing(proof: Proof) -> None:
    world = at_stage("nscp", "2")
    dates = [one.id for one in world.case.standing]
    whom = replace(sender(RESPONDER), proof=proof)
    before = len(world.events)
    events = world.hear(RESPONDER, own_words=DIED, grave=Grave(DIED, sure=True), sender=whom)
    assert world.to_office([*events])
    assert world.case.status == "open"
    assert set(dates) <= {one.id for one in world.case.standing}
    assert "passed_on" not in to_others(world, before)


def test_the_letter_says_who_wrote_whom_to_ring_and_that_nothing_is_thrown_away_and_asks_for_no_word() -> None:
    world = at_stage("nscp", "2")
    letter = next(one for one in told(world) if one.to.person == RAISER)
    text = " ".join(part(written(letter, READY), "plain").split())
    assert "Daniel Mensah" in text
    assert "throw nothing away" in text
    assert "01632 960 110" in text
    assert "by 5pm" not in text
    assert not letter.facts["words"]
    assert DIED not in text


def test_nothing_more_is_asked_of_anyone_but_the_office_for_a_month() -> None:
    world = at_stage("nscp", "2")
    told(world)
    since = len(world.events)
    world.wait("Mon 4 Jan 2027 12:00")
    assert to_others(world, since) == []
    asked = [one for one in world.to_office(world.events[since:]) if one.facts["headline"] == "Where does this stand?"]
    assert len(asked) >= 3
    assert world.case.standing, "it has a next date, the office's"


def test_a_word_of_a_party_is_kept_and_urgent_for_another_child_is_heard() -> None:
    world = at_stage("nscp", "2")
    told(world)
    assert "Nothing more is asked" in " ".join(answered(world.say(RAISER, Verb.ESCALATE)))
    assert world.case.here == ("2", 1)
    events = world.say(RAISER, Verb.URGENT, "her sister is in the house")
    assert "999" in " ".join(answered(events)) or "alarmed" in " ".join(answered(events))
    assert [one.facts["headline"] for one in world.to_office(events)] == ["URGENT"]


def test_nobody_is_asked_to_prove_or_to_confirm_a_word_while_the_case_stands_still() -> None:
    world = at_stage("nscp", "2")
    world.say("m-dasgupta", Verb.RESOLVED, "a joint visit on Monday 7 December")
    told(world)
    agrees = Said(Verb.AGREE, "", "AGREE")
    for proof in ("plausible", "failed"):
        events = world.hear("j-okafor", agrees, sender=replace(sender("j-okafor"), proof=proof))
        assert "answer this very letter" not in " ".join(answered(events)), proof
    spoken = Said(Verb.SPOKEN, "", "SPOKEN Joy Okafor: AGREE", name="Joy Okafor", spoken=agrees)
    brought = letters(world.hear(OFFICE, spoken))
    assert {one.to.address for one in brought} == {OFFICE}
    asked = letters(world.hear("j-okafor", Said(Verb.STATUS, "", "STATUS")))
    assert [one.facts["words"] for one in asked] == [[]], "where it stands offers no word"


def test_the_office_alone_ends_it_and_names_the_review() -> None:
    world = at_stage("nscp", "2")
    told(world)
    assert "name the review" in " ".join(answered(world.hear(OFFICE, Said(Verb.PASSED_ON, "", "PASSED ON"))))
    assert world.case.status == "halted"
    world.hear(OFFICE, REVIEW)
    (end,) = [event for event in world.events if isinstance(event, CaseClosed)]
    assert (end.ending, end.text) == ("passed-on", "rapid review, agreed on 1 December")
    assert not world.case.standing
    assert not [one for one in world.case.actions.values() if one.state == "standing"], "no after-care"


def test_where_it_is_not_so_the_case_goes_on_and_dates_that_passed_are_given_anew() -> None:
    world = at_stage("nscp", "2")
    before = {one.goal: one.due for one in world.case.standing if one.purpose == "clock"}
    told(world)
    world.wait("Mon 21 Dec 2026 10:00")
    events = world.hear(OFFICE, NOT_SO)
    now = {one.goal: one.due for one in world.case.standing if one.purpose == "clock"}
    assert now.keys() == before.keys()
    assert all(due > world.now for due in now.values())
    assert not [
        event
        for event in world.events
        if isinstance(event, DeadlineMissed) and event.at > moment("Tue 24 Nov 2026 11:00")
    ]
    readers = {one.to.person for one in letters(events) if one.to.address != OFFICE}
    assert {RAISER, "j-okafor", "m-dasgupta"} <= readers


def test_a_date_that_has_not_come_stands_as_it_stood() -> None:
    world = at_stage("nscp", "2")
    before = sorted(one.due for one in world.case.standing if one.purpose == "clock")
    told(world)
    world.hear(OFFICE, NOT_SO)
    assert sorted(one.due for one in world.case.standing if one.purpose == "clock") == before
    assert world.case.status == "open"


def test_where_it_is_not_plain_the_office_alone_is_asked_and_every_date_runs() -> None:
    world = at_stage("nscp", "2")
    brought = told(world, phrase="Mr Hall died on Saturday.", sure=False)
    (office,) = world.to_office([*brought])
    assert office.facts["headline"] == "Perhaps a death or grave harm"
    assert "passed_on" not in {one.template for one in brought}
    world.wait("Tue 15 Dec 2026 12:00")
    assert world.case.here != ("2", 1), "it went on by itself"
    world.hear(OFFICE, Said(Verb.PASSED_ON, "", "PASSED ON"))
    assert world.case.status == "halted"


def test_where_a_second_child_is_on_the_case_its_dates_run_on() -> None:
    world = World()
    refs = (CHILD, "NCT-111111")
    world.hear(RAISER, child_references=refs, to=(addressee(RESPONDER),), own_words="I do not agree.")
    world.send()
    brought = told(world)
    assert world.case.status == "open"
    letter = next(one for one in brought if one.template == "passed_on")
    assert "run on for the others" in " ".join(part(written(letter, READY), "plain").split())
    assert world.case.harm is not None


def test_an_opening_mail_that_tells_of_it_brings_no_stage_letter() -> None:
    world = World()
    facts = {"child_references": (CHILD,), "to": (addressee(RESPONDER),), "own_words": DIED}
    events = world.hear(RAISER, **facts, grave=Grave(DIED, sure=True))
    kinds = sorted(one.template for one in letters(events))
    assert kinds == ["office", "passed_on", "passed_on"]
    world.hear(OFFICE, NOT_SO)
    assert "stage" in {one.template for one in letters(world.events)}


def test_what_waited_to_leave_is_held_back() -> None:
    world = World()
    world.hear(RAISER, child_references=(CHILD,), to=(addressee(RESPONDER),), own_words="I do not agree.")
    told(world, RAISER)
    assert {one.state for one in world.case.letters.values() if one.template == "stage"} == {"withheld"}


def test_told_after_the_end_nobody_is_asked_for_after_care_or_an_action() -> None:
    world = at_stage("nscp", "2")
    world.say("m-dasgupta", Verb.RESOLVED, "a joint visit on Monday 7 December")
    world.say("j-okafor", Verb.AGREE, "")
    world.wait("Fri 27 Nov 2026 12:00")
    assert world.case.status == "closed"
    told(world)
    since = len(world.events)
    world.wait("Mon 11 Jan 2027 12:00")
    assert to_others(world, since) == []
    world.hear(OFFICE, REVIEW)
    assert (world.case.status, world.case.ending) == ("closed", "agreed")


@pytest.mark.parametrize("words", [Verb.AGREE, Verb.RESOLVED, Verb.WITHDRAW, Verb.OBJECT, Verb.CONTACT, Verb.GO_ON])
def test_no_word_of_a_party_wakes_it(words: Verb) -> None:
    world = at_stage("nscp", "2")
    told(world)
    world.say(RAISER, words)
    assert world.case.status == "halted"
    assert replay(world.events) == world.case


def test_an_old_date_that_comes_does_nothing() -> None:
    world = at_stage("nscp", "2")
    dates = [one.id for one in world.case.standing]
    told(world)
    for one in dates:
        assert world.decide(CallTime(moment("Mon 4 Jan 2027 12:00"), one)) == ()


def test_nobody_but_the_office_passes_a_case_on() -> None:
    world = at_stage("nscp", "2")
    answer = " ".join(answered(world.hear(RAISER, REVIEW)))
    assert "Business Office's word alone" in answer
    assert world.case.status == "open"
