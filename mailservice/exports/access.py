"""What the record holds on one person, as pages for whoever answers their request: `pages(access)`.

Self-contained: no script, no network; prints, and reads aloud. Everybody else is marked, by a sign as well as by colour, and each
passage that needs a person's decision has a line for it. Nothing is redacted. The same access gives the same bytes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from itertools import groupby
from typing import Literal

from mailservice.cases.letters import phrases
from mailservice.exports import frame
from mailservice.exports.marking import Kind, People, Span

Sort = Literal["email", "letter", "entry", "directory"]
# Who wrote a passage: who asks, somebody in their job, another person, the service itself, or somebody quoted.
Author = Literal["self", "work", "other", "service", "quoted"]
SIGNS: Mapping[Kind, tuple[str, str]] = {
    "self": ("◆", "who asks"),
    "maybe": ("◇", "perhaps who asks"),
    "work": ("●", "acts in their job"),
    "other": ("▲", "another person"),
    "perhaps": ("△", "perhaps another person"),
}
_AUTHORS: Mapping[Author, str] = {
    "work": "Written by somebody acting in their job.",
    "other": "Written by another person.",
    "service": "Written by the service; it may give the words of others.",
    "quoted": "Quoted, or passed on: see who wrote it.",
}
_NAMES: Mapping[Sort, str] = {"email": "Email", "letter": "Letter", "entry": "Entry", "directory": "Directory"}


@dataclass(frozen=True)
class Passage:
    """Words of an item, and who wrote them."""

    text: str
    author: Author


@dataclass(frozen=True)
class Item:
    """One thing that the record holds: when, what, where it stands, and why it is here. `original` is its file, if it has one."""

    at: datetime
    sort: Sort
    said: str
    source: str
    why: str
    passages: tuple[Passage, ...] = ()
    notes: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    original: str = ""
    warning: str = ""


@dataclass(frozen=True)
class Part:
    """A case in which something was found: where it stands, what part who asks has in it, and what it is linked with."""

    reference: str
    status: str
    opened: datetime | None
    part: str
    linked: tuple[str, ...] = ()
    warning: str = ""


@dataclass(frozen=True)
class Original:
    """A file of the export that is byte for byte what the record holds: its name in the folder, and its SHA-256."""

    name: str
    digest: str
    what: str


@dataclass(frozen=True)
class Access:
    """All that the record holds on one person, at one moment. Times are local.

    `apart` is what must not lie among the rest: a court's papers whole; `unseen` what is in confidence, or not decided yet, of
    which only number and time are told. That there is any of it may tell who spoke up: no page but the office's own says so.
    `gone` was disposed of, or cannot be read.
    """

    partnership: str
    asked: tuple[str, ...]
    also: tuple[str, ...]
    perhaps: tuple[str, ...]
    by: str
    at: datetime
    record: str
    people: People
    parts: tuple[Part, ...]
    items: tuple[Item, ...]
    apart: tuple[Item, ...]
    unseen: tuple[str, ...]
    gone: tuple[str, ...]
    originals: tuple[Original, ...]
    by_name: bool

    def count(self, *sorts: Sort, apart: bool = False) -> int:
        """Return how many items of these sorts there are, with or without what lies apart."""
        return sum(one.sort in sorts for one in (*self.items, *(self.apart if apart else ())))


ASIDE = "apart/"
INDEX, APART = "index.html", f"{ASIDE}index.html"
_TO_DO = (
    "See that whoever asks is who they say they are, or may ask for them.",
    "Read every item. Where a line asks for a decision, write it there, and why.",
    "Ask whoever wrote it, or their agency, where you are not sure.",
    "Look into the folder “apart”, which is for the office alone, and give nothing of it without legal advice.",
    "Answer in the time that the law gives: as a rule a month from when they asked. Ask your data protection officer.",
    "Remove this folder once you are done: it holds what the record holds.",
)
_UNSEEN = (
    "Your data protection officer and the confidential reader open them together, in the mailbox; nobody whom one is about.",
    "Decide on each: give, give with cuts, or withhold; and write down why.",
    "Where knowing of it would give somebody away, or do serious harm, the answer need not say that you hold it.",
    "Ask your legal team how to word that, and word every answer so.",
)
_DECIDE = "☐ give ☐ give with cuts ☐ withhold, and say so ☐ withhold, and say nothing. Why: ____________________"
_UNDER_WAY = "Not for handing over: an aid for the person who decides"


def pages(access: Access) -> dict[str, str]:
    """Return the pages by their names in the folder: always both, so that nobody sees by a file whether anything lies apart."""
    beside = [one for one in access.originals if not one.name.startswith(ASIDE)]
    return {
        INDEX: _page(_UNDER_WAY, [*_cover(access), *_parts(access), *_items(access), *_last(beside)]),
        APART: _page("For the office alone", [*_apart(access)]),
    }


def _page(title: str, lines: Iterable[str]) -> str:
    return frame.page(title, _STYLE, lines)


# The cover.


def _cover(access: Access) -> Iterator[str]:
    yield f"<header>\n<p class='over'>{escape(access.partnership)}</p>"
    yield "<h1>What the record holds on one person</h1>"
    yield f"<p class='warning'><strong>{escape(_UNDER_WAY)}.</strong> Others are marked in it, and nothing is taken out.</p>"
    yield "<dl>"
    counts = [
        ("email", "email"),
        ("letter", "letter"),
        ("entry", "entry of the record"),
        ("directory", "directory entry"),
    ]
    facts = {
        "Looked for": phrases.listed(access.asked),
        "Found as one": phrases.listed(access.also),
        "Written out": f"{phrases.moment(access.at)}, by {access.by} as this machine knows them",
        "From": access.record,
        "Holds": phrases.listed([_counted(access.count(sort), name) for sort, name in counts if access.count(sort)])  # type: ignore[arg-type] # each is a Sort
        or "nothing",
        "Could not be read": " ".join(access.gone),
    }
    yield from (f"<dt>{escape(name)}</dt><dd>{escape(fact)}</dd>" for name, fact in facts.items() if fact)
    yield "</dl>\n</header>"
    yield from _section("What to do", _numbered(_TO_DO))
    yield from _section("The marks", _legend())
    yield from _section("What is not in here", _listed(_left_out(access)))
    if access.perhaps:
        yield from _section("Perhaps the same person", _listed(access.perhaps))
    yield from _section("Everybody else who is named", _people(access))


def _counted(count: int, thing: str) -> str:
    if thing == "entry of the record":
        return f"{count} {'entry' if count == 1 else 'entries'} of the record"
    if thing == "directory entry":
        return f"{count} directory {'entry' if count == 1 else 'entries'}"
    return phrases.counted_things(count, thing)


def _legend() -> Iterator[str]:
    yield "<ul>"
    told = {
        "self": "who asks",
        "maybe": "an initial that may be theirs: look whether it is they, or somebody else",
        "work": "somebody acting in their job: a colleague of an agency, or the office",
        "other": "another person: a name, an address, a number or a child's reference that is not theirs",
        "perhaps": "written like a person, a home or a relative, whom nothing else names: look who is meant",
    }
    for kind in SIGNS:
        yield f"<li>{_mark(Span('like this', kind))} {escape(told[kind])}</li>"
    yield "<li>A passage with a bar beside it was written by, or tells of, somebody else: a person decides.</li>\n</ul>"


def _left_out(access: Access) -> Iterator[str]:
    yield "Words within attached files are not searched, but for plain text. The files lie in the originals."
    yield "A person whose name stands only within a sentence may be unmarked. The marks help to read; they do not read for you."
    if access.people.asks.addresses and not access.by_name:
        yield "Emails that name them without their address: their name was not looked for. Ask again with --name for that."
    yield "What agencies keep themselves, the office's own mailbox, paper, and backups of this record."
    yield "What was disposed of."


def _people(access: Access) -> Iterator[str]:
    seen = _seen(access)
    named = [
        one for one in access.people.others if one.name in seen or any(at.casefold() in seen for at in one.addresses)
    ]
    if not named:
        yield "<p>Nobody whom the directory or a header names.</p>"
        return
    yield "<table>\n<thead><tr><th scope='col'>Who</th><th scope='col'>Known as</th></tr></thead>\n<tbody>"
    for one in sorted(named, key=lambda one: (one.work, one.name.casefold(), one.addresses)):
        kind: Kind = "work" if one.work else "other"
        who = one.name or phrases.listed(one.addresses)
        yield f"<tr><td>{_mark(Span(who, kind))}</td><td>{escape(one.what)}</td></tr>"
    yield "</tbody>\n</table>"


def _seen(access: Access) -> set[str]:
    """Return every text that is marked as somebody else in the items."""
    texts = (text for item in access.items for text in _texts(item))
    spans = [span for text in texts for span in access.people.mark(text) if span.kind in ("work", "other")]
    folded = {span.text.casefold() for span in spans}
    return folded | {one.name for one in access.people.others if one.name and one.name.casefold() in folded}


def _texts(item: Item) -> Iterator[str]:
    yield from (item.said, *item.notes, *item.attached)
    yield from (one.text for one in item.passages)


# What was found.


def _parts(access: Access) -> Iterator[str]:
    if not access.parts:
        return
    yield "<section>\n<h2>The cases</h2>\n<table>"
    heads = ("Case", "Where it stands", "Opened", "Their part", "Linked with")
    yield _row("th scope='col'", heads, "thead") + "\n<tbody>"
    for one in access.parts:
        opened = phrases.day(one.opened.date()) if one.opened else ""
        warned = (
            f"{escape(one.status)}<br><strong>{escape(one.warning)}</strong>" if one.warning else escape(one.status)
        )
        linked = _marked(access.people, phrases.listed(one.linked))
        yield _row(
            "td", (f"<span class='whole'>{escape(one.reference)}</span>", warned, opened, escape(one.part), linked)
        )
    yield "</tbody>\n</table>\n</section>"


def _row(cell: str, values: Iterable[str], within: str = "") -> str:
    name = cell.partition(" ")[0]
    row = f"<tr>{''.join(f'<{cell}>{value}</{name}>' for value in values)}</tr>"
    return f"<{within}>{row}</{within}>" if within else row


def _items(access: Access) -> Iterator[str]:
    yield "<section>\n<h2>In order of time</h2>"
    if not access.items:
        yield "<p>Nothing was found.</p>"
    yield from _days(access, access.items)
    yield "</section>"


def _days(access: Access, items: Iterable[Item]) -> Iterator[str]:
    for day, found in groupby(items, _day):
        yield f"<h3>{escape(phrases.day(day))}</h3>\n<ol class='day'>"
        for item in found:
            yield from _item(access.people, item)
        yield "</ol>"


def _day(item: Item) -> date:
    return item.at.date()


def _item(people: People, item: Item) -> Iterator[str]:
    yield f"<li class='item'>\n<p class='said'><strong>{_NAMES[item.sort]}</strong>, "
    yield f"<time datetime='{item.at.isoformat()}'>{escape(phrases.hour(item.at))}</time>: {_marked(people, item.said)}</p>"
    original = f" Original: {item.original}." if item.original else ""
    yield f"<p class='source'>Source: {escape(item.source)}.{escape(original)} Here because {escape(item.why)}.</p>"
    if item.warning:
        yield f"<p class='warning'>{escape(item.warning)}</p>"
    for passage in item.passages:
        yield from _passage(people, passage)
    yield from (f"<p class='note'>{_marked(people, note)}</p>" for note in item.notes)
    if item.attached:
        names = phrases.listed(item.attached)
        yield f"<p class='note'>Attached, in the original: {_marked(people, names)}. A person opens and decides.</p>"
    yield "</li>"


def _passage(people: People, passage: Passage) -> Iterator[str]:
    spans = people.mark(passage.text, guess=passage.author != "service")
    counts = Counter(one.kind for one in spans if one.kind not in ("", "self"))
    about = [_about(kind, counts[kind]) for kind in ("other", "perhaps", "maybe", "work") if counts[kind]]
    decide = passage.author in ("other", "quoted") or counts["other"] or counts["perhaps"] or counts["maybe"]
    bar = "other" if decide else "work" if passage.author != "self" or counts["work"] else "self"
    yield f"<blockquote class='{bar}'>{''.join(map(_mark, spans))}</blockquote>"
    if bar == "self":
        return
    says = " ".join([_AUTHORS.get(passage.author, ""), f"It names {phrases.listed(about)}." if about else ""]).strip()
    asks = " A person decides: ☐ give ☐ give with cuts ☐ withhold. Why: ____________________" if decide else ""
    yield f"<p class='decide'>{escape(says)}<strong>{escape(asks)}</strong></p>"


def _about(kind: Kind, count: int) -> str:
    what = {
        "work": "somebody in their job",
        "maybe": "perhaps who asks",
        "other": "another person",
        "perhaps": "perhaps another person",
    }[kind]
    return what + (f" ({count} times)" if count > 1 else "")


def _last(originals: Sequence[Original], listed: str = "sha256.txt") -> Iterator[str]:
    if not originals:
        return
    yield "<section>\n<h2>The originals</h2>"
    yield f"<p>Each file is byte for byte what the record holds. Their SHA-256, as in {listed}:</p>"
    yield "<table>\n" + _row("th scope='col'", ("File", "What", "SHA-256"), "thead") + "\n<tbody>"
    for one in originals:
        yield f"<tr><td>{escape(one.name)}</td><td>{escape(one.what)}</td><td class='digest'>{one.digest}</td></tr>"
    yield "</tbody>\n</table>\n</section>"


def _apart(access: Access) -> Iterator[str]:
    yield f"<header>\n<p class='over'>{escape(access.partnership)}</p>\n<h1>For the office alone</h1>"
    yield (
        "<p class='warning'><strong>Give nothing of this without legal advice, and do not say whether there is any.</strong> To"
        " tell of it may put a child, or somebody who spoke up, in danger (serious harm), break a court's order, or give up legal"
        " privilege.</p>\n</header>"
    )
    if not (access.apart or access.unseen):
        yield "<p>Nothing lies apart. This page is made all the same, so that nobody sees by its being there.</p>"
    if access.unseen:
        yield from _section("In confidence, or not read yet", [*_in_confidence(access)])
    if access.apart:
        yield "<section>\n<h2>Of a court, or a coroner</h2>"
        yield from _days(access, access.apart)
        yield "</section>"
        yield from _last([one for one in access.originals if one.name.startswith(ASIDE)], f"{ASIDE}sha256.txt")


def _in_confidence(access: Access) -> Iterator[str]:
    """Say that there is such a thing, which the page of everything else does not, and what to decide."""
    yield "<p>Each names whom this is about, or is of the child's case. No more is told, not even to whoever wrote this out.</p>"
    yield from _listed(f"{one} {_DECIDE}" for one in access.unseen)
    yield from _numbered(_UNSEEN)


# The small pieces.


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"<section>\n<h2>{escape(title)}</h2>"
    yield from lines
    yield "</section>"


def _listed(lines: Iterable[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{escape(line)}</li>" for line in lines)
    yield "</ul>"


def _numbered(lines: Iterable[str]) -> Iterator[str]:
    yield "<ol>"
    yield from (f"<li>{escape(line)}</li>" for line in lines)
    yield "</ol>"


def _marked(people: People, text: str) -> str:
    return "".join(map(_mark, people.mark(text)))


def _mark(span: Span) -> str:
    if not span.kind:
        return escape(span.text)
    sign, told = SIGNS[span.kind]
    shown = f"<span aria-hidden='true'>{sign}</span>{escape(span.text)}"
    return f"<mark class='{span.kind}' title='{told}'>{shown}<span class='heard'> ({told})</span></mark>"


_STYLE = """
:root { color-scheme: light; --ink: #1c2b30; --soft: #46575e; --line: #9fb0b5; }
* { box-sizing: border-box; }
body { margin: 0; background: #eef2f3; color: var(--ink); font: 1rem/1.5 Arial, Helvetica, sans-serif; }
main { max-width: 56rem; margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem) 3rem; background: #fff; }
h1 { margin: 0 0 .5rem; font-size: 1.9rem; line-height: 1.2; } h2 { margin: 2.2rem 0 .6rem; font-size: 1.35rem; }
h3 { margin: 1.8rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 1.1rem; }
p, li, dd, td, th, blockquote { overflow-wrap: anywhere; } .over, .source, .note, dt { color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; } dd { margin: 0; }
.warning { padding: .6rem .9rem; border: 2px solid #8a1c1c; background: #fdf1f0; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th, td { padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.whole { white-space: nowrap; } .digest { font: .75rem/1.4 "Courier New", monospace; }
.day { margin: 0; padding: 0; list-style: none; } .item { margin: 1.1rem 0; break-inside: avoid-page; }
.item p { margin: .15rem 0; } .source, .note { font-size: .88rem; } .decide { font-size: .93rem; }
blockquote { margin: .4rem 0; padding: .5rem .9rem; white-space: pre-wrap; background: #f5f7f8;
  border-left: 3px dotted var(--line); }
blockquote.work { border-left: 6px double #0f5a63; } blockquote.other { border-left: 8px solid #8a4b00; }
mark { color: inherit; padding: 0 .12em; background: none; border-radius: 2px; }
mark.self { font-weight: bold; } mark.work { background: #e0eff1; border-bottom: 2px dotted #0f5a63; }
mark.other { background: #ffe2b8; border: 1px solid #8a4b00; }
mark.maybe { border-bottom: 2px dashed var(--ink); }
mark.perhaps { background: #fff6dc; border-bottom: 2px dashed #8a4b00; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media print { body, main { background: none; padding: 0; max-width: none; } h2, h3 { break-after: avoid; }
  mark, blockquote { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
