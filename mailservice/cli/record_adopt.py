"""`mailservice record adopt`: go on with this record, though something stands against it, as after a restored backup."""

import getpass
import os
from typing import Annotated

import typer

from mailservice.cli.options import Config, given
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.service.assembly import assemble
from mailservice.service.custody.adopting import Adopting
from mailservice.service.rounds import Service
from mailservice.settings.loading import load

Reason = Annotated[str, typer.Option("--reason", prompt="Why", help="Why; it stays on record, with who did it.")]

_DONE = """The service goes on with this record.
  Letters of ours that it did not know: {letters}. None of them is sent again.
  Emails that it did not know: {mails}. They lie in the INBOX again, and are received anew, each on its old case."""


def record_adopt(reason: Reason, config: Config = None) -> None:
    """Go on with this record. What the mailbox has beyond it is taken over first: no letter is sent twice, no email is lost.

    First look for a better record: a disk that is not mounted, another database, a newer backup.
    """
    service = opened(config, reason)
    try:
        done = adopting(service).adopt(reason.strip(), who())
    except ValueError as fault:
        raise UserError([Problem("mailservice record adopt", "", str(fault))]) from None
    typer.echo(_DONE.format(letters=done.letters, mails=done.mails))


def opened(config: Config, reason: str) -> Service:
    """Return the service that the settings describe; UserError without a reason."""
    if not reason.strip():
        raise UserError([Problem("mailservice record", "--reason", "write why: it stays on record")])
    return assemble(load(given(config), os.environ), WallClock())


def adopting(service: Service) -> Adopting:
    """Return what goes on with the record of a service."""
    desk = service.desk
    return Adopting(service.record, service.mailbox, service.clock, desk, service.beginning, service.collecting)


def who() -> str:
    """Return who types this, as the machine knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return f"user {os.getuid()}"
