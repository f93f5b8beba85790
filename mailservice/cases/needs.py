"""What an open case waits for this morning: what the office itself has to see to, and of whom else a word is waited for.

Start at `of_office` and `of_others`. Each need has an owner by name and a date; the lower its rank, the more it presses.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mailservice.cases import agreement, deadlines, judgement, letters, people, phrases, reaching, successor, telling
from mailservice.cases.case import Deadline, Proposal
from mailservice.cases.events import Party
from mailservice.cases.turn import Turn, once

MISSING = {
    "reference": "the child’s reference",  # noqa: RUF001 - the apostrophe of our letters
    "agency": "the other agency",
    "join": "the word whether it is a disagreement of its own",
}
_TO_DO = {
    "action": "an agreed action falls due",
    "action-answer": "an agreed action: we asked if it is done",
    "care": "after-care: we asked if it is done",
}
_ASKED = {
    "plan": "proposed a plan",
    "resolved": "proposed how to settle it",
    "overtaken": "says that events have overtaken it",
}


@dataclass(frozen=True)
class Need:
    """One thing that is waited for: of whom, by when, and how much it presses (0 the most)."""

    rank: int
    what: str
    owner: str
    by: datetime | None


def next_date(turn: Turn) -> Deadline | None:
    """Return the next date of a case that its readers are shown."""
    ended = turn.case.status == "closed"
    shown = (one for one in turn.case.standing if ended or one.purpose not in deadlines.TO_DO)
    return next((one for one in shown if one.purpose not in telling.QUIET), None)


def owners(turn: Turn) -> str:
    """Return who has the next move of an open case, by name: its office, the raiser, or those who decide."""
    if turn.case.status == "agreed" and turn.case.raiser:
        return letters.person(turn, turn.case.raiser)["name"]
    return turn.directory.office.name if turn.stage.sides == "convened" else _names(turn, turn.everyone_present())


def of_office(turn: Turn) -> Iterator[Need]:
    """Give what the office itself has to see to."""
    looked_at = _LOOKED_AT.get(turn.case.status)
    for rank, what, one in looked_at(turn) if looked_at else ():
        ahead = one or next_date(turn)
        yield Need(rank, what, turn.directory.office.name, ahead.due if ahead else None)


def of_others(turn: Turn) -> Iterator[Need]:
    """Give of whom else a word is waited for: not heard yet, a question unanswered, words that wait for AGREE, actions."""
    yield from _open_actions(turn)
    if turn.case.status not in _LOOKED_AT:
        return
    yield from (
        _proposal(turn, one) for one in turn.case.asked if one.kind != "new-date" or one.action or _here(turn, one)
    )
    if turn.case.status == "open" and turn.stage.sides == "both":
        yield from _unheard(turn)


_Found = Iterator[tuple[int, str, Deadline | None]]


def _open(turn: Turn) -> _Found:
    case = turn.case
    if case.urgent:
        yield 0, "urgent; see that somebody acts, by telephone", _standing(turn, "urgent")
    for one in case.waiting:
        yield 1, f"{one.address} was named and waits; reply with ALLOW and the address, or find another", None
    silence = _standing(turn, "silence")
    if silence:
        yield 1, "nothing is heard from those who are asked to act; please speak to them", silence
    if case.withdrawn:
        name = letters.person(turn, case.withdrawn.by)["name"]
        yield 2, f"{name} withdraws it; ask them alone if that is their own wish", _standing(turn, "withdrawal")
    if successor.gone(turn):
        yield 2, "the person who raised it cannot be reached; find out who follows them", None
    yield from _nobody_there(turn)
    yield from _stage(turn)
    if case.missing:
        missing = phrases.listed([MISSING[what] for what in case.missing])
        yield 4, f"{missing} is missing; please ask the person who raised it", _standing(turn, "provisional")


def _nobody_there(turn: Turn) -> _Found:
    if turn.stage.sides == "convened":
        return
    here = (turn.case.stage, turn.case.tier)
    found = {one: people.deciders(turn.case, turn.policy, turn.directory, one, here) for one in turn.case.agencies}
    unknown = [turn.agency(one).name for one, those in found.items() if not those]
    if unknown:
        yield 2, f"nobody is known for {phrases.listed(unknown)} at stage {turn.case.stage}; please find a name", None
    lost = [one for those in found.values() for one in those if people.bounced(turn.case, one)]
    if lost:
        yield 2, f"our letter to {_names(turn, lost)} came back; please find another address", None


def _stage(turn: Turn) -> _Found:
    case = turn.case
    if turn.stage.sides == "convened":
        ahead = case.mediation_on is not None and case.mediation_on > turn.at
        if not ahead and _standing(turn, "silence") is None:
            yield 3, f"stage {case.stage} is convened; see that it is arranged", None
        return
    for agency, times in judgement.unanswered(turn).items():
        if times >= judgement.OFFICE_AFTER:
            name = turn.agency(agency).name
            yield 3, f"no word came from {name}, though we asked {times} times; please speak to them", None
    if any(_here(turn, one) and one.purpose == "drift" and one.state == "met" for one in case.deadlines.values()):
        yield 4, f"stage {case.stage} is open long; ask both sides if it is to go to the next", None


def _agreed(turn: Turn) -> _Found:
    agreed = turn.case.agreed
    if agreed and agreement.unreached(turn, agreed):
        yield 1, "agreed, but the person who raised it was not reached; please reach them", _standing(turn, "objection")


def _ended(turn: Turn) -> _Found:
    for one in turn.case.standing:
        if one.purpose == "action-date":
            owner = letters.person(turn, turn.case.actions[one.about].owner)["name"]
            yield 2, f"an agreed action of {owner} is not done; see if the agencies agree to a new date", one


def _open_actions(turn: Turn) -> Iterator[Need]:
    for one in turn.case.standing:
        task = turn.case.actions.get(one.about)
        if task is not None and one.purpose in _TO_DO:
            yield Need(7, _TO_DO[one.purpose], letters.person(turn, task.owner)["name"], one.due)


def _proposal(turn: Turn, one: Proposal) -> Need:
    name = letters.person(turn, one.by)["name"]
    asks = f"asks for a new date, {phrases.short(turn.rules.days.local(one.due))}" if one.due else _ASKED[one.kind]
    done = {one.by.agency, *(each.agency for each in one.assents)}
    left = once(each for agency in turn.case.agencies if agency not in done for each in turn.present(agency))
    ahead = next_date(turn)
    return Need(6, f"{name} {asks}; AGREE or DISAGREE is awaited", _names(turn, left), ahead.due if ahead else None)


def _unheard(turn: Turn) -> Iterator[Need]:
    """Give the sides of which no word has come, those of one day together: since when, and who is asked."""
    since: dict[tuple[str, date], list[str]] = {}
    for agency, how, at in _silences(turn):
        since.setdefault((how, turn.rules.days.local(at).date()), []).append(agency)
    ahead = next_date(turn)
    for (how, day), agencies in since.items():
        sides = phrases.listed([turn.agency(one).name for one in agencies])
        asked = once(one for agency in agencies for one in turn.present(agency))
        what = f"no {how} {sides} since {phrases.day(day, year=False)}"
        yield Need(5, what, _names(turn, asked), ahead.due if ahead else None)


def _silences(turn: Turn) -> Iterator[tuple[str, str, datetime]]:
    times = judgement.unanswered(turn)
    quiet = reaching.unheard(turn) if _was_due(turn) else ()
    for agency in turn.case.agencies:
        asked = judgement.silent_since(turn, agency)
        if asked is not None and times[agency] < judgement.OFFICE_AFTER:
            yield agency, "answer to our check-in from", asked
        elif asked is None and agency in quiet and turn.case.entered_at:
            yield agency, "word from", turn.case.entered_at


def _was_due(turn: Turn) -> bool:
    """Tell whether the time for RECEIVED at the present place has come."""
    here = (one for one in turn.case.deadlines.values() if _here(turn, one))
    return any(one.purpose in ("nudge", "chase") and one.state == "met" for one in here)


def _standing(turn: Turn, purpose: str) -> Deadline | None:
    return next((one for one in turn.case.standing if one.purpose == purpose), None)


def _here(turn: Turn, one: Deadline | Proposal) -> bool:
    return (one.stage, one.tier) == (turn.case.stage, turn.case.tier)


def _names(turn: Turn, those: tuple[Party, ...] | list[Party]) -> str:
    return phrases.listed([letters.person(turn, one)["name"] for one in those]) or "nobody we know of"


_LOOKED_AT: Mapping[str, Callable[[Turn], _Found]] = {"open": _open, "agreed": _agreed, "closed": _ended}
