"""Until when a letter waits: start at `leave`. Nothing waits where a child cannot, for URGENT and words of danger.

An opening's letters to others wait five minutes, in which its sender may write STOP (rule 16); the receipt waits for nothing,
nor does what its sender let go on. News that needs nobody today waits for its reader's next letter, at latest for 9am (rule 18).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mailservice.cases.history.case import Case, Ordered
from mailservice.cases.history.events import HeldMailReleased, LetterOrdered
from mailservice.cases.letters import ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn

WAIT, _TO_ACT = timedelta(minutes=5), timedelta(hours=1)  # house
Item = Mapping[str, Any]
_EARLIER = "Earlier: "
# While what news says of where things stand still holds; a stage by its id is one as well.
HOLDS: Mapping[str, Callable[[Case], bool]] = {
    "open": lambda case: case.status == "open",
    "kept": lambda case: case.status == "open" and case.withdrawn is None,
    "agreed": lambda case: case.status == "agreed",
    "no day": lambda case: case.status == "open" and case.mediation_on is None,
}


def leave(turn: Turn, letter: LetterOrdered, morning: datetime | None) -> LetterOrdered:
    """Return a letter with the time before which it does not leave; `morning` is what its news may wait for."""
    opening = until(turn) if waits(turn, letter) else None
    waiting = [one for one in (opening, morning if _has_time(turn, morning) else None) if one is not None]
    return replace(letter, leaves=max(waiting)) if waiting else letter


def news(case: Case) -> Iterator[Ordered]:
    """Give the news that waits for its reader's next letter."""
    for one in case.letters.values():
        if one.template == "news" and one.state == "ordered" and one.leaves and not one.undone:
            yield one


def items(letter: Ordered) -> list[Item]:
    """Return all that news tells: its own, and what else came with it."""
    return [letter.told, *letter.news] if letter.told else [*letter.news]


def today(case: Case, told: Sequence[Item]) -> list[Item]:
    """Return that as it may be told now: of what holds no more only what happened and whose words brought it."""
    return [one if _holds(case, one.get("holds_while") or "") else _past(one) for one in told]


def _past(one: Item) -> Item:
    return {**one, "headline": f"{_EARLIER}{one['headline']}", "paragraphs": [], "holds_while": ""}


def _holds(case: Case, mark: str) -> bool:
    if mark in HOLDS:
        return HOLDS[mark](case)
    return not mark or (case.status == "open" and case.stage == mark)


def brought_by(case: Case, letter: Ordered) -> Iterator[Ordered]:
    """Give the news that waited and that this letter, held back now, was to bring; but none of the words taken back."""
    inside = [_what(one) for one in items(letter)]
    for one in sorted(case.letters.values(), key=lambda one: one.at, reverse=True):
        mine = one.template == "news" and one.state == "withheld" and one.at < letter.at and not one.undone
        told = [_what(each) for each in items(one)]
        if mine and deciders.same_person(one.to, letter.to) and told and all(each in inside for each in told):
            inside = [each for each in inside if each not in told]
            yield one


def _what(item: Item) -> tuple[Any, ...]:
    headline = str(item.get("headline") or "")
    passes = bool(item.get("holds_while")) or headline.startswith(_EARLIER)
    lines = () if passes else tuple(item.get("paragraphs") or ())
    return headline.removeprefix(_EARLIER), lines, item.get("words_of")


def _has_time(turn: Turn, morning: datetime | None) -> bool:
    """Tell whether nothing falls due before its reader could act on what they read in the morning."""
    date = ordering.next_shown(turn)
    return morning is not None and not turn.case.urgent and (date is None or morning + _TO_ACT < date.due)


def until(turn: Turn) -> datetime | None:
    """Return when the letters of this decision to others may leave; None where they leave at once.

    A second mail of the raiser's does not overtake the first: what it brings shows the same words.
    """
    opened = turn.case.opened_at
    let_go = bool(turn.case.released) or any(isinstance(one, HeldMailReleased) for one in turn.events)
    alarmed = any(one.order.about.startswith(ordering.ABOUT_DANGER) for one in turn.drafts)
    if opened is None or turn.at >= opened + WAIT or let_go or turn.case.urgent or alarmed:
        return None
    return opened + WAIT


def waits(turn: Turn, letter: LetterOrdered) -> bool:
    """Tell whether a letter is one of those: to anybody but who opened the case and the office, and no answer to a mail."""
    raiser, office = turn.case.raiser, turn.directory.office.address.lower()
    mine = raiser is not None and deciders.same_person(letter.to, raiser)
    return not (letter.replied or mine or letter.to.address.lower() == office)
