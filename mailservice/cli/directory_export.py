"""`mailservice directory export --to SHEET`: who is who, as a sheet that opens in Excel."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.directory_source import DirectoryFile, PolicyFile, source
from mailservice.cli.options import Config, day
from mailservice.cli.shelf import opened
from mailservice.errors import Problem, UserError
from mailservice.service.kept import kept
from mailservice.settings.directory_file import DirectoryFile as Content
from mailservice.settings.directory_file import kept_content, loaded
from mailservice.settings.sheet.writing import workbook
from mailservice.settings.toml_file import read

To = Annotated[Path, typer.Option("--to", metavar="SHEET", help="The file to write; there must be none of this name.")]

On = Annotated[str, typer.Option("--on", metavar="DAY", help="As it was taken by the end of a day, like 2026-11-01.")]


def directory_export(
    to: To = Path("directory.xlsx"),
    on: On = "",
    config: Config = None,
    directory: DirectoryFile = None,
    policy: PolicyFile = None,
) -> None:
    """Write the directory as a sheet (.xlsx) to change and to import again."""
    if on:
        content = _as_it_was(config, day("--on", on))
    else:
        where = source(config, directory, policy, "mailservice directory export --config mine.toml")
        content = loaded(read(where.file), where.file, where.stages)
    if to.exists():
        raise UserError(
            [Problem(str(to), "", "there is such a file, perhaps with somebody's changes; give another name")]
        )
    try:
        to.write_bytes(workbook(content))
    except OSError as failure:
        raise UserError([Problem(str(to), "", f"cannot be written ({failure.strerror}): give another path")]) from None
    people = sum(len(agency.person) for agency in content.agency)
    typer.echo(f"{to}: {people} people of {len(content.agency)} agencies. Its first sheet says what to write where.")


def _as_it_was(config: Path | None, on: date) -> Content:
    """Return the directory that was taken last by the end of a day, from the record."""
    with opened(config) as shelf:
        found = kept(shelf.tx, datetime.combine(on, time.max, shelf.zone))
    if found is None:
        raise UserError([Problem("--on", on.isoformat(), "no directory had been taken by then; give a later day")])
    return kept_content(found)
