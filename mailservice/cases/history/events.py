"""What happened: the only thing that comes out of a decision. All past, all frozen; the ledger keeps each for ever.

Each event stands in the file of its noun, beside this one; here they are brought together, and everybody else imports
them from here. `dump` and `load` turn an event into plain JSON values and back. The class's name is the ledger's, and
never changes. A field is added with a default, never renamed: an old shape is lifted on reading.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from mailservice.cases.history.agreement import (
    Acknowledged,
    Action,
    ActionDone,
    ActionNotDone,
    ActionSet,
    AgencyLeft,
    Agreed,
    Assented,
    Dissented,
    Met,
    NewDateAgreed,
    Objected,
    ProposalKind,
    Proposed,
    TaskKind,
)
from mailservice.cases.history.change import ChangeTold
from mailservice.cases.history.dates import (
    DeadlineDropped,
    DeadlineMet,
    DeadlineMissed,
    DeadlineMoved,
    DeadlineSet,
    Purpose,
    Skipped,
    Whose,
)
from mailservice.cases.history.endings import CaseClosed, CaseReopened, Ending, HistoryLost, WithdrawalKept, Withdrawn
from mailservice.cases.history.exported import AccessExported, FiguresGiven, RecordGiven
from mailservice.cases.history.figures import FiguresPublished
from mailservice.cases.history.forms import DocumentRefused, FormBegun, FormFilled, FormWanted, QuoteSettled, Written
from mailservice.cases.history.knowing import (
    ClockTrusted,
    DirectoryAsked,
    DirectoryChosen,
    DirectoryRefused,
    DirectoryTaken,
    DrillAnswered,
    DrillBegun,
    DrillEnded,
    MailboxMoved,
    OlderMailKept,
    RecordAdopted,
    StartAccepted,
)
from mailservice.cases.history.legal import LegalKind, LegalTold
from mailservice.cases.history.letters import (
    LetterBounced,
    LetterOrdered,
    LetterSent,
    LetterStalled,
    LetterWithheld,
    ReaderAway,
)
from mailservice.cases.history.mails import (
    ConfirmationAsked,
    ConfirmationRefused,
    Confirmed,
    HeldMailReleased,
    MailHeard,
    Moved,
    Noted,
    Outcome,
    Stopped,
    Undone,
    WentOn,
)
from mailservice.cases.history.moving import AreaNamed, AreaReceived, MoveTold
from mailservice.cases.history.office import (
    Assigned,
    HeldMailDecided,
    HeldMailReturned,
    HeldUntil,
    MailFiled,
    MailTakenOff,
    OutsiderKept,
    Paused,
    Resumed,
    SecondAsked,
    SecondGiven,
)
from mailservice.cases.history.openings import (
    BoardTold,
    CaseJoined,
    CaseOpened,
    CaseTakenIn,
    DecisionDated,
    DetailGiven,
)
from mailservice.cases.history.parties import (
    OTHER,
    UNTOLD,
    AddressAllowed,
    AddressBarred,
    AddressLet,
    AddressNamed,
    AgencyChanged,
    AgencyConfirmed,
    AgencyTold,
    ColleagueLeft,
    Conflict,
    ConflictFound,
    ContactNamed,
    CoverAsked,
    Named,
    Party,
    RaiserSucceeded,
    SaidToHaveLeft,
)
from mailservice.cases.history.passing import HarmDenied, HarmTold
from mailservice.cases.history.proving import ProofAsked, ProofGiven
from mailservice.cases.history.questions import WordAnswered, WordAsked
from mailservice.cases.history.retention import (
    CaseDisposed,
    DisposalCertified,
    DisposalOrdered,
    DisposalStopped,
    Preserved,
    PreservingEnded,
    RetainedUntil,
)
from mailservice.cases.history.spoken import SpokenEntered
from mailservice.cases.history.stages import (
    CourseSet,
    Escalated,
    Facilitated,
    MediationOffered,
    ReportMade,
    StageEntered,
    StepEntered,
    TopicNamed,
    UrgentEnded,
    UrgentRaised,
    WayNamed,
)
from mailservice.cases.history.suspects import Checked, Cleared, SetAside, Suspected

__all__ = [
    "KINDS",
    "OTHER",
    "UNTOLD",
    "AccessExported",
    "Acknowledged",
    "Action",
    "ActionDone",
    "ActionNotDone",
    "ActionSet",
    "AddressAllowed",
    "AddressBarred",
    "AddressLet",
    "AddressNamed",
    "AgencyChanged",
    "AgencyConfirmed",
    "AgencyLeft",
    "AgencyTold",
    "Agreed",
    "AreaNamed",
    "AreaReceived",
    "Assented",
    "Assigned",
    "BoardTold",
    "CaseClosed",
    "CaseDisposed",
    "CaseJoined",
    "CaseOpened",
    "CaseReopened",
    "CaseTakenIn",
    "ChangeTold",
    "Checked",
    "Cleared",
    "ClockTrusted",
    "ColleagueLeft",
    "ConfirmationAsked",
    "ConfirmationRefused",
    "Confirmed",
    "Conflict",
    "ConflictFound",
    "ContactNamed",
    "CourseSet",
    "CoverAsked",
    "DeadlineDropped",
    "DeadlineMet",
    "DeadlineMissed",
    "DeadlineMoved",
    "DeadlineSet",
    "DecisionDated",
    "DetailGiven",
    "DirectoryAsked",
    "DirectoryChosen",
    "DirectoryRefused",
    "DirectoryTaken",
    "DisposalCertified",
    "DisposalOrdered",
    "DisposalStopped",
    "Dissented",
    "DocumentRefused",
    "DrillAnswered",
    "DrillBegun",
    "DrillEnded",
    "Ending",
    "Escalated",
    "Event",
    "Facilitated",
    "FiguresGiven",
    "FiguresPublished",
    "FormBegun",
    "FormFilled",
    "FormWanted",
    "HarmDenied",
    "HarmTold",
    "HeldMailDecided",
    "HeldMailReleased",
    "HeldMailReturned",
    "HeldUntil",
    "HistoryLost",
    "LegalKind",
    "LegalTold",
    "LetterBounced",
    "LetterOrdered",
    "LetterSent",
    "LetterStalled",
    "LetterWithheld",
    "MailFiled",
    "MailHeard",
    "MailTakenOff",
    "MailboxMoved",
    "MediationOffered",
    "Met",
    "MoveTold",
    "Moved",
    "Named",
    "NewDateAgreed",
    "Noted",
    "Objected",
    "OlderMailKept",
    "Outcome",
    "OutsiderKept",
    "Party",
    "Paused",
    "Preserved",
    "PreservingEnded",
    "ProofAsked",
    "ProofGiven",
    "ProposalKind",
    "Proposed",
    "Purpose",
    "QuoteSettled",
    "RaiserSucceeded",
    "ReaderAway",
    "RecordAdopted",
    "RecordGiven",
    "ReportMade",
    "Resumed",
    "RetainedUntil",
    "SaidToHaveLeft",
    "SecondAsked",
    "SecondGiven",
    "SetAside",
    "Skipped",
    "SpokenEntered",
    "StageEntered",
    "StartAccepted",
    "StepEntered",
    "Stopped",
    "Suspected",
    "TaskKind",
    "TopicNamed",
    "Undone",
    "UrgentEnded",
    "UrgentRaised",
    "WayNamed",
    "WentOn",
    "Whose",
    "WithdrawalKept",
    "Withdrawn",
    "WordAnswered",
    "WordAsked",
    "Written",
    "dump",
    "kind_of",
    "load",
]

Event = (
    CaseOpened
    | DecisionDated
    | DetailGiven
    | BoardTold
    | CaseJoined
    | CaseTakenIn
    | MailHeard
    | LegalTold
    | MoveTold
    | AreaNamed
    | AreaReceived
    | SpokenEntered
    | HarmDenied
    | HarmTold
    | HeldMailReleased
    | Stopped
    | WentOn
    | Noted
    | ConfirmationAsked
    | ConfirmationRefused
    | Confirmed
    | WordAsked
    | WordAnswered
    | Moved
    | Undone
    | RaiserSucceeded
    | AgencyTold
    | AgencyConfirmed
    | ColleagueLeft
    | SaidToHaveLeft
    | AgencyChanged
    | ContactNamed
    | CoverAsked
    | AddressBarred
    | AddressLet
    | AddressNamed
    | AddressAllowed
    | ConflictFound
    | StageEntered
    | StepEntered
    | Escalated
    | Facilitated
    | UrgentRaised
    | UrgentEnded
    | MediationOffered
    | CourseSet
    | ReportMade
    | TopicNamed
    | WayNamed
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
    | NewDateAgreed
    | AgencyLeft
    | ActionSet
    | ActionDone
    | ActionNotDone
    | FormBegun
    | FormWanted
    | FormFilled
    | QuoteSettled
    | DocumentRefused
    | CaseClosed
    | CaseReopened
    | DirectoryTaken
    | DirectoryRefused
    | StartAccepted
    | DirectoryAsked
    | DirectoryChosen
    | DrillBegun
    | DrillAnswered
    | DrillEnded
    | Withdrawn
    | WithdrawalKept
    | LetterOrdered
    | LetterSent
    | LetterBounced
    | LetterStalled
    | LetterWithheld
    | ReaderAway
    | HeldMailDecided
    | HeldMailReturned
    | OutsiderKept
    | MailFiled
    | MailTakenOff
    | Assigned
    | HeldUntil
    | Paused
    | Resumed
    | SecondAsked
    | SecondGiven
    | Suspected
    | Cleared
    | SetAside
    | Checked
    | RecordAdopted
    | MailboxMoved
    | OlderMailKept
    | ClockTrusted
    | AccessExported
    | RecordGiven
    | FiguresGiven
    | FiguresPublished
    | RetainedUntil
    | Preserved
    | PreservingEnded
    | DisposalOrdered
    | DisposalStopped
    | CaseDisposed
    | HistoryLost
    | DisposalCertified
    | ChangeTold
    | ProofAsked
    | ProofGiven
)

# Every kind by the name under which the ledger keeps it.
KINDS: Mapping[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}


@cache
def _shape(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[name])


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
