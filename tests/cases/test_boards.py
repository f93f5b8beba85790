"""One policy for two boards: its raiser is asked which, nobody guesses, and that board's office has it then (rule 1.4)."""

from dataclasses import replace

import pytest

from mailservice.cases.history.commands import Addressee, Hear, Sender
from mailservice.cases.history.events import BoardTold, CaseOpened, Event, LetterOrdered, UrgentRaised
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import ordering
from mailservice.cases.opening import boards
from mailservice.policy.load import load
from mailservice.policy.workdays import WorkingDays
from mailservice.settings.directory_file import load_directory
from tests.cases.world import ROOT, World, letters, said

SCENARIOS = ROOT / "tests" / "scenarios"
POLICY = load(SCENARIOS / "wold.toml")
WHO = load_directory(SCENARIOS / "two-boards.toml", POLICY.places)
CHILD = "WLD-483920"
NIA, ANN = "nia.roy@woldhealth.example", "ann.lee@wold.example"
CHILDREN, ADULTS = "office@woldscp.example", "office@woldsab.example"
CHAIR_CHILDREN, CHAIR_ADULTS = "morgan.hale@woldscp.example", "robin.thorpe@woldsab.example"


def sender(address: str) -> Sender:
    person, owner = WHO.person_at(address), WHO.agency_of(address)
    known = (person.name, person.id) if person else ("", "")
    return Sender(address, *known, owner.id if owner else "", office=WHO.is_office(address), proof="proven")


def hear(world: World, who: str, *verbs: Verb, text: str = "", **more: object) -> tuple[Event, ...]:
    words = (said(verb, world.now) for verb in verbs)
    events = world.hear(who, *words, sender=sender(who), own_words=text, **more)
    world.send()
    return events


def opened(text: str = "I disagree that it is closed.", *verbs: Verb, subject: str = "") -> World:
    """Return a case that a nurse opened with these words; every letter has left."""
    world = World(who_is_who=WHO)
    world.rules = replace(world.rules, policy=POLICY, days=WorkingDays(POLICY.calendar))
    one = sender(ANN)
    to = Addressee(one.address, one.name, one.person, one.agency)
    hear(world, NIA, *verbs, text=text, subject=subject, child_references=(CHILD,), to=(to,))
    return world


def told(events: tuple[Event, ...]) -> list[str]:
    return [event.board for event in events if isinstance(event, BoardTold)]


def office_letters(events: tuple[Event, ...] | list[Event]) -> list[tuple[str, str]]:
    found = (one for one in events if isinstance(one, LetterOrdered) and one.template == "office")
    return [(one.to.address, one.facts["headline"]) for one in found]


def test_who_names_no_board_is_asked_while_the_clock_runs_and_the_first_office_keeps_it() -> None:
    world = opened()
    start = next(event for event in world.events if isinstance(event, CaseOpened))
    assert (start.board, start.missing) == ("", ("board",))
    asked = next(one for one in letters(tuple(world.events)) if one.template == "missing")
    assert asked.facts["boards"] == ["Wold Safeguarding Children Partnership", "Wold Safeguarding Adults Board"]
    assert asked.facts["office"]["address"] == CHILDREN
    assert {one.purpose for one in world.case.standing} >= {"clock", "provisional"}
    assert any(one.to.address == ANN for one in letters(tuple(world.events)))


@pytest.mark.parametrize(
    ("text", "board"),
    [
        ("I disagree for this child.", "children"),
        ("I disagree. An adult in a care home is not safe.", "adults"),
        ("I disagree. This is for the Wold Safeguarding Adults Board.", "adults"),
        ("The child lives with an adult who drinks.", ""),  # two are named
        ("Is this a matter for the adult team?", ""),  # a question names none
        ("She is not an adult.", ""),
        ("This isn't for the Wold Safeguarding Adults Board.", ""),
        ("It concerns the Wold Safeguarding Adults Board, and a child as well.", "adults"),  # a whole title says it
        ("We disagree about childcare and adulthood.", ""),  # no whole words
        ("", ""),
    ],
)
def test_a_first_mail_names_a_board_only_where_it_names_one_alone(text: str, board: str) -> None:
    assert opened(text).case.board == board


def test_the_subject_names_a_board_too() -> None:
    assert opened(subject="Adult safeguarding enquiry").case.board == "adults"


def test_the_receipt_says_for_which_board_it_is_and_how_to_say_that_it_is_not() -> None:
    receipt = next(
        one for one in letters(tuple(opened("I disagree, about a care home.").events)) if one.template == "receipt"
    )
    other = '"No, this is for Wold Safeguarding Children Partnership"'
    line = f"This is for Wold Safeguarding Adults Board. If it is not, answer: {other}."
    assert line in receipt.facts["read"]
    assert receipt.facts["partnership"] == "Wold Safeguarding Adults Board"
    assert receipt.facts["office"]["address"] == ADULTS


