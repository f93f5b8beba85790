"""Where the directory's file lies, and for which policy: as the settings say, or as two options do. Start at `source`."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.options import given
from mailservice.policy.load import load as load_policy
from mailservice.policy.model import Policy
from mailservice.settings.loading import TO_READ, load

DirectoryFile = Annotated[Path | None, typer.Option("--directory", metavar="FILE", help="Instead of the settings'.")]
PolicyFile = Annotated[Path | None, typer.Option("--policy", metavar="FILE", help="The policy, with --directory.")]


@dataclass(frozen=True)
class Source:
    """A directory's file, which need not be there yet, and the policy whose stages it names."""

    file: Path
    policy: Policy

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that somebody may stand at."""
        return tuple(self.policy.places)


def source(config: Path | None, directory: Path | None, policy: Path | None, example: str) -> Source:
    """Return where it lies; UserError where neither the settings nor both options say so."""
    if directory is not None and policy is not None:
        return Source(directory, load_policy(policy))
    service = load(given(config, example), os.environ, TO_READ).service
    return Source(directory or service.directory, load_policy(policy or service.policy, service.overlay))
