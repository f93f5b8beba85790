"""What the commands of a policy share: start at `find`. What they show comes from `policy`; here it meets the terminal."""

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.files import POLICIES, policy_file, policy_ids
from mailservice.policy.load import load
from mailservice.policy.model import Policy

FOLDER: Final = POLICIES

PolicyId = Annotated[str, typer.Argument(metavar="ID", help="The policy's id, such as nscp, or the path of its file.")]
Overlay = Annotated[Path | None, typer.Option(help="The office's file that fills the gaps of a partial policy.")]
Folder = Annotated[Path, typer.Option(help="Where the policy files are.")]


def find(identity: str, folder: Path = FOLDER, overlay: Path | None = None) -> Policy:
    """Return the policy with this id among the files; a fault in another file does not stand in the way."""
    if identity.endswith(".toml"):
        return load(Path(identity), overlay)
    files_in(folder)
    own = policy_file(identity, folder)
    if own is not None:
        return load(own, overlay)
    raise UserError(
        [Problem(identity, "", f"no such policy: write one of {policy_ids(folder)}, or the path of a file")]
    )


def files_in(folder: Path) -> list[Path]:
    """Return the policy files of a folder; UserError if it has none."""
    found = sorted(folder.glob("*.toml"))
    if not found:
        raise UserError([Problem(str(folder), "", "holds no policy file: give --folder, or the path of a file")])
    return found


def review(policy: Policy) -> str:
    """Say that a policy's own review date has passed; nothing before."""
    passed = policy.review_passed(WallClock().now().date())
    return f"; its own review date, {policy.review_due}, has passed" if passed else ""


def print_head(console: Console, policy: Policy) -> None:
    """Print which policy this is, and what it lacks to run live."""
    console.print(f"[bold]{policy.title}[/bold] ({policy.id})  {policy.partnership}{review(policy)}")
    for gap in policy.gaps:
        console.print(f"Does not run live, because this is missing: {gap}")
