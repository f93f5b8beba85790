"""More mail than people write: a machine that opens case upon case, and strangers without end (all numbers ours).

What is braked is opening and answering. A word on a case always acts, and whoever calls for help is never braked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import MailHeard
from mailservice.cases.letters import ordering
from mailservice.cases.opening import danger
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn

MOST_OPENED, HOUR = 10, timedelta(hours=1)  # cases that one address opens within the hour
MOST_STRANGERS = 50  # strangers who are answered within a day
ABOUT = "flood: "
_LOOP = "loop: "
_DAY = timedelta(days=1)
SELDOM = "It goes on, so we write of it ever more seldom."


def brakes(hear: Hear) -> bool:
    """Tell whether a mail that would open a case is held instead: its sender opened so many, and calls for no help."""
    return hear.opened_lately >= MOST_OPENED and not danger.calls(hear)


def about(address: str, at: datetime) -> str:
    """Return what the letters of one sender's hour are about."""
    return f"{ABOUT}{address.lower()} {at:%Y-%m-%d %H}"


def hold(turn: Turn, hear: Hear) -> None:
    """Keep a mail for a person; its sender and the office are told once in the hour."""
    sender = deciders.party_of(hear.sender, turn.directory)
    came = (turn.at, hear.mail, hear.message_id, sender, hear.kind, hear.own_words)
    why = f"{MOST_OPENED} cases were opened from this address within the hour"
    turn.put(MailHeard(*came, "held", why, hear.sender.delegate, hear.attachments, hear.to_us))
    if hear.flood == "told":
        return
    name = turn.name(sender)
    told = (
        f"{MOST_OPENED} cases were opened from your address within an hour, so this email waits, and has opened none."
    )
    lines = [
        {
            "line": "",
            "result": f"{told} The {turn.terms.office} has been told, and reads it. Your other emails act as ever.",
        }
    ]
    facts = {"why": "You wrote to us.", "lines": lines, "next": "", "words": ordering.words("HELP")}
    facts = {**facts, "others_see": ordering.you_see(turn.terms)}
    ordering.order(turn, "answer", sender, facts, answers=hear.message_id, outside=True)
    items = [
        f"{name} ({sender.address}) opened {MOST_OPENED} cases within an hour. What else opens one waits in the folder Held."
    ]
    action = (
        f"Ring {name}, and ask if a person wrote these. If so, read what waits, and have each sent again in an hour."
    )
    ordering.tell_office(
        turn, "Many cases from one sender", items, action, about=about(sender.address, turn.at), outside=True
    )


def loop(address: str) -> str:
    """Return what the letters are about that tell of a mail loop with an address."""
    return f"{_LOOP}{address.lower()}"


def is_told_again(told: Sequence[datetime], now: datetime) -> bool:
    """Tell whether the office hears once more of what goes on: at once, a day later, then after 2, 4, 8 … days from the first."""
    return not told or now - min(told) >= _DAY * 2 ** (len(told) - 1)


def unanswered(hear: Hear) -> bool:
    """Tell whether a stranger gets no answer, so many had one today; who calls for help has one always."""
    return hear.strangers_today >= MOST_STRANGERS and not danger.calls(hear)
