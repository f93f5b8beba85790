"""The table of permissions, printed: as tables in Markdown, a word in sentences, and the list of docs/words.md.

Start at `as_tables`.
"""

from itertools import groupby

from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.words.permission import (
    CELLS,
    HEARD,
    MOVES,
    OPEN,
    PERMISSIONS,
    PLACES,
    Cell,
    Place,
    Role,
    cell,
)

_SHORT: dict[Role, str] = {
    Role.RAISER: "Ra",
    Role.WORKER: "Pr",
    Role.DECIDER: "De",
    Role.ABOVE: "Ab",
    Role.COVER: "Co",
    Role.EARLIER: "Ea",
    Role.LINE: "Li",
    Role.ADDED: "Ad",
    Role.COLLEAGUE: "Cl",
    Role.SECRETARY: "Se",
    Role.DELEGATE: "Dg",
    Role.SHARED: "Sh",
    Role.UNSURE: "Un",
    Role.FACILITATOR: "Fa",
    Role.MEDIATOR: "Me",
    Role.CONVENOR: "Cv",
    Role.AUTHORITY: "Au",
    Role.OFFICER: "Of",
    Role.OFFICE: "BO",
    Role.STEAD: "St",
    Role.AREA: "Ar",
    Role.LEFT: "Le",
    Role.OUTSIDE: "Ou",
    Role.STRANGER: "X",
}
_MARK: dict[Cell, str] = {"binds": "B", "acts": "A", "confirm": "C", "advice": "v", "kept": "k", "unheard": "-"}
_MEANS: dict[Cell, str] = {
    "binds": "binds their side",
    "acts": "acts",
    "confirm": "is asked to confirm it first",
    "advice": "it is put to who can give it, as advice",
    "kept": "it is kept, and answered with a sentence",
    "unheard": "is not heard on the case",
}
_WHERE: dict[Place, str] = {
    "first": "at the first stage",
    "between": "at a later stage between both sides",
    "convened": "at a convened stage before the last",
    "last": "at the last stage",
    "within": "within one agency",
    "agreed": "while the raiser has their day",
    "ended": "after the end",
    "joined": "where it goes on in another case",
    "halted": "where a death or grave harm was told",
}
_SEVERAL = (
    "Somebody in several roles has the most of them; but a word towards quiet from Se, Dg, Sh or Un is theirs alone."
)
_OWN = "(own)"


def as_tables() -> str:
    """Return a table for each place where a case can stand, words down and roles across; words that move nothing left out."""
    marks = "\n".join(f"- {_MARK[one]}: {_MEANS[one]}" for one in CELLS)
    roles = "\n".join(f"- {short}: {role}" for role, short in _SHORT.items())
    tables = (f"## {_heading(places)}\n\n{_table(places[0])}" for places in _alike())
    legend = f"{marks}\n\n{_SEVERAL}\n\n{roles}"
    own = f"{_OWN}: to words of their own side, or of its action or case. A word not named is kept."
    return "\n\n".join(["# Who may say what", legend, own, *tables]) + "\n"


def of_word(verb: Verb) -> str:
    """Return all that becomes of one word, in sentences: in each place, who it does what for."""
    return "\n".join([f"# {verb}", "", *_sentences(verb)]) + "\n"


def who(verb: Verb) -> str:
    """Return who may use a word, in a few words: as it is while a case is open, else where it first does something."""
    row = PERMISSIONS[verb]
    rights = [row.own or row.first, *(row.at(place) for place in (*OPEN, "ended", "agreed", "halted"))]
    moving = (right for right in rights if any(right.of(role) in MOVES for role in Role))
    return next(moving, row.first).says


def as_markdown() -> str:
    """Return the whole list of words as docs/words.md has it; who may use one comes from the table of permissions."""
    lines = (
        f"| `{word.shown}` | {word.help} | {', '.join(word.synonyms)} | {who(word.name)} |" for word in WORDS.values()
    )
    return "\n".join(["| Write | What it does | Also read | Who |", "|---|---|---|---|", *lines])


def _rows(place: Place) -> list[tuple[str, tuple[Cell, ...]]]:
    found = [(verb.value, _cells(verb, place)) for verb in Verb]
    found += [
        (f"{verb.value} {_OWN}", _cells(verb, place, own=True))
        for verb in Verb
        if place in OPEN and PERMISSIONS[verb].own is not None
    ]
    return [(name, cells) for name, cells in sorted(found) if any(one in MOVES for one in cells)]


def _cells(verb: Verb, place: Place, *, own: bool = False) -> tuple[Cell, ...]:
    return tuple(cell(verb, role, place, own=own) for role in Role)


def _alike() -> list[list[Place]]:
    """Return the places in groups of those in which every word has the same."""
    return [list(places) for _, places in groupby(PLACES, key=_rows)]


def _heading(places: list[Place]) -> str:
    said = ", ".join(_WHERE[one] for one in places)
    return said[:1].upper() + said[1:]


def _table(place: Place) -> str:
    """Return the words that not everybody may use alike as a table, and the others in a line."""
    alike = [name for name, cells in _rows(place) if set(cells[: len(HEARD)]) == {"acts"}]
    return f"Everybody who is heard acts with:\n{', '.join(alike)}.\n\n{_apart(place, alike)}"


def _apart(place: Place, alike: list[str]) -> str:
    rows = [(name, cells) for name, cells in _rows(place) if name not in alike]
    wide = max(len(name) for name, _ in rows)
    head = f"|{'word':<{wide}}|{'|'.join(f'{_SHORT[role]:<2}' for role in Role)}|"
    rule = f"|{'-' * wide}|{'|'.join('--' for _ in Role)}|"
    lines = [f"|{name:<{wide}}|{'|'.join(f'{_MARK[one]:<2}' for one in cells)}|" for name, cells in rows]
    return "\n".join([head, rule, *lines])


def _sentences(verb: Verb) -> list[str]:
    lines = []
    sides = (False, True) if PERMISSIONS[verb].own is not None else (False,)
    for own in sides:
        places = [place for place in PLACES if not own or place in OPEN]
        for cells, alike in groupby(places, key=lambda place: _cells(verb, place, own=own)):
            where = _heading(list(alike)) + (", to words or an action of their own side" if own else "")
            lines += [f"{where}:", *_of_cells(cells), ""]
    return lines


def _of_cells(cells: tuple[Cell, ...]) -> list[str]:
    named = {one: [role.value for role, each in zip(Role, cells, strict=True) if each == one] for one in CELLS}
    return [f"- {_MEANS[one]}: {'; '.join(roles)}." for one, roles in named.items() if roles]
