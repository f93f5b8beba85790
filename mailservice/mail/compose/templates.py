"""The wording of every letter, read once at start and checked then: `load_templates(read_folder(path))`.

The row of each letter (`cases.letters.kinds`) names what it may show; a template that uses another name is refused before
any mail is read. A partnership's own wording is a mapping laid over ours: `{**read_folder(ours), **read_folder(theirs)}`.
Its letters in another language stand in a folder of the language's code, "cy/stage/body.txt"; what is not there stays English.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta
from jinja2.runtime import Context

from mailservice.cases.letters.kinds import KINDS
from mailservice.errors import Problem, UserError
from mailservice.mail.compose.blocks import Raw, bar, button, own_words, reach, safe
from mailservice.mail.compose.tongue import FILE, Tongue, read_tongue
from mailservice.mail.compose.translation import differs
from mailservice.mail.compose.wording import IN_ZONE, PLAIN, Name, in_tongue, in_tongue_and_zone

# What `compose` gives every letter beside its facts.
GIVEN = frozenset({"reply", "write", "zone", "copy", "not_taken"})
BASE = "_base/"
ENGLISH = "en"
CODE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Templates:
    """Every letter's wording, compiled: `words` for letters and their subjects, `pages` for the HTML round them."""

    words: jinja2.Environment
    pages: jinja2.Environment
    style: str
    spoken: tuple["Spoken", ...] = ()

    def parts(self, letter: str) -> tuple["Spoken", ...]:
        """Return the languages that a letter goes in, the main one first: English, and each that it is translated into."""
        mine = [one for one in self.spoken if one.tongue is None or letter in one.letters]
        return tuple(mine) or (Spoken(ENGLISH, "English", self.words),)


@dataclass(frozen=True)
class Spoken:
    """One language of letters: `letters` are those that it has; English, which has all of them, has no `tongue`."""

    code: str
    name: str
    words: jinja2.Environment
    tongue: Tongue | None = None
    letters: frozenset[str] = frozenset()

    @property
    def below(self) -> str:
        """What the part before it says of it."""
        return self.tongue.below if self.tongue else "English below"


def no_letters() -> Templates:
    """Return no wording at all: for a process that writes no letter."""
    return Templates(jinja2.Environment(), jinja2.Environment(), "")  # noqa: S701 - nothing is written with them


def read_folder(path: Path) -> dict[str, str]:
    """Read every template under a folder, named by its path from there: "stage/body.txt"."""
    files = sorted(file for file in path.rglob("*") if file.suffix in {".txt", ".html", ".css", ".toml"})
    return {file.relative_to(path).as_posix(): file.read_text(encoding="utf-8") for file in files}


