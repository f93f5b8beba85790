"""What two of the office have said is to go: looked at once more when it is done, and then all that is left is one event.

Start at `carry_out`. What goes where is for `service.disposing`.
"""

from collections.abc import Collection

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import DisposeCase
from mailservice.cases.history.events import CaseDisposed, DisposalOrdered, DisposalStopped
from mailservice.cases.letters import ordering
from mailservice.cases.people.turn import Turn
from mailservice.cases.settling import retention
from mailservice.cases.settling.retention import Kept

STOPPED = "It was not disposed of"


def kept_by(turn: Turn) -> Kept:
    """Return what the case is kept by, and from when on it is due."""
    return retention.kept(turn.case, turn.policy, turn.rules.retention, turn.rules.days)


def against(turn: Turn, linked: Collection[str]) -> list[str]:
    """Return what stands against disposing of the case now."""
    return retention.against(turn.case, kept_by(turn), turn.rules.days, turn.today, linked, turn.person.one)


def carry_out(turn: Turn, command: DisposeCase) -> None:
    """Let nothing of the case be left but that there was one; where something stands against it by now, say so and stop."""
    ordered = turn.case.disposal
    if ordered is None:
        return
    stands = [*against(turn, command.linked), *command.against]
    if not stands:
        turn.put(all_that_is_left(turn.case, ordered, command))
        return
    turn.put(DisposalStopped(turn.at, " ".join(stands)))
    lines = [*stands, "Nothing of it has gone."]
    ordering.tell_office(
        turn, STOPPED, lines, "If it still has to go, write DISPOSE again once that is over.", undated=True
    )


def all_that_is_left(case: Case, ordered: DisposalOrdered, command: DisposeCase) -> CaseDisposed:
    """Return the last entry of a case: of one that goes on in another, it says what was ordered of that."""
    opened_at = case.opened_at or command.at
    return CaseDisposed(
        at=command.at,
        reference=case.reference,
        opened_at=opened_at,
        closed_at=case.closed_at,
        ending=case.ending,
        policy=case.policy,
        policy_digest=case.opened_under,
        by=ordered.by,
        confirmed_by=ordered.confirmed_by,
        text=ordered.text,
        retention=ordered.retention,
        emails=command.emails,
        letters=command.letters,
        entries=command.entries,
    )
