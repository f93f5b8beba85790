"""A machine that nobody can tell from a person answers every letter, with the same word: how many letters that brings.

`Robot` is played without a mailbox: what it is not told it does not answer. Its brakes are in `cases.heard`, `words.again`.
"""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.words import Verb
from tests.cases.world import OFFICE, RAISER, RESPONDER, World, letters

ANSWERS_AFTER = timedelta(minutes=1)


class Robot:
    """Somebody's mailbox that answers each letter within a minute, in the same words."""

    def __init__(self, who: str, verb: Verb) -> None:
        self.who, self.verb, self.world = who, verb, World().open()
        self.read: set[str] = set()
        self.answered: Counter[object] = Counter()
        self.letters: list[LetterOrdered] = []
        self.world.send()

    def run(self, hours: int) -> "Robot":
        """Let time pass, each letter answered and each date called."""
        end = self.world.now + timedelta(hours=hours)
        while self.world.now < end:
            came = [one for one in self.world.case.letters.values() if self._is_new(one.to.person, one.letter)]
            for one in came:
                self._answer(one.letter)
            self._count(self.world.sweep())
            self.world.now = self.world.now + ANSWERS_AFTER if came else self._next(end)
        return self

    def _is_new(self, person: str, letter: str) -> bool:
        return person == self.who and letter not in self.read and self.world.case.letters[letter].state == "sent"

    def _answer(self, letter: str) -> None:
        self.read.add(letter)
        said = Said(self.verb, "", self.verb.value)
        own = {"own_words": self.verb.value, "answers": letter, "replies_to": letter}
        self._count(self.world.hear(self.who, said, **own, answered_today=self.answered[self.world.now.date()]))

    def _count(self, events: list[Event] | tuple[Event, ...]) -> None:
        ordered = letters(events)
        self.letters += ordered
        self.answered[self.world.now.date()] += sum(one.replied for one in ordered)
        self.world.send()

    def _next(self, end: datetime) -> datetime:
        ahead = (one.due for one in self.world.case.standing if one.due > self.world.now)
        return min(ahead, default=end)

    def to_office(self) -> list[LetterOrdered]:
        """Return the letters that the office had."""
        return [one for one in self.letters if one.to.address == OFFICE]


@pytest.mark.parametrize("who", [RAISER, RESPONDER])
@pytest.mark.parametrize("verb", Verb)
def test_a_robot_with_any_word_brings_the_office_a_handful_of_letters_in_a_day(who: str, verb: Verb) -> None:
    robot = Robot(who, verb).run(26)
    headlines = Counter(str(one.facts.get("headline", one.template)) for one in robot.to_office())
    assert max(headlines.values(), default=0) <= 3, headlines
    assert sum(headlines.values()) <= 6, headlines
