"""How a case is settled: what both sides say of it, the words put to them, and the actions that were agreed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from mailservice.cases.history.parties import Party


@dataclass(frozen=True)
class Acknowledged:
    """Somebody wrote RECEIVED: they have read it. Meets no clock."""

    at: datetime
    by: Party


@dataclass(frozen=True)
class Met:
    """Somebody wrote MET: both sides have spoken."""

    at: datetime
    by: Party
    text: str


TaskKind = Literal["agreed", "care", "tell", "form", "quote"]
ProposalKind = Literal["resolved", "plan", "overtaken", "new-date", "leave", "decision"]


@dataclass(frozen=True)
class Action:
    """A line of what was agreed that carries a date: who does what is in its words, verbatim."""

    text: str
    on: date


@dataclass(frozen=True)
class Proposed:
    """Words put to every other agency, to agree to: RESOLVED or PLAN, OVERTAKEN, NEW DATE, or WITHDRAW of one agency.

    A DECISION where several decide together is put to the others of them.

    `due` is the date a NEW DATE asks for, and `action` the agreed action it is for, if not the stage's own.
    """

    at: datetime
    proposal: str
    kind: ProposalKind
    by: Party
    text: str
    stage: str
    tier: int
    actions: tuple[Action, ...] = ()
    due: datetime | None = None
    action: str = ""


@dataclass(frozen=True)
class Assented:
    """AGREE from another side, to the same text."""

    at: datetime
    proposal: str
    by: Party
    text: str = ""


@dataclass(frozen=True)
class Dissented:
    """DISAGREE: the proposal returns to all, and no clock has stopped."""

    at: datetime
    proposal: str
    by: Party
    text: str


@dataclass(frozen=True)
class Agreed:
    """Every agency has agreed to the same text. `objection`: the raiser has a day to object before it is closed."""

    at: datetime
    proposal: str
    objection: bool


@dataclass(frozen=True)
class Objected:
    """The raiser wrote OBJECT in time: the agreement is stopped. At the last stage a second one is kept as dissent."""

    at: datetime
    by: Party
    text: str
    dissent: bool = False


@dataclass(frozen=True)
class AgencyLeft:
    """Every other agency has agreed that this one takes part no more; the case goes on between the others."""

    at: datetime
    proposal: str
    agency: str
    by: Party


@dataclass(frozen=True)
class NewDateAgreed:
    """Every agency has agreed to another date; the one before stays in the record as it was."""

    at: datetime
    proposal: str


@dataclass(frozen=True)
class ActionSet:
    """What was agreed has an action with a date; its owner is asked on that day (rule 14).

    `care`: no line of an agreement, but the after-care or the report that the policy asks for, due by that day. `tell`:
    somebody is to be told by then, of the event named in `tells_of`. `form`: its owner signs the form that stands there;
    `quote`: they see which words of theirs forms quote for the side that stands there.
    """

    at: datetime
    action: str
    text: str
    on: date
    owner: Party
    kind: TaskKind = "agreed"
    tells_of: str = ""


@dataclass(frozen=True)
class ActionDone:
    """Its owner wrote DONE."""

    at: datetime
    action: str
    by: Party
    text: str = ""


@dataclass(frozen=True)
class ActionNotDone:
    """Somebody wrote NOT DONE, or nobody answered by the next working day; not `reached`: nobody had read the question."""

    at: datetime
    action: str
    by: Party | None = None
    text: str = ""
    reached: bool = True
