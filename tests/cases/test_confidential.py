"""What waits for GO ON, by the words it uses; and that a word dropped in passing opens its case at once."""

from dataclasses import replace
from pathlib import Path

import pytest

from mailservice.cases import confidential
from mailservice.cases.commands import Hear
from mailservice.policy.load import load
from tests.cases.world import CHILD, OPENED, RAISER, RESPONDER, addressee, policy, sender

POLICIES = Path(__file__).parents[2] / "policies"


def mail(text: str, *, to: str = RESPONDER, subject: str = "") -> Hear:
    who = sender(RAISER)
    return Hear(OPENED, "m1", "<m1@x.example>", who, to=(addressee(to),), own_words=text, subject=subject)


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("I think this is whistleblowing.", True),
        ("This is a whistle-blowing\nmatter.", True),
        ("The LADO should know.", True),
        ("There is an allegation against a teacher.", True),
        (f"I disagree that {CHILD} was closed.", False),
        ("The speed limit and the ladone street.", False),
        ("My manager agrees with me that this was closed too early.", False),
    ],
)
def test_a_mail_waits_where_it_names_a_confidential_route(text: str, waits: bool) -> None:  # noqa: FBT001 - a table's column
    assert confidential.held(mail(text), policy()) is waits


def test_among_colleagues_alone_plainer_words_wait_too() -> None:
    colleague = "m-dasgupta"
    assert confidential.held(mail("My manager tells me to write less.", to=colleague), policy())
    assert not confidential.held(mail("I disagree that it was closed.", to=colleague), policy())


def test_the_subject_of_a_first_mail_counts_as_its_words() -> None:
    assert confidential.held(mail("Please see.", subject="Whistleblowing"), policy())


def test_a_policy_without_words_of_its_own_uses_ours_and_one_with_them_its_own() -> None:
    own = load(POLICIES / "buckinghamshire-bscp.toml")
    bare = replace(own, routes=tuple(replace(one, words=()) for one in own.routes))
    text = "I raise this with fear of repercussions."
    assert confidential.held(mail(text), own)
    assert confidential.held(mail(text), bare)


def test_what_its_sender_let_go_on_is_not_held_again() -> None:
    hear = mail("The LADO should know.")
    assert not confidential.held(replace(hear, released_at=OPENED), policy())
    assert not confidential.held(hear, policy(), cleared=True)


def test_a_matter_the_policy_does_not_cover_is_signposted_and_never_dropped() -> None:
    conflict = load(POLICIES / "conflict-resolution-crp.toml")
    told = confidential.not_covered(mail("We disagree about the ICPC."), conflict)
    assert len(told) == 1
    assert "acted on all the same" in told[0]
    assert not confidential.held(mail("We disagree about the ICPC."), conflict)
