"""`mailservice case explain REF`: each date of a case, whose it is, and which days it skipped; and who wrote each mail."""

import typer

from mailservice.cases.told.transcript import explain, who_wrote
from mailservice.cli.options import Config, Reference
from mailservice.cli.shelf import opened
from mailservice.record import ledger


def case_explain(reference: Reference, config: Config = None) -> None:
    """Explain each date of a case: counted from what, whose it is, which days were skipped and why; and how sure each mail is."""
    with opened(config) as shelf:
        number = shelf.number(reference)
        history, policy = ledger.events(shelf.tx, number), shelf.policy_of(shelf.case(number))
        for line in (*explain(history, policy), *who_wrote(history, policy)):
            typer.echo(line)
