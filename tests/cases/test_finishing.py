"""A decision is finished before a letter is filled in: each reader has one letter of a moment, and it tells the end."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from mailservice.cases.history.commands import NoteSent, Reconsider, Said
from mailservice.cases.history.events import Event, LetterOrdered, LetterWithheld, MailHeard
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import kinds, ordering
from mailservice.mail.compose.templates import load_templates, read_folder
from mailservice.policy.model import Terms
from tests.cases.world import RAISER, RESPONDER, ROOT, World, directory, letters, said, sender
from tests.gallery import part, written

MANAGER, OTHER_MANAGER = "m-dasgupta", "j-okafor"


def met_and_escalated() -> tuple[World, list[LetterOrdered]]:
    """One mail with two words, on the first day."""
    world = World().open()
    events = world.hear(RAISER, said(Verb.MET, world.now, "We spoke."), said(Verb.ESCALATE, world.now, "No plan came."))
    return world, letters(events)


def test_one_mail_with_two_words_brings_each_reader_one_letter() -> None:
    world, ordered = met_and_escalated()
    told = Counter(one.to.address for one in ordered if one.template != "answer")
    assert world.case.stage == "2"
    assert set(told.values()) == {1}
    [theirs] = [one for one in ordered if one.to.person == RESPONDER]
    assert theirs.template == "climbed"
    assert [one["headline"] for one in theirs.facts["news"]] == ["Sarah Whitlock has told us that you have spoken"]
    assert theirs.facts["news"][0]["words_of"]["text"] == "We spoke."


def test_every_letter_of_it_shows_the_dates_of_the_end() -> None:
    world, ordered = met_and_escalated()
    ahead = [one.due for one in world.case.standing if one.purpose == "clock"]
    assert ahead
    for letter in ordered:
        shown = [datetime.fromisoformat(one["due"]) for one in letter.facts["dates"]]
        assert shown[:1] == ahead[:1], letter.template


def test_a_date_that_a_decision_brings_only_at_its_end_stands_in_its_letters() -> None:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    world.say(MANAGER, Verb.PLAN)
    events = world.hear(OTHER_MANAGER, said(Verb.AGREE, world.now))
    [check_in] = [one for one in world.case.standing if one.purpose == "check-in"]
    agreed = [one for one in letters(events) if one.template == "agreed"]
    assert agreed
    assert {one.facts["due"]["due"] for one in agreed} == {check_in.due.isoformat()}


def test_words_replaced_within_one_mail_are_put_to_nobody() -> None:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    first, second = said(Verb.RESOLVED, world.now, "a visit on Monday"), said(Verb.RESOLVED, world.now, "on Tuesday")
    asked = [one for one in letters(world.hear(MANAGER, first, second)) if one.template == "proposal"]
    assert [one.facts["text"] for one in asked] == ["on Tuesday"]


def test_an_undo_beside_another_word_leaves_no_letter_of_what_it_took_back() -> None:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    world.say(MANAGER, Verb.MET)
    events = world.hear(MANAGER, said(Verb.RESOLVED, world.now), Said(Verb.UNDO))
    assert world.case.asked == ()
    assert {one.template for one in letters(events)} == {"answer", "correction"}


def test_every_letter_has_just_the_facts_of_its_row() -> None:
    world, ordered = met_and_escalated()
    world.say(MANAGER, Verb.RESOLVED)
    for letter in [*ordered, *letters(world.events)]:
        assert set(letter.facts) - {"gone"} == kinds.of(letter.template).shows, letter.template


def test_each_reader_of_one_order_keeps_the_facts_they_were_written() -> None:
    world = World(place="bscp").open()
    convened = list[LetterOrdered]()
    while not convened:
        convened = [one for one in letters(world.say(world.raiser, Verb.ESCALATE)) if one.template == "convened"]
    asked = {one.to.address == world.office: str(one.facts["action"]) for one in convened}
    assert asked[False].startswith("Decide what is to be done")
    assert "has this letter too" in asked[True]


def of_one_letter(events: tuple[Event, ...], who: str) -> LetterOrdered:
    """Return the one letter that somebody has of a decision."""
    [one] = [letter for letter in letters(events) if letter.to.address == sender(who).address]
    return one


def test_whoever_escalates_reads_in_one_letter_what_we_did_and_where_it_is_now() -> None:
    world = World().open()
    events = world.say(RAISER, Verb.ESCALATE, "No plan came.")
    letter = of_one_letter(events, RAISER)
    assert (letter.template, letter.replied) == ("climbed", True)
    assert "Done: the case is now at stage 2" in letter.facts["did"]["lines"][0]["result"]
    [mail] = [one for one in events if isinstance(one, MailHeard)]
    assert letter.answers == mail.message_id, "it stands in the thread of their email"
    page = part(written(letter, load_templates(read_folder(ROOT / "templates" / "email"))), "plain")
    assert "What we did with your email" in page
    assert "Done: the case is now at stage 2" in page


def test_who_called_for_help_has_the_numbers_in_an_answer_of_their_own() -> None:
    world = World(place="crp").open()
    mine = [one for one in letters(world.say(world.raiser, Verb.URGENT)) if one.to.person == world.raiser]
    assert {one.template for one in mine} == {"answer", "news"}
    assert not any(one.facts["did"] for one in mine)


def head_teacher_escalates() -> tuple[World, LetterOrdered]:
    """One person holds the raiser's next stage too: what we did stands in the letter of that stage."""
    people = directory().people
    raiser = next(one for one in people if one.id == RAISER)
    both = tuple(replace(one, stages=("2",)) if one.id == RAISER else one for one in people if one.id != MANAGER)
    world = World(who_is_who=replace(directory(), people=both)).open()
    events = world.hear(RAISER, said(Verb.ESCALATE, world.now))
    letter = of_one_letter(events, raiser.id)
    assert (letter.template, bool(letter.facts["did"])) == ("stage", True)
    return world, letter


