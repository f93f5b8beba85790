"""A policy's ladder as a drawing (SVG) for a partnership's handbook. Start at `diagram`. Pure: text in, text out.

Solid frames are the policy's own times, dashed ones ours, so that it still tells the two apart on a grey printer.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from mailservice.policy.dates import basis_of
from mailservice.policy.model import Clock, Policy, Stage
from mailservice.policy.words import (
    WHOSE,
    clock_in_words,
    last_word,
    limit_in_words,
    passed_by,
    stage_notes,
    urgent_hours,
    who_meets,
)

INK, QUIET, PALE, LINE = "#1d2939", "#52606d", "#f2f5f8", "#9aa5b1"
POLICY, HOUSE, URGENT = "#0b5394", "#8a5a00", "#b42318"
LEFT, CARD, GAP, CHIP, RIGHT = 96, 480, 24, 300, 60
WIDTH: Final = LEFT + CARD + GAP + CHIP + RIGHT
PAD: Final = 14
FONTS: Final = "Arial, Helvetica, Liberation Sans, sans-serif"
BETWEEN: Final = 34
# How wide a letter is on the whole, against its size: sans-serif faces differ little.
LETTER: Final = 0.5


@dataclass
class _Sheet:
    """What is drawn so far, and how far down it reaches."""

    drawn: list[str] = field(default_factory=list)
    y: float = 28

    def text(self, x: float, y: float, words: str, size: int = 13, **style: str) -> None:
        """Write one line; its foot stands at y."""
        look = {"fill": INK, **style}
        marks = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in look.items())
        self.drawn.append(f'<text x="{x:g}" y="{y:g}" font-size="{size}" {marks}>{escape(words)}</text>')

    def lines(self, x: float, y: float, lines: Sequence[str], size: int = 13, **style: str) -> None:
        """Write lines below one another from y."""
        for number, words in enumerate(lines):
            self.text(x, y + size + number * _pitch(size), words, size, **style)

    def box(self, x: float, y: float, width: float, height: float, **style: str) -> None:
        """Draw a rounded frame."""
        look = {"rx": "8", "fill": "white", "stroke": LINE, **style}
        marks = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in look.items())
        self.drawn.append(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" {marks}/>')

    def path(self, way: str, colour: str, **style: str) -> None:
        """Draw a line; `marker_end` gives it a head."""
        marks = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in style.items())
        self.drawn.append(f'<path d="{way}" fill="none" stroke="{colour}" stroke-width="2" {marks}/>')


def diagram(policy: Policy) -> str:
    """Return the ladder of a policy as one SVG document, to print or to put on a page."""
    sheet = _Sheet()
    _head(sheet, policy)
    tops = _cards(sheet, policy)
    _limits(sheet, policy, tops)
    _foot(sheet, policy)
    return _document(sheet, policy)


def _head(sheet: _Sheet, policy: Policy) -> None:
    sheet.lines(28, sheet.y, _wrapped(policy.title, WIDTH - 56, 24), 24, font_weight="bold")
    sheet.y += 38
    name = policy.partnership or "No partnership named"
    sheet.text(28, sheet.y + 12, f"{name}{f', {policy.version}' if policy.version else ''}", 14, fill=QUIET)
    sheet.y += 24
    if not policy.runs_live:
        missing = "Not complete: " + "; ".join(policy.gaps)
        lines = _wrapped(missing, WIDTH - 56, 13)
        sheet.lines(28, sheet.y, lines, fill=URGENT, font_weight="bold")
        sheet.y += len(lines) * _pitch(13)
    sheet.y += 14


def _cards(sheet: _Sheet, policy: Policy) -> dict[str, float]:
    tops = {}
    for stage in policy.ladder:
        tops[stage.id] = sheet.y
        height = _card(sheet, policy, stage, _chips(sheet, stage))
        if stage.id in policy.may_start_at:
            _urgent_arrow(sheet, tops[stage.id] + 26)
        sheet.y += height
        if stage.next:
            _onward(sheet, policy, stage)
    sheet.y += 18
    return tops


def _card(sheet: _Sheet, policy: Policy, stage: Stage, at_least: float) -> float:
    top, inner = sheet.y, CARD - 2 * PAD
    title = _wrapped(stage.title, inner - 44, 16)
    notes = _wrapped(_notes(policy, stage), inner - 44, 12)
    sides = _sides(stage, inner)
    people_at = top + PAD + len(title) * _pitch(16) + len(notes) * _pitch(12) + 10
    people_height = max(len(lines) for _, lines in sides) * _pitch(13) + 26
    height = max(people_at + people_height + PAD - top, at_least)
    sheet.box(LEFT, top, CARD, height, fill=PALE, stroke=QUIET if stage.formal else LINE, stroke_width="1.5")
    _badge(sheet, stage, top)
    sheet.lines(LEFT + PAD + 44, top + PAD, title, 16, font_weight="bold")
    sheet.lines(LEFT + PAD + 44, top + PAD + len(title) * _pitch(16), notes, 12, fill=QUIET)
    _people(sheet, sides, people_at, people_height)
    return height


def _badge(sheet: _Sheet, stage: Stage, top: float) -> None:
    x, y = LEFT + PAD + 16, top + PAD + 15
    fill = INK if stage.formal else "white"
    sheet.drawn.append(f'<circle cx="{x}" cy="{y:g}" r="16" fill="{fill}" stroke="{INK}" stroke-width="1.5"/>')
    ink = "white" if stage.formal else INK
    sheet.text(x, y + 5, stage.id, 15, fill=ink, text_anchor="middle", font_weight="bold")


def _notes(policy: Policy, stage: Stage) -> str:
    notes = stage_notes(stage)
    notes += [f"in steps: {', '.join(stage.steps).replace('-', ' ')}"] if stage.steps else []
    notes += [f"{stage.optional_tier.id} {stage.optional_tier.title} if asked for"] if stage.optional_tier else []
    notes += [f"with {', '.join(stage.always_includes)}"] if stage.always_includes else []
    notes += ["roles differ by agency"] if len(stage.roles) > 1 else []
    form = policy.form(stage.form)
    notes += [f"form: {form.title}"] if form else []
    return " · ".join(notes)


def _sides(stage: Stage, inner: float) -> list[tuple[str, list[str]]]:
    if stage.sides == "convened":
        return [("Convened by", _wrapped(who_meets(stage), inner - 2 * PAD, 13))]
    half = (inner - 44) / 2
    lines = _wrapped(who_meets(stage), half - 2 * PAD, 13)
    return [("One agency", lines), ("The other agency", lines)]


def _people(sheet: _Sheet, sides: list[tuple[str, list[str]]], top: float, height: float) -> None:
    inner = CARD - 2 * PAD
    width = inner if len(sides) == 1 else (inner - 44) / 2
    for number, (label, lines) in enumerate(sides):
        x = LEFT + PAD + number * (width + 44)
        sheet.box(x, top, width, height)
        sheet.text(x + PAD, top + 16, label, 11, fill=QUIET)
        sheet.lines(x + PAD, top + 18, lines, 13)
    if len(sides) > 1:
        x, y = LEFT + PAD + width, top + height / 2
        heads = {"marker_start": "url(#tail)", "marker_end": "url(#head)"}
        sheet.path(f"M{x + 10:g} {y:g} H{x + 34:g}", QUIET, **heads)


def _chips(sheet: _Sheet, stage: Stage) -> float:
    x, y = LEFT + CARD + GAP, sheet.y
    for clock in stage.clock:
        whose, colour, dashes = _whose(clock)
        words = clock_in_words(clock)
        lines = _wrapped(words[0].upper() + words[1:], CHIP - 2 * PAD, 13)
        height = len(lines) * _pitch(13) + 28
        sheet.box(x, y, CHIP, height, stroke=colour, stroke_width="1.5", stroke_dasharray=dashes)
        sheet.lines(x + PAD, y + 6, lines, 13)
        sheet.text(x + PAD, y + height - 8, whose, 11, fill=colour)
        y += height + 8
    return y - sheet.y - 8 if stage.clock else 0


def _whose(clock: Clock) -> tuple[str, str, str]:
    basis = basis_of(clock)
    if basis != "policy":
        return WHOSE[basis], HOUSE, "5 4"
    reminds = "; reminds only" if clock.when_missed == "remind" else ""
    return f"the policy's time{reminds}", POLICY, "none"


def _onward(sheet: _Sheet, policy: Policy, stage: Stage) -> None:
    x, y = LEFT + PAD + 16, sheet.y
    sheet.path(f"M{x} {y + 4:g} V{y + BETWEEN - 6:g}", INK, marker_end="url(#head)")
    after = policy.next_stage(stage.id)
    beyond = f", or straight to {after.next} where {after.id} is left out" if after and after.optional else ""
    sheet.text(x + 16, y + BETWEEN / 2 + 4, f"not settled{beyond}", 12, fill=QUIET)
    sheet.y += BETWEEN


def _urgent_arrow(sheet: _Sheet, y: float) -> None:
    sheet.text(18, y - 8, "URGENT", 12, fill=URGENT, font_weight="bold")
    sheet.text(18, y + 18, "may start here", 10, fill=URGENT)
    sheet.path(f"M18 {y:g} H{LEFT - 6}", URGENT, marker_end="url(#now)")


def _limits(sheet: _Sheet, policy: Policy, tops: dict[str, float]) -> None:
    x, first = WIDTH - RIGHT + 14, min(tops.values())
    for limit in policy.limits:
        last = tops[limit.stage]
        sheet.path(f"M{x} {first:g} H{x + 14} V{last + 12:g} H{x + 2}", POLICY, marker_end="url(#limit)")
        middle = (first + last) / 2
        turned = f"rotate(90 {x + 22} {middle:g})"
        words = limit_in_words(limit)
        look = {"transform": turned, "text_anchor": "middle", "font_weight": "bold"}
        sheet.text(x + 22, middle, words[0].upper() + words[1:], 13, fill=POLICY, **look)


def _foot(sheet: _Sheet, policy: Policy) -> None:
    rows = [("Last word", last_word(policy.final)), ("In danger now", _danger(policy))]
    rows += [("Not for this", "; ".join(one.says for one in policy.exclusions))] if policy.exclusions else []
    for label, words in rows:
        lines = _wrapped(words, WIDTH - LEFT - 76, 13)
        sheet.text(28, sheet.y + 13, label, 13, font_weight="bold")
        sheet.lines(LEFT + 48, sheet.y, lines, 13)
        sheet.y += len(lines) * _pitch(13) + 6
    sheet.y += 8
    sheet.box(28, sheet.y, 26, 14, stroke=POLICY, rx="3", stroke_width="1.5")
    sheet.text(62, sheet.y + 12, "time given by the policy", 12, fill=QUIET)
    sheet.box(248, sheet.y, 26, 14, stroke=HOUSE, rx="3", stroke_width="1.5", stroke_dasharray="5 4")
    sheet.text(282, sheet.y + 12, "time asked by the office, where the policy gives none", 12, fill=QUIET)
    sheet.y += 38


def _danger(policy: Policy) -> str:
    names = {"start-at": "start at a marked stage", "compress": "take all stages in a short time"}
    means = [names[mode] for mode in policy.urgent.mode if mode in names] or ["speed is asked for"]
    own = [*(urgent_hours(policy) if policy.urgent.hours else ()), *passed_by(policy)]
    return f"{policy.urgent.always_say}. URGENT: {'; '.join([' or '.join(means), *own])}."


def _document(sheet: _Sheet, policy: Policy) -> str:
    height = round(sheet.y)
    about = f"{policy.title}: stages {', '.join(stage.id for stage in policy.ladder)}, who meets at each, and by when"
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    heads = (
        _arrow("head", INK),
        _arrow("tail", INK, "auto-start-reverse"),
        _arrow("now", URGENT),
        _arrow("limit", POLICY),
    )
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" lang="en-GB" font-family="{FONTS}">',
        f"<title>{escape(about)}</title>",
        f"<defs>{''.join(heads)}</defs>",
        '<rect width="100%" height="100%" fill="white"/>',
        *sheet.drawn,
        "</svg>",
    )
    return "\n".join(parts) + "\n"


def _arrow(name: str, colour: str, turn: str = "auto") -> str:
    size = 'viewBox="0 0 10 10" refX="7" refY="5" markerWidth="6" markerHeight="6"'
    return f'<marker id="{name}" {size} orient="{turn}"><path d="M0 0 10 5 0 10z" fill="{colour}"/></marker>'


def _wrapped(words: str, width: float, size: int) -> list[str]:
    return textwrap.wrap(words, max(8, int(width / (size * LETTER))))


def _pitch(size: int) -> float:
    return round(size * 1.35)
