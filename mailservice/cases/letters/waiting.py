"""An opening's letters to others wait five minutes, in which its sender may write STOP (rule 16); the receipt waits for nothing.

Nothing waits where a child cannot: URGENT and words of danger let every letter go at once. Nor what its sender let go on.
"""

from datetime import datetime, timedelta

from mailservice.cases.history.events import CaseOpened, HeldMailReleased, LetterOrdered
from mailservice.cases.letters import ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn

WAIT = timedelta(minutes=5)  # house


def until(turn: Turn) -> datetime | None:
    """Return when the letters of this decision to others may leave; None where they leave at once."""
    opened = next((one for one in turn.events if isinstance(one, CaseOpened)), None)
    let_go = any(isinstance(one, HeldMailReleased) for one in turn.events)
    if (
        opened is None
        or let_go
        or turn.case.urgent
        or any(one.order.about.startswith(ordering.ABOUT_DANGER) for one in turn.drafts)
    ):
        return None
    return opened.at + WAIT


def waits(turn: Turn, letter: LetterOrdered) -> bool:
    """Tell whether a letter is one of those: to anybody but who opened the case, and no answer to somebody's mail."""
    raiser = turn.case.raiser
    return not letter.replied and not (raiser and deciders.same_person(letter.to, raiser))
