"""A pack in words, before it is laid out: start at `Dossier`. Page and PDF show the same one; nothing in it is markup."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Literal, TypeVar

# Not shown, or words of ours that a layout goes by.
_APART = frozenset({"kind", "state", "digest", "name_in_record"})
Shown = TypeVar("Shown")
State = Literal["passed", "now", "ended", "ahead"]


@dataclass(frozen=True)
class Attached:
    """A file as it hung on an email: its name as sent, its type, its bytes counted, and their SHA-256."""

    name: str
    content_type: str
    size: int
    digest: str


@dataclass(frozen=True)
class Entry:
    """One thing that happened, in its order. `number` is its place in the mbox, 0 where it is no message.

    `name_in_record` is the message's own, and is not shown. `understood` is what we made of an email, `proof` how sure it was who
    wrote it, `notes` whatever else stands below it. `answers` are the labels of a form that every side signed, each with what
    stands there, at the first letter that brought it.
    """

    at: datetime
    kind: Literal["mail", "letter", "event", "ending"]
    side: int
    said: str
    to: str = ""
    subject: str = ""
    words: str = ""
    understood: tuple[str, ...] = ()
    proof: str = ""
    notes: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()
    digest: str = ""
    name_in_record: str = ""
    number: int = 0
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Due:
    """One date: by when, for what, whose it is in a word or two, what became of it, and how it was counted."""

    at: datetime
    when: str
    what: str
    whose: str
    became: str
    counted: str
    ours: bool
    stands: bool


@dataclass(frozen=True)
class Leg:
    """One stage or tier of the way: why and when the case came there and until when, who had it, its dates, and what became.

    `stage` is its id.
    """

    title: str
    state: State
    entered: datetime | None = None
    left: datetime | None = None
    why: str = ""
    had: tuple[str, ...] = ()
    dates: tuple[Due, ...] = ()
    unread: tuple[str, ...] = ()
    stage: str = ""


@dataclass(frozen=True)
class Dossier:
    """What a case's pack says. `whose` is the side that it is for, "" where it is the whole record; times are local.

    `standing` is what the first screen tells, each with its heading; `at` the newest entry, by which the pack is dated.
    `left_out` says what is not in it.
    """

    partnership: str
    reference: str
    call_it: str
    whose: str
    status: str
    agencies: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]
    way: tuple[Leg, ...]
    dates: tuple[Due, ...]
    entries: tuple[Entry, ...]
    left_out: tuple[str, ...]
    proofs: tuple[str, ...]
    opened: datetime
    at: datetime

    @property
    def title(self) -> str:
        """What the whole is called."""
        of = f", as {self.whose} had it" if self.whose else ""
        article = "an" if self.call_it[:1].lower() in "aeiou" else "a"
        return f"{self.reference}: record of {article} {self.call_it}{of}"


def through(shown: Shown, change: Callable[[str], str]) -> Shown:
    """Return whatever is shown, with every text in it changed."""
    if isinstance(shown, str):
        return change(shown)  # type: ignore[return-value] # a text of the same type
    if isinstance(shown, tuple):
        return tuple(through(one, change) for one in shown)  # type: ignore[return-value] # the same
    if is_dataclass(shown) and not isinstance(shown, type):
        names = [one.name for one in fields(shown) if one.name not in _APART]
        return replace(shown, **{one: through(getattr(shown, one), change) for one in names})
    return shown
