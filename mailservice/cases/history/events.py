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

# Marks the second side of a disagreement within one agency: the side of the colleague disagreed with (rule 13).
OTHER = "#other"


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
    """A mail opened a case; `missing` ("reference", "agency", "join") makes it provisional.

    The policy is kept by digest, and so is the overlay that filled its gaps. `beside` is the case on whose thread the mail
    was written: "join" asks whether it belongs in that one. `claimed_start`: the earlier day from which the raiser says
    they disagreed; counted in reports, and moves nothing.
    """

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
    claimed_start: date | None = None
    overlay_digest: str = ""
    beside: str = ""


@dataclass(frozen=True)
class DetailGiven:
    """What a provisional case lacked was given: `what` is "reference", "agency", or "join": NEW or JOIN."""

    at: datetime
    what: Literal["reference", "agency", "join"]
    value: str
    by: Party
    responders: tuple[Party, ...] = ()


Outcome = Literal["acted", "filed", "held", "automatic"]


@dataclass(frozen=True)
class CaseJoined:
    """This case goes on in an older one, which has its agencies and people now: no ending, and no date of its own."""

    at: datetime
    into: str
    by: Party
    text: str


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
class HeldMailReleased:
    """Its sender let a mail go on that was held in confidence; for these routes what they write here is held no more."""

    at: datetime
    mail: str
    by: Party
    routes: tuple[str, ...] = ()


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


# What each is, and all that depends on it, is its row in `dates.kinds`.
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
]
# Whose choice a date is: as in a policy, or agreed by every agency in the case.
Whose = Basis | Literal["agreed"]


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
    basis: Whose
    goal: str = ""
    clock: str = ""
    reading: str = ""
    skipped: tuple[Skipped, ...] = ()
    about: str = ""


@dataclass(frozen=True)
class DeadlineMoved:
    """A date was moved later, and why; the old date stays in the record.

    `counted_from` and `skipped` where they changed with it: None leaves them as they were.
    """

    at: datetime
    deadline: str
    due: datetime
    was: datetime
    why: str
    counted_from: datetime | None = None
    skipped: tuple[Skipped, ...] | None = None


@dataclass(frozen=True)
class DeadlineMet:
    """What a clock asked for was done."""

    at: datetime
    deadline: str
    by: Party | None = None


@dataclass(frozen=True)
class DeadlineMissed:
    """A clock ran out. `ours`: the service was late or down, which is nobody's fault.

    `not_reached` names the agencies of which nobody had written a word: they were not reached, and never called late.
    """

    at: datetime
    deadline: str
    ours: bool = False
    not_reached: tuple[str, ...] = ()


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


ProposalKind = Literal["resolved", "plan", "overtaken", "new-date"]


@dataclass(frozen=True)
class Action:
    """A line of what was agreed that carries a date: who does what is in its words, verbatim."""

    text: str
    on: date


@dataclass(frozen=True)
class Proposed:
    """Words put to every other agency, to agree to: RESOLVED or PLAN, OVERTAKEN, or NEW DATE.

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
class CaseTakenIn:
    """A newer case goes on in this one: its other agencies take part here, with their people and what they had written.

    `responders` are those of the new agencies who first disagreed, `parties` everybody of the newer case, `contacts` whom
    it had named for the new agencies.
    """

    at: datetime
    reference: str
    by: Party
    text: str
    agencies: tuple[str, ...]
    responders: tuple[Party, ...]
    parties: tuple[Party, ...]
    child_references: tuple[str, ...]
    issues: Mapping[str, str]
    contacts: tuple[ContactNamed, ...] = ()


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
    """Whoever convenes the last stage chose mediation or a panel; `on` is its day, or by when one is to be named."""

    at: datetime
    by: Party
    on: datetime
    text: str
    means: Literal["mediation", "panel"] = "mediation"


@dataclass(frozen=True)
class CourseSet:
    """The final authority set a course towards its decision, and a date: only DECISION ends the case (reading B8)."""

    at: datetime
    by: Party
    on: datetime
    text: str


@dataclass(frozen=True)
class TopicNamed:
    """Somebody named what kind of disagreement this is, by the policy's own ids."""

    at: datetime
    by: Party
    topics: tuple[str, ...]


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
    """Somebody who took part reopened the case: same reference, today's people and policy, all clocks from here.

    Nobody did where an agreed action was not done and no new date came (rule 14). The digests are of
    today's policy, and of its overlay.
    """

    at: datetime
    by: Party | None
    text: str
    stage: str
    tier: int
    policy_digest: str = ""
    overlay_digest: str = ""


