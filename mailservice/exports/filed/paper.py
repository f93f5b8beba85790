"""The page for the child's file as a PDF on A4: `paper`."""

from mailservice.exports import typeset
from mailservice.exports.filed.summary import Summary


def paper(told: Summary) -> bytes:
    """Return the page as a PDF."""
    return typeset.pdf(
        _SOURCE,
        {
            "title": f"{told.title}: {told.reference}",
            "heading": told.title,
            "partnership": told.partnership,
            "reference": told.reference,
            "ended": told.ended,
            "replaces": told.replaces,
            "facts": [list(one) for one in told.facts],
            "sections": [[one.heading, list(one.lines)] for one in told.sections],
            "foot": list(told.foot),
            "date": [told.on.year, told.on.month, told.on.day],
        },
    )


_SOURCE = rb"""
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, author: d.partnership, date: datetime(year: d.date.at(0), month: d.date.at(1), day: d.date.at(2)))
#let soft = rgb("#3c4a50")
#let ink = rgb("#0f5a63")
#set page(paper: "a4", margin: (x: 18mm, top: 14mm, bottom: 15mm), footer: context {
  set text(size: 8.5pt, fill: soft)
  [#d.reference #h(1fr) #counter(page).display() of #counter(page).final().first()]
})
#set text(size: 9.5pt)
#set par(leading: 0.52em, spacing: 0.62em)
#set list(indent: 0.2em, spacing: 0.5em)
#show heading.where(level: 1): set text(size: 16pt)
#show heading.where(level: 2): it => block(above: 1em, below: 0.5em, sticky: true, text(size: 11pt, fill: ink, it.body))

#text(fill: soft, d.partnership)
= #d.heading: #d.reference
#block(inset: (left: 8pt, y: 2pt), stroke: (left: 2.5pt + ink), {
  text(size: 11pt, strong(d.ended))
  if d.replaces != "" { linebreak(); d.replaces }
})
#for (name, fact) in d.facts { block(below: 0.35em, above: 0.35em, [#text(fill: soft, name + ":") #fact]) }
#for (heading, lines) in d.sections {
  [== #heading]
  list(..lines)
}
#v(0.5em)
#line(length: 100%, stroke: 0.5pt + soft)
#for it in d.foot { block(below: 0.45em, above: 0.45em, text(size: 9pt, it)) }
"""
