"""What several commands take alike: the settings file, a case's reference, a day, a file to write."""

from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from mailservice.errors import Problem, UserError

CONFIG: Final = "MAILSERVICE_CONFIG"

Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", envvar=CONFIG, readable=False, help="The settings file.")
]
Reference = Annotated[str, typer.Argument(metavar="REF", help='Like "NSCP 2026-0042", with or without its letter.')]
HeldNumber = Annotated[int, typer.Argument(metavar="NUMBER", help="As mailservice held list shows it.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")]


def asked_for(written: str, what: str) -> str:
    """Return what somebody wrote after an option; where that is "-" they are asked, so that nothing keeps it.

    The shell's history, the list of processes and sudo's log all have the whole line that was typed.
    """
    return str(typer.prompt(what, err=True)) if written == "-" else written


def given(config: Path | None, option: str = "--config mine.toml") -> Path:
    """Return the settings file; UserError where neither the command nor the environment names one."""
    if config is None:
        remedy = (
            f"name the settings file: {option}, or for every command: export {CONFIG}=/path/to/mine.toml; "
            "where there is none yet: mailservice setup FOLDER"
        )
        raise UserError([Problem("mailservice", "", remedy)])
    return config


def day(option: str, written: str) -> date:
    """Return the day that an option names; UserError if it is none."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise UserError([Problem(option, "", f"{written!r} is no date: write it as 2026-12-24")]) from None


def write(file: Path, text: str) -> None:
    """Write what was asked for into a file; UserError if it cannot be."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as failure:
        remedy = f"cannot be written ({failure.strerror}): give another path"
        raise UserError([Problem(str(file), "", remedy)]) from None
