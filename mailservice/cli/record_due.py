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
from mailservice.record import lookup
from mailservice.service.disposing import linked_open
from mailservice.settings.loading import TO_READ, load


def record_due(config: Config = None) -> None:
    """List what is due for review, the longest due first, and what stands against letting each go."""
    years = load(given(config), os.environ, TO_READ).retention.years
    with opened(config) as shelf:
        days = WorkingDays(shelf.policy.calendar, {}, {})
        today = days.local(WallClock().now()).date()
        due = []
        for line in (one for one in lookup.cases_of(shelf.tx) if one.status == "closed"):
            case = shelf.case(line.id)
            kept = retention.kept(case, shelf.policy_of(case), years, days)
            if kept.due is not None and kept.due <= today:
                stands = retention.against(case, kept, days, today, linked_open(shelf.tx, line.id))
                due.append((kept.due, _lines(shelf, case, kept, stands)))
    for _, lines in sorted(due, key=lambda one: one[0]):
        typer.echo(lines)
    typer.echo(
        f"{phrases.counted_things(len(due), 'case')} due for review; DISPOSE and why, on a case, by two of the office lets it go"
    )


def _lines(shelf: Shelf, case: Case, kept: retention.Kept, stands: list[str]) -> str:
    ended = phrases.day(case.closed_at.astimezone(shelf.zone).date()) if case.closed_at else ""
    due = phrases.day(kept.due) if kept.due else ""
    against = " ".join(stands) or "Nothing stands against it."
    return f"{case.reference}: ended on {ended}, due since {due} ({kept.by}). {against}"
