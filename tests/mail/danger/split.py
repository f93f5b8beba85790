"""Which texts are built on and which are kept unseen: drawn by a seed that stood here before the first pattern was written."""

import random
from collections.abc import Mapping, Sequence

SEED = 20261126


def halves(texts: Sequence[Mapping[str, str]]) -> tuple[list[Mapping[str, str]], list[Mapping[str, str]]]:
    """Return the texts to build on and the unseen ones: of each label, one half each, in the order of the seed."""
    seen: list[Mapping[str, str]] = []
    unseen: list[Mapping[str, str]] = []
    for label in sorted({one["label"] for one in texts}):
        drawn = [one for one in texts if one["label"] == label]
        random.Random(SEED).shuffle(drawn)  # noqa: S311 - it keeps nothing secret
        middle = len(drawn) // 2
        seen += drawn[:middle]
        unseen += drawn[middle:]
    return seen, unseen
