"""`mailservice case do REF "WORDS" --as office`: the office's words, carried out by hand and kept as such."""

import os
from typing import Annotated

import typer

from mailservice.cases.history.events import LetterOrdered
from mailservice.cli.options import Config, Reference, given
from mailservice.cli.shelf import opened
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.record import lookup
from mailservice.service.assembly import assemble
from mailservice.settings.loading import load

Words = Annotated[str, typer.Argument(metavar="COMMAND", help='Like "ESCALATE both managers are away".')]
As = Annotated[str, typer.Option("--as", help="Whose word it is: office.")]
Who = Annotated[str, typer.Option("--who", prompt="Your name", help="Who does this; kept on record.")]
Why = Annotated[str, typer.Option("--why", prompt="Why", help="Why it is done by hand; kept on record.")]


def case_do(reference: Reference, words: Words, as_: As, who: Who, why: Why, config: Config = None) -> None:
    """Carry out words on a case by hand, for the office; who did it and why stays on record. Letters follow as ever."""
    if as_ != "office":
        raise UserError([Problem("mailservice case do", "--as", "only the office acts by hand: --as office")])
    if not (who.strip() and why.strip()):
        raise UserError([Problem("mailservice case do", "--who, --why", "write both: they stay on record")])
    settings = load(given(config), os.environ)
    with opened(config) as shelf:
        whole = lookup.case(shelf.tx, shelf.number(reference)).reference
    try:
        events = assemble(settings, WallClock()).do_by_hand(whole, words, who, why)
    except ValueError as fault:
        raise UserError([Problem("mailservice case do", "COMMAND", str(fault))]) from None
    for event in events:
        if isinstance(event, LetterOrdered) and event.template == "answer":
            for line in event.facts["lines"]:
                typer.echo(line["result"])
        elif isinstance(event, LetterOrdered) and event.template in ("status", "help", "policy_info"):
            typer.echo(f"The answer goes to {event.to.address} as a letter.")
