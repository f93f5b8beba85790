"""What a look at the record found, at one moment: what the morning letter says of the service itself (rule 17)."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Lot:
    """Things that lie undone: how many, and since when the oldest does."""

    count: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Limp:
    """Something that the service cannot do since then, or could not `until` then; the kind is a row of `asking.limping`.

    `said` is the reason, as a machine gave it, or the day that counts where it is still to come.
    """

    kind: str
    about: str
    since: datetime
    until: datetime | None = None
    said: str = ""


@dataclass(frozen=True)
class Look:
    """A look through the record and the mailbox: when it began, and how many things were not as they were written.

    `told`: when the office had a letter of them.
    """

    on: datetime
    changed: int
    told: datetime | None = None


@dataclass(frozen=True)
class Audit:
    """What is not as it should be; as it stands here, nothing is.

    `unread`: the mailbox was not read through the last quarter of an hour. `unsettled`: emails that nobody decided on.
    `uncalled`: dates that have come and did nothing. `unsent` and `unfiled`: letters, and letters or emails. `late`: letters
    that left since the last morning, and should have before.
    `unreadable`: the references of cases at which the service fails: nothing is said of them. `missed`: the
    days whose morning letter never left.
    `dateless`: the references of open cases without a next date. `changed`: how many entries of the record are not as they
    were written. `open`: how many cases were looked at.
    `look`: the newest look through everything, where one has ended since the last morning; `unlooked`: since when none has,
    where that is too long ago.
    """

    open: int = 0
    unread: bool = False
    unsettled: Lot = Lot()
    uncalled: Lot = Lot()
    unsent: Lot = Lot()
    unfiled: Lot = Lot()
    late: Lot = Lot()
    dateless: tuple[str, ...] = ()
    changed: int = 0
    limps: tuple[Limp, ...] = ()
    unreadable: tuple[str, ...] = ()
    missed: tuple[date, ...] = ()
    look: Look | None = None
    unlooked: datetime | None = None


WELL = Audit()
