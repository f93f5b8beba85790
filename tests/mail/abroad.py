"""A language nobody speaks, made from our letters by marking their words, and a little Welsh: for tests and the gallery."""

import re
from collections.abc import Mapping

from mailservice.mail.compose.translation import VERBS
from mailservice.mail.reply.quotes import REPLY_ABOVE
from tests.mail.composed import TEXTS

_CODE = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|\n(?:##? |###|[-=!~] )?)", re.DOTALL)
_KEPT = re.compile(rf"{re.escape(REPLY_ABOVE)}|{VERBS.pattern}|[a-z]+")
CODE = "qx"  # no language has it: a tag of our own (BCP 47 keeps q.. for such)
TABLE = """
name = "Marked"
below = "Marked below"
stage_of = "rung {id} out of {of}"

[dates]
moment = "{day}, {hour}"
day = "{year} {month} {number}, {weekday}"
short = "{short_day} {hour}"
pm = "qm"

[weekdays]
Tuesday = "Twosday"
Tue = "Two"
Fri = "Fry"

[months]
December = "Tenth"
Dec = "Ten"

[joins]
and = "plus"
on = "upon"

[replies]
AGREE = "CYTUNO"

[sentences]
"a plan agreed by both sides" = "one plan of two sides"
"The guide gives {time}, as we read it" = "So {time} is the guide"
"{days} are not counted" = "Left out: {days}"
"If nothing is agreed by then, we write to {who}" = "Else {who} hear of it"
"reply {word}" = "give {word}"
"you agree to exactly these words" = "yes to just this"
"you raised this with {agency}" = "of yours, for {agency}"
"""


def marked(text: str) -> str:
    """Return a template with a mark on each small word of its text, and everything else as it was."""
    parts = _CODE.split(text)
    return "".join(part if number % 2 else _KEPT.sub(_mark, part) for number, part in enumerate(parts))


def _mark(found: re.Match[str]) -> str:
    word = found[0]
    return f"{word}q" if word.islower() else word


def folder(code: str = CODE) -> Mapping[str, str]:
    """Return the whole of our letters in the marked language, with its table."""
    texts = {f"{code}/{name}": marked(text) for name, text in TEXTS.items() if name.endswith(".txt")}
    return {**texts, f"{code}/words.toml": TABLE}


# A little Welsh, such as a partnership would write: one letter, and the table for its dates.
WELSH: Mapping[str, str] = {
    "cy/words.toml": """
name = "Cymraeg"
below = "Cymraeg isod"

[weekdays]
Monday = "Dydd Llun"
Tuesday = "Dydd Mawrth"
Wednesday = "Dydd Mercher"
Thursday = "Dydd Iau"
Friday = "Dydd Gwener"
Saturday = "Dydd Sadwrn"
Sunday = "Dydd Sul"

[months]
January = "Ionawr"
December = "Rhagfyr"

[joins]
and = "a"

[replies]
AGREE = "CYTUNO"
""",
    "cy/stranger/subject.txt": "Eich e-bost\n",
    "cy/stranger/body.txt": """{% extends "_base/body.txt" %}
{% block glance %}Diolch am eich e-bost.{% endblock %}
{% block headline %}Diolch am eich e-bost{% endblock %}
{% block greeting %}{% endblock %}
{% block opening %}
Diolch. {{ person.several }}, {{ person.one }}.

{{ own_route | sentence }}
{% endblock %}
{% block due %}{% endblock %}
{% block sender %}{% include "_base/sender.txt" %}{% endblock %}
""",
}
