"""`mailservice clock trust`: a person says that the machine's clock is right, although the mailbox's differs."""

import os
from contextlib import closing
from typing import Annotated

import typer

from mailservice.cases.letters import phrases
from mailservice.cli.options import Config, given
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.service.assembly import assemble
from mailservice.service.folders import OTHER
from mailservice.service.watch import clocks
from mailservice.settings.loading import load

Who = Annotated[str, typer.Option("--who", prompt="Your name", help="Who says so; kept on record.")]
Reason = Annotated[str, typer.Option("--reason", prompt="Why", help="How you know what time it is; kept on record.")]


def clock_trust(who: Who, reason: Reason, config: Config = None) -> None:
    """Say that this machine's clock is right, although the mailbox's differs: dates go on by it. The reason stays on record."""
    if not (who.strip() and reason.strip()):
        raise UserError([Problem("mailservice clock trust", "--who, --reason", "write both: they stay on record")])
    service = assemble(load(given(config), os.environ), WallClock())
    with closing(service.mailbox), closing(service.record):
        ours, theirs = service.clock.now(), service.mailbox.clock(OTHER)
        clocks.trust(service.record, service.desk, ours, theirs, who.strip(), reason.strip())
        local = service.desk.rules.days.local
    typer.echo(f"Kept on record. This machine says {phrases.moment(local(ours))}; dates go on by that within a minute.")
    typer.echo(f"The mailbox's server says {phrases.moment(local(theirs))}.")
