"""A death or grave harm: that somebody told of it, and that the office said it is not so (rule 12.6)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailservice.cases.history.parties import Party

Stands = Literal["", "open", "agreed", "closed"]


@dataclass(frozen=True)
class HarmTold:
    """Somebody told of a death or grave harm in these words. Nothing of the case may be disposed of from here.

    `stands` is the status of the case if it stands still from here ("" if its dates run on: it was not plain, or another
    child is on the case as well); `dates` are those that then stood, by their id.
    """

    at: datetime
    by: Party
    text: str
    sure: bool
    stands: Stands = ""
    dates: tuple[str, ...] = ()


@dataclass(frozen=True)
class HarmDenied:
    """The office said that it is not so: the case goes on from where it stood."""

    at: datetime
    by: Party
    text: str