@pytest.mark.parametrize(
    ("text", "board"),
    [
        ("adults", "adults"),
        ("Adults' board", "adults"),
        ("Hi,\n\nThe Wold Safeguarding Adults Board, thanks.\n\nNia", "adults"),
        ("It is for the adults board", "adults"),
        ("This concerns a man in a care home.", "adults"),
        ("children", "children"),
        ("Wold", ""),
        ("Is it for adults?", ""),
        ("Both", ""),
        ("I do not know.", ""),
    ],
)
def test_one_line_or_plain_words_answer_it(text: str, board: str) -> None:
    world = opened()
    events = hear(world, NIA, text=text)
    assert told(events) == ([board] if board else [])
    assert ("board" in world.case.missing) is not bool(board)
    if not board:
        answer = next(one for one in letters(events) if one.template == "answer")
        assert "We do not know yet whose case this is." in answer.facts["lines"][0]["result"]


def test_once_told_the_office_has_the_case_and_the_one_before_is_told_so() -> None:
    world = opened()
    events = hear(world, NIA, text="adults")
    assert office_letters(events) == [(CHILDREN, "A case is another office's"), (ADULTS, "A case is yours")]
    # Who has no more of it is shown nothing of it.
    last = next(one for one in letters(events) if one.to.address == CHILDREN)
    assert not last.facts["sides"]
    assert all(one.purpose != "provisional" for one in world.case.standing)
    # The other side reads with their next letter who keeps it from here.
    assert any(one.template == "news" and one.to.address == ANN and one.leaves for one in letters(events))


def test_a_board_whose_office_is_the_first_moves_nothing() -> None:
    events = hear(opened(), NIA, text="children")
    assert told(events) == ["children"]
    assert office_letters(events) == []


def test_an_alarm_that_the_first_office_had_is_the_next_ones_too() -> None:
    world = opened("I disagree.", Verb.URGENT)
    assert (CHILDREN, ordering.URGENT) in office_letters(world.events)
    assert any(isinstance(event, UrgentRaised) for event in world.events)
    events = hear(world, NIA, text="adults")
    assert (ADULTS, ordering.URGENT) in office_letters(events)
    assert [one.about for one in world.case.standing if one.purpose == "alarm"] == [f"1 {ordering.URGENT}"]


@pytest.mark.parametrize("who", [NIA, ADULTS, "kit.moss@woldsab.example"])
def test_its_raiser_or_its_office_corrects_it(who: str) -> None:
    world = opened("I disagree about a care home.")
    events = hear(world, who, text="No, this is for the Wold Safeguarding Children Partnership.")
    assert told(events) == ["children"]
    assert office_letters(events) == [(ADULTS, "A case is another office's"), (CHILDREN, "A case is yours")]


@pytest.mark.parametrize("who", [ANN, CHILDREN, "jo.dale@woldscp.example", CHAIR_CHILDREN])
def test_nobody_else_does(who: str) -> None:
    world = opened("I disagree about a care home.")
    assert told(hear(world, who, text="No, this is for the Wold Safeguarding Children Partnership.")) == []
    assert world.case.board == "adults"


def test_a_name_that_only_stands_on_a_line_corrects_nothing() -> None:
    world = opened("I disagree about a care home.")
    assert told(hear(world, NIA, text="Thank you.\nChildren\nNia")) == []


def test_who_holds_another_office_is_answered_as_an_outsider_and_shown_nothing() -> None:
    world = opened("I disagree about a care home.")
    events = hear(world, CHILDREN, Verb.ESCALATE, text="ESCALATE it now")
    assert world.case.stage == "1"
    assert [one.template for one in letters(events) if one.to.address == CHILDREN] == ["nothing_opened"]


def test_the_last_stage_is_its_own_chairs() -> None:
    world = opened("I disagree about a care home.")
    hear(world, NIA, Verb.ESCALATE)
    events = hear(world, NIA, Verb.ESCALATE)
    convened = {one.to.address for one in letters(events) if one.template == "convened"}
    assert convened == {CHAIR_ADULTS, ADULTS}
    hear(world, CHAIR_CHILDREN, Verb.DECISION, text="DECISION no")
    assert world.case.status == "open"
    hear(world, CHAIR_ADULTS, Verb.DECISION, text="DECISION yes")
    assert world.case.ending == "decided"


def test_a_case_of_no_board_yet_has_no_chair_of_either() -> None:
    world = opened()
    for _ in range(2):
        events = hear(world, NIA, Verb.ESCALATE)
    assert {one.to.address for one in letters(events) if one.template == "convened"} == {CHILDREN}
    events = hear(world, NIA, text="adults")
    # What its office has to arrange stands in the one letter that gives it the case.
    assert {one.to.address for one in letters(events) if one.about == ordering.CONVENED} == {ADULTS}
    assert {one.to.address for one in letters(events) if one.template == "convened"} == {CHAIR_ADULTS}


def test_a_mail_that_names_two_boards_by_title_is_one_for_each() -> None:
    both = "This is for the Wold Safeguarding Children Partnership and the Wold Safeguarding Adults Board."
    mail = Hear(World().now, "m1", "<1@x.example>", sender(NIA), own_words=both)
    assert [one.board for one in boards.one_each(mail, POLICY)] == ["children", "adults"]
    alone = replace(mail, own_words="This is for a child and an adult.")
    assert boards.one_each(alone, POLICY) == (alone,)
