"""Courts and access laws: what somebody told of them on a case, and by when the law wants an answer (rule 12)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailservice.cases.history.parties import Party

# "access": to one's own records; "information": a public authority's, of anybody; "court": an order, or proceedings.
LegalKind = Literal["access", "information", "court", "coroner"]


@dataclass(frozen=True)
class LegalTold:
    """Somebody told of a court, a coroner, or a request under access laws. `due` is its legal date, None where none is known.

    `reckoned`: we reckoned the date from the law; else it was named in the mail.
    """

    at: datetime
    by: Party
    kind: LegalKind
    text: str
    due: datetime | None = None
    reckoned: bool = False
