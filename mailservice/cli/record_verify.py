"""`mailservice record verify`: whether the record still is what was written."""

import os

import typer

from mailservice.cli.options import Config, given
from mailservice.cli.shelf import opened
from mailservice.record import lookup, verify
from mailservice.service.custody.rights import open_to_others
from mailservice.settings.loading import TO_READ, load


def record_verify(config: Config = None) -> None:
    """Prove that nothing on record was changed, lost or put in between; else say what, and leave with 1."""
    with opened(config) as shelf:
        faults = verify.verify(shelf.tx)
        cases = len(lookup.cases_of(shelf.tx))
    if note := open_to_others(load(given(config), os.environ, TO_READ)):
        typer.echo(note, err=True)
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        raise typer.Exit(1)
    typer.echo(f"verified: {cases} cases and the office's own book; every row, mail and letter is as it was written")
