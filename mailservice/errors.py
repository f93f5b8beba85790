"""Every error of the service, one tree; the docstring is the message's meaning.

MailserviceError
├── UserError            something a person wrote down wrongly; all faults at once
├── Weather              a part of the world does not answer now: tried again, and told if it lasts
│   ├── TryLater         the mail server could not take or give it
│   │   └── Withheld     it answers, and does not give us some emails of the mailbox
│   ├── RecordAway       the record's database cannot be reached or written
│   ├── BrokerAway       the broker cannot be reached: the bell rings in this process
│   └── MachineShort     this machine has no room on its disk, no file handle or no memory left
├── Undeliverable        the mail server refused this letter for good
├── RecordBroken         the ledger does not verify, or was changed
└── IncompleteRow        an engineer left a row or a column of a table out; told at import
"""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Problem:
    """One fault in something a person wrote: where, what is wrong, and what to write instead."""

    file: str
    key: str
    remedy: str

    def __str__(self) -> str:
        """One line: file, key, what to write."""
        return f"{self.file}: {self.key}: {self.remedy}" if self.key else f"{self.file}: {self.remedy}"


class MailserviceError(Exception):
    """The root: whatever the service raises on purpose."""


class UserError(MailserviceError):
    """A person's file (policy, settings, directory, command line) has faults; told all at once, no traceback."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Weather(MailserviceError):  # noqa: N818 - named for what it is: it passes
    """A part of the world does not answer now. Nothing is wrong with what was to be done: it is tried again."""


class RecordAway(Weather):
    """The record's database cannot be reached, or cannot be written: locked, restarted, read-only, full."""


class BrokerAway(Weather):
    """The broker cannot be reached; whatever it was to be told stands in the record."""


class MachineShort(Weather):
    """This machine has no room on its disk, no file handle or no memory left, or a disk of it fails."""


class TryLater(Weather):
    """The mail server could not do it now; nothing is wrong with the letter. `of_reader`: it was said of the reader's address.

    `kind` is one of `transport.diagnosis`, and `remedy` what whoever looks after the server does; both empty where not known.
    `rests` is for how many seconds from now the server is left alone.
    """

    of_reader = False
    kind = ""
    remedy = ""
    rests = 0.0


class Withheld(TryLater):
    """The mailbox is read, but for some emails that its server does not give us."""


class Undeliverable(MailserviceError):  # noqa: N818 - named for what is true of the letter
    """The mail server refused it for good (RFC 5321 section 4.2.1, a 5yz reply), at this step of the session.

    Whose fault that is, ours, the reader's or the letter's, is for `mail.refusals`; `kind` and `remedy` are as those of TryLater.
    """

    kind = ""
    remedy = ""

    def __init__(
        self, sentence: str, status: str = "", step: Literal["greeting", "login", "MAIL", "RCPT", "DATA"] = "RCPT"
    ) -> None:
        self.status, self.step = status, step
        super().__init__(sentence)


class RecordBroken(MailserviceError):  # noqa: N818 - named for what is true of the record
    """The ledger does not verify: a row was changed, lost or put in between."""


class IncompleteRow(MailserviceError):  # noqa: N818 - named for what is true of the row
    """A table of kinds (letters, dates, words) lacks a row, or a row a column: told at import, with what to write."""


# What a full, failing or read-only disk raises, and a process or a machine without file handles or memory.
_SHORT = {
    errno.ENOSPC: "a disk is full",
    errno.EDQUOT: "a disk quota is used up",
    errno.EROFS: "a disk can only be read",
    errno.EIO: "a disk fails",
    errno.ESTALE: "a disk fails",
    errno.EMFILE: "this process has no file handle left",
    errno.ENFILE: "this machine has no file handle left",
    errno.ENOMEM: "this machine has no memory left",
    errno.EAGAIN: "this machine can start no further process",
}


def as_weather(fault: BaseException) -> Weather | None:
    """Return the weather that a fault is, with its true reason; None for a defect: of ours, or of what was to be done."""
    if isinstance(fault, Weather):
        return (
            _short(fault.__cause__) if fault.__cause__ else None
        ) or fault  # no server failed that was never reached
    return _short(fault)


def _short(fault: BaseException) -> MachineShort | None:
    if isinstance(fault, MemoryError):
        return MachineShort("this machine has no memory left")
    if isinstance(fault, RuntimeError) and "start new thread" in str(fault):
        return MachineShort("this machine can start no further thread")
    if isinstance(fault, OSError) and fault.errno in _SHORT:
        return MachineShort(_SHORT[fault.errno])
    return None
