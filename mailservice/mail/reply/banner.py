"""The warning that a gateway puts above a mail from outside, and protective markings: it ends with its sentence. Pure.

"Important: he is outside the house" is no banner: a gateway speaks of mails, senders, links and organisations, and of nobody.
"""

import re
from collections.abc import Sequence

from mailservice.mail.reply.disclaimer import is_personal

_ORGANISATION = (
    r"(?:organi[sz]ation|company|council|trust|network|school|academy|university|authority|business|domain|firm|force"
    r"|tenant|group|partnership|borough|county|nhs|college|service|department|system)"
)
_MAIL = r"(?:e-?mails?|messages?|mail)"
_FROM_OUTSIDE = (
    rf"(?:(?:from|by|outside)\b.{{0,40}}\b(?:outside|external|unverified|unknown|untrusted|unauthenticated)\b"
    rf"|outside (?:of )?(?:the |your |our |this )?(?:[\w'\u2019&-]{{1,24}} ){{0,4}}{_ORGANISATION}\b)"
)
# A tag alone: what stands after it on the line is somebody's.
_TAG = re.compile(
    r"[\W_]{0,4}(?:\[(?:caution|external|warning)\b[^\]\n]{0,60}\]|(?:[\[({<]|\*{1,4})\s?(?:external|ext"
    r"|external (?:e-?mail|sender|message|source)"
    r"|caution ?:? external|e-?bost allanol"
    r"|allanol|from outside|unverified sender|spam\??|suspected spam)(?: -.{0,30})?\s?(?:[\])}>]"
    r"|\*{1,4}))[:\-\u2013]{0,2}",
    re.IGNORECASE | re.MULTILINE,
)
_LABEL = (
    r"(?:caution|warning|attention|alert|important|notice|beware|think|stop|be careful|please (?:be )?(?:note"
    r"|careful|aware)"
    r"|rhybudd|gofal|pwyll)"
)
_OPENING = re.compile(
    r"[\W_]{0,10}(?:"
    rf"zjqcmqryfpfptbanner(?:start|end)"
    rf"|(?:{_LABEL}\b[\W_]{{0,6}}){{1,2}}(?:(?:this|the) )?(?:external (?:e-?mail|sender|message|source)"
    rf"|{_MAIL}\b.{{0,60}}{_FROM_OUTSIDE}"
    rf"|{_FROM_OUTSIDE}.{{0,30}}|(?:this )?(?:sender|{_MAIL})\b.{{0,30}}\b(?:is|from) (?:an? )?(?:external|outside"
    rf"|unknown|untrusted)\b"
    rf"|unknown sender|phish\w{{0,8}}|.{{0,60}}\bclick\w{{0,4}}\b.{{0,30}}\b(?:links?|attachments?)"
    rf"|.{{0,30}}\b(?:opening|open)\b.{{0,30}}\b(?:attachments?|links?)|.{{0,40}}\b(?:allanol|tu allan)\b)"
    rf"|(?:caution|warning|attention|alert|rhybudd|gofal|pwyll)(?: external| allanol)?[\W_]{{0,4}}$"
    rf"|external (?:e-?mail|sender|message|source)\b"
    rf"|(?:external|allanol|e-?bost allanol|from outside)[\W_]{{0,4}}$"
    rf"|this (?:{_MAIL}|sender)\b.{{0,60}}\b(?:originated|originates|came|comes|was sent|is|has come|has been sent"
    rf"|was received)\b.{{0,30}}"
    r"\b(?:outside|external|unverified|unknown|untrusted)\b"
    r"|this message is from an? \w{2,16} sender|you have not previously corresponded with this sender"
    r"|\[?you don['\u2019]t often get e-?mail from\b|\[?some people who received this message don['\u2019]t often\b"
    rf"|daeth yr? (?:e-?bost|neges) (?:hwn|hon|yma) o'?r? ?(?:tu allan|ffynhonnell allanol)"
    r"|mae(?:['\u2019]r)? (?:e-?bost|neges) (?:hwn|hon) wedi dod o['\u2019]?r? ?(?:tu allan|ffynhonnell allanol)"
    r"|(?:strictly )?private (?:and|&) confidential[\W_]{0,5}$|not protectively marked[\W_]{0,5}$"
    r"|(?:classification|sensitivity|protective marking|security marking"
    r"|marking) ?[:\-\u2013] ?(?:[\W_]{0,4}(?:official|sensitive|public|internal"
    r"|confidential|general|personal|restricted|protect|unclassified|none|not protectively marked|highly|private"
    r"|business|nhs|data|use|only"
    r"|and|commercial|unrestricted|swyddogol)\b){1,6}[\W_]{0,3}$"
    r"|(?:nhs )?(?:official|protect"
    r"|restricted)(?:[ -]{1,3}sensitive)?(?: ?[:\[(\-\u2013] ?(?:[\W_]{0,4}(?:sensitive|personal|private|commercial"
    r"|legal|privileged|data|locsen|only|recipients?|child|children|police|partners?|social care|health|and"
    r"|information)\b){1,4})?[\W_]{0,5}$"
    rf"|this message (?:was|has been) (?:marked|classified|labelled|scanned)\b"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
# What may go on in the next sentence: advice on links, senders and whom to tell.
_ADVICE = re.compile(
    r"[\W_]{0,6}(?:"
    r"(?:please )?(?:do not|don['\u2019]t|never|avoid|be (?:careful|cautious|wary|vigilant|alert|aware)"
    r"|(?:please )?(?:use|take|exercise|treat) (?:\w{2,9} )?"
    r"(?:caution|care)|treat|think before|stop and think|think)\b.{0,80}\b(?:click\w{0,4}|links?|attachments?"
    r"|open\w{0,4}|reply\w{0,4}|sender|password"
    rf"|{_MAIL}|content|credentials|details|phish\w{{0,8}})\b"
    r"|(?:unless|and|if|where) you (?:recogni[sz]e|know|trust|are (?:sure|expecting|unsure|certain|not sure"
    r"|not expecting|confident|in doubt|suspicious)"
    r"|suspect|have (?:any )?(?:doubts?|concerns?|reason|verified)|were not expecting|think|believe|do not)\b.{0,120}\b"
    rf"(?:sender|safe|{_MAIL}|content|source|it|link|attachment|genuine|phish\w{{0,8}}|service ?desk|help ?desk)\b"
    r"|(?:please )?(?:verify|check|confirm|make sure|ensure|report|forward|contact|always)\b.{0,60}\b"
    rf"(?:sender|suspicious|phish\w{{0,8}}|{_MAIL}|service ?desk|help ?desk|links?|address|spam|it team|it support)\b"
    r"|treat (?:it |this )?with (?:caution|care)"
    r"|report suspicious|report (?:it|this|phishing)\b|learn why this is important|know the content is safe"
    r"|zjqcmqryfpfptbanner(?:start|end)"
    r"|(?:this|the) (?:sender|e-?mail|message)\b.{0,60}\b(?:verified|external|outside|authenticated|identity"
    r"|trusted|suspicious|untrusted)\b"
    r"|you have not previously corresponded|<?https?://|safe[.!]?$|peidiwch\b.{0,60}\b(?:dd?olen\w{0,4}"
    r"|c?h?g?lici\w{0,4}|atodiad\w{0,4})"
    r"|(?:links?|attachments?|sender|recogni[sz]e)\b.{0,60}\b(?:links?|attachments?|sender|safe|content"
    r"|expect\w{0,3})\b"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_ORGANISATION_ENDS = re.compile(rf"(?:[A-Z][\w'\u2019-]{{1,20}} ){{0,3}}(?i:{_ORGANISATION})\.")
_SENTENCE_END = re.compile(r"[.!?][\"')*_\]]{0,3}(?=\s|$)|\]\*{0,2}(?=\s|$)|\n")
_MARKS = re.compile(r"\s{0,20}(?:[*=_~#-]{2,80}\s{0,20})?")
_LONGEST, _LINES = 900, 10
_WRAPPED = 60  # a shorter line ends its sentence


def is_banner(bare: str) -> bool:
    """Tell whether a banner begins with this line."""
    begins = len(bare) < _LONGEST and (_TAG.match(bare) or _OPENING.match(bare))
    return bool(begins) and _past(bare) > 0


def measure(bares: Sequence[str], at: int) -> tuple[int, int]:
    """Return where the banner that begins at this line ends: a line, and how much of that line is still the banner.

    Nothing of the line: the banner ends with the line before. (at, 0): there is none.
    """
    stop = next(
        (place for place in range(at, min(at + _LINES, len(bares))) if not bares[place]), min(at + _LINES, len(bares))
    )
    pairs = zip(bares[at:stop], [*bares[at + 1 : stop], ""], strict=True)
    text = "".join(bare + (" " if _goes_on(bare, below) else "\n") for bare, below in pairs)[:_LONGEST]
    past = _past(text)
    line = at
    while line < stop and past >= len(bares[line]):
        past -= len(bares[line]) + 1
        line += 1
    return line, max(0, past)


def _goes_on(bare: str, below: str) -> bool:
    """Tell whether a sentence goes on in the next line: not below a short one, nor in a line that begins one."""
    return len(bare) >= _WRAPPED and (below[:1].islower() or bool(_ORGANISATION_ENDS.match(below)))


def _past(text: str) -> int:
    """Return how much of a paragraph is banner: a tag, or the sentences from the first that are a gateway's."""
    tag = _TAG.match(text)
    opening = None if tag else _OPENING.match(text)
    if not tag and not opening:
        return 0
    at = _blank(text, tag.end()) if tag else _end_of_sentence(text, opening.end() - 1 if opening else 0)
    if is_personal(text[: tag.end() if tag else at]):
        return 0
    while at < len(text) and (found := _ADVICE.match(text, at) or _TAG.match(text, at) or _OPENING.match(text, at)):
        past = _end_of_sentence(text, found.end() - 1)
        if is_personal(text[at:past]):
            break
        at = past
    return at


def _end_of_sentence(text: str, at: int) -> int:
    end = _SENTENCE_END.search(text, at)
    return _blank(text, end.end()) if end else len(text)


def _blank(text: str, at: int) -> int:
    """Return where the next sentence begins: past blanks, and past the row of stars in which a gateway's ends."""
    found = _MARKS.match(text, at)
    return found.end() if found else at
