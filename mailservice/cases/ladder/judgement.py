"""Stages without a number in the policy: we ask, and see to it that silence is heard of (rules, section 7).

Nothing here is ever late: a check-in that came is met, whatever it brought.
"""

from datetime import datetime

from mailservice.cases.dates import deadlines, kinds
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.events import DeadlineMet, Party
from mailservice.cases.ladder import climbing, within
from mailservice.cases.letters import ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn, once

COVER_AFTER = 2
OFFICE_AFTER = 3
WAITS = "The policy's time counts from your discussion, and nobody has told us of one. If you have spoken, reply MET."


def check_in(turn: Turn, deadline: Deadline) -> None:
    """Ask both sides, and the raiser whether the child is safe to wait; cover comes in where nobody answers.

    From the third time on the case is the office's by name, in its morning letter (`cases.digest`).
    """
    turn.put(DeadlineMet(turn.at, deadline.id))
    silent = unanswered(turn)
    for agency, times in silent.items():
        if times == COVER_AFTER:
            why = "Nobody at your agency has answered us twice. You have this as cover; the stage has not changed."
            write_above(turn, agency, why)
    _ask(turn)


def drift(turn: Turn, deadline: Deadline) -> None:
    """Bring a stage that is open too long to both next tiers, even if every check-in was answered; the office reads of it."""
    turn.put(DeadlineMet(turn.at, deadline.id))
    if turn.case.status != "open":
        return
    for one in turn.case.standing:
        if one.purpose == "check-in" and one.due <= turn.at:
            check_in(turn, one)
    days = kinds.days_of("drift")
    for agency in turn.case.agencies:
        why = f"This stage has been open for {days} working days. You have this as cover; the stage has not changed."
        write_above(turn, agency, why)


def write_above(turn: Turn, agency: str, why: str) -> tuple[Party, ...]:
    """Write the stage letter to the next tier of one side as cover, once a stage; return who that is."""
    if deciders.is_within(turn.case):
        return within.write_above(turn, agency, why)
    found = deciders.next_up(turn.case, turn.policy, turn.directory, agency)
    for one in found:
        if turn.case.urgent or not deciders.written_to(turn.case, one, turn.here):
            climbing.stage_letter(turn, one, "cover", {"cover": why})
    return found


def unanswered(turn: Turn) -> dict[str, int]:
    """Return how often each agency was asked at the present place since it last wrote a word."""
    return {agency: len(_asked_since(turn, agency)) for agency in turn.case.agencies}


def silent_since(turn: Turn, agency: str) -> datetime | None:
    """Return when an agency was first asked of what it has not answered yet; None where it has."""
    return next(iter(_asked_since(turn, agency)), None)


def rounds(turn: Turn) -> int:
    """Return how often we have asked at the present place."""
    return len(_asked_at(turn))


def _asked_at(turn: Turn) -> list[datetime]:
    asked = (one for one in turn.case.letters.values() if one.template == "check_in")
    return sorted({one.at for one in asked if (one.stage, one.tier) == turn.here})


def _asked_since(turn: Turn, agency: str) -> list[datetime]:
    word = turn.case.last_words.get(agency)
    return [one for one in _asked_at(turn) if word is None or one > word]


def _ask(turn: Turn) -> None:
    asked = rounds(turn) + 1
    waits = deadlines.waiting(turn) is not None
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    for one in once([*raiser, *turn.everyone_present()]):
        facts = {
            "why": WAITS if waits else "The policy gives this stage no time of its own, so we ask.",
            "raiser_question": deciders.is_raiser(turn.case, one),
            "round": asked,
            "words": ordering.words(*(("MET", "ESCALATE") if waits else ("ESCALATE", "NEW DATE")), "RESOLVED"),
        }
        ordering.order(turn, "check_in", one, facts)
