"""`mailservice record init`: the first start of all, said explicitly: it lays the record and gives it its identity."""

import os
from pathlib import Path

import typer

from mailservice.cli.options import Config, given
from mailservice.clock import WallClock
from mailservice.service.assembly import begin
from mailservice.settings.loading import load

_BEGUN = """The record is begun: {database}
It is of the mailbox {mailbox}. What lies there from before now is counted and left alone; what comes from now on counts."""
_NEXT = "Next: mailservice run"
_BEFORE = """The record was begun before, and is as it was: {database}"""


def record_init(config: Config = None) -> None:
    """Begin the record, at a first installation. One that is there stays as it is.

    If there was a record before, begin none: mount its disk, name the right database in the settings, or restore a backup.
    """
    if init(given(config)):
        typer.echo(_NEXT)


def init(file: Path) -> bool:
    """Begin the record of these settings, and say so; False if it was begun before."""
    settings = load(file, os.environ)
    begun = begin(settings, WallClock())
    mailbox = f"{settings.imap.user} at {settings.imap.host}"
    typer.echo((_BEGUN if begun else _BEFORE).format(database=settings.shown_database, mailbox=mailbox))
    return begun
