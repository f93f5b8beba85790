"""Events of one invented case, for the tests of the record to keep."""

from datetime import UTC, datetime, timedelta

from mailservice.cases.history.events import (
    Agreed,
    CaseClosed,
    CaseOpened,
    DeadlineMet,
    DeadlineSet,
    Event,
    LetterOrdered,
    LetterSent,
    MailHeard,
    Noted,
    Party,
    ProposalKind,
    Proposed,
    StageEntered,
)
from mailservice.record import contents, ledger, lookup, register
from mailservice.record.database import Transaction

NSCP = "NSCP"
POLICY = b"[policy]"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
VISITOR = Party("Hana.Visitor@health.example", "Hana Visitor", "hana", "health", "health visitor")
WORKER = Party("sam.worker@council.example", "Sam Worker", "sam", "council", "social worker")
MANAGER = Party("mo.manager@council.example", "Mo Manager", "mo", "council", "team manager")
OFFICE = Party("office@partnership.example", "Business Office")


def opened(number: int = 1, child: str = "LAC 1234") -> list[Event]:
    """Return what the opening of a case yields."""
    return [
        CaseOpened(
            at=MONDAY,
            reference=f"NSCP 2026-{number:04}",
            policy="nscp",
            policy_digest=contents.digest_of(POLICY),
            mail=str(number),
            root=f"<opening-{number}@health.example>",
            raiser=VISITOR,
            responders=(WORKER,),
            agencies=("health", "council"),
            child_references=(child,),
            issue="The referral was closed.",
        ),
        heard(number),
        StageEntered(MONDAY, "1", 0, "opened", MONDAY),
        deadline(f"d{number}"),
        letter(f"receipt-{number}", VISITOR, replied=True),
        letter(f"stage-{number}", WORKER),
    ]


def heard(number: int) -> MailHeard:
    """Return that the opening mail of a case was heard."""
    message_id = f"<opening-{number}@health.example>"
    return MailHeard(MONDAY, str(number), message_id, VISITOR, "message", "I disagree.", "acted")


def deadline(name: str, due: datetime = FRIDAY) -> DeadlineSet:
    """Return a stage's clock."""
    return DeadlineSet(MONDAY, name, "clock", "1", 0, due, MONDAY, "policy")


def letter(name: str, to: Party, *, replied: bool = False) -> LetterOrdered:
    """Return an order to write to somebody."""
    return LetterOrdered(MONDAY, name, "receipt", to, {"issue": "The referral was closed."}, replied=replied)


def closed(number: int = 1) -> list[Event]:
    """Return what settles and closes a case."""
    later = MONDAY + timedelta(days=1)
    return [
        DeadlineMet(later, f"d{number}", WORKER),
        proposed("resolved"),
        Agreed(later, "p1", objection=True),
        CaseClosed(later, "agreed", "We meet weekly.", WORKER, "p1"),
    ]


def proposed(kind: ProposalKind) -> Proposed:
    """Return that the worker put words to the visitor."""
    return Proposed(MONDAY, "p1", kind, WORKER, "We meet weekly.", "1", 0)


def sent(name: str) -> LetterSent:
    """Return that a letter left."""
    return LetterSent(MONDAY + timedelta(minutes=1), name)


def note(text: str) -> Noted:
    """Return a note by the visitor."""
    return Noted(MONDAY, VISITOR, "NOTE", text)


def open_case(tx: Transaction, child: str = "LAC 1234") -> int:
    """Open the next case and return its id."""
    case = lookup.new_case(tx)
    register.keep(tx, POLICY, "policy")
    ledger.append(tx, case, opened(case, child), MONDAY)
    return case
