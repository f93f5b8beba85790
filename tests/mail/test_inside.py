"""Answers typed inside the mail that is answered ("my replies in red below"): whose they are is unsure, so a person reads."""

from datetime import date

import pytest

from mailservice.cases.history.words import Verb
from mailservice.mail import danger
from mailservice.mail.grammar.reading import Reading
from mailservice.mail.reply.division import Words
from mailservice.mail.reply.pieces import hear, split

TODAY = date(2026, 11, 25)
HEAD = "From: Joy Okafor <joy@nenevalley.example>\nSent: 24 November 2026 10:00\nTo: Mina Dasgupta\nSubject: RE: NCT-483920"
ANSWERED = f"{HEAD}\n\nHas the plan been followed?\n{{}}\nAre you happy for us to close?\nAGREE\n"
MARKED = (
    "On Tue, 24 Nov 2026 at 09:10, Joy Okafor <joy@nenevalley.example> wrote:\n> Has it been followed?\n> {}\n> AGREE\n"
)


def divided(own: str, inside: str, form: str = ANSWERED) -> Words:
    return split(f"{own}\n\nMina\n\n{form.format(inside)}")


def read(words: Words) -> Reading:
    return hear(words, today=TODAY)


SAYS_SO = (
    "Please see my responses in red below.",
    "Hi Joy, I have answered in blue below",
    "Comments inline.",
    "My comments are in bold below, thanks",
    "I've put our replies underneath your questions, see my notes below.",
    "responses in-line",
)


@pytest.mark.parametrize("form", [ANSWERED, MARKED], ids=["Outlook's history", "marked lines"])
@pytest.mark.parametrize("own", SAYS_SO)
def test_its_sender_is_told_and_the_office_shown_and_nothing_inside_acts(own: str, form: str) -> None:
    found = read(divided(own, "RESOLVED - she visits on Friday.", form))
    assert not found.said
    assert [one.why for one in found.unclear] == ["inside"]
    assert found.to_us


@pytest.mark.parametrize("form", [ANSWERED, MARKED], ids=["Outlook's history", "marked lines"])
def test_what_calls_for_attention_inside_is_asked_about_and_danger_is_heard(form: str) -> None:
    urgent = read(divided(SAYS_SO[0], "URGENT", form))
    assert [one.understood for one in urgent.unclear] == [Verb.URGENT, None]
    words = divided(SAYS_SO[0], "No. He told me tonight that he is going to kill himself.", form)
    assert danger.phrases(words.for_attention)


@pytest.mark.parametrize(
    "own", ["Please see below.", "Happy with your comments below.", "Thank you for your answers below, Joy."]
)
def test_who_points_at_others_words_wrote_none_there(own: str) -> None:
    words = divided(own, "URGENT. He told me tonight that he is going to kill himself.")
    assert not words.inside
    assert not read(words).unclear
    assert not danger.phrases(words.for_attention)
