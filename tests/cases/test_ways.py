"""Another way of the policy that a side's words name: shown, gone straight to where it replaces the stages, and asked after."""

from dataclasses import replace

from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.directory import Agency, Person
from tests.cases.mornings import morning
from tests.cases.world import CHILD, World, addressee, answered, at, letters, said

CONFERENCE = "The conference chair decided against a plan. I believe that this puts him at risk of significant harm."
MANAGER = Person("conf", "Lyn Marlow", "lyn.marlow@bscp.example", "", "Conferencing Service Manager")
ALLEGATIONS = [
    Person("nso1", "Avril Dent", "avril.dent@chilterncare.example", "chiltern", "Named senior officer for allegations"),
    Person("nso2", "Ken Ferry", "ken.ferry@wyevalley.example", "wye", "Named senior officer for allegations"),
    Person("nso3", "Ola Berg", "ola.berg@elsewhere.example", "elsewhere", "Named senior officer for allegations"),
]


def opened(issue: str, *officers: Person, **more: object) -> World:
    """Return a case under Buckinghamshire's policy that was opened in these words."""
    world = World(place="bscp")
    known = world.who_is_who
    third = Agency("elsewhere", "A third agency", domains=("elsewhere.example",))
    world.who_is_who = replace(known, officers=(*known.officers, *officers), agencies=(*known.agencies, third))
    world.hear(
        world.raiser, child_references=(CHILD,), to=(addressee(world.responder, "bscp"),), own_words=issue, **more
    )
    world.send()
    return world


def escalated(world: World, stage: str) -> World:
    one = replace(said(Verb.ESCALATE, world.now, "he is not safe", "bscp"), stage=stage)
    world.hear(world.raiser, one)
    world.send()
    return world


def asks(world: World, who: str) -> str:
    found = [one for one in letters(world.events) if one.template == "stage" and one.to.person == who]
    return " ".join(found[-1].facts["policy_asks"])


def of(events: tuple[object, ...], kind: str) -> list[LetterOrdered]:
    return [one for one in events if isinstance(one, LetterOrdered) and one.template == kind]


def test_a_conferences_decision_may_go_straight_to_the_contact_at_stage_two() -> None:
    world = opened(CONFERENCE)
    [receipt] = of(tuple(world.events), "receipt")
    assert "ESCALATE TO 2 takes it there now" in receipt.facts["linked_note"]
    escalated(world, "2")
    assert world.case.here == ("2", 1)
    assert "If that contact agrees, they alert the Conferencing Service Manager at once" in asks(world, "s-amin")


def test_the_stages_go_one_at_a_time_where_no_such_decision_is_named() -> None:
    world = escalated(opened("I do not agree that the visits stop."), "2")
    assert world.case.stage == "1"


def test_the_contact_alerts_the_conferencing_service_manager_with_a_note() -> None:
    world = escalated(opened(CONFERENCE, MANAGER), "2")
    events = world.say("s-amin", Verb.NOTE, "to the Conferencing Service Manager: I agree, please look today")
    [letter] = [one for one in letters(events) if one.to.address == MANAGER.address]
    assert letter.facts["words_of"]["text"].endswith("I agree, please look today")
    assert any("passed on for: Conferencing Service Manager" in one for one in answered(events))


def test_where_nobody_holds_that_role_the_office_is_asked_to_pass_it_on() -> None:
    world = escalated(opened(CONFERENCE), "2")
    events = world.say("s-amin", Verb.NOTE, "to the Conferencing Service Manager: I agree")
    [letter] = world.to_office(events)
    assert letter.facts["action"] == "Pass it on to: Conferencing Service Manager."


def test_a_note_to_no_officer_stays_a_note() -> None:
    world = escalated(opened(CONFERENCE, MANAGER), "2")
    events = world.say("s-amin", Verb.NOTE, "to the manager: she is off sick")
    assert {one.to.person for one in letters(events)} == {"s-amin"}


