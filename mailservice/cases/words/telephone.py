"""CHECKED: whom somebody of the office rang about a word, on which number, and when; it goes on the record with that word."""

import re
from typing import NamedTuple

from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.words import Verb
from mailservice.cases.letters.kept import kept
from mailservice.cases.people.turn import Speaker, Turn

HOW = "CHECKED: rang {} on {} at 14:10"
_LONGEST = 200
_TIME = re.compile(r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?[ap]m)?\b|\b1?\d ?[ap]m\b", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\(?\d[\d ()-]{5,20}\d")
_RANG = re.compile(
    r"\W{0,4}(?:i |we |by telephone )?(?:rang|called|phoned|telephoned|spoke (?:to|with)|with)?\s{0,3}(.{2,80}?)"
    r"(?:,| on| at| -)?\s{0,3}$",
    re.IGNORECASE,
)


class Check(NamedTuple):
    """A telephone call, as it was written down."""

    name: str
    number: str
    when: str


def how(name: str = "their name", number: str = "their number") -> str:
    """Return the line to write, with whom to ring where that is known."""
    return HOW.format(name or "their name", number or "their number")


def check(hear: Hear) -> Check | None:
    """Return the call that a mail records, where it says whom, on which number and when."""
    said = (one for one in hear.said if one.verb is Verb.CHECKED and not one.dry_run)
    return next((found for one in said if (found := read(one))), None)


def read(said: Said) -> Check | None:
    """Read a name, a number and a time out of what followed CHECKED; None where one of them is missing."""
    text = " ".join(said.reason[:_LONGEST].split())
    when = _TIME.search(text)
    rest = f"{text[: when.start()]}{text[when.end() :]}" if when else text
    number = _NUMBER.search(rest)
    name = _RANG.match(rest[: number.start()]) if number else None
    if when is None or number is None or name is None or not any(one.isalpha() for one in name[1]):
        return None
    return Check(name[1].strip(" ,.:-"), number.group().strip(), when.group())


def checked(turn: Turn, said: Said, by: Speaker) -> str:
    """Answer CHECKED, beside the word that it is about, or with nothing that waits for it."""
    if read(said) is None:
        return kept(
            turn, said, by, f"Please write whom you rang, on which number, and when: {how()}. Nothing has moved."
        )
    return "It stands on the record."
