"""Somebody writes that they are the wrong person: they are told how to name the right one, and the office hears of it."""

from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import Party
from mailservice.cases.letters import ordering
from mailservice.cases.people.turn import Turn

HOW = "Not you? Reply CONTACT, and the right name and email address."
"""As the letters say it."""


def tell(turn: Turn, hear: Hear, by: Party) -> str:
    """Tell the office at once, for nobody else may know of this letter; return what its writer is answered with."""
    lines = [f"{ordering.number(ordering.person(turn, by))}.", f"They wrote: “{hear.own_words.strip()}”"]
    action = (
        f"Find who acts for {turn.agency(by.agency).name} here, and reply with CONTACT, their name and their address."
    )
    ordering.tell_office(turn, "Somebody says that they are the wrong person", lines, action)
    return f"{HOW} Until then you have our letters. The {turn.terms.office} is told, and no date has changed."
