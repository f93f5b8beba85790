"""`mailservice backup DIR`: a whole backup, made and verified while the service runs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from mailservice.cases.letters import phrases
from mailservice.cli.options import Config, given
from mailservice.clock import WallClock
from mailservice.errors import UserError
from mailservice.record.inventory import Inventory
from mailservice.service.custody.backup import Tell, back_up
from mailservice.service.custody.manifest import KEY_NOTE
from mailservice.settings.loading import TO_READ, Settings, load

Where = Annotated[Path, typer.Argument(metavar="DIR", help="A folder outside the data folder, better on another disk.")]
Keep = Annotated[int, typer.Option("--keep", min=0, help="Keep so many whole ones, and remove older; 0 keeps all.")]


def backup(where: Where, config: Config = None, *, keep: Keep = 0) -> None:
    """Make a backup in a new folder of DIR, and verify it; the service goes on meanwhile. Leaves with 1 if none was made."""
    file = given(config)
    settings = with_key(file)
    with shown() as tell:
        made = back_up(settings, file, where, WallClock().now(), keep=keep, tell=tell)
    for one in made.manifest.holds:
        typer.echo(f"{one.name}: {counted(one)}; verified.")
    typer.echo(f"Made: {made.folder}")
    for old in made.removed:
        typer.echo(f"Removed: {old}")
    data = settings.service.data
    if made.unnoted:
        typer.echo(
            f"It could not be noted in {data} ({made.unnoted}), so the service will miss it: see that its folder can be written.",
            err=True,
        )
    if settings.database_url.startswith("sqlite:") and data.exists() and data.stat().st_dev == where.stat().st_dev:
        typer.echo("It lies on the disk that the record lies on: copy it to another machine, or name another disk.")
    if not made.manifest.keys:
        typer.echo("The signing key was not at hand, so a restore cannot tell whether it is the same.")
    typer.echo(KEY_NOTE)


def with_key(file: Path) -> Settings:
    """Return the settings with the signing key where it is at hand: a backup needs none, and no password but the record's."""
    try:
        return load(file, os.environ, {*TO_READ, ("service", "signing_key")})
    except UserError:
        return load(file, os.environ, TO_READ)


def counted(one: Inventory) -> str:
    """Return how much a record holds."""
    things = [(one.cases, "case"), (one.mails, "mail"), (one.letters, "letter"), (one.events, "entry")]
    shown = [phrases.counted_things(count, thing) for count, thing in things]
    return phrases.listed(shown).replace("entrys", "entries")


@contextmanager
def shown() -> Iterator[Tell]:
    """Show what is being done, and how far it is, where there is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _said, _part: None
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True) as bar:
        task = bar.add_task("beginning", total=1.0)
        yield lambda said, part: bar.update(task, description=said, completed=part)
