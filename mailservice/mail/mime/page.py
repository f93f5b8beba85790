"""An HTML mail as lines: what a reader sees, what its structure says is quoted, signed, hidden or history.

Start at `PageLines`. Made of linear scans over the source and no tree: 20,000 nested divs are 20,000 tokens. Pure.
"""

import html as entities
import re
from functools import cached_property, lru_cache

from mailservice.mail.mime.lines import Line, Lines, Mark, cut, seen

# One control character stands for each thing that matters; those that the source itself holds are taken out first.
_OPEN, _CLOSE, _HISTORY, _ATTRIBUTION, _SIGNATURE, _SIGNED, _HIDDEN, _SHOWN = map(chr, range(1, 9))
_ENDED = {_SIGNATURE: _SIGNED, _HIDDEN: _SHOWN, _OPEN: _CLOSE}  # what ends with its element
_RULE = "\x0f"
_BREAK, _BLOCK, _PARAGRAPH, _KEPT = "\n", "\x0b", "\x0c", "\x0e"
_SIGNS = re.compile("[\x01-\x08\x0f]")
_SIGN = frozenset("\x01\x02\x03\x04\x05\x06\x07\x08\x0f")  # where one stands, it begins its line
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0x85, 0x2028, 0x2029])
_MARKS: dict[str, Mark] = {
    _HISTORY: "history",
    _ATTRIBUTION: "attribution",
    _SIGNATURE: "signature",
    _SIGNED: "after-signature",
    _RULE: "rule",
}
_STRENGTH: tuple[Mark, ...] = ("", "after-signature", "rule", "signature", "attribution", "history")

_UNSEEN = re.compile(r"<!--|<(?:[sS][tT][yY][lL][eE]|[sS][cC][rR][iI][pP][tT]|[tT][iI][tT][lL][eE]|xml|XML|template)\b")
_BEARER = re.compile(r"<[a-zA-Z][\w:-]*\s[^<>]*>")
# Names that mail programs give to the element that holds the mail before: Outlook, Yahoo, Proton, Zoho, Spark.
_HISTORY_NAMES = (
    "divrplyfwdmsg",
    "appendonsend",
    "olk_src_body_section",
    "mail-editor-reference-message-container",
    "ms-outlook-mobile-reference-message",
    "yahoo_quoted",
    "yqtdbase",
    "moz-forward-container",
    "protonmail_quote",
    "tutanota_quote",
    "zmail_extra",
    "messagereplysection",
    "hmmessage_quote",
)
# Those that hold all of it: what stands below their end is the sender's own again.
_CONTAINERS = ("yahoo_quoted", "protonmail_quote", "tutanota_quote")
_ATTRIBUTION_NAMES = ("gmail_attr", "moz-cite-prefix", "gmail_quote_attribution")
_SIGNATURE_NAMES = (
    'gmail_signature"',
    "ms-outlook-mobile-signature",
    "moz-signature",
    "applemailsignature",
    "composer_signature",
    "yahoo-signature",
    "protonmail_signature_block",
)
_SIGNATURE_ID = re.compile(r"""(?:id|class)=["']?(?:x_)?(?:ydp[0-9a-f]{4,12})?signature\b""")
_HIDDEN_STYLE = re.compile(
    r"display\s?:\s?none|visibility\s?:\s?hidden|line-through|font-size\s?:\s?0(?:px|pt|em|%)?\s?[;\"']|mso-hide\s?:\s?all"
    r"|(?<![\w-])opacity\s?:\s?0(?:\.0+)?\s?[;\"']|\shidden(?=[\s>=])"
)
_TOP_BORDER = re.compile(r"border-top\s?:\s?solid")
_PARAGRAPH_TAG = re.compile(r"<[pP](?:>|\s(?![^<>]{0,200}Mso))")
_TAG = re.compile(r"<(?:(/?)([a-zA-Z][a-zA-Z0-9]*+)[^<>]*+|[!?/][^<>]*+)>")
_NOTHING_SEEN = re.compile(r"(?:<[^<>]*+>|\s|&nbsp;)*+")
_SPACES = re.compile(r" {2,}")
_INLINE = re.compile(r"</?(?:o:p|span|b|i|u|a|font|strong|em|img)\b[^<>]*>", re.IGNORECASE)
_BLOCKS = re.compile(r"\x0b[ \x0b]+")
_PARAGRAPHS = re.compile(r"\x0b?\x0c[ \x0b\x0c]*")
_BREAKS = re.compile(r"(?<! ) *\n *\x0b?")
_PRE = re.compile(r"<(/?)pre\b[^<>]*>", re.IGNORECASE)
_DEEPEST = 20  # marks before a line that is quoted; what is deeper is quoted no more for it
_MANY_LINES = 20_000  # looked at one by one; nobody writes so many
_ENOUGH = 50  # signature elements and hidden ones looked at; a mail program makes a handful
_BLOCK_NAMES = (
    "p div tr dl dt dd h1 h2 h3 h4 h5 h6 pre section article header footer main center address figure"
    " form fieldset body html head tbody thead option"
)
_TAGS = {**dict.fromkeys(_BLOCK_NAMES.split(), _BLOCK), "br": _BREAK, "hr": _BLOCK + _RULE}
_STRUCK = ("s", "strike", "del")  # who strikes a word out takes it back
_TAGS |= {**dict.fromkeys(("ul", "ol", "table"), _PARAGRAPH), **dict.fromkeys(("td", "th"), " ")}


