"""`mailservice case diagram`: what leads from where to where."""

import typer

from mailservice.cases.words import table


def case_diagram() -> None:
    """Print what leads from where to where: every word and every status, as a Mermaid diagram."""
    typer.echo(table.diagram(), nl=False)
