"""What people write of a court's papers: no letter of ours passes it on, urgent or not (rule 12). Start at `spans`.

Whether a case should go to court is what people disagree about, and stands; what a court said, ordered or was given does not.
"""

import re
from collections.abc import Iterator

COURT = "what is said of a court"

_COURT = (
    r"(?:the |a |hh |his honour |her honour |district |circuit )?(?:judges?|magistrates?|recorder|court of protection"
    r"|(?:(?:family|crown|high|county|youth|magistrates['\u2019]?) )?court)"
)
_DID = (
    r"(?:(?:has|have|had|was|is|also|since|now|then|today|yesterday) ){0,3}(?:order(?:ed|s)|direct(?:ed|s)|rul(?:ed"
    r"|es)|said|says|held|found"
    r"|made|gave|given|grant(?:ed|s)|refus(?:ed|es)|restrict(?:ed|s)|prohibit(?:ed|s)|disclos(?:ed|es)|remark(?:ed"
    r"|s)|criticis(?:ed|es)"
    r"|adjourn(?:ed|s)|list(?:ed|s)|seal(?:ed|s)|requir(?:ed|es)|told|wants?|asked)"
)
_SAYS = re.compile(
    rf"\b{_COURT} {_DID}\b"
    r"|\b(?:court|hearing) (?:bundles?|papers?|documents?|orders?|directions?|transcripts?|reports?|statements?"
    r"|disclosure)\b"
    r"|\b(?:order|orders|judgment|judgement|directions) (?:of|by|from|made (?:by|in)) (?:the )?(?:judge"
    r"|(?:\w{3,12} )?court)\b"
    r"|\bthe judg(?:e)?ment\b|\bdisclosure (?:restrictions?|orders?)\b|\breporting restrictions?\b"
    r"|\bcafcass (?:report|analysis)\b"
    r"|\b(?:final|interim) (?:evidence|statement) (?:of|in|from|filed)\b|\bwitness summons\b"
    r"|\bthe guardian['\u2019]s (?:report|analysis)\b"
    # An order's own words, as somebody pastes them.
    r"|\bit is (?:hereby |further ){0,2}(?:ordered|directed|declared) that\b|\bin the (?:\w{4,7} )?court (?:sitting )?at\b"
    r"|\bcase (?:no|number)\.?:? ?[a-z]{2}\d{2}[a-z]\d{4,6}\b|\bsitting in (?:private|chambers)\b"
    r"|(?-i:\bUPON) (?:hearing|reading|the|consider|it)|\bfiled in (?:the|these) proceedings\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]{1,400}+[.!?]?")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Give where each sentence begins and ends that tells of a court's papers or words."""
    for one in _SENTENCE.finditer(text):
        if _SAYS.search(one[0]):
            start = one.start() + len(one[0]) - len(one[0].lstrip())
            yield start, one.end()


def tells(text: str) -> bool:
    """Tell whether a text, or the name of a file, tells of a court's papers or words."""
    return next(spans(text), None) is not None or bool(_FILE.search(text))


_FILE = re.compile(
    r"(?:^|[\W_])(?:court|judge?ment|order|hearing|bundle|threshold|cafcass|c100|c110a?|sealed)(?:[\W_]"
    r"|\d).{0,60}\.\w{2,4}$",
    re.IGNORECASE,
)
