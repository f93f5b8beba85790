"""A parent, a carer and a young person are told by plain words; when it is not plain, they are a stranger (rule 1.2)."""

import json
from pathlib import Path

import pytest

from mailservice.mail.compose.templates import load_templates, read_folder
from mailservice.mail.grammar import family
from tests.gallery import ROOT, part, written
from tests.mail.sample_letters import order

HERE = Path(__file__).parent / "family"


def rows(name: str) -> list[tuple[str, bool]]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(one["text"], one["family"]) for one in map(json.loads, lines)]


# The lines were written before the patterns, and halved by the digest of their text: only "seen" was looked at meanwhile.
@pytest.mark.parametrize(("text", "theirs"), [*rows("seen"), *rows("kept-back")])
def test_a_first_line_is_a_familys_or_it_is_not(text: str, theirs: bool) -> None:  # noqa: FBT001 - a row's own value
    assert family.speaks(text) is theirs


@pytest.mark.parametrize(
    "text",
    [
        "I am Ellie's mum, and I am a nurse myself.",
        "I'm mum's solicitor.",
        "I am the parent support worker.",
        "I'm 15 minutes late.",
        "ESCALATE",
        "",
    ],
)
def test_where_it_is_not_plain_the_strangers_letter_stands(text: str) -> None:
    assert not family.speaks(text)


@pytest.mark.parametrize(
    "text",
    [
        "im 9 mum hits me",
        "Im 10 my stepdad shouts all night",
        "I'm 13 please help",
        "im 14 can u help",
        "i am 14 but nobody listens",
        "im 12 and i dont want to go home",
        "I am in year 9 and scared",
        "hi im in year 7 at oakfield",
        "i'm in yr 10, dad drinks",
        "my nan says i should write to you",
        'My mum says "stay in your room" and locks the door.',
    ],
)
def test_a_child_writes_as_children_do(text: str) -> None:
    assert family.speaks(text)


@pytest.mark.parametrize(
    "text",
    [
        "I am in year 9's pastoral team.",
        "I am in the year 9 pastoral team.",
        "I am in year 9 pastoral support.",
        "I'm in Year 7 and 8 safeguarding.",
        "my mum group client",
        "My mums' group has a question.",
        "I'm 9 weeks pregnant.",
        "I'm 10 minutes away and he is fine.",
        'A pupil told me "im 9 mum hits me".',
        "The child said my dad hits me.",
        "A girl in year 9 wrote: im 13 and scared.",
        "She told the class: \u201cmy nan says so\u201d.",
    ],
)
def test_who_works_with_children_or_quotes_one_is_no_child(text: str) -> None:
    assert not family.speaks(text)


def test_a_familys_letter_has_the_danger_numbers_first_and_no_number_that_is_not_in_the_settings() -> None:
    text = part(written(order("family"), load_templates(read_folder(ROOT / "templates" / "email"))), "plain")
    assert text.index("999") < text.index("We have passed your email")
    assert "Childline" not in text
    assert "NSPCC" not in text
    assert "case" not in text.lower()
