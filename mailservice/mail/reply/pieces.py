"""Whose words are whose: a mail in pieces, own, quoted, signature, disclaimer, banner, forwarded; nothing is deleted.

Start at `own_words`. Where own words end is not always sure: early for what quietens a case (`for_quiet`), late for the record
(`own`), and for what calls for attention all that is not surely another's (`for_attention`). Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from mailservice.cases.history.commands import Unclear
from mailservice.cases.history.words import WORDS
from mailservice.mail.grammar.extras import names_of
from mailservice.mail.grammar.reading import Reading, Signed, read
from mailservice.mail.grammar.subjects import in_subject
from mailservice.mail.mime import page
from mailservice.mail.mime.lines import Lines
from mailservice.mail.mime.marks import unmarked
from mailservice.mail.reply.apart import apart
from mailservice.mail.reply.division import INSIDE, Division, Words

if TYPE_CHECKING:
    from mailservice.mail.parse import Mail

_FORWARDED = re.compile(
    r"(?:\s{0,8}[\[({]spam[^\])}]{0,30}[\])}]:?){0,4}\s{0,8}(?:fwd?|wg|tr|rv|enc|vs|vb"
    r"|doorst|yml|pd|i)\s?(?:\[\d\])?:",
    re.IGNORECASE,
)


def own_words(mail: "Mail") -> Words:
    """Divide a mail into its pieces; the pieces in order are the whole text."""
    text = "" if mail.of_html else mail.text
    return split(text, mail.html, sender=mail.sender.name, forwarded=is_forward(mail.subject))


def hear(
    words: Words, *, today: date, office: bool = False, subject: str = "", new: bool = False, names: Iterable[str] = ()
) -> Reading:
    """Read the whole of a divided mail: early for words towards quiet, late for those towards attention (rule 9.1).

    `new`: it answers no mail; then a word in its subject is asked about, and in a reply one that stands there alone.
    `names`: the sender's name and address, as far as they are known.
    """
    signed = Signed(names_of(*(one.split("@")[0] for one in names)), _written_into_signature(words))
    early, late = words.for_quiet, words.for_attention
    found = read(words.own, today=today, office=office, early=early, late=late, new=new, signed=signed)
    found = in_subject(found, subject, words.own, today=today, new=new)
    return _with_inside(found, words.own) if words.inside else found


def _with_inside(found: Reading, own: str) -> Reading:
    """Add that a mail's sender points to words inside the one they answer: a person must read those, and they are told so.

    A word there that quietens the case may be another's, and is not even asked about.
    """
    line = next((one.strip() for one in own.splitlines() if INSIDE.search(one)), "")
    asked = (one for one in found.unclear if one.line in own or _calls(one))
    return replace(found, unclear=(*asked, Unclear(line, None, "inside")), to_us=found.to_us or "question")


def _calls(unclear: Unclear) -> bool:
    return unclear.understood is not None and WORDS[unclear.understood].direction == "attention"


def _written_into_signature(words: Words) -> str:
    """Return the lines of signatures that tell more than who somebody is and where they are reached."""
    kept = {line.strip() for one in words.pieces if one.kind == "signature" for line in one.text.splitlines()} - {""}
    return "\n".join(line for line in words.for_attention.splitlines() if line.strip() in kept) if kept else ""


def is_forward(subject: str) -> bool:
    """Tell from the subject whether a mail was forwarded, in the common European languages."""
    return bool(_FORWARDED.match(unmarked(subject)))


def split(text: str, html: str = "", *, sender: str = "", forwarded: bool = False) -> Words:
    """Divide a text; the plain part decides unless it is empty, goes on below a quote, or the HTML alone marks one."""
    plain = (
        Division(Lines(apart(text.splitlines(keepends=True))), sender, forwarded=forwarded) if text.strip() else None
    )
    unsure = plain is None or plain.goes_on or ((plain.likely or not plain.has_quote) and page.has_history(html))
    if html and unsure:
        lines = page.PageLines(html)
        lines.raw = apart(lines.raw)
        return Division(lines, sender, forwarded=forwarded).words()
    return plain.words() if plain else Words((), "", "", certain=True, for_attention="")
