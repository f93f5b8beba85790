"""Mail that may not be who it says (rules, sections 10 and 17): whose proof failed, who is nobody, who looks like somebody.

Nothing of it moves; the office hears of it in the same sweep, with the reasons in one line.
"""

from typing import TypedDict

from mailservice.cases.asking import held
from mailservice.cases.dates import haste
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import MailHeard, Party
from mailservice.cases.letters import ordering
from mailservice.cases.opening import danger
from mailservice.cases.people.turn import Turn

LOOK_ALIKE = "A sender who looks like somebody else"


class Kept(TypedDict):
    """How sure it was who wrote a mail, as the record keeps it."""

    proof: str
    evidence: tuple[str, ...]
    came_from: str


def kept(hear: Hear) -> Kept:
    """Return what the record keeps of a mail's proof."""
    return {"proof": hear.sender.proof, "evidence": hear.sender.evidence, "came_from": hear.sender.address}


def why(hear: Hear) -> str:
    """Return the reasons in one line, as the office reads them; '' where none are known."""
    return f"Why: {' '.join(hear.sender.evidence)}" if hear.sender.evidence else ""


def is_nobodys(hear: Hear) -> bool:
    """Tell whether a person's mail names no one author: then it is nobody's word, on no case and on any."""
    return hear.kind == "message" and not hear.sender.address


def hold(turn: Turn, hear: Hear) -> None:
    """Keep a mail that is nobody's: there is no address that could be answered or asked, so the office alone hears of it."""
    nobody = Party("", "", "", "")
    came = (turn.at, hear.mail, hear.message_id, nobody, hear.kind, hear.own_words)
    turn.put(MailHeard(*came, "held", "it names no one author", attachments=hear.attachments, **kept(hear)))
    calls = danger.calls(hear)
    lines = ["A mail came that cannot be said to be anybody's. Nothing has moved, and nobody is answered.", why(hear)]
    lines += [f"It says: “{' '.join(phrase.split())}”" for phrase in hear.danger] if calls else []
    action = "Read it now, and ring whoever it may be from." if calls else held.ACTION
    held.tell(turn, hear, ordering.FORGED, lines, action, haste.until(turn) if calls else None)


def tell_on_no_case(turn: Turn, hear: Hear, sender: Party) -> None:
    """Tell the office of a mail on no case whose proof failed."""
    lines = [f"A mail in the name of {turn.name(sender)} may not be theirs. It has opened no case.", why(hear)]
    held.tell(turn, hear, ordering.FORGED, lines, "Telephone them now, ask if they wrote it, and answer this letter.")


def tell_look_alike(turn: Turn, hear: Hear) -> None:
    """Tell the office of a stranger who may be taken for somebody of the directory: at once, whatever else came that day."""
    lines = [hear.sender.look_alike, "They count as a stranger: their mail is kept, and moves nothing."]
    action = "Warn whoever may be taken in, and ring the person they look like."
    ordering.tell_office(turn, LOOK_ALIKE, lines, action, outside=True)
