"""Fits what each trait weighs on the texts of this folder, and shows how well that holds for an author it has not seen.

`python -m tests.mail.danger.fit` writes `mailservice/mail/danger/weights.py`; with `--cross` it writes nothing, and prints how
each author's texts are read by weights that were fitted on the others'. Minutes of work, the same figures every time.
"""

import json
import random
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import exp, sqrt
from pathlib import Path
from typing import Any, NamedTuple

from mailservice.mail.danger import weighing

HERE = Path(__file__).parent
WRITTEN = Path(weighing.__file__).parent / "weights.py"
COUNTS = {"written-seen": 1.0, "given-seen": 1.0, "plain": 2.0, "mechanics": 2.0, "short": 1.0, "openings": 1.0}
"""The files, and what a text of each counts."""
NATURAL = ("written-seen", "given-seen", "openings")
AUTHORS = ("a", "b", "c", "d", "given", "ours")
SEED = 20261126
ROUNDS = 12
STEP = 0.15
HELD_BACK = 0.05
"""How much a weight is drawn to nothing, shared among the texts that hold its trait."""
SELDOM = {True: 8, False: 5}
"""In how many texts a pair of stems, or any other trait, must stand to be weighed."""
KEPT = 2000
DRAWN = 0.65
"""How far above even the line is drawn: one false alarm in ten harmless texts, on authors that were not fitted on."""
WHOLE = 10


_SAYS = """What each trait weighs, in tenths: towards danger above zero; and the line that a passage must pass.

Written by `python -m tests.mail.danger.fit`; not by hand.
"""
_WHOLE_WORDS: Any = {"break_long_words": False, "break_on_hyphens": False}


class Text(NamedTuple):
    """A text as the traits of its passages, with what it is and how much it counts."""

    danger: bool
    counts: float
    passages: list[frozenset[str]]
    plain: bool
    """Whether it says it in plain speech, which no weight decides."""


def read(file: str) -> list[dict[str, str]]:
    """Return the texts of a file that are plainly one or the other, each with its author."""
    rows = map(json.loads, (HERE / f"{file}.jsonl").read_text().splitlines())
    author = "ours" if file in ("short", "openings") else "given"
    return [{"author": author, "file": file, **row} for row in rows if row["label"] != "unclear"]


def texts(rows: Iterable[Mapping[str, str]]) -> list[Text]:
    """Return what is fitted on: natural texts a second time, among harmless sentences of the same authors."""
    known = [*rows]
    natural = [row for row in known if row["file"] in NATURAL]
    around = [
        row["text"].rstrip(".!?") + "." for row in natural if row["label"] == "harmless" and len(row["text"]) < 120
    ]
    drawn = random.Random(SEED)  # noqa: S311 - it keeps nothing secret
    wrapped = [{**row, "text": _among(row["text"], around, drawn)} for row in natural]
    return [_text(row) for row in (*known, *wrapped)]


def _among(text: str, around: Sequence[str], drawn: random.Random) -> str:
    before, after = drawn.choice([(1, 0), (0, 1), (2, 0), (1, 1), (2, 2), (2, 1)])
    return " ".join([*drawn.sample(around, before), text, *drawn.sample(around, after)])


def _text(row: Mapping[str, str]) -> Text:
    passages = [one for paragraph in weighing.passages(row["text"]) for one in paragraph]
    held = [frozenset(one.traits) for one in passages]
    return Text(row["label"] == "danger", COUNTS[row["file"]], held, any(map(weighing.plainly, passages)))


def fitted(known: Sequence[Text]) -> tuple[dict[str, float], float]:
    """Return the weight of each trait that is worth keeping, and the line."""
    often = Counter(trait for text in known for trait in frozenset().union(*text.passages))
    often = Counter({trait: seen for trait, seen in often.items() if seen >= SELDOM["_" in trait]})
    weights, _ = _fit(known, often)
    heaviest = sorted(often, key=lambda trait: (-abs(weights[trait]), trait))[:KEPT]
    weights, line = _fit(known, {trait: often[trait] for trait in heaviest})
    return weights, line + DRAWN


