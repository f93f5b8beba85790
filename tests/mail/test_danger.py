"""Words of danger: what a person newly wrote that cannot wait, found by its phrase (rules, section 8)."""

import pytest

from mailservice.mail.danger import phrases


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("She is in danger tonight.", True),
        ("If he goes home tonight he will be killed.", True),
        ("There was not one visit, and he threatens to kill her.", True),
        ("She took an overdose this morning.", True),
        ("He is going to hurt her.", True),
        ("He says he will kill himself.", True),
        ("There is no immediate risk.", False),
        ("We do not see any imminent harm.", False),
        ("She has never been in danger today.", False),
        ("I disagree that it was closed.", False),
        ("The risk assessment is late.", False),
    ],
)
def test_words_of_danger_are_few_and_a_denial_must_stand_close(text: str, speaks: bool) -> None:  # noqa: FBT001 - a table's column
    assert bool(phrases(text)) is speaks
