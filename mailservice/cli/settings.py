"""`mailservice settings …` and `mailservice directory …`: check what a person wrote before the service runs on it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from mailservice.directory import Directory
from mailservice.policy.load import load as load_policy
from mailservice.policy.model import Policy
from mailservice.settings.directory_file import directory_warnings, load_directory
from mailservice.settings.loading import Settings, load

app = typer.Typer(help="The settings file of this installation.", no_args_is_help=True)
directory_app = typer.Typer(help="The directory: who is who.", no_args_is_help=True)

SettingsFile = Annotated[Path, typer.Argument(metavar="FILE", help="Like deploy/mailservice.example.toml")]
DirectoryFile = Annotated[Path, typer.Argument(metavar="FILE", help="Like deploy/directory.example.toml")]
PolicyFile = Annotated[Path, typer.Option("--policy", help="The policy whose stages the directory names.")]


@app.callback()
def _settings() -> None:
    """Keep `check` a word of its own, though it is the only command as yet."""


@directory_app.callback()
def _directory() -> None:
    """Keep `check` a word of its own, though it is the only command as yet."""


@app.command("check")
def check_settings(file: SettingsFile) -> None:
    """Check the settings, and the policy and directory they name; every fault at once, secrets never shown."""
    settings = load(file, os.environ)
    policy, directory = read_with(settings)
    for key, value in settings.describe().items():
        typer.echo(f"{key:10} {value}")
    _show(directory, policy)


@directory_app.command("check")
def check_directory(file: DirectoryFile, policy_file: PolicyFile) -> None:
    """Check a directory against a policy: every fault at once, then what would slow a case down."""
    policy = load_policy(policy_file)
    _show(load_directory(file, policy.places), policy)


def read_with(settings: Settings) -> tuple[Policy, Directory]:
    """Return the policy and the directory that the settings name; UserError if either has faults."""
    service = settings.service
    policy = load_policy(service.policy, service.overlay)
    return policy, load_directory(service.directory, policy.places)


def _show(directory: Directory, policy: Policy) -> None:
    typer.echo(f"{len(directory.people)} people of {len(directory.agencies)} agencies, for: {policy.title}")
    for warning in directory_warnings(directory, policy):
        typer.echo(f"note: {warning.key}: {warning.remedy}")
