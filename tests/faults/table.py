"""The table of the faults: written by a run, and compared with the one in docs/faults.md. Start at `differences`."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from pathlib import Path

from tests.faults.playing import GRACE_S, Line

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
HEADS = (
    "What breaks",
    "How",
    "What stops",
    "What goes on",
    "IT is told by",
    "The office by mail",
    "All done after the cure",
)
# Set where what is measured is to be written there, and not compared.
ACCEPTING = "FAULTS_ACCEPT"
_BEGINS, _ENDS = "<!-- measured -->\n", "<!-- /measured -->"
_WITHIN = re.compile(r"within (\d{1,4}) s")


def as_markdown(lines: "list[Line]") -> str:
    """Return the table."""
    rows = [HEADS, ("---",) * len(HEADS), *(astuple(one) for one in lines)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def written() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the lines that stand in the page, by what breaks and how."""
    found = (line.strip().strip("|").split("|") for line in _middle(PAGE.read_text("utf-8")).splitlines()[2:])
    cells = (tuple(cell.strip() for cell in one) for one in found)
    return {(one[0], one[1]): one for one in cells}


def accept(lines: "list[Line]") -> None:
    """Write lines into the page; those that were not played stay as they are."""
    new = {(one.part, one.fault): one for one in lines}
    old = {key: Line(*cells) for key, cells in written().items()}
    page = PAGE.read_text("utf-8")
    merged = [new.pop(key, line) for key, line in old.items()] + list(new.values())
    parts = list(dict.fromkeys(one.part for one in merged))
    merged.sort(key=lambda one: parts.index(one.part))
    PAGE.write_text(page.replace(_middle(page), as_markdown(merged)), "utf-8")


def differences(line: Line, page: "Mapping[tuple[str, str], tuple[str, ...]] | None" = None) -> Iterator[str]:
    """Give where a line is not as it is written; a time may be shorter, and a little longer on a busy machine."""
    if os.environ.get(ACCEPTING):
        return
    known = (page or written()).get((line.part, line.fault))
    if known is None:
        yield f"{line.part}, {line.fault}: not in {PAGE.name}; python -m tests.faults --accept writes it there"
        return
    for head, is_, said in zip(HEADS, astuple(line), known, strict=True):
        if _WITHIN.sub("", is_) != _WITHIN.sub("", said) or _seconds(is_) > _seconds(said) + GRACE_S:
            yield f"{line.part}, {line.fault}: {head}: {is_!r}, and {PAGE.name} says {said!r}"


def _seconds(cell: str) -> int:
    return max((int(one) for one in _WITHIN.findall(cell)), default=0)


def _middle(page: str) -> str:
    return page.partition(_BEGINS)[2].partition(_ENDS)[0]
