"""What waits for GO ON, by the words it uses; and that a word dropped in passing opens its case at once."""

from dataclasses import replace
from pathlib import Path

import pytest

from mailservice.cases.history.case import book
from mailservice.cases.history.commands import Answer, Hear, NoteBounce, NoteMorning, NoteSent
from mailservice.cases.history.events import MailHeard
from mailservice.cases.history.words import Verb
from mailservice.cases.opening import confidential
from mailservice.cases.people.turn import ConfidentialReader
from mailservice.mail.danger import phrases
from mailservice.policy.load import load
from mailservice.simulator.story import moment
from tests.cases.world import (
    CHILD,
    OFFICE,
    OPENED,
    RAISER,
    RESPONDER,
    World,
    addressee,
    at,
    letters,
    policy,
    said,
    sender,
)
from tests.mail.composed import written

POLICIES = Path(__file__).parents[2] / "policies"


def mail(text: str, *, to: str = RESPONDER, subject: str = "") -> Hear:
    who = sender(RAISER)
    return Hear(
        OPENED, "m1", "<m1@x.example>", who, to=(addressee(to),), own_words=text, subject=subject, danger=phrases(text)
    )


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("I think this is whistleblowing.", True),
        ("This is a whistle-blowing\nmatter.", True),
        ("The LADO should know.", True),
        ("There is an allegation against a teacher.", True),
        (f"I disagree that {CHILD} was closed.", False),
        ("The speed limit and the ladone street.", False),
        ("My manager agrees with me that this was closed too early.", False),
    ],
)
def test_a_mail_waits_where_it_names_a_confidential_route(text: str, waits: bool) -> None:  # noqa: FBT001 - a table's column
    assert confidential.held(mail(text), policy()) is waits


def test_the_mark_on_a_subject_holds_nothing_and_the_same_words_in_the_mail_do() -> None:
    words = "Confidential: our director has no staff left"
    assert not confidential.held(mail("We disagree that it was closed.", subject=words), policy())
    assert confidential.held(mail(f"{words}.\n\nESCALATE"), policy())
    assert confidential.held(mail(f"ESCALATE\n\n{words}.", subject="The plan"), policy(), on_case=True)


def test_among_colleagues_alone_plainer_words_wait_too() -> None:
    colleague = "m-dasgupta"
    assert confidential.held(mail("My manager tells me to write less.", to=colleague), policy())
    assert not confidential.held(mail("I disagree that it was closed.", to=colleague), policy())


def test_the_subject_of_a_first_mail_counts_as_its_words() -> None:
    assert confidential.held(mail("Please see.", subject="Whistleblowing"), policy())


def test_a_policy_without_words_of_its_own_uses_ours_and_one_with_them_its_own() -> None:
    own = load(POLICIES / "buckinghamshire-bscp.toml")
    bare = replace(own, routes=tuple(replace(one, words=()) for one in own.routes))
    text = "I raise this with fear of repercussions."
    assert confidential.held(mail(text), own)
    assert confidential.held(mail(text), bare)


def test_what_its_sender_let_go_on_is_not_held_again() -> None:
    hear = mail("The LADO should know.")
    assert not confidential.held(replace(hear, released_at=OPENED), policy())
    assert not confidential.held(hear, policy(), cleared=("lado",))


def test_who_let_one_matter_go_on_is_asked_again_about_another() -> None:
    hear = mail("The LADO should know, and this is whistleblowing.")
    assert confidential.named(hear, policy()) == ("whistleblowing", "lado")
    assert confidential.held(hear, policy(), cleared=("lado",))


def test_a_matter_the_policy_does_not_cover_is_signposted_and_never_dropped() -> None:
    conflict = load(POLICIES / "conflict-resolution-crp.toml")
    told = confidential.not_covered(mail("We disagree about the ICPC."), conflict)
    assert len(told) == 1
    assert "acted on all the same" in told[0]
    assert not confidential.held(mail("We disagree about the ICPC."), conflict)


