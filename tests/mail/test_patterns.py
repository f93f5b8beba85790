"""Every pattern that reads a mail takes its time by the text's length, whatever the text: twice as long, twice the time.

A pattern that somebody writes is found by itself: compiled in a module, or written where it is used.
"""

import ast
import importlib
import pkgutil
import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mailservice.mail.grammar import references
from mailservice.policy.load import load
from tests.mail.pumping import inputs
from tests.timing import timed

ROOMS = ("mailservice.mail", "mailservice.cases", "mailservice.service")
POLICIES = sorted((Path(__file__).parents[2] / "policies").glob("*.toml"))
SMALL, FAST = 5_000, 3e-6  # characters, and seconds of the processor for each of them that nobody need ask about
GROWTH = 7.0  # four times the text takes four times as long; sixteen times where it is looked over again and again
SLOWEST = 20e-6  # seconds for each character
WORDS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
ANCHORED = {"match", "fullmatch"}

Pattern = re.Pattern[Any]


def modules() -> Iterator[Any]:
    for room in ROOMS:
        for found in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            yield importlib.import_module(found.name)


def compiled(value: object, depth: int = 0) -> Iterator[Pattern]:
    """Give the patterns in a module's value, and in what it holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | set | frozenset) and depth < 3:
        for one in value:
            yield from compiled(one, depth + 1)
    elif isinstance(value, dict) and depth < 3:
        for one in value.values():
            yield from compiled(one, depth + 1)


@cache
def patterns() -> dict[str, tuple[Pattern, bool]]:
    """Return each pattern by where it stands, and whether it is only looked for where a text begins."""
    trees = {module.__name__: ast.parse(Path(module.__file__).read_text("utf-8")) for module in modules()}
    everywhere = [one for tree in trees.values() for one in uses(tree)]
    found: dict[str, tuple[Pattern, bool]] = {}
    for module in modules():
        short = module.__name__.removeprefix("mailservice.")
        for name, value in vars(module).items():
            users = uses(trees[module.__name__]) if name.startswith("_") else everywhere
            how = {verb for whose, verb in users if whose == name}
            for number, one in enumerate(compiled(value)):
                found.setdefault(
                    f"{short}.{name}{f'[{number}]' if number else ''}", (one, bool(how) and how <= ANCHORED)
                )
        for line, verb, one in written(trees[module.__name__]):
            found[f"{short}:{line}"] = (one, verb in ANCHORED)
    for policy in POLICIES:
        found[f"policies/{policy.name}"] = (references._child_pattern(load(policy).reference.child), False)  # noqa: SLF001 - made as it is used
    found["references"] = (references._case_pattern("NSCP"), False)  # noqa: SLF001 - made as it is used
    return found


def uses(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Give how each name is looked for: `_NAME.search(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in WORDS:
            whose = node.value
            if isinstance(whose, ast.Name | ast.Attribute):
                yield (whose.id if isinstance(whose, ast.Name) else whose.attr), node.attr


def written(tree: ast.AST) -> Iterator[tuple[int, str, Pattern]]:
    """Give the patterns written where they are used: `re.search(r"…", …)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            of, verb, first = node.func.value, node.func.attr, node.args[0]
            plain = isinstance(first, ast.Constant) and isinstance(first.value, str)
            if isinstance(of, ast.Name) and of.id == "re" and verb in WORDS - {"compile"} and plain:
                yield node.lineno, verb, re.compile(str(first.value), flags(node))  # type: ignore[attr-defined]  # a constant, as just seen


def flags(call: ast.Call) -> int:
    named = {
        one.attr for one in ast.walk(call) if isinstance(one, ast.Attribute) and one.attr in re.RegexFlag.__members__
    }
    return sum(re.RegexFlag[one] for one in named)


def look(pattern: Pattern, text: str, *, anchored: bool) -> float:
    """Return the seconds it takes to find all there is; a text on which it is far too slow is given up."""
    given: Any = text.encode("utf-8") if isinstance(pattern.pattern, bytes) else text
    if anchored:
        return timed(lambda: (pattern.match(given), pattern.fullmatch(given)), len(text) * SLOWEST)
    return timed(lambda: deque(pattern.finditer(given), 0), len(text) * SLOWEST)


def too_slow(pattern: Pattern, *, anchored: bool) -> str:
    """Return the text on which a pattern is, or nothing; it is looked at twice, for another program may have been in the way."""
    for short, long in zip(inputs(pattern, SMALL), inputs(pattern, 4 * SMALL), strict=True):
        if grows(pattern, short, long, anchored=anchored) and (told := grows(pattern, short, long, anchored=anchored)):
            return told
    return ""


def grows(pattern: Pattern, short: str, long: str, *, anchored: bool) -> str:
    """Return what is slow about a pattern on a text and on four times as much of it, or nothing."""
    small = look(pattern, short, anchored=anchored)
    if small < len(short) * FAST:
        return ""
    large = look(pattern, long, anchored=anchored)
    if large < len(long) * SLOWEST and large <= GROWTH * max(small, 0.002):
        return ""
    return f"{small:.3f} s, and {large:.3f} s for four times as much of {short[:60]!r} … {short[-20:]!r}"


@pytest.mark.parametrize("name", sorted(patterns()))
def test_a_pattern_takes_its_time_by_the_length_of_the_text(name: str) -> None:
    pattern, anchored = patterns()[name]
    assert not too_slow(pattern, anchored=anchored)
