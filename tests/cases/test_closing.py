"""How a case ends under each policy: the closing letters, the one letter to the office, and the after-care that is asked for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from mailservice.cases.history.case import Task
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Action, CaseReopened, Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import ordering
from mailservice.mail.compose.templates import load_templates, read_folder
from mailservice.simulator.story import moment
from tests.cases.mornings import morning
from tests.cases.world import ROOT, World, at, letters, policy, said
from tests.gallery import part, written

MARCH = moment("Mon 01 Mar 2027 09:00").date()
CHAIR = {"bscp": "chair", "sgcp": "executive", "crp": "head-safeguarding"}
# Who decides for the raiser's side and for the other, past the first stage.
SIDES = {"nscp": ("m-dasgupta", "j-okafor"), "crp": ("g-penn", "l-cross")}


def to_office(world: World, events: tuple[Event, ...] | list[Event]) -> list[LetterOrdered]:
    return [one for one in letters(events) if one.to.address == world.who_is_who.office.address]


def care(world: World) -> list[Task]:
    return [one for one in world.case.to_do if one.kind == "care"]


def office(world: World) -> str:
    return world.who_is_who.office.address


def opened(under: str) -> World:
    return World(place=under).open()


def at_the_last_stage(under: str) -> World:
    world = opened(under)
    last = world.rules.policy.last_stage.id
    while world.case.stage != last:
        world.say(world.raiser, Verb.ESCALATE)
    return world


def agreed(under: str) -> World:
    world = opened(under)
    world.say(world.responder, Verb.RESOLVED, "We visit together.")
    world.say(world.raiser, Verb.AGREE)
    return world


def withdrawn(under: str) -> World:
    world = opened(under)
    world.say(world.raiser, Verb.WITHDRAW, "It was settled by telephone.")
    world.now = next(one.due for one in world.case.standing if one.purpose == "withdrawal")
    world.sweep()
    while world.case.status == "open":
        world.sweep()
    world.send()
    return world


def overtaken(under: str) -> World:
    world = opened(under)
    world.say(world.responder, Verb.OVERTAKEN, "The child went home.")
    world.say(world.raiser, Verb.AGREE)
    return world


def decided(under: str) -> World:
    world = at_the_last_stage(under)
    to_do = (Action("The social worker visits on Monday 1 March", MARCH),)
    world.hear(CHAIR[under], replace(said(Verb.DECISION, world.now, "A new assessment."), actions=to_do))
    world.send()
    return world


def not_agreed(under: str) -> World:
    world = at_the_last_stage(under)
    world.say(office(world), Verb.REPORT, "They met, and did not agree.")
    world.say(office(world), Verb.NOT_AGREED, "Each agency keeps its plan.")
    return world


ENDINGS: dict[str, Callable[[str], World]] = {
    "agreed": agreed,
    "withdrawn": withdrawn,
    "overtaken": overtaken,
    "decided": decided,
    "not-agreed": not_agreed,
}
EVERY = [
    (ending, under)
    for under in ("nscp", "bscp", "sgcp", "crp")
    for ending in ENDINGS
    if not (ending == "decided" and under == "nscp") and not (ending == "not-agreed" and under in ("bscp", "sgcp"))
]


@pytest.mark.parametrize(("ending", "under"), EVERY)
def test_everybody_who_took_part_has_the_closing_letter_with_the_words_and_the_way_back(
    ending: str, under: str
) -> None:
    world = ENDINGS[ending](under)
    assert (world.case.status, world.case.ending) == ("closed", ending)
    closing = {one.to.address: one for one in letters(world.events) if one.template == "closed"}
    assert {one.address for one in world.case.parties} <= set(closing)
    for one in closing.values():
        assert one.facts["text"]
        assert [word["verb"] for word in one.facts["words"]] == ["REOPEN"]


@pytest.mark.parametrize(("ending", "under"), EVERY)
def test_the_office_reads_of_an_ending_in_the_morning_and_of_a_decision_at_once(ending: str, under: str) -> None:
    world = ENDINGS[ending](under)
    ended = [one for one in to_office(world, world.events) if one.facts.get("headline") == "A case has ended"]
    assert len(ended) == (ending == "decided")
    shown = morning(world)
    [need] = [one for one in shown["needs"] if "it has ended. File the record" in one]
    assert f"{world.who_is_who.office.name}, today." in need
    assert any("The case ended:" in one for one in shown["happened"])


def test_the_actions_stand_in_the_closing_letter_with_their_owner_and_day() -> None:
    world = decided("bscp")
    one = next(one for one in letters(world.events) if one.template == "closed")
    assert one.facts["actions"] == [
        "We ask Morgan Hale, who wrote it, on Monday 1 March 2027: The social worker visits on Monday 1 March"
    ]


def test_the_letter_before_the_raisers_day_names_the_actions_too() -> None:
    world = opened("nscp")
    world.wait("Thu 26 Nov 2026 09:00")
    to_do = (Action("Joy Okafor visits", MARCH),)
    world.hear("m-dasgupta", replace(said(Verb.RESOLVED, world.now), actions=to_do))
    world.send()
    events = world.say("j-okafor", Verb.AGREE)
    for one in (one for one in letters(events) if one.template == "agreed"):
        assert one.facts["actions"] == ["We ask Joy Okafor on Monday 1 March 2027: Joy Okafor visits"]
        assert one.facts["objection_until"]


@pytest.mark.parametrize(
    ("ending", "under", "asked"),
    [
        ("agreed", "nscp", []),
        ("not-agreed", "nscp", ["Learning points", "The partner that mediated"]),
        ("agreed", "bscp", ["Learning points", "about the policy"]),
        ("decided", "bscp", ["Learning points", "about the policy"]),
        ("agreed", "sgcp", ["Learning points", "Debrief"]),
        ("withdrawn", "sgcp", ["Learning points", "Debrief"]),
        ("agreed", "crp", ["if there may be lessons in this, consider a multi-agency case review"]),
        ("decided", "crp", ["Head of safeguarding", "multi-agency case review"]),
        ("not-agreed", "crp", ["Head of safeguarding", "multi-agency case review"]),
    ],
)
def test_what_the_policy_asks_for_after_the_end_is_asked_of_somebody_by_a_date(
    ending: str, under: str, asked: list[str]
) -> None:
    world = ENDINGS[ending](under)
    said_so = " ".join(one.text for one in care(world))
    assert all(one in said_so for one in asked), said_so
    assert bool(care(world)) == bool(asked)
    for one in care(world):
        letter = next((letter for letter in world.case.letters.values() if letter.about == one.id), None)
        if one.owner.address == world.office:
            assert letter is None, "the office reads of it in the morning"
            [need] = [line for line in morning(world)["needs"] if "After-care: " in line]
            assert all(text in need for text in asked if text in one.text)
            assert f"{world.reference} in the subject, and DONE, or NOT DONE and why. {one.owner.name}, by " in need
        else:
            assert letter is not None
            assert letter.to.address == one.owner.address
        [date] = [date for date in world.case.standing if date.about == one.id]
        assert (date.purpose, date.basis) == ("care", "house")


def test_the_report_is_asked_of_whoever_the_policy_names_where_they_are_known() -> None:
    world = not_agreed("crp")
    owners = {one.owner.person or one.owner.address for one in care(world)}
    assert owners == {"head-safeguarding", office(world)}
    letter = next(one for one in letters(world.events) if one.template == "aftercare")
    assert letter.to.person == "head-safeguarding"


def test_the_after_care_says_who_is_told_and_its_answer_asks_nothing_of_the_office() -> None:
    world = not_agreed("crp")
    letter = next(one for one in letters(world.events) if one.template == "aftercare")
    assert letter.facts["others_see"] == f"Only the {policy('crp').wording.terms.office} is told of your answer."
    events = world.hear("head-safeguarding", Said(Verb.DONE), answers=letter.letter)
    told = next(one for one in world.to_office(events) if one.facts["headline"] == "After-care was answered")
    assert told.facts["action"] == ordering.NOTHING


def test_done_answers_the_after_care_and_the_case_is_finished() -> None:
    world = agreed("sgcp")
    assert not world.case.finished
    world.hear(office(world), Said(Verb.DONE, "offered on Monday"))
    assert world.case.finished
    assert [one.purpose for one in world.case.standing] == ["what-changed"]  # nobody owes an answer to that


def test_after_care_that_will_not_be_done_needs_its_reason() -> None:
    world = agreed("sgcp")
    world.hear(office(world), Said(Verb.NOT_DONE))
    assert not world.case.finished
    world.hear(office(world), Said(Verb.NOT_DONE, "nobody wished for it"))
    assert (world.case.finished, world.case.status) == (True, "closed")


def test_after_care_that_nobody_answers_is_asked_for_again_and_never_opens_the_case() -> None:
    world = not_agreed("crp")
    world.wait("Fri 30 Apr 2027 12:00")
    assert (world.case.status, world.case.finished) == ("closed", False)
    asked = [one for one in world.case.letters.values() if one.template == "aftercare"]
    assert len(asked) > 2
    world.say("head-safeguarding", Verb.DONE, "reported to the Chair")
    assert [one.owner.address for one in care(world)] == [office(world)]


def test_what_the_policy_only_aims_at_is_asked_for_once_and_then_the_case_is_finished() -> None:
    world = agreed("bscp")
    assert [one.owner.address for one in care(world)] == [office(world)]
    before = [*world.case.letters]
    world.wait("Fri 30 Apr 2027 12:00")
    assert (world.case.status, world.case.finished) == ("closed", True)
    since = [
        one.template for letter, one in world.case.letters.items() if letter not in before and one.template != "form"
    ]
    assert since == ["what_changed"]  # the raiser's, once: of the after-care nobody is asked again


def test_nobody_else_answers_for_the_after_care() -> None:
    world = not_agreed("crp")
    letter = next(one for one in world.case.letters.values() if one.template == "aftercare")
    world.hear("d-abara", Said(Verb.DONE), answers=letter.letter)
    assert len(care(world)) == 2


def test_after_care_is_asked_for_no_more_once_the_case_is_open_again() -> None:
    world = agreed("sgcp")
    world.say(world.responder, Verb.REOPEN, "He is back.")
    assert care(world) == []
    assert all(one.purpose != "care" for one in world.case.standing)


@pytest.mark.parametrize("under", ["bscp", "sgcp"])
@pytest.mark.parametrize(
    ("verb", "reason", "called"),
    [
        (Verb.REOPEN, "His weight has fallen again.", "New facts"),
        (Verb.REOPEN, "The visit was not carried out.", "Not carried out"),
        (Verb.ESCALATE, "There is a new injury.", "New facts"),
        (Verb.OBJECT, "I cannot accept this.", "New facts"),
        (Verb.URGENT, "He is in danger today.", "New facts"),
    ],
)
def test_after_a_binding_decision_it_goes_back_to_whoever_decided(
    under: str, verb: Verb, reason: str, called: str
) -> None:
    world = decided(under)
    events = world.say(world.raiser, verb, reason)
    [reopened] = [one for one in events if isinstance(one, CaseReopened)]
    assert reopened.stage == world.rules.policy.final.stage == world.case.stage
    written = [one for one in letters(events) if one.template == "convened" and one.to.person == CHAIR[under]]
    assert str(written[0].facts["reason"]).startswith(called)


def test_a_decision_that_is_not_carried_out_goes_back_by_itself() -> None:
    world = decided("bscp")
    world.wait("Wed 03 Mar 2027 18:00")
    assert (world.case.status, world.case.stage) == ("open", "4")
    convened = [one for one in letters(world.events) if one.template == "convened" and one.to.person == "chair"][-1]
    assert "Not carried out" in str(convened.facts["reason"])


@pytest.mark.parametrize("under", ["nscp", "bscp", "sgcp", "crp"])
def test_no_event_of_a_case_brings_the_office_two_letters(under: str) -> None:
    world = opened(under)
    for verb in (Verb.URGENT, Verb.ESCALATE, Verb.ESCALATE, Verb.ESCALATE, Verb.ESCALATE, Verb.URGENT):
        world.now += timedelta(minutes=1)
        events = world.hear(world.raiser, said(verb, world.now))
        world.send()
        assert len(to_office(world, events)) <= 1, verb
        told = {one.facts.get("headline", "") for one in to_office(world, events)}
        assert told == {"URGENT"} or verb is not Verb.URGENT


def test_whoever_settles_it_is_asked_what_stays_open_and_who_pursues_it() -> None:
    world = at("sgcp")
    world.say(world.raiser, Verb.ESCALATE)
    [letter] = [one for one in letters(world.events) if one.template == "stage" and one.to.person == "a-finch"]
    assert "what stays open" in next(one["after"] for one in letter.facts["words"] if one["verb"] == "RESOLVED")
    [answer] = [one for one in letters(world.say("a-finch", Verb.RESOLVED, "")) if one.template == "answer"]
    assert "what stays open, and who pursues it" in answer.facts["lines"][0]["result"]


def test_whoever_only_took_part_has_two_lines_when_it_has_ended_and_those_concerned_the_whole() -> None:
    world = opened("nscp")
    world.say(world.raiser, Verb.ESCALATE)
    world.say("m-dasgupta", Verb.RESOLVED, "We visit together.")
    world.say("j-okafor", Verb.AGREE)
    world.wait("Tue 24 Nov 2026 17:00")
    closing = {one.to.person: one for one in letters(world.events) if one.template == "closed"}
    assert {who for who, one in closing.items() if not one.facts["in_short"]} == {
        world.raiser,
        "m-dasgupta",
        "j-okafor",
    }
    assert {who for who, one in closing.items() if one.facts["in_short"]} == {world.responder}
    templates = load_templates(read_folder(ROOT / "templates" / "email"))
    short = " ".join(part(written(closing[world.responder], templates), "plain").split())
    assert "Please put the page that is attached on the child’s file now. You need do nothing else." in short  # noqa: RUF001 - proper type
    assert "The disagreement is closed. To have it opened again" in short
    assert "REOPEN" in short
    assert "We visit together." not in short


def test_of_an_agreement_hear_the_raiser_its_author_and_who_has_to_do_something() -> None:
    world = opened("nscp")
    world.say(world.raiser, Verb.ESCALATE)
    events = world.hear(
        "m-dasgupta", replace(said(Verb.RESOLVED, world.now), actions=(Action("Daniel visits", MARCH),))
    )
    events = world.say("j-okafor", Verb.AGREE)
    told = {one.to.person: one for one in letters(events) if one.to.address != world.office}
    assert {who: one.template for who, one in told.items()} == {
        world.raiser: "agreed",
        world.responder: "agreed",
        "m-dasgupta": "news",
        "j-okafor": "answer",
    }
    assert told["m-dasgupta"].facts["headline"] == "Every agency has agreed to your words"
    assert "may object until 5pm on Tuesday 24 November" in str(told["m-dasgupta"].facts["paragraphs"])
    events = world.say(world.raiser, Verb.OBJECT, "It does not keep him safe.")
    assert {one.to.person for one in letters(events) if one.template == "objected"} == {"m-dasgupta", "j-okafor"}


def test_a_done_of_the_offices_own_that_answers_no_letter_is_never_to_somebodys_action() -> None:
    world = opened("sgcp")
    world.hear(world.responder, replace(said(Verb.RESOLVED, world.now), actions=(Action("We visit", MARCH),)))
    world.say(world.raiser, Verb.AGREE)
    world.hear(office(world), Said(Verb.DONE, "offered"))
    assert [one.kind for one in world.case.to_do] == ["agreed"]
