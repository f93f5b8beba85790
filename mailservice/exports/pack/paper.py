"""The pack as a PDF: `paper(dossier)`. Tagged (PDF/UA-1), on A4, and the same bytes for the same record on every machine.

What people wrote goes in as data, and never as source: no word of an email can run. The fonts are those within the library.
A letter of ours is a line here; its whole text stands on the page and in the mbox. A form that every side signed is here whole.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from mailservice.cases.letters import phrases
from mailservice.exports import typeset
from mailservice.exports.pack import timeline
from mailservice.exports.pack.dossier import Dossier, Due, Entry, Leg


def paper(told: Dossier) -> bytes:
    """Return the pack as a PDF."""
    return typeset.pdf(_SOURCE, _data(told))


def _data(told: Dossier) -> Any:
    span = timeline.scale(told.way, told.opened, told.at)
    return {
        "title": told.title,
        "partnership": told.partnership,
        "reference": told.reference,
        "whose": told.whose,
        "status": phrases.sentence(told.status),
        "standing": [[name, list(lines)] for name, lines in told.standing],
        "facts": [list(one) for one in told.facts],
        "bars": [asdict(one) for one in timeline.bars(told.way, span)],
        "axis": [phrases.short_day(span.first), phrases.short_day(span.last)],
        "drawing": timeline.told([*timeline.bars(told.way, span)], span),
        "way": [_leg(one) for one in told.way],
        "dates": [_due(one) for one in told.dates],
        "days": [*_days(told)],
        "proof": [*told.left_out, *told.proofs],
        "date": [told.at.year, told.at.month, told.at.day],
        "dated": phrases.moment(told.at),
    }


def _leg(leg: Leg) -> dict[str, Any]:
    return {
        "title": leg.title,
        "when": timeline.when(leg),
        "why": leg.why,
        "had": list(leg.had),
        "dates": [_due(one) for one in leg.dates],
        "unread": [phrases.sentence(one) for one in leg.unread],
    }


def _due(one: Due) -> dict[str, Any]:
    stands = " It stands." if one.stands else ""
    said = f"{one.what}. {phrases.capital(one.whose)}. {one.became}{stands}".strip()
    return {"when": phrases.short(one.at), "said": said, "counted": one.counted}


def _days(told: Dossier) -> Iterator[dict[str, Any]]:
    day: dict[str, Any] = {}
    for one in told.entries:
        named = phrases.day(one.at.date())
        if day.get("day") != named:
            if day:
                yield day
            day = {"day": named, "entries": []}
        day["entries"].append(_entry(told, one))
    if day:
        yield day


def _entry(told: Dossier, one: Entry) -> dict[str, Any]:
    letter = one.kind == "letter"
    number = f" (no. {one.number})" if one.number else ""
    side = told.agencies[one.side - 1] if 0 < one.side <= len(told.agencies) else ""
    heading = f"{one.to}. Subject: {one.subject}" if one.subject else one.to
    return {
        "hour": phrases.hour(one.at),
        "kind": one.kind,
        "side": one.side,
        "agency": side,
        "said": (f"Letter to {one.to}: {one.said}" if letter else one.said) + number,
        "heading": "" if letter else heading,
        "words": "" if letter else one.words,
        "answers": [list(it) for it in one.answers],
        "understood": list(one.understood),
        "proof": f"Who wrote it: {one.proof}" if one.proof else "",
        "notes": list(one.notes),
        "files": [
            f"{file.name} ({file.size:,} bytes, {file.content_type}), SHA-256 {file.digest}" for file in one.attached
        ],
    }


_SOURCE = rb"""
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, author: d.partnership, date: datetime(year: d.date.at(0), month: d.date.at(1), day: d.date.at(2)))
#let soft = rgb("#3c4a50")
#let one = rgb("#0f5a63")
#let two = rgb("#7a3e0b")
#set page(paper: "a4", margin: (x: 20mm, top: 18mm, bottom: 20mm), footer: context {
  set text(size: 8.5pt, fill: soft)
  [#d.reference #h(1fr) #counter(page).display() of #counter(page).final().first()]
})
#set par(leading: 0.6em, spacing: 0.75em)
#set list(indent: 0.6em, spacing: 0.5em)
#show heading.where(level: 1): set text(size: 19pt)
#show heading.where(level: 2): it => block(above: 1.5em, below: 0.7em, sticky: true, text(size: 14pt, it.body))
#show heading.where(level: 3): it => block(above: 1.2em, below: 0.6em, sticky: true, text(size: 11.5pt, it.body))
#show regex("\[(name|passage|attachment) [0-9]+ cut\]"): it => box(fill: black, outset: (y: 2pt), text(fill: white, it))
#let note(it) = text(size: 9pt, fill: soft, it)
#let lines(it) = it.split("\n").join(linebreak())
#let due(it) = {
  [#box(strong(it.when)) #it.said]
  if it.counted != "" { linebreak(); note(it.counted) }
}

