"""Whose an agreed action is: the one person of the case's agencies whom its words name (rules 14 and 18). Start at `named_in`.

Nobody is given an action by guessing: by a full name, by a first name that only one has, or by a surname behind Ms and the
like. Whoever is only visited, told or written to has no part in it.
"""

import re
from collections.abc import Iterator

from mailservice.cases.history.events import OTHER, Party
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn, once

# Whoever wrote the words means to do it.
_SPEAKING = frozenset({"i", "we", "my", "our"})
_AGREED = re.compile(
    r"(?:(?:we|both|all|it was|it is)\s{1,4}){0,2}(?:(?:have|are|has been)\s{1,4})?agreed?(?:\s{1,4}that)?\b\s{0,4}:?\s{0,4}",
    re.IGNORECASE,
)
# Behind these stands whoever is told, seen or asked.
_NOT_DOING = re.compile(
    r"\b(?:to|with|for|from|of|at|tells?|rings?|calls?|phones?|emails?|informs?|asks?|meets?|sees?|visits?|copy)\s{1,4}$",
    re.IGNORECASE,
)
_TITLE = r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sister|Sgt|PC|DC|DS|DI)\.?\s{1,4}"
_NO_OTHERS = r"(?!['\u2019]s\b)"  # Joy's mother is not Joy
_NO_SURNAME = r"(?!\s{1,4}[A-Z][\w'\u2019-])"  # Joy Smith is another Joy
# First names that are words as well: they count with a surname alone.
_WORDS = frozenset(
    {"april", "august", "bill", "dawn", "grant", "hope", "june", "mark", "may", "pat", "rob", "sue", "summer", "will"}
)
_LONGEST = 600


def named_in(text: str, turn: Turn) -> Party | None:
    """Return the one person of the case's agencies whom an action's words name; None where none is, or two may be."""
    text = _AGREED.sub("", text[:_LONGEST], count=1) if _AGREED.match(text) else text[:_LONGEST]
    found = [(at, one) for one in _people(turn) for at in (_named_at(one, text, turn),) if at is not None]
    first = [one for at, one in found if at == 0]
    if first:
        return first[0] if len(first) == 1 else None
    return found[0][1] if len(found) == 1 and not speaks(text) else None


def speaks(text: str) -> bool:
    """Tell whether whoever wrote an action's words speaks of themselves in them."""
    return bool({word.lower() for word in re.findall(r"[^\W\d_]+", text[:_LONGEST])} & _SPEAKING)


def _people(turn: Turn) -> tuple[Party, ...]:
    """Return whom an action may be given: who takes part, and everybody of the case's agencies in the directory."""
    agencies = {one.removesuffix(OTHER) for one in turn.case.agencies}
    listed = (deciders.as_party(one) for one in turn.directory.people if one.agency in agencies)
    return once([*turn.case.parties, *(deciders.on_side(turn.case, one) for one in listed)])


def _named_at(who: Party, text: str, turn: Turn) -> int | None:
    """Return where somebody is named as the one who acts; None where they are not."""
    known = turn.directory.person(who.person)
    for pattern in _patterns(known.name if known else who.name):
        for found in re.finditer(pattern, text):
            if not _NOT_DOING.search(text[max(0, found.start() - 20) : found.start()]):
                return found.start()
    return None


def _patterns(name: str) -> Iterator[str]:
    last, comma, first = name.partition(",")
    parts = (f"{first} {last}" if comma else name).replace("\u2019", "'").split()
    if len(parts) < 2:  # noqa: PLR2004 - a mailbox, or a first name that we cannot tell from others
        return
    first, last = (re.escape(one).replace("'", "['\u2019]") for one in (parts[0], parts[-1]))
    yield rf"\b(?i:{first}\s{{1,4}}(?:[\w'\u2019.-]{{1,20}}\s{{1,4}}){{0,2}}{last})\b{_NO_OTHERS}"
    yield rf"(?i:{_TITLE}{last})\b{_NO_OTHERS}"
    if parts[0].lower() not in _WORDS:
        yield rf"\b(?i:{first})\b{_NO_OTHERS}{_NO_SURNAME}"
