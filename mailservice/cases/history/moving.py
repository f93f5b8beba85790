"""A child who moves to another area: told, the area named by the office, and its RECEIVED (rule 12.6)."""

from dataclasses import dataclass
from datetime import datetime

from mailservice.cases.history.parties import Party


@dataclass(frozen=True)
class MoveTold:
    """Somebody told that the family has moved to another area; every date runs on."""

    at: datetime
    by: Party
    text: str


@dataclass(frozen=True)
class AreaNamed:
    """The office named who takes it on in the receiving area, and a letter went there."""

    at: datetime
    by: Party
    name: str
    address: str


@dataclass(frozen=True)
class AreaReceived:
    """The receiving area wrote RECEIVED: the office may end the case here."""

    at: datetime
    by: Party
    text: str
