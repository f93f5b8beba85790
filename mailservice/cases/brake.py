"""The last brake against a mail loop: one case gives one address only so many direct answers a day (RFC 3834 section 2).

The mail itself acts all the same: what is braked is our answering, never a person's word.
"""

from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.letters import ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn

MOST_ANSWERS = 20


def brake(turn: Turn, hear: Hear) -> None:
    """Take back the direct answers beyond the day's number; the first time the sender and the office are told so."""
    left = MOST_ANSWERS - hear.answered_today
    beyond = [event for event in turn.events if _is_answer(event, hear)][max(left, 0) :]
    if not beyond:
        return
    turn.events[:] = [event for event in turn.events if event not in beyond]
    if left >= 0:  # the notice is one answer more, so it is given once
        _tell(turn, hear)


def _is_answer(event: Event, hear: Hear) -> bool:
    return isinstance(event, LetterOrdered) and event.replied and event.answers == hear.message_id


def _tell(turn: Turn, hear: Hear) -> None:
    kept = f"We have answered {MOST_ANSWERS} mails of yours in a day. What you write still counts and is kept on the record."
    line = {"line": "", "result": f"{kept} We stop answering until tomorrow; the Business Office has been told."}
    facts = {"why": "You wrote to us.", "lines": [line], "next": "", "words": [], "others_see": ordering.YOU_SEE}
    ordering.order(turn, "answer", deciders.party_of(hear.sender, turn.directory), facts, answers=hear.message_id)
    lines = [
        f"We have answered {MOST_ANSWERS} mails from one address in a day, and answer no more of them until tomorrow."
    ]
    ordering.tell_office(
        turn, "Many mails from one sender", lines, "Read them, and ring the sender if a person wrote them."
    )
