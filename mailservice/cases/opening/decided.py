"""When the decision was made that somebody disagrees with: asked of the raiser, and shown as claimed (rule 1.5).

It moves what counts from it, and nothing else; no date comes nearer than the end of the next working day.
"""

from datetime import date, datetime

from mailservice.cases.dates import anchors, deadlines, kinds
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import DecisionDated, Party
from mailservice.cases.letters import news, phrases
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn, once

_ASK = "When was the decision made? Please reply with its day, such as: The decision was made on {day}"
# The letters that ask for it: a day alone answers them.
_ASKING = ("receipt", "missing", "answer")


def at_opening(turn: Turn, hear: Hear, raiser: Party) -> None:
    """Keep when the decision was made, where the first mail says it, before any date is set."""
    if hear.decided_on is not None and anchors.asks_for_decision(turn.policy):
        turn.put(DecisionDated(turn.at, raiser, hear.decided_on))


def asked(turn: Turn) -> list[str]:
    """Return what the receipt says of it: the question, or what was understood."""
    if not anchors.asks_for_decision(turn.policy):
        return []
    return anchors.claimed(turn) or [_ASK.format(day=_example(turn))]


def take(turn: Turn, hear: Hear, by: Party) -> list[str]:
    """Take the day from a later mail of the raiser's; return what was understood, in sentences."""
    on = hear.decided_on
    known = turn.case.decided
    if on is None or turn.case.status != "open" or not anchors.asks_for_decision(turn.policy):
        return []
    if not deciders.is_raiser(turn.case, by) or (known is not None and known.on == on) or not _is_answer(turn, hear):
        return []
    turn.put(DecisionDated(turn.at, by, on))
    moved = deadlines.count_from_decision(turn)
    _tell_others(turn, by, on, moved)
    return [f"The decision was made on {phrases.day(on)}: we have it now, as you say.", *_moved(turn, moved)]


def _is_answer(turn: Turn, hear: Hear) -> bool:
    """Tell whether a day that stands alone answers the letter that asks for it."""
    letter = turn.case.letters.get(hear.replies_to or hear.answers)
    return not hear.bare_day or (letter is not None and letter.template in _ASKING)


def _tell_others(turn: Turn, by: Party, on: date, moved: list[tuple[Deadline, datetime]]) -> None:
    headline = f"{turn.name(by)} says that the decision was made on {phrases.day(on)}"
    lines = _moved(turn, moved) or ["That moves no date."]
    for one in once(turn.everyone_present()):
        if not deciders.same_person(one, by):
            news.tell(turn, one, headline, [*lines, "If that is not the day, please tell us both."], (one, ""))


def _moved(turn: Turn, moved: list[tuple[Deadline, datetime]]) -> list[str]:
    local = turn.rules.days.local
    return [
        f"{phrases.sentence(kinds.asked_for(one)).rstrip('.')}: by {phrases.moment(local(one.due))}, "
        f"not {phrases.moment(local(before))}."
        for one, before in moved
    ]


def _example(turn: Turn) -> str:
    days = turn.rules.days
    return phrases.day(days.working_before(days.working_before(turn.today)), year=False)
