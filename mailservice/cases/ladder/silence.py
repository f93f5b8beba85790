"""How long nothing has been heard, and who is told: the authority on its days, the office every morning (rules 6.6 and 17)."""

from mailservice.cases.history.events import Party
from mailservice.cases.people import officers, together
from mailservice.cases.people.turn import Turn

# Silence at the last stage: the authority hears on these days, then weekly.
AUTHORITY_DAYS = (1, 3, 5)
WEEK = 5
# Where no clock runs, the office sees to it from this check-in on.
OFFICE_AFTER_ROUNDS = 2


def authority_hears(days: int) -> bool:
    """Tell whether the authority is told today, so many working days after the date of the last stage."""
    return days in AUTHORITY_DAYS or (days > 0 and days % WEEK == 0)


def asked_again(turn: Turn) -> tuple[Party, ...]:
    """Return who is asked once more at a last stage of both sides with nobody above them: who owes the other side a word.

    Whoever has put words that wait for an answer, or has agreed to them, owes none.
    """
    if turn.stage.sides == "convened" or together.here(turn) or officers.waited_for(turn):
        return ()
    pending = turn.case.pending
    done = {pending.by.agency, *(one.agency for one in pending.assents)} if pending else set()
    return tuple(one for one in turn.everyone_present() if one.agency not in done)


def length(days: int) -> str:
    """Return so many working days, as a letter says them."""
    return "one working day" if days == 1 else f"{days} working days"


def rounds(turn: Turn) -> int:
    """Return how often it was asked where the present place stands."""
    here = (one for one in turn.case.deadlines.values() if one.purpose == "check-in" and one.state == "met")
    since = turn.case.entered_at
    return sum((one.stage, one.tier) == turn.here and (since is None or one.due > since) for one in here)
