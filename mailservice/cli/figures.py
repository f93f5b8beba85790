"""`mailservice figures --from DAY --to DAY`: a board's report of a quarter or a year, as a page, a sheet and charts.

What it counts stands in the office's book from then on, and is told so again.
"""

import os
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cases.letters import phrases
from mailservice.cli.options import Config, day, given
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.exports.figures import published
from mailservice.exports.figures.laying import PAGE
from mailservice.exports.figures.period import period
from mailservice.policy.load import load as load_policy
from mailservice.policy.workdays import WorkingDays
from mailservice.service import figures as reporting
from mailservice.service.figures import Counting
from mailservice.service.kept import directory_of, record_of
from mailservice.settings.loading import TO_READ, load

Since = Annotated[str, typer.Option("--from", metavar="DAY", help="Its first day, like 2026-04-01.")]
Until = Annotated[str, typer.Option("--to", metavar="DAY", help="Its last day, like 2027-03-31.")]
Folder = Annotated[
    Path | None, typer.Option("--to-folder", metavar="FOLDER", help="The folder to make; else one named by the days.")
]


def figures(since: Since, until: Until, folder: Folder = None, config: Config = None) -> None:
    """Write the figures of a quarter, or of a year, for a board: a page, a sheet for Excel, and each chart as SVG and PNG.

    What would let a person be guessed is held back. What was counted once is told so again, whatever has become of its cases.
    """
    settings = load(given(config), os.environ, TO_READ)
    policy = load_policy(settings.service.policy, settings.service.overlay)
    days = WorkingDays(policy.calendar, dict(settings.service.closed_days), dict(settings.service.bank_holidays))
    now = WallClock().now()
    asked, begins, today = (
        (day("--from", since), day("--to", until)),
        settings.figures.year_begins,
        days.local(now).date(),
    )
    with closing(record_of(settings, policy.id)) as record:
        by = Counting(
            policy, directory_of(settings.service.directory, policy, record), days, settings.figures.threshold
        )
        with record.read(policy.id) as tx:
            before = reporting.so_far(tx)
        of = period(*asked, begins, today, published.times(before))
        to = folder or Path(f"figures-{of.first}-to-{of.last}")
        if to.exists() or not to.absolute().parent.is_dir():
            raise UserError([Problem(str(to), "", "give a folder that is not there yet, within one that is")])
        made = reporting.files_of(reporting.publish(record, by, of, now), by)
    try:
        to.mkdir(mode=0o700)
        for name, data in made.items():
            (to / name).write_bytes(data)
    except OSError as fault:
        raise UserError([Problem(str(to), "", f"cannot be written ({fault.strerror}): give another folder")]) from None
    again = published.told(before, of)
    counted = f", as counted on {phrases.day(days.local(again.at))}" if again else ""
    typer.echo(f"written: {to}{counted}. Open {PAGE} first.")
