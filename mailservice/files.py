"""Where the files lie that come with the service: beside the package in its repository, within it where it was installed."""

from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).resolve().parent
# Holds `templates`, `policies`, `deploy` and `demo`.
ROOT: Final = _HERE if (_HERE / "templates").is_dir() else _HERE.parent
