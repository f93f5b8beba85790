"""A mail that nobody can read: encrypted for another, or without a text. Its sender is told, for they believe that they wrote."""

from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import Party
from mailservice.cases.letters import ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn

WHY = {
    "encrypted": "Your email is encrypted, and we cannot open it.",
    "unreadable": "Your email has no text that we can read: perhaps only a picture or an attachment.",
}
HELD = (*WHY, "unclear")
"""The kinds that a person must read; whose sender may be a machine is not answered."""
_AGAIN = (
    "So nothing has moved, and no date has changed. Please write the same again as plain text, without encryption{}. The {} has"
    " been told."
)
_MARKS = ": leave out [secure], [encrypt] and the like, which some systems read in a subject"
_FOR_THE_OFFICE = {
    "encrypted": "It is encrypted, or stands behind a link to a secure mailbox: nobody has read it, and nothing in it acts.",
    "unreadable": "It has no text that we can read, perhaps only a picture or an attachment: nothing in it acts.",
    "unclear": "We cannot tell whether a person wrote it or a machine: nothing in it acts, and nobody was answered.",
}


def for_the_office(turn: Turn, hear: Hear) -> list[str]:
    """Return what the office reads of it: why nobody has read it, and who is asked to write again, or must be."""
    why = [_FOR_THE_OFFICE[hear.kind]]
    if hear.kind not in WHY:
        return why
    name = turn.name(deciders.party_of(hear.sender, turn.directory))
    if _is_told(hear):
        return [*why, f"{name} is asked to write it again as plain text. If it cannot wait, ring them."]
    return [*why, "Nobody was answered. Find out who wrote it, ring them, and ask for it again as plain text."]


def _is_told(hear: Hear) -> bool:
    return (
        hear.kind in WHY and hear.sender.known and hear.sender.proof != "failed" and "answer" not in hear.heard_before
    )


def tell(turn: Turn, hear: Hear, to: Party) -> None:
    """Tell who wrote that nobody has read it and that nothing has moved; outside a case once a day."""
    if not _is_told(hear):
        return
    again = _AGAIN.format(_MARKS if hear.kind == "encrypted" else "", turn.terms.office)
    lines = [{"line": "", "result": f"{WHY[hear.kind]} {again}"}]
    facts = {"why": "You wrote to us.", "lines": lines, "next": "", "words": ordering.words("HELP")}
    ordering.order(turn, "answer", to, {**facts, "others_see": ordering.you_see(turn.terms)}, answers=hear.message_id)
