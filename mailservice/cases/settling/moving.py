"""A child who moves to another area (rule 12.6): the case ends here only once the receiving area has written RECEIVED.

Start at `told`. Until then every date runs on. The office names the area's address, and a letter goes there at its word alone.
"""

from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import AreaNamed, AreaReceived, MoveTold, Party
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import news, ordering
from mailservice.cases.letters.kept import kept
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import agreement

ABOUT = "area"
_NAME = "If it is so, reply MOVED, the name of who takes this on there, and their address. If it is not, do nothing."
_PRIVATE = "{} is a private address, and we never write to a family. Name the area's own address."
_NOT_YET = "The receiving area has not written RECEIVED, so the case goes on here. Every date stands."


def told(turn: Turn, hear: Hear, by: Party) -> list[str]:
    """Take what a party tells of a move, once on a case; return what they are answered with."""
    if not hear.moved or hear.sender.office or turn.case.move is not None or turn.case.status == "closed":
        return []
    turn.put(MoveTold(turn.at, by, hear.moved))
    lines = [f"{turn.name(by)} wrote: “{hear.moved.rstrip('.')}”", "Every date runs on until the other area has this."]
    ordering.tell_office(turn, "The family may have moved to another area", lines, _NAME)
    return [f"The {turn.terms.office} is asked to pass this to the area they moved to. {_UNTIL}"]


_UNTIL = "Until that area has written RECEIVED, the case goes on here and every date stands."


def moved(turn: Turn, said: Said, by: Speaker) -> str:
    """Take MOVED, the office's: who takes it on in the receiving area; once they wrote RECEIVED, the case ends here."""
    if said.address:
        return _name(turn, said, by)
    if turn.case.area is None:
        return kept(
            turn, said, by, "Please write MOVED, the name of who takes this on in the other area, and their address."
        )
    if turn.case.area_received is None:
        return kept(turn, said, by, _NOT_YET)
    took = turn.case.area_received
    agreement.close(turn, "moved", said.reason or f"{turn.name(took.by)} has it: {took.text}", by=by.party)
    return "Recorded: the case has ended here; the receiving area has it. Everyone who took part is told."


def _name(turn: Turn, said: Said, by: Speaker) -> str:
    if turn.directory.is_private(said.address):
        return kept(turn, said, by, _PRIVATE.format(said.address))
    turn.put(AreaNamed(turn.at, by.party, said.name, said.address))
    area = Party(said.address, said.name, "", "", "Receiving area")
    facts = {
        "why": "",
        "people": ordering.names(turn, turn.everyone_present()),
        "children": list(turn.case.child_references),
        "others_see": ordering.you_see(turn.terms),
        "due": None,
        "dates": [],
        "words": [{"verb": "RECEIVED", "after": "", "means": "your area has this, and takes it on"}],
    }
    ordering.order(turn, "area", area, facts, about=ABOUT)
    for one in turn.everyone_present():
        lines = [f"We are told that the family has moved. We have written to {said.name or said.address}. {_UNTIL}"]
        news.tell_later(turn, one, "The family may have moved", lines, (one, ""), holds_while="open")
    return f"We have written to {said.name or said.address}. {_UNTIL} MOVED ends it then."


def is_area(turn: Turn, who: Party) -> bool:
    """Tell whether somebody is whom the office named in the receiving area."""
    area = turn.case.area
    return area is not None and area.address.lower() == who.address.lower()


def hear_area(turn: Turn, hear: Hear, by: Party) -> None:
    """Take what the receiving area writes: its RECEIVED, proven or in answer to our letter there; all else the office reads."""
    words = [said for said in hear.said if said.verb is Verb.RECEIVED and not said.dry_run]
    letter = turn.case.letters.get(hear.replies_to)
    sure = hear.sender.proof == "proven" or (letter is not None and letter.about == ABOUT)
    text = hear.own_words.strip()
    if words and not hear.unclear and sure and hear.sender.proof != "failed":
        turn.put(AreaReceived(turn.at, by, text))
        lines = [f"{turn.name(by)}, {by.address}, wrote RECEIVED.", text]
        ordering.tell_office(turn, "The receiving area has it", lines, "To end the case here, reply MOVED.")
        _answer(turn, hear, by, "Thank you: recorded that your area has this.")
        return
    lines = [f"{turn.name(by)}, {by.address}, wrote, and not RECEIVED alone.", text]
    ordering.tell_office(
        turn, "The receiving area wrote", lines, "Answer them. The case ends here only on their RECEIVED."
    )
    _answer(turn, hear, by, f"The {turn.terms.office} reads this. If your area has this now, reply RECEIVED.")


def _answer(turn: Turn, hear: Hear, by: Party, sentence: str) -> None:
    facts = {"why": "You wrote to us.", "lines": [{"line": "", "result": sentence}], "next": "", "words": []}
    ordering.order(
        turn, "answer", by, {**facts, "others_see": ordering.you_see(turn.terms)}, answers=hear.message_id, outside=True
    )


def waits_for(turn: Turn) -> str:
    """Return what the office waits for, as its morning letter says it; "" where nothing of the kind is waited for."""
    case = turn.case
    if case.area_received is not None:
        return "the receiving area has it; reply MOVED to end it here"
    if case.area is not None:
        return f"{case.area.name or case.area.address} has not written RECEIVED; please ring them"
    return "the family may have moved; reply MOVED and who takes it on there" if case.move is not None else ""