def test_once_it_has_ended_the_office_is_asked_how_the_conferences_way_went() -> None:
    world = opened(CONFERENCE)
    world.say(world.responder, Verb.RESOLVED)
    world.say(world.raiser, Verb.AGREE, "")
    [care] = [one for one in morning(world)["needs"] if "After-care" in one]
    assert "uphold the chair, interim plan now, bring the review forward or refer to head of service" in care


def test_capacity_without_an_agreement_is_brought_back_to_legal_advice_at_the_end() -> None:
    world = opened("He is 16 and lacks capacity to decide this.", MANAGER)
    while world.case.stage != "4":
        world.say(world.raiser, Verb.ESCALATE)
    chair = next(one for one in world.who_is_who.officers if one.role == "Independent Chair")
    world.say(chair.id, Verb.DECISION, "he stays, because he is safe there")
    text = " ".join(one.text for one in world.case.actions.values())
    assert "Legal advice; then the Family Court or the Court of Protection" in text


def test_capacity_that_ended_in_agreement_needs_no_court() -> None:
    world = opened("He is 16 and lacks capacity to decide this.")
    world.say(world.responder, Verb.RESOLVED)
    world.say(world.raiser, Verb.AGREE, "")
    assert "Court of Protection" not in " ".join(one.text for one in world.case.actions.values())


def let_go() -> World:
    world = opened("We disagree about the advice of the LADO.", *ALLEGATIONS, released_at=World().now)
    assert world.case.status == "open"
    return world


def test_what_was_held_as_an_allegation_and_let_go_on_tells_how_the_named_senior_officers_are_reached() -> None:
    [receipt] = of(tuple(let_go().events), "receipt")
    assert "NOTE to the Named senior officer for allegations" in receipt.facts["linked_note"]


def test_a_note_to_them_reaches_those_of_the_agencies_concerned() -> None:
    world = let_go()
    before = len(world.events)
    reason = "to the named senior officer: the LADO was consulted, and we still differ"
    world.say(world.raiser, Verb.NOTE, reason)
    read = {one.to.address for one in letters(world.events[before:])}
    assert {"avril.dent@chilterncare.example", "ken.ferry@wyevalley.example"} <= read
    assert "ola.berg@elsewhere.example" not in read


def test_an_issue_that_others_should_hear_of_is_passed_on_while_the_case_is_open() -> None:
    world = at("sgcp")
    reason = "to the strategic safeguarding service manager: all schools use that form"
    events = world.say(world.raiser, Verb.NOTE, reason)
    assert "leo.pike@sgcp.example" in {one.to.address for one in letters(events)}
    assert world.case.status == "open"


def test_an_earlier_start_is_counted_beside_the_policys_overall_time() -> None:
    world = World(place="sgcp")
    to = (addressee(world.responder, "sgcp"),)
    claimed = world.now.date().replace(day=13)
    world.hear(world.raiser, child_references=(CHILD,), to=to, own_words="I do not agree.", claimed_start=claimed)
    [receipt] = of(tuple(world.events), "receipt")
    assert "From that day, the policy's 5 working days ended on Friday 20 November 2026." in receipt.facts["read"]


def test_words_that_settle_it_and_name_no_open_issue_are_asked_for_one_where_the_policy_wants_it_confirmed() -> None:
    world = at("sgcp")
    events = world.say(world.responder, Verb.RESOLVED, "she visits on Monday")
    assert any("do not say what stays open" in one for one in answered(events))
    assert [one.facts["open_unsaid"] for one in of(events, "proposal")] == [True]


def test_words_that_name_what_stays_open_are_put_as_they_are() -> None:
    world = at("sgcp")
    events = world.say(world.responder, Verb.RESOLVED, "she visits on Monday; nothing else is open")
    assert not any("do not say what stays open" in one for one in answered(events))
    assert [one.facts["open_unsaid"] for one in of(events, "proposal")] == [False]


def test_another_policy_asks_for_no_such_words() -> None:
    events = at("nscp").say("d-mensah", Verb.RESOLVED, "she visits on Monday")
    assert [one.facts["open_unsaid"] for one in of(events, "proposal")] == [False]
