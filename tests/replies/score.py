"""How natural replies are taken, by letter and by kind of miss: `python -m tests.replies.score FILE… [--misses]`."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.replies.live import judge, play

VERDICTS = ("right", "missed", "silence", "wrong")


def replies(*files: Path) -> list[dict[str, Any]]:
    """Return the replies of some files, one JSON object a line."""
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]


def verdict(reply: dict[str, Any]) -> tuple[str, frozenset[str]]:
    """Return how a reply was taken, and what came of it."""
    played = play(reply["letter"], reply["text"], others=reply["others"])
    return judge(played.outcomes, reply["best"], reply["never"]), played.outcomes


def main() -> None:
    """Print the table, and with --misses each reply that was not taken as a careful colleague would."""
    console = Console()
    files = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    taken = [(one, *verdict(one)) for one in replies(*files)]
    table = Table("letter", *VERDICTS, "of", "right %")
    for letter in [*dict.fromkeys(one["letter"] for one, _, _ in taken), ""]:
        counted = Counter(how for one, how, _ in taken if letter in ("", one["letter"]))
        share = f"{100 * counted['right'] / counted.total():.0f}"
        table.add_row(letter or "all", *(str(counted[how]) for how in VERDICTS), str(counted.total()), share)
    console.print(table)
    for one, how, outcomes in taken if "--misses" in sys.argv else ():
        if how != "right":
            console.print(
                how.upper(), one["letter"], "|", one["text"], "|", sorted(outcomes), "| best", one["best"], markup=False
            )


if __name__ == "__main__":
    main()
