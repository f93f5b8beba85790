"""The wording of every letter, read once at start and checked then: `load_templates(read_folder(path))`.

`FACTS` names what each letter may show; a template that uses another name is refused before any mail is read. A
partnership's own wording is a mapping laid over ours: `{**read_folder(ours), **read_folder(theirs)}`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta
from jinja2.runtime import Context

from mailservice.errors import Problem, UserError
from mailservice.mail.blocks import button, own_words, safe
from mailservice.mail.wording import IN_ZONE, PLAIN

COMMON = frozenset(
    {"reference", "call_it", "policy_title", "partnership", "you", "why", "stage", "due", "dates", "child_references"}
    | {"sides", "opposite", "words", "office", "danger", "others_see", "service"}
)
FACTS: Mapping[str, frozenset[str]] = {
    name: COMMON | frozenset(extra.split())
    for name, extra in {
        "receipt": "wrote_to read support linked_note",
        "missing": "missing wrote_to example",
        "stage": "entered by reason history earlier ours pending",
        "reminder": "done",
        "climbed": "from_stage to_stage why_it_moved by reason to_people ours",
        "proposal": "by kind text",
        "agreed": "by kind text agreed_by objection_until you_may_object",
        "closed": "ending text by",
        "disagreed": "by text proposal_text",
        "objected": "by text proposal_text answer_by",
        "answer": "lines next",
        "news": "headline paragraphs words_of",
        "next_manager": "for_stage for_agency urgent",
        "office": "headline items action owner by",
        "check_in": "raiser_question round",
        "convened": "by reason history action",
        "mediation": "on text by",
        "stranger": "own_route",
        "nothing_opened": "lines",
        "help": "forms",
        "status": "lines history",
        "policy_info": "stages readings",
        "prose": "to_tell",
    }.items()
}
# What `compose` gives every letter beside its facts.
GIVEN = frozenset({"reply", "write", "zone", "copy"})
BASE = "_base/"


@dataclass(frozen=True)
class Templates:
    """Every letter's wording, compiled: `words` for letters and their subjects, `pages` for the HTML round them."""

    words: jinja2.Environment
    pages: jinja2.Environment
    style: str


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


def _problems(words: jinja2.Environment) -> Iterator[Problem]:
    known = words.list_templates()
    folders = {name.partition("/")[0] for name in known if not name.startswith(BASE)}
    for letter in sorted(folders - set(FACTS)):
        yield Problem(letter, "", f"no such letter; the letters are {', '.join(sorted(FACTS))}")
    for letter, facts in FACTS.items():
        for part in ("subject.txt", "body.txt"):
            if f"{letter}/{part}" not in known:
                yield Problem(f"{letter}/{part}", "", "this file is missing")
            else:
                yield from _faults(words, f"{letter}/{part}", facts, known)


def _faults(words: jinja2.Environment, file: str, facts: frozenset[str], known: Sequence[str]) -> Iterator[Problem]:
    try:
        tree = words.parse(_source(words, file), filename=file)
        words.compile(tree, filename=file)
    except jinja2.TemplateSyntaxError as fault:
        yield Problem(file, f"line {fault.lineno}", fault.message or "cannot be read")
        return
    for name in sorted(meta.find_undeclared_variables(tree) - facts - GIVEN - set(words.globals)):
        yield Problem(file, name, f"no such fact in this letter; it may show {', '.join(sorted(facts))}")
    for other in meta.find_referenced_templates(tree):
        if other not in known:
            yield Problem(file, str(other), "no such file to build on")
        elif other is not None:
            yield from _faults(words, other, facts, known)


def _source(words: jinja2.Environment, file: str) -> str:
    if words.loader is None:
        raise LookupError(file)
    return words.loader.get_source(words, file)[0]
