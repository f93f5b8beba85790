"""`mailservice case find WORDS`: where words stand in what was written, in every mail and letter that is on a case.

The office's own book is not searched: what is on no case lies there, and what waits in confidence.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mailservice.cases.letters import phrases
from mailservice.cli.options import Config, asked_for
from mailservice.cli.shelf import opened
from mailservice.errors import Problem, UserError
from mailservice.exports.finding import Found, find
from mailservice.record import lookup

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="WORD",
        help='All in one mail or letter, by their beginnings; "two words" side by side; - asks you for them.',
    ),
]


def case_find(words: Words, config: Config = None) -> None:
    """Find what was written: each mail and letter on a case that has all of these words, and the sentence they are in."""
    words = [asked_for(word, "Words to look for") for word in words]
    if not all(word.strip() for word in words):
        remedy = 'write what to look for, like: mailservice case find "school place" autumn'
        raise UserError([Problem("mailservice case find", "WORDS", remedy)])
    console, places, cases = Console(highlight=False), 0, 0
    with opened(config) as shelf:
        for line in lookup.cases_of(shelf.tx):
            told = shelf.transcript(line.id)
            found = find(told, words)
            if found:
                console.print(Text.assemble((told.reference, "bold"), f"  {told.status}"))
                console.print(_table(found))
            places, cases = places + len(found), cases + bool(found)
    counted = f"{phrases.counted_things(places, 'place')} in {phrases.counted_things(cases, 'case')}"
    console.print(counted if places else "No mail or letter on a case has all of these words.")


def _table(found: Sequence[Found]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    for (at, said), ones in groupby(found, key=lambda one: (one.at, one.said)):
        table.add_row(f"  {at:%a %d %b %Y %H:%M}", Text(said, style="dim"))
        for one in ones:
            table.add_row("", _marked(one))
        table.add_row()
    return table


def _marked(one: Found) -> Text:
    text = Text(one.sentence)
    for begin, end in one.marks:
        text.stylize("bold yellow", begin, end)
    return text
