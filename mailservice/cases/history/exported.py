"""What was taken out of the record for somebody who asked: that it was, by whom, and nothing of what it says."""

from dataclasses import dataclass
from datetime import date, datetime

from mailservice.cases.history.parties import Party


@dataclass(frozen=True)
class AccessExported:
    """Somebody (`by`, as the machine knows them) wrote out what the record holds on one person. Kept in the office's book.

    `keys` say how they were looked for ("address", "child", "name"), never the value. `digest` is that of the export's list of
    digests; `apart` counts what lies beside it: in confidence, or a court's.
    """

    at: datetime
    by: str
    keys: tuple[str, ...]
    cases: int
    mails: int
    letters: int
    entries: int
    apart: int
    digest: str


@dataclass(frozen=True)
class RecordGiven:
    """Somebody who took part is sent the record of a case as their `side` had it, by this letter; the office, "", the whole."""

    at: datetime
    to: Party
    side: str
    letter: str


@dataclass(frozen=True)
class FiguresGiven:
    """Somebody of the office is sent the figures of a time, by this letter. Kept in the office's book."""

    at: datetime
    to: Party
    first: date
    last: date
    letter: str
