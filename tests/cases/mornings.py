"""The morning letter of some cases, as the office reads it."""

from datetime import timedelta
from typing import Any

from mailservice.cases import machine
from mailservice.cases.history.case import book
from mailservice.cases.history.commands import CaseSoFar, NoteMorning
from mailservice.cases.history.events import LetterOrdered
from tests.cases.world import World


def morning(*worlds: World, seen: int = 0) -> dict[str, Any]:
    """Return what the morning letter shows of some cases, of which the office had seen some events before."""
    first = worlds[0]
    told = tuple(CaseSoFar(one.rules.policy, tuple(one.events), seen) for one in worlds)
    command = NoteMorning(first.now, first.now - timedelta(days=1), told, first.now - timedelta(minutes=2))
    (letter,) = machine.decide(book(), command, first.rules, first.who_is_who)
    assert isinstance(letter, LetterOrdered)
    return dict(letter.facts)
