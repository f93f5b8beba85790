"""News: what moved the case, told at once or with its reader's next letter (rule 18). Start at `tell` and `tell_later`.

News that waits is a letter that has not left; where another letter brings it, it is withheld, and told again there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from mailservice.cases.history.case import Case, Ordered
from mailservice.cases.history.events import Party
from mailservice.cases.letters.ordering import Said, order, words
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Turn

Item = Mapping[str, Any]
_EARLIER = "Earlier: "
_DAY = timedelta(days=1)
# While what news says of where things stand still holds; a stage by its id is one as well.
HOLDS: Mapping[str, Callable[[Case], bool]] = {
    "open": lambda case: case.status == "open",
    "kept": lambda case: case.status == "open" and case.withdrawn is None,
    "agreed": lambda case: case.status == "agreed",
    "no day": lambda case: case.status == "open" and case.mediation_on is None,
}
_NEWS_OFFERS = {"open": ("RESOLVED", "ESCALATE"), "closed": ("REOPEN",)}


def tell(  # noqa: PLR0913 - what a news letter says, each named at the call
    turn: Turn,
    to: Party,
    headline: str,
    paragraphs: Iterable[str],
    said: Said,
    *,
    dated: bool = False,
    alone: bool = False,
    offered: Sequence[Mapping[str, str]] = (),
) -> None:
    """Write to somebody what moved the case, with the words of who moved it; `dated`: its date goes into their diary.

    `alone`: an alarm, which never hides in another letter. `offered`: the words of whoever convenes, where it is for them.
    """
    facts = {**_news(turn, to, headline, paragraphs, said), "dated": dated}
    order(turn, "news", to, {**facts, "words": list(offered)} if offered else facts, alone=alone)


def told_lately(turn: Turn, to: Party, headline: str, text: str) -> bool:
    """Tell whether somebody was told the very same, in the same words, within the day: a machine says it again and again."""
    mine = (one for one in turn.case.letters.values() if deciders.same_person(one.to, to) and not one.undone)
    lately = (one for one in mine if turn.at - one.at < _DAY and one.state not in ("bounced", "withheld"))
    told = (each for one in lately for each in items(one))
    return any(
        each.get("headline") == headline and (each.get("words_of") or {}).get("text", "") == text for each in told
    )


def tell_later(
    turn: Turn, to: Party, headline: str, paragraphs: Iterable[str], said: Said, *, holds_while: str = ""
) -> None:
    """Write to somebody what needs them not today: it comes with their next letter, at latest at 9am next WD (rule 18).

    `holds_while`, a row of `HOLDS`: where that is over, only what happened is told of it.
    """
    morning = turn.rules.days.next_working_morning(turn.at)
    facts = {**_news(turn, to, headline, paragraphs, said), "holds_while": holds_while}
    order(turn, "news", to, facts, waits=morning)


def _news(turn: Turn, to: Party, headline: str, paragraphs: Iterable[str], said: Said) -> dict[str, Any]:
    by, text = said
    return {
        "why": "You act in this case.",
        "headline": headline,
        "paragraphs": list(paragraphs),
        "words_of": {"name": turn.name(by), "text": text} if text else None,
        "words": words(*_for_reader_of_news(turn, to)),
        "dated": False,
    }


def told_again(turn: Turn, to: Party, told: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the facts of news that has waited, one thing or more, as the case stands now."""
    first, *more = told
    own = {name: first.get(name) for name in ("headline", "paragraphs", "words_of", "holds_while")}
    carried = {"news": more} if more else {}
    offered = words(*_for_reader_of_news(turn, to))
    return {"why": "You act in this case.", **own, **carried, "words": offered, "dated": False}


def _for_reader_of_news(turn: Turn, to: Party) -> Iterator[str]:
    """Give the words that do something from this reader; to whoever convenes, or only advises, others would be dead keys."""
    last = turn.case.stage == turn.policy.stages[-1].id
    for verb in _NEWS_OFFERS.get(turn.case.status, ()) if to.agency in turn.case.agencies else ():
        binds = verb != "RESOLVED" or deciders.binds(turn.case, turn.policy, turn.directory, to, turn.today)
        if binds and not (verb == "ESCALATE" and last):
            yield verb
    if _takes_part(turn, to):
        yield "STATUS"


def _takes_part(turn: Turn, to: Party) -> bool:
    """Tell whether somebody's STATUS is answered: who has left, or whose agency has, writes from outside the case."""
    if turn.directory.office.has_address(to.address) or officers.is_allowed(turn.case, to):
        return True
    if any(one.id == to.person for one in turn.directory.officers):
        return True
    return to.agency in turn.case.agencies and not deciders.has_left(turn.case, to)


def waiting(case: Case) -> Iterator[Ordered]:
    """Give the news that waits for its reader's next letter."""
    for one in case.letters.values():
        if one.template == "news" and one.state == "ordered" and not one.undone and (one.leaves or _paused(case, one)):
            yield one


def _paused(case: Case, letter: Ordered) -> bool:
    """Tell whether a letter has not left because the office paused our letters: news of that time is told together."""
    drafted = letter.told.get("headline") is not None  # what this very decision drafts has no facts yet
    return drafted and case.paused is not None and letter.at >= case.paused.at


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
