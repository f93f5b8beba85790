"""The lines of one mail and whose each is, found from the top down: quotes first, then small print, signatures and banners.

Start at `Division.words`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Literal

from mailservice.mail.grammar.reading import says_command
from mailservice.mail.mime.lines import Line, Lines
from mailservice.mail.reply import banner, quotes, signature
from mailservice.mail.reply.disclaimer import is_disclaimer, is_personal, others

Kind = Literal["own", "quoted", "signature", "disclaimer", "banner", "forwarded"]
_LABEL, _NOTICE = (
    40,
    150,
)  # small print on top of a mail is a word or two, or a long notice; between them it is a sentence
_GAP = re.compile(r"\n{3,}")
_MOST_LINES = 2_000  # looked at one by one; nobody writes more, and what is beyond is kept and not read
_WRAPPED = 55  # a line this long fills its line: small print needs no gap above it
_MOST_TORN = 3
_SMALL_PRINT = 200  # lines of it looked at sentence by sentence; what goes on is heard as it is
_SENTENCE_ENDS = re.compile(r"[.!?:\u2026][\"')\]*_]{0,3}$")
_INLINE = re.compile(
    r"\b(?:see|comments?|answers?|repl(?:y|ies)|responses?)\b.{0,40}\b(?:below|inline|in line|in red|in blue"
    r"|in bold|in green|in capitals)\b",
    re.IGNORECASE,
)

# Somebody says that they wrote inside the mail they answer as well.
INSIDE = re.compile(
    r"\b(?:my|our)\b.{0,20}\b(?:comments?|answers?|repl(?:y|ies)|responses?|notes?|additions?)\b.{0,40}\b(?:below|inline"
    r"|in[- ]line|underneath|in (?:red|blue|green|purple|bold|capitals|italics?))\b"
    r"|\b(?:answered|replied|responded|commented|added|written|wrote|put|typed|see|comments?|responses?|answers?|notes?|mine)\b"
    r".{0,30}\b(?:inline|in[- ]line|in (?:red|blue|green|purple|bold|italics?))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """A stretch of the mail, verbatim, and whose it is."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Words:
    """A mail divided: `own` for the record; `for_quiet` what may quieten a case, `certain` if the two agree.

    `for_attention` is all that its sender may have newly written: nothing that calls for help is cut away (rule 9.1).
    `inside`: they say that they wrote inside the mail they answer too, where nobody can tell their words from others'.
    """

    pieces: tuple[Piece, ...]
    own: str
    for_quiet: str
    certain: bool
    for_attention: str
    inside: bool = False


def _is_notice(bares: Sequence[str]) -> bool:
    """Tell a notice on top of a mail from a sentence that only begins like one."""
    size = sum(map(len, takewhile(bool, bares)))
    return size < _LABEL or size > _NOTICE


def _below(bares: Sequence[str], at: int) -> str:
    """Return the next words below a line, past one gap."""
    return next((bare for bare in bares[at + 1 : at + 3] if bare), "")


def _speaks(bare: str, above: str) -> bool:
    """Tell whether a person begins to speak with this line, where a sentence may begin."""
    return (not above or above[-1] in ".!?:") and is_personal(bare)


def _is_left_over(bare: str) -> bool:
    return not bare or quotes.is_row(bare) or signature.is_litter(bare)


