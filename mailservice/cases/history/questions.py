"""A word that somebody may have meant, and was asked about: what a plain yes to our letter would say (rule 9.5)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from mailservice.cases.history.agreement import Action
from mailservice.cases.history.parties import Party


@dataclass(frozen=True)
class WordAsked:
    """A letter asked somebody if they meant this word; a plain yes to it `until` then says it, as it first came at `said_at`.

    `line` are their own words, `reason` to `actions` what the word would say; `when` is a date or a time in ISO 8601.
    `answers` is the letter that their words answered; `stage` and `tier` where the case stood. `times`: so often did they have
    to be asked about this word there. `stood` tells how the case stood: once it stands otherwise the question is over. `several`:
    the letter asked about other words too, so that a yes alone is not plain.
    `speaker`: whose word it is, where a colleague confirms what they spoke.
    """

    at: datetime
    letter: str
    to: Party
    verb: str
    line: str
    until: datetime
    said_at: datetime
    stage: str
    tier: int
    answers: str = ""
    reason: str = ""
    when: str = ""
    name: str = ""
    address: str = ""
    named_stage: str = ""
    reference: str = ""
    actions: tuple[Action, ...] = ()
    times: int = 1
    stood: str = ""
    several: bool = False
    speaker: Party | None = None

    @property
    def meant(self) -> date | datetime | None:
        """The date or time that was written with the word; None where there was none."""
        if not self.when:
            return None
        return datetime.fromisoformat(self.when) if "T" in self.when else date.fromisoformat(self.when)


@dataclass(frozen=True)
class WordAnswered:
    """The question of this letter is spent: yes, no, or newer words took its place."""

    at: datetime
    by: Party
    letter: str
    answer: Literal["yes", "no", "newer"]
