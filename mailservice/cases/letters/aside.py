"""What belongs to a NOTE, wherever it stands: on a line of its own, in the middle of one, behind another word (rule 16).

A NOTE goes to the end, or to the bracket that closes it, or to the next word of ours. It is for the record alone.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from mailservice.cases.history.commands import Hear, Said, Unclear
from mailservice.cases.history.words import Verb

# Whom a note is for, where it says so: "note for the Chair", "private note to the office"; never one to a colleague.
_FOR = (
    r" (?:to|for) (?:(?:the|your|our) )?(?:(?:business )?office|chair|case files?|files?|records?|you|service)(?: only)?"
    r"(?= ?:| [-\u2013] )"
)
_SMALL = (
    r"(?:file note|notes?|for the record|nodyn)(?= ?:)"
    rf"|(?:an? )?(?:(?:private|confidential|office|internal|file|side) )?notes?(?:(?= ?:)|(?={_FOR}))"
    r"|for (?:the|your) (?:record|files?) only(?= ?:)|for (?:the|your) (?:business )?office(?: only)?(?= ?:| [-\u2013] )"
)
# Right behind a word of ours a sentence begins too.
_BEHIND_OURS = "|".join(rf"(?<=\b{one} )" for one in Verb)
# In capitals anywhere but in "please NOTE" and "the NOTE"; in small letters where a sentence begins, and with a colon.
_NOTE = re.compile(
    r"(?<!\w)(?<![Pp]lease )(?<!PLEASE )(?<![Tt]he )(?<!\ba )(?<![Tt]o )(?<!CASE )(?<!DUTY )(?<!\bI )(?<![Ww]e )"
    r"(?P<word>(?:FILE NOTES?|NOTES?|FOR THE RECORD|NODYN)(?![\w\u2019'-])"
    rf"|(?:{_BEHIND_OURS}|(?<=[.!?;(\[] )|(?<=[.!?;(\[\n])|\A)(?i:{_SMALL}))[ \t:.,\u2013-]{{0,6}}"
)
_BRACKETS = {"(": ")", "[": "]"}


def parted(text: str) -> tuple[str, str]:
    """Return a text without the NOTE in its middle, and what the NOTE says; a text without one whole, and ''."""
    kept, notes, at = [], [], 0
    for found in _NOTE.finditer(text):
        if found.start() < at:
            continue
        opens = text[max(at, found.start() - 2) : found.start()].rstrip(" ")[-1:]
        closes = text.find(_BRACKETS[opens], found.end()) if opens in _BRACKETS else -1
        kept.append(text[at : found.start()].rstrip().rstrip("([").rstrip())
        notes.append(text[found.end() : closes if closes >= 0 else len(text)].strip())
        at = closes + 1 if closes >= 0 else len(text)
    if not notes:
        return text, ""
    return " ".join(one for one in (*kept, text[at:].lstrip()) if one), "\n".join(notes)


def taken_out(said: Said) -> tuple[Said, ...]:
    """Return a word without the NOTE that stands in what follows it, and that NOTE as a word of its own."""
    if said.verb is Verb.NOTE:
        return (said,)
    reason, note = parted(said.reason)
    if not note:
        return (replace(said, reason=reason),) if reason != said.reason else (said,)
    cut = tuple(replace(one, text=parted(one.text)[0]) for one in said.actions if one.text not in note)
    actions = tuple(one for one in cut if one.text)
    return replace(said, reason=reason, actions=actions), Said(Verb.NOTE, note, said.line)


def in_doubt(unclear: Sequence[Unclear]) -> tuple[Unclear, ...]:
    """Return what is asked about without the NOTE that a yes would carry to others."""
    return tuple(replace(one, would=taken_out(one.would)[0]) if one.would else one for one in unclear)


def without_notes(hear: Hear) -> str:
    """Return the own words of a mail without every NOTE in them: what other sides may be shown."""
    words = hear.own_words
    others = [one.line for one in hear.said if one.verb is not Verb.NOTE and one.line]
    for said in hear.said:
        at = words.find(said.line) if said.verb is Verb.NOTE else -1
        if at >= 0:
            ends = words.find(said.reason, at) + len(said.reason) if said.reason else at + len(said.line)
            words = f"{words[:at].rstrip()}\n\n{words[max(ends, at + len(said.line)) :].lstrip()}"
    starts = sorted({0, *(at for at in map(words.find, others) if at > 0)})
    parts = (words[start:end] for start, end in zip(starts, [*starts[1:], len(words)], strict=True))
    if not _NOTE.search(words):
        return words.strip()
    return "\n\n".join(one for one in (parted(part)[0].strip() for part in parts) if one)


def shown(hear: Hear) -> str | None:
    """Return what of a mail's words other sides may be shown, where a part of them is a NOTE; None where none is."""
    words = without_notes(hear)
    return words if words != hear.own_words.strip() else None
