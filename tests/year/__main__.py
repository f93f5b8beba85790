"""`make year`: a year of sixty cases and five agencies through the real service, and what of it agrees with the ledger."""

import logging
import sys
import tempfile
from datetime import date
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Table

from tests.year.checking import checked, quarters
from tests.year.playing import Year

FIRST, LAST, CASES = date(2026, 4, 1), date(2027, 3, 31), 60


def main() -> int:
    """Play the year, print the table, and each thing that does not agree; 1 where there is any."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    console, seen = Console(highlight=False), set[date]()

    def tell(day: date) -> None:
        if day.replace(day=1) not in seen:
            seen.add(day.replace(day=1))
            console.print(f"{day:%B %Y}", style="dim")

    with tempfile.TemporaryDirectory() as folder:
        year = Year(Path(folder), FIRST, LAST, CASES, tell=tell).play()
        rows = [*checked(year, quarters(FIRST, 12))]
    table = Table("What was checked", "How many", "Disagree")
    for one in rows:
        table.add_row(one.what, one.count, str(len(one.faults)))
    console.print(table)
    faults = [fault for one in rows for fault in one.faults]
    for fault in faults:
        console.print(fault, soft_wrap=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
