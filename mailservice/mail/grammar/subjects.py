"""A word in a subject: asked about, and never acted on (rule 9.1).

Start at `in_subject`. In a reply it is another's, unless it was changed to one word of ours and nothing else was written.
"""

import re
from dataclasses import replace
from datetime import date

from mailservice.mail.grammar import attention, quiet, would
from mailservice.mail.grammar.lines import Spoken, spoken_at
from mailservice.mail.grammar.reading import LEAD, Reading
from mailservice.mail.mime.marks import unmarked

_TAG = re.compile(r"\[[^\]]{0,40}\]:?")
_REPLY = re.compile(
    r"(?:re|aw|antw|sv|vs|rif|odp|ynt|atb|fwd?|fw|wg|tr|rv|enc|vb|doorst)\s?(?:\[\d{1,3}\])?\s?:", re.IGNORECASE
)
_LONGEST = 300


def in_subject(found: Reading, subject: str, own: str, *, today: date, new: bool) -> Reading:
    """Add the question about a word in the subject, where the mail itself neither says nor asks about it."""
    bare = _bare(subject)
    spoken = spoken_at(bare)
    if not spoken or not _counts(spoken, new=new, empty=not own.strip()):
        return found
    verb = spoken.word.name
    if verb in {one.verb for one in found.said} | {one.understood for one in found.unclear}:
        return found
    asked = would.asked(verb, spoken.rest.lstrip(LEAD), bare, "subject", today)
    return replace(found, unclear=(*found.unclear, asked))


def is_reply(subject: str) -> bool:
    """Tell from a subject whether a mail answers or passes on another, in the common European languages."""
    return bool(_REPLY.match(_TAG.sub("", unmarked(subject[:_LONGEST])).strip()))


def _bare(subject: str) -> str:
    """Return a subject without our reference and without what a mail program put before it."""
    bare = _TAG.sub("", unmarked(subject[:_LONGEST])).strip()
    for _ in range(5):
        mark = _REPLY.match(bare)
        if not mark:
            break
        bare = bare[mark.end() :].strip()
    return bare


def _counts(spoken: Spoken, *, new: bool, empty: bool) -> bool:
    """Tell whether a word in the subject is asked about: written as a command on a new mail, or alone on an empty reply."""
    if not new:
        return empty and not re.search(r"\w", spoken.rest)
    loud = spoken.word.direction == "attention"
    if spoken.word.follows == "nothing" and not loud:
        return not re.search(r"\w", spoken.rest)
    return attention.written(spoken) if loud else quiet.written(spoken) and spoken.word.direction != "aside"
