"""How long nothing has been heard, and who is told: the authority on its days, the office every morning (rules 6.6 and 17)."""

from mailservice.cases.people.turn import Turn

# Silence at the last stage: the authority hears on these days, then weekly.
AUTHORITY_DAYS = (1, 3, 5)
WEEK = 5
# Where no clock runs, the office sees to it from this check-in on.
OFFICE_AFTER_ROUNDS = 2


def authority_hears(days: int) -> bool:
    """Tell whether the authority is told today, so many working days after the date of the last stage."""
    return days in AUTHORITY_DAYS or (days > 0 and days % WEEK == 0)


def length(days: int) -> str:
    """Return so many working days, as a letter says them."""
    return "one working day" if days == 1 else f"{days} working days"


def rounds(turn: Turn) -> int:
    """Return how often it was asked where the present place stands."""
    here = (one for one in turn.case.deadlines.values() if one.purpose == "check-in" and one.state == "met")
    since = turn.case.entered_at
    return sum((one.stage, one.tier) == turn.here and (since is None or one.due > since) for one in here)
