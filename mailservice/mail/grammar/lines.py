"""Where a sentence begins, and which word of ours stands there: the lines of a mail as they are read, one by one.

A line begins a sentence where the line above is empty, a greeting, a command, or ends one (rule 9.2).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mailservice.cases.history.words import WORDS, Word

VERB_OF = {name: word.name for word in WORDS.values() for name in word.names}
_LONGEST = 2_000  # of a line; what is beyond is kept, and no word is looked for in it
_LONGEST_PARAGRAPH = 20_000  # Outlook writes one as a line; its sentences are read
_MOST = 400  # sentences; nobody writes more
_MOST_LINES = 3_000  # looked at one by one; beyond them only words towards attention in capitals are
_FAR, _MANY_LINES = 20_000, 2_000  # some seven pages: what anybody writes
_LONG = 400  # a sentence; a longer one is no wish
BLANK = " \t\r\n\u00a0\ufeff"


def one_of(names: Iterable[str]) -> str:
    """Return an expression for any of these, the longest first; an apostrophe of either kind."""
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"[ ]{1,3}").replace("'", "['\u2019]?") for name in ordered)


NAMES = one_of(VERB_OF)
_BULLET = (
    r"[ \t]{0,8}(?:(?:[-*+\u2022\u00b7\u25aa\u25cfo\u2013\u2014]{1,2}|[-=]>"
    r"|[\u2192\u27a4\u2713\u2714\u2611\u2705]|\[[xX]\])[ \t]{1,8}"
    r"|\(?\d{1,2}[.)][ \t]{1,8})?"
)
MARKS = "*_~`\u201c\u201d\"'\u2018\u2019"
_WORD = re.compile(
    rf"{_BULLET}(?P<open>[{MARKS}]{{0,3}})(?P<dry>\?[ ]?)?[{MARKS}]{{0,3}}(?P<verb>{NAMES})(?![\w'\u2019/@]|-\w|\.\w)"
    rf"(?P<close>[{MARKS}]{{0,3}})",
    re.IGNORECASE,
)
_BULLET_AT = re.compile(r"(?:[-*+\u2022\u00b7\u25aa\u25cf\u2013\u2014]{1,2}|\(?\d{1,2}[.)])[ \t]{1,8}")
HELLO = (
    r"(?:hi|hello|hiya|hey|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|all|both|thanks"
    r"|thank you|many thanks|bore da|prynhawn da|noswaith dda|annwyl|helo|shwmae|diolch)"
)
_GREETING = re.compile(rf"{HELLO}\b[^.?!:]{{0,60}}$", re.IGNORECASE)
_NAME_AND_COMMA = re.compile(r"[A-Z][\w'\u2019-]{0,40}(?: [A-Z][\w'\u2019-]{0,40}| and| &){0,4} ?,$")
_SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]*_]{0,3}$")
_NEXT_SENTENCE = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)\]*_]{0,3}[ \t]{1,3}(?=[^\s])")


# The first two letters of each word: most lines begin with none of them.
_FIRST = re.compile(r"[^A-Za-z]{0,24}(?:[oOxX][^A-Za-z]{1,10}){0,2}([A-Za-z]['\u2019 ]{0,3}[A-Za-z])")
_BEGINNINGS = {re.sub(r"\W", "", name)[:2] for name in VERB_OF}
_LOUD = one_of(name for word in WORDS.values() if word.direction == "attention" for name in (str(word.name),))
_LATER = re.compile(rf"^[^\w\n]{{0,8}}(?=(?:{_LOUD})\b)", re.MULTILINE)


@dataclass(frozen=True)
class Spoken:
    """A word of ours at the beginning of a line: where that line begins, and what follows the word on it.

    `begins` tells whether the line begins a sentence; `after` is where what follows begins in the text.
    """

    word: Word
    start: int
    after: int
    line: str
    written: str
    rest: str
    begins: bool
    dry_run: bool
    quoted: bool

    @property
    def mark(self) -> str:
        """The mark that follows, every dash as "-"; no mark is a space, and nothing at all is empty."""
        rest = self.rest.strip(BLANK)
        if rest[:1] in ("\u2013", "\u2014", "-"):
            return "-" if self.rest[:1] in " \u2013\u2014-" else " "
        return rest[:1] if rest[:1] in ".:,!?;/|(" else rest[:1] and " "

    @property
    def shouted(self) -> bool:
        """Whether it is written in capitals."""
        return self.written.isupper()

    @property
    def next_word(self) -> str:
        """The word that follows with no mark between, in small letters."""
        found = re.match(r"[ \t]{0,5}([\w'\u2019|]{1,40})", self.rest)
        return found[1].lower() if found and self.mark == " " else ""


@dataclass(frozen=True)
class Sentence:
    """One sentence, on one line, and where it begins in the text."""

    text: str
    start: int


def spoken_at(bare: str) -> Spoken | None:
    """Return the word of ours that a line begins with, however it is written."""
    first = _FIRST.match(bare)
    found = (
        _WORD.match(bare[:_LONGEST]) if first and first[1][0].upper() + first[1][-1].upper() in _BEGINNINGS else None
    )
    if not found:
        return None
    name = " ".join(found["verb"].upper().replace("\u2019", "'").split())
    verb = VERB_OF.get(name) or _without_apostrophe(name)
    quoted = found["open"][-1:] in ("\u201c", '"', "'", "\u2018") if found["open"] else False
    rest = bare[found.end() :]
    return Spoken(
        WORDS[verb], 0, found.end(), bare, found["verb"], rest, begins=True, dry_run=bool(found["dry"]), quoted=quoted
    )


def _without_apostrophe(name: str) -> str:
    return next(verb for known, verb in VERB_OF.items() if known.replace("'", "") == name.replace("'", ""))


@dataclass(frozen=True)
class Line:
    """A line that is not empty: what stands on it, where it begins, and whether it begins a sentence."""

    bare: str
    start: int
    begins: bool
    spoken: Spoken | None


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text that are not empty, in order; at the end of a long one only those towards attention."""
    at, above, top = 0, "", True
    for number, line in enumerate(_split(text)):
        if number == _MOST_LINES:
            yield from _later(text, at)
            return
        bare = line.strip(BLANK)
        if bare:
            begins = top or not above or bool(_SENTENCE_END.search(above[-6:])) or _is_greeting(above)
            found = spoken_at(bare)
            at_line = at + line.index(bare)
            yield Line(bare, at_line, begins, _placed(found, at_line, begins=begins) if found else None)
            above, top = "" if found and begins else bare, False
        else:
            above = ""
        at += len(line)


