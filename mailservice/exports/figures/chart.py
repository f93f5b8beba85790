"""One table as a picture: `drawn` as SVG, `picture` of that as PNG, fit for a board paper. `told` says the same in a sentence.

A bar is as long as its count, and its count stands beside it in letters; what is held back has no bar, and is said in words.
"""

from html import escape
from typing import Final

import typst

from mailservice.exports.figures.tables import Table

HELD_BACK: Final = "held back"
_WIDTH, _ROW, _TOP = 760, 34, 46
_LEFT, _LONGEST, _LETTERS = 330, 350, 46
_INK, _SOFT, _BAR = "#1b2327", "#3c4a50", "#0f5a63"
_FONT: Final = "font-family='Libertinus Serif, Georgia, serif'"
_SOURCE: Final = b"""#set page(width: auto, height: auto, margin: 8pt, fill: white)
#set document(date: none)
#image(bytes(sys.inputs.drawing), format: "svg")"""


def drawn(table: Table) -> str:
    """Return a table as SVG."""
    most = max((count or 0 for count in table.counts.values()), default=0) or 1
    height = _TOP + _ROW * len(table.rows) + 8
    lines = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {height}' width='{_WIDTH}' height='{height}' "
        f"role='img' aria-label='{escape(told(table), quote=True)}'>",
        f"<rect width='{_WIDTH}' height='{height}' fill='#ffffff'/>",
        _text(0, 22, table.title, f"font-size='19' font-weight='bold' fill='{_INK}'"),
        f"<line x1='{_LEFT}' y1='{_TOP - 8}' x2='{_LEFT}' y2='{height - 6}' stroke='{_SOFT}'/>",
    ]
    for number, row in enumerate(table.rows):
        count, y = table.counts[row], _TOP + _ROW * number
        width = round((count or 0) / most * _LONGEST, 1)
        lines.append(_text(_LEFT - 10, y + 16, _short(row), f"font-size='15' text-anchor='end' fill='{_INK}'"))
        if count:
            lines.append(f"<rect x='{_LEFT}' y='{y}' width='{width}' height='22' fill='{_BAR}'/>")
        said = HELD_BACK if count is None else str(count)
        look = f"font-style='italic' fill='{_SOFT}'" if count is None else f"fill='{_INK}'"
        lines.append(_text(_LEFT + width + 8, y + 16, said, f"font-size='15' {look}"))
    return "\n".join([*lines, "</svg>\n"])


def told(table: Table) -> str:
    """Return what the picture shows, for whoever does not see it."""
    said = "; ".join(f"{row}: {HELD_BACK if table.counts[row] is None else table.counts[row]}" for row in table.rows)
    return f"{table.title}. {said}."


def picture(drawing: str) -> bytes:
    """Return a drawing as PNG, of 144 points to the inch and with the fonts within the library: everywhere the same bytes."""
    made = typst.compile(_SOURCE, sys_inputs={"drawing": drawing}, format="png", ppi=144, ignore_system_fonts=True)
    return bytes(made) if isinstance(made, bytes) else b""


def _short(row: str) -> str:
    return row if len(row) <= _LETTERS else f"{row[: _LETTERS - 1].rstrip()}…"


def _text(x: float, y: float, words: str, look: str) -> str:
    return f"<text x='{x}' y='{y}' {_FONT} {look}>{escape(words)}</text>"
