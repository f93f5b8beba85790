"""A plain yes and a plain no, below a greeting or beside one, and what only begins like them (rule 9.5)."""

import pytest

from mailservice.mail.grammar.answers import answer, first_line, is_bare

GREETINGS = [
    "Hi Daniel,\n\n",
    "Hi Daniel\n",
    "Dear Daniel\n\n",
    "Dear Mr Evans,\n\n",
    "Good morning\n\n",
    "Good morning,\n",
    "Morning Daniel\n\n",
    "Afternoon all\n\n",
    "Bore da\n\n",
    "Daniel,\n",
    "Daniel\n\n",
    "Hi Daniel, ",
    "Hi Daniel - ",
    "Hi Daniel ",
    "To whom it may concern\n\n",
    "Hi Daniel,\n\nThanks.\n\n",
]
SAID = [
    ("please do", "yes"),
    ("Please do.\n\nJo", "yes"),
    ("aye", "yes"),
    ("Yes from me", "yes"),
    ("Yes, I confirm.", "yes"),
    ("I confirm", "yes"),
    ("Yes Daniel, thanks", "yes"),
    ("Absolutely not", "no"),
    ("Certainly not.", "no"),
    ("Nage", "no"),
    ("Naddo, diolch", "no"),
    ("Please don't", "no"),
    ("No we are not happy with that", "no"),
    ("No, we were never agreed.", "no"),
    ("No - the school was not asked", "no"),
    ("No to that", "no"),
    ("No way", "no"),
    ("Not yet", "yes and more"),
    ("Ah yes, thanks", "yes and more"),
    ("Oh yes", "yes and more"),
    ("Yes it was", "yes and more"),
    ("Yes we did", "yes and more"),
    ("Yes Karen Decides", "yes and more"),
    ("Grudgingly\n\nYes.", ""),
    ("Maybe\n\nYes.", ""),
    ("Nursery\n\nYes.", ""),
    ("Option Two\nYes", ""),
    ("Mark - yes", ""),
    ("Mark, yes\nKaren, no", "yes and more"),
    ("No harm in that, go ahead", "yes and more"),
    ("No brainer, yes", "yes and more"),
    ("No reason not to", "yes and more"),
    ("No I'm happy with it", "yes and more"),
    ("No, Yes", "yes and more"),
    ("No, happy for it to close", "yes and more"),
    ("No, I'm content", "yes and more"),
    ("No that's all, yes agreed", "yes and more"),
    ("No, he isn't safe there but yes to the plan", "yes and more"),
    ("No signal here, will reply later", ""),
    ("No email received", ""),
    ("No attachment came through", ""),
    ("No social worker has been", ""),
    ("No. 4 High Street", ""),
    ("No way of knowing", ""),
    ("No surprise", ""),
    ("No to what?", ""),
    ("Please do the visit on Friday", ""),
    ("Please don't worry", ""),
    ("I confirm that he was seen", ""),
]
WITH_MORE = [
    ("Yes\nSTATUS", "yes and more"),
    ("Hi Daniel,\n\nYes please.\n\nURGENT he is bleeding", "yes and more"),
    ("No.\n\nESCALATE", "no"),
    ("Yes\n\nThanks\nJo", "yes"),
    ("No\n\nJo", "no"),
    ("Yes, but only on Friday\nSTATUS", ""),
    ("STATUS\nYes", ""),
    ("", ""),
]


@pytest.mark.parametrize("greeting", GREETINGS)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes.\n\nRegards\nJo", "yes"),
        ("yes please", "yes"),
        ("No.", "no"),
        ("No\n\nJo", "no"),
        ("Yes, but", "yes and more"),
    ],
)
def test_a_greeting_takes_nothing_from_a_yes_or_a_no(greeting: str, text: str, expected: str) -> None:
    found = answer(greeting + text)
    assert found == expected
    assert is_bare(greeting + text, found) == (expected != "yes and more")


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_a_yes_and_a_no_are_told_from_what_begins_like_them(text: str, expected: str) -> None:
    assert answer(text) == expected


@pytest.mark.parametrize(("text", "expected"), WITH_MORE)
def test_a_yes_or_no_on_the_first_line_is_found_beside_commands(text: str, expected: str) -> None:
    assert first_line(text) == expected
