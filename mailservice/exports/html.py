"""The record of a case as one page: `page(transcript)`. Self-contained: no script, no network, prints, and reads aloud.

The sides are told apart by name, letter and line, never by colour alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from itertools import groupby

from mailservice.cases.letters import phrases
from mailservice.cases.told.transcript import Entry, Rung, Transcript
from mailservice.exports import frame

_STATES = {"passed": "passed", "now": "the case is here", "ahead": "not reached", "ended": "the case ended here"}


def page(transcript: Transcript) -> str:
    """Return the whole record as an HTML page."""
    title = f"{transcript.reference}: record of a {transcript.call_it}"
    lines = (
        *_head(transcript),
        *_section("What stands now", _items(transcript.standing)),
        *_section("The stages", _ladder(transcript.ladder)),
        *_section("What happened", _days(transcript)),
    )
    return frame.page(title, _STYLE, lines)


def _head(told: Transcript) -> Iterator[str]:
    yield f"<header>\n<p class='over'>{escape(told.partnership)}</p>\n<h1>{escape(told.reference)}</h1>"
    yield f"<p class='status'>{escape(phrases.sentence(told.status))}</p>\n<dl>"
    opened = phrases.moment(told.opened) if told.opened else ""
    facts = {
        "Raised by": told.raised_by,
        "Opened": opened,
        "Agencies": phrases.listed(told.agencies),
        told.reference_word: phrases.listed(told.child_references),
        "Policy": told.policy,
    }
    yield from (f"<dt>{escape(name)}</dt><dd>{escape(fact)}</dd>" for name, fact in facts.items() if fact)
    yield "</dl>\n</header>"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"<section>\n<h2>{escape(title)}</h2>"
    yield from lines
    yield "</section>"


def _items(lines: Iterable[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{escape(line)}</li>" for line in lines)
    yield "</ul>"


def _ladder(rungs: Iterable[Rung]) -> Iterator[str]:
    yield "<ol class='ladder'>"
    for rung in rungs:
        since = f", from {rung.entered}" if rung.entered else ""
        yield f"<li class='{rung.state}'><strong>{escape(rung.title)}</strong>"
        yield f" <span class='state'>{escape(_STATES[rung.state] + since)}</span>"
        if rung.dates:
            yield from _items(rung.dates)
        yield "</li>"
    yield "</ol>"


def _days(told: Transcript) -> Iterator[str]:
    yield "<ul class='key'>"
    for side, agency in enumerate(told.agencies, 1):
        yield f"<li class='{_side(side)}'><span class='mark'>{_letter(side)}</span> {escape(agency)}</li>"
    yield "<li class='ours'>the service and the office</li>\n</ul>"
    for day, entries in groupby(told.entries, _day):
        yield f"<h3>{escape(phrases.day(day))}</h3>\n<ol class='day'>"
        for entry in entries:
            yield from _entry(entry)
        yield "</ol>"


def _day(entry: Entry) -> date:
    return entry.at.date()


def _entry(entry: Entry) -> Iterator[str]:
    yield f"<li class='entry {entry.kind} {_side(entry.side)}'>"
    yield f"<time datetime='{entry.at.isoformat()}'>{escape(phrases.hour(entry.at))}</time>\n<div>"
    mark = f"<span class='mark' aria-hidden='true'>{_letter(entry.side)}</span> " if entry.side else ""
    yield f"<p class='said'>{mark}{escape(entry.said)}</p>"
    if entry.words:
        yield f"<blockquote>{escape(entry.words)}</blockquote>"
    yield from (f"<p class='note'>{escape(note)}</p>" for note in entry.notes)
    if entry.letter:
        yield f"<details><summary>The letter</summary><pre>{escape(entry.letter)}</pre></details>"
    yield "</div>\n</li>"


def _side(side: int) -> str:
    return f"side side{(side - 1) % 2 + 1}" if side else "ours"


def _letter(side: int) -> str:
    return chr(ord("A") + side - 1)


_STYLE = """
:root { color-scheme: light dark; --ink: #1c2b30; --soft: #51636a; --paper: #ffffff; --ground: #eef2f3;
  --line: #b7c5c9; --one: #0f5a63; --two: #7a3e0b; --words: #f4f7f8; --now: #e2eff0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edef; --soft: #a9bac0; --paper: #1b2528; --ground: #12191b;
  --line: #4a5b61; --one: #7fd0d8; --two: #f0b37e; --words: #263236; --now: #16393e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 Arial, Helvetica, sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem) 3rem; background: var(--paper); }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; } h2 { margin: 2.5rem 0 .75rem; font-size: 1.4rem; }
h3 { margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 1.1rem; }
.over, .state, .note, time, dt { color: var(--soft); } .over { margin: 0; } .note { font-size: .93rem; }
.status { margin: .25rem 0 1rem; font-size: 1.15rem; font-weight: bold; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 0; } dd { margin: 0; }
p, li, dd, blockquote, pre { overflow-wrap: anywhere; }
.ladder, .day, .key { margin: 0; padding: 0; list-style: none; }
.ladder > li { padding: .5rem .9rem; border-left: 4px solid var(--line); }
.ladder > .now, .ladder > .ended { background: var(--now); border-left-color: var(--one); }
.ladder > .ahead { border-left-style: dotted; }
.ladder ul { margin: .25rem 0 0; padding-left: 1.2rem; font-size: .93rem; }
.key { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; } .key li { padding-left: .6rem; }
.entry { display: grid; grid-template-columns: 4.4rem 1fr; margin: .6rem 0; padding: .1rem 0 .1rem .9rem; }
.entry p { margin: .1rem 0 .15rem; } time { margin: .1rem 0; font-variant-numeric: tabular-nums; }
.ours { border-left: 2px dotted var(--line); } .side1 { border-left: 5px solid var(--one); }
.side2 { border-left: 6px double var(--two); } .entry.side2 { margin-left: clamp(0rem, 5vw, 3rem); }
.mark { display: inline-block; min-width: 1.5em; padding: 0 .3em; border: 1px solid currentColor; border-radius: 3px;
  text-align: center; font-weight: bold; }
.side1 .mark { color: var(--one); } .side2 .mark { color: var(--two); }
blockquote { margin: .4rem 0; padding: .6rem .9rem; background: var(--words); white-space: pre-wrap; }
.stage .said, .ending .said { font-weight: bold; }
summary { cursor: pointer; } pre { margin: .4rem 0; padding: .75rem; background: var(--words); white-space: pre-wrap;
  font-size: .88rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
  .entry { grid-template-columns: 1fr; } }
@media print { body, main { background: none; padding: 0; max-width: none; } .entry { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; } h2, h3 { break-after: avoid; } }
"""