def _split(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, no more of it split at once than is needed."""
    at = 0
    while at < len(text):
        part = text[at : at + 100_000].splitlines(keepends=True)
        if at + 100_000 < len(text) and len(part) > 1:
            part.pop()  # it may go on
        yield from part
        at += sum(map(len, part))


def _later(text: str, at: int) -> Iterator[Line]:
    for found, _ in zip(_LATER.finditer(text, at), range(50), strict=False):
        bare = text[found.end() : found.end() + _LONGEST].partition("\n")[0].strip(BLANK)
        spoken = spoken_at(bare)
        yield Line(bare, found.end(), begins=True, spoken=_placed(spoken, found.end(), begins=True) if spoken else None)


def _placed(found: Spoken, at: int, *, begins: bool) -> Spoken:
    return Spoken(
        found.word, at, at + found.after, found.line, found.written, found.rest, begins, found.dry_run, found.quoted
    )


def _is_greeting(line: str) -> bool:
    return bool(_GREETING.match(line[:90]) or (len(line) < 200 and _NAME_AND_COMMA.match(line)))  # noqa: PLR2004 - a short line


def sentences(rows: Iterable[Line]) -> tuple[Sentence, ...]:
    """Return the sentences of these lines, lines that go on put together; what is too long to be one is cut."""
    found: list[Sentence] = []
    for start, block in _blocks(rows):
        at = 0
        for part in _NEXT_SENTENCE.split(block):
            where = block.index(part, at)
            at = where + len(part)
            found.append(Sentence(part.strip(BLANK + MARKS + "-\u2022\u00b7")[:_LONG], start + where))
            if len(found) == _MOST:
                return tuple(found)
    return tuple(one for one in found if one.text)


def _blocks(rows: Iterable[Line]) -> Iterator[tuple[int, str]]:
    """Yield each run of lines of which none but the first begins a sentence, as one line."""
    start, parts = 0, list[str]()
    for line in rows:
        if parts and (line.begins or _BULLET_AT.match(line.bare) or len(parts) >= 40):  # noqa: PLR2004 - no sentence is longer
            yield start, " ".join(parts)
            parts = []
        start = start if parts else line.start
        parts.append(line.bare[:_LONGEST_PARAGRAPH])
    if parts:
        yield start, " ".join(parts)


def within_reach(text: str) -> str:
    """Return as much of a text as is read where all of it is looked through: as far as anybody writes, in whole lines."""
    if len(text) > _FAR:
        text = text[: text.rfind("\n", 0, _FAR) + 1 or _FAR]
    return text if text.count("\n") <= _MANY_LINES else "\n".join(text.split("\n", _MANY_LINES)[:-1])
