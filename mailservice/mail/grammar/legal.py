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
            r"|\b(?:under|article|art\.?) (?:(?:15|17|the) )?(?:of )?(?:the )?(?:uk )?gdpr\b|\bgdpr (?:request"
            r"|letter)|\bdata (?:subject|protection) request\b"
            r"|\b(?:right to erasure|right to be forgotten|rectification)\b|\b(?:delete|erase|destroy|rectify"
            r"|amend) (?:everything|all|any|the (?:records?|data|file))"
            r" (?:\w{1,12} ){0,4}?(?:hold|held|have|gdpr)\b|\b(?:article|art\.?) 1[5-8]\b|\bwe act for\b"
            r"|\bour client(?:['\u2019]s)?\b|\bsolicitors?(?:['\u2019]s)? (?:letter|have|has|is|are|wrote"
            r"|acting)\b"
            r"|\bform of authority\b|\baccess to health records\b|\bpre-?action\b|\bletter (?:of|before) claim\b"
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
    (
        "coroner",
        re.compile(
            r"\bcoroner['\u2019]?s?\b|\binquest\b|\bhmc\b|\b(?-i:PIR)\b|\bpre-inquest\b|\binterested person\b",
            re.IGNORECASE,
        ),
    ),
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
            r"|\b(?:production|disclosure) order\b|\binjunction\b"
            r"|\b(?:(?-i:EPO|ICO|ISO|FCO|SGO|CAO|DOLS?|DoLS?|NMO|PPO|SHPO|CBO|PSO|RO))s?(?: (?:was|has been|were"
            r"|is|now))? (?:granted|made|obtained|issued|extended|in place|discharged|sought|by consent)\b"
            r"|\b(?:la|local authority|they|social care|cafcass|dad|mum|guardian) (?:has |have "
            r"|had )?issued(?! (?:with|a (?:statement|letter|notice|warning|new|badge)|us|him|her|them|the|new)\b)"
            r"|\b(?:first|final|interim|fact[- ]finding|issues resolution|directions|case management|contested"
            r"|urgent|next|full|plea|bail|remand|sentencing) hearing\b|\b(?:cmh|irh|ffh|ptph)\b"
            r"|\bcourt(?:['\u2019]s| has| have| is| was)? (?:direct\w{0,3}|order\w{0,3}|want\w{0,2}|ask\w{0,3}"
            r"|requir\w{1,3})\b|\bdirections? (?:for|order|hearing|from)\b"
            r"|\b(?:judge|recorder|magistrates?|bench|tribunal)(?:['\u2019]s)? (?:has |have |had |is "
            r"|was )?(?:direct|order|remind|ask|want|ruled|made|granted|listed|adjourn|refus|said|told)\w{0,3}\b"
            r"|\b(?:section|s\.?) ?(?:7|37|49|20a?) (?:report|direction|statement)\b|\bcourt of protection\b"
            r"|\bcop (?:application|visitor|proceedings|dol)\b|\bsu[bp]p?o?en\w{1,5}\b"
            r"|\b(?:cps|crown prosecution|disclosure (?:officer|lawyer|test|schedule))\b"
            r"|\bthird[- ]party (?:material|disclosure)\b|\b(?:crown|family|county|high|magistrates['\u2019]?"
            r"|youth) court\b"
            r"|\b(?:legal|litigation) hold\b|\bput a hold on (?:the|all|any|our)\b|\bpreserve (?:all|any|the"
            r"|every) (?:records?|files?|emails?|documents?|notes)\b|\bdisclosable\b|\bundertaking\b"
            r"|\bnothing (?:\w{1,12} ){0,6}?(?:is )?to be (?:altered|deleted|destroyed|archived|binned|shredded)\b"
            r"|\b(?:in|into|pre-?) ?plo\b|\bplo (?:meeting|letter|process)\b|\bletter before proceedings\b"
            r"|\b(?-i:C100|C110A?|C1A|C2|c100|c110a?|c2|N161)\b (?:has |have |is |was )?(?:been )?(?:filed|issued"
            r"|in|application|from|by|served|received)|\b(?:filed|filing|file|serve[ds]?) (?:by|with|at|it|them"
            r"|our|the|a|my|your)"
            r" (?:\w{1,12} ){0,3}?(?:court|statement|evidence|\d{1,2} ?[ap]m|application|guardian)\b|\b(?:be"
            r"|to be) (?:filed|exhibited|served)\b|\bexhibited\b|\bbarristers?\b|\bcounsel\b(?! for)"
            r"|\b(?:court|trial|hearing|advocates['\u2019]?) bundle\b|\b(?:in the (?:bundle|witness box)"
            r"|back in the box)\b"
            r"|\b(?:give|giving|gave|called to give) evidence\b|\bcontempt\b|\bjudicial review\b"
            r"|\bwitness statement\b"
            r"|\bordered (?:that|to|by)\b|\bsealed (?:copy|order)\b",
            re.IGNORECASE,
        ),
    ),
)
_NOT_SO = re.compile(
    r"\b(?:no|not|never|without|if|unless|should|ought|could|might|consider\w{0,3}|apply(?:ing)? for|threshold for"
    r"|rather than"
    r"|instead of|before) (?:\w{1,12} ){0,5}(?:proceedings|court|order|hearing|foi|subject access"
    r"|freedom of information|inquest)\b"
    r"|\b(?:training|policy|template|learning|leaflet|for years|long before|years ago|since (?:he|she|they) (?:was"
    r"|were)|what would you|half[- ](?:brother|sister)"
    r"|ball['\u2019]?s? (?:is |are )?in|skills|(?:in|since|from|back in) (?:early |late )?(?:19|20)\d\d"
    r"|chair (?:has )?(?:stopped|paused|adjourned))\b",
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
