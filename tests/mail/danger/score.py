"""How well words of danger are heard in files of texts: `python -m tests.mail.danger.score FILE…`.

A table by kind; both rates with 95 % intervals (Wilson); the same on pairs of like length; and the texts that were missed.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path

from mailservice.mail.danger import phrases

Texts = Sequence[Mapping[str, str]]
_Z = 1.96
_LIKE = 0.15
"""How far the lengths of a pair may lie apart."""


def read(path: Path) -> list[Mapping[str, str]]:
    """Return the texts of a file that are plainly one or the other."""
    return [row for row in map(json.loads, path.read_text().splitlines()) if row["label"] != "unclear"]


def rate(texts: Texts, label: str) -> tuple[int, int]:
    """Return in how many texts of a label danger is heard, and how many there are."""
    those = [one for one in texts if one["label"] == label]
    return sum(bool(phrases(one["text"])) for one in those), len(those)


def interval(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a rate (Wilson)."""
    if not total:
        return 0.0, 1.0
    share, square = hits / total, _Z * _Z
    middle = share + square / (2 * total)
    half = _Z * sqrt(share * (1 - share) / total + square / (4 * total * total))
    return (middle - half) / (1 + square / total), (middle + half) / (1 + square / total)


def pairs(texts: Texts) -> list[Mapping[str, str]]:
    """Return as many dangerous as harmless texts, each with a partner of like length."""
    free = sorted((one for one in texts if one["label"] == "harmless"), key=lambda one: len(one["text"]))
    chosen: list[Mapping[str, str]] = []
    for one in sorted((one for one in texts if one["label"] == "danger"), key=lambda one: len(one["text"])):
        length = len(one["text"])
        near = min(free, key=lambda other: abs(len(other["text"]) - length), default=None)
        if near is not None and abs(len(near["text"]) - length) <= _LIKE * length:
            free.remove(near)
            chosen += [one, near]
    return chosen


def table(texts: Texts) -> Iterator[str]:
    """Yield the lines of the whole report."""
    for label in ("danger", "harmless"):
        yield f"\n{label}, by kind"
        for kind in sorted({one["kind"] for one in texts if one["label"] == label}):
            hits, total = rate([one for one in texts if one["kind"] == kind], label)
            yield f"  {kind:26}{hits:4} of {total:4}"
    for name, those in (("all", texts), ("pairs of like length", pairs(texts))):
        yield f"\n{name}"
        for label, word in (("danger", "found"), ("harmless", "false")):
            hits, total = rate(those, label)
            low, high = interval(hits, total)
            yield f"  {word} {hits} of {total}: {hits / max(1, total):.1%} ({low:.1%} to {high:.1%})"
    yield "\nmissed"
    yield from (
        f"  {one['kind']}: {one['text']}" for one in texts if one["label"] == "danger" and not phrases(one["text"])
    )
    yield "\nfalse"
    yield from (
        f"  {one['kind']}: {one['text']}\n    {heard}"
        for one in texts
        if one["label"] == "harmless" and (heard := phrases(one["text"]))
    )


if __name__ == "__main__":
    sys.stdout.write("\n".join(table([row for name in sys.argv[1:] for row in read(Path(name))])) + "\n")
