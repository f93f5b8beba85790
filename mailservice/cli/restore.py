"""`mailservice restore DIR`: a backup, looked at and laid back; its service then starts quiet."""

import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cases.letters import phrases
from mailservice.cli.backup import counted, shown, with_key
from mailservice.cli.options import Config, given
from mailservice.clock import WallClock
from mailservice.errors import TryLater, UserError
from mailservice.record.database import Database
from mailservice.service.assembly import account_of, desk_of
from mailservice.service.custody import restoring
from mailservice.service.custody.beyond import beyond
from mailservice.service.custody.restoring import Backup
from mailservice.settings.loading import TO_READ, load
from mailservice.transport.imap import Mailbox

Where = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of one backup.")]
Look = Annotated[bool, typer.Option("--look", help="Only verify it, and tell what it is.")]
Replace = Annotated[
    str, typer.Option("--replace", metavar="NAME", help="The PostgreSQL database whose record is moved aside for it.")
]

_MAILBOX = {("service", "signing_key"), ("imap", "password")}
_NEXT = """What is next:
  1. Start the service. It keeps what comes, and decides and sends nothing yet.
  2. mailservice record verify
  3. When the office knows of it: mailservice record adopt --reason "restored after …"
     What the mailbox has beyond the record is taken over then, and nothing goes out twice."""


def restore(where: Where, config: Config = None, *, look: Look = False, replace: Replace = "") -> None:
    """Lay a backup back, once it has verified; what is there now is moved aside. Stop the service first.

    The service then starts quiet: mail is kept, and nothing is decided or sent, until mailservice record adopt.
    """
    file = given(config)
    backup = restoring.examine(where, with_key(file))
    _introduce(backup, file)
    with shown() as tell:
        if look:
            restoring.verify(backup, tell)
        else:
            aside = restoring.lay_back(backup, WallClock().now(), replace=replace, tell=tell)
    typer.echo("The record in it verifies: every row, mail and letter is as it was written.")
    if look:
        typer.echo("Nothing is written.")
        return
    if aside:
        typer.echo(f"What was there before lies in {aside}.")
    typer.echo("The record is laid back.")
    typer.echo(_beyond(backup, file))
    typer.echo(_NEXT)


def _introduce(backup: Backup, file: Path) -> None:
    """Say what a backup is: of when, how much, of which record, and what of today is not as it was."""
    told, holds = backup.told, backup.holds
    typer.echo(f"A backup of {holds.name}, made on {told.made_at:%a %d %b %Y %H:%M} UTC by mailservice {told.version}.")
    typer.echo(
        f"It holds {counted(holds)}"
        + (f", the newest of {holds.newest:%a %d %b %Y %H:%M} UTC." if holds.newest else ".")
    )
    if others := [one.name for one in told.holds if one != holds]:
        typer.echo(
            f"The database that it is of holds {phrases.listed(others)} too: with a restore each is as it was then."
        )
    if holds.identity:
        typer.echo(f"The record's identity: {holds.identity}.")
    if restoring.another_key(backup):
        typer.echo(
            "ANOTHER KEY: its letters were signed with a key that is not at hand here. Bring that key back before the "
            "service starts; without it answers to those letters are known by their case alone."
        )
    elif restoring.another_key(backup) is None:
        typer.echo("Whether the signing key is the same cannot be told: it was not at hand, now or then.")
    for name in restoring.differing(backup, file):
        typer.echo(f"Not as it is today: {name}. It is left where it lies in the backup; compare the two.")


def _beyond(backup: Backup, file: Path) -> str:
    """Say what the mailbox has that the record does not know."""
    try:
        settings = load(file, os.environ, {*TO_READ, *_MAILBOX})
    except UserError:
        return "The mailbox was not looked at: that needs its password and the signing key, as the service has them."
    known = (backup.told.made_at, backup.holds.newest, backup.holds.read_through)
    since = min(one for one in known if one) - timedelta(days=1)
    mailbox = Mailbox(account_of(settings))
    try:
        with closing(Database(settings.database_url)) as record:
            found = beyond(record, mailbox, desk_of(settings, record), since)
    except (TryLater, UserError) as fault:
        return f"What the mailbox has beyond it is not known: {fault}"
    finally:
        mailbox.close()
    mails, letters = (
        phrases.counted_things(len(one), what) for one, what in ((found.mails, "mail"), (found.letters, "letter"))
    )
    return f"The mailbox has, beyond this record, {mails} that were filed and {letters} of ours that left."
