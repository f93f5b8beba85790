"""What we write: each letter that was ordered, what became of it, and who was away when it came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from mailservice.cases.history.parties import Party

Fault = Literal["reader", "us", "letter"]
"""Whose fault it is that a letter came back: its reader's address, ours (our standing or sign-in), or the letter's itself."""
Stalled = Literal["delayed", "deleted", "perhaps", "unclear"]
"""What else is heard of a letter: put off on its way, deleted unread, perhaps come back, or something came back unread by us."""


@dataclass(frozen=True)
class LetterOrdered:
    """A letter is to be written to one reader, with every fact it shows. Its id is random and made once.

    `template` is a folder of `templates/email`; `answers` the Message-ID it replies to, `replied` tells whether it is a
    direct answer to a mail (RFC 3834 section 5: auto-replied) or a notice (auto-generated). `about` is the id of the
    proposal it shows: an AGREE belongs to the words of the letter it answers. It does not leave before `leaves`.
    `holds` are the held mails that it asks the office about, like "m12": an answer to it decides on them.
    """

    at: datetime
    letter: str
    template: str
    to: Party
    facts: Mapping[str, Any]
    answers: str = ""
    replied: bool = False
    stage: str = ""
    tier: int = 0
    about: str = ""
    leaves: datetime | None = None
    holds: str = ""


@dataclass(frozen=True)
class LetterSent:
    """The mail server took the letter; `own_return`: with a return address that is no other letter's, and that nobody reads."""

    at: datetime
    letter: str
    own_return: bool = False


@dataclass(frozen=True)
class LetterBounced:
    """The letter did not arrive: an alarm, never silence; of the reader's address it says something only by their `fault`."""

    at: datetime
    letter: str
    status: str = ""
    why: str = ""
    fault: Fault = "reader"


@dataclass(frozen=True)
class LetterStalled:
    """Something was heard of the letter that is neither its arrival nor its return; the office knows."""

    at: datetime
    letter: str
    how: Stalled
    status: str = ""
    why: str = ""


@dataclass(frozen=True)
class LetterWithheld:
    """The letter was not sent, because the case had moved on before it could go."""

    at: datetime
    letter: str
    why: str


@dataclass(frozen=True)
class ReaderAway:
    """The letter was answered by an out-of-office: nobody has read it, and nobody is to blame.

    `who` is away of several who read one mailbox, the office's: the letter itself may be read by the others.
    """

    at: datetime
    letter: str
    until: date | None = None
    named: str = ""
    who: Party | None = None
