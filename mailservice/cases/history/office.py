"""What the office does by its own words: with a mail that is held, and with a case (rule 17)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from mailservice.cases.history.agreement import Action
from mailservice.cases.history.parties import Party


@dataclass(frozen=True)
class HeldMailDecided:
    """The office decided on a mail that was held, once: with which word, on which cases, and why. Kept in its own book."""

    at: datetime
    mail: str
    by: Party
    verb: str
    cases: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class HeldMailReturned:
    """The office took its word on a held mail back, before anything was sent: it is held again."""

    at: datetime
    mail: str
    by: Party


@dataclass(frozen=True)
class OutsiderKept:
    """A stranger's mail is held that calls for nobody at once: the morning letter tells of it, with who and what (rule 17)."""

    at: datetime
    mail: str
    who: Party
    asked: str


@dataclass(frozen=True)
class MailFiled:
    """The office put a mail on this case without acting on it: it is nobody's word, and no side is shown it."""

    at: datetime
    mail: str
    message_id: str
    sender: Party
    own_words: str
    by: Party
    text: str = ""


@dataclass(frozen=True)
class MailTakenOff:
    """The office took a mail off this case again that it had put there."""

    at: datetime
    mail: str
    by: Party


@dataclass(frozen=True)
class Assigned:
    """Somebody of the office sees to this case from here."""

    at: datetime
    by: Party
    who: Party
    text: str = ""


@dataclass(frozen=True)
class HeldUntil:
    """The office lets a case rest at this stage until then: nothing is asked and nothing climbs, and every date stands."""

    at: datetime
    by: Party
    until: datetime
    stage: str
    tier: int
    text: str = ""


@dataclass(frozen=True)
class Paused:
    """Our own letters wait until then, on this case; in the office's book, on every case."""

    at: datetime
    by: Party
    until: datetime
    text: str = ""


@dataclass(frozen=True)
class Resumed:
    """The office ended a pause, or a rest, before its time."""

    at: datetime
    by: Party


@dataclass(frozen=True)
class SecondAsked:
    """A word of the office waits for the yes of a second of it, until then; `request` names it."""

    at: datetime
    request: str
    by: Party
    verb: str
    until: datetime
    text: str = ""
    stage: str = ""
    line: str = ""
    address: str = ""
    day: date | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class SecondGiven:
    """A second of the office answered, once."""

    at: datetime
    request: str
    by: Party
    answer: Literal["yes", "no"]