#text(fill: soft, d.partnership)
= #d.reference
#if d.whose != "" [*What #d.whose had of it*]

#text(size: 12pt, strong(d.status))

== What stands now
#for (name, told) in d.standing {
  block(inset: (left: 8pt), stroke: (left: 2.5pt + one), width: 100%, below: 0.6em)[
    *#name* \
    #told.join(linebreak())
  ]
}
#for (name, fact) in d.facts { block(below: 0.4em, [#note(name + ":") #fact]) }

== The way it went
#if d.bars.len() > 0 {
  figure(alt: d.drawing, supplement: none, kind: "way", block(breakable: false, width: 100%, {
    set align(left)
    set text(size: 8.5pt)
    for bar in d.bars {
      block(width: 100%, height: 36pt, above: 2pt, below: 0pt, {
        place(top + left, strong(bar.title))
        place(top + left, dy: 16pt, line(length: 100%, stroke: 0.5pt + soft))
        place(top + left, dx: bar.start * 1%, dy: 11pt, rect(width: bar.width * 1%, height: 10pt,
          fill: if bar.unread { white } else { one },
          stroke: (paint: one, thickness: 1pt, dash: if bar.unread { "dashed" } else { none })))
        for mark in bar.marks {
          place(top + left, dx: mark.at(0) * 1% - 3.5pt, dy: 12.5pt,
            if mark.at(1) { circle(radius: 3.5pt, fill: soft, stroke: 1pt + white) } else {
              rotate(45deg, rect(width: 7pt, height: 7pt, fill: two, stroke: 1pt + white))
            })
          if mark.at(2) != "" {
            let at = mark.at(0)
            let label = text(fill: soft, mark.at(2))
            if at > 60 { place(top + right, dx: (at - 100) * 1%, dy: 24pt, label) } else {
              place(top + left, dx: at * 1%, dy: 24pt, label)
            }
          }
        }
      })
    }
    note([#d.axis.at(0) #h(1fr) #d.axis.at(1)])
    linebreak()
    note("A square on its corner is a date of the policy\u{2019}s, or agreed; a round one is ours.")
    linebreak()
    note("A bar of dashes: a date passed there without a word.")
  }))
}
#for leg in d.way {
  block(above: 1em, below: 0.4em, sticky: true, [*#leg.title* #text(fill: soft, leg.when)])
  if leg.why != "" { block(sticky: true, leg.why) }
  if leg.had.len() > 0 { block(sticky: true, note("Who had it, and when")); list(..leg.had) }
  if leg.dates.len() > 0 { block(sticky: true, note("Its dates")); list(..leg.dates.map(due)) }
  for it in leg.unread { par(it) }
}
#if d.dates.len() > 0 {
  [== Dates beside the stages]
  list(..d.dates.map(due))
}

== What was written, and what happened
#note("Emails are whole. A letter of ours is a line: its text is on the page index.html, and in messages.mbox under its number.")
#for day in d.days {
  [=== #day.day]
  for it in day.entries {
    let whose = if calc.odd(it.side) { 2.5pt + one } else { 2.5pt + two }
    let bar = if it.side == 0 { (paint: soft, thickness: 0.6pt, dash: "dotted") } else { whose }
    block(width: 100%, inset: (left: 8pt, y: 1pt), stroke: (left: bar), above: 0.9em, below: 0.5em, {
      block(sticky: it.words != "", below: 0.5em, {
        let said = if it.kind == "letter" or it.kind == "event" { it.said } else { strong(it.said) }
        grid(columns: (4.4em, 1fr), text(fill: soft, it.hour), said)
      })
      if it.heading != "" { block(below: 0.5em, note(it.heading)) }
      if it.words != "" { block(fill: rgb("#f1f5f6"), inset: 7pt, width: 100%, below: 0.5em, lines(it.words)) }
      for (label, answer) in it.answers {
        block(inset: (left: 7pt), width: 100%, below: 0.5em, breakable: true, [#note(label) #linebreak() #lines(answer)])
      }
      if it.files.len() > 0 { note("Attached"); list(..it.files.map(note)) }
      if it.understood.len() > 0 { note("What was understood, and what it did"); list(..it.understood.map(lines)) }
      if it.proof != "" { block(above: 0.5em, note(it.proof)) }
      for one in it.notes { block(above: 0.5em, note(one)) }
    })
  }
}

== How to check this
#list(..d.proof)
The file digests.txt beside this one has the SHA-256 of every email, letter and attachment, and says how each is checked.
"""
