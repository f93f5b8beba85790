"""`mailservice settings key FILE`: the key that letters are signed with, made or changed; older ones are still read."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from mailservice.errors import Problem, UserError
from mailservice.transport.secret_file import keep_secret, read_secret

KEPT = 3  # keys in a file: answers to a letter come for months, not for years
KeyFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file that signing_key_file names.")]
Lost = Annotated[
    bool, typer.Option("--lost", help="Leave out what the file holds: that key is lost, or others know it.")
]


def settings_key(file: KeyFile, *, lost: Lost = False) -> None:
    """Make a key to sign letters with; where the file holds one already, the new one stands above it and both are read."""
    before = [] if lost else _keys_in(file)
    keys = [secrets.token_hex(32), *before][:KEPT]
    try:
        keep_secret(file, "\n".join(keys))
    except OSError as fault:
        raise UserError([Problem(str(file), "", f"cannot be written: {fault.strerror}; name another place")]) from None
    typer.echo(
        f"{file}: a new key signs letters from the next start on. Nobody but the service's own user may read the file."
    )
    if before:
        typer.echo(f"Letters signed with the {len(keys) - 1} before it are still known by their answers.")
    if lost:
        typer.echo(
            "Answers to letters from before are known by their case alone: whoever settles something in one is asked once more."
        )


def _keys_in(file: Path) -> list[str]:
    try:
        return [one.strip() for one in read_secret(file).splitlines() if one.strip()]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeError):
        remedy = "cannot be read; nothing was written. If its key is lost, write --lost"
        raise UserError([Problem(str(file), "", remedy)]) from None
