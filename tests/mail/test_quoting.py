"""Every way in which a mail program quotes, in plain text and in HTML, with our words in the quote: none is its sender's."""

from datetime import date

import pytest

from mailservice.mail.grammar.reading import Reading, read
from mailservice.mail.reply.division import Words
from mailservice.mail.reply.pieces import split
from tests.mail.headings import FOUND, HEADINGS
from tests.mail.quoting import CLIENTS

TODAY = date(2026, 11, 25)
OWN = "Thanks Sarah. I will ring you on Thursday about the visit."
LETTER = (
    "Hello Joy,\n\nRESOLVED: the visit went ahead and the plan continues.\n\nURGENT: he is going to kill her\n\n"
    "Kind regards\nSarah"
)
# Here nothing but the shape of a line says that a quote begins: what is below quietens nothing, and is heard.
DOUBTFUL = {name for name, heading in (HEADINGS | FOUND).items() if not heading.told and heading.below == "bare"} | {
    "bold-name"
}


def ways(own: str) -> list[tuple[str, str, Words]]:
    """Return the mail as each program writes it: its name, the form, and the words as divided."""
    found = []
    for name, client in sorted(CLIENTS.items()):
        text, page = client(own, LETTER)
        found += [(name, "plain", split(text))] + ([(name, "html", split("", page))] if page else [])
    return found


WAYS = ways(OWN)


def test_there_are_at_least_thirty_five_ways_in_both_forms() -> None:
    assert len({name for name, form, _ in WAYS if form == "html"}) > 35


@pytest.mark.parametrize(("name", "form", "words"), WAYS, ids=[f"{name}-{form}" for name, form, _ in WAYS])
def test_what_was_written_above_a_quote_is_its_writers_and_nothing_else_is(name: str, form: str, words: Words) -> None:
    assert form in ("plain", "html")
    assert words.own == OWN
    assert OWN in words.for_attention
    assert read(words.for_quiet, today=TODAY, office=True) == Reading()
    assert ("URGENT" in words.for_attention) <= (name in DOUBTFUL)


def test_a_word_above_a_quote_is_heard_whatever_program_quotes_below_it() -> None:
    for name, form, words in ways("ESCALATE: nothing has changed."):
        heard = [one.verb for one in read(words.for_quiet, today=TODAY).said]
        assert (name, form, heard) == (name, form, ["ESCALATE"])
