"""`mailservice record due`: the ended cases whose time is over, for review; nothing goes by itself."""

import os

import typer

from mailservice.cases.history.case import Case
from mailservice.cases.letters import phrases
from mailservice.cases.settling import retention
from mailservice.cli.options import Config, given
from mailservice.cli.shelf import Shelf, opened
from mailservice.clock import WallClock
from mailservice.policy.workdays import WorkingDays
from mailservice.record import holding, lookup
from mailservice.service.disposing import linked_open
from mailservice.service.folders import case_folder
from mailservice.settings.loading import TO_READ, load


def record_due(config: Config = None) -> None:
    """List what is due for review, the longest due first, and what stands against letting each go."""
    years = load(given(config), os.environ, TO_READ).retention.years
    with opened(config) as shelf:
        days = WorkingDays(shelf.policy.calendar, {}, {})
        today = days.local(WallClock().now()).date()
        due, going = [], [_going(shelf, one) for one in lookup.of_status(shelf.tx, "disposing")]
        for line in (one for one in lookup.cases_of(shelf.tx) if one.status == "closed"):
            case = shelf.case(line.id)
            kept = retention.kept(case, shelf.policy_of(case), years, days)
            if kept.due is not None and kept.due <= today:
                stands = retention.against(case, kept, days, today, linked_open(shelf.tx, line.id))
                due.append((kept.due, _lines(shelf, case, kept, stands)))
    for _, lines in sorted(due, key=lambda one: one[0]):
        typer.echo(lines)
    for waiting in going:
        typer.echo(waiting)
    typer.echo(
        f"{phrases.counted_things(len(due), 'case')} due for review; DISPOSE and why, on a case, by two of the office lets it go"
    )


def _going(shelf: Shelf, number: int) -> str:
    """Say since when a case is to go, and what keeps it waiting: it waits for nothing else."""
    case, reference = shelf.case(number), lookup.case(shelf.tx, number).reference
    what = holding.of_case(shelf.tx, number, reference, case_folder(reference))
    since = f" on {phrases.day(case.disposal.at.astimezone(shelf.zone).date())}" if case.disposal else ""
    waits = (
        "It waits: a letter of it has not left, or something of it is not in its folder yet. `mailservice status` says why."
        if what.settling
        else "It goes within minutes, while the service runs."
    )
    return f"{reference}: two of the office had it disposed of{since}. {waits}"


def _lines(shelf: Shelf, case: Case, kept: retention.Kept, stands: list[str]) -> str:
    ended = phrases.day(case.closed_at.astimezone(shelf.zone).date()) if case.closed_at else ""
    due = phrases.day(kept.due) if kept.due else ""
    against = " ".join(stands) or "Nothing stands against it."
    return f"{case.reference}: ended on {ended}, due since {due} ({kept.by}). {against}"
