"""An opening's letters to others wait five minutes, in which its sender may write STOP (rule 16); the receipt waits for nothing.

Nothing waits where a child cannot: URGENT and words of danger let every letter go at once. Nor what its sender let go on.
"""

from datetime import datetime, timedelta

from mailservice.cases.history.events import HeldMailReleased, LetterOrdered
from mailservice.cases.letters import ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn

WAIT = timedelta(minutes=5)  # house


def until(turn: Turn) -> datetime | None:
    """Return when the letters of this decision to others may leave; None where they leave at once.

    A second mail of the raiser's does not overtake the first: what it brings shows the same words.
    """
    opened = turn.case.opened_at
    let_go = bool(turn.case.released) or any(isinstance(one, HeldMailReleased) for one in turn.events)
    alarmed = any(one.order.about.startswith(ordering.ABOUT_DANGER) for one in turn.drafts)
    if opened is None or turn.at >= opened + WAIT or let_go or turn.case.urgent or alarmed:
        return None
    return opened + WAIT


def waits(turn: Turn, letter: LetterOrdered) -> bool:
    """Tell whether a letter is one of those: to anybody but who opened the case and the office, and no answer to a mail."""
    raiser, office = turn.case.raiser, turn.directory.office.address.lower()
    mine = raiser is not None and deciders.same_person(letter.to, raiser)
    return not (letter.replied or mine or letter.to.address.lower() == office)
