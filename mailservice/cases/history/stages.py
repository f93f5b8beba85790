"""How a case goes up: stages and steps, what brought it there, and what those who convene the last stage set."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailservice.cases.history.parties import Party


@dataclass(frozen=True)
class StageEntered:
    """The case came to a stage and tier. `counted_from` is where its clocks begin; `ours`: we were late, so in full."""

    at: datetime
    stage: str
    tier: int
    why: Literal["opened", "climbed", "escalated", "objected", "reopened", "limit", "urgent"]
    counted_from: datetime
    ours: bool = False
    by: Party | None = None


@dataclass(frozen=True)
class StepEntered:
    """The case came to the second step of its stage: it was reported to line managers, or the first step fell due."""

    at: datetime
    step: str
    why: Literal["reported", "due", "urgent"]
    counted_from: datetime
    by: Party | None = None


@dataclass(frozen=True)
class Facilitated:
    """What became of a conversation that a third person brings about at a stage, who decides nothing.

    `asked`: they were written to (None: the office was). `dated`: it is on that day. `held`: somebody wrote that it took place.
    """

    at: datetime
    by: Party | None
    what: Literal["asked", "dated", "held"]
    stage: str
    on: datetime | None = None
    text: str = ""
    all_day: bool = False


@dataclass(frozen=True)
class Escalated:
    """Somebody wrote ESCALATE; the case goes on to `stage`, whatever stage they named."""

    at: datetime
    by: Party
    text: str
    stage: str
    named: str = ""


@dataclass(frozen=True)
class UrgentRaised:
    """Somebody wrote URGENT: every date now ends within 24 real hours of its letter. `named` is the stage they named."""

    at: datetime
    by: Party
    text: str
    named: str = ""


@dataclass(frozen=True)
class UrgentEnded:
    """The person who raised the case took the urgency back; the case itself goes on."""

    at: datetime
    by: Party
    text: str


@dataclass(frozen=True)
class MediationOffered:
    """Whoever convenes the last stage chose mediation or a panel, and set when it is.

    `all_day`: no hour was written with the day, so `on` is the end of it and no hour is told.
    """

    at: datetime
    by: Party
    on: datetime
    text: str
    means: Literal["mediation", "panel"] = "mediation"
    all_day: bool = False


@dataclass(frozen=True)
class CourseSet:
    """The final authority set a course towards its decision, and a date: only DECISION ends the case (reading B8)."""

    at: datetime
    by: Party
    on: datetime
    text: str


@dataclass(frozen=True)
class ReportMade:
    """The office recorded the report of the last stage's work."""

    at: datetime
    by: Party
    text: str


@dataclass(frozen=True)
class WayNamed:
    """Words that the other side is shown too speak of another way of the policy: the ids of open [[route]]s."""

    at: datetime
    by: Party
    ways: tuple[str, ...]


@dataclass(frozen=True)
class TopicNamed:
    """Somebody named what kind of disagreement this is, by the policy's own ids."""

    at: datetime
    by: Party
    topics: tuple[str, ...]
