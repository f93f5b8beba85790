"""`mailservice held show NUMBER`: one held email, as text."""

import typer

from mailservice.cli.options import Config, HeldNumber
from mailservice.cli.shelf import opened
from mailservice.errors import Problem, UserError
from mailservice.mail.parse import parse
from mailservice.record import contents, mails
from mailservice.service import folders

REMEDY = "no such held email; mailservice held list shows every number"


def held_show(number: HeldNumber, config: Config = None) -> None:
    """Show one held email: who wrote, when, and the text; nothing of one that is held in confidence."""
    with opened(config) as shelf:
        if number not in mails.held(shelf.tx, folders.CONFIDENTIAL):
            raise UserError([Problem("record", str(number), REMEDY)])
        one = mails.get(shelf.tx, number)
        mail = parse(contents.get(shelf.tx, one.digest) or b"")
        at = one.internal_date.astimezone(shelf.zone)
    typer.echo(f"From: {mail.sender.name} <{mail.sender.address}>")
    typer.echo(f"Received: {at:%a %d %b %Y %H:%M}")
    typer.echo(f"Subject: {mail.subject}\n")
    typer.echo(mail.text)
