"""HTML to text as a person would read it, quoted blocks marked with `>`. Start at `as_text`."""

import re
from collections.abc import Iterator
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailservice.mail.charset import readable

_SKIPPED = {"script", "style", "head", "title", "template", "noscript", "object", "svg", "math", "select", "iframe"}
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "table", "blockquote", "hr"}
_LINES = {"div", "li", "tr", "dt", "dd", "section", "article", "header", "footer", "address", "center", "form", "body"}
_LINES |= {"fieldset", "figure", "main", "nav", "aside", "caption", "o:p-block"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)",
    re.IGNORECASE,
)
_NO_MARGIN = re.compile(r"margin(?:-bottom)?:0(?:cm|px|pt|in)?(?:[;0]|$)")
_BLANKS = re.compile(r"\n{3,}")
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"(?i)<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>")
_OPENING = re.compile(r"<(/?)(?!(?:br|hr|img|meta|link|input|col|wbr|area|base|p|li|td|tr|th)\b)[a-zA-Z][^<>]*?(/?)>")
_DEEPEST = 3_000
_LARGEST = 5_000_000


def as_text(html: str) -> tuple[str, str]:
    """Turn HTML into text, and name what kept it from being read well; nesting past reason is read without layout."""
    cut = html[:_LARGEST]
    defect = "" if cut is html or len(html) <= _LARGEST else "the HTML is longer than 5 million characters and was cut"
    if _too_deep(cut):
        return _without_layout(cut), "the HTML is nested too deeply; read without its layout"
    return _Page().read(cut), defect


def _too_deep(html: str) -> bool:
    depth = 0
    for match in _OPENING.finditer(html):
        if match[1]:
            depth -= 1
        elif not match[2]:
            depth += 1
            if depth > _DEEPEST:
                return True
    return False


def _without_layout(html: str) -> str:
    text = unescape(_TAG.sub(" ", _BREAK.sub("\n", html)))
    return "\n".join(" ".join(line.split()) for line in readable(text).split("\n")).strip()


class _Page:
    """The text as it grows: a line in hand, breaks that are due before the next word, and how deeply it is quoted."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.line: list[str] = []
        self.due: int | None = None
        self.quoted = 0
        self.verbatim = 0

    def read(self, html: str) -> str:
        body = LexborHTMLParser(html).body
        for node, opens in _steps(body) if body is not None else ():
            if opens:
                self.open(node)
            else:
                self.close(node)
        self.flush()
        return _BLANKS.sub("\n\n", readable("\n".join(self.done))).strip("\n")

    def open(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == "-text":
            self.say(node.text_content or "")
        elif tag == "br":
            self.flush()
        elif tag == "td" and self.line:
            self.line.append(" ")
        elif tag == "img":
            self.say(str((node.attributes or {}).get("alt") or ""))
        else:
            self.block(node)
            self.quoted += is_quote(node)
            self.verbatim += tag == "pre"
            if tag == "li":
                self.say("* ")

    def close(self, node: LexborNode) -> None:
        self.block(node)
        self.quoted -= is_quote(node)
        self.verbatim -= node.tag == "pre"

    def block(self, node: LexborNode) -> None:
        tag = node.tag
        apart = tag in _PARAGRAPHS and not (tag == "p" and _single_spaced(node))
        if apart or tag in _LINES or tag == "p":
            if self.line:
                self.flush()
            if apart and self.done:
                self.due = self.quoted if self.due is None else min(self.due, self.quoted)

    def say(self, text: str) -> None:
        if self.verbatim:
            for piece in text.split("\n")[:-1]:
                self.line.append(piece)
                self.flush()
            text = text.rpartition("\n")[2]
        else:
            text = _SPACE.sub(" ", text)
            text = text.lstrip(" ") if not self.line or self.line[-1].endswith(" ") else text
        if text:
            self.line.append(text)

    def flush(self) -> None:
        text = "".join(self.line).rstrip(" ")
        self.line = []
        if self.due is not None and text:
            self.done.append(">" * self.due)
        self.due = None if text else self.due
        mark = ">" * self.quoted
        self.done.append(f"{mark} {text}" if mark and text else mark + text)


def _single_spaced(node: LexborNode) -> bool:
    """Tell whether a paragraph has no space round it, as in every client that makes one of each line."""
    attributes = node.attributes or {}
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return (attributes.get("class") or "").startswith("Mso") or bool(_NO_MARGIN.search(style))


def is_quote(node: LexborNode) -> bool:
    """Tell whether a block quotes somebody; Gmail's "indent more" is a blockquote too, without a border."""
    if node.tag != "blockquote":
        return False
    attributes = node.attributes or {}
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "gmail_quote" in (attributes.get("class") or "") or "border:none" not in style


def _steps(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Give each node on the way in and again on the way out, without recursion; what is not shown is left out."""
    waiting: list[tuple[LexborNode, bool]] = [(root, True)]
    while waiting:
        node, opens = waiting.pop()
        if opens and _hidden(node):
            continue
        yield node, opens
        if opens and node.tag != "-text":
            waiting.append((node, False))
            waiting.extend((child, True) for child in reversed(list(node.iter(include_text=True))))


def _hidden(node: LexborNode) -> bool:
    tag = node.tag or ""
    if tag == "-text":
        return False
    if tag in _SKIPPED or tag.startswith("-"):
        return True
    attributes = node.attributes
    return bool(attributes) and ("hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or "")))
