"""A mail on a case that addresses an agency not in it: a case of its own beside it, and the question NEW or JOIN (rule 1.4)."""

from mailservice.cases import deadlines, letters
from mailservice.cases.case import Case
from mailservice.cases.commands import Hear, Said
from mailservice.cases.events import DetailGiven
from mailservice.cases.speaker import Speaker, kept
from mailservice.cases.turn import Turn

JOIN = "join"


def stands_beside(hear: Hear, case: Case) -> bool:
    """Tell whether a party's mail on an open case addresses another agency's person, and says no word to this case."""
    known = {*case.agencies, hear.sender.agency}
    fresh = any(one.agency and one.agency not in known for one in hear.to)
    party = hear.sender.agency in case.agencies
    return party and fresh and case.status == "open" and not case.missing and not hear.said and hear.kind == "message"


def tell_linked(turn: Turn, linked: tuple[str, ...]) -> None:
    """Tell the office, and nobody else, which cases are about the same child."""
    if linked:
        lines = [f"{turn.case.reference} and {', '.join(linked)} are about the same child. Nobody else was told."]
        letters.tell_office(turn, "Two cases of one child", lines, "Look at them together.")


def new(turn: Turn, said: Said, by: Speaker) -> str:
    """Take NEW: it is a disagreement of its own."""
    if JOIN not in turn.case.missing:
        return kept(turn, said, by, "This is a case of its own already. Nothing has moved.")
    turn.put(DetailGiven(turn.at, "join", "NEW", by.party))
    if not turn.case.missing:
        deadlines.drop(turn, "what was missing was given", purposes=("provisional",))
    return "Recorded: this is a disagreement of its own, and goes on under its own reference."


def join(turn: Turn, said: Said, by: Speaker) -> str:
    """JOIN: the agency belongs in the other case; the office brings them together, and until then both run."""
    name = letters.person(turn, by.party)["name"]
    other = said.reference or said.reason or "the other case of this child"
    lines = [f"{name} asks that {turn.case.reference} be joined to {other}. Until that is done, both run."]
    letters.tell_office(turn, "Two cases to join", lines, "Speak to each agency, and bring the cases together by hand.")
    return kept(turn, said, by, "The Business Office has been asked to join the cases. Until then each runs on.")
