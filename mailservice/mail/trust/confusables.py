"""What two names look like to a reader: their skeletons, in the manner of Unicode Technical Standard 39, section 4.

The table is our own and short: the small letters of other scripts that Unicode's confusables.txt (version 16.0) maps to a
Latin one, and what fonts make of digits and pairs of letters. Accents and wide forms go by their decomposition (NFKD).
"""

import unicodedata

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("\u0430\u0251\u03b1\u1ea1", "a"),
        **dict.fromkeys("\u042c\u0184", "b"),
        **dict.fromkeys("\u0441\u03f2\u1d04\u217d", "c"),
        **dict.fromkeys("\u0501\u056a\u217e", "d"),
        **dict.fromkeys("\u0435\u0454\u04bd", "e"),
        **dict.fromkeys("\u0192\u0584", "f"),
        **dict.fromkeys("\u0261\u0581", "g"),
        **dict.fromkeys("\u04bb\u0570", "h"),
        **dict.fromkeys("\u0456\u03b9\u0131\u0269\u04cf1|\u217c", "l"),
        **dict.fromkeys("\u0458", "j"),
        **dict.fromkeys("\u03ba\u043a\u1d0b", "k"),
        **dict.fromkeys("\u217f", "m"),
        **dict.fromkeys("\u0578\u043f", "n"),
        **dict.fromkeys("\u043e\u03bf\u03c3\u0585\u1d0f0", "o"),
        **dict.fromkeys("\u0440\u03c1", "p"),
        **dict.fromkeys("\u051b\u0566", "q"),
        **dict.fromkeys("\u0433\u1d26", "r"),
        **dict.fromkeys("\u0455\ua7315", "s"),
        **dict.fromkeys("\u03c4\u0442", "t"),
        **dict.fromkeys("\u03c5\u057d\u1d1c", "u"),
        **dict.fromkeys("\u03bd\u0475\u1d20", "v"),
        **dict.fromkeys("\u0461\u051d\u026f\u1d21", "w"),
        **dict.fromkeys("\u0445\u03c7", "x"),
        **dict.fromkeys("\u0443\u04af\u03b3\u10e7", "y"),
        **dict.fromkeys("\u1d22", "z"),
        "i": "l",
        "\u2010": "-",
        "\u2013": "-",
        "\u3002": ".",
    }
)
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
LONGEST = 300  # characters looked at


def skeleton(text: str) -> str:
    """Return what a text looks like: texts that may be taken for each other have the same. Not to be shown to anybody."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST].casefold())
    seen = "".join(char for char in plain if unicodedata.category(char) not in ("Mn", "Cf")).translate(_LETTERS)
    for pair, one in _PAIRS:
        seen = seen.replace(pair, one)
    return seen


def apart(one: str, other: str, most: int) -> int:
    """Return how many letters must be changed, added, left out or swapped with their neighbour; `most` + 1 where it is more."""
    if abs(len(one) - len(other)) > most or max(len(one), len(other)) > LONGEST:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, there in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != there)))
            if i > 1 and j > 1 and (char, one[i - 2]) == (other[j - 2], there):
                row[j] = min(row[j], older[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]
