"""How each column of each table is held to what was written: it is chained, derived, or operational. Start at `COLUMNS`.

Chained: a change breaks a chain, or differs from what an entry of the register says. Derived: it is worked out anew and
compared. Operational: a change is not found, and here stands why it need not be: what goes wrong by it is put right, or told.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Chained:
    """Held by a chain; `by` says which entry has it."""

    by: str


@dataclass(frozen=True)
class Derived:
    """Worked out anew, and compared; `out_of` says from what."""

    out_of: str


@dataclass(frozen=True)
class Operational:
    """Not held to anything; `because` says why nothing is lost by that."""

    because: str


Held = Chained | Derived | Operational

_KEY = Chained("the partnership's name is in every hash: a row of another is missing here")
_ROW = Chained("the row's own hash")
_EVENTS = Derived("the case's events")
_ORDER = Derived("the event that ordered the letter, and those that tell what became of it")
_KEPT = Chained("MailKept, MailRenumbered or MailboxRenamed")
_SETTLED = Chained("MailSettled")
_RENDERED = Chained("LetterRendered")
_LET_GO = Chained("ContentsLetGo")
_WHOSE = Chained("PartnershipNoted")
_FOUND = Chained("LetterFound, and FoundLetGo of a row that went")
_JOINED = Chained("MessagesJoined and MessagesParted, or the case's events")
_TRIED = Operational(
    "how often it was tried, and why that failed: it is tried again, and told to the office as long as it fails"
)
_ROUND = Operational(
    "how far the service has come: it is written anew with every round, and looked at beside the clock"
)
_FILED = Operational(
    "whether it lies in its folder yet: the mailbox is looked into, and what lies there is filed no second time"
)
_TROUBLE = Operational(
    "what the service could not do for a while; what the office was told of it stands in its own book"
)

COLUMNS: Mapping[str, Mapping[str, Held]] = {
    "partnerships": {
        "id": Derived("the foreign keys of every other row"),
        "name": Chained("every hash"),
        "read_through": _ROUND,
        "uidvalidity": _ROUND,
        "heartbeat_at": _ROUND,
        "identity": _WHOSE,
        "mailbox": _WHOSE,
        "signing_key": _WHOSE,
        "started_at": _WHOSE,
        "waits_for": _WHOSE,
        "round_at": _ROUND,
    },
    "counters": {"partnership_id": _KEY, "name": Chained("Counted"), "last": Chained("Counted")},
    "ledger": {
        "partnership_id": _KEY,
        "case_id": _ROW,
        "number": _ROW,
        "at": _ROW,
        "recorded_at": _ROW,
        "kind": _ROW,
        "payload": _ROW,
        "previous": _ROW,
        "hash": Derived("the row"),
    },
    "chains": {
        "partnership_id": _KEY,
        "case_id": Derived("the ledger's rows"),
        "length": Derived("the ledger's rows"),
        "head": Derived("the ledger's last row"),
    },
    "contents": {
        "partnership_id": _KEY,
        "digest": Chained("the entry that names it"),
        "kind": Derived("what names it"),
        "size": Derived("the bytes; of those let go, ContentsLetGo"),
        "data": Derived("its digest"),
        "disposed_at": _LET_GO,
        "disposed_by": _LET_GO,
        "disposed_why": _LET_GO,
    },
    "mails": {
        "id": _KEPT,
        "partnership_id": _KEY,
        "mailbox": _KEPT,
        "uidvalidity": _KEPT,
        "uid": _KEPT,
        "internal_date": _KEPT,
        "message_id": _KEPT,
        "digest": _KEPT,
        "outcome": _SETTLED,
        "folder": _SETTLED,
        "case_id": _SETTLED,
        "settled_at": _SETTLED,
        "filed_at": _FILED,
        "attempts": _TRIED,
        "why": _TRIED,
        "collected_at": _KEPT,
    },
    "cases": {
        "partnership_id": _KEY,
        "case_id": _EVENTS,
        "reference": _EVENTS,
        "status": _EVENTS,
        "opened_at": _EVENTS,
        "closed_at": _EVENTS,
        "ending": _EVENTS,
        "stage": _EVENTS,
        "tier": _EVENTS,
        "policy": _EVENTS,
        "policy_digest": _EVENTS,
    },
    "deadlines": {
        "partnership_id": _KEY,
        "case_id": _EVENTS,
        "deadline": _EVENTS,
        "due": _EVENTS,
        "standing": _EVENTS,
    },
    "letters": {
        "partnership_id": _KEY,
        "letter": _ORDER,
        "case_id": _ORDER,
        "number": _ORDER,
        "payload": _ORDER,
        "ordered_at": _ORDER,
        "template": _ORDER,
        "address": _ORDER,
        "replied": _ORDER,
        "status": _ORDER,
        "sent_at": _ORDER,
        "message_id": _RENDERED,
        "rendered": _RENDERED,
        "tries": _TRIED,
        "not_before": Operational(
            "until when it rests after a try: that is counted and told. Of one never tried it is compared with its order"
        ),
        "why": _TRIED,
        "filed_at": _FILED,
    },
    "child_references": {"partnership_id": _KEY, "reference": _EVENTS, "case_id": _EVENTS},
    "parties": {"partnership_id": _KEY, "case_id": _EVENTS, "address": _EVENTS},
    "barred": {"partnership_id": _KEY, "case_id": _EVENTS, "address": _EVENTS, "since": _EVENTS, "stands": _EVENTS},
    "suspects": {"partnership_id": _KEY, "case_id": _EVENTS, "address": _EVENTS, "since": _EVENTS, "stands": _EVENTS},
    "troubles": {
        "id": _TROUBLE,
        "partnership_id": _TROUBLE,
        "kind": _TROUBLE,
        "about": _TROUBLE,
        "since": _TROUBLE,
        "last_at": _TROUBLE,
        "attempts": _TROUBLE,
        "said": _TROUBLE,
        "told_at": _TROUBLE,
        "over_at": _TROUBLE,
        "acknowledged_at": _TROUBLE,
        "acknowledged_by": _TROUBLE,
    },
    "found": {
        "partnership_id": _KEY,
        "message_id": _FOUND,
        "letter": _FOUND,
        "folder": _FOUND,
        "internal_date": _FOUND,
        "adopted_at": _FOUND,
        "address": _FOUND,
        "subject": _FOUND,
        "kind": _FOUND,
        "answers": _FOUND,
        "digest": _FOUND,
        "taken_by": _FOUND,
    },
    "threads": {
        "partnership_id": _KEY,
        "message_id": _JOINED,
        "case_id": _JOINED,
    },
}
