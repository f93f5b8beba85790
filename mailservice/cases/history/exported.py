"""What was taken out of the record for somebody who asked for their own: that it was, by whom, and never whose it is."""

from dataclasses import dataclass
from datetime import datetime


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
