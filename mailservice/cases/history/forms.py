"""A form of the policy: begun at a stage, put to those who sign it, filled in by people, and what came back unread.

Whoever signs one writes DONE, as of an action: `ActionSet` asks them, its `tells_of` the form.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailservice.cases.history.parties import Party


@dataclass(frozen=True)
class Written:
    """What stands in one field of a form, by the policy's id of the field."""

    field: str
    text: str


@dataclass(frozen=True)
class FormBegun:
    """A form of the policy, `kind` its id there, was begun at a stage; `signatories` are who signs it, one of each side."""

    at: datetime
    form: str
    kind: str
    stage: str
    tier: int
    signatories: tuple[Party, ...]


@dataclass(frozen=True)
class FormWanted:
    """A form is to go to its signatories, once those whose words it quotes have seen them; `facts` are ours as of then."""

    at: datetime
    form: str
    why: Literal["resolved", "escalated"]
    facts: tuple[Written, ...] = ()


@dataclass(frozen=True)
class FormFilled:
    """One of those who sign a form filled in some of its fields: by lines of their mail, or in the document of this name."""

    at: datetime
    form: str
    by: Party
    fields: tuple[Written, ...]
    document: str = ""


@dataclass(frozen=True)
class QuoteSettled:
    """What forms quote of a side's words from here: `text`; nothing where it is empty. `by`: None where they were not reached."""

    at: datetime
    agency: str
    text: str
    by: Party | None = None


@dataclass(frozen=True)
class DocumentRefused:
    """A document that came back was not read, and `why`; the mail with it is kept."""

    at: datetime
    by: Party
    name: str
    why: str
    hostile: bool = False
