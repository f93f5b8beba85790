"""`mailservice directory check FILE --policy FILE`: who is who, before the service runs on it."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from mailservice.clock import WallClock
from mailservice.directory import Directory
from mailservice.policy.load import load as load_policy
from mailservice.policy.model import Policy
from mailservice.settings.directory_file import directory_warnings, load_directory
from mailservice.settings.directory_notes import notes
from mailservice.settings.last_word import who_decides

DirectoryFile = Annotated[Path, typer.Argument(metavar="FILE", help="Like directory.toml.")]
PolicyFile = Annotated[Path, typer.Option("--policy", help="The policy whose stages the directory names.")]


def directory_check(file: DirectoryFile, policy_file: PolicyFile) -> None:
    """Check a directory against a policy: every fault at once, then what would slow a case down."""
    policy = load_policy(policy_file)
    show(load_directory(file, policy.places), policy)


def show(directory: Directory, policy: Policy) -> None:
    """Show how many people there are, who has the last word, and what would slow a case down."""
    typer.echo(f"{len(directory.people)} people of {len(directory.agencies)} agencies, for: {policy.title}")
    for line in who_decides(directory, policy):
        typer.echo(line)
    for warning in directory_warnings(directory, policy):
        typer.echo(f"note: {warning.key}: {warning.remedy}")
    today = WallClock().now().astimezone(ZoneInfo(policy.calendar.timezone)).date()
    for where, what in notes(directory, policy, today):
        typer.echo(f"look: {where}: {what}")
