"""One of those who hold the office is away: the others hear of it at their own address, and no alarm waits for the absent one.

The office's letters lie in one mailbox; an out-of-office from it, or from one of its people, says of nobody else that they
are away.
"""

from datetime import date

from mailservice.cases.history.case import Ordered
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import Party, ReaderAway
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn


def note(turn: Turn, hear: Hear, who: Party, letter: Ordered) -> None:
    """Record who is away, and tell whoever else holds the office; once, until they are back."""
    told = deciders.is_away(turn.case, who, turn.today)
    turn.put(ReaderAway(turn.at, letter.letter, hear.away_until, hear.stand_in, who))
    if told:
        return
    lines = [said(turn, who, hear.away_until)]
    lines += [f"This case is urgent: {turn.person.a} may be in danger."] if turn.case.urgent else []
    action = "Read in the office’s mailbox what it has on this case, and act on it today."  # noqa: RUF001 - the apostrophe of our letters
    for address in ordering.holders_left(turn):
        ordering.tell_office(turn, "One of the office is away", lines, action, to=address)


def said(turn: Turn, who: Party, until: date | None) -> str:
    """Say who is away, and until when if that is known."""
    return f"{turn.name(who)} is away{' until ' + phrases.day(until) if until else ''}."
