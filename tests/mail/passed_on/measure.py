"""What is read of the lines that tell of a death, or only seem to: `python -m tests.mail.passed_on.measure [--unseen]`.

The lines were written before anything read them, and half of them, by their hash, were never looked at while it was built.
"""

import hashlib
import sys
from pathlib import Path

from mailservice.mail.grammar.grave import grave

LINES = Path(__file__).parent / "lines.txt"
Row = tuple[str, str]


def rows(*, unseen: bool) -> list[Row]:
    """Return the lines of one half: P tells of it plainly, D with a doubt or of a close relative, N not at all."""
    whole = [(line[0], line[2:]) for line in LINES.read_text(encoding="utf-8").splitlines() if line]
    return [one for one in whole if (hashlib.sha256(one[1].encode()).digest()[0] % 2 == 1) == unseen]


def read(text: str) -> str:
    """Return what is read: P, D or N."""
    found = grave(text)
    return "N" if found is None else "P" if found.sure else "D"


def main() -> None:
    """Print each line that is read otherwise, and the count of each pair."""
    half = rows(unseen="--unseen" in sys.argv)
    pairs = [(kind, read(text), text) for kind, text in half]
    if "--unseen" not in sys.argv or "--show" in sys.argv:
        for kind, got, text in pairs:
            if kind != got:
                sys.stdout.write(f"{kind} read as {got} | {text}\n")
    for kind in "PDN":
        counts = {got: sum((one, other) == (kind, got) for one, other, _ in pairs) for got in "PDN"}
        sys.stdout.write(f"{kind} {counts}\n")


if __name__ == "__main__":
    main()
