"""`mailservice figures --from DAY --to DAY`: a board's report of a quarter or a year, as a page, a sheet and charts."""

import os
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.options import Config, day, given
from mailservice.cli.shelf import opened
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.exports.figures.laying import PAGE
from mailservice.exports.figures.period import period
from mailservice.policy.workdays import WorkingDays
from mailservice.service import figures as reporting
from mailservice.settings.loading import TO_READ, load

Since = Annotated[str, typer.Option("--from", metavar="DAY", help="Its first day, like 2026-04-01.")]
Until = Annotated[str, typer.Option("--to", metavar="DAY", help="Its last day, like 2027-03-31.")]
Folder = Annotated[
    Path | None, typer.Option("--to-folder", metavar="FOLDER", help="The folder to make; else one named by the days.")
]


def figures(since: Since, until: Until, folder: Folder = None, config: Config = None) -> None:
    """Write the figures of a quarter, or of a year, for a board: a page, a sheet for Excel, and each chart as SVG and PNG.

    What would let a person be guessed is held back. The same record gives the same bytes.
    """
    settings = load(given(config), os.environ, TO_READ)
    first, last = day("--from", since), day("--to", until)
    with opened(config) as shelf:
        days = WorkingDays(
            shelf.policy.calendar, dict(settings.service.closed_days), dict(settings.service.bank_holidays)
        )
        today = days.local(WallClock().now()).date()
        of = period(first, last, settings.figures.year_begins, today)
        to = folder or Path(f"figures-{first}-to-{last}")
        made = reporting.report(shelf.tx, shelf.policy, shelf.directory, days, of, settings.figures.threshold)
    try:
        to.mkdir(mode=0o700)
        for name, data in made.items():
            (to / name).write_bytes(data)
    except OSError as fault:
        remedy = f"cannot be written ({fault.strerror}): give a folder that is not there yet, within one that is"
        raise UserError([Problem(str(to), "", remedy)]) from None
    typer.echo(f"written: {to}. Open {PAGE} first.")
