"""Whether letters keep to what their policy avoids: a word that ours cannot do without is told. Start at `avoided`. Pure."""

import re
from collections.abc import Iterator

from mailservice.cases.history.words import WORDS
from mailservice.errors import Problem
from mailservice.mail.compose.templates import Templates
from mailservice.mail.compose.translation import VERBS, text_of, tree_of
from mailservice.policy.model import Wording


def avoided(templates: Templates, wording: Wording) -> list[Problem]:
    """Return a fault for each avoided word that stands in a letter, with the letters that have it."""
    if not wording.avoid:
        return []
    texts = dict(_texts(templates))
    found = ((one.word, [file for file, text in texts.items() if _stands_in(one.word, text)]) for one in wording.avoid)
    return [Problem("policy", f"wording, avoid {word!r}", _remedy(files)) for word, files in found if files]


def _remedy(files: list[str]) -> str:
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    return (
        f"our letters cannot do without it ({files[0]}{more}): take it out of avoid, or write them in words of your own"
    )


def _texts(templates: Templates) -> Iterator[tuple[str, str]]:
    """Give our own words of each letter, and of what it says of a reply word; the words that people reply with stay."""
    for file in sorted(templates.words.list_templates()):
        if file.endswith(".txt"):
            yield file, VERBS.sub("", text_of(tree_of(templates.words, file)))
    for word in WORDS.values():
        yield f"what is said of {word.name}", VERBS.sub("", f"{word.help} {word.after} {word.means}")


def _stands_in(word: str, text: str) -> bool:
    """Tell whether a word stands in a text, as one or as several."""
    return bool(re.search(rf"(?<!\w){re.escape(word)}s?(?!\w)", text, re.IGNORECASE))