def load_templates(
    texts: Mapping[str, str], languages: Sequence[str] = (ENGLISH,), missed: Counter[str] | None = None
) -> Templates:
    """Return the letters ready to be written, in these languages, the main one first; UserError tells every fault at once.

    `missed` counts what is said in English for want of a translation.
    """
    mine = {name: text for name, text in texts.items() if not language_of(name)}
    words = _words(mine)
    pages = jinja2.Environment(
        loader=jinja2.DictLoader(mine),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    problems = [*_problems(words), *_unasked(texts, languages)]
    spoken = list[Spoken]()
    for code in languages:
        if code == ENGLISH:
            spoken.append(Spoken(ENGLISH, "English", words))
            continue
        one, faults = _spoken(code, mine, texts, missed)
        spoken.append(one)
        problems += faults
    if problems:
        raise UserError(problems)
    return Templates(words, pages, texts.get(f"{BASE}style.css", ""), tuple(spoken))


def language_of(name: str) -> str:
    """Return the language of a file in a language's folder; empty for one of ours, and of a letter."""
    folder = name.partition("/")[0]
    return folder if CODE.fullmatch(folder) and folder not in KINDS else ""


def _unasked(texts: Mapping[str, str], languages: Sequence[str]) -> Iterator[Problem]:
    for code in sorted({language_of(name) for name in texts} - {"", *languages}):
        remedy = f'has letters in another language: write languages = ["{ENGLISH}", "{code}"] in [service], the main one first'
        yield Problem(code, "", remedy)


def _words(texts: Mapping[str, str], tongue: Tongue | None = None) -> jinja2.Environment:
    """Return what letters are written with: plain text, for the HTML page escapes every block once, where it becomes HTML."""
    filters = dict(PLAIN if tongue is None else in_tongue(tongue))
    in_zone = IN_ZONE if tongue is None else in_tongue_and_zone(tongue)
    words = jinja2.Environment(  # noqa: S701 - as said above
        loader=jinja2.DictLoader(dict(texts)),
        undefined=jinja2.StrictUndefined,
        finalize=safe if tongue is None else _said_in(tongue),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words.filters.update({**filters, "quoted": own_words, **{name: _told(tell) for name, tell in in_zone.items()}})
    words.globals.update({"button": button, "bar": bar, "reach": reach})
    return words


def _said_in(tongue: Tongue) -> Callable[[object], object]:
    """Return what every value passes on its way into a letter: a sentence of ours is said in the language."""

    def said(value: object) -> object:
        return safe(value if isinstance(value, Raw | Name) else tongue.said(str(value)))

    return said


def _spoken(
    code: str, ours: Mapping[str, str], texts: Mapping[str, str], missed: Counter[str] | None
) -> tuple[Spoken, list[Problem]]:
    """Return a language of letters by its folder, and every fault of that."""
    theirs = {name.partition("/")[2]: text for name, text in texts.items() if name.partition("/")[0] == code}
    tongue, faults = read_tongue(code, theirs.pop(FILE, ""), missed)
    words = _words({**ours, **theirs}, tongue)
    english = _words(ours)
    faults += [
        replace(one, file=f"{code}/{one.file}") for one in _problems(words) if one.file.partition(",")[0] in theirs
    ]
    folders = {name.partition("/")[0] for name in theirs if not name.startswith(BASE)}
    faults += [replace(one, file=f"{code}/{one.file}") for one in _problems(words) if one.file in folders - set(KINDS)]
    for name in sorted(theirs):
        if name in ours and name.endswith(".txt"):
            faults += [Problem(f"{code}/{name}", key, remedy) for key, remedy in differs(english, words, name)]
    if not theirs and not tongue.sentences:
        faults.append(
            Problem(code, "", f"there are no letters in this language: write {code}/NAME/body.txt, and {code}/{FILE}")
        )
    letters = frozenset(letter for letter in KINDS if f"{letter}/body.txt" in theirs)
    return Spoken(code, tongue.name, words, tongue, letters), list(dict.fromkeys(faults))


def _told(tell: Callable[..., str]) -> Callable[..., str]:
    @jinja2.pass_context
    def filtered(context: Context, value: Any) -> str:
        return tell(value, zone=context["zone"])

    return filtered


@dataclass(frozen=True)
class _Sheet:
    """What one file asks for: the names it uses, the files it builds on, or why it cannot be read."""

    names: frozenset[str] = frozenset()
    builds_on: tuple[str | None, ...] = ()
    blocks: frozenset[str] = frozenset()
    fault: Problem | None = None


def _problems(words: jinja2.Environment) -> Iterator[Problem]:
    sheets = {file: _sheet(words, file) for file in words.list_templates() if file.endswith(".txt")}
    yield from (sheet.fault for sheet in sheets.values() if sheet.fault)
    folders = {name.partition("/")[0] for name in sheets if not name.startswith(BASE)}
    for letter in sorted(folders - set(KINDS)):
        yield Problem(
            letter,
            "",
            f"no such letter: write its row in cases/letters/kinds.py. There are {', '.join(sorted(KINDS))}",
        )
    for letter, kind in KINDS.items():
        for part in ("subject.txt", "body.txt"):
            if f"{letter}/{part}" not in sheets:
                yield Problem(f"{letter}/{part}", "", "this file is missing")
            else:
                yield from _faults(sheets, f"{letter}/{part}", kind.shows | GIVEN | {"button", "bar", "reach"})
        body = sheets.get(f"{letter}/body.txt", _Sheet())
        if f"{BASE}body.txt" in body.builds_on and "headline" not in body.blocks:
            yield Problem(f"{letter}/body.txt", "", "has no headline: write {% block headline %}…{% endblock %}")


def _faults(sheets: Mapping[str, _Sheet], file: str, known: frozenset[str]) -> Iterator[Problem]:
    for name in sorted(sheets[file].names - known):
        yield Problem(file, name, f"no such fact in this letter; it may show {', '.join(sorted(known))}")
    for other in sheets[file].builds_on:
        if other is None or other not in sheets:
            yield Problem(file, str(other), "no such file to build on")
        else:
            yield from _faults(sheets, other, known)


def _sheet(words: jinja2.Environment, file: str) -> _Sheet:
    if words.loader is None:
        raise LookupError(file)
    try:
        tree = words.parse(words.loader.get_source(words, file)[0], filename=file)
        words.compile(tree, filename=file)
    except jinja2.TemplateSyntaxError as fault:
        return _Sheet(fault=Problem(file, f"line {fault.lineno}", fault.message or "cannot be read"))
    blocks = frozenset(block.name for block in tree.find_all(jinja2.nodes.Block))
    return _Sheet(frozenset(meta.find_undeclared_variables(tree)), tuple(meta.find_referenced_templates(tree)), blocks)
