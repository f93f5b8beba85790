"""A court order, proceedings, a coroner, or a request under access laws, as a party tells of it (rule 12). Start at `told`.

Whether a case should go to court is none; that it is there, or that somebody asks for records, goes to the office.
"""

import re
from datetime import date

from mailservice.cases.history.commands import Legal
from mailservice.cases.history.legal import LegalKind
from mailservice.cases.letters import court
from mailservice.mail.grammar import dates

_MOST, _LONG = 400, 400
_ORDER = (
    r"(?:care|supervision|placement|emergency protection|child arrangements|special guardianship|non-molestation"
    r"|recovery"
    r"|wardship|secure accommodation|deprivation of liberty|police protection|specific issue|prohibited steps)"
)
_KINDS: tuple[tuple[LegalKind, re.Pattern[str]], ...] = (
    (
        "access",
        re.compile(
            r"\bsubject access\b|\bd?sar request|\bdsars?\b|\b(?:made|sent|submitted|received|had|have"
            r"|put in) an? (?:d?sar)\b"
            r"|\bright of access\b|\b(?:asked|asks|asking|request\w{0,3}|applied|wants?) (?:for )?(?:access to"
            r"|copies of|a copy of|to see) "
            r"(?:all )?(?:the |her |his |their |my |our )?(?:\w{3,12}['\u2019]?s? )?(?:records?|files?|data|notes"
            r"|case file|information)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "information",
        re.compile(r"\bfreedom of information\b|\bfoia?\b(?! team)|\benvironmental information request", re.IGNORECASE),
    ),
    ("coroner", re.compile(r"\bcoroner['\u2019]?s?\b|\binquest\b", re.IGNORECASE)),
    (
        "court",
        re.compile(
            r"\b(?:in|issued|started|begun|subject to|within|ongoing|current|concurrent"
            r"|during) (?:\w{2,9} ){0,2}proceedings\b"
            r"|\bproceedings (?:have|were|are|was|has) (?:been )?(?:issued|started|under ?way|ongoing|before)\b"
            rf"|\b{_ORDER} order (?:was|has been|is in|made|granted|in place|dated)\b|\b(?:have|got|made|granted"
            rf"|obtained|under) "
            rf"(?:an? )?(?:interim |full )?{_ORDER} order\b|\bcourt orders? (?:us|the|them|for|to|was|is|says|of"
            rf"|dated)\b"
            r"|\b(?:witness )?summons\b|\bcourt (?:hearing|date) (?:is|on|next|this|tomorrow|listed)\b"
            r"|\bhearing (?:is |was )?listed\b"
            r"|\b(?:production|disclosure) order\b|\binjunction\b",
            re.IGNORECASE,
        ),
    ),
)
_NOT_SO = re.compile(
    r"\b(?:no|not|never|without|if|unless|should|ought|could|might|consider\w{0,3}|apply(?:ing)? for|threshold for"
    r"|rather than"
    r"|instead of|before) (?:\w{1,12} ){0,5}(?:proceedings|court|order|hearing|foi|subject access"
    r"|freedom of information|inquest)\b"
    r"|\b(?:training|policy|template|learning|leaflet)\b",
    re.IGNORECASE,
)


def told(text: str, files: tuple[str, ...], today: date) -> tuple[Legal, ...]:
    """Return what a text, and the names of its files, tell of courts and of requests, each kind once; `when` as it is named."""
    found: dict[LegalKind, Legal] = {}
    for sentence in _sentences(text):
        for kind in _kinds(sentence):
            if kind not in found or found[kind].when is None:
                found[kind] = Legal(kind, sentence, dates.find(sentence, today))
    for name in files:
        if court.tells(name):
            found.setdefault("court", Legal("court", name, None))
    return tuple(found.values())


def _sentences(text: str) -> list[str]:
    whole = re.sub(r"(?<![\n.!?:])\n(?=[a-z(])", " ", text[: _MOST * _LONG])
    return [one.strip()[:_LONG] for one in re.split(r"(?<=[.!?;])\s{1,9}|\n{1,9}", whole)[:_MOST] if one.strip()]


def _kinds(sentence: str) -> list[LegalKind]:
    if court.tells(sentence):
        return ["court"]
    if _NOT_SO.search(sentence):
        return []
    return [kind for kind, pattern in _KINDS if pattern.search(sentence)]
