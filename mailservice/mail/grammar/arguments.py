"""What is read out of the words after a verb: stages, names with addresses, dates, references. Pure.

Which of them it is stands in the verb's row (`reads`, in `cases.history.words`).
"""

import re
from dataclasses import replace
from datetime import date

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Action
from mailservice.cases.history.words import WORDS, Verb
from mailservice.clock import day_of
from mailservice.mail.grammar import dates
from mailservice.mail.grammar.references import case_reference

_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_NUMBERED = re.compile(
    rf"(?:(?:straight |up |on |directly )?to\s+)?(?:the\s+)?(?:stage|step|level|tier)\s*(?:no\.?\s*"
    rf"|number\s+)?(\d\s?[a-z]?\b|{'|'.join(_NUMBERS)}\b)"
    r"|(?:straight |up |on |directly )?to\s+(\d[a-z]?)\b(?!\s*(?:[:.]\d|[ap]m|/|days|working|hours))",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?:straight |up |on |directly )?to\s+(?:the\s+)?(.{3,80}?)[^\S\n]*+(?:[.,:;\n\u2013\u2014(]|(?<=\s)-\s|\b(?:because"
    r"|as|since|for|so|please|now|due)\b|$)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:mediation|panel|chair|executive|board|heads?|senior|directors?|manager|managers|lead|leads|officer"
    r"|partnership|authority"
    r"|supervisor|superintendent|commissioner|nurse|professional|stage|level|next)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till|til|to|through)\b", re.IGNORECASE)
_LONG_NAME = 80
# A name before an address: two capitalised words to four, for one alone may be a month.
_NAME = re.compile(r"\b([A-Z][\w'\u2019-]{1,30}(?: [A-Z][\w'\u2019-]{0,30}){1,3})[,:]? {0,2}[<(]?(?:mailto:)?$")
# Where one action ends and the next begins: a line, a semicolon, "and" after a comma, a sentence.
_PARTED = re.compile(r"\n|;\s|,\s+and\s+|(?<=[a-z0-9)])\.\s+(?=[A-Z])")
_MOST_ACTIONS = 30
_LONGEST = 20_000  # of what was agreed; nobody writes more
_AT_ONCE = 40  # when people met stands at once or not at all


def read(said: Said, today: date) -> Said:
    """Fill in what the verb's reason tells; what is not there stays empty."""
    match WORDS[said.verb].reads:
        case "a stage":
            named = f"to {said.reason}" if said.verb is Verb.MOVE_TO else said.reason
            said = replace(said, stage=stage(named))
        case "a past day":
            said = replace(said, when=dates.find_past(said.reason[:_AT_ONCE], today))
        case "a date":
            said = replace(said, when=dates.find(_first_lines(said.reason), today))
        case "a date and a person":
            said = _dated_person(said, today)
        case "a person" | "an address":
            said = _person(said, today)
        case "actions":
            said = replace(said, actions=actions(said.reason, today))
        case "a mailbox":
            said = _mailbox(said, today)
        case "a spoken word":
            said = _spoken(said, today)
        case "a reference":
            said = replace(said, reference=case_reference(said.reason, ""))
    return said


_MAILBOX = re.compile(r"[\w.+'-]{0,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SINCE = re.compile(r"\b(?:since|from)\b", re.IGNORECASE)


def _mailbox(said: Said, today: date) -> Said:
    """Read an address, or a whole domain as "@…", and since when; a day to come is none."""
    text = _first_lines(said.reason)[:_LONGEST]
    found = _MAILBOX.search(text)
    rest = text[found.end() :] if found else ""
    since = _SINCE.search(rest[:_AT_ONCE])
    when = dates.find_past(rest[since.end() : since.end() + _AT_ONCE], today) if since else None
    return replace(said, address=found.group().strip(".'").lower() if found else "", when=when)


_SPOKEN = re.compile(r"[ \t]{0,3}([^:\n]{2,120}):\s{0,3}")
_CONFIRMED = re.compile(r",? {0,2}confirmed by (.{2,60})$", re.IGNORECASE)


def _spoken(said: Said, today: date) -> Said:
    """Read who spoke, who confirms it for them where somebody else does, and the word with what followed it."""
    who = _SPOKEN.match(said.reason)
    if who is None:
        return said
    confirms = _CONFIRMED.search(who[1])
    name = (who[1][: confirms.start()] if confirms else who[1]).split(",")[0].strip()
    rest = said.reason[who.end() :]
    verb = next((one for one in sorted(Verb, key=len, reverse=True) if rest.upper().startswith(one.value)), None)
    if verb is None or verb is Verb.SPOKEN:
        return replace(said, name=name)
    inner = read(Said(verb, rest[len(verb.value) :].strip(" \t:.-\u2013"), rest), today)
    return replace(said, name=name, confirms=confirms[1].strip() if confirms else "", spoken=inner)


def actions(text: str, today: date) -> tuple[Action, ...]:
    """Return the lines and sentences of what was agreed that carry a clear date; whose each is stands in its words."""
    lines = (part.strip(" \t-*\u2022.") for part in _PARTED.split(text[:_LONGEST]))
    dated = ((line, dates.find(line, today)) for line in lines if line)
    found = [Action(line, day_of(when)) for line, when in dated if when]
    return tuple(found[:_MOST_ACTIONS])


def stage(reason: str) -> str:
    """Return the stage named at the start of a reason: its number ("3", "3B") or its title as written."""
    numbered = _NUMBERED.match(reason)
    if numbered:
        name = (numbered[1] or numbered[2]).replace(" ", "")
        return _NUMBERS.get(name.lower(), name.upper())
    titled = _TITLED.match(reason)
    title = titled[1].strip() if titled else ""
    return title if title[:1].isupper() or _OFFICE.search(title) else ""


def _first_lines(reason: str) -> str:
    """Return the first paragraph: a date further down belongs to something else."""
    return reason.partition("\n\n")[0]


def _dated_person(said: Said, today: date) -> Said:
    """Read a day, an address, and the name right before it: what stands before the name is the day and the place."""
    text = _first_lines(said.reason)
    found = _ADDRESS.search(text)
    named = _NAME.search(text[: found.start()][-_LONG_NAME:]) if found else None
    return replace(
        said,
        when=dates.find(text, today),
        name=named[1] if named else "",
        address=found.group().strip(".'").lower() if found else "",
    )


def _person(said: Said, today: date) -> Said:
    text = _first_lines(said.reason)
    found = _ADDRESS.search(text)
    until = None
    if said.verb is not Verb.CONTACT:
        marks = [mark for mark in _UNTIL.finditer(text) if not found or mark.start() >= found.end()] or list(
            _UNTIL.finditer(text)
        )
        until = dates.find(text[marks[0].end() :], today) if marks else None
    return replace(
        said, name=_name(text, found), address=found.group().strip(".'").lower() if found else "", when=until
    )


def _name(text: str, found: re.Match[str] | None) -> str:
    """Return the words before the address, or those after it on its line; "is", brackets and commas taken off."""
    before = next(iter((text[: found.start()] if found else text).strip().splitlines()), "")
    name = _clean(before) or (_clean(text[found.end() :].partition("\n")[0]) if found else "")
    return name if re.search(r"[^\W\d_]{2}", name) and len(name) <= _LONG_NAME else ""


def _clean(words: str) -> str:
    quoted = re.match(r"\s*[\"\u201c]([^\"\u201d]{2,80})[\"\u201d]", words)
    if quoted:
        return quoted[1].strip()
    words = re.sub(r"<?mailto:\S*|\b(?:email|e-mail|address)\b:?", " ", words, flags=re.IGNORECASE)
    words = _UNTIL.split(words)[0]
    words = re.sub(
        r"^\s*(?:(?:my|our|the|your|his|her|their)\b.{0,60}?\bis\b|is\b|for\b|name\b):?", "", words, flags=re.IGNORECASE
    )
    return re.split(
        r"[,;(<\[|]|\s[-\u2013\u2014]\s|\b(?:at|on|tel|phone|is|will)\b",
        " ".join(words.split()).strip(" ,;:<>()[].-\u2013\u2014"),
    )[0].strip()
