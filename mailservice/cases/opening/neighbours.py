"""Another area's service on a mail: it keeps its own case, ours goes on by itself, and our office is told of it (rule 1.4).

Nothing is ever written to it, so that two services cannot answer one another. Start at `tell`.
"""

import re

from mailservice.cases.history.commands import Hear
from mailservice.cases.letters import ordering
from mailservice.cases.people.turn import Turn
from mailservice.directory import Neighbour

# How such services write a case's reference; ours is never one of theirs.
_REFERENCE = re.compile(r"\b[A-Z]{2,8} \d{4}-\d{4}-[A-Z]\b")
_FIRST = 20_000


def tell(turn: Turn, hear: Hear) -> None:
    """Tell the office once that a neighbour's service has this too, and once more which reference it has there."""
    here = {hear.sender.address.lower(), *(one.address.lower() for one in (*hear.to, *hear.copied))}
    for one in turn.directory.neighbours:
        if one.address.lower() in here:
            _once(turn, one, _reference(turn, hear))


def _reference(turn: Turn, hear: Hear) -> str:
    """Return another area's reference that stands in a mail; '' where none does, or two."""
    found = {*_REFERENCE.findall(f"{hear.subject[:_FIRST]} {hear.own_words[:_FIRST]}")}
    others = [one for one in found if not one.startswith(f"{turn.policy.reference.prefix} ")]
    return others[0] if len(others) == 1 else ""


def _once(turn: Turn, one: Neighbour, reference: str) -> None:
    about = f"neighbour {one.address.lower()} {reference}".rstrip()
    if any(letter.about.startswith(about) for letter in turn.case.letters.values()):
        return
    theirs = f" Its reference there is {reference}." if reference else ""
    lines = [f"The service of {one.name} ({one.address}) has this too, and keeps a case of its own.{theirs}"]
    lines += ["We write nothing to it, and nothing that happens there moves a date here."]
    who = f"Speak to {one.office}" if one.office else f"Speak to the office of {one.name}"
    ordering.tell_office(turn, "Another area's service has this too", lines, f"{who}: who leads?", about=about)
