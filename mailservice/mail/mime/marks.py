"""What gateways, and people who handle protected matter, put before a subject: [EXTERNAL], [secure], OFFICIAL-SENSITIVE. Pure."""

import re
from typing import Final

_WORDS: Final = (
    r"(?:ext(?:ernal)?|outside|secured?|encrypt(?:ed)?|official|unclassified|not protectively marked|restricted|protect(?:ed)?"
    r"|confidential|sensitive|caution|warning|cjsm|ccm|egress|allanol|diogel|swyddogol)\b"
)
_MARK: Final = re.compile(
    rf"(?i)\s{{0,8}}(?:[\[({{<*#]{{1,4}}\s?{_WORDS}[^\])}}>*#\n]{{0,30}}[\])}}>*#]{{1,4}}\s{{0,3}}:?"
    rf"|{_WORDS}(?:[ :-]{{1,3}}(?:sensitive|secure|personal|e-?mail))?\s{{0,3}}"
    r"(?:[:\u2013-]|(?=(?:re|fwd?|fw|aw|sv|atb|automatic)\b)))\s{0,3}"
)
_MOST = 6


def unmarked(subject: str) -> str:
    """Return a subject without the marks before it."""
    for _ in range(_MOST):
        mark = _MARK.match(subject)
        if not mark:
            break
        subject = subject[mark.end() :]
    return subject