IDS = ("northamptonshire-nscp", "buckinghamshire-bscp", "south-gloucestershire-sgcp", "conflict-resolution-crp")
NAMES_A_ROUTE = (
    "I think this is whistleblowing.",
    "I blow no whistle, but I write with fear of repercussions.",
    "The LADO must hear of it.",
    "There is an allegation against a member of staff.",
    "The designated officer should be told.",
)


@pytest.mark.parametrize("name", [*IDS, "resolution-of-disagreements-rpd"])
@pytest.mark.parametrize("text", NAMES_A_ROUTE)
def test_every_policy_holds_what_names_a_confidential_route(name: str, text: str) -> None:
    assert confidential.held(mail(text), load(POLICIES / f"{name}.toml"))


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("She made an allegation against her stepfather, and the case was closed.", False),
        ("Her allegations against her mother's partner and her uncle were not recorded.", False),
        ("There is an allegation against her father, who is a teacher.", True),
        ("An allegation against her foster father is open.", True),
        ("An allegation against her father. The LADO knows another matter.", True),
    ],
)
def test_what_a_child_says_of_her_family_is_the_case_itself(text: str, waits: bool) -> None:  # noqa: FBT001 - a table's column
    assert confidential.held(mail(text), policy()) is waits


def test_on_a_case_the_plainer_words_hold_nothing_back() -> None:
    text = mail("ESCALATE: my manager agrees with me.", to="m-dasgupta")
    assert confidential.held(text, policy())
    assert not confidential.held(text, policy(), on_case=True)
    assert confidential.held(mail("This is whistleblowing."), policy(), on_case=True)


def in_the_book(hear: Hear) -> World:
    world = World()
    world.case = book()
    world.decide(hear)
    return world


def test_of_what_is_held_the_office_has_neither_words_nor_names_nor_a_subject() -> None:
    text = "Ruth Lindqvist told us to write less: whistleblowing. NCT-483920 is not safe tonight."
    world = in_the_book(mail(text, subject="Whistleblowing at Kettering"))
    office = next(one for one in letters(world.events) if one.to.address == OFFICE)
    shown = str(office.facts).casefold()
    for word in ("ruth", "write less", "sarah", "whitlock", "kettering", CHILD.casefold(), "whistle"):
        assert word not in shown, word
    assert {one.to.person for one in letters(world.events)} == {RAISER, ""}
    heard = next(one for one in world.events if isinstance(one, MailHeard))
    assert heard.own_words == ""
    signpost = next(one for one in letters(world.events) if one.template == "signpost")
    assert signpost.facts["urgent"], "words of danger: its sender is told to ring now"


def test_nothing_held_has_a_date_so_no_timer_releases_it() -> None:
    assert in_the_book(mail("This is whistleblowing.")).case.standing == ()


def test_a_complaint_or_a_conference_is_shown_its_own_way_and_the_case_runs_on() -> None:
    policy = at("bscp").rules.policy
    for words, goes in (
        ("I wish to complain about their nurse.", "complaints procedure"),
        ("I cannot accept the decision of the conference.", "stage 2 contact"),
        ("He lacks capacity to decide it.", "Court of Protection"),
    ):
        [said] = confidential.other_ways(mail(words), policy)
        assert goes in said
        assert said.endswith("Your email is kept and acted on all the same.")
        assert not confidential.held(mail(words), policy)
    assert confidential.other_ways(mail("I do not agree that the plan ends."), policy) == []


def test_the_morning_letter_shows_a_count_and_nothing_else() -> None:
    world = World()
    world.case = book()
    world.decide(NoteMorning(OPENED, OPENED, (), in_confidence=2))
    shown = letters(world.events)[0].facts
    assert "2 emails lie in a folder of their own" in shown["in_confidence"]
    assert shown["stand"] == []


