"""The way of a case as a drawing: `drawn`. One row a stage, to the scale of its days; what it says stands beside it in words too.

Widths are parts of the whole and letters keep their size, so that it reads on a telephone as on paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from itertools import accumulate
from textwrap import wrap

from mailservice.cases.letters import phrases
from mailservice.exports.pack.dossier import Due, Leg

_STATES = {"passed": "passed", "now": "the case is here", "ahead": "not reached", "ended": "the case ended here"}
_ROW, _TOP, _FOOT = 62, 4, 24
# As many letters as fit beside each other on a telephone; a longer name goes on in a line below.
_IN_A_LINE = 44
_LINE = 16
_NARROWEST = 1.0
_LEFT, _RIGHT = 35.0, 65.0


@dataclass(frozen=True)
class Scale:
    """The time that the drawing spans, and where in it a moment lies, as a part of a hundred."""

    first: datetime
    last: datetime

    def at(self, moment: datetime) -> float:
        """Return where a moment lies, from 0 to 100."""
        whole = (self.last - self.first) / timedelta(seconds=1)
        part = (moment - self.first) / timedelta(seconds=1)
        return round(min(max(part / whole, 0.0), 1.0) * 100, 2)


@dataclass(frozen=True)
class Bar:
    """One stage in the drawing: where it begins and how wide it is, and its dates, each with its label."""

    title: str
    state: str
    start: float
    width: float
    unread: bool
    marks: tuple[tuple[float, bool, str], ...]


def scale(way: Sequence[Leg], opened: datetime, last: datetime) -> Scale:
    """Return the time from the opening to the end of the last stage, or to now while it goes on, and every date of the policy's.

    A date of ours that comes long after, such as for the after-care, would make the stages too small to see.
    """
    ends = [leg.left or last for leg in way if leg.entered]
    dues = [one.at for leg in way for one in leg.dates if not one.ours]
    return Scale(opened, max([opened + timedelta(hours=1), *ends, *dues]))


def bars(way: Sequence[Leg], span: Scale) -> Iterator[Bar]:
    """Give the stages that the case came to, as they are drawn."""
    for leg in way:
        if leg.entered is None:
            continue
        start = span.at(leg.entered)
        width = max(span.at(leg.left or span.last) - start, _NARROWEST)
        yield Bar(
            leg.title,
            leg.state,
            min(start, 100 - _NARROWEST),
            width,
            bool(leg.unread),
            tuple(_marks(leg.dates, span)),
        )


def _marks(dates: Sequence[Due], span: Scale) -> Iterator[tuple[float, bool, str]]:
    """Give each date's place; the first that is the policy's, else the first of all, has its label."""
    drawn_here = [one for one in dates if one.at <= span.last]
    labelled = next((one for one in drawn_here if not one.ours), drawn_here[0] if drawn_here else None)
    for one in drawn_here:
        label = f"due {phrases.short(one.at)} ({one.whose})" if one is labelled else ""
        yield span.at(one.at), one.ours, label


def drawn(way: Sequence[Leg], opened: datetime, last: datetime) -> str:
    """Return the drawing as SVG; its colours are those of the page that it stands in."""
    span = scale(way, opened, last)
    rows = [*bars(way, span)]
    tops = [*accumulate((_ROW + _LINE * (len(_lines(row.title)) - 1) for row in rows), initial=_TOP)]
    height = tops[-1] + _FOOT
    return "\n".join(
        [
            f"<svg class='way' role='img' aria-label='{escape(told(rows, span))}' width='100%' height='{height}'>",
            *(line for row, top in zip(rows, tops, strict=False) for line in _row(row, top)),
            *_axis(span, height),
            "</svg>",
        ]
    )


def told(rows: Sequence[Bar], span: Scale) -> str:
    """Return what the drawing shows, in a sentence, for whoever does not see it."""
    stages = "; ".join(row.title for row in rows)
    return (
        f"Drawing of the stages against time, {phrases.day(span.first)} to {phrases.day(span.last)}: {stages}. The list "
        "below says the same in words."
    )


def when(leg: Leg) -> str:
    """Return where a stage stands, and from when until when the case was there."""
    since = f"from {phrases.short(leg.entered)}" if leg.entered else ""
    until = f" to {phrases.short(leg.left)}" if leg.left else ""
    return f"{_STATES[leg.state]}{', ' if since else ''}{since}{until}"


def _row(row: Bar, top: int) -> Iterator[str]:
    lines = _lines(row.title)
    for place, line in enumerate(lines):
        yield f"<text class='name' x='0' y='{top + 13 + place * _LINE}'>{escape(line)}</text>"
    rail = top + _LINE * (len(lines) - 1)
    yield f"<line class='rail' x1='0' x2='100%' y1='{rail + 28}' y2='{rail + 28}'/>"
    kind = f"bar {row.state}{' unread' if row.unread else ''}"
    yield f"<rect class='{kind}' x='{row.start}%' y='{rail + 21}' width='{row.width:.2f}%' height='14' rx='2'/>"
    for at, ours, label in row.marks:
        # A nested drawing keeps the mark's own shape at a place that is a part of the whole.
        shape = "<circle cx='0' cy='0' r='5'/>" if ours else "<path d='M0 -7 L6 0 L0 7 L-6 0 Z'/>"
        yield f"<svg class='mark{' ours' if ours else ''}' x='{at}%' y='{rail + 28}' overflow='visible'>{shape}</svg>"
        if label:
            anchor, shift = _anchor(at)
            words = f"<text class='due' x='{at}%' dx='{shift}' y='{rail + 50}' text-anchor='{anchor}'>"
            yield f"{words}{escape(label)}</text>"


def _lines(title: str) -> list[str]:
    return wrap(title, _IN_A_LINE) or [""]


def _anchor(place: float) -> tuple[str, int]:
    """Return how a label hangs on its mark, so that neither edge cuts it on the narrowest screen."""
    if place < _LEFT:
        return "start", 8
    return ("end", -8) if place > _RIGHT else ("middle", 0)


def _axis(span: Scale, height: int) -> Iterator[str]:
    foot = height - 6
    yield f"<text class='axis' x='0' y='{foot}'>{escape(phrases.short_day(span.first))}</text>"
    yield f"<text class='axis' x='100%' y='{foot}' text-anchor='end'>{escape(phrases.short_day(span.last))}</text>"
