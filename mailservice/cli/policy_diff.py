"""`mailservice policy diff OLD NEW`: what has changed between two versions of a policy, in words, and in which dates."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.policies import FOLDER, Folder, find
from mailservice.clock import WallClock
from mailservice.policy.dates import Dated, dates_of
from mailservice.policy.difference import differences
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays

Old = Annotated[str, typer.Argument(metavar="OLD", help="The version in force: its id, or the path of its file.")]
New = Annotated[str, typer.Argument(metavar="NEW", help="The version to come.")]
OldOverlay = Annotated[Path | None, typer.Option(help="The office's file that fills the gaps of OLD.")]
NewOverlay = Annotated[Path | None, typer.Option(help="The office's file that fills the gaps of NEW.")]


def policy_diff(
    old: Old,
    new: New,
    folder: Folder = FOLDER,
    old_overlay: OldOverlay = None,
    new_overlay: NewOverlay = None,
) -> None:
    """Tell what has changed between two versions of a policy, and which dates of a case opened today differ."""
    before, after = find(old, folder, old_overlay), find(new, folder, new_overlay)
    found = differences(before, after)
    if not found:
        typer.echo("Nothing has changed.")
        return
    for one in found:
        typer.echo(one)
    for line in _dates(before, after, WallClock().now()):
        typer.echo(line)
    typer.echo("An open case keeps the version that it opened under; one that is opened again takes the newer.")


def _dates(old: Policy, new: Policy, opened: datetime) -> Iterator[str]:
    """Give the dates that differ, of a case opened now, if each stage runs its full time."""
    before, after = (_by_clock(one, opened) for one in (old, new))
    moved = [key for key in before if key in after and before[key].due != after[key].due]
    if moved:
        yield f"For a case opened now, {_day(opened)}, if each stage runs its full time:"
    for key in moved:
        yield f"  stage {key[0]}, {key[1]}: was {_day(before[key].due)}; now {_day(after[key].due)}"


def _by_clock(policy: Policy, opened: datetime) -> dict[tuple[str, str], Dated]:
    return {(one.stage, one.clock): one for one in dates_of(policy, WorkingDays(policy.calendar), opened)}


def _day(moment: datetime | None) -> str:
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}" if moment else "at once"
