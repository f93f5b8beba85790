"""Two steps inside the first stage: practitioners, then their line managers (readings D2, E3 and E8).

A step's clock only reminds, and never holds back its stage's.
"""

from datetime import datetime
from typing import Literal

from mailservice.cases.dates import deadlines, haste
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.events import DeadlineMet, Party, StepEntered
from mailservice.cases.ladder import climbing, within
from mailservice.cases.letters import news
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn, once


def ahead(turn: Turn) -> str:
    """Return the second step while the first still runs, else nothing."""
    first = turn.policy.first_stage
    waits = turn.case.stage == first.id and not turn.case.step and len(first.steps) > 1
    return first.steps[1] if waits else ""


def report(
    turn: Turn,
    why: Literal["reported", "due", "urgent"],
    counted_from: datetime,
    by: Party | None = None,
    reason: str = "",
    *,
    passing: bool = False,
) -> None:
    """Bring the case to line managers: their time starts, they have their letter, and both practitioners are told.

    `passing`: the stage itself ends in the same moment, and the letters of the next one say it all.
    """
    old = once([*deciders.practitioners(turn.case)])
    turn.put(StepEntered(turn.at, ahead(turn), why, counted_from, by))
    deadlines.start_step(turn)
    if passing:
        return
    haste.begin(turn)
    _write(turn, by.name if by else "", reason)
    managers = deciders.beside_the_two(turn.case, turn.directory) or turn.everyone_present()
    names = " and ".join(turn.name(one) for one in managers)
    lines = [f"This is now with {names}. Nothing is lost: you may still agree with the other side."]
    for one in old:
        if not any(deciders.same_person(one, other) for other in managers):
            news.tell(turn, one, "Line managers have this now", lines, (by or one, reason if by else ""))


def hand_on(turn: Turn, deadline: Deadline) -> None:
    """Write to line managers by noon of the stage's last day; their own time starts with the report (reading E3)."""
    turn.put(DeadlineMet(turn.at, deadline.id))
    if ahead(turn) and turn.case.status == "open":
        until = (
            "The two who disagree still have until the end of their time. You have this now so that it is no surprise."
        )
        for agency in turn.case.agencies:
            if deciders.is_within(turn.case):
                within.write_above(turn, agency, until)
            for one in deciders.line_managers(turn.case, turn.policy, turn.directory, agency):
                climbing.stage_letter(turn, one, "step", {"cover": until})


def _write(turn: Turn, by: str, reason: str) -> None:
    if deciders.apart(turn.case):
        if deciders.is_within(turn.case):
            within.write(turn, {"by": by, "reason": reason})
        return
    for agency in turn.case.agencies:
        managers = deciders.line_managers(turn.case, turn.policy, turn.directory, agency)
        for one in managers:
            if turn.case.urgent or not deciders.written_to(turn.case, one, turn.here):
                climbing.stage_letter(turn, one, "step", {"by": by, "reason": reason})
            else:
                lines = ["The first step has ended without an agreement. Your own time runs from now."]
                news.tell(turn, one, "This is with you now", lines, (one, ""))
        if not managers:
            climbing.ask_for_name(turn, agency, urgent=True)
