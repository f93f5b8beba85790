"""How a case ends, and how an ended one is opened again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailservice.cases.history.parties import Party

Ending = Literal["agreed", "decided", "withdrawn", "overtaken", "not-agreed", "passed-on", "moved", "given-up"]


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
class HistoryLost:
    """Entries of the case are lost: the record was made again without them, and the service goes on with it no more.

    What stands before this adds up to nothing. `opened_at` is when its first email came, as far as that is known still, and the
    digests are of the policy that it was opened under, or else of the newest, and of its overlay. `entries` and `letters` count
    what is lost.
    """

    at: datetime
    reference: str
    opened_at: datetime
    policy: str
    policy_digest: str
    overlay_digest: str
    entries: int
    letters: int


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
