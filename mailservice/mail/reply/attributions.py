"""A line that says who wrote what follows: "On … wrote:" in its shapes and languages, and how sure that is.

A case note reports speech in the same words ("On 23/11 at 10:30 I visited and mum said:"), and is its writer's own. So a line is
an attribution by what a program puts in it, an address or a whole date and a name, and by what stands below. Pure.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from mailservice.mail.grammar.reading import says_command
from mailservice.mail.mime.lines import Lines

Level = Literal["sure", "likely", "maybe"]

_ENGLISH = r"wrote|writes|has written|sent"
_OTHERS = (
    r"schrieb|schrieben|geschrieben|a écrit|écrit|escribió|escreveu|ha scritto|scrisse|schreef|skrev"
    r"|napisał\(?a?\)?|napisała"
    r"|kirjoitti|ysgrifennodd|ysgrifennwyd|scríobh|napsal\(?a?\)?|napísal\(?a?\)?|napisao(?:/la)?|napisala|написао|írta"
    r"|написал\(?а?\)?|написала|написа|пише|έγραψε|a scris|kirjutas|skrifaði|rašė|rakstīja|yazdı|va escriure|escribiu"
    r"|đã viết|kitab|idatzi du|scriveva"
)
_SPOKE = r"said|says|told me|told us|stated"
_VERB = re.compile(rf"(?:^|[\s,>)\"'])(?:{_ENGLISH}|{_OTHERS})(?=[\s:,(：]|$)", re.IGNORECASE)
_ENGLISH_VERB = re.compile(rf"(?:^|[\s,>)\"'])(?:{_ENGLISH}|{_SPOKE})(?=[\s:,(]|$)", re.IGNORECASE)
_ENDS_IN_VERB = re.compile(rf"(?:^|[\s,>)\"'])(?:{_ENGLISH}|{_OTHERS}|{_SPOKE})\s?[:：]?$", re.IGNORECASE)
_EAST = re.compile(r"(?:写道|寫道|书写|님이 작성|のメール|さんは書きました)\s?[:：]?$")
_QUOTING = re.compile(r"(?:quoting|zitat von|citando a|citazione|cytowanie|citando|excerpts from)\b", re.IGNORECASE)
_ENDS_BARE = re.compile(rf"[>)]\s{{1,4}}(?:{_ENGLISH}|{_OTHERS})$", re.IGNORECASE)  # the colon was lost

_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}")
_LINK = re.compile(r"<(?:https?|mailto):[^>]{0,200}>?|\bmailto:", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d))")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
_DIGIT = re.compile(r"\d")
# Words of a sentence: a program's line has names and a date, and none of them.
_SENTENCE = re.compile(
    r"\b(?:I(?!\.)|I['\u2019](?:m|ve|d|ll))\b|(?i:\b(?:we|he|she|they|who|which|what|when|that|this|because|then|as"
    r"|please|see"
    r"|about|following|my|our|his|her|their|its|mum|mummy|mam|mother|dad|daddy|father|nan|gran|grandma|brother"
    r"|sister|uncle"
    r"|aunt|neighbour|child|the|but|has|was|is|visited|rang|called|phoned|telephoned|spoke|told|asked|met|saw"
    r"|attended|came"
    r"|reported|e-?mailed|texted|replied|confirmed|to me|to us)\b)|\band(?! [A-Z])\b"
)
_TITLE = re.compile(
    r"(?:the|a|my|our|mum|dad|mr|mrs|ms|miss|dr|prof|pc|dc|ds|di|sgt|sergeant|aunt|uncle|social|head|health|school"
    r"|nurse|duty"
    r"|police|she|he|they|you|it|staff|someone|somebody)\b",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_a-z][\w.'\u2019-]{0,30}"
_BARE_NAME = re.compile(rf"(?P<name>{_NAME}(?: {_NAME}){{1,4}}) (?:{_ENGLISH})\s?:$")
# A program sets the name apart from the date, by a comma or by the time zone.
_SET_APART = re.compile(
    rf"(?:,|\b(?:GMT|UTC|BST|CET|CEST|Z)|[+-]\d{{4}}"
    rf"|\d [AP]M) \"?(?P<name>{_NAME}(?: {_NAME}){{0,4}})\"?,? (?:{_ENGLISH})\s?:?$"
)
_NOTES = re.compile(rf"{_NAME}(?:[ /]{{1,2}}{_NAME}){{1,7}} (?:wrote|schrieb|a écrit) (?:on|am|le) (?=\d)")
_MARKS = " -_*=~\u2014\u2013"
_REPORTED = re.compile(r"[-*\u2022\u00b7\u2013\u2014+o] |\d{1,2}[.)] ")
_QUOTE_MARKS = ("'", '"', "\u201c", "\u2018", "\u00ab", "\u201e")
_BEGINS = re.compile(
    r"(?:on|at|am|le|el|em|il|op|den|ar|na|dne|în|la|il giorno|w dniu|dnia|in a message|quoting|zitat|excerpts"
    r"|missatge|vào|στις"
    r"|v|mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|gio|ven|sab|dom|pt|śr|pon|wt|czw|sob|niedz|ma|ti|ke|to|pe|su|man"
    r"|tir|ons|tor|fre"
    r"|lør|søn|po|út|ut|st|čt|št|pá|pi|so|ne|van|dt|otrd|uto)\b|\d|.{0,80}(?:<|\b(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_SHORT = 30  # characters of "On Friday," or of a name
_LOOK_AHEAD, _LONG, _WORDS, _NAMED = 5, 500, 16, 160  # lines, characters, words, and characters where no address is


class Attribution(NamedTuple):
    """An attribution: the line after it, and how sure it is that what follows is another's."""

    end: int
    level: Level


