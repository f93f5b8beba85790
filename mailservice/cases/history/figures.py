"""What a board was told of a time: its figures, as they were published. They stay so, whatever becomes of its cases."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Count = int | None
"""How many cases; None where it is held back: then nobody can tell it any more, not from the record either."""


@dataclass(frozen=True)
class FiguresTable:
    """One table: its words, and a count for each row; where two things are crossed, the cells of each row too."""

    id: str
    title: str
    cohort: Literal["raised", "ended"]
    rows: tuple[str, ...]
    counts: tuple[Count, ...]
    columns: tuple[str, ...] = ()
    crossed: tuple[tuple[Count, ...], ...] = ()
    below: tuple[Count, ...] = ()


@dataclass(frozen=True)
class FiguresPublished:
    """The figures of a time were counted, and are told so from now on. Kept in the office's book; holds no case, and nobody.

    `tables` is empty where nothing could be told. `means` has the mean working days at a stage, of a year alone. `summed` is of a
    year that was added up from its quarters as they had been told.
    """

    at: datetime
    first: date
    last: date
    threshold: int
    partnership: str
    raised: Count
    ended: Count
    tables: tuple[FiguresTable, ...]
    means: tuple[tuple[str, Count], ...] = ()
    summed: bool = False
