"""`mailservice policy check [FILE…]`: whether policy files are sound."""

from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.policies import FOLDER, Folder, Overlay, files_in, review
from mailservice.errors import Problem, UserError
from mailservice.policy.load import load
from mailservice.policy.model import Policy

Files = Annotated[list[Path] | None, typer.Argument(metavar="FILE", help="Without one: every policy.")]


def policy_check(files: Files = None, folder: Folder = FOLDER, overlay: Overlay = None) -> None:
    """Check policy files: every fault at once, with what to write instead."""
    faults: list[Problem] = []
    for file in files or files_in(folder):
        try:
            typer.echo(_soundness(load(file, overlay), file))
        except UserError as fault:
            faults += fault.problems
    if faults:
        raise UserError(faults)


def _soundness(policy: Policy, file: Path) -> str:
    if not policy.runs_live:
        return f"{file.name}: sound, but partial and not to run live; missing: {'; '.join(policy.gaps)}"
    return f"{file.name}: sound{review(policy)}"
