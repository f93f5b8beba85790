"""The command line: COMMANDS lists every command, and `mailservice --help` shows it. Start at `main`.

A command lies in the file of its name, as a function of that name, and is imported when it is used: help is at once there.
Leaves with 0 if all is well, 1 if what was looked at is not or something was written wrongly, 2 if the command was.
"""

import getpass
import os
from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any, Final, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from mailservice import __version__
from mailservice.cli.options import CONFIG
from mailservice.errors import MailserviceError

NAME: Final = "mailservice"
# What each command is for, in a line; its own help, in its file, tells the whole.
COMMANDS: Final = {
    "demo": "Play one case from the first mail to AGREE, in half a minute.",
    "setup": "Ask for what an installation needs, and write its files.",
    "run": "Run the service: collect mail, decide, send letters, file.",
    "status": "Tell what is wrong, what waits, and why.",
    "doctor": "Find what is wrong with an installation, and what to do.",
    "worker": "Run one more process beside it, over a broker.",
    "inspect": "Show what the service makes of a mail.",
    "trust": "Tell how sure it is who wrote a mail, and why.",
    "simulate": "Rehearse a policy: a year of a partnership, or one story.",
    "rehearse": "Play your own policy and people through a year, as a report.",
    "settings key": "Make a key to sign letters with, or a new one above the old.",
    "settings sign-in": "Sign in at Microsoft, where no application may be let in.",
    "settings check": "Check the settings, and the files they name.",
    "letters check": "Check letters of your own, and in another language.",
    "directory check": "Check a directory against a policy.",
    "directory export": "Write it as a sheet that opens in Excel.",
    "directory import": "Take a sheet as the directory, whole or not at all.",
    "directory drill": "Ask people for one word, and see whom letters reach.",
    "policy check": "Check policy files, and play each: every fault at once.",
    "policy show": "Show the ladder, as a table or as a drawing.",
    "policy explain": "Tell how unclear words of it are read, and why.",
    "policy diff": "Tell what has changed between two versions.",
    "policy new": "Start a new partnership's file.",
    "policy dates": "Reckon every date of a case opened at a given time.",
    "case list": "List the cases: all, or those that you ask for.",
    "case find": "Find what was written, in every mail and letter on a case.",
    "case show": "Show what happened in a case, in order.",
    "case pack": "Write a case as page, PDF and mbox: all, or one side's.",
    "case explain": "Explain each date of a case, and which days it skipped.",
    "case do": "Carry out the office's words by hand.",
    "case diagram": "Print which word leads where, or who may use it.",
    "figures": "Write a board's report of a quarter or a year.",
    "held list": "List the emails that are held.",
    "held show": "Show one held email.",
    "held do": "Decide on a held email, for the office.",
    "record init": "Begin the record, at a first installation.",
    "record adopt": "Go on with a record after a loss, or a restored backup.",
    "record move-mailbox": "Go on in another mailbox, after it was moved.",
    "clock trust": "Say that the machine's clock is right, and why.",
    "record access": "Write out what is held on one person who asks.",
    "record due": "List the ended cases whose time is over, for review.",
    "record verify": "Prove that nothing was changed or lost.",
    "record rebuild": "Make a record again from its entries or its mailbox.",
    "record refile": "Fill the mailbox's folders from the record.",
    "backup": "Make a whole backup, while the service runs.",
    "restore": "Lay a backup back; the service then starts quiet.",
    "trace": "Tell what became of a mail.",
}
GROUPS: Final = {
    "settings": "The settings file of this installation.",
    "letters": "Letters of a partnership's own wording.",
    "directory": "The directory: who is who.",
    "policy": "A partnership's policy file, and its dates.",
    "case": "The cases on record.",
    "held": "The emails that are held.",
    "clock": "What time it is.",
    "record": "The record itself.",
}


_A_PATH = "give a path in a folder of its own, or in /tmp"


class _Group(TyperGroup):
    """A group of commands; that nobody asks for its help is False, for typer imports pydantic to understand a None."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option --help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.default = False
        return option


class _Later(TyperCommand):
    """A command known by its name and its line alone; its file is imported once it is used."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Import the command, and make its own context."""
        if parent is not None and parent.obj is not None:  # as `main` hands it down
            parent.obj()
        command = cast("Callable[[], TyperCommand]", self.callback)()
        return command.make_context(info_name, args, parent, **extra)


class _Plain(TyperCommand):
    """A command that tells what people wrote wrongly, and what servers refused, without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except MailserviceError as fault:
            typer.echo(str(fault), err=True)
            raise typer.Exit(1) from None
        except PermissionError as fault:
            if fault.filename is None:
                raise
            typer.echo(
                f"{fault.filename}: the user {getpass.getuser()} may not look or write there; {_A_PATH}", err=True
            )
            raise typer.Exit(1) from None


def main() -> None:
    """Run one command in a process of its own: whatever is imported for it finds the logs set up.

    Whatever it writes is for its own user alone, from the first byte: files 0600, folders 0700.
    """
    os.umask(0o077)
    app(prog_name=NAME, obj=_set_up_logs)


def _set_up_logs() -> None:
    # From the first line on: an unset logger would print what a mail says beside a fault.
    import_module("mailservice.logs").configure()


def _from_its_file(words: str) -> Callable[[], TyperCommand]:
    """Return the function that imports a command."""

    def load() -> TyperCommand:
        place = words.replace(" ", "_").replace("-", "_")
        alone = typer.Typer(add_completion=False)
        alone.command(words, cls=_Plain)(getattr(import_module(f"mailservice.cli.{place}"), place))
        return cast("TyperCommand", get_command(alone))

    return load


def _told(asked: bool) -> None:  # noqa: FBT001 - by position, as typer calls it
    if asked:
        typer.echo(f"{NAME} {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", is_eager=True, callback=_told, help="Tell the version, and leave.")]


def _top(*, version: Version = False) -> None:
    """Escalations by email, for the people who keep children safe."""
    del version


app = typer.Typer(
    name=NAME,
    cls=_Group,
    callback=_top,
    epilog=f"Where a command takes --config FILE, {CONFIG} may name the file instead.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
_groups = {"": app}
for _name, _line in GROUPS.items():
    _groups[_name] = typer.Typer(cls=_Group, help=_line, no_args_is_help=True)
    app.add_typer(_groups[_name], name=_name)
for _words, _line in COMMANDS.items():
    _group, _, _name = _words.rpartition(" ")
    _groups[_group].command(_name, cls=_Later, help=_line)(_from_its_file(_words))
