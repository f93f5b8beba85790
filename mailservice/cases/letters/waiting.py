"""Until when a letter waits: start at `leave`. Nothing waits where a child cannot, for URGENT and words of danger.

An opening's letters to others wait five minutes, in which its sender may write STOP (rule 16); the receipt waits for nothing,
nor does what its sender let go on. News that needs nobody today waits for its reader's next letter, at latest for 9am (rule 18).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from mailservice.cases.history.events import HeldMailReleased, LetterOrdered
from mailservice.cases.letters import ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn

WAIT, _TO_ACT = timedelta(minutes=5), timedelta(hours=1)  # house


def leave(turn: Turn, letter: LetterOrdered, morning: datetime | None) -> LetterOrdered:
    """Return a letter with the time before which it does not leave; `morning` is what its news may wait for."""
    opening = until(turn) if waits(turn, letter) else None
    waiting = [one for one in (opening, morning if _has_time(turn, morning) else None) if one is not None]
    return replace(letter, leaves=max(waiting)) if waiting else letter


def _has_time(turn: Turn, morning: datetime | None) -> bool:
    """Tell whether nothing falls due before its reader could act on what they read in the morning."""
    date = ordering.next_shown(turn)
    return morning is not None and not turn.case.urgent and (date is None or morning + _TO_ACT < date.due)


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
