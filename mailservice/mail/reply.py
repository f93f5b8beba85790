"""Whose words are whose: a mail in pieces, own, quoted, signature, disclaimer, banner, forwarded; nothing is deleted.

Start at `own_words`. What is unclear ends late for the record (`own`) and early for commands (`for_commands`). Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from mailservice.mail import banner, page, quotes, signature
from mailservice.mail.disclaimer import is_disclaimer
from mailservice.mail.lines import Line, look, of_text

if TYPE_CHECKING:
    from mailservice.mail.parse import Mail

Kind = Literal["own", "quoted", "signature", "disclaimer", "banner", "forwarded"]
_FORWARDED = re.compile(
    r"(?:\s*[\[({](?:external|ext|secure|spam|official)[^\])}]{0,30}[\])}]:?)*\s*(?:fwd?|wg|tr|rv|enc|vs|vb"
    r"|doorst|yml|pd|i)\s?(?:\[\d\])?:",
    re.IGNORECASE,
)
_WRAPPED = 55  # a quoted line this long may have lost its end to the next line, on its way
_INLINE = re.compile(
    r"\b(?:see|comments?|answers?|repl(?:y|ies)|responses?)\b.{0,40}\b(?:below|inline|in line|in red|in blue"
    r"|in bold|in green|in capitals)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """A stretch of the mail, verbatim, and whose it is."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Words:
    """A mail divided: `own` for the record, `for_commands` what commands may be read from; `certain` if the two agree."""

    pieces: tuple[Piece, ...]
    own: str
    for_commands: str
    certain: bool


def own_words(mail: "Mail") -> Words:
    """Divide a mail into its pieces; the pieces in order are the whole text."""
    return split(mail.text, mail.html, sender=mail.sender.name, forwarded=is_forward(mail.subject))


def is_forward(subject: str) -> bool:
    """Tell from the subject whether a mail was forwarded, in the common European languages."""
    return bool(_FORWARDED.match(subject))


def split(text: str, html: str = "", *, sender: str = "", forwarded: bool = False) -> Words:
    """Divide a text; the plain part decides unless it is empty, or the HTML alone marks what is quoted."""
    plain = _Division([look(line) for line in of_text(text)], sender, forwarded=forwarded) if text.strip() else None
    if html and (plain is None or (not plain.has_quote and page.has_history(html))):
        return _Division(page.lines(html), sender, forwarded=forwarded).words()
    return plain.words() if plain else Words((), "", "", certain=True)


