"""Where the files lie that come with the service: beside the package in its repository, within it where it was installed."""

import os
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).resolve().parent
# Holds `templates`, `policies`, `deploy` and `demo`.
ROOT: Final = _HERE if (_HERE / "templates").is_dir() else _HERE.parent


def bare_environment() -> dict[str, str]:
    """Return this process's environment without our secrets, for a program that needs none of them."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MAILSERVICE_")}
