"""The morning letter to the Business Office: who needs it today, what happened since, and where every open case stands.

Start at `note_morning`. It is the heartbeat too: where it does not come, the service has stopped (rules, section 17).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailservice.cases import events as e
from mailservice.cases import letters, people, phrases, telling
from mailservice.cases.case import replay
from mailservice.cases.commands import CaseSoFar, NoteMorning
from mailservice.cases.turn import Turn

# What the office reads of in the morning; whatever cannot wait was told when it happened.
_TOLD = (
    e.CaseOpened,
    e.CaseJoined,
    e.CaseTakenIn,
    e.StageEntered,
    e.CoverAsked,
    e.NewDateAgreed,
    e.Agreed,
    e.CaseClosed,
    e.CaseReopened,
    e.ActionNotDone,
)
_MISSING = {
    "reference": "the child’s reference",  # noqa: RUF001 - the apostrophe of our letters
    "agency": "the other agency",
    "join": "the word whether it is a disagreement of its own",
}


@dataclass(frozen=True)
class _Line:
    """What one case says this morning."""

    needs: tuple[str, ...]
    happened: tuple[str, ...]
    stands: str


def note_morning(turn: Turn, command: NoteMorning) -> None:
    """Write the one letter of a working morning; with nothing open it comes all the same."""
    said = [_line(turn, one) for one in command.cases]
    needs = [line for one in said for line in one.needs]
    count = sum(bool(one.needs) for one in said)
    facts = {
        "headline": f"{count} {'needs' if count == 1 else 'need'} you today" if count else "Nothing needs you today",
        "needs": needs,
        "since": command.since.isoformat(),
        "happened": [line for one in said for line in one.happened],
        "stand": [one.stands for one in said if one.stands],
        "others_see": "Only the Business Office gets this letter.",
    }
    letters.order(turn, "digest", letters.office_party(turn), facts)


def _line(turn: Turn, so_far: CaseSoFar) -> _Line:
    case = replay(so_far.history)
    here = Turn(case, replace(turn.rules, policy=so_far.policy), turn.directory, turn.at)
    name = case.reference
    date = _next_date(here)
    open_ = case.status in ("open", "agreed")
    return _Line(
        needs=tuple(f"{name}: {phrases.sentence(need)}{date}" for need in _needs(here)),
        happened=tuple(f"{name}: {said}" for said in _happened(here, so_far)),
        stands=f"{name}: {phrases.sentence(telling.status(case, here.policy))}{date}" if open_ else "",
    )


def _needs(turn: Turn) -> Iterator[str]:
    """Yield what the office itself has to see to, the most pressing first."""
    case = turn.case
    if case.status != "open":
        return
    if any(one.purpose == "silence" for one in case.standing):
        yield "nothing is heard from those who are asked to act; please speak to them"
    if turn.stage.sides == "convened":
        yield f"stage {case.stage} is convened; see that it is arranged"
    else:
        unknown = [turn.agency(one).name for one in case.agencies if not _known(turn, one)]
        if unknown:
            yield f"nobody is known for {phrases.listed(unknown)} at stage {case.stage}; please find a name"
    if case.missing:
        missing = phrases.listed([_MISSING[what] for what in case.missing])
        yield f"{missing} is missing; please ask the person who raised it"


def _known(turn: Turn, agency: str) -> bool:
    place = (turn.case.stage, turn.case.tier)
    return bool(people.deciders(turn.case, turn.policy, turn.directory, agency, place))


def _happened(turn: Turn, so_far: CaseSoFar) -> Iterator[str]:
    names = {one: turn.agency(one).name for one in turn.case.agencies}
    case = replay(so_far.history[: so_far.seen])
    for event in so_far.history[so_far.seen :]:
        before, case = case, case.after(event)
        if isinstance(event, _TOLD) and not _begins(event):
            told = telling.tell(event, telling.Book(before, case, turn.policy, names, turn.rules.days.zone))
            yield from [told.said] if told else []


def _begins(event: e.Event) -> bool:
    """Tell whether an event only repeats that the case was opened."""
    return isinstance(event, e.StageEntered) and event.why in ("opened", "reopened")


def _next_date(turn: Turn) -> str:
    ahead = next((one for one in turn.case.standing if one.purpose not in telling.QUIET), None)
    if ahead is None:
        return ""
    due = phrases.moment(phrases.local(ahead.due, turn.rules.days.zone))
    return f" By {due}: {telling.what(ahead)}."
