"""What came in, and what became of its words: kept, asked for once more, moved the case, taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailservice.cases.history.agreement import Action
from mailservice.cases.history.parties import Party

Outcome = Literal["acted", "filed", "held", "automatic"]


@dataclass(frozen=True)
class MailHeard:
    """A mail was read and belongs here; `outcome` is what became of it; `to_us`: it asks or complains of the service.

    `shared`: its writer sent it to every other side of the case as well, so that these may be shown its words (rule 16).
    `delegate` is who sent it in its sender's name, where somebody did; `attachments` are the names of its files.
    `papers`: it tells of a court, so that its files are named to nobody.
    `shown`: what of its words may ever be shown to another side, where a part of them is a NOTE; None where none is.
    `proof` and `evidence`: how sure it was who wrote it, and why ("" in records from before that was kept).
    `came_from` is the very address that it came from: its sender's may be another of theirs.
    """

    at: datetime
    mail: str
    message_id: str
    sender: Party
    kind: str
    own_words: str
    outcome: Outcome
    why: str = ""
    delegate: str = ""
    attachments: tuple[str, ...] = ()
    to_us: str = ""
    shared: bool = False
    shown: str | None = None
    papers: bool = False
    proof: str = ""
    evidence: tuple[str, ...] = ()
    came_from: str = ""


def unspaced(words: str) -> str:
    """Return words without what a mail's way may change in them: spaces and line ends."""
    return " ".join(words.split())


@dataclass(frozen=True)
class HeldMailReleased:
    """Its sender let a mail go on that was held in confidence; for these routes what they write here is held no more."""

    at: datetime
    mail: str
    by: Party
    routes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stopped:
    """Its sender halted every letter of a mail before one had left: what they wrote since `since` is no side's words.

    `opening`: nobody else was written to at all, and the case rests.
    """

    at: datetime
    by: Party
    since: datetime
    opening: bool = False


@dataclass(frozen=True)
class WentOn:
    """Its raiser let a case that rested go on, in the words of their first mail."""

    at: datetime
    by: Party


@dataclass(frozen=True)
class Noted:
    """Words kept on the record that move nothing; `advice`: passed to the side's decider, who alone can bind it."""

    at: datetime
    by: Party
    verb: str
    text: str
    advice: bool = False


@dataclass(frozen=True)
class ConfirmationAsked:
    """A word that would quieten a case came unproven: whoever it names is asked for a yes with the word in it (rule 10).

    `letter` is the letter that asks, which went `to` somebody (None: to `by`); only an answer to it confirms, until `until`.
    `text` to `confirms` are the word as it was read, `when` in ISO 8601; `line` is how it was written. It counts from
    `said_at`. Of SPOKEN, `inner` is the word that was spoken. `proposal` is what an AGREE was to.
    """

    at: datetime
    by: Party
    verb: str
    text: str = ""
    actions: tuple[Action, ...] = ()
    answers: str = ""
    reference: str = ""
    letter: str = ""
    to: Party | None = None
    said_at: datetime | None = None
    until: datetime | None = None
    line: str = ""
    when: str = ""
    name: str = ""
    address: str = ""
    named_stage: str = ""
    inner: str = ""
    confirms: str = ""
    proposal: str = ""

    @property
    def asked(self) -> Party:
        """Who alone can confirm it."""
        return self.to or self.by

    @property
    def first_said(self) -> datetime:
        """When it first came, and counts from."""
        return self.said_at or self.at


@dataclass(frozen=True)
class Confirmed:
    """Its author said yes to the word, from where our letter went: it counts from when it first came."""

    at: datetime
    by: Party
    verb: str


@dataclass(frozen=True)
class ConfirmationRefused:
    """Whom our `letter` asked says that they never wrote those words: nobody's, they can be confirmed no more."""

    at: datetime
    by: Party
    letter: str
    verbs: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """The words of one mail moved the case: until another side acts, their author may take them back (rule 9.6).

    `words` are all that was said, so that a second copy of them is known: it is taken back with the first.
    """

    at: datetime
    by: Party
    verbs: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True)
class Undone:
    """Somebody took back the last words that moved the case: it stands again as before them.

    `copies` are proposals of theirs that said the same before: they go with these words.
    """

    at: datetime
    by: Party
    verbs: tuple[str, ...]
    status: str
    stage: str
    tier: int
    ending: str = ""
    copies: tuple[str, ...] = ()
