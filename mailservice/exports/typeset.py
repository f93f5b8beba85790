"""A PDF from words: `pdf(source, data)`. Tagged (PDF/UA-1), and the same bytes for the same words on every machine.

What people wrote goes in as data, and never as source: no word of an email can run. The fonts are those within the library.
"""

import json
import re
import unicodedata
from functools import cache
from typing import Any, Final

import typst

_STANDARD: Final = "ua-1"
# What the fonts surely have; whatever is beside it is tried.
_PLAIN = re.compile(r"[\x20-\x7e\n\u00a0-\u017f\u2010-\u2027\u2030-\u203a\u20ac\u2122]+")
_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")
_BREAK = re.compile(r"(\S{60})(?=\S)")


def pdf(source: bytes, data: Any) -> bytes:
    """Return what a source makes of data; a character that no font has is told by its name, or counted.

    No reader can see what is not there.
    """
    clean = _clean(data)
    unusual = {one for one in json.dumps(clean, ensure_ascii=False) if not _PLAIN.fullmatch(one)}
    unshown = {one for one in unusual if not _is_shown(one)}
    try:
        return _compiled(FONTS + source, _without(clean, unshown))
    except typst.TypstError:  # letters that each font has, and none has together
        return _compiled(FONTS + source, _without(clean, unusual))


def pages(made: bytes) -> int:
    """Return how many pages a PDF of ours has, by its own list of them."""
    return int(_PAGES.findall(made)[-1])


def _compiled(source: bytes, data: Any) -> bytes:
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    made = typst.compile(source, sys_inputs=inputs, ignore_system_fonts=True, pdf_standards=[_STANDARD])
    return bytes(made) if isinstance(made, bytes) else b""


@cache
def _is_shown(letter: str) -> bool:
    """Tell whether one of the fonts has a character; each is asked for once."""
    try:
        return bool(_compiled(FONTS + _ONE_LETTER, letter))
    except typst.TypstError:
        return False


def _without(value: Any, unshown: set[str]) -> Any:
    if isinstance(value, str):
        return "".join(_named(one) if one in unshown else one for one in value)
    if isinstance(value, dict):
        return {name: _without(one, unshown) for name, one in value.items()}
    return [_without(one, unshown) for one in value] if isinstance(value, list) else value


def _named(letter: str) -> str:
    """Return what stands for a character that cannot be shown: a picture's name, or a box for a letter."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cn", "Co", "Cs"):
        return ""
    name = unicodedata.name(letter, "").lower()
    return f"[{name}]" if unicodedata.category(letter).startswith("S") and name else "[?]"


def _text(text: str) -> str:
    """Return a text without what no page shows, and with a place to break in a word longer than a line."""
    shown = "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs", "Cn", "Co"))
    return _BREAK.sub("\\1\u200b", shown.replace("\t", "    "))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value


FONTS: Final = b"""#set text(lang: "en", region: "GB", size: 10.5pt, hyphenate: false)
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))
"""
_ONE_LETTER: Final = b'#set document(title: "A letter")\n#json(bytes(sys.inputs.data))'