class _Division:
    """The lines of one mail and what each of them is; `doubt` is the first line that no command is read from."""

    def __init__(self, lines: Sequence[Line], sender: str, *, forwarded: bool) -> None:
        self.lines = lines
        self.sender = sender
        self.kinds: list[Kind] = ["own"] * len(lines)
        self.doubt = len(lines)
        self.has_quote = False
        self._find_quotes("forwarded" if forwarded else "quoted")
        for count, (start, end) in enumerate(list(self._stretches())):
            self._sort_stretch(start, end, first=not count)
        for at in range(1, len(lines)):
            if not lines[at].bare and self.kinds[at] == "own":
                self.kinds[at] = self.kinds[at - 1]  # an empty line belongs to what stands above it

    def _find_quotes(self, rest: Kind) -> None:
        at, signed = 0, False
        while at < len(self.lines):
            line = self.lines[at]
            if line.mark == "history":
                return self._mark(at, len(self.lines), rest)
            if line.depth or line.mark == "hidden":
                self._mark(at, at + 1, "quoted")
            elif line.bare and (found := quotes.heading(self.lines, at)):
                signed = False
                at = self._quote(found, at, rest)
                continue
            else:
                signed = self._signed(at, signed=signed)
            at += 1
        return None

    def _quote(self, found: quotes.Heading, at: int, rest: Kind) -> int:
        """Mark what a heading heads: lines that are marked as quotes themselves, or else all that follows."""
        following = next(
            (place for place in range(found.end, len(self.lines)) if self.lines[place].bare), len(self.lines)
        )
        marked = following < len(self.lines) and self.lines[following].depth > 0
        if found.kind == "forward":
            self._mark(at, len(self.lines), "forwarded")
        elif marked:
            self._mark(at, found.end, "quoted")
            return found.end
        elif not found.sure:
            self.doubt = min(self.doubt, at)
            return found.end
        else:
            self._mark(at, len(self.lines), rest if found.kind == "headers" else "quoted")
        return len(self.lines)

    def _signed(self, at: int, *, signed: bool) -> bool:
        """Mark a line inside the element in which the mail program keeps the signature."""
        mark = self.lines[at].mark
        signed = mark == "signature" or (signed and mark != "after-signature")
        if signed:
            self._mark(at, at + 1, "signature")
        elif mark == "after-signature":
            self.doubt = min(self.doubt, at)
        return signed

    def _mark(self, start: int, end: int, kind: Kind) -> None:
        self.has_quote = self.has_quote or kind in ("quoted", "forwarded")
        self.kinds[start:end] = [kind] * (end - start)

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """Yield where each unbroken stretch of own words begins and ends."""
        at = 0
        for kind, group in groupby(self.kinds):
            size = sum(1 for _ in group)
            if kind == "own" and any(line.bare for line in self.lines[at : at + size]):
                yield at, at + size
            at += size

    def _sort_stretch(self, start: int, end: int, *, first: bool) -> None:
        bares = [line.bare for line in self.lines[start:end]]
        top = self._sort_top(bares, start) if first else 0
        last = self._sort_small_print(bares, start, top)
        signed = top + signature.begins(bares[top:last], self.sender)
        self._mark(start + signed, start + last, "signature")
        while signed > top and (not bares[signed - 1] or banner.is_banner(bares[signed - 1])):
            signed -= 1
            self._mark(start + signed, start + signed + 1, "banner" if bares[signed] else self.kinds[start + signed])
        for at in range(top, signed):
            if signature.is_phone(bares[at]):
                self._mark(start + at, start + at + 1, "signature")
        self._doubt_from(bares[:signed], start, top)

    def _sort_top(self, bares: Sequence[str], start: int) -> int:
        """Mark the banners above the first words; return where those begin."""
        at = 0
        while at < len(bares):
            if not bares[at] or quotes.is_row(bares[at]):
                at += 1
            elif banner.is_banner(bares[at]):
                stop = banner.end(bares, at)
                self._mark(start + at, start + stop, "banner")
                at = stop
            elif is_disclaimer(bares[at]) and "" in bares[at:]:
                stop = bares.index("", at)
                if not any(bares[stop:]):
                    break
                self._mark(start + at, start + stop, "banner")
                at = stop
            else:
                break
        return at

    def _sort_small_print(self, bares: Sequence[str], start: int, top: int) -> int:
        """Mark the disclaimer, from its first line to the end; return where it begins."""
        for at in range(top, len(bares)):
            above = bares[at - 1] if at > top else ""
            long = len(bares[at]) > _WRAPPED or not above or quotes.is_row(above)
            if long and is_disclaimer(bares[at]):
                while at > top and (not bares[at - 1] or quotes.is_row(bares[at - 1])):
                    at -= 1  # noqa: PLW2901 - back over the row of stars above it
                self._mark(start + at, start + len(bares), "disclaimer")
                return at
        return len(bares)

    def _doubt_from(self, bares: Sequence[str], start: int, top: int) -> None:
        """Note the first line of a stretch from which on nothing is read as a command."""
        for at, bare in enumerate(bares):
            if at < top or not bare:
                continue
            rule = self.lines[start + at].mark == "rule" and at > top
            if rule or quotes.is_row(bare) or quotes.may_be_heading(bare) or self._is_loose_end(bares, at):
                self.doubt = min(self.doubt, start + at)
                return

    @staticmethod
    def _is_loose_end(bares: Sequence[str], at: int) -> bool:
        """Tell whether the letter seems to end here, and yet goes on."""
        bare = bares[at]
        return (
            signature.is_phone(bare)
            or signature.is_delimiter(bare)
            or (at > 0 and signature.is_closing(bare) and not bare.endswith("."))
        )

    def _torn(self) -> set[int]:
        """Return the own lines that may be the torn-off end of a quoted line above them."""
        torn: set[int] = set()
        for at in range(1, len(self.lines)):
            above = self.lines[at - 1]
            if (
                self.kinds[at] == "own"
                and self.lines[at].bare
                and ((above.depth and len(above.text) > _WRAPPED) or at - 1 in torn)
            ):
                torn.add(at)
        return torn

    def words(self) -> Words:
        """Return the division."""
        own = [at for at, kind in enumerate(self.kinds) if kind == "own"]
        torn = self._torn() if self.has_quote else set()
        early = [at for at in own if at < self.doubt and at not in torn]
        texts = [line.text for line in self.lines]
        pieces = tuple(
            Piece(kind, "".join(texts[at] for at, _ in group))
            for kind, group in groupby(enumerate(self.kinds), key=lambda pair: pair[1])
        )
        record, commands = self._text(own), self._text(early)
        certain = record == commands and not (self.has_quote and _INLINE.search(record))
        return Words(pieces, record, commands, certain)

    def _text(self, places: Sequence[int]) -> str:
        """Return lines as text; where others' words were left out, an empty line stands."""
        parts: list[str] = []
        last = -1
        for at in places:
            if last >= 0 and at != last + 1:
                parts.append("")
            parts.append(self.lines[at].shown)
            last = at
        return re.sub(r"\n{3,}", "\n\n", "\n".join(parts).strip("\n"))
