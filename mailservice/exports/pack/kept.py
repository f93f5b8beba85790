"""What a pack is made of, as the record holds it: start at `Kept`. Whoever has a case, mails and letters can make one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailservice.cases.history.events import Event
from mailservice.policy.model import Policy


@dataclass(frozen=True)
class Message:
    """A mail as it came, or a letter as it left: when, its bytes (None: disposed of), and their SHA-256 in the record."""

    at: datetime
    raw: bytes | None = field(repr=False)
    digest: str


@dataclass(frozen=True)
class Sealed:
    """The newest seal that tells of the case: its number, its print, and as of which of the case's entries."""

    number: int
    print: str
    entry: int
    at: str


@dataclass(frozen=True)
class Kept:
    """One case: its entries, and every mail and letter that may be shown to anybody at all.

    `mails` are by the name that entries have for them, like "m12", and `letters` by their id; nothing that is held in confidence
    is among them. `length` and `head` are the end of its chain. `names` are the agencies' by their id.
    """

    history: Sequence[Event]
    policy: Policy
    names: Mapping[str, str]
    mails: Mapping[str, Message] = field(default_factory=dict)
    letters: Mapping[str, Message] = field(default_factory=dict)
    length: int = 0
    head: str = ""
    seal: Sealed | None = None
