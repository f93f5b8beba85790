"""News that needs nobody today comes with its reader's next letter, at latest at 9am on the next working day (rule 18)."""

from dataclasses import replace
from datetime import timedelta

from mailservice.cases.history.commands import NoteSent
from mailservice.cases.history.events import Action, Event, LetterOrdered, LetterWithheld
from mailservice.cases.history.words import Verb
from mailservice.simulator.story import moment
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
    assert [one["headline"] for one in theirs.facts["news"]] == [AGREED]


def test_an_answer_to_its_readers_own_mail_brings_it_at_once() -> None:
    world, news = agreed()
    world.now += timedelta(hours=1)
    events = world.hear(MANAGER, said(Verb.RECEIVED, world.now), said(Verb.NOTE, world.now, "I am in court today."))
    assert [one.letter for one in events if isinstance(one, LetterWithheld)] == [news.letter]
    [theirs] = of(MANAGER, events)
    assert (theirs.facts["headline"], theirs.leaves) == (AGREED, None)
    assert theirs.facts["did"]


def test_what_is_told_on_one_day_is_one_letter_in_the_morning() -> None:
    actions = tuple(
        Action(f"Daniel Mensah {what}", moment("Tue 01 Dec 2026 09:00").date()) for what in ("visits", "rings")
    )
    world = World().open()
    world.wait("Thu 26 Nov 2026 09:00")
    world.hear(MANAGER, replace(said(Verb.RESOLVED, world.now), actions=actions))
    world.send()
    world.say(OTHER_MANAGER, Verb.AGREE)
    world.say(RAISER, Verb.AGREE)
    world.wait("Tue 01 Dec 2026 10:00")
    for number in (1, 2):
        asked = next(one.letter for one in world.case.letters.values() if one.about == f"a{number}")
        world.hear("d-mensah", said(Verb.DONE, world.now), answers=asked)
    theirs = [one for one in world.events if isinstance(one, LetterOrdered) and one.to.person == RAISER]
    *_, first, last = theirs
    assert world.case.letters[first.letter].state == "withheld"
    told = [last.facts["headline"], *(one["headline"] for one in last.facts["news"])]
    assert told == ["An action is done", "An action is done"]
    assert first.leaves == last.leaves == world.rules.days.next_working_morning(world.now)


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
