"""`mailservice worker`: one more process beside `mailservice run`, over a broker."""

import typer

from mailservice.cli.options import Config, given
from mailservice.cli.watchman import watch


def worker(config: Config = None) -> None:
    """Run one more process that decides and sends, beside `mailservice run`, over the broker the settings name."""
    raise typer.Exit(watch("worker", given(config)))
