"""On a case that has ended letters offer only words that mean something there (rule 18)."""

import re
from collections.abc import Iterable

import pytest

from mailservice.cases.history.events import Action, Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.simulator.story import moment
from tests.cases.test_words import STATES
from tests.cases.world import RAISER, World, letters, said

MEAN = {"REOPEN", "RECORD", "STATUS", "HELP", "POLICY", "NOTE", "DONE", "NOT DONE", "NEW DATE", "AGREE", "DISAGREE"}
ENDED = ("closed", "ended by the raiser", "an action not done", "bscp decided", "an action to come")
# In sentences these name what cannot be done there; AS RAISER alone is a use of CONTACT.
IN_WORDS = re.compile(r"\b(?:ESCALATE|RESOLVED|PLAN|OBJECT|WITHDRAW|MET|RECEIVED|COVER|CONTACT(?!.{0,60}AS RAISER))\b")


def offered(events: Iterable[Event]) -> set[str]:
    return {word["verb"] for one in letters([*events]) for word in one.facts["words"]}


def sentences(one: LetterOrdered) -> str:
    """Return what we say in a letter, but for the lines that its reader wrote."""
    lines = [line["result"] for line in one.facts.get("lines", ()) if isinstance(line, dict)]
    told = [one.facts.get("action", ""), *one.facts.get("paragraphs", ()), *one.facts.get("items", ()), *lines]
    return " ".join(map(str, told))


@pytest.mark.parametrize("state", ENDED)
def test_whatever_is_written_the_answers_and_the_news_offer_what_can_be_used(state: str) -> None:
    begin, roles = STATES[state]
    start = begin()
    for verb in Verb:
        for role, who in roles.items():
            world = start.copy()
            events = world.say(who, verb, "we think about it")
            if world.case.status == "closed":
                assert offered(events) <= MEAN, (verb, role)
                for one in letters(events):
                    found = IN_WORDS.search(sentences(one).replace("we think about it", ""))
                    assert found is None or found[0] == verb, (verb, role, sentences(one))


@pytest.mark.parametrize("state", ENDED)
def test_prose_a_question_and_a_letter_that_came_back_offer_what_can_be_used(state: str) -> None:
    begin, roles = STATES[state]
    for words in (
        "I would like this to go to the heads of service.",
        "Nobody will do anything about this.",
        "Thank you.",
    ):
        world = begin()
        assert offered(world.hear(roles["raiser"], own_words=words)) <= MEAN
    world = begin()
    for letter in [one.letter for one in world.case.letters.values() if one.template == "closed"]:
        for one in letters(world.bounce(letter)):
            assert {word["verb"] for word in one.facts["words"]} <= MEAN
            assert IN_WORDS.search(sentences(one)) is None, sentences(one)


def test_what_time_brings_after_the_end_offers_what_can_be_used() -> None:
    world = World().open()
    world.wait("Thu 26 Nov 2026 09:00")
    visit = Action("Kate visits on Tuesday", moment("Tue 01 Dec 2026 09:00").date())
    word = said(Verb.RESOLVED, world.now)
    world.hear("m-dasgupta", type(word)(Verb.RESOLVED, word.reason, word.line, actions=(visit,)))
    world.send()
    world.say("j-okafor", Verb.AGREE)
    world.say(RAISER, Verb.AGREE)
    ended = len(world.events)
    world.wait("Wed 2 Dec 2026 17:00")
    assert world.case.status == "closed"
    assert offered(world.events[ended:]) <= MEAN
    assert offered(world.say("k-obrien", Verb.DONE)) <= MEAN
