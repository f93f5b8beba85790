"""`mailservice directory export --to SHEET`: who is who, as a sheet that opens in Excel."""

from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.directory_source import DirectoryFile, PolicyFile, source
from mailservice.cli.options import Config
from mailservice.errors import Problem, UserError
from mailservice.settings.directory_file import loaded
from mailservice.settings.sheet.writing import workbook
from mailservice.settings.toml_file import read

To = Annotated[Path, typer.Option("--to", metavar="SHEET", help="The file to write; there must be none of this name.")]


def directory_export(
    to: To = Path("directory.xlsx"),
    config: Config = None,
    directory: DirectoryFile = None,
    policy: PolicyFile = None,
) -> None:
    """Write the directory as a sheet (.xlsx) to change and to import again."""
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
