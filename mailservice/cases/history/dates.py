"""By when: each date that was set, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from mailservice.cases.history.parties import Party
from mailservice.policy.model import Basis


@dataclass(frozen=True)
class Skipped:
    """A day that a date did not count, and its name."""

    day: date
    name: str


# "limit": an overall limit. "hand-on": line managers get their letter at the latest now. "drift": a stage by judgement
# is open too long. "urgent", "chase" and "again": 24 real hours, no RECEIVED in 2, and the letter once more at 9am.
# "alarm": the office has not answered one. "rest": the office lets the case rest until then.
Purpose = Literal[
    "clock",
    "nudge",
    "reminder",
    "check-in",
    "objection",
    "objection-answer",
    "provisional",
    "silence",
    "limit",
    "hand-on",
    "drift",
    "urgent",
    "chase",
    "again",
    "withdrawal",
    "action",
    "action-answer",
    "action-date",
    "care",
    "telling",
    "form",
    "quote",
    "alarm",
    "passed-on",
    "second",
    "legal",
    "rest",
    "what-changed",
]

# Whose choice a date is: as in a policy, or agreed by every agency in the case.
Whose = Basis | Literal["agreed"]


@dataclass(frozen=True)
class DeadlineSet:
    """A date was set; it is stored and never reckoned again. `clock` is the policy's clock id where it has one.

    `second`: it is that of the clock's `no_later_than`. `says` is what letters add to whose date it is.
    `side`: it is for the side that raised the case, or for the others, to meet; of every side where that is empty.
    """

    at: datetime
    deadline: str
    purpose: Purpose
    stage: str
    tier: int
    due: datetime
    counted_from: datetime
    basis: Whose
    goal: str = ""
    clock: str = ""
    reading: str = ""
    skipped: tuple[Skipped, ...] = ()
    about: str = ""
    second: bool = False
    says: str = ""
    side: Literal["", "raising", "responding"] = ""


@dataclass(frozen=True)
class DeadlineMoved:
    """A date was moved, and why; the old date stays in the record. Only the day of the decision, once told, moves one earlier.

    What else of it changed: None leaves it as it was.
    """

    at: datetime
    deadline: str
    due: datetime
    was: datetime
    why: str
    counted_from: datetime | None = None
    skipped: tuple[Skipped, ...] | None = None
    basis: Whose | None = None
    second: bool | None = None
    says: str | None = None


@dataclass(frozen=True)
class DeadlineMet:
    """What a clock asked for was done."""

    at: datetime
    deadline: str
    by: Party | None = None


@dataclass(frozen=True)
class DeadlineMissed:
    """A clock ran out. `ours`: the service was late or down, which is nobody's fault; `down`: from when until when it was.

    `not_reached` names the agencies of which nobody had written a word: they were not reached, and never called late.
    """

    at: datetime
    deadline: str
    ours: bool = False
    not_reached: tuple[str, ...] = ()
    down: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class DeadlineDropped:
    """A date no longer matters, and why."""

    at: datetime
    deadline: str
    why: str