class Division:
    """The lines of one mail and what each of them is, up to `end`; what follows is all `rest`.

    `doubt` is the first line that no word towards quiet is read from; `likely`, that from some line on the words are more likely
    another's; `heard` is what of the lines that are not own their sender may have written all the same.
    """

    def __init__(self, lines: Lines, sender: str, *, forwarded: bool) -> None:
        self.lines = lines
        self.sender = sender
        self.kinds: list[Kind] = []
        self.rest: Kind = "quoted"  # "own" only past the last line looked at
        self.doubt = len(lines)
        self.has_quote = self.likely = self.torn = False
        self.heard: dict[int, str] = {}
        self.fixed: set[int] = set()  # what the mail program marks as the signature
        self._find_quotes("forwarded" if forwarded else "quoted")
        if "quoted" in self.kinds:
            self._mend_torn()
        for count, (start, end) in enumerate(list(self._stretches())):
            self._sort_stretch(start, end, first=not count)
        for at in range(1, self.end):
            if not lines[at].bare and self.kinds[at] == "own":
                self.kinds[at] = self.kinds[at - 1]  # an empty line belongs to what stands above it

    @property
    def goes_on(self) -> bool:
        """Tell whether words stand below a quote: then the structure of a page tells better whose they are."""
        own = [at for at, kind in enumerate(self.kinds) if kind == "own" and self.lines[at].bare]
        return bool(own) and "quoted" in self.kinds[: own[-1]]

    @property
    def end(self) -> int:
        """The first line of what is quoted to the end."""
        return len(self.kinds)

    def _find_quotes(self, history: Kind) -> None:
        """Go down the lines until one from which all is quoted; mark those before it that are."""
        signed = False
        while (at := self.end) < len(self.lines):
            if at >= _MOST_LINES:
                self.rest, self.doubt = "quoted" if self.likely else "own", min(self.doubt, at)
                return
            line = self.lines[at]
            if line.mark == "history" or (line.depth and at > self.lines.last_unquoted):
                self.rest, self.has_quote = history if line.mark else "quoted", True
                return
            if line.depth:
                self._add("quoted", 1)
            elif line.bare and (found := quotes.heading(self.lines, at)):
                signed = False
                if self._quote(found, history):
                    return
            elif self.likely:
                self._add("quoted", 1, heard=True)
            else:
                signed = self._signed(line, signed=signed)
                self.fixed |= {self.end} if signed else set()
                self._add("signature" if signed else "own", 1)

    def _add(self, kind: Kind, count: int, *, heard: bool = False) -> None:
        """Add lines of a kind; `heard` if their sender may have written them after all."""
        for at in range(self.end, self.end + count) if heard else ():
            self.heard[at] = self.lines[at].shown
        self.kinds += [kind] * count
        self.has_quote = self.has_quote or kind == "quoted"

    def _quote(self, found: quotes.Heading, history: Kind) -> bool:
        """Mark a heading and tell whether all that follows is quoted; else the quoted lines are marked themselves."""
        following = self.lines.next(found.end)
        near = range(found.end, min(following + 1, len(self.lines)))
        marked = any(self.lines[at].depth for at in near)
        level = found.level if self._has_words() or self._names_address(found) else "maybe"
        if found.kind != "forward" and (marked or level != "sure"):
            if not (marked and self._marks_all(found)):
                own = not marked and says_command(self.lines[self.end].bare)
                self.doubt = min(self.doubt, found.end if marked or own else self.end)
            self.likely = self.likely or (level == "likely" and not marked)
            quoted = marked or self.likely
            self._add("quoted" if quoted else "own", found.end - self.end, heard=self.likely)
            return False
        self.rest = "forwarded" if found.kind == "forward" else history if found.kind == "headers" else "quoted"
        self.has_quote = True
        return True

    def _names_address(self, found: quotes.Heading) -> bool:
        """Tell whether a heading needs no words above it: a program's own line, or one with an address."""
        if found.level == "likely":
            return False
        return found.kind != "headers" or any("@" in self.lines[at].bare for at in range(self.end, found.end))

    def _has_words(self) -> bool:
        """Tell whether somebody wrote something above: only below an answer may a quote be told by its heading alone."""
        return any(kind == "own" and self.lines[at].bare for at, kind in enumerate(self.kinds))

    def _marks_all(self, found: quotes.Heading) -> bool:
        """Tell whether the marked lines are surely the whole quote, and not quoted in turn by an unmarked one.

        They are if the mail program marks its own heading's lines too, or if the words below are the only new ones.
        """
        if found.kind != "attribution":
            return found.end == self.end + 1 and found.end < len(self.lines) and self.lines[found.end].depth > 0
        if self.lines[self.end].text.startswith("    "):
            return False  # so does Yahoo, which marks nothing
        return not self._has_words()

    def _signed(self, line: Line, *, signed: bool) -> bool:
        """Tell whether a line stands in the element in which the mail program keeps the signature."""
        if signed and line.mark == "after-signature":
            self.doubt = min(self.doubt, self.end)
        return line.mark == "signature" or (signed and line.mark != "after-signature")

    def _mark(self, start: int, end: int, kind: Kind) -> None:
        self.kinds[start:end] = [kind] * (end - start)

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """Yield where each unbroken stretch of own words begins and ends."""
        at = 0
        for kind, group in groupby(self.kinds):
            size = sum(1 for _ in group)
            if kind == "own" and any(self.lines[place].bare for place in range(at, at + size)):
                yield at, at + size
            at += size

    def _sort_stretch(self, start: int, end: int, *, first: bool) -> None:
        bares = [self.lines[at].bare for at in range(start, end)]
        top = self._sort_top(bares, start) if first else 0
        last = self._sort_small_print(bares, start, top)
        signed = top + signature.begins(bares[top:last], self.sender)
        self._mark(start + signed, start + last, "signature")
        while signed > top and (not bares[signed - 1] or banner.is_banner(bares[signed - 1])):
            signed -= 1
            if bares[signed]:
                self._mark(start + signed, start + signed + 1, "banner")
        while signed > top and _is_left_over(bares[signed - 1]):
            signed -= 1
            self._mark(start + signed, start + signed + 1, "signature")
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
                continue
            stop = self._end_of_banner(bares, at)
            if stop <= at:  # none, or one that only begins a line which could not be cut
                break
            self._mark(start + at, start + stop, "banner")
            if is_disclaimer(bares[at], _below(bares, at)):
                self._free_spoken(bares[:stop], start, at + 1)
            at = stop
        return at

    @staticmethod
    def _end_of_banner(bares: Sequence[str], at: int) -> int:
        """Return the line after the banner that begins here, or nothing; small print on top is one, if words follow."""
        stop, part = banner.measure(bares, at)
        if stop > at or part:
            return stop
        if is_disclaimer(bares[at], _below(bares, at)) and "" in bares[at:] and _is_notice(bares[at:]):
            stop = bares.index("", at)
            spoken = (place for place in range(at + 1, stop) if _speaks(bares[place], bares[place - 1]))
            return next(spoken, stop if any(bares[stop:]) else 0)
        return 0

    def _sort_small_print(self, bares: Sequence[str], start: int, top: int) -> int:
        """Mark the disclaimer, from its first line to the end but for what a person says in it; return where it begins."""
        for at in range(top, len(bares)):
            above = bares[at - 1] if at > top else ""
            apart = len(bares[at]) > _WRAPPED or not above or quotes.is_row(above)
            if not bares[at] or not apart or not is_disclaimer(bares[at], _below(bares, at)):
                continue
            if at > top or _is_notice(bares[at:]):
                begins = at
                while begins > top and (not bares[begins - 1] or quotes.is_row(bares[begins - 1])):
                    begins -= 1
                self._mark(start + begins, start + len(bares), "disclaimer")
                self._free_spoken(bares, start, at + 1)
                return begins
        return len(bares)

    def _free_spoken(self, bares: Sequence[str], start: int, at: int) -> None:
        """Give back to the sender what speaks as a person among small print; what may be either is heard."""
        spoken = False
        for place in range(at, len(bares)):
            bare = bares[place]
            spoken = bool(bare) and (spoken or _speaks(bare, bares[place - 1]))
            if spoken:
                self._mark(start + place, start + place + 1, "own")
                self.doubt = min(self.doubt, start + at)
            elif said := " ".join(others(bare)) if place - at < _SMALL_PRINT else bare:
                self.heard[start + place] = said + self.lines[start + place].beyond

    def _doubt_from(self, bares: Sequence[str], start: int, top: int) -> None:
        """Note the first line of a stretch from which on nothing is read as a command."""
        for at in range(top, len(bares)):
            bare = bares[at]
            rule = self.lines[start + at].mark == "rule" and at > top
            if bare and (
                rule or quotes.is_row(bare) or quotes.may_be_heading(bare) or self._is_loose_end(bares, at, top)
            ):
                self.doubt = min(self.doubt, start + at)
                return

    @staticmethod
    def _is_loose_end(bares: Sequence[str], at: int, top: int) -> bool:
        """Tell whether the letter seems to end here, and yet goes on; on top of everything nothing ends."""
        bare = bares[at]
        if at == top:
            return False
        closing = signature.is_closing(bare) and not signature.is_thanks(bare)
        return closing or signature.is_phone(bare) or signature.is_delimiter(bare)

    def _mend_torn(self) -> None:
        """Mark as quoted the few lines that break one quoted sentence in two: a wrapped link or line that lost its mark."""
        at = 1
        while at < self.end:
            stop = at
            while stop < self.end and self.kinds[stop] == "own" and self.lines[stop].bare and stop - at < _MOST_TORN:
                stop += 1
            if at < stop < len(self.lines) and self._is_torn(at, stop):
                self.torn = True
                for place in range(at, stop):
                    self.kinds[place], self.heard[place] = "quoted", self.lines[place].shown
            at = stop + 1

    def _is_torn(self, at: int, stop: int) -> bool:
        above, below = self.lines[at - 1], self.lines[stop]
        goes_on = bool(above.bare) and not _SENTENCE_ENDS.search(above.bare)
        return bool(above.depth and below.depth) and (goes_on or signature.is_litter(self.lines[at].bare))

    def _torn(self) -> set[int]:
        """Return the own lines that follow a quoted one without a gap: they may be its end, torn off on the way."""
        torn: set[int] = set()
        for at in range(1, self.end):
            follows = self.lines[at - 1].depth > 0 or at - 1 in torn
            if self.kinds[at] == "own" and self.lines[at].bare and follows:
                torn.add(at)
        return torn

    def words(self) -> Words:
        """Return the division."""
        own = [at for at, kind in enumerate(self.kinds) if kind == "own"]
        torn = self._torn() if "quoted" in self.kinds else set()
        early = [at for at in own if at < self.doubt and at not in torn]
        record = self._text(own)
        commands = record if early == own else self._text(early)
        heard = self._heard()
        late = self._text(sorted({*own, *heard})) if heard else record
        if self.rest == "own":
            more = self.lines.verbatim(self.end, len(self.lines))
            record, late = f"{record}\n{more}".rstrip(), f"{late}\n{more}".rstrip()
        inline = self.has_quote and _INLINE.search(record)
        certain = record == commands and not inline and not (self.likely or self.torn)
        inside = self.has_quote and bool(INSIDE.search(record))
        late = f"{late}\n\n{self._others()}" if inside else late
        return Words(tuple(self._pieces()), record, commands, certain, late, inside=inside)

    def _others(self) -> str:
        """Return what stands in the mail that is answered, without its marks."""
        last = min(len(self.lines), self.end + _MOST_LINES)
        places = (at for at in range(last) if at >= self.end or self.kinds[at] == "quoted")
        return "\n".join(self.lines[at].bare for at in places)

    def _heard(self) -> dict[int, str]:
        """Return what is heard beside the own words; of a signature, all but who somebody is and where they are reached."""
        for at, kind in enumerate(self.kinds):
            if kind == "signature" and self.lines[at].bare and not self._is_reach(at):
                self.heard[at] = self.lines[at].shown
        return self.heard

    def _is_reach(self, at: int) -> bool:
        bare = self.lines[at].bare
        fixed = at in self.fixed or not says_command(bare)
        return fixed and (signature.is_contact(bare) or signature.is_name_of(bare, self.sender))

    def _pieces(self) -> Iterator[Piece]:
        kinds, whole = self.kinds, len(self.lines)
        starts = [at for at in range(self.end) if not at or kinds[at] != kinds[at - 1]]
        if self.end < whole and not (kinds and kinds[-1] == self.rest):
            starts.append(self.end)
        for start, end in zip(starts, [*starts[1:], whole], strict=True) if starts else ():
            yield Piece(kinds[start] if start < self.end else self.rest, self.lines.verbatim(start, end))

    def _text(self, places: Sequence[int]) -> str:
        """Return lines as text; where others' words were left out, an empty line stands."""
        parts: list[str] = []
        last = -1
        for at in places:
            if last >= 0 and at != last + 1:
                parts.append("")
            parts.append(self.heard.get(at, self.lines[at].shown))
            last = at
        return _GAP.sub("\n\n", "\n".join(parts).strip("\n"))