class PageLines(Lines):
    """The lines of an HTML mail in their order; nothing that a reader could see is left out."""

    def __init__(self, source: str) -> None:
        super().__init__([line + "\n" for line in _as_text(source).split("\n")])
        self._depth = self._hidden = 0
        self._mark: Mark = ""

    def look(self, text: str) -> Line:
        """Look at the next line: take the control characters out of it and remember what they said."""
        if text[0] in _SIGN:
            for sign in _SIGNS.findall(text):
                self._heed(sign)
            text = _SIGNS.sub("", text)
        bare = seen(text) if text != "\n" else ""
        mark = self._mark
        if bare:
            self._mark = ""
        if self._hidden:
            return cut(text, bare, self._depth + 1, "hidden")
        return cut(text, bare, self._depth, mark if bare else "")

    def _heed(self, sign: str) -> None:
        """Remember what a control character says of what follows it."""
        if sign == _HIDDEN:
            self._hidden += 1
        elif sign == _SHOWN:
            self._hidden -= self._hidden > 0
        elif sign == _OPEN:
            self._depth += 1
        elif sign == _CLOSE:
            self._depth -= self._depth > 0
        else:
            ended = sign == _SIGNED and self._mark == "signature"
            self._mark = "" if ended else _stronger(self._mark, _MARKS[sign])

    def verbatim(self, start: int, end: int) -> str:
        """Return a stretch as a reader sees it."""
        return _SIGNS.sub("", super().verbatim(start, end))

    @cached_property
    def last_unquoted(self) -> int:
        """The last line that is neither empty nor inside a quote; unknown, so the last, where quotes do not match."""
        whole = "".join(self.raw)
        if whole.count(_OPEN) != whole.count(_CLOSE):
            return len(self.raw)
        depth = 0
        for at in range(len(self.raw) - 1, -1, -1):
            raw = self.raw[at]
            if depth <= 0 and _SIGNS.sub("", raw).strip():
                return at
            depth += raw.count(_CLOSE) - raw.count(_OPEN)  # they begin their line, so what stands on it is past them
        return -1


def _stronger(left: Mark, right: Mark) -> Mark:
    return left if _STRENGTH.index(left) >= _STRENGTH.index(right) else right


def has_history(source: str) -> bool:
    """Tell whether the structure marks a mail before this one."""
    low = source.lower()
    return "<blockquote" in low or any(name in low for name in _HISTORY_NAMES)


