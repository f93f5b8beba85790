"""What a translated template must keep of the English one: its facts, numbers and reply words. Start at `differs`.

Pure: two files of the same name are compared, each in its own environment.
"""

import re
from collections.abc import Iterator

import jinja2
from jinja2 import meta, nodes

from mailservice.cases.history.words import WORDS
from mailservice.mail.reply.quotes import REPLY_ABOVE

# Every word that people reply with, in whichever language, and whose it is; the longest first, so that NOT DONE is not DONE.
_VERB_OF = {name.upper(): str(word.name) for word in WORDS.values() for name in word.names}
_LONGEST_FIRST = "|".join(map(re.escape, sorted(_VERB_OF, key=len, reverse=True)))
VERBS = re.compile(rf"(?<![\w’'])(?:{_LONGEST_FIRST})(?![\w’'])")  # noqa: RUF001 - the apostrophe that people write
_NUMBER = re.compile(r"\d+")


def differs(english: jinja2.Environment, words: jinja2.Environment, file: str) -> Iterator[tuple[str, str]]:
    """Give each thing that a translated file leaves out of the English, or puts in: its place, and what to write."""
    try:
        ours, theirs = tree_of(english, file), tree_of(words, file)
    except jinja2.TemplateSyntaxError:
        return  # told where templates are read
    for left in sorted(_facts(ours) - _facts(theirs)):
        yield left, "stands in the English and not here: a translation shows every fact, date and name"
    said, here = text_of(ours), text_of(theirs)
    if sorted({*_NUMBER.findall(said)}) != sorted({*_NUMBER.findall(here)}):
        yield "numbers", "are not those of the English: write the same ones"
    asked, offered = _verbs(said), _verbs(here)
    for verb in sorted(asked - offered):
        yield verb, f"people reply with this word: write it, or what is read as it ({', '.join(WORDS[verb].names)})"
    for verb in sorted(offered - asked):
        yield verb, "is a word that people reply with, and the English does not have it: take it out"
    if REPLY_ABOVE in said and REPLY_ABOVE not in here:
        yield REPLY_ABOVE, "must stand in the first line, as it is: by it a reply is told from what it quotes"


def tree_of(environment: jinja2.Environment, file: str) -> nodes.Template:
    """Return a file of an environment as jinja reads it; TemplateSyntaxError where it cannot be read."""
    if environment.loader is None:
        raise LookupError(file)
    return environment.parse(environment.loader.get_source(environment, file)[0], filename=file)


def _facts(tree: nodes.Template) -> set[str]:
    """Return the facts that a template uses, and the parts of them: `due`, `.due`; what it builds on is a file of its own."""
    return meta.find_undeclared_variables(tree) | {f".{one.attr}" for one in tree.find_all(nodes.Getattr)}


def text_of(tree: nodes.Template) -> str:
    """Return the words of a template, in its text and in quotes."""
    text = [one.data for one in tree.find_all(nodes.TemplateData)]
    quoted = [one.value for one in tree.find_all(nodes.Const) if isinstance(one.value, str)]
    return "\n".join([*text, *quoted])


def _verbs(text: str) -> set[str]:
    return {_VERB_OF[one] for one in VERBS.findall(text)}
