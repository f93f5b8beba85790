"""`mailservice record move-mailbox`: the mailbox was moved on purpose, and the record goes on in the new one."""

import typer

from mailservice.cases.letters import phrases
from mailservice.cli.options import Config
from mailservice.cli.record_adopt import Reason, adopting, opened, who
from mailservice.errors import Problem, UserError


def record_move_mailbox(reason: Reason, config: Config = None) -> None:
    """Go on in the mailbox that the settings name now. Emails that the record has are known there, and not received twice."""
    service = opened(config, reason)
    try:
        against = adopting(service).move_mailbox(reason.strip(), who())
    except ValueError as fault:
        raise UserError([Problem("mailservice record move-mailbox", "", str(fault))]) from None
    typer.echo(f"The record is now of the mailbox {service.mailbox.account.name}.")
    if against.reason:
        typer.echo(f"Nothing is decided yet. {phrases.sentence(against.reason)}")
