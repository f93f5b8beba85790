"""The ended cases whose time is over, for review: nothing goes by itself. Start at `overdue`, then `told`. No name is in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mailservice.cases.history.case import Case
from mailservice.cases.letters import phrases
from mailservice.cases.settling import retention
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays
from mailservice.record import ledger, lookup
from mailservice.record.database import Transaction
from mailservice.record.lookup import Wanted
from mailservice.service import going

ALL_OF_IT = "DISPOSE and why, on a case, by two of the office lets it go"


@dataclass(frozen=True)
class Due:
    """A case that ended, since when it is due, by which rule, and what stands against letting it go."""

    reference: str
    ended: date
    since: date
    rule: str
    against: tuple[str, ...]

    def __str__(self) -> str:
        """Say so in one line."""
        since = f"ended on {phrases.day(self.ended)}, due since {phrases.day(self.since)} ({self.rule})"
        return f"{self.reference}: {since}. {' '.join(self.against) or 'Nothing stands against it.'}"


@dataclass(frozen=True)
class Schedule:
    """How long cases are kept: by each one's policy, and the years that the settings say; by which days."""

    policy_of: Callable[[Case], Policy]
    years: Mapping[str, int]
    days: WorkingDays


def overdue(tx: Transaction, schedule: Schedule, today: date) -> list[Due]:
    """Return the cases that are due for review, the longest due first."""
    closed = [one for one in lookup.cases_of(tx) if one.status == "closed"]
    found = (_due(tx, schedule, one.id, today) for one in closed)
    return sorted((one for one in found if one), key=lambda one: (one.since, one.reference))


def _due(tx: Transaction, schedule: Schedule, number: int, today: date) -> Due | None:
    case, days = ledger.replayed(tx, number), schedule.days
    kept = retention.kept(case, schedule.policy_of(case), schedule.years, days)
    if kept.due is None or kept.due > today or case.closed_at is None:
        return None
    stands = retention.against(case, kept, days, today, linked_open(tx, number), bare=True)
    return Due(case.reference, days.local(case.closed_at).date(), kept.due, kept.rule, tuple(stands))


def told(tx: Transaction, schedule: Schedule, today: date) -> tuple[str, list[str]]:
    """Return how many cases are due, in a sentence, and a line for each, and for each that is about to go."""
    due = overdue(tx, schedule, today)
    lines = [*map(str, due), *_going(tx, schedule.days)]
    return f"{phrases.counted_things(len(due), 'case')} due for review; {ALL_OF_IT}", lines


def heading(due: Sequence[Due]) -> str:
    """Return the one line of a morning letter; nothing where nothing is due."""
    if not due:
        return ""
    longest = f"{due[0].reference}, since {phrases.day(due[0].since)}"
    if len(due) == 1:
        return f"One ended case is past its time: {longest}. Answer this letter with DUE to see what keeps it."
    return (
        f"{len(due)} ended cases are past their time; the longest, {longest}. Answer this letter with DUE for the list."
    )


def _going(tx: Transaction, days: WorkingDays) -> Iterator[str]:
    """Say of each case that is to go since when, and what keeps it waiting: it waits for nothing else."""
    for number in lookup.of_status(tx, "disposing"):
        case = ledger.replayed(tx, number)
        since = f" on {phrases.day(days.local(case.disposal.at).date())}" if case.disposal else ""
        waits = (
            "It waits: a letter of it has not left, or something of it is not in its folder yet. `mailservice status` says why."
            if any(one.settling for one in going.group(tx, number))
            else "It goes within minutes, while the service runs."
        )
        yield f"{case.reference}: two of the office had it disposed of{since}. {waits}"


def linked_open(tx: Transaction, case: int) -> tuple[str, ...]:
    """Return the references of the open cases of the same child, but this one."""
    children = ledger.replayed(tx, case).child_references
    found = {one.id: one.reference for child in children for one in lookup.cases_of(tx, Wanted(open=True, child=child))}
    return tuple(reference for other, reference in sorted(found.items()) if other != case)
