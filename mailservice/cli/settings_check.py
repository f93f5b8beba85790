"""`mailservice settings check [FILE]`: the settings, and the policy and directory they name, before the service runs."""

import os
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.directory_check import show
from mailservice.cli.letters_check import standing
from mailservice.cli.options import CONFIG, given
from mailservice.cli.starting import look
from mailservice.errors import UserError
from mailservice.service.assembly import letters_of
from mailservice.settings.secret_files import open_to_others
from mailservice.settings.secrets_apart import secret_files

SettingsFile = Annotated[Path | None, typer.Argument(metavar="FILE", envvar=CONFIG, help="Like mine.toml.")]


def settings_check(file: SettingsFile = None) -> None:
    """Check the settings, and the policy and directory they name; every fault at once, secrets never shown."""
    file = given(file, "mailservice settings check mine.toml")
    seen = look(file, os.environ)
    settings, policy, directory = seen.settings, seen.policy, seen.directory
    if seen.faults or settings is None or policy is None or directory is None:
        raise UserError(seen.faults)
    for key, value in settings.describe().items():
        typer.echo(f"{key:10} {value}")
    for said, do in filter(None, map(open_to_others, secret_files(file, os.environ))):
        typer.echo(f"Look: {said}; {do}")
    for line in standing(letters_of(settings, policy)):
        typer.echo(line)
    show(directory, policy)
    if not os.environ.get(CONFIG):
        typer.echo(f"No command needs --config after: export {CONFIG}={file.absolute()}")
