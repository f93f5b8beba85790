"""`make faults`: every row of the table played, with a line for each, and the table at the end. Start at `main`.

`--accept` writes what was measured into docs/faults.md; other words go to pytest, like `-k imap`.
"""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults import table
from tests.faults.playing import Line


class Gathering:
    """Takes the lines that the tests measured, wherever they ran, and says how each went."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the lines of one test."""
        if report.when == "call":
            print(f"{report.outcome:<7} {report.duration:5.0f} s  {report.nodeid.rpartition('::')[2]}", flush=True)  # noqa: T201 - progress
        if report.when == "teardown":
            found: list[Any] = [lines for name, lines in report.user_properties if name == "lines"]
            new = [Line(*one) for lines in found for one in lines]
            self.lines += new
            if os.environ.get(table.ACCEPTING):
                table.accept(new)


def main(words: list[str]) -> int:
    """Play them; 0 where everything was as it is written."""
    if "--accept" in words:
        os.environ[table.ACCEPTING] = "yes"
    here, gathering = str(Path(__file__).parent), Gathering()
    given = [word for word in words if word != "--accept"]
    code = int(pytest.main([here, "-q", "--no-header", "-m", "", "--dist", "loadgroup", *given], plugins=[gathering]))
    print(table.as_markdown(gathering.lines))  # noqa: T201 - the table
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
