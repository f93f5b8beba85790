"""What happened: the only thing that comes out of a decision. All past, all frozen; the ledger keeps each for ever.

`dump` and `load` turn an event into plain JSON values and back. A field is added with a default, never renamed: an old
shape is lifted on reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, get_args

from pydantic import TypeAdapter

from mailservice.policy.model import Basis


@dataclass(frozen=True)
class Party:
    """Somebody in a case. `person` and `agency` are directory ids; `agency` is the side they are on."""

    address: str
    name: str = ""
    person: str = ""
    agency: str = ""
    role: str = ""


@dataclass(frozen=True)
class Skipped:
    """A day that a date did not count, and its name."""

    day: date
    name: str


@dataclass(frozen=True)
class CaseOpened:
    """A mail opened a case; `missing` ("reference", "agency") makes it provisional. The policy is kept by digest."""

    at: datetime
    reference: str
    policy: str
    policy_digest: str
    mail: str
    root: str
    raiser: Party
    responders: tuple[Party, ...]
    agencies: tuple[str, ...]
    child_references: tuple[str, ...]
    issue: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class DetailGiven:
    """What a provisional case lacked was given: `what` is "reference" or "agency"."""

    at: datetime
    what: Literal["reference", "agency"]
    value: str
    by: Party
    responders: tuple[Party, ...] = ()


Outcome = Literal["acted", "filed", "held", "automatic"]


@dataclass(frozen=True)
class MailHeard:
    """A mail was read and belongs here; `outcome` is what became of it."""

    at: datetime
    mail: str
    message_id: str
    sender: Party
    kind: str
    own_words: str
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True)
class StageEntered:
    """The case came to a stage and tier. `counted_from` is where its clocks begin; `ours`: we were late, so in full."""

    at: datetime
    stage: str
    tier: int
    why: Literal["opened", "climbed", "escalated", "objected", "reopened"]
    counted_from: datetime
    ours: bool = False
    by: Party | None = None


Purpose = Literal["clock", "nudge", "reminder", "check-in", "objection", "objection-answer", "provisional", "silence"]


@dataclass(frozen=True)
class DeadlineSet:
    """A date was set; it is stored and never reckoned again. `clock` is the policy's clock id where it has one."""

    at: datetime
    deadline: str
    purpose: Purpose
    stage: str
    tier: int
    due: datetime
    counted_from: datetime
    basis: Basis
    goal: str = ""
    clock: str = ""
    reading: str = ""
    skipped: tuple[Skipped, ...] = ()
    about: str = ""


@dataclass(frozen=True)
class DeadlineMoved:
    """A date was moved later, and why; the old date stays in the record."""

    at: datetime
    deadline: str
    due: datetime
    was: datetime
    why: str


@dataclass(frozen=True)
class DeadlineMet:
    """What a clock asked for was done."""

    at: datetime
    deadline: str
    by: Party | None = None


@dataclass(frozen=True)
class DeadlineMissed:
    """A clock ran out. `ours`: the service was late or down, which is nobody's fault."""

    at: datetime
    deadline: str
    ours: bool = False


@dataclass(frozen=True)
class DeadlineDropped:
    """A date no longer matters, and why."""

    at: datetime
    deadline: str
    why: str


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


@dataclass(frozen=True)
class Proposed:
    """RESOLVED or PLAN from somebody who may bind their side: put to every other agency in these words."""

    at: datetime
    proposal: str
    kind: Literal["resolved", "plan"]
    by: Party
    text: str
    stage: str
    tier: int


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
class Escalated:
    """Somebody wrote ESCALATE; the case goes on to `stage`, whatever stage they named."""

    at: datetime
    by: Party
    text: str
    stage: str
    named: str = ""


@dataclass(frozen=True)
class ContactNamed:
    """Somebody named who acts for an agency at a stage and tier."""

    at: datetime
    by: Party
    agency: str
    stage: str
    tier: int
    name: str
    address: str


@dataclass(frozen=True)
class Noted:
    """Words kept on the record that move nothing; `advice`: passed to the side's decider, who alone can bind it."""

    at: datetime
    by: Party
    verb: str
    text: str
    advice: bool = False


@dataclass(frozen=True)
class MediationOffered:
    """The office named the day of the mediation."""

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


Ending = Literal["agreed", "decided", "withdrawn", "overtaken", "not-agreed"]


@dataclass(frozen=True)
class CaseClosed:
    """The case ended, by one of the endings of section 12 of the rules; `text` is what was agreed or recorded."""

    at: datetime
    ending: Ending
    text: str
    by: Party | None = None
    proposal: str = ""


@dataclass(frozen=True)
class CaseReopened:
    """Somebody who took part reopened the case: same reference, today's people, all clocks from here."""

    at: datetime
    by: Party
    text: str
    stage: str
    tier: int


@dataclass(frozen=True)
class LetterOrdered:
    """A letter is to be written to one reader, with every fact it shows. Its id is random and made once.

    `template` is a folder of `templates/email`; `answers` the Message-ID it replies to, `replied` tells whether it is a
    direct answer to a mail (RFC 3834 section 5: auto-replied) or a notice (auto-generated). `about` is the id of the
    proposal it shows: an AGREE belongs to the words of the letter it answers.
    """

    at: datetime
    letter: str
    template: str
    to: Party
    facts: Mapping[str, Any]
    answers: str = ""
    replied: bool = False
    stage: str = ""
    tier: int = 0
    about: str = ""


@dataclass(frozen=True)
class LetterSent:
    """The mail server took the letter."""

    at: datetime
    letter: str


@dataclass(frozen=True)
class LetterBounced:
    """The letter did not arrive: an alarm, never silence."""

    at: datetime
    letter: str
    status: str = ""
    why: str = ""


@dataclass(frozen=True)
class LetterWithheld:
    """The letter was not sent, because the case had moved on before it could go."""

    at: datetime
    letter: str
    why: str


@dataclass(frozen=True)
class ReaderAway:
    """The letter was answered by an out-of-office: nobody has read it, and nobody is to blame."""

    at: datetime
    letter: str


Event = (
    CaseOpened
    | DetailGiven
    | MailHeard
    | StageEntered
    | DeadlineSet
    | DeadlineMoved
    | DeadlineMet
    | DeadlineMissed
    | DeadlineDropped
    | Acknowledged
    | Met
    | Proposed
    | Assented
    | Dissented
    | Agreed
    | Objected
    | Escalated
    | ContactNamed
    | Noted
    | MediationOffered
    | ReportMade
    | CaseClosed
    | CaseReopened
    | LetterOrdered
    | LetterSent
    | LetterBounced
    | LetterWithheld
    | ReaderAway
)

_KINDS: Mapping[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}


@cache
def _shape(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_KINDS[name])


def kind_of(event: Event) -> str:
    """Return the name under which the ledger keeps this kind of event."""
    return type(event).__name__


def dump(event: Event) -> dict[str, Any]:
    """Return the event as plain JSON values; times in ISO 8601 with offset."""
    dumped: dict[str, Any] = _shape(kind_of(event)).dump_python(event, mode="json")
    return dumped


def load(kind: str, payload: Mapping[str, Any]) -> Event:
    """Return the event of this kind from plain JSON values; KeyError for a kind that never was."""
    event: Event = _shape(kind).validate_python(dict(payload))
    return event
