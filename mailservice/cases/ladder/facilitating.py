"""A facilitated conversation: where a stage names somebody who brings both sides together and decides nothing (rule 5).

It is counted apart: whether one was asked for, dated and held, and whether it settled the case. No clock stops by it.
"""

from datetime import datetime
from typing import Any

from mailservice.cases.dates import deadlines
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import DeadlineDropped, Facilitated, Party
from mailservice.cases.letters import news, ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Speaker, Turn, once
from mailservice.policy.workdays import Due

WORDS = [
    {"verb": "NEW DATE", "after": "the day and the hour", "means": "both sides are told when they meet with you"},
    {"verb": "MET", "after": "what came of it", "means": "it is recorded that they spoke; nothing is decided by it"},
]
_OFFICE = (
    "Bring both sides together, or ask somebody to. Reply with NEW DATE and the day, then with MET and what came of it."
)


def begin(turn: Turn) -> None:
    """Write to whoever brings both sides together, once as their stage begins and both sides are known; else to the office."""
    if not _is_due(turn):
        return
    found = who(turn)
    turn.put(Facilitated(turn.at, found[0] if found else None, "asked", turn.case.stage))
    people = ordering.names(turn, _both(turn))
    facts: dict[str, Any] = {
        "why": f"The policy has this done by: {turn.stage.facilitator}.",
        "people": people,
        "words": WORDS,
    }
    for one in found:
        ordering.order(turn, "facilitator", one, facts)
    if not found:
        sides = phrases.listed([turn.name(one) for one in _both(turn)])
        lines = [
            f"Stage {turn.case.stage} has: {turn.stage.facilitator}. Nobody of neither side is named for it.",
            sides,
        ]
        ordering.tell_office(turn, "A conversation to bring about", lines, _OFFICE, words=WORDS)


def who(turn: Turn) -> tuple[Party, ...]:
    """Return who brings both sides together at the present stage: whoever holds the role and acts for neither side."""
    acting = (*turn.case.parties, *turn.everyone_present())
    found = officers.holding(turn, turn.stage.facilitator)
    return tuple(one for one in found if not any(deciders.same_human(one, other) for other in acting))


def is_theirs(turn: Turn, by: Speaker) -> bool:
    """Tell whether somebody speaks as the one who brings both sides together: the office, where nobody else is named."""
    if not turn.stage.facilitator or turn.case.status != "open":
        return False
    found = who(turn)
    return any(deciders.same_person(one, by.party) for one in found) if found else by.office


def set_day(turn: Turn, said: Said, by: Speaker) -> str:
    """Take NEW DATE from whoever brings both sides together: both are told the day; every date stands."""
    if said.when is None:
        return kept(turn, said, by, "Please write NEW DATE, the day and the hour: NEW DATE Thu 28 Jan 2pm.")
    on = turn.rules.days.moment(said.when)
    if on <= turn.at:
        return kept(turn, said, by, "That day is over. Please write NEW DATE and a day to come. Nothing has moved.")
    all_day = not isinstance(said.when, datetime)
    turn.put(Facilitated(turn.at, by.party, "dated", turn.case.stage, on, said.reason, all_day=all_day))
    local = turn.rules.days.local(on)
    day = phrases.day(local.date()) if all_day else phrases.moment(local)
    for before in turn.case.standing:
        if before.about == deadlines.GIVEN:
            turn.put(DeadlineDropped(turn.at, before.id, "another day was given"))
    deadlines.set_deadline(turn, "check-in", Due(turn.rules.days.end_of(on)), turn.at, about=deadlines.GIVEN)
    lines = ["They bring you together and decide nothing. Every date stands."]
    for one in _both(turn):
        news.tell(turn, one, f"{turn.name(by.party)} brings you together on {day}", lines, (by.party, said.reason))
    return f"Recorded: both sides are told that they meet with you on {day}. Every date of the stage stands."


def held(turn: Turn, said: Said, by: Speaker) -> str:
    """MET from whoever brought both sides together: counted; what they agreed is theirs to say."""
    _note(turn, by.party, said.reason)
    lines = ["If you agreed on something, reply with RESOLVED and what. If not, every date stands."]
    for one in _both(turn):
        news.tell(turn, one, f"{turn.name(by.party)} tells us that you have met", lines, (by.party, said.reason))
    return "Recorded: both sides have met with you. What they agreed is theirs to say, so every date stands."


def spoke(turn: Turn, by: Party, text: str) -> None:
    """Count a conversation as held where a side writes that both have spoken."""
    if turn.stage.facilitator:
        _note(turn, by, text)


def ask_if_held(turn: Turn) -> None:
    """Ask whoever gave a day for both sides what came of it; once held, nothing."""
    if turn.stage.facilitator and not any(one.what == "held" for one in _here(turn)):
        for one in who(turn):
            news.tell(
                turn, one, "Did both sides meet?", ["Please reply with MET, or with NEW DATE and the day."], (one, "")
            )


def _note(turn: Turn, by: Party, text: str) -> None:
    if not any(one.what == "held" for one in _here(turn)):
        turn.put(Facilitated(turn.at, by, "held", turn.case.stage, text=text))


def _is_due(turn: Turn) -> bool:
    case = turn.case
    opened = case.status == "open" and bool(case.stage) and bool(turn.stage.facilitator)
    return opened and "agency" not in case.missing and len(case.agencies) > 1 and not _here(turn)


def _here(turn: Turn) -> list[Facilitated]:
    """Return what became of the conversation of this stage since the case came to it."""
    since = turn.case.entered_at
    mine = (one for one in turn.case.facilitated if one.stage == turn.case.stage)
    return [one for one in mine if since is None or one.at >= since]


def _both(turn: Turn) -> tuple[Party, ...]:
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    return once([*raiser, *turn.everyone_present()])
