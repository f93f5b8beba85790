"""`mailservice run`: the service, staying up."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.options import Config, given
from mailservice.cli.watchman import watch

Embedded = Annotated[bool, typer.Option("--embedded", help="With a mail server of our own on this machine, to try it.")]
Folder = Annotated[Path, typer.Option("--folder", help="Where the embedded set-up keeps its mailboxes and its record.")]


def run(config: Config = None, embedded: Embedded = False, folder: Folder = Path("run-data")) -> None:  # noqa: FBT002 - a switch
    """Run the service: collect mail, decide, keep the clock, send letters, file everything. Ends on Ctrl-C.

    A second process watches it, ends it where it hangs, and starts it again; what is down is waited for.
    """
    if embedded:
        import_module("mailservice.cli.embedded").serve_embedded(folder)
        return
    raise typer.Exit(watch("run", given(config)))