def test_stop_halts_what_has_not_left_and_says_who_had_it_already() -> None:
    world = World().open()
    world.now = moment("Mon 23 Nov 2026 11:00")
    world.hear(RAISER, said(Verb.ESCALATE, world.now))
    first = next(one for one in world.case.letters.values() if one.state == "ordered" and one.to.person == "j-okafor")
    world.decide(NoteSent(world.now, first.letter))
    world.now = moment("Mon 23 Nov 2026 11:01")
    events = world.hear(RAISER, said(Verb.STOP, world.now, ""))
    answer = next(one for one in letters(events) if one.template == "answer").facts["lines"][0]["result"]
    assert "had no letter of that email" in answer
    assert "Joy Okafor had a letter of it already" in answer
    waiting = [one.to.person for one in world.case.letters.values() if one.state == "ordered" and one.at < world.now]
    assert "m-dasgupta" not in waiting
    assert (world.case.stage, world.case.status) == ("2", "open")


def test_stop_of_an_urgent_mail_leaves_its_hours_running_and_the_office_knows() -> None:
    world = World().open()
    world.now = moment("Mon 23 Nov 2026 11:00")
    world.hear(RAISER, said(Verb.URGENT, world.now))
    world.now = moment("Mon 23 Nov 2026 11:01")
    events = world.hear(RAISER, said(Verb.STOP, world.now, ""))
    office = [one for one in letters(events) if one.to.address == OFFICE]
    assert "It is urgent, and stays so" in str(office[-1].facts["items"])
    assert any(one.purpose == "urgent" for one in world.case.standing)


def test_go_on_by_somebody_else_lets_nothing_go() -> None:
    world = World().open()
    events = world.hear("m-dasgupta", said(Verb.GO_ON, world.now, ""))
    answer = next(one for one in letters(events) if one.template == "answer").facts["lines"][0]["result"]
    assert answer == "Nothing of yours is held here. Nothing has moved."


def test_plain_words_of_secrecy_hold_a_mail_on_a_case_too_and_each_time() -> None:
    secret = mail("ESCALATE: nobody came. Please do not tell my manager that I have written.")
    assert confidential.held(secret, policy(), on_case=True, cleared=("lado", "whistleblowing"))


def test_harm_by_who_works_with_children_is_the_officers_and_asked_about_once() -> None:
    told = mail("The teaching assistant hit her on Friday.")
    assert confidential.named(told, policy()) == ("lado",)
    assert confidential.held(told, policy(), on_case=True)
    assert not confidential.held(told, policy(), on_case=True, cleared=("lado",))
    assert not confidential.held(mail("Dad hit her on Friday."), policy())


def test_the_signpost_says_what_go_on_means_for_a_secret() -> None:
    world = in_the_book(mail("For you only: we have no staff, and Ruth closes everything."))
    [signpost] = [one for one in letters(world.events) if one.template == "signpost"]
    assert signpost.facts["secret"]
    assert "the record, which the Business Office keeps and reads" in " ".join(written(signpost).raw.decode().split())


def test_the_lados_number_stands_in_the_signpost_and_in_every_receipt() -> None:
    world = World(place="bscp")
    to = (addressee(world.responder, "bscp"),)
    world.hear(world.raiser, child_references=(CHILD,), to=to, own_words="I do not agree.")
    [receipt] = [one for one in letters(world.events) if one.template == "receipt"]
    number = next(one.phone for one in world.rules.policy.routes if one.id == "lado")
    assert number
    assert number in receipt.facts["designated"]
    held = World(place="bscp")
    held.case = book()
    held.hear(held.raiser, to=to, own_words="The LADO should know.")
    [signpost] = [one for one in letters(held.events) if one.template == "signpost"]
    assert any(number in one["go_to"] for one in signpost.facts["routes"])


READER = ConfidentialReader("Nadia Rahman", "nadia.rahman@nscp.example", "01632 960 105")


def with_a_reader(hear: Hear) -> World:
    world = World()
    world.rules = replace(world.rules, reader=READER)
    world.case = book()
    world.decide(hear)
    return world