def test_a_letter_that_is_withheld_gives_back_the_answer_it_carried() -> None:
    world, letter = head_teacher_escalates()
    others = [one for one in world.case.letters.values() if one.state == "ordered" and one.letter != letter.letter]
    for one in others:
        world.decide(NoteSent(world.now, one.letter))
    world.hear(RESPONDER, said(Verb.ESCALATE, world.now))
    events = world.decide(Reconsider(world.now, letter.letter))
    assert any(isinstance(one, LetterWithheld) for one in events)
    answer = of_one_letter(events, RAISER)
    assert (answer.template, answer.answers) == ("answer", letter.answers)
    assert answer.facts["lines"] == letter.facts["did"]["lines"]


def test_a_letter_that_left_gives_nothing_back() -> None:
    world, letter = head_teacher_escalates()
    world.decide(NoteSent(world.now, letter.letter))
    assert world.decide(Reconsider(world.now, letter.letter)) == ()


def test_a_step_that_its_stage_overtakes_in_the_same_moment_writes_nothing() -> None:
    world = World(place="sgcp").open()
    world.wait("Fri 11 Dec 2026 09:00")
    # What a form quotes is a question that a plain yes answers: that stands alone.
    mine = (one for one in letters(world.events) if one.to.address != world.office and one.template != "form_quote")
    told = Counter((one.to.address, one.at) for one in mine)
    assert [key for key, number in told.items() if number > 1] == []


def test_two_pieces_of_news_for_one_reader_are_one_letter() -> None:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    both = (said(Verb.MET, world.now, "We spoke."), said(Verb.MET, world.now, "And again."))
    [theirs] = [one for one in letters(world.hear(MANAGER, *both)) if one.to.person == OTHER_MANAGER]
    assert [one["words_of"]["text"] for one in theirs.facts["news"]] == ["And again."]


def test_that_it_is_urgent_is_told_in_a_letter_of_its_own() -> None:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    events = world.hear(MANAGER, said(Verb.ESCALATE, world.now), said(Verb.URGENT, world.now))
    headlines = [one.facts.get("headline") for one in letters(events) if one.to.address == sender(RAISER).address]
    assert "Mina Dasgupta wrote URGENT" in headlines


def test_a_new_date_that_is_told_with_other_news_still_comes_for_the_diary() -> None:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    world.now += timedelta(hours=1)
    world.say(OTHER_MANAGER, Verb.NEW_DATE)
    world.now += timedelta(hours=1)
    events = world.hear(MANAGER, said(Verb.MET, world.now), said(Verb.AGREE, world.now, ""))
    theirs = [one for one in letters(events) if one.to.person == OTHER_MANAGER]
    assert [one.facts["dated"] for one in theirs] == [True]


def test_both_sides_see_what_answers_a_letter_but_for_words_that_answer_their_sender_alone() -> None:
    assert ordering.who_sees(ordering.words("RECEIVED", "PLAN", "ESCALATE"), Terms()) == ordering.SIDE_SEES
    assert ordering.who_sees(ordering.words("CONTACT", "STATUS"), Terms()) == ordering.you_see(Terms())
    assert ordering.who_sees((), Terms()) == ordering.you_see(Terms())
