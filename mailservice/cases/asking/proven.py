"""What a look through the record and the mailbox found, as whoever of the office asked for it is told, or all of it each week."""

from mailservice.cases.history.commands import NoteProof
from mailservice.cases.history.events import ProofGiven
from mailservice.cases.letters import ordering
from mailservice.cases.people.turn import Turn

WHOLE = "Nothing was changed: the record is as it was written"
CHANGED = "Something was changed in the record or its mailbox"


def tell(turn: Turn, command: NoteProof) -> None:
    """Keep what was found, and write it to whoever asked; where nobody did to the office, if there is anything to tell."""
    request, by = (command.asked.request, command.asked.by) if command.asked else ("", None)
    kept = (command.changed, command.began, command.found, command.looked_at)
    turn.put(ProofGiven(turn.at, request, by, *kept))
    if not command.lines:
        return
    mailbox = by is None or by.address.lower() == turn.directory.office.address.lower()
    to = "" if by is None or mailbox else by.address
    headline = CHANGED if command.changed else WHOLE
    ordering.tell_office(
        turn, headline, command.lines, command.action or ordering.NOTHING, about="proof", to=to, undated=True
    )
