"""`mailservice held do NUMBER "WORDS"`: the office's word on a held email, as it would answer our letter about it."""

import os

import typer

from mailservice.cli.case_do import Who, Why, Words
from mailservice.cli.held_show import REMEDY
from mailservice.cli.options import Config, HeldNumber, given
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.service.assembly import assemble
from mailservice.settings.loading import load


def held_do(number: HeldNumber, words: Words, who: Who, why: Why, config: Config = None) -> None:
    """Decide on a held email: RELEASE, REJECT and why, FILE, JOIN or SPLIT and references, NEW, UNDO. It stays on record."""
    if not (who.strip() and why.strip()):
        raise UserError([Problem("mailservice held do", "--who, --why", "write both: they stay on record")])
    service = assemble(load(given(config), os.environ), WallClock())
    try:
        typer.echo(service.do_by_hand.on_held(number, words, who, why))
    except KeyError:
        raise UserError([Problem("record", str(number), REMEDY)]) from None
    except ValueError as fault:
        raise UserError([Problem("mailservice held do", "COMMAND", str(fault))]) from None
