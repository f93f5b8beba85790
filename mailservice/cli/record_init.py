"""`mailservice record init`: the first start of all, said explicitly: it lays the record and gives it its identity."""

import os

import typer

from mailservice.cli.options import Config, given
from mailservice.clock import WallClock
from mailservice.service.assembly import begin
from mailservice.settings.loading import load

_BEGUN = """The record is begun: {database}
It is of the mailbox {mailbox}. What lies there from before now is counted and left alone; what comes from now on counts.
Next: mailservice run"""
_BEFORE = """The record was begun before, and is as it was: {database}"""


def record_init(config: Config = None) -> None:
    """Begin the record, at a first installation. One that is there stays as it is.

    If there was a record before, begin none: mount its disk, name the right database in the settings, or restore a backup.
    """
    settings = load(given(config), os.environ)
    said = _BEGUN if begin(settings, WallClock()) else _BEFORE
    mailbox = f"{settings.imap.user}@{settings.imap.host}".lower()
    typer.echo(said.format(database=settings.shown_database, mailbox=mailbox))
