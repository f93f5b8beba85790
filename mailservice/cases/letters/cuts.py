"""What a letter leaves out of people's words: where a family is, how it is reached, when a child was born (rule 16).

Pure. Only letters are cut: the record keeps the whole. A thing is cut where it is surely one, for a cut hides words of a case.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from mailservice.cases.letters import court

MARK = "[{kind}: on the record; ask the office]"
ADDRESS, WHEREABOUTS, PHONE, EMAIL = ("address", "whereabouts", "telephone number", "email address")
BIRTH, NHS = ("date of birth", "NHS number")
COURT = court.COURT
KINDS = (ADDRESS, WHEREABOUTS, PHONE, EMAIL, BIRTH, NHS, COURT)
# The facts of a letter that are people's own words; those of a side are its `words`.
_WORDS = frozenset({"text", "reason", "proposal_text", "exactly", "action", "attached"})
# And those that hold such words line by line.
_LINES = frozenset({"actions", "paragraphs", "attached", "lines"})

_STREET = (
    r"(?:road|rd|street|avenue|ave|close|lane|drive|way|court|crescent|gardens|place|terrace|grove|square|row|walk"
    r"|mews|rise|st|view|hill|park|green|meadows?|fields?|bank|vale|villas|cottages|croft|wharf|quay|parade|paddocks?|orchard"
    r"|leys|mount|ridge|gate|yard)"
)
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
# In small letters "s47 1st visit" only looks like one; no postcode ends in a letter that the Post Office leaves out.
_SMALL_POSTCODE = r"(?<![\w-])(?i:[a-z]{1,2}\d[a-z\d]? ?\d(?!st|nd|rd|th|yr|hr)[abd-hjlnp-uw-z]{2})(?![\w-])"
_ANY_POSTCODE = rf"\b{_POSTCODE}\b|{_SMALL_POSTCODE}|(?i:\bpost ?code(?: is)?:? )(?P<code>(?i:{_POSTCODE})\b)"
_HOUSE = r"(?:[Ff]lat \d{1,3}[a-z]?,? )?\d{1,4}[a-z]?,? "
# "May" begins a date more often than a street.
_NAMED = (
    rf"\b{_HOUSE}(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{{0,6}} )"
    rf"(?:[A-Z][\w'\u2019]{{1,20}} ){{1,3}}(?i:{_STREET})\b"
    rf"(?:,(?: [A-Z][a-z]{{2,20}}){{1,2}})?(?:,? {_POSTCODE}\b)?"
)
_THE = rf"\b{_HOUSE}The (?:Crescent|Avenue|Close|Green|Drive|Street|Terrace|Grove|Lane|Mews|Square|Paddocks?|Orchard|Leys)\b"
# A house by its name: in a flat of its own, on a street, or where somebody lives.
_HOME = r"(?:Rectory|Vicarage|Cottage|Bungalow|Farm|Farmhouse|Barn|Lodge|Grange|Forge|Stables|Granary|Villa|Mill|Manor)"
_FLAT = (
    r"\b(?i:flat|apartment|apt|caravan|pitch|plot) \d{1,3}[a-zA-Z]?,? (?:The )?(?:[A-Z][\w'\u2019]{1,20} ){0,3}"
    rf"[A-Z][\w'\u2019]{{1,20}}(?:,? {_POSTCODE}\b)?"
)
_BY_NAME = (
    rf"\b(?:The )?(?:[A-Z][\w'\u2019]{{1,20}} ){{1,3}}{_HOME}, (?:[A-Z][\w'\u2019]{{1,20}} ){{1,3}}(?i:{_STREET})\b"
    rf"(?:,? {_POSTCODE}\b)?"
)
_LIVES_AT = (
    r"(?i:\b(?:liv(?:es?|ing)|stay(?:s|ing|ed)?|resid(?:es?|ing)|moved|gone|home is|address is|address:) (?:at |to |in |now )?)"
    rf"(?P<home>(?:[Tt]he )?(?:[A-Z][\w'\u2019]{{1,20}} ){{1,3}}(?:{_HOME}|House|Court))\b"
)
_SMALL = (
    rf"\b{_HOUSE}(?!(?:in|on|the|a|an|of|to|by|at|days?|weeks?|months?|years?|times?|visits?|children|minutes?"
    rf"|hours?|more|miles?|metres?"
    r"|people|cars?)\b)[a-z']{3,20} (?:road|street|avenue|lane|crescent|terrace|grove)\b"
)
_OF_AN_OFFICE = re.compile(
    r"\b(?:our|my|the|your) (?:[\w']{1,20} ){0,3}(?:office|school|clinic|surgery|nursery|hospital|centre|station"
    r"|building|base|hub)"
    r"(?: is| are)?(?: now)?(?: at| in)? ?$",
    re.IGNORECASE,
)
# An address behind the name of such a place is the place's own, unless somebody lives there, or near it.
_OF_A_PLACE = re.compile(
    r"\b(?:school|academy|college|(?:pre ?)?nursery|hospital|infirmary|surgery|practice|clinic|centre|station|court|offices?"
    r"|council|church|library|hall|headquarters)\)?(?:,| at| on| in|:)? ?(?:unit \d{1,3},? ?)?$",
    re.IGNORECASE,
)
_SOMEBODYS_HOME = re.compile(
    r"\b(?:liv(?:es?|ing)|stay(?:s|ing|ed)?|moved|fled|home|resid(?:es?|ing)|placed|near|opposite|behind|beside|next to|outside)"
    r"\b[^.!?\n]{0,50}$",
    re.IGNORECASE,
)
_ITS_OFFICE = re.compile(
    r" (?:surgery|school|clinic|nursery|hospital|health|children's|family centre"
    r"|police)\b",
    re.IGNORECASE,
)

_FAMILY = r"(?:(?i:mum|mam|mother|dad|father|parents?|family|children|kids|she|he|they)|[A-Z][a-z]{2,15})"
_KIN = (
    r"(?:mum|mother|dad|father|sister|brother|nan|gran\w{0,6}|aunt\w{0,2}|uncle|friend|cousin|parents|partner"
    r"|boyfriend|girlfriend|family)"
)
_SHELTER = (
    r"(?:refuge|hostel|shelter|hotel|b ?& ?b|bed and breakfast|travelodge|premier inn|safe house"
    r"|temporary accommodation)"
)
_END = r"(?: (?:in|at|near|on) (?:[\w'&]{1,20} ){0,3}[\w'&]{1,20})?"
# Somebody is in a shelter, with somebody of the family or a friend, or in a town.
_SHELTERED = (
    r"(?i:\b(?:moved|gone|fled|staying|living|lives|is|are|placed|stays)(?: now)? (?:to|at|in) )"
    rf"(?P<a>(?i:(?:an?|the|her|his|their) (?:[\w']{{1,15}} ){{0,2}}{_SHELTER}\b){_END})"
)
_WITH_KIN = (
    r"(?i:\b(?:staying with|staying at|living with|living at|moved in with|gone to stay with) )"
    rf"(?P<b>(?i:(?:her|his|their|the|a) (?:[\w']{{1,15}} ){{0,2}}{_KIN}\b)"
    r"(?:'s)?(?: [A-Z][a-z]{2,15})?(?: in [A-Z][a-z]{2,20})?)"
)
_IN_TOWN = (
    rf"\b{_FAMILY}(?i:(?: and (?:the )?\w{{2,12}})?(?:['\u2019](?:s|ve|re))? ?(?:has|have|had|is|are|was)? ?(?:now |since )?"
    r"(?:moved (?:back |away |up |down )?to|moving to|staying in|stays? in|living in|lives? in|gone to|fled to|run (?:away )?to"
    r"|relocated to|hiding in|in hiding in|(?:re)?housed in|settled in) )"
    r"(?P<c>(?!(?:Stage|Year|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Health|Children)\b)[A-Z][a-z]{2,20})"
    r"(?=$|[.,;:)!?\n]| (?:with|and|to|on|in|for|since|last|this|where|because|but|so|now|again|after|at|from)\b)"
)
_NO_TOWN = (
    r"(?!(?:Stage|Year|Level|Reception|Nursery|School|Primary|Secondary|Sixth|Key|Class|Hospital|Maternity|Ward|Court|Custody"
    r"|Prison|Care|Foster|Kinship|Residential|Supported|Safeguarding|Strategy|Education|Housing|Early|Children|Adults?|Social"
    r"|Health|Finance|January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
_NOW_IN = (
    rf"\b{_FAMILY}(?i:(?: and (?:the )?\w{{2,12}})?(?:['\u2019]?(?:s|re)| is| are)"
    rf" (?P<now>(?:now|currently|back|up|down) )?in )(?P<e>{_NO_TOWN}[A-Z][a-z]{{2,20}})"
    r"(?(now)(?=$|[.,;:)!?\n]| [a-z])|(?= (?:now|at the moment|currently)\b))"
)
# A hotel by its own name, with its town.
_AT_AN_INN = (
    r"(?i:\b(?:staying|stays?|living|lives|placed|housed|moved|gone|fled)(?: now)? (?:at|in|to) )"
    r"(?P<f>(?:(?i:travelodge|premier inn|holiday inn|ibis|best western|b ?& ?b)"
    r"|(?:[A-Z][\w'\u2019]{1,20} ){1,3}(?:Hotel|Hostel|Inn|Guest ?[Hh]ouse|Refuge))\b(?: (?:(?:in|at) )?[A-Z][a-z]{2,20}){0,2})"
)
_AT_KIN = rf"(?i:\bat )(?P<d>(?i:(?:her|his|their) {_KIN})['\u2019]?s? in [A-Z][a-z]{{2,20}})"
_PLACES = (_SHELTERED, _WITH_KIN, _IN_TOWN, _NOW_IN, _AT_AN_INN, _AT_KIN)

_PHONE = re.compile(
    r"(?<![\w.+])(?!\d\d?[.-]\d\d?[.-](?:\d\d){1,2}(?![\d.-]))"  # a day, and no number
    r"((?:(?:\+|\b00)44[ .-]?(?:\(0\)[ .-]?)?|\(?0)[1237](?:[ ).-]{0,2}\d){8,9})"
    r"(?:,? ?(?:ext(?:n|ension)?\.?|x) ?\d{1,6})?(?!\d)",
    re.IGNORECASE,
)
# The number of whoever writes, or of an office: behind such words, and nothing between.
_MY_OWN = re.compile(
    r"(?:\b(?:call|ring|reach|phone|contact|text|get) (?:me|us)"
    r"|\b(?:my|our|office|team|duty|desk|work|school|nursery|surgery|hospital|ward|clinic|practice|centre|station)(?:'s)?"
    r"(?: (?:mobile|number|phone|direct line|line"
    r"|desk|office|extension|is|team|duty)){0,3}"
    r"|switchboard)(?: (?:back|is|on|at|today|tomorrow|urgently|please)){0,3}[ :,]{0,3}$",
    re.IGNORECASE,
)
# A landline on a line of its own is an office's; a mobile there may be anybody's.
_SIGNED = re.compile(r"(?:^|\n)\s{0,9}(?:t|tel|phone|telephone|direct|office)?\s?[:.]?\s{0,3}$", re.IGNORECASE)
# People's own, as families have them: an agency's address is at its own domain.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|btinternet|sky"
    r"|talktalk|virginmedia|ntlworld|proton|protonmail|gmx)\.(?:com|net|me|co\.uk|uk)(?![\w-])(?!\.\w)",
    re.IGNORECASE,
)
_MY_EMAIL = re.compile(
    r"(?:\b(?:e-?mail|write to|contact|reach) (?:me|us)|\b(?:my|our)(?: own| work| office| other)? e-?mail(?: address)?)"
    r"(?: (?:is|on|at|back|to)){0,2}[ :,]{0,3}$",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?"
    r"|dec(?:ember)?)"
)
_YEAR = r"(?:[ ,-]{1,2}(?:\d{4}|\d{2}(?!\d)))?\b"
_DAY = (
    r"(?:\d{4}[/.-]\d{1,2}[/.-]\d{1,2}|\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{2,4}|\d{6}(?:\d{2})?\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]?(?:of )?{_MONTH}{_YEAR}|{_MONTH}[ -]?\d{{1,2}}(?:st|nd|rd|th)?{_YEAR})"
)
_BORN = re.compile(
    rf"\b(?:d\.? ?o\.? ?b\.?|date of birth|born|birthday|birth date)(?: is| was| on| the|:|,"
    rf"| -){{0,3}} {{0,2}}({_DAY})",
    re.IGNORECASE,
)
_TEN = re.compile(r"(?<![\w-])(\d{3}[ -]?\d{3}[ -]?\d{4})(?![\w-])")
_IS_NHS = re.compile(r"\bnhs\b[^\d\n]{0,20}$", re.IGNORECASE)

# A line that was wrapped: what it breaks in two is one thing all the same.
_WRAPPED = re.compile(r"(?<!\n)\n(?!\n)")
Span = tuple[int, int, str]
_LONGEST = 50_000
"""Characters of somebody's words that a letter shows; nobody writes more, and the rest is on the record."""


