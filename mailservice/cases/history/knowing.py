"""Who is who, as the office's book keeps it: each directory that was taken or refused, and the drills that tried it."""

from dataclasses import dataclass
from datetime import datetime

from mailservice.cases.history.parties import Party


@dataclass(frozen=True)
class DirectoryTaken:
    """From here on this was who is who; `digest` names the bytes of its file in the record."""

    at: datetime
    digest: str
    people: int
    agencies: int


@dataclass(frozen=True)
class DirectoryRefused:
    """The directory's file had these faults: what was taken before goes on. `digest` is that of the file."""

    at: datetime
    digest: str
    faults: tuple[str, ...]


@dataclass(frozen=True)
class DirectoryAsked:
    """The office asks by mail for this directory (the digest of its bytes) instead of that `before`; `request` names it."""

    at: datetime
    by: Party
    request: str
    digest: str
    before: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class DirectoryChosen:
    """What was asked for by mail is confirmed: it is written into the directory's file, and then taken like any other."""

    at: datetime
    by: Party
    request: str
    digest: str
    before: str


@dataclass(frozen=True)
class StartAccepted:
    """The service first started for real cases: all was there that this needs. `policy` is the digest of the policy's file."""

    at: datetime
    profile: str
    policy: str


@dataclass(frozen=True)
class RecordAdopted:
    """Somebody (`by`, as the machine knows them) had the service go on with this record, though something stood against it.

    `against` is what stood; `letters` of ours that it did not know were taken over, and `mails` brought back to be received.
    """

    at: datetime
    reason: str
    by: str
    against: str = ""
    letters: int = 0
    mails: int = 0


@dataclass(frozen=True)
class MailboxMoved:
    """Somebody had the service go on with its record in another mailbox (user@host)."""

    at: datetime
    reason: str
    by: str
    before: str
    after: str


@dataclass(frozen=True)
class OlderMailKept:
    """So many emails from before the first start lie in the INBOX, and stay there (rule 1.8).

    `highest` is the greatest of their UIDs under this UIDVALIDITY: what has a greater one was put there `later`.
    """

    at: datetime
    count: int
    before: datetime
    uidvalidity: int = 0
    highest: int = 0
    later: bool = False


@dataclass(frozen=True)
class DrillBegun:
    """These people were asked for one word, to see that our letters reach them. It ends at `until`."""

    at: datetime
    until: datetime
    asked: tuple[Party, ...]


@dataclass(frozen=True)
class DrillAnswered:
    """Somebody answered a letter of the drill (its id)."""

    at: datetime
    by: Party
    letter: str


@dataclass(frozen=True)
class DrillEnded:
    """The drill that had begun at `began` is over, and the office was told what came of it."""

    at: datetime
    began: datetime


@dataclass(frozen=True)
class ClockTrusted:
    """A person says that the machine's clock is right, although the mailbox's differs: dates go by `ours`."""

    at: datetime
    ours: datetime
    theirs: datetime
    by: str
    reason: str
