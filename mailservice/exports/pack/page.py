"""The pack as one page: `page(dossier)`. Self-contained: no script, no network; prints on A4, and reads aloud.

The first screen says what stands; the rest is there for whoever needs to look further, folded where it is long. The sides are
told apart by name, letter and line, never by colour alone. On paper the counting of dates is shown, and letters stay as they are
on the screen: whoever needs one on paper opens it first.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import groupby

from mailservice.cases.letters import phrases
from mailservice.exports import frame
from mailservice.exports.pack import timeline
from mailservice.exports.pack.cuts import MARK
from mailservice.exports.pack.dossier import Attached, Dossier, Due, Entry, Leg
from mailservice.exports.pack.standing import REFUSED

_KIB = 1024
_MARK = re.compile(MARK)
_NUMBER = re.compile(r"no\. (\d+)\)$")


def page(told: Dossier) -> str:
    """Return the whole pack as an HTML page."""
    lines = (
        *_head(told),
        *_section("now", "What stands now", _standing(told)),
        *_section("way", "The way it went", _way(told)),
        *(_section("dates", "Dates beside the stages", _dates(told.dates)) if told.dates else ()),
        *_section("what", "What was written, and what happened", _days(told)),
        *_section("proof", "How to check this", _proof(told)),
    )
    return frame.page(told.title, _STYLE, map(_blackened, lines))


def _blackened(line: str) -> str:
    """Make the marks of what was cut stand out; in a drawing, and in what a tag says of itself, they stay plain."""
    if "<svg" in line:
        return line
    pieces = re.split(r"(<[^>]*>)", line)
    pieces[::2] = [_MARK.sub(r"<mark>\g<0></mark>", one) for one in pieces[::2]]
    return "".join(pieces)


def _head(told: Dossier) -> Iterator[str]:
    yield f"<header>\n<p class='over'>{escape(told.partnership)}</p>\n<h1>{escape(told.reference)}</h1>"
    if told.whose:
        yield f"<p class='whose'>What {escape(told.whose)} had of it</p>"
    yield f"<p class='status'>{escape(phrases.sentence(told.status))}</p>\n</header>"


def _section(name: str, title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"<section id='{name}' aria-labelledby='{name}-title'>\n<h2 id='{name}-title'>{escape(title)}</h2>"
    yield from lines
    yield "</section>"


def _items(lines: Iterable[str], kind: str = "") -> Iterator[str]:
    yield f"<ul class='{kind}'>" if kind else "<ul>"
    yield from (f"<li>{escape(line)}</li>" for line in lines)
    yield "</ul>"


def _standing(told: Dossier) -> Iterator[str]:
    yield "<dl class='standing'>"
    for name, lines in told.standing:
        yield f"<dt>{escape(name)}</dt>"
        yield from (f"<dd>{_linked(line) if name == REFUSED else escape(line)}</dd>" for line in lines)
    yield "</dl>\n<dl class='facts'>"
    yield from (f"<dt>{escape(name)}</dt><dd>{escape(fact)}</dd>" for name, fact in told.facts)
    yield "</dl>"


def _linked(line: str) -> str:
    """Let the number of a message, at the end of a line of ours, lead to where it stands."""
    return _NUMBER.sub(r"<a href='#no-\1'>no. \1</a>)", escape(line))


def _way(told: Dossier) -> Iterator[str]:
    if any(leg.entered for leg in told.way):
        yield timeline.drawn(told.way, told.opened, told.at)
        yield (
            "<p class='key' aria-hidden='true'><span class='sign'>◆</span> a date of the policy’s, or agreed "  # noqa: RUF001 - proper type
            "<span class='sign'>●</span> a date of ours <span class='sign dashed'></span> a date passed without a word</p>"
        )
    yield "<ol class='ladder'>"
    for leg in told.way:
        yield from _leg(leg)
    yield "</ol>"


def _leg(leg: Leg) -> Iterator[str]:
    yield f"<li class='{leg.state}'><strong>{escape(leg.title)}</strong> <span class='state'>{escape(timeline.when(leg))}</span>"
    if leg.why:
        yield f"<p class='why'>{escape(leg.why)}</p>"
    if leg.had:
        yield "<p class='label'>Who had it, and when</p>"
        yield from _items(leg.had, "had")
    if leg.dates:
        yield "<p class='label'>Its dates</p>"
        yield from _dates(leg.dates)
    yield from (f"<p class='unread'>{escape(phrases.sentence(line))}</p>" for line in leg.unread)
    yield "</li>"


def _dates(dates: Sequence[Due]) -> Iterator[str]:
    yield "<ul class='dates'>"
    for one in dates:
        stands = " <strong>It stands.</strong>" if one.stands else ""
        became = f" {escape(one.became)}" if one.became else ""
        yield (
            f"<li><p><time datetime='{one.at.isoformat()}'>{escape(phrases.short(one.at))}</time> {escape(one.what)}. "
            f"<span class='soft'>{escape(phrases.capital(one.whose))}.</span>{became}{stands}</p>"
        )
        if one.counted:
            hidden = f"<span class='heard'> the date {escape(phrases.short(one.at))}</span>"
            yield f"<details class='counting'><summary>How it was counted{hidden}</summary><p>{escape(one.counted)}</p></details>"
        yield "</li>"
    yield "</ul>"


def _days(told: Dossier) -> Iterator[str]:
    letters = sum(one.kind == "letter" for one in told.entries)
    emails = sum(one.kind == "mail" for one in told.entries)
    yield (
        f"<p class='soft'>{phrases.counted_things(emails, 'email')}, whole, and {phrases.counted_things(letters, 'letter')} "
        "of ours, each a line that opens; what is open is printed open. The number beside each is its place in messages.mbox.</p>"
    )
    yield "<ul class='sides'>"
    for side, agency in enumerate(told.agencies, 1):
        yield f"<li class='{_side(side)}'><span class='letter'>{_letter(side)}</span> {escape(agency)}</li>"
    yield "<li class='ours'>the service and the office</li>\n</ul>"
    for day, entries in groupby(told.entries, _day):
        yield f"<h3>{escape(phrases.day(day))}</h3>\n<ol class='day'>"
        for entry in entries:
            yield from _entry(entry)
        yield "</ol>"


def _day(entry: Entry) -> date:
    return entry.at.date()


def _entry(entry: Entry) -> Iterator[str]:
    place = f" id='no-{entry.number}'" if entry.number else ""
    yield f"<li class='entry {entry.kind} {_side(entry.side)}'{place}>"
    yield f"<time datetime='{entry.at.isoformat()}'>{escape(phrases.hour(entry.at))}</time>\n<div>"
    yield from (_letter_of_ours(entry) if entry.kind == "letter" else _email(entry))
    yield "</div>\n</li>"


def _numbered(entry: Entry) -> str:
    return f" <span class='number'>no. {entry.number}</span>" if entry.number else ""


def _letter_of_ours(entry: Entry) -> Iterator[str]:
    line = f"Letter to {escape(entry.to)}: {escape(_small(entry.said))}{_numbered(entry)}"
    if entry.words:
        yield f"<details class='text'><summary>{line}</summary><pre>{escape(entry.words)}</pre></details>"
    else:
        yield f"<p class='said'>{line}</p>"
    yield from (f"<p class='note'>{escape(note)}</p>" for note in entry.notes)


def _small(said: str) -> str:
    return said[:1].lower() + said[1:] if said[1:2].islower() else said


def _email(entry: Entry) -> Iterator[str]:
    mark = f"<span class='letter' aria-hidden='true'>{_letter(entry.side)}</span> " if entry.side else ""
    yield f"<p class='said'>{mark}{escape(entry.said)}{_numbered(entry)}</p>"
    if entry.to:
        subject = f". Subject: {entry.subject}" if entry.subject else ""
        yield f"<p class='note'>{escape(entry.to + subject)}</p>"
    if entry.words:
        yield f"<blockquote>{escape(entry.words)}</blockquote>"
    if entry.attached:
        yield from _files(entry.attached)
    if entry.understood:
        yield "<p class='label'>What was understood, and what it did</p>"
        yield from _items(entry.understood, "understood")
    if entry.proof:
        yield f"<p class='note'>Who wrote it: {escape(entry.proof)}</p>"
    yield from (f"<p class='note'>{escape(note)}</p>" for note in entry.notes)


def _files(files: Sequence[Attached]) -> Iterator[str]:
    yield "<p class='label'>Attached</p>\n<ul class='files'>"
    for one in files:
        size = f"{_sized(one.size)}, {one.content_type}"
        yield f"<li>{escape(one.name)} <span class='soft'>({escape(size)})</span> <span class='digest'>{one.digest}</span></li>"
    yield "</ul>"


def _sized(size: int) -> str:
    return (
        f"{size:,} bytes"
        if size < _KIB
        else f"{size / _KIB:,.0f} KB"
        if size < _KIB**2
        else f"{size / _KIB**2:,.1f} MB"
    )


def _proof(told: Dossier) -> Iterator[str]:
    yield from _items((*told.left_out, *told.proofs))
    yield (
        "<p>The file digests.txt has the SHA-256 of every email, letter and attachment of this pack, and says how each is "
        "checked.</p>"
    )


def _side(side: int) -> str:
    return f"side side{(side - 1) % 2 + 1}" if side else "ours"


def _letter(side: int) -> str:
    return chr(ord("A") + side - 1)


_STYLE = """
:root { color-scheme: light dark; --ink: #1c2b30; --soft: #4a5c63; --paper: #ffffff; --ground: #eef2f3;
  --line: #9fb0b5; --one: #0f5a63; --two: #7a3e0b; --words: #f4f7f8; --now: #e2eff0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edef; --soft: #b2c2c7; --paper: #1b2528; --ground: #12191b;
  --line: #5b6d73; --one: #7fd0d8; --two: #f0b37e; --words: #263236; --now: #16393e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 Arial, Helvetica, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.25rem clamp(1rem, 4vw, 3rem) 3rem; background: var(--paper); }
a { color: var(--one); }
h1 { margin: 0; font-size: 1.8rem; line-height: 1.2; } h2 { margin: 2.2rem 0 .6rem; font-size: 1.35rem; }
h3 { margin: 1.8rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 1.1rem; }
.over, .state, .note, .soft, .number, .label, time, dt { color: var(--soft); } .over, .whose { margin: 0; }
.whose { font-weight: bold; } .status { margin: .25rem 0 0; font-size: 1.15rem; font-weight: bold; }
header + section h2 { margin-top: 1rem; }
dl { display: grid; grid-template-columns: fit-content(11rem) 1fr; gap: .3rem 1.25rem; margin: 0; }
dt { grid-column: 1; } dd { grid-column: 2; margin: 0; white-space: pre-line; }
.standing { padding: .8rem 1rem; border-left: 5px solid var(--one); background: var(--now); }
.standing dt { color: var(--ink); font-weight: bold; } .facts { margin-top: .9rem; font-size: .95rem; }
p, li, dd, blockquote, pre, summary { overflow-wrap: anywhere; }
time, .number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.ladder, .day, .sides { margin: 0; padding: 0; list-style: none; }
.way { display: block; margin: .5rem 0; overflow: visible; font: .8125rem Arial, Helvetica, sans-serif; }
.way text { fill: var(--ink); } .way .name { font-weight: bold; } .way .axis, .way .due { fill: var(--soft); }
.way .rail { stroke: var(--line); } .way .bar { fill: var(--one); stroke: var(--one); stroke-width: 2; }
.way .unread { fill: var(--paper); stroke-dasharray: 5 3; } .way .now { fill: var(--now); }
.way .mark path { fill: var(--two); stroke: var(--paper); } .way .ours circle { fill: var(--soft); stroke: var(--paper); }
.key { margin: .2rem 0 1rem; font-size: .88rem; color: var(--soft); } .key .sign { margin-left: .6rem; color: var(--two); }
.key .sign:nth-of-type(2) { color: var(--soft); } .key .dashed { display: inline-block; width: 1.6em; height: .8em;
  border: 2px dashed var(--one); }
.ladder > li { padding: .5rem .9rem; border-left: 4px solid var(--line); }
.ladder > .now, .ladder > .ended { background: var(--now); border-left-color: var(--one); }
.ladder > .ahead { border-left-style: dotted; }
.ladder ul { margin: .1rem 0 0; padding-left: 1.2rem; font-size: .93rem; }
.label { margin: .4rem 0 0; font-size: .88rem; } .unread, .why { margin: .2rem 0; font-size: .93rem; }
.ladder .dates, .dates { margin: 0; padding: 0; list-style: none; }
.dates li { margin: .15rem 0 .3rem; } .dates p { margin: 0; } .dates time { font-weight: bold; color: var(--ink); }
.counting { font-size: .88rem; color: var(--soft); }
.sides { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; } .sides li { padding-left: .6rem; }
.entry { display: grid; grid-template-columns: 4.9rem 1fr; margin: .7rem 0; padding: .1rem 0 .1rem .9rem; }
.entry > div { min-width: 0; } .entry p { margin: .1rem 0 .15rem; } .entry time { margin: .1rem 0; }
.entry ul { margin: .1rem 0 .2rem; padding-left: 1.2rem; font-size: .93rem; } .note { font-size: .93rem; }
.ours { border-left: 2px dotted var(--line); } .side1 { border-left: 5px solid var(--one); }
.side2 { border-left: 6px double var(--two); } .entry.side2 { margin-left: clamp(0rem, 4vw, 2.5rem); }
.letter .text summary, .letter .said { font-size: .95rem; }
span.letter { display: inline-block; min-width: 1.5em; padding: 0 .3em; border: 1px solid currentColor; border-radius: 3px;
  text-align: center; font-weight: bold; }
.side1 span.letter { color: var(--one); } .side2 span.letter { color: var(--two); }
blockquote { margin: .4rem 0; padding: .6rem .9rem; background: var(--words); white-space: pre-wrap; }
.mail > div > .said, .ending .said { font-weight: bold; } .number { font-size: .8rem; font-weight: normal; }
.digest { font: .75rem/1.4 "Courier New", monospace; color: var(--soft); }
summary { cursor: pointer; } pre { margin: .4rem 0; padding: .75rem; background: var(--words); white-space: pre-wrap;
  font: .88rem/1.45 "Courier New", monospace; }
mark { padding: 0 .2em; background: var(--ink); color: var(--paper); }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { grid-column: 1; margin-bottom: .5rem; }
  .entry { grid-template-columns: 1fr; } }
@page { size: A4; margin: 18mm 16mm 20mm; @bottom-right { content: counter(page) " of " counter(pages);
  font: 9pt Arial, Helvetica, sans-serif; } }
@media print { :root { --ink: #000000; --soft: #3c4a50; --paper: #ffffff; --ground: #ffffff; --line: #7c8c92;
    --one: #0f5a63; --two: #7a3e0b; --words: #f4f7f8; --now: #eef5f5; }
  body { font-size: 10.5pt; } main { padding: 0; max-width: none; }
  .standing, mark, .bar, .mark, .now, .ended { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3, .label, .said { break-after: avoid; } .ladder > li, .dates li, .files li, summary, .standing { break-inside: avoid; }
  p, li, blockquote, pre { orphans: 3; widows: 3; } .way { break-inside: avoid; }
  .entry { display: block; } .entry > time { float: left; } .entry > div { margin-left: 4.9rem; }
  .entry.letter, .entry.event { break-inside: avoid; }
  .counting::details-content { content-visibility: visible; display: block; } .counting summary { display: none; } }
"""