def test_a_held_mail_waits_a_working_day_for_its_sender_and_then_one_reader_alone_has_it() -> None:
    world = with_a_reader(mail("This is whistleblowing about Ruth Lindqvist."))
    [letter] = [one for one in letters(world.events) if one.template == "in_confidence"]
    assert (letter.to.address, letter.leaves) == (READER.address, moment("Tue 24 Nov 2026 17:00"))
    assert "Lindqvist" not in str(letter.facts), "the mail itself is attached"
    [signpost] = [one for one in letters(world.events) if one.template == "signpost"]
    told = " ".join(written(signpost).raw.decode().split())
    assert "it goes to one person alone: Nadia Rahman, confidential reader, 01632 960 105" in told


def test_who_answers_neither_word_is_told_that_the_readers_day_still_comes() -> None:
    world = with_a_reader(mail("This is whistleblowing about Ruth Lindqvist."))
    thinks = replace(mail("I must think about it."), holds="m1", officer="to ask")
    [told] = [one for one in letters(world.decide(thinks)) if one.template == "answer"]
    assert "Unless you write STOP, Nadia Rahman alone reads your first email" in str(told.facts["lines"])
    stopped = replace(thinks, said=(said(Verb.STOP, OPENED, ""),))
    [told] = [one for one in letters(world.decide(stopped)) if one.template == "answer"]
    assert "Nadia" not in str(told.facts["lines"])


@pytest.mark.parametrize(("template", "told"), [("in_confidence", 1), ("stranger", 0), ("family", 0)])
def test_the_office_hears_at_once_that_the_reader_was_not_reached_and_of_a_strangers_bounce_nothing(
    template: str, told: int
) -> None:
    world = with_a_reader(mail("This is whistleblowing about Ruth Lindqvist."))
    events = world.decide(NoteBounce(OPENED, "letter9", "5.1.1", "no such mailbox", template))
    office = [one for one in letters(events) if one.to.address == OFFICE]
    assert len(office) == told
    assert "Lindqvist" not in str(office)


def test_the_offices_own_people_hear_that_its_morning_letter_came_back() -> None:
    world = World()
    world.case = book()
    events = world.decide(NoteBounce(OPENED, "letter9", "5.2.2", "mailbox full", "digest"))
    assert {one.to.address for one in letters(events)} == {*world.who_is_who.office.staff}
    assert letters(events)


def test_without_a_reader_it_waits_for_its_sender_and_the_morning_letter_says_so() -> None:
    world = in_the_book(mail("This is whistleblowing."))
    assert not [one for one in letters(world.events) if one.template == "in_confidence"]
    world.decide(NoteMorning(OPENED, OPENED, (), in_confidence=1))
    assert "No confidential reader is named" in letters(world.events)[-1].facts["in_confidence"]


def test_after_stop_its_sender_is_asked_once_whether_the_officer_was_told() -> None:
    world = in_the_book(mail("The LADO should know."))
    stop = replace(mail(""), said=(said(Verb.STOP, OPENED, ""),), holds="m1")
    asked = [one for one in letters(world.decide(replace(stop, officer="to ask"))) if one.template == "officer_told"]
    assert [(one.to.person, one.leaves) for one in asked] == [(RAISER, moment("Tue 24 Nov 2026 09:00"))]
    assert not [one for one in letters(world.decide(stop)) if one.template == "officer_told"]


@pytest.mark.parametrize(
    ("words", "answer", "told"),
    [
        ("YES", "yes", True),
        ("I rang the LADO this morning.", "", True),
        ("No", "no", False),
        ("I have not told them yet.", "", False),
        ("It was about my manager.", "", False),
    ],
)
def test_of_the_answer_the_office_hears_that_one_came_and_no_more(words: str, answer: Answer, told: bool) -> None:  # noqa: FBT001 - a table's column
    world = in_the_book(mail("The LADO should know."))
    events = world.decide(replace(mail(words), holds="m1", officer="answers", answer=answer))
    [office] = [one for one in letters(events) if one.to.address == OFFICE]
    assert ("says that the officer was told" in str(office.facts)) is told
    assert "Sarah" not in str(office.facts)
    [answered] = [one for one in letters(events) if one.template == "answer"]
    assert ("please tell them today" in str(answered.facts["lines"])) is not told
