"""`mailservice policy dates ID --opened TIME`: every date of a case that runs its full time."""

import json
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from mailservice.cli.options import AsJson, day
from mailservice.cli.policies import FOLDER, Folder, Overlay, PolicyId, find
from mailservice.errors import Problem, UserError
from mailservice.policy.dates import Dated, dates_of
from mailservice.policy.words import GOALS, urgent_hours
from mailservice.policy.workdays import WEEKEND, WorkingDays

Opened = Annotated[str, typer.Option(help="Local time of the opening, such as 2026-12-23T16:30.")]
Closed = Annotated[list[str] | None, typer.Option(help="A day the office is closed: 2026-12-24.")]


def policy_dates(
    identity: PolicyId,
    opened: Opened,
    closed: Closed = None,
    *,
    as_json: AsJson = False,
    folder: Folder = FOLDER,
    overlay: Overlay = None,
) -> None:
    """Reckon every clock if each stage runs its full time, and the overall limits."""
    policy = find(identity, folder, overlay)
    days = WorkingDays(policy.calendar, {day("--closed", one): "Office closed" for one in closed or ()})
    rows = dates_of(policy, days, _moment(opened, days))
    if as_json:
        typer.echo(json.dumps([row.as_json() for row in rows], indent=2))
    else:
        Console(highlight=False).print(_dates(rows))
        for line in (*_taken(rows), f"If it is urgent: {'; '.join(urgent_hours(policy))}."):
            typer.echo(line)


def _taken(rows: tuple[Dated, ...]) -> list[str]:
    """Say what the dates take to have happened, each once, with the clocks that rest on it."""
    by: dict[str, list[str]] = {}
    for row in rows:
        if row.taken:
            by.setdefault(row.taken, []).append(f"{row.stage} {row.clock}")
    return [
        "Taken: each stage runs its full time.",
        *(f"Taken: {what}, for {', '.join(on)}." for what, on in by.items()),
    ]


def _dates(rows: tuple[Dated, ...]) -> Table:
    table = Table("Stage", "To do", "By", "Whose date", "Not counted, beside weekends")
    for row in rows:
        due = f"{row.due:%a} {row.due.day} {row.due:%b %Y %H:%M}" if row.due else _undated(row)
        skipped = [one for one in row.skipped if one.date.weekday() not in WEEKEND]
        named = ", ".join(f"{one.name} ({one.date:%a} {one.date.day} {one.date:%b})" for one in skipped)
        table.add_row(row.stage, f"{row.clock}: {GOALS[row.goal]}", due, row.basis, named)
    return table


def _undated(row: Dated) -> str:
    return "before the opening" if row.goal == "raise" else "at once"


def _moment(opened: str, days: WorkingDays) -> datetime:
    try:
        moment = datetime.fromisoformat(opened)
    except ValueError:
        remedy = f"{opened!r} is no time: write it as 2026-12-23T16:30"
        raise UserError([Problem("--opened", "", remedy)]) from None
    return days.local(moment if moment.tzinfo else moment.replace(tzinfo=days.zone))
