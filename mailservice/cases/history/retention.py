"""How long a case is kept, what keeps it whatever its date, and that it was disposed of: by whom, why, and what is left of it.

None of these names a child: `text` is the office's own, and stays when everything else of a case has gone.
"""

from dataclasses import dataclass
from datetime import date, datetime

from mailservice.cases.history.endings import Ending
from mailservice.cases.history.parties import Party


@dataclass(frozen=True)
class RetainedUntil:
    """The office named the day up to which this case is kept; `shorter`: a second said yes to an earlier one than stood."""

    at: datetime
    by: Party
    until: date
    text: str
    shorter: bool = False


@dataclass(frozen=True)
class Preserved:
    """The office said that nothing of this case may go, whatever its date (a legal hold)."""

    at: datetime
    by: Party
    text: str


@dataclass(frozen=True)
class PreservingEnded:
    """The office said, and a second confirmed, that nothing has to be preserved any more: its date alone counts from here."""

    at: datetime
    by: Party
    text: str


@dataclass(frozen=True)
class DisposalOrdered:
    """Two of the office said that this case is to be disposed of; `retention` is what it was kept by, in words."""

    at: datetime
    by: Party
    confirmed_by: Party
    text: str
    retention: str


@dataclass(frozen=True)
class DisposalStopped:
    """What was to be disposed of is kept: something stood against it when it was to be done."""

    at: datetime
    why: str


@dataclass(frozen=True)
class CaseDisposed:
    """All that is left of a case: what it was called, when it was open, how it ended, and who had the rest go, when and why.

    `emails`, `letters` and `entries` count what went. It is the last entry of its case.
    """

    at: datetime
    reference: str
    opened_at: datetime
    closed_at: datetime | None
    ending: Ending | None
    policy: str
    policy_digest: str
    by: Party
    confirmed_by: Party
    text: str
    retention: str
    emails: int
    letters: int
    entries: int


@dataclass(frozen=True)
class DisposalCertified:
    """The office has the certificate of these cases: nothing of them is left on the disk. Kept in its own book."""

    at: datetime
    references: tuple[str, ...]
