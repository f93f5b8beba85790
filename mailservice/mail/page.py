"""An HTML mail as lines: what a reader sees, what its structure says is quoted, signed, hidden or history.

Start at `lines`. Made of linear scans over the source and no tree: 20,000 nested divs are 20,000 tokens. Pure.
"""

import html as entities
import re

from mailservice.mail.lines import Line, Mark, seen

# One control character stands for each thing that matters; those that the source itself holds are taken out first.
_OPEN, _CLOSE, _HISTORY, _ATTRIBUTION, _SIGNATURE, _SIGNED, _HIDDEN, _SHOWN = map(chr, range(1, 9))
_RULE = "\x0f"
_BREAK, _BLOCK, _PARAGRAPH, _KEPT = "\n", "\x0b", "\x0c", "\x0e"
_CONTROLS = dict.fromkeys([*range(9), *range(11, 13), *range(14, 32), 127])
_MARKS: dict[str, Mark] = {
    _HISTORY: "history",
    _ATTRIBUTION: "attribution",
    _SIGNATURE: "signature",
    _SIGNED: "after-signature",
    _RULE: "rule",
}
_UNSEEN = re.compile(r"<!--|<(style|script|title|xml|template|noframes)\b", re.IGNORECASE)
# Names that mail programs give to the element that holds the mail before : Outlook, Yahoo, Proton, Zoho, Spark.
_HISTORY_NAMES = re.compile(
    r"divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container"
    r"|ms-outlook-mobile-reference-message"
    r"|yahoo_quoted|yQTDBase|moz-forward-container|protonmail_quote|tutanota_quote|zmail_extra"
    r"|messageReplySection|reply_separator"
    r"|x_divRplyFwdMsg|isForwardContent|hmmessage_quote|stopSpelling",
    re.IGNORECASE,
)
_ATTRIBUTION_NAMES = re.compile(r"gmail_attr\b|moz-cite-prefix|quoteHeader|gmail_quote_attribution", re.IGNORECASE)
_SIGNATURE_NAMES = re.compile(
    r"gmail_signature(?!_prefix)|(?<=[\"'=])(?:x_)?Signature\b|ms-outlook-mobile-signature|moz-signature"
    r"|AppleMailSignature|composer_signature"
    r"|yahoo-signature|ydp[0-9a-f]{4,12}signature|lineBreakAtBeginningOfSignature|protonmail_signature_block",
)
_HIDDEN_STYLE = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}0(?:px|pt|em"
    r"|%)?\s{0,3}[;\"']|mso-hide\s{0,3}:\s{0,3}all"
    r"|(?<![\w-])opacity\s{0,3}:\s{0,3}0(?:\.0+)?\s{0,3}[;\"']",
    re.IGNORECASE,
)
_TOP_BORDER = re.compile(r"border-top\s?:\s?solid\s?#?\w{3,12}", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_PARAGRAPH_TAG = re.compile(r"<p\b(?![^<>]{0,200}Mso)[^<>]*>", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|tr|td|th|table|ul|ol|dl|dt|dd|h[1-6]|pre|section|article|header|footer|main|center|address"
    r"|figure|form|fieldset|body|html|head|tbody|thead)\b[^<>]*>",
    re.IGNORECASE,
)
_ITEM_TAG = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_QUOTE_TAG = re.compile(r"<(/?)blockquote\b[^<>]*>", re.IGNORECASE)
_HR_TAG = re.compile(r"<hr\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_WHITE = re.compile(r"[ \t\r\n]+")
_RUN = re.compile(r" *[\n\x0b\x0c][\n\x0b\x0c ]*")
_PRE = re.compile(r"<(/?)pre\b[^<>]*>", re.IGNORECASE)
_ENOUGH = 50  # named or hidden elements looked at; a mail program makes a handful


def lines(source: str) -> list[Line]:
    """Return the lines of an HTML mail in order; nothing that a reader could see is left out."""
    text = _without_unseen(source.translate(_CONTROLS))
    text = _with_marks(text)
    text = _white(text)
    text = _HR_TAG.sub(_BLOCK + _RULE, text)
    text = _QUOTE_TAG.sub(lambda tag: _BLOCK + (_CLOSE if tag[1] else _OPEN), text)
    text = _PARAGRAPH_TAG.sub(_PARAGRAPH, _BREAK_TAG.sub(_BREAK, text))
    text = _BLOCK_TAG.sub(_BLOCK, _ITEM_TAG.sub(_BLOCK + "\u2022 ", text))
    text = entities.unescape(_TAG.sub("", text))
    return _cut(_RUN.sub(_newlines, text).replace(_KEPT, "\n"))


def has_history(source: str) -> bool:
    """Tell whether the structure marks a mail before this one."""
    return "<blockquote" in source or "<BLOCKQUOTE" in source or _HISTORY_NAMES.search(source) is not None


def _without_unseen(source: str) -> str:
    """Take out comments, styles and scripts; one that is never closed reaches to its own `>` only."""
    kept: list[str] = []
    at = 0
    for match in _UNSEEN.finditer(source):
        if match.start() < at:
            continue
        closing = f"</{match[1]}" if match[1] else "-->"
        end = _find(source, closing, match.end() - (2 if not match[1] else 0))
        if end < 0:
            break
        kept.append(source[at : match.start()])
        at = end + (3 if not match[1] else 0)
    return "".join((*kept, source[at:]))


def _find(source: str, closing: str, start: int) -> int:
    """Find a closing tag as it is usually written, in small letters or capitals."""
    ends = [end for end in (source.find(closing, start), source.find(closing.upper(), start)) if end >= 0]
    return min(ends, default=-1)


def _with_marks(text: str) -> str:
    """Put a control character before (and after) each element that a mail program named, or that is hidden."""
    marks: list[tuple[int, str]] = []
    marks += [(start, _BLOCK + _HISTORY) for start, _ in _elements(text, _HISTORY_NAMES)]
    marks += [(start, _BLOCK + _ATTRIBUTION) for start, _ in _elements(text, _ATTRIBUTION_NAMES)]
    marks += [(start, _BLOCK + _RULE) for start, _ in _elements(text, _TOP_BORDER)]
    for names, opening, closing in (
        (_SIGNATURE_NAMES, _BLOCK + _SIGNATURE, _BLOCK + _SIGNED),
        (_HIDDEN_STYLE, _BLOCK + _HIDDEN, _BLOCK + _SHOWN),
    ):
        past = 0
        for start, tag_end in _elements(text, names):
            if start >= past and tag_end:
                past = _end_of(text, start, tag_end)
                marks += [(start, opening), (past, closing)]
    if not marks:
        return text
    parts, at = [], 0
    for place, mark in sorted(marks, key=lambda one: one[0]):
        parts += [text[at:place], mark]
        at = place
    return "".join((*parts, text[at:]))


def _elements(text: str, names: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return where the tags that bear one of the names begin and end."""
    found: list[tuple[int, int]] = []
    for count, match in enumerate(names.finditer(text)):
        start = text.rfind("<", max(0, match.start() - 4000), match.start())
        inside = start >= 0 and ">" not in text[start : match.start()] and text[start + 1 : start + 2].isalpha()
        if inside and (not found or found[-1][0] != start):
            found.append((start, text.find(">", match.end()) + 1))
        if count > _ENOUGH:
            break
    return found


_SOME_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_EMPTY = frozenset({"img", "br", "hr", "input", "meta", "link", "col"})


def _end_of(text: str, start: int, tag_end: int) -> int:
    """Return where the element that begins at `start` ends: at its own closing tag, else at the end of the text."""
    name = _SOME_TAG.match(text, start)
    if not name or name[2].lower() in _EMPTY or text[tag_end - 2] == "/":
        return tag_end
    depth = 1
    for tag in re.compile(rf"<(/?){name[2]}\b", re.IGNORECASE).finditer(text, tag_end):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return len(text)


def _white(text: str) -> str:
    """Make one space of white space, but for that in `pre`, where lines stand as typed."""
    if "<pre" not in text and "<PRE" not in text:
        return _WHITE.sub(" ", text)
    parts, at, depth = [], 0, 0
    for tag in _PRE.finditer(text):
        piece = text[at : tag.start()]
        parts += [_kept(piece) if depth else _WHITE.sub(" ", piece), tag.group()]
        depth = max(0, depth + (-1 if tag[1] else 1))
        at = tag.end()
    rest = text[at:]
    return "".join((*parts, _kept(rest) if depth else _WHITE.sub(" ", rest)))


def _kept(piece: str) -> str:
    return piece.replace("\r\n", "\n").replace("\n", _KEPT)


def _newlines(run: re.Match[str]) -> str:
    """Write a run of breaks as newlines: a block begins a line, a break ends one, a paragraph stands apart."""
    breaks = run.group().replace(" ", "")
    count = breaks.count(_BREAK) + (breaks[0] != _BREAK)
    return "\n" * (max(2, count) if _PARAGRAPH in breaks else count)


_SIGNS = re.compile("[\x01-\x08\x0f]")


def _cut(text: str) -> list[Line]:
    """Cut the text into lines, and take the control characters out, each line keeping what they said."""
    found: list[Line] = []
    depth = hidden = 0
    mark: Mark = ""
    for raw in text.split("\n"):
        line = raw
        for sign in _SIGNS.findall(raw):
            depth = max(0, depth + (sign == _OPEN) - (sign == _CLOSE))
            hidden = max(0, hidden + (sign == _HIDDEN) - (sign == _SHOWN))
            mark = "" if sign == _SIGNED and mark == "signature" else _stronger(mark, _MARKS.get(sign, ""))
            line = line.replace(sign, "")
        bare = seen(line)
        found.append(Line(line + "\n", bare, depth, ("hidden" if hidden else mark) if bare else ""))
        mark = "" if bare and not hidden else mark
    return found


def _stronger(left: Mark, right: Mark) -> Mark:
    order = ("", "after-signature", "rule", "signature", "attribution", "hidden", "history")
    return left if order.index(left) >= order.index(right) else right
