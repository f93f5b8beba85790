"""`mailservice case explain REF`: each date of a case, whose it is, and which days it skipped."""

import typer

from mailservice.cases.told.transcript import explain
from mailservice.cli.options import Config, Reference
from mailservice.cli.shelf import opened
from mailservice.record import ledger


def case_explain(reference: Reference, config: Config = None) -> None:
    """Explain each date of a case: counted from what, whose it is, which days were skipped and why."""
    with opened(config) as shelf:
        number = shelf.number(reference)
        for line in explain(ledger.events(shelf.tx, number), shelf.policy_of(shelf.case(number))):
            typer.echo(line)
