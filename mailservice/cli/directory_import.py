"""`mailservice directory import SHEET`: a sheet becomes the directory, whole or not at all."""

from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.directory_check import show
from mailservice.cli.directory_source import DirectoryFile, PolicyFile, source
from mailservice.cli.options import Config
from mailservice.errors import Problem, UserError
from mailservice.settings import directory_file
from mailservice.settings.directory_changes import changes
from mailservice.settings.directory_text import as_toml
from mailservice.settings.replacing import replace_file
from mailservice.settings.sheet.reading import read_sheet
from mailservice.settings.toml_file import read

Sheet = Annotated[
    Path, typer.Argument(metavar="SHEET", help="An Excel workbook (.xlsx), as directory export wrote it.")
]
Look = Annotated[bool, typer.Option("--look", help="Only tell what would change.")]


def directory_import(
    sheet: Sheet,
    look: Look = False,  # noqa: FBT002 - a switch
    config: Config = None,
    directory: DirectoryFile = None,
    policy: PolicyFile = None,
) -> None:
    """Take a sheet as the directory: all of it, or nothing and every fault. The file before it is kept beside it."""
    where = source(config, directory, policy, "mailservice directory import SHEET --config mine.toml")
    content = read_sheet(_bytes(sheet), str(sheet), where.stages)
    _tell_changes(where.file, content, where.stages)
    show(directory_file.directory_of(content), where.policy)
    if look:
        typer.echo("Nothing is written.")
        return
    _replace(where.file, as_toml(content))
    typer.echo(f"Written: {where.file}. The service takes it within a round.")


def _bytes(sheet: Path) -> bytes:
    try:
        return sheet.read_bytes()
    except OSError as failure:
        remedy = f"the file cannot be read ({failure.strerror}); give the path of a workbook (.xlsx)"
        raise UserError([Problem(str(sheet), "", remedy)]) from None


def _tell_changes(file: Path, content: directory_file.DirectoryFile, stages: tuple[str, ...]) -> None:
    """Tell what is not as before; where the file before has faults, that it is replaced whole."""
    if not file.exists():
        return
    before, faults = directory_file.understood(read(file), stages)
    lines = list(changes(before, content))
    if faults:
        typer.echo(f"{file} has faults itself; it is replaced whole.")
    for line in lines or ["Nothing has changed."]:
        typer.echo(line)


def _replace(file: Path, text: str) -> None:
    try:
        replace_file(file, text.encode())
    except OSError as failure:
        raise UserError(
            [Problem(str(file), "", f"cannot be written ({failure.strerror}): give another path")]
        ) from None
