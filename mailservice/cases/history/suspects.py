"""A mailbox that somebody else may write from: since when, until the office clears it, and what no longer counts by it."""

from dataclasses import dataclass
from datetime import datetime

from mailservice.cases.history.parties import Party


@dataclass(frozen=True)
class Suspected:
    """Somebody else may write from this address, or from this whole domain ("@…"), since then. Kept in the office's book."""

    at: datetime
    address: str
    since: datetime
    by: Party
    text: str = ""


@dataclass(frozen=True)
class Cleared:
    """An address, or a domain, is its owner's alone again. What was put to the others anew stays put."""

    at: datetime
    address: str
    by: Party
    text: str = ""


@dataclass(frozen=True)
class SetAside:
    """What these people wrote towards quiet since then counts no more in this case: nobody knows that they wrote it.

    `stopped` are the proposals that were theirs, `unsaid` those of others that lost their AGREE. Covers and contacts that they
    named are gone, as is who acts at an address of `let`: what they allowed.
    """

    at: datetime
    by: Party
    address: str
    since: datetime
    who: tuple[Party, ...]
    stopped: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    let: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """Somebody of the office rang about a word before it was carried out: whom, on which number, when."""

    at: datetime
    by: Party
    verb: str
    name: str
    number: str
    when: str
    request: str = ""
