"""The office's words on how long a case is kept: RETAIN UNTIL, PRESERVE, PRESERVE ENDS, and DISPOSE, which lets it go.

Nobody disposes of anything alone: DISPOSE, and whatever brings it nearer, waits for a second of the office, and no telephone
call stands for one. What DISPOSE asks for is carried out by `settling.disposing`.
"""

import re

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import (
    DisposalOrdered,
    Party,
    Preserved,
    PreservingEnded,
    RetainedUntil,
    SecondGiven,
)
from mailservice.cases.letters import phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import disposing
from mailservice.cases.words import second
from mailservice.cases.words.office import office_alone

_ENDS = "PRESERVE ENDS and why, once that is over"
_WORD = re.compile(r"[^\W\d_]{2,40}")
_OF_A_DATE = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:st|nd|rd|th|of|on|the)"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}",
    re.IGNORECASE,
)


@office_alone
def retain_until(turn: Turn, said: Said, by: Speaker) -> str:
    """RETAIN UNTIL date: the case is kept up to that day at least; sooner than stood, if a second says so too."""
    if said.day is None or said.day <= turn.today or not _says_why(said.reason, dated=True):
        return kept(turn, said, by, "Please write RETAIN UNTIL, a day to come, and why. Nothing has moved.")
    stood = disposing.kept_by(turn).due
    earlier = stood is not None and said.day < stood
    if earlier and (asked := second.confirmed_by_second(turn, said, by)):
        return asked
    turn.put(RetainedUntil(turn.at, by.party, said.day, _without_date(said.reason), earlier))
    at_least = "" if earlier else " at least"
    return f"Recorded: it is kept until {phrases.day(said.day)}{at_least}. Nothing goes by itself on that day."


@office_alone
def preserve(turn: Turn, said: Said, by: Speaker) -> str:
    """PRESERVE why: a legal hold; nothing of the case may go."""
    if not _says_why(said.reason):
        return kept(turn, said, by, "Please write PRESERVE and why. Nothing has moved.")
    turn.put(Preserved(turn.at, by.party, said.reason))
    return f"Recorded: nothing of this case may go, whatever its date, until somebody of you writes {_ENDS}."


@office_alone
def preserve_ends(turn: Turn, said: Said, by: Speaker) -> str:
    """PRESERVE ENDS why: nothing forbids any more that it goes; a second has to confirm it."""
    if not turn.case.keeping:
        return kept(turn, said, by, "Nothing is preserved here, so nothing has moved.")
    if not _says_why(said.reason):
        return kept(turn, said, by, "Please write PRESERVE ENDS and why. Nothing has moved.")
    if asked := second.confirmed_by_second(turn, said, by):
        return asked
    turn.put(PreservingEnded(turn.at, by.party, said.reason))
    return "Recorded: nothing has to be preserved here any more. Nothing goes by itself."


@office_alone
def dispose(turn: Turn, said: Said, by: Speaker) -> str:
    """DISPOSE why: everything of an ended case goes, for ever, once a second of the office has said yes."""
    if turn.case.disposal is not None:
        return kept(turn, said, by, "Two of you have said so already, and it is being done.")
    if stands := disposing.against(turn, by.hear.linked):
        ends = f" Write {_ENDS}." if turn.case.keeping else ""
        return kept(turn, said, by, f"It cannot be disposed of. {' '.join(stands)}{ends} Nothing has moved.")
    if not _says_why(said.reason):
        sentence = "Please write DISPOSE and why, without a name: it stays on record when everything else has gone."
        return kept(turn, said, by, f"{sentence} Nothing has moved.")
    if asked := second.confirmed_by_second(turn, said, by):
        return asked
    confirmed_by = _confirmed_by(turn)
    if confirmed_by is None:
        return kept(turn, said, by, "DISPOSE needs the yes of a second of the office. Nothing has moved.")
    turn.put(DisposalOrdered(turn.at, by.party, confirmed_by, said.reason, disposing.kept_by(turn).rule))
    return "It is being disposed of now. Once it is done you have a certificate, as a letter of its own."


def _confirmed_by(turn: Turn) -> Party | None:
    return next((one.by for one in reversed(turn.events) if isinstance(one, SecondGiven) and one.answer == "yes"), None)


def _without_date(reason: str) -> str:
    """Return why, without the day that stands before it; the whole where no mark divides them."""
    return reason.partition(":")[2].strip() or reason


def _says_why(reason: str, *, dated: bool = False) -> bool:
    """Tell whether there is a reason at all; beside a date, whether anything but the date."""
    words = _WORD.findall(reason)
    return any(not (dated and _OF_A_DATE.fullmatch(one)) for one in words)
