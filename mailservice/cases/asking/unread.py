"""A mail that nobody can read: encrypted for another, or without a text. Its sender is told, for they believe that they wrote."""

from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import Party
from mailservice.cases.letters import ordering
from mailservice.cases.people.turn import Turn

WHY = {
    "encrypted": "Your email is encrypted, and we cannot open it.",
    "unreadable": "Your email has no text that we can read: perhaps only a picture or an attachment.",
}
HELD = (*WHY, "unclear")
"""The kinds that a person must read; whose sender may be a machine is not answered."""
_AGAIN = (
    "So nothing has moved, and no date has changed. Please write the same again as plain text, without encryption. The {} has"
    " been told."
)


def tell(turn: Turn, hear: Hear, to: Party) -> None:
    """Tell who wrote that nobody has read it and that nothing has moved; outside a case once a day."""
    if hear.kind not in WHY or not hear.sender.known or hear.sender.proof == "failed" or "answer" in hear.heard_before:
        return
    lines = [{"line": "", "result": f"{WHY[hear.kind]} {_AGAIN.format(turn.terms.office)}"}]
    facts = {"why": "You wrote to us.", "lines": lines, "next": "", "words": ordering.words("HELP")}
    ordering.order(turn, "answer", to, {**facts, "others_see": ordering.you_see(turn.terms)}, answers=hear.message_id)
