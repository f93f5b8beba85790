"""Where the files lie that come with the service: beside the package in its repository, within it where it was installed."""

import os
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).resolve().parent
# Holds `templates`, `policies`, `deploy`, `docs` and `demo`.
ROOT: Final = _HERE if (_HERE / "templates").is_dir() else _HERE.parent
POLICIES: Final = ROOT / "policies"
MANUAL: Final = POLICIES / "README.md"  # how a policy is written


def policy_file(identity: str, folder: Path = POLICIES) -> Path | None:
    """Return the file of the policy with this id among those of a folder; None where not one alone has it."""
    name = identity.lower()
    own = [file for file in folder.glob("*.toml") if file.stem == name or file.stem.endswith(f"-{name}")]
    return own[0] if len(own) == 1 and name else None


def policy_ids(folder: Path = POLICIES) -> str:
    """Return the ids of a folder's policies, as a person reads them."""
    return ", ".join(file.stem.rpartition("-")[2] for file in sorted(folder.glob("*.toml")))


def bare_environment() -> dict[str, str]:
    """Return this process's environment without our secrets, for a program that needs none of them."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MAILSERVICE_")}
