"""One table as a picture: `drawn` as SVG, `picture` of that as PNG, fit for a board paper. `told` says the same in a sentence.

A bar is as long as its count, and its count stands beside it in letters; what is held back has no bar, and is said in words.
"""

from html import escape
from textwrap import wrap
from typing import Final

import typst

from mailservice.exports.figures.tables import Table

HELD_BACK: Final = "held back"
_WIDTH, _TOP, _LINE, _BAR_HEIGHT, _GAP = 480, 34, 21, 20, 12
_LONGEST, _LETTERS = 370, 54
_INK, _SOFT, _BAR = "#1b2327", "#3c4a50", "#0f5a63"
_FONT: Final = "font-family='Libertinus Serif, Georgia, serif'"
_SOURCE: Final = b"""#set page(width: auto, height: auto, margin: 8pt, fill: white)
#set document(date: none)
#image(bytes(sys.inputs.drawing), format: "svg")"""


def drawn(table: Table, *, titled: bool = True) -> str:
    """Return a table as SVG; on a page that says its title already, without it. Words stand above their bar, for a telephone."""
    most = max((count or 0 for count in table.counts.values()), default=0) or 1
    y = _TOP if titled else 0
    lines = [_text(0, 20, table.title, f"font-size='20' font-weight='bold' fill='{_INK}'")] if titled else []
    for row in table.rows:
        for words in wrap(row, _LETTERS):
            y += _LINE
            lines.append(_text(0, y - 4, words, f"font-size='17' fill='{_INK}'"))
        lines += _bar(table.counts[row], most, y + 2)
        y += _BAR_HEIGHT + _GAP
    label = escape(told(table), quote=True)
    return "\n".join(
        [
            (
                f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {y}' width='{_WIDTH}' height='{y}' "
                f"role='img' aria-label='{label}'>"
            ),
            f"<rect width='{_WIDTH}' height='{y}' fill='#ffffff'/>",
            *lines,
            "</svg>\n",
        ]
    )


def _bar(count: int | None, most: int, y: int) -> list[str]:
    if count is None:
        return [_text(0, y + 15, HELD_BACK, f"font-size='16' font-style='italic' fill='{_SOFT}'")]
    width = round(count / most * _LONGEST, 1)
    bar = [f"<rect x='0' y='{y}' width='{width}' height='{_BAR_HEIGHT}' fill='{_BAR}'/>"] if count else []
    return [*bar, _text(width + (8 if count else 0), y + 16, str(count), f"font-size='17' fill='{_INK}'")]


def told(table: Table) -> str:
    """Return what the picture shows, for whoever does not see it."""
    said = "; ".join(f"{row}: {HELD_BACK if table.counts[row] is None else table.counts[row]}" for row in table.rows)
    return f"{table.title}. {said}."


def picture(drawing: str) -> bytes:
    """Return a drawing as PNG, of 288 points to the inch and with the fonts within the library: everywhere the same bytes."""
    made = typst.compile(_SOURCE, sys_inputs={"drawing": drawing}, format="png", ppi=288, ignore_system_fonts=True)
    return bytes(made) if isinstance(made, bytes) else b""


def _text(x: float, y: float, words: str, look: str) -> str:
    return f"<text x='{x}' y='{y}' {_FONT} {look}>{escape(words)}</text>"