@lru_cache(maxsize=32)  # each reader of a letter is shown the same words
def cut(text: str, known: frozenset[str] = frozenset(), only: str = "") -> str:
    """Return a text with a mark in place of each thing that letters leave out; `known` (digits, addresses) is shown.

    `only` one of the kinds, where it is named.
    """
    read, shown, at = text[:_LONGEST], [], 0
    for start, end, kind in (one for one in _spans(read, known) if only in ("", one[2])):
        shown += [read[at:start], MARK.format(kind=kind)]
        at = end
    return "".join([*shown, read[at:], f"\n\n{MARK.format(kind='the rest')}" if len(text) > _LONGEST else ""])


def left_out(text: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the kinds of things that a letter leaves out of a text."""
    found = {kind for _, _, kind in _spans(text[:_LONGEST], known)}
    return tuple(kind for kind in KINDS if kind in found)


def in_facts(facts: Mapping[str, Any], known: frozenset[str] = frozenset(), only: str = "") -> dict[str, Any]:
    """Return a letter's facts with people's own words cut; all else is as it was."""
    return {name: _fact(name, value, known, only) for name, value in facts.items()}


def _fact(name: str, value: Any, known: frozenset[str], only: str) -> Any:
    if isinstance(value, Mapping):
        return in_facts(value, known, only)
    if isinstance(value, list):
        return [_line(name, one, known, only) for one in value]
    # `words` is what a side wrote; in a letter of its own it is the list of words to reply with.
    return cut(value, known, only) if isinstance(value, str) and name in {*_WORDS, "words"} else value


def _line(name: str, value: Any, known: frozenset[str], only: str) -> Any:
    if isinstance(value, Mapping):
        return in_facts(value, known, only)
    return cut(value, known, only) if isinstance(value, str) and name in _LINES else value


def places(text: str) -> tuple[tuple[int, int], ...]:
    """Return where a text tells what letters leave out, whatever its length, but for what is said of a court."""
    return tuple((start, end) for start, end, kind in _spans(text, frozenset()) if kind != COURT)


def digits(number: str) -> str:
    """Return a telephone number as its digits, without the country: to compare two ways of writing one."""
    return re.sub(r"\D", "", re.sub(r"^\W*(?:\+|00)44", "", number).replace("(0)", "")).lstrip("0")


def _spans(text: str, known: frozenset[str]) -> list[Span]:
    """Return what to cut, in order, none inside another: what is found first in `_FINDERS` has its place."""
    flat = _WRAPPED.sub(" ", text)
    taken: list[Span] = []
    covered = bytearray(len(text))
    for find in _FINDERS:
        for start, end, kind in find(text if find is _phones else flat, known):
            if not any(covered[start:end]):
                covered[start:end] = b"\1" * (end - start)
                taken.append((start, end, kind))
    return sorted(taken)


def _whereabouts(text: str, _known: frozenset[str]) -> Iterator[Span]:
    for pattern in _PLACE_PATTERNS:
        for found in pattern.finditer(text):
            name = found.lastgroup or 0
            address = _NAMED_ADDRESS.match(text, found.end() + 1)
            yield found.start(name), address.end() if address else found.end(name), WHEREABOUTS


def _births(text: str, _known: frozenset[str]) -> Iterator[Span]:
    for found in _BORN.finditer(text):
        yield found.start(1), found.end(1), BIRTH


def _nhs(text: str, _known: frozenset[str]) -> Iterator[Span]:
    for found in _TEN.finditer(text):
        if _checks(re.sub(r"\D", "", found[1])) or _IS_NHS.search(text[max(0, found.start() - 30) : found.start()]):
            yield found.start(1), found.end(1), NHS


def _checks(number: str) -> bool:
    """Tell whether ten digits are an NHS number, by the last of them (modulus 11)."""
    rest = 11 - sum(int(one) * (10 - at) for at, one in enumerate(number[:9])) % 11
    return number[0] != "0" and rest % 11 == int(number[9]) and rest != 10  # noqa: PLR2004 - ten is never given


def _phones(text: str, known: frozenset[str]) -> Iterator[Span]:
    for found in _PHONE.finditer(text):
        before, number = text[max(0, found.start() - 40) : found.start()], digits(found[1])
        signed = not number.startswith("7") and _SIGNED.search(before)
        if number not in known and not signed and not _MY_OWN.search(before):
            yield found.start(), found.end(), PHONE


def _courts(text: str, _known: frozenset[str]) -> Iterator[Span]:
    for start, end in court.spans(text):
        yield start, end, COURT


def _emails(text: str, known: frozenset[str]) -> Iterator[Span]:
    for found in _EMAIL.finditer(text):
        if found[0].lower() not in known and not _MY_EMAIL.search(text[max(0, found.start() - 40) : found.start()]):
            yield found.start(), found.end(), EMAIL


def _addresses(text: str, _known: frozenset[str]) -> Iterator[Span]:
    for pattern in _ADDRESSES:
        for found in pattern.finditer(text):
            before, behind = text[max(0, found.start() - 80) : found.start()], text[found.end() : found.end() + 20]
            office = _OF_AN_OFFICE.search(before) or _OF_A_PLACE.search(before)
            if not _ITS_OFFICE.match(behind) and not (office and not _SOMEBODYS_HOME.search(before)):
                yield found.start(found.lastgroup or 0), found.end(), ADDRESS


_PLACE_PATTERNS = tuple(re.compile(one) for one in _PLACES)
_NAMED_ADDRESS = re.compile(_NAMED)
_ADDRESSES = tuple(re.compile(one) for one in (_FLAT, _NAMED, _THE, _BY_NAME, _LIVES_AT, _SMALL, _ANY_POSTCODE))
_FINDERS: tuple[Callable[[str, frozenset[str]], Iterator[Span]], ...] = (
    _courts,
    _emails,
    _whereabouts,
    _births,
    _nhs,
    _phones,
    _addresses,
)
