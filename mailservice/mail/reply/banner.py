"""The warning that a gateway puts above a mail from outside, and protective markings. Pure."""

import re
from collections.abc import Sequence

_BANNER = re.compile(
    r"[\W_]{0,10}(?:"
    r"(?:caution|warning|attention|alert|important|notice|beware|think|stop|be careful|please (?:be )?(?:note"
    r"|careful|aware))\b.{0,120}"
    r"\b(?:external|outside|extern|originat\w+|phish\w*|click\w*|unknown sender|untrusted|suspicious|allanol)"
    r"|(?:\[|\(|\{|\*{1,4}\s?|<)?(?:external|ext|external (?:e-?mail|sender|message|source)|allanol"
    r"|e-?bost allanol)(?: -.{0,40})?(?:\]|\)|\}|\s?\*{1,4}|>)"
    r"|external (?:e-?mail|sender|message|source)\b.{0,120}"
    r"|this (?:e-?mail|message|mail|sender)\b.{0,60}\b(?:originated|came|comes|was sent|has come|is"
    r"|has been sent|received)\b.{0,30}"
    r"\b(?:from )?(?:an? )?(?:outside|external|unverified|unknown)\b"
    r"|\[?you don['\u2019]t often get e-?mail from\b|\[?some people who received this message don['\u2019]t often\b"
    r"|(?:rhybudd|gofal|pwyll)\b.{0,120}\b(?:allanol|tu allan|dolen\w*|clici\w*)"
    r"|daeth yr? (?:e-?bost|neges) (?:hwn|hon|yma) o'?r? ?(?:tu allan|ffynhonnell allanol)"
    r"|(?:do not|don['\u2019]t|never) (?:click|open)\b.{0,80}\b(?:links?|attachments?)\b"
    r"|(?:strictly )?private (?:and|&) confidential[\W_]{0,5}$"
    r"|(?:classification|sensitivity|protective marking|security marking|marking) ?[:\-\u2013].{0,60}$"
    r"|(?:nhs )?(?:official|protect|restricted)(?:[ -]{1,3}sensitive)?(?: ?[:\[(\-\u2013].{0,40})?[\W_]{0,5}$"
    r"|learn why this is important\b"
    r"|this message (?:was|has been) (?:marked|classified|labelled|scanned)\b"
    r")",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:click\w*|links?|attachments?|sender|external|outside|recogni[sz]e|phish\w*|caution|safe|trust\w*"
    r"|report (?:it|this|phishing|suspicious)|it service ?desk"
    r"|learn why|aka\.ms|organi[sz]ation|verify|suspicious|unless you|dolen\w*|atodiad\w*|anfonwr|allanol"
    r"|cynnwys|diogel)\b",
    re.IGNORECASE,
)
_VERY_LONG = 900


def is_banner(bare: str) -> bool:
    """Tell whether a banner begins with this line."""
    return len(bare) < _VERY_LONG and bool(_BANNER.match(bare))


def end(bares: Sequence[str], at: int) -> int:
    """Return the line after the banner that begins at this line: its lines that speak of senders and links."""
    at += 1
    while at < len(bares) and bares[at] and len(bares[at]) < _VERY_LONG and _GOES_ON.search(bares[at]):
        at += 1
    return at