@lru_cache(maxsize=2)  # the body's text and the own words are made of the same page, one after the other
def _as_text(source: str) -> str:
    """Turn the source into lines of text with control characters for what its tags say."""
    text = _with_marks(_without_unseen(source.translate(_CONTROLS)))
    text = _white(text).replace("<li", _BLOCK + "* <li").replace("<LI", _BLOCK + "* <LI")
    text = entities.unescape(_tagless(_INLINE.sub("", text))).replace("\r", " ")
    text = _BLOCKS.sub(_BLOCK, text.replace(" " + _BLOCK, _BLOCK).replace(" " + _PARAGRAPH, _PARAGRAPH))
    text = _PARAGRAPHS.sub(_PARAGRAPH, text)
    text = _BREAKS.sub("\n", text).replace("\n" + _PARAGRAPH, "\n\n").replace(_PARAGRAPH, "\n\n")
    return text.replace(_BLOCK, "\n").replace(_KEPT, "\n")


def _tagless(text: str) -> str:
    apart = _PARAGRAPH_TAG.search(text) is not None
    return _TAG.sub(_Tags(apart=apart), text)


class _Tags:
    """What each tag stands for in the text: a break, a block, a quote's begin or end, a space, or nothing."""

    def __init__(self, *, apart: bool) -> None:
        self.known: dict[str, str] = {} if apart else {"</p>": _BLOCK, "<p class=MsoNormal>": _BLOCK}
        self.quotes: list[bool] = []
        self.apart = False

    def __call__(self, tag: re.Match[str]) -> str:
        whole = tag[0]
        if whole not in self.known:
            name = (tag[2] or "").lower()
            if name in ("p", "blockquote"):
                return self.block(name, whole, closes=bool(tag[1]))
            self.known[whole] = "" if tag[1] and name in ("td", "th") else _TAGS.get(name, "")
            if name in _STRUCK:
                self.known[whole] = _BLOCK + (_SHOWN if tag[1] else _HIDDEN) + _BLOCK
        stands_for = self.known[whole]
        if self.apart and stands_for == _BLOCK:
            stands_for, self.apart = _PARAGRAPH, False
        return stands_for

    def block(self, name: str, whole: str, *, closes: bool) -> str:
        """Paragraphs and quotes stand apart; Outlook's paragraphs are its lines."""
        apart, self.apart = self.apart, False
        if name == "p":
            self.apart = not closes and "Mso" not in whole
            return _PARAGRAPH if apart or self.apart else _BLOCK
        if not closes:
            self.quotes.append(_is_quote(whole))
            return _PARAGRAPH + (_OPEN if self.quotes[-1] else "")
        return _PARAGRAPH + (_CLOSE if self.quotes and self.quotes.pop() else "")


def _is_quote(tag: str) -> bool:
    """Tell whether a blockquote quotes; what Gmail indents is one too, but without a border."""
    return "gmail_quote" in tag or not re.search(r"border\s?:\s?(?:none|0)", tag)


def _without_unseen(source: str) -> str:
    """Take out comments, styles and scripts; one that is never closed is left to the tags' rules."""
    kept: list[str] = []
    at = 0
    while match := _UNSEEN.search(source, at):
        name = match[0][1:]
        comment = name == "!--"
        end = _find(source, "-->" if comment else f"</{name}", match.end() - (2 if comment else 0))
        if end < 0:
            break
        kept.append(source[at : match.start()])
        at = end + (3 if comment else 0)
    return "".join((*kept, source[at:])) if kept else source


def _find(source: str, closing: str, start: int) -> int:
    """Find a closing tag, as its opening one is written or the other way."""
    end = source.find(closing, start)
    return end if end >= 0 or closing == "-->" else source.find(closing.swapcase(), start)


