"""A yes with the word in it, as our letter asks for: "yes, RESOLVED" (rule 10); what stands beside it is given as well."""

import pytest

from mailservice.cases.history.commands import YesTo
from mailservice.cases.history.words import Verb
from mailservice.mail.grammar.confirming import yes_to

SAYS = (
    "yes, RESOLVED",
    "Yes RESOLVED.",
    "yes\nRESOLVED",
    "Hello,\n\nYes, resolved\n\nSam",
    "Yes, it was me, RESOLVED",
    "Yes: I wrote RESOLVED. Kind regards",
    "RESOLVED - yes, it was me",
    "\u201cyes, RESOLVED\u201d",
    "Ydw, RESOLVED",
)


@pytest.mark.parametrize("text", SAYS)
def test_yes_and_the_word_say_it_in_either_order_and_behind_a_greeting(text: str) -> None:
    assert yes_to(text) == YesTo((Verb.RESOLVED,))


@pytest.mark.parametrize(
    "text",
    [
        "RESOLVED",
        "Yes",
        "Yes.",
        "no, RESOLVED was not me",
        "yes, not RESOLVED",
        "yes, ?RESOLVED",
        "yes but RESOLVED",
        "",
        "Please answer: yes, RESOLVED. Or answer no.",
        "Did you say yes, RESOLVED?",
        "yes, resolving this takes time",
    ],
)
def test_what_lacks_either_or_stands_elsewhere_says_nothing(text: str) -> None:
    assert yes_to(text) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Yes, RESOLVED, but only if she comes", "but only if she comes"),
        ("yes, RESOLVED?", "?"),
        ("yes, RESOLVED: weekly visits", "weekly visits"),
        ("Yes, RESOLVED.\nThe visit is on Tuesday.", "The visit is on Tuesday."),
    ],
)
def test_what_more_is_written_is_not_lost(text: str, rest: str) -> None:
    found = yes_to(text)
    assert found is not None
    assert rest in found.rest


def test_one_yes_says_several_words() -> None:
    assert yes_to("yes, DONE and CONTACT\nThanks\nJoy") == YesTo((Verb.DONE, Verb.CONTACT))
    assert yes_to("yes, NOT AGREED") == YesTo((Verb.NOT_AGREED,))
    assert yes_to("yes, URGENT over") == YesTo((Verb.URGENT,), "over")
