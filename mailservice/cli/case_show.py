"""`mailservice case show REF`: what happened in a case, in order, or its whole record as a page."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from mailservice.cases.told.transcript import Transcript
from mailservice.cli.options import AsJson, Config, Reference, write
from mailservice.cli.shelf import opened
from mailservice.exports.pack import sharing
from mailservice.exports.pack.compiling import dossier
from mailservice.exports.pack.page import page

Out = Annotated[Path | None, typer.Option("--page", metavar="FILE", help="Write the whole record there, as a page.")]


def case_show(reference: Reference, out: Out = None, *, as_json: AsJson = False, config: Config = None) -> None:
    """Show what happened in a case, in order; with --page, write the whole record as a page to open."""
    with opened(config) as shelf:
        number = shelf.number(reference)
        if out is not None:
            kept = shelf.kept(number)
            write(out, page(dossier(kept, sharing.whole(kept))))
            typer.echo(f"written: {out}")
            return
        told = shelf.transcript(number)
    if as_json:
        typer.echo(json.dumps(asdict(told), indent=2, default=str))
    else:
        _print(told)


def _print(told: Transcript) -> None:
    console = Console()
    console.print(f"[bold]{told.reference}[/bold]  {told.status}")
    for entry in told.entries:
        console.print(f"{entry.at:%a %d %b %Y %H:%M}  {entry.said}", highlight=False, markup=False)
    for line in told.standing:
        console.print(f"now: {line}", highlight=False, markup=False)
