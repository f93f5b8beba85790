"""`mailservice policy check [FILE…]`: whether policy files are sound."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.policies import FOLDER, Folder, Overlay, files_in, review
from mailservice.errors import Problem, UserError
from mailservice.mail.compose.avoiding import avoided
from mailservice.policy import sayings
from mailservice.policy.load import load
from mailservice.policy.looks import looks_of
from mailservice.policy.model import Policy
from mailservice.service.assembly import letters
from mailservice.simulator.soundness import played

Files = Annotated[list[Path] | None, typer.Argument(metavar="FILE", help="Without one: every policy.")]


def policy_check(files: Files = None, folder: Folder = FOLDER, overlay: Overlay = None) -> None:
    """Check policy files: every fault at once, with what to write instead; a sound one is played, in each way a case can go."""
    faults: list[Problem] = []
    for file in files or files_in(folder):
        try:
            policy = load(file, overlay)
        except UserError as fault:
            faults += fault.problems
            continue
        shown = played(policy)
        found = [Problem(str(file), key, remedy) for key, remedy in shown.faults]
        found += [replace(one, file=str(file)) for one in avoided(letters(), policy.wording)]
        faults += found
        if not found:
            ladder = sayings.of_stages(policy) if files else []
            looks = (f"Look: {key}: {said}" for key, said in looks_of(policy))
            typer.echo("\n  ".join((_soundness(policy, file), *ladder, *shown.told, *looks)))
    if faults:
        raise UserError(faults)


def _soundness(policy: Policy, file: Path) -> str:
    if not policy.runs_live:
        return f"{file.name}: sound, but partial and not to run live; missing: {'; '.join(policy.gaps)}"
    return f"{file.name}: sound{review(policy)}"
