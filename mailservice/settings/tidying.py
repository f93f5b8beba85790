"""What a person pasted, as they meant it: spaces that only look like one, and signs that nobody sees. Start at `tidied`."""

import unicodedata
from typing import Any

# Soft hyphen, spaces of no width, marks of direction: in an address they make another one that looks the same.
_UNSEEN = frozenset("\u00ad\u200b\u200e\u200f\u2060\ufeff") | {
    chr(one) for one in (*range(0x202A, 0x202F), *range(0x2061, 0x206A))
}


def tidied(written: Any) -> Any:
    """Return the same lists and pairs, in which every text is tidy."""
    if isinstance(written, str):
        return tidy(written)
    if isinstance(written, dict):
        return {key: tidied(value) for key, value in written.items()}
    return [tidied(one) for one in written] if isinstance(written, list) else written


def tidy(text: str) -> str:
    """Return a text with single plain spaces between its words, none around it, and nothing that cannot be seen."""
    return " ".join("".join(one for one in text if one.isspace() or not _unseen(one)).split())


def _unseen(sign: str) -> bool:
    # The last two of every plane are no signs at all, and no sheet can hold them.
    return sign in _UNSEEN or unicodedata.category(sign) in ("Cc", "Cs") or ord(sign) & 0xFFFE == 0xFFFE  # noqa: PLR2004 - as above
