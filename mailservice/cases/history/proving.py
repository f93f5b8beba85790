"""The record held against its copies, because somebody of the office asked for it: the question, and what was found."""

from dataclasses import dataclass
from datetime import datetime

from mailservice.cases.history.parties import Party


@dataclass(frozen=True)
class ProofAsked:
    """Somebody of the office asks whether everything still is as it was written; `request` names it."""

    at: datetime
    request: str
    by: Party


@dataclass(frozen=True)
class ProofGiven:
    """What a look through the record and the mailbox found: how many things are not as they were written."""

    at: datetime
    request: str
    by: Party
    changed: int
