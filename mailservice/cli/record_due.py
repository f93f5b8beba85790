"""`mailservice record due`: the ended cases whose time is over, for review; nothing goes by itself."""

import os

import typer

from mailservice.cli.options import Config, given
from mailservice.cli.shelf import opened
from mailservice.clock import WallClock
from mailservice.policy.workdays import WorkingDays
from mailservice.service import due
from mailservice.settings.loading import TO_READ, load


def record_due(config: Config = None) -> None:
    """List what is due for review, the longest due first, and what stands against letting each go."""
    years = load(given(config), os.environ, TO_READ).retention.years
    with opened(config) as shelf:
        days = WorkingDays(shelf.policy.calendar, {}, {})
        today = days.local(WallClock().now()).date()
        count, lines = due.told(shelf.tx, due.Schedule(shelf.policy_of, years, days), today)
    for line in lines:
        typer.echo(line)
    typer.echo(count)
