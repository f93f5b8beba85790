"""A spoken word (interpreter, deaf, telephone), as the office entered it for whoever spoke it (rule 11.1)."""

from dataclasses import dataclass
from datetime import datetime

from mailservice.cases.history.parties import Party


@dataclass(frozen=True)
class SpokenEntered:
    """The office entered a word that somebody spoke. `confirms` is who is asked to confirm it; None where it acts at once."""

    at: datetime
    by: Party
    who: Party
    verb: str
    text: str
    confirms: Party | None = None
