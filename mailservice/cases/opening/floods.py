"""More mail than people write: a machine that opens case upon case, and strangers without end (all numbers ours).

What is braked is opening and answering. A word on a case always acts, and whoever calls for help is never braked.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from mailservice.cases.history.commands import Flood, Hear
from mailservice.cases.history.events import MailHeard
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.opening import danger
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn

MOST_OPENED, HOUR = 10, timedelta(hours=1)
# How many cases one address opens, within how long: a machine that keeps below the first meets the next.
_MOST = (
    (MOST_OPENED, HOUR, "an hour"),
    (20, timedelta(days=1), "a day"),
    (40, timedelta(days=30), "30 days"),
    (120, timedelta(days=365), "a year"),
)
# The last brake against a mail loop: one case gives one address only so many direct answers a day.
MOST_ANSWERS = 20
MOST_STRANGERS = 50  # strangers who are answered within a day
ABOUT = "flood: "
_LOOP = "loop: "
_DAY = timedelta(days=1)
SELDOM = "While it goes on, we write of it ever more seldom."


def over(opened: Callable[[timedelta], int]) -> str:
    """Return what an address has opened too many of, like "10 cases within an hour"; `opened` counts its cases of so long."""
    return next((f"{most} cases within {said}" for most, within, said in _MOST if opened(within) >= most), "")


def brakes(hear: Hear) -> bool:
    """Tell whether a mail that would open a case is held instead: its sender opened so many, and calls for no help."""
    return bool(hear.over) and not danger.calls(hear)


def about(address: str) -> str:
    """Return what the letters are about that tell of one sender's many cases."""
    return f"{ABOUT}{address.lower()}"


def to_tell(office: Sequence[datetime], sender: Sequence[datetime], now: datetime) -> Flood:
    """Return who hears of it, by when each was told: the sender once a day, the office ever more seldom, each time both."""
    if is_told_again(office, now):
        return "to tell"
    return "to tell the sender" if not sender or now - max(sender) >= _DAY else "told"


def hold(turn: Turn, hear: Hear) -> None:
    """Keep a mail for a person; its sender and the office are told as `to_tell` says, and each morning how many are held."""
    sender = deciders.party_of(hear.sender, turn.directory)
    came = (turn.at, hear.mail, hear.message_id, sender, hear.kind, hear.own_words)
    many, _, within = hear.over.partition(" within ")
    why = f"{many} were opened from this address within {within}"
    turn.put(MailHeard(*came, "held", why, hear.sender.delegate, hear.attachments, hear.to_us))
    if hear.flood == "told":
        return
    name = turn.name(sender)
    told = f"{many} were opened from your address within {within}, so this email waits, and has opened none."
    lines = [
        {
            "line": "",
            "result": f"{told} The {turn.terms.office} has been told, and reads it. Your other emails act as ever.",
        }
    ]
    facts = {"why": "You wrote to us.", "lines": lines, "next": "", "words": ordering.words("HELP")}
    facts = {**facts, "others_see": ordering.you_see(turn.terms)}
    ordering.order(turn, "answer", sender, facts, answers=hear.message_id, about=about(sender.address), outside=True)
    if hear.flood != "to tell":
        return
    items = [f"{name} ({sender.address}) opened {hear.over}. What else opens one waits in the folder Held.", SELDOM]
    action = f"Ring {name}, and ask if a person wrote these. If so, read what waits, and let each go on with RELEASE."
    ordering.tell_office(turn, "Many cases from one sender", items, action, about=about(sender.address), outside=True)


def tell_of_loop(turn: Turn, hear: Hear, most: int) -> None:
    """Tell the office of somebody whom we answered so often in a day, and of who else comes near: one letter a case and day."""
    who = [hear.sender.address.lower(), *_near(turn, most // 2)]
    loops = [one for one in turn.case.letters.values() if one.about.startswith(_LOOP)]
    theirs = [one.at for one in loops if who[0] in one.about.removeprefix(_LOOP).split()]
    if any(turn.at - one.at < _DAY for one in loops) or not is_told_again(theirs, turn.at):
        return
    names = phrases.listed(list(dict.fromkeys(who)))
    lines = [
        f"We have answered {most} emails from one address in a day, and answer no more of them until a day has passed: {names}.",
        *([SELDOM] if loops else []),
    ]
    action = "Read them, and ring the sender if a person wrote them."
    about = f"{_LOOP}{' '.join(dict.fromkeys(who))}"
    ordering.tell_office(turn, "Many mails from one sender", lines, action, about=about)


def _near(turn: Turn, enough: int) -> list[str]:
    """Return who had so many direct answers within the day."""
    lately = (one for one in turn.case.letters.values() if one.replied and turn.at - one.at < _DAY)
    had = Counter(one.to.address.lower() for one in lately)
    return [address for address, number in had.items() if number >= enough]


def is_told_again(told: Sequence[datetime], now: datetime) -> bool:
    """Tell whether the office hears once more of what goes on: at once, a day later, then after 2, 4, 8 … days from the first."""
    return not told or now - min(told) >= _DAY * 2 ** (len(told) - 1)


def unanswered(hear: Hear) -> bool:
    """Tell whether a stranger gets no answer, so many had one today; who calls for help has one always."""
    return hear.strangers_today >= MOST_STRANGERS and not danger.calls(hear)
