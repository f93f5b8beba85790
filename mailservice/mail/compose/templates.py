"""The wording of every letter, read once at start and checked then: `load_templates(read_folder(path))`.

The row of each letter (`cases.letters.kinds`) names what it may show; a template that uses another name is refused before
any mail is read. A partnership's own wording is a mapping laid over ours: `{**read_folder(ours), **read_folder(theirs)}`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta
from jinja2.runtime import Context

from mailservice.cases.letters.kinds import KINDS
from mailservice.errors import Problem, UserError
from mailservice.mail.compose.blocks import button, own_words, safe
from mailservice.mail.compose.wording import IN_ZONE, PLAIN

# What `compose` gives every letter beside its facts.
GIVEN = frozenset({"reply", "write", "zone", "copy"})
BASE = "_base/"


@dataclass(frozen=True)
class Templates:
    """Every letter's wording, compiled: `words` for letters and their subjects, `pages` for the HTML round them."""

    words: jinja2.Environment
    pages: jinja2.Environment
    style: str


def no_letters() -> Templates:
    """Return no wording at all: for a process that writes no letter."""
    return Templates(jinja2.Environment(), jinja2.Environment(), "")  # noqa: S701 - nothing is written with them


def read_folder(path: Path) -> dict[str, str]:
    """Read every template under a folder, named by its path from there: "stage/body.txt"."""
    files = sorted(file for file in path.rglob("*") if file.suffix in {".txt", ".html", ".css"})
    return {file.relative_to(path).as_posix(): file.read_text(encoding="utf-8") for file in files}


def load_templates(texts: Mapping[str, str]) -> Templates:
    """Return the letters ready to be written; UserError tells every fault of every file at once."""
    loader = jinja2.DictLoader(dict(texts))
    # Plain text: the HTML page escapes every block once, where it becomes HTML.
    words = jinja2.Environment(  # noqa: S701 - as said above
        loader=loader, undefined=jinja2.StrictUndefined, finalize=safe, trim_blocks=True, lstrip_blocks=True
    )
    words.filters.update({**PLAIN, "quoted": own_words, **{name: _told(tell) for name, tell in IN_ZONE.items()}})
    words.globals["button"] = button
    pages = jinja2.Environment(
        loader=loader, undefined=jinja2.StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    templates = Templates(words, pages, texts.get(f"{BASE}style.css", ""))
    check(templates)
    return templates


def _told(tell: Callable[..., str]) -> Callable[..., str]:
    @jinja2.pass_context
    def filtered(context: Context, value: Any) -> str:
        return tell(value, zone=context["zone"])

    return filtered


def check(templates: Templates) -> None:
    """Refuse, all at once, a letter that is unknown, lacks a part, cannot be read, or uses a name it has no fact for."""
    problems = list(_problems(templates.words))
    if problems:
        raise UserError(problems)


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
                yield from _faults(sheets, f"{letter}/{part}", kind.shows | GIVEN | {"button"})
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