def _fit(known: Sequence[Text], often: Mapping[str, int]) -> tuple[dict[str, float], float]:
    """Fit by steps (AdaGrad) on the logistic loss of each text's heaviest passages."""
    weights, moved, line, line_moved = dict.fromkeys(often, 0.0), dict.fromkeys(often, 1e-6), 0.0, 1e-6
    kept = [text._replace(passages=[one & often.keys() for one in text.passages]) for text in known if text.passages]
    drawn = random.Random(SEED)  # noqa: S311 - it keeps nothing secret
    for _ in range(ROUNDS):
        drawn.shuffle(kept)
        for text in kept:
            scores = [weighing.weigh(one, weights) - line for one in text.passages]
            shares = [exp(score - max(scores)) for score in scores]
            for held, score, share in zip(text.passages, scores, shares, strict=True):
                off = text.counts * share / sum(shares) * (1 / (1 + exp(-score)) - text.danger)
                if abs(off) < 1e-3:
                    continue
                slope = off / sqrt(len(held) + weighing.EVEN)
                for trait in held:
                    down = slope + HELD_BACK * weights[trait] / often[trait]
                    moved[trait] += down * down
                    weights[trait] -= STEP * down / sqrt(moved[trait])
                line_moved += off * off
                line += STEP * off / sqrt(line_moved)
    return weights, line


def written(weights: Mapping[str, float], line: float) -> str:
    """Return the module of the weights: the heaviest first, as many to a row as weigh the same."""
    rows: dict[int, list[str]] = {}
    for trait, weight in sorted(weights.items()):
        rows.setdefault(round(weight * WHOLE), []).append(trait)
    table = [_row(number, rows[number]) for number in sorted(rows, reverse=True) if number]
    return f'"""{_SAYS}"""\n\nWHOLE = {WHOLE}\nLINE = {line:.2f}\nTABLE = """\n{"".join(table)}"""\n'


def _row(number: int, traits: Sequence[str]) -> str:
    return (
        textwrap.fill(
            " ".join(traits), 110, initial_indent=f"{number:+} ", subsequent_indent=f"{number:+} ", **_WHOLE_WORDS
        )
        + "\n"
    )


def cross() -> None:
    """Print how each author's texts are read by weights fitted on the others'."""
    rows = [row for file in COUNTS for row in read(file)]
    found: list[tuple[str, bool, float]] = []
    for author in AUTHORS:
        weights, line = fitted(texts(row for row in rows if row["author"] != author))
        told = [
            (author, text.danger, _heaviest(text, weights, line))
            for text in map(_text, (row for row in rows if row["author"] == author))
        ]
        found += told
        _print(author, told)
    _print("a to d", [one for one in found if one[0] in "abcd"])


def _heaviest(text: Text, weights: dict[str, float], line: float) -> float:
    heaviest = max((weighing.weigh(one, weights) - line for one in text.passages), default=-line)
    return max(heaviest, 1.0) if text.plain else heaviest


def _print(name: str, told: Sequence[tuple[str, bool, float]]) -> None:
    danger, harmless = [[score for _, is_it, score in told if is_it is label] for label in (True, False)]
    for draw in (-0.4, -0.2, 0.0, 0.2, 0.4):
        hit, false = [sum(score > draw for score in scores) / max(1, len(scores)) for scores in (danger, harmless)]
        sys.stdout.write(
            f"{name:8} line {draw:+.2f}: found {hit:.3f} of {len(danger)}, false {false:.3f} of {len(harmless)}\n",
        )


if __name__ == "__main__":
    if "--cross" in sys.argv:
        cross()
    else:
        WRITTEN.write_text(written(*fitted(texts(row for file in COUNTS for row in read(file)))))
