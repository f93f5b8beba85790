"""`mailservice settings check [FILE]`: the settings, and the policy and directory they name, before the service runs."""

import os
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.directory_check import show
from mailservice.cli.letters_check import standing
from mailservice.cli.options import CONFIG, given
from mailservice.cli.shelf import read_with
from mailservice.directory import Directory
from mailservice.errors import Problem, UserError
from mailservice.service.assembly import letters_of
from mailservice.settings.directory_file import stand_ins
from mailservice.settings.loading import Settings, load

SettingsFile = Annotated[
    Path | None, typer.Argument(metavar="FILE", envvar=CONFIG, help="Like deploy/mailservice.example.toml")
]


_WHO = '{ name = "Sam Reed", address = "sam.reed@nscp.example", phone = "01632 960 112" }'
NO_PROFILE = (
    'no real case runs while everybody is taken at their word; write profile = "exchange-online", "google" or "rfc8601", '
    "by who receives the mailbox's mail, or trial = true under [service]"
)
NEEDED = {
    "deputies": f"no real case runs without somebody who hears of an alarm that the office leaves; write deputies = [{_WHO}]",
    "duty": f"no real case runs without a duty contact, who hears of an alarm last; write duty = {_WHO}",
}


def settings_check(file: SettingsFile = None) -> None:
    """Check the settings, and the policy and directory they name; every fault at once, secrets never shown."""
    file = given(file, "mailservice settings check mine.toml")
    settings = load(file, os.environ)
    policy, directory = read_with(settings)
    problems = live_needs(settings, directory)
    if problems:
        raise UserError(problems)
    for key, value in settings.describe().items():
        typer.echo(f"{key:10} {value}")
    for line in standing(letters_of(settings, policy)):
        typer.echo(line)
    show(directory, policy)
    if not os.environ.get(CONFIG):
        typer.echo(f"No command needs --config after: export {CONFIG}={file.absolute()}")


def live_needs(settings: Settings, directory: Directory) -> list[Problem]:
    """Return what a live run lacks: a profile of proof, and who hears of an alarm that the office leaves (rules 10 and 17)."""
    if settings.service.trial:
        return []
    proofless = settings.proof.profile == "trust-network"
    lacking = [Problem("settings", "[trust] profile", NO_PROFILE)] if proofless else []
    place = str(settings.service.directory)
    return [*lacking, *_nobody_left(place, directory)]


def _nobody_left(place: str, directory: Directory) -> list[Problem]:
    return [Problem(place, f"{office} {key}", NEEDED[key]) for office, key, found in stand_ins(directory) if not found]
