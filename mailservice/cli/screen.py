"""Lines on a screen: long ones are broken between words, and go on further in. Start at `show`."""

import shutil
import sys
from collections.abc import Iterable, Iterator
from textwrap import wrap

import typer

_FURTHER = 4


def show(lines: Iterable[str]) -> None:
    """Print lines: broken to the width of a terminal, and whole for whatever else reads them."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in lines:
        typer.echo("\n".join(broken(line, width)) if width else line)


def broken(line: str, width: int) -> Iterator[str]:
    """Break a line between words, but never within one: an address is to be copied whole."""
    further = " " * (len(line) - len(line.lstrip()) + _FURTHER)
    yield from wrap(
        line, width, subsequent_indent=further, break_long_words=False, break_on_hyphens=False, replace_whitespace=False
    ) or [""]
