"""News that needs nobody today comes with its reader's next letter, at latest at 9am on the next working day (rule 18)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailservice.cases.history.commands import NoteSent, Reconsider
from mailservice.cases.history.events import Action, Event, LetterOrdered, LetterWithheld
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import standing
from mailservice.cases.people.turn import Turn
from mailservice.cases.words import successor
from mailservice.simulator.story import moment
from tests.cases.test_joining import pair
from tests.cases.world import RAISER, World, letters, said, sender

MANAGER, OTHER_MANAGER = "m-dasgupta", "j-okafor"
AGREED = "Every agency has agreed to your words"


def agreed() -> tuple[World, LetterOrdered]:
    """Let the managers agree: the raiser has their day, and whose words they were reads so in their next letter."""
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    world.say(MANAGER, Verb.RESOLVED)
    events = world.hear(OTHER_MANAGER, said(Verb.AGREE, world.now))
    for one in letters(events):
        if not one.leaves:
            world.decide(NoteSent(world.now, one.letter))
    [news] = [one for one in letters(events) if one.to.person == MANAGER]
    return world, news


def of(person: str, events: tuple[Event, ...] | list[Event]) -> list[LetterOrdered]:
    return [one for one in letters(events) if one.to.person == person]


def test_it_waits_until_nine_the_next_working_morning() -> None:
    world, news = agreed()
    assert (news.template, news.facts["headline"]) == ("news", AGREED)
    assert news.leaves == world.rules.days.next_working_morning(world.now)


def test_it_comes_with_what_its_reader_is_written_meanwhile_and_not_by_itself() -> None:
    world, news = agreed()
    world.now += timedelta(hours=1)
    events = world.hear(RAISER, said(Verb.OBJECT, world.now, "She was seen again."))
    assert LetterWithheld(world.now, news.letter, "its news comes with another letter") in events
    [theirs] = of(MANAGER, events)
    assert (theirs.template, theirs.leaves) == ("objected", None)
    [told] = theirs.facts["news"]
    assert (told["headline"], told["paragraphs"]) == (f"Earlier: {AGREED}", []), "not: you need do nothing"


def test_an_answer_to_its_readers_own_mail_brings_it_at_once() -> None:
    world, news = agreed()
    world.now += timedelta(hours=1)
    events = world.hear(MANAGER, said(Verb.RECEIVED, world.now), said(Verb.NOTE, world.now, "I am in court today."))
    assert [one.letter for one in events if isinstance(one, LetterWithheld)] == [news.letter]
    [theirs] = of(MANAGER, events)
    assert (theirs.facts["headline"], theirs.leaves) == (AGREED, None)
    assert theirs.facts["did"]


def with_two_actions() -> World:
    """Return a case that ended with two actions, of two people, who are both asked today."""
    day = moment("Tue 01 Dec 2026 09:00").date()
    actions = (Action("Daniel Mensah visits", day), Action("Mina Dasgupta rings", day))
    world = World().open()
    world.wait("Thu 26 Nov 2026 09:00")
    world.hear(MANAGER, replace(said(Verb.RESOLVED, world.now), actions=actions))
    world.send()
    world.say(OTHER_MANAGER, Verb.AGREE)
    world.say(RAISER, Verb.AGREE)
    world.wait("Tue 01 Dec 2026 10:00")
    return world


def both_done(world: World) -> None:
    for number, who in (("a1", "d-mensah"), ("a2", MANAGER)):
        asked = next(one.letter for one in world.case.letters.values() if one.about == number)
        world.hear(who, said(Verb.DONE, world.now), answers=asked)
        world.now += timedelta(minutes=30)


def waiting_for(person: str, world: World) -> list[list[str]]:
    """Return the paragraphs of the news that waits for somebody, letter by letter."""
    mine = [one for one in letters(world.events) if one.to.person == person and one.template == "news"]
    left = [one.facts for one in mine if world.case.letters[one.letter].state == "ordered"]
    return [[line for one in (facts, *facts["news"]) for line in one["paragraphs"]] for facts in left]


@pytest.mark.parametrize("word", [Verb.UNDO, Verb.STOP])
def test_what_one_takes_back_takes_nobody_elses_news_with_it(word: Verb) -> None:
    world = with_two_actions()
    both_done(world)
    world.hear(MANAGER, said(word, world.now, ""))
    [told] = waiting_for(RAISER, world)
    assert told == ["Daniel Mensah tells us that this is done: Daniel Mensah visits"]


def test_a_withdrawal_after_one_that_was_stopped_does_not_say_beside_it_that_it_is_none() -> None:
    world = World().open()
    world.wait("Tue 24 Nov 2026 10:00")
    world.say(RAISER, Verb.WITHDRAW)
    world.hear("d-mensah", said(Verb.KEEP, world.now, "He was seen with a bruise."))
    events = world.hear(RAISER, said(Verb.WITHDRAW, world.now, "all is well"))
    [theirs] = of(MANAGER, events)
    [told] = theirs.facts["news"]
    assert theirs.template == "withdrawn"
    assert (told["paragraphs"], told["words_of"]["text"]) == ([], "He was seen with a bruise."), "nothing is dropped"


def test_whoever_is_called_on_is_not_told_beside_it_to_do_nothing_yet() -> None:
    world = World().open()
    world.hear(RAISER, replace(said(Verb.ESCALATE, world.now), stage="3"))
    world.now += timedelta(hours=2)
    events = world.hear(RAISER, said(Verb.ESCALATE, world.now, "Still nothing."))
    [theirs] = of("c-ferris", events)
    assert theirs.template == "stage"
    assert [(one["headline"], one["paragraphs"]) for one in theirs.facts["news"]] == [
        ("Earlier: Sarah Whitlock asked for stage 3", [])
    ]


def test_what_is_told_on_one_day_is_one_letter_in_the_morning() -> None:
    world = with_two_actions()
    both_done(world)
    theirs = [one for one in world.events if isinstance(one, LetterOrdered) and one.to.person == RAISER]
    *_, first, last = theirs
    assert world.case.letters[first.letter].state == "withheld"
    told = [last.facts["headline"], *(one["headline"] for one in last.facts["news"])]
    assert told == ["An action is done", "An action is done"]
    assert first.leaves == last.leaves == moment("Wed 02 Dec 2026 09:00")


def test_words_that_are_taken_back_are_told_to_nobody_in_the_morning() -> None:
    world, news = agreed()
    events = world.hear(OTHER_MANAGER, said(Verb.UNDO, world.now))
    assert world.case.letters[news.letter].state == "withheld"
    assert not any(AGREED in str(one.facts) for one in letters(events))


def test_nothing_waits_where_it_is_urgent_or_a_date_comes_before_the_morning() -> None:
    world, _ = agreed()
    world.say(RAISER, Verb.URGENT)
    assert not any(one.template == "news" and one.state == "ordered" for one in world.case.letters.values())


def test_a_mail_that_may_be_forged_moves_no_letter() -> None:
    world, news = agreed()
    forged = replace(sender(MANAGER), proof="failed")
    events = world.hear(MANAGER, said(Verb.RESOLVED, world.now), sender=forged, own_words="words")
    assert not any(isinstance(one, LetterWithheld) for one in events)
    assert world.case.letters[news.letter].state == "ordered"


def test_what_waits_on_a_case_that_goes_on_in_another_is_told_all_the_same() -> None:
    both = pair()
    both.newer.say(RAISER, Verb.WITHDRAW)
    both.newer.hear("l-park", said(Verb.KEEP, both.newer.now, "He was seen with a bruise."))
    both.newer.now += timedelta(hours=1)
    both.older.now = both.newer.now
    both.join()
    assert both.newer.case.status == "joined"
    told = [one for one in letters(both.newer.events) if one.template in ("news", "answer") and one.to.person == RAISER]
    told = [one for one in told if both.newer.case.letters[one.letter].state == "ordered"]
    assert "He was seen with a bruise." in str([one.facts for one in told])


def test_whoever_has_another_address_by_the_morning_is_told_there() -> None:
    world, news = agreed()
    people = world.who_is_who.people
    moved = tuple(replace(one, address="mina@rockinghamhealth.example") if one.id == MANAGER else one for one in people)
    world.who_is_who = replace(world.who_is_who, people=moved)
    assert not standing.still_true(world.case, world.case.letters[news.letter], world.who_is_who)
    [again] = of(MANAGER, world.decide(Reconsider(world.now, news.letter)))
    assert (again.to.address, again.facts["headline"]) == ("mina@rockinghamhealth.example", AGREED)


def done_is_told_later() -> World:
    """Settle with an action that is done by now: the raiser reads so in the morning."""
    world = World().open()
    world.wait("Thu 26 Nov 2026 09:00")
    visit = Action("Daniel Mensah visits", moment("Tue 01 Dec 2026 09:00").date())
    world.hear(MANAGER, replace(said(Verb.RESOLVED, world.now), actions=(visit,)))
    world.send()
    world.say(OTHER_MANAGER, Verb.AGREE)
    world.say(RAISER, Verb.AGREE)
    world.wait("Tue 01 Dec 2026 10:00")
    asked = next(one.letter for one in world.case.letters.values() if one.about == "a1")
    world.hear("d-mensah", said(Verb.DONE, world.now), answers=asked)
    return world


def test_news_that_came_with_another_letter_says_nothing_of_its_reader() -> None:
    world = done_is_told_later()
    world.hear(RAISER, said(Verb.RECEIVED, world.now), said(Verb.NOTE, world.now, "I am in court today."))
    assert not successor.gone(Turn(world.case, world.rules, world.who_is_who, world.now))


def test_who_follows_the_raiser_has_the_news_that_waited_for_them() -> None:
    world = done_is_told_later()
    address = "mina.dasgupta@rockinghamhealth.example"
    named = replace(said(Verb.CONTACT, world.now, "AS RAISER"), name="Mina Dasgupta", address=address)
    events = world.hear(RAISER, named)
    told = [one for one in of(MANAGER, events) if one.template == "news"]
    assert ["An action is done" in str(one.facts) for one in told] == [True]
