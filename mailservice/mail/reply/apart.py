"""Lines on which two things stand, cut where the second begins: own words before an attribution, or after a banner. Pure.

"ESCALATE On Tue, 24 Nov 2026 at 15:05, the desk <…> wrote:" holds a word of its writer's; so does "[EXTERNAL] URGENT". Nothing is
lost: the cut lines, joined, are the lines as they were.
"""

import re
from collections.abc import Sequence
from itertools import islice, takewhile

from mailservice.mail.mime.lines import seen
from mailservice.mail.reply import banner
from mailservice.mail.reply.attributions import judged
from mailservice.mail.reply.disclaimer import breaks, is_disclaimer

# Where an attribution may begin inside a line: a short word, and a date within a few words.
_BEGINS = re.compile(
    r"(?<=[^\s>-]) {0,3}(?:-{2,6} ?)?(?<![\w<])(?=(?:On|Le|Am|Op|Den|Il|El|Em|Dnia|Ar"
    r"|At) (?:[^\W\d_]{2,10}[.,]{0,2} ){0,3}\d{1,4}\b)"
)
_ENDS = re.compile(r"[:>)-]\s{0,3}$|\bwrote\s{0,3}$")
_TOP, _LONG, _MOST = 12, 4_000, 2_000
_HEAD = 800  # characters in which a banner tells that it is one
_WIDEST, _TRIES = 300, 2  # characters of an attribution; places looked at in a line


def apart(raw: list[str]) -> list[str]:
    """Return the lines of a text, those that hold two things cut in two."""
    new = [*takewhile(lambda line: line[0] != ">", islice(raw, _MOST))]  # what is marked as quoted is nobody's to cut
    cuts = _attributions(raw, len(new)) | _banners(new) | _small_print(new)
    if not cuts:
        return raw
    return [piece for at, line in enumerate(raw) for piece in _cut(line, cuts.get(at, 0)) if piece]


def _cut(line: str, place: int) -> tuple[str, str]:
    return line[:place], line[place:]


def _attributions(raw: Sequence[str], end: int) -> dict[int, int]:
    """Find the lines that end in an attribution, or in the beginning of one that goes on in the next."""
    cuts: dict[int, int] = {}
    for at, line in enumerate(islice(raw, end)):
        if "20" not in line or len(line) > _LONG:
            continue
        near = max(0, len(line) - _WIDEST)
        for found in list(_BEGINS.finditer(line, near))[-_TRIES:]:
            if _is_attribution(line[found.end() :], raw[at + 1 : at + 3]):
                cuts[at] = found.start() if found[0].strip() else found.end()
                break
    return cuts


def _is_attribution(text: str, more: Sequence[str]) -> bool:
    """Tell whether a text is surely an attribution, by itself or with the next lines."""
    whole = seen(text)
    for line in ("", *more):
        whole = f"{whole} {seen(line)}".strip()
        if _ENDS.search(whole) and judged(whole) == "sure":
            return True
    return False


def _banners(raw: Sequence[str]) -> dict[int, int]:
    """Find the line near the top on which a banner ends and somebody begins to speak."""
    at = next((place for place, line in enumerate(raw[:_TOP]) if line.strip()), _TOP)
    if at == _TOP or not banner.is_banner(seen(raw[at])[:_HEAD]):
        return {}
    bares = [seen(line) for line in raw[:_TOP]]
    while at < len(bares):
        line, past = banner.measure(bares, at) if bares[at] else (at + 1, 0)
        if past and line < len(bares):
            return {line: raw[line].index(bares[line]) + past}
        if line == at:
            break
        at = line
    return {}


def _small_print(raw: Sequence[str]) -> dict[int, int]:
    """Find the lines that begin as small print and go on as a person's words."""
    cuts: dict[int, int] = {}
    for at, line in enumerate(raw):
        if ". " in line and len(line) < _LONG and is_disclaimer(bare := seen(line)) and (past := breaks(bare)):
            cuts[at] = line.index(bare[past : past + 20])
    return cuts