def attribution(lines: Lines, at: int) -> Attribution | None:
    """Return the attribution that begins at this line, over one line or wrapped over several, if one does."""
    parts: list[str] = []
    whole = ""
    for place in range(at, min(at + _LOOK_AHEAD, len(lines))):
        line = lines[place]
        if (not line.bare and not line.depth) or len(line.bare) > _LONG or (line.depth and not _is_open(whole)):
            return None
        parts.append(line.bare)
        whole = " ".join(parts)
        if _may_end(line.bare) and (level := _level(lines, whole, place + 1)):
            return None if _begins_later(parts) else Attribution(place + 1, level)
        if place == at and not _may_begin(line.bare):
            return None
    return None


def _begins_later(parts: Sequence[str]) -> bool:
    """Tell whether the lines after the first are a whole attribution: then the first is somebody's last word above it."""
    if len(parts) > 1 and says_command(parts[0]) and parts[0][:3].isupper():
        return True
    rests = (" ".join(parts[place:]) for place in range(1, len(parts)))
    return any(_DAY.search(rest) and _CLOCK.search(rest) and judged(rest) for rest in rests)


def _is_open(whole: str) -> bool:
    """Tell whether an address was opened and not closed: the ">" that begins the next line closes it."""
    return whole.count("<") > whole.count(">")


def _may_end(bare: str) -> bool:
    return bool(bare) and (bare[-1] in ":：-" or (bare[-1] in "eoabn" and bool(_ENDS_BARE.search(bare[-60:]))))


def _may_begin(bare: str) -> bool:
    """Tell whether an attribution that is wrapped could begin with this line."""
    if bare[0] not in '<"-' and "@" not in bare and not _BEGINS.match(bare):
        return False
    return "@" in bare or bare[-1] == "<" or len(bare) < _SHORT or _DIGIT.search(bare) is not None


def _level(lines: Lines, whole: str, end: int) -> Level | None:
    """Judge a line and what stands below it."""
    following = lines.next(end)
    below = lines[following] if following < len(lines) else None
    marked = bool(below and below.depth and following - end <= 1)
    level = judged(whole, marked=marked)
    if level and not marked and below and level != "maybe" and below.bare.startswith(_QUOTE_MARKS):
        return "maybe"  # what somebody said, in quotation marks
    if level == "likely" and below and not marked and _REPORTED.match(below.bare):
        return "maybe"
    return level


def judged(whole: str, *, marked: bool = False) -> Level | None:
    """Judge a line by itself; `marked` if what follows it is marked as quoted."""
    text = whole.strip(_MARKS)
    dashed = whole[-1] in _MARKS
    if not text or len(whole) > _LONG or not (text[-1] in ":：" or dashed or _ENDS_BARE.search(text[-60:])):
        return None
    address = "@" in text and _ADDRESS.search(text) is not None
    verb = bool(_VERB.search(text) or _EAST.search(text))
    words = _LINK.sub(" ", _ADDRESS.sub(" ", text)) if address else text
    told = bool(_SENTENCE.search(words)) if _ENGLISH_VERB.search(words) or not verb else False
    told = told or (not address and says_command(text) and text[:3].isupper())  # a word of ours begins the line
    if marked:
        return _above_marks(text, verb=verb, told=told, address=address)
    if told:
        return "maybe" if _speaks_of_words(text, verb=verb) else None
    return _with_address(words, verb=verb) if address else _without_address(text, verb=verb, dashed=dashed)


def _above_marks(text: str, *, verb: bool, told: bool, address: bool) -> Level | None:
    """Judge a line above quoted words: little more is needed, but a sentence is still its writer's."""
    if told and not address:
        return None
    dated = bool(_DAY.search(text)) and bool(_CLOCK.search(text))
    return "sure" if verb or dated or _ENDS_IN_VERB.search(text[-40:]) or _QUOTING.match(text) else None


def _with_address(words: str, *, verb: bool) -> Level | None:
    if verb or _QUOTING.match(words):
        return "sure"
    few = len(words.split()) <= _WORDS
    if few and _DAY.search(words) and _CLOCK.search(words):
        return "sure"  # in whatever language
    return "maybe" if _DIGIT.search(words) else None


def _without_address(text: str, *, verb: bool, dashed: bool) -> Level | None:
    day, clock = bool(_DAY.search(text)), bool(_CLOCK.search(text))
    if dashed and verb:
        return "sure" if day and clock else "likely"
    if (day and clock and _NOTES.match(text)) or (_QUOTING.match(text) and day):
        return "likely"
    if len(text) > _NAMED:
        return "maybe" if _speaks_of_words(text, verb=verb) else None
    name = _BARE_NAME.match(text) or (_SET_APART.search(text) if _YEAR.search(text) else None)
    if name and not _TITLE.match(name["name"]):
        return "likely"
    if verb and not _ENGLISH_VERB.search(text) and day:
        return "likely"
    return "maybe" if _speaks_of_words(text, verb=verb) else None


def _speaks_of_words(text: str, *, verb: bool) -> bool:
    """Tell whether a line announces words, whoever's: none of them quietens a case."""
    return bool(_ENDS_IN_VERB.search(text[-40:])) or (verb and bool(_DIGIT.search(text)))
