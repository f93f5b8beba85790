"""The record held against its copies: because the office asks, or because a week is over; and what was found."""

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
    """What a look through the record and the mailbox found: how many things are not as they were written.

    Nobody asked for the weekly one (`by`). What was whole was so when the look `began`. `found` has a print of each finding, so
    that a later look knows what was told before; `looked_at`, how many things of each sort were looked at.
    """

    at: datetime
    request: str
    by: Party | None
    changed: int
    began: datetime | None = None
    found: tuple[str, ...] = ()
    looked_at: tuple[tuple[str, int], ...] = ()

    @property
    def on(self) -> datetime:
        """When everything was looked at, at the earliest."""
        return self.began or self.at
