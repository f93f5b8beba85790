"""A date that one side alone is to meet: whose it is, by name, and whether somebody's word meets it (rule 5)."""

from mailservice.cases.history.case import Case, Deadline
from mailservice.cases.history.events import DeadlineMissed, Party
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn
from mailservice.policy.words import listed


def agencies(case: Case, one: Deadline) -> tuple[str, ...]:
    """Return the agencies that a date asks: all, but where it is a duty of the side that raised it, or of the others."""
    raised = case.raiser.agency if case.raiser else ""
    if one.side == "raising":
        return tuple(agency for agency in case.agencies if agency == raised)
    if one.side == "responding":
        return tuple(agency for agency in case.agencies if agency != raised)
    return case.agencies


def is_asked(case: Case, one: Deadline, who: Party) -> bool:
    """Tell whether a date is for somebody's side to meet; one of both sides is for everybody."""
    return not one.side or who.agency in agencies(case, one)


def whose(turn: Turn, one: Deadline) -> str:
    """Return whose a date is that one side alone is to meet, by name; empty where it is of both."""
    if not one.side:
        return ""
    if deciders.is_within(turn.case):  # both sides have its name: there it is the person's
        people = (other for agency in agencies(turn.case, one) for other in turn.present(agency))
        return listed([turn.name(other) for other in people]) or "the other side"
    return listed([turn.agency(agency).name for agency in agencies(turn.case, one)]) or "the other agency"


def said(turn: Turn, one: Deadline, to: Party | None) -> str:
    """Return what stands behind what a date asks, for one reader: whose it is; empty where it is of both sides."""
    if not one.side:
        return ""
    yours = to is not None and is_asked(turn.case, one, to)
    return f", for {'you' if yours else whose(turn, one)} to see to"


def missed(turn: Turn) -> str:
    """Say whose the date was that has just passed in silence, where it was one side's alone; blames nobody."""
    gone = (turn.case.deadlines[event.deadline] for event in turn.events if isinstance(event, DeadlineMissed))
    names = [whose(turn, one) for one in gone if one.side]
    return f"That date was for {listed(list(dict.fromkeys(names)))} to meet." if names else ""