@dataclass(frozen=True)
class NewDateAgreed:
    """Every agency has agreed to another date; the one before stays in the record as it was."""

    at: datetime
    proposal: str


@dataclass(frozen=True)
class Withdrawn:
    """The raiser wrote WITHDRAW: for a working day anybody who takes part may keep the case open (rule 12.3)."""

    at: datetime
    by: Party
    text: str


@dataclass(frozen=True)
class WithdrawalKept:
    """Somebody wrote KEEP, or took the case on: it is not withdrawn."""

    at: datetime
    by: Party
    text: str


@dataclass(frozen=True)
class ActionSet:
    """What was agreed has an action with a date; its owner is asked on that day (rule 14).

    `care`: no line of an agreement, but the after-care or the report that the policy asks for, due by that day.
    """

    at: datetime
    action: str
    text: str
    on: date
    owner: Party
    kind: Literal["agreed", "care"] = "agreed"


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


@dataclass(frozen=True)
class RaiserSucceeded:
    """The raiser's agency named who holds all the raiser's rights from here (rule 11.4)."""

    at: datetime
    by: Party
    to: Party


@dataclass(frozen=True)
class ConfirmationAsked:
    """A word that would quieten a case came unproven: its author is asked to send it again (rule 10)."""

    at: datetime
    by: Party
    verb: str
    text: str = ""
    actions: tuple[Action, ...] = ()
    answers: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Confirmed:
    """Its author sent the word again, from where our letter went: it counts from when it first came."""

    at: datetime
    by: Party
    verb: str


@dataclass(frozen=True)
class Moved:
    """The words of one mail moved the case: until another side acts, their author may take them back (rule 9.6)."""

    at: datetime
    by: Party
    verbs: tuple[str, ...]


@dataclass(frozen=True)
class Undone:
    """Somebody took back the last words that moved the case: it stands again as before them."""

    at: datetime
    by: Party
    verbs: tuple[str, ...]
    status: str
    stage: str
    tier: int
    ending: str = ""


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
    until: date | None = None
    named: str = ""


@dataclass(frozen=True)
class CoverAsked:
    """Somebody is asked to stand in for a side at a stage; named by a person (COVER), until a day, or by the directory."""

    at: datetime
    agency: str
    to: Party
    for_whom: Party | None
    stage: str
    tier: int
    until: date | None = None
    by: Party | None = None


# Who named an address that waits: an out-of-office, COVER, CONTACT, or CONTACT for whoever convenes a stage.
Named = Literal["out-of-office", "cover", "contact", "convenor"]


@dataclass(frozen=True)
class AddressNamed:
    """Somebody was named to whom nothing is sent before the office says ALLOW (rule 15)."""

    at: datetime
    how: Named
    agency: str
    address: str
    name: str = ""
    for_whom: Party | None = None
    until: date | None = None
    stage: str = ""
    tier: int = 0
    by: Party | None = None


@dataclass(frozen=True)
class AddressAllowed:
    """The office allowed an address that waited; it never binds for a DECISION. `until`: the day the office gave."""

    at: datetime
    by: Party
    address: str
    until: date | None = None


# "party" took part for a side, and is to convene, join or decide; "both-sides" acts for more than one.
Conflict = Literal["party", "both-sides"]


@dataclass(frozen=True)
class ConflictFound:
    """Somebody at a stage is no outsider to it; `instead` is whom the policy offers in their place."""

    at: datetime
    who: Party
    kind: Conflict
    stage: str
    tier: int
    instead: str = ""


Event = (
    CaseOpened
    | DetailGiven
    | CaseJoined
    | CaseTakenIn
    | MailHeard
    | HeldMailReleased
    | StageEntered
    | StepEntered
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
    | CourseSet
    | TopicNamed
    | UrgentRaised
    | UrgentEnded
    | ReportMade
    | CaseClosed
    | CaseReopened
    | NewDateAgreed
    | Withdrawn
    | WithdrawalKept
    | ActionSet
    | ActionDone
    | ActionNotDone
    | RaiserSucceeded
    | ConfirmationAsked
    | Confirmed
    | Moved
    | Undone
    | LetterOrdered
    | LetterSent
    | LetterBounced
    | LetterWithheld
    | ReaderAway
    | CoverAsked
    | ConflictFound
    | AddressNamed
    | AddressAllowed
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
