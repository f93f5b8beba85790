"""`mailservice case diagram`: what leads from where to where, and who may use which word."""

from typing import Annotated

import typer

from mailservice.cases.history.words import Verb
from mailservice.cases.words import permitted, table


def case_diagram(
    *,
    permissions: Annotated[bool, typer.Option("--permissions", help="Print who may use each word, as tables.")] = False,
    word: Annotated[str, typer.Option(help="With --permissions: one word's whole row, in sentences.")] = "",
) -> None:
    """Print what leads from where to where: every word and every status, as a Mermaid diagram."""
    if not permissions and not word:
        typer.echo(table.diagram(), nl=False)
        return
    known = {verb.value: verb for verb in Verb}
    name = " ".join(word.upper().split())
    if name and name not in known:
        raise typer.BadParameter(f"there is no word {name}; the words are {', '.join(known)}")
    typer.echo(permitted.of_word(known[name]) if name else permitted.as_tables(), nl=False)
