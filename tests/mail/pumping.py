"""Inputs on which a regular expression would be slow, made of the expression itself: `inputs` gives them for one pattern.

Each repeat in it is pumped: what must stand before it, then what it repeats, over and over, and nothing that lets it end.
"""

import re
from collections.abc import Iterator, Sequence
from re import _constants as codes  # type: ignore[attr-defined]  # the tree of an expression has no public door
from re import _parser as parser  # type: ignore[attr-defined]  # the same
from typing import Any

_PLAIN = (
    *(" ", "a", "A", "1", "-", "_", "*", ">", "> ", "a@", "@a.", '"', "'", "(", "<", "[", ",", ".", ":", "=", "/", "\t", "x "),
    *("\n", "\n\n", " \n", "a\n", "\r\n", ">\n", "-\n", "Aa ", "1 ", "a.", "a, ", "no ", "wrote:", "\u00a0", "\u2013", "\u00e9"),
)  # fmt: skip
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_ENDS = ("", "\u2603")  # with what nothing looks for at the end, whatever was found before is gone back over
_ALTERNATIVES = 3  # of each choice
_CATEGORY: dict[Any, str] = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_WORD: "-",
}
_LETTERS = "a 1-A_.@\n:,>\"'(<=/\t\u00e9"


def inputs(pattern: "re.Pattern[Any]", size: int) -> Iterator[str]:
    """Give texts of about this size: plain ones, each literal of the pattern, and each of its repeats pumped."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.LOCALE)
    seen = set[str]()
    pumped = ((begin, unit, end) for begin, unit in _pumps(tree, "") for end in _ENDS)
    for begin, unit, end in (*(("", one, "") for one in _PLAIN), *pumped):
        text = begin + (unit * (size // max(1, len(unit)) + 1))[:size] + end
        if unit and text not in seen:
            seen.add(text)
            yield text


def _pumps(items: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
    """Give what stands before each repeat, and what is repeated; the whole of each alternative is one too."""
    begin = before
    for code, argument in items:
        for inner in _inside(code, argument):
            yield begin, _one(inner)
            yield begin, _one(inner) + " "
            yield from _pumps(inner, begin)
        begin += _of(code, argument)
    yield before, begin[len(before) :]


def _inside(code: Any, argument: Any) -> list[Any]:
    """Return the sequences of items that an item holds."""
    if code in _REPEATS:
        return [argument[2]]
    if code is codes.SUBPATTERN:
        return [argument[3]]
    if code is codes.ATOMIC_GROUP:
        return [argument]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [argument[1]]
    return list(argument[1][:_ALTERNATIVES]) if code is codes.BRANCH else []


def _one(items: Sequence[Any]) -> str:
    """Return a text that the items match, as short as may be."""
    return "".join(_of(code, argument) for code, argument in items)


def _of(code: Any, argument: Any) -> str:
    if code is codes.LITERAL:
        return chr(argument)
    if code is codes.NOT_LITERAL:
        return next(one for one in _LETTERS if one != chr(argument))
    if code is codes.IN:
        return _member(argument)
    inside = _inside(code, argument) if code not in (codes.ASSERT, codes.ASSERT_NOT) else []
    times = max(1, argument[0]) if code in _REPEATS else 1
    return "a" if code is codes.ANY else _one(inside[0]) * times if inside else ""


def _member(choices: Sequence[Any]) -> str:
    """Return a letter of a set."""
    if choices[0][0] is codes.NEGATE:
        shut = re.compile("[" + "".join(re.escape(_one_of(one)) for one in choices[1:]) + "]")
        return next((one for one in _LETTERS if not shut.match(one)), "\u2603")
    return _one_of(choices[0])


def _one_of(choice: tuple[Any, Any]) -> str:
    code, argument = choice
    if code is codes.RANGE:
        return chr(argument[0])
    return _CATEGORY[argument] if code is codes.CATEGORY else chr(argument)
