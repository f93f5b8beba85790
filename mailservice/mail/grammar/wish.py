"""One way of saying a word without it: what is looked for in a sentence, and what in it makes it no wish."""

import re
from dataclasses import dataclass
from typing import Literal

from mailservice.cases.history.words import Verb

Unless = Literal["a denial", "a doubt", "a question", "no need"]


@dataclass(frozen=True)
class Wish:
    """A way of saying a word without it: `how` are expressions looked for in a sentence, `such_as` what they find.

    `unless` names what in the sentence makes it no wish.
    """

    verb: Verb
    said: str
    how: tuple[str, ...]
    such_as: tuple[str, ...]
    unless: tuple[Unless, ...] = ("a denial", "a doubt", "a question")


UNLESS = {
    "a denial": re.compile(
        r"\b(?:no (?:agreement|resolution|compromise|deal)|back on|nothing has been|not|never|no one|nobody"
        r"|isn['\u2019]?t|hasn['\u2019]?t|haven['\u2019]?t|aren['\u2019]?t"
        r"|wasn['\u2019]?t|won['\u2019]?t|can['\u2019]?t|cannot|don['\u2019]?t|didn['\u2019]?t|doesn['\u2019]?t"
        r"|nothing (?:has|is|was) (?:been )?(?:agreed|sorted|settled|resolved))\b(?! only| just| a problem| need "
        r"(?:a|any|the|you|your)\b| (?:getting|coming|replying|answering|writing|being)\b| to (?:worry|add))",
        re.IGNORECASE,
    ),
    "a doubt": re.compile(
        r"\b(?:needs? to be|was it|never mind)\b|\b(?:can|could|might|will|would|should|to) be"
        r" (?:\w{2,8} )?(?:agreed|resolved|sorted|settled)\b"
        r"|\bhope (?:that|to|we|it|this)\b",
        re.IGNORECASE,
    ),
    "no need": re.compile(
        (
            r"\b(?:no (?:need|wish|reason|plans?|intention|desire)|(?:do not|don['\u2019]?t) (?:need|want|wish|see "
            r"(?:any |a )?(?:need|reason))) (?:to|for|of)\b"
        ),
        re.IGNORECASE,
    ),
    "a question": re.compile(r"\?\W{0,3}$"),
}