def _with_marks(text: str) -> str:
    """Put a control character before (and after) each element that a mail program named, or that is hidden."""
    known: dict[str, str] = {}
    marks: list[tuple[int, str]] = []
    past = looked = 0
    for tag in _BEARER.finditer(text):
        whole = tag[0]
        if whole not in known:
            known[whole] = _mark_of(whole.lower())
        mark = known[whole]
        if mark in _ENDED:
            if tag.start() < past or (looked > _ENOUGH and mark != _OPEN):
                continue
            looked += 1
            past = _end_of(text, tag) if looked <= _ENOUGH + 1 else len(text)
            if mark == _OPEN and _is_marker(text, tag.end(), past):
                mark, past = _HISTORY, tag.end()
            else:
                marks.append((past, _BLOCK + _ENDED[mark] + _BLOCK))
        if mark:
            marks.append((tag.start(), _BLOCK + mark + _BLOCK))
    if not marks:
        return text
    parts, at = [], 0
    for place, mark in sorted(marks):
        parts += [text[at:place], mark]
        at = place
    return "".join((*parts, text[at:]))


def _mark_of(tag: str) -> str:
    """Tell what a tag with attributes, in small letters, says of its element."""
    if any(name in tag for name in _CONTAINERS):
        return _OPEN
    if any(name in tag for name in _HISTORY_NAMES):
        return _HISTORY
    if any(name in tag for name in _ATTRIBUTION_NAMES):
        return _ATTRIBUTION
    if "signature" in tag and (any(name in tag for name in _SIGNATURE_NAMES) or _SIGNATURE_ID.search(tag)):
        return _SIGNATURE
    if ("style" in tag or " hidden" in tag) and _HIDDEN_STYLE.search(tag):
        return _HIDDEN
    return _RULE if "border-top" in tag and _TOP_BORDER.search(tag) else ""


def _is_marker(text: str, start: int, end: int) -> bool:
    """Tell whether an element only stands where the mail before begins: it holds nothing, or nothing stands below it."""
    return _is_empty(text, start, end) or _is_empty(text, end, len(text))


def _is_empty(text: str, start: int, end: int) -> bool:
    unseen = _NOTHING_SEEN.match(text, start, end)
    return unseen is not None and unseen.end() == end


_EMPTY = frozenset({"img", "br", "hr", "input", "meta", "link", "col"})


def _end_of(text: str, opening: re.Match[str]) -> int:
    """Return where an element ends: at its own closing tag, else at the end of the text."""
    name = opening[0][1:].split()[0].lower()
    if name in _EMPTY or opening[0].endswith("/>"):
        return opening.end()
    depth = 1
    for tag in re.compile(rf"<(/?){re.escape(name)}\b", re.IGNORECASE).finditer(text, opening.end()):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return len(text)


def _white(text: str) -> str:
    """Make one space of white space, but for that in `pre`, where lines stand as typed."""
    if "<pre" not in text and "<PRE" not in text:
        return _one_space(text)
    parts, at, depth = [], 0, 0
    for tag in _PRE.finditer(text):
        piece = text[at : tag.start()]
        parts += [_kept(piece) if depth else _one_space(piece), tag[0]]
        depth = max(0, depth + (-1 if tag[1] else 1))
        at = tag.end()
    rest = text[at:]
    return "".join((*parts, _kept(rest) if depth else _one_space(rest)))


def _one_space(text: str) -> str:
    return _SPACES.sub(" ", text.replace("\n", " ").replace("\r", " ").replace("\t", " "))


def _kept(piece: str) -> str:
    return piece.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _KEPT)


def as_text(source: str) -> str:
    """Return an HTML mail as a reader sees it, what is quoted marked with `>`; nothing that is hidden.

    Of a page with more lines than anybody writes the rest is kept as it is.
    """
    shown: list[str] = []
    depth = gap = 0
    lines = PageLines(source)
    for line in (lines[at] for at in range(min(len(lines), _MANY_LINES))):
        if not line.bare or line.mark == "hidden":
            gap += not line.bare
            continue
        if gap and shown:
            shown.append(">" * min(depth, line.depth, _DEEPEST))
        depth, gap = line.depth, 0
        shown.append(f"{'>' * min(depth, _DEEPEST)} {line.shown}" if depth else line.shown)
    rest = lines.verbatim(_MANY_LINES, len(lines)) if len(lines) > _MANY_LINES else ""
    return "\n".join([*shown, rest] if rest else shown)
