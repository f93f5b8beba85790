"""`mailservice policy new [ID]`: a new partnership's file, to be read through."""

from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.options import write
from mailservice.errors import Problem, UserError
from mailservice.policy.load import load_bytes
from mailservice.policy.skeleton import nations, skeleton

Identity = Annotated[str, typer.Argument(metavar="ID", help="A short name in small letters.")]
Partnership = Annotated[str, typer.Option(help="The partnership's full name.")]
Nation = Annotated[str, typer.Option(help=f"Whose bank holidays count: one of {', '.join(nations())}.")]
Output = Annotated[Path | None, typer.Option(help="The file to write; without it, to the terminal.")]


def policy_new(
    identity: Identity = "example",
    partnership: Partnership = "Example Partnership",
    nation: Nation = "england-and-wales",
    output: Output = None,
) -> None:
    """Start a new partnership's file: sound as it stands, and partial until somebody has read it through."""
    text = skeleton(identity, partnership, nation)
    load_bytes(text.encode(), "the new file")
    if output is None:
        typer.echo(text, nl=False)
        return
    if output.exists():
        raise UserError([Problem(str(output), "", "exists already: give another name, nothing was written")])
    write(output, text)
    typer.echo(f"Written: {output}. Next: mailservice policy check {output}")
