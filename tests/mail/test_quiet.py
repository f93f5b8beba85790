"""Towards quiet, nothing moves that was not plainly meant (rule 9.3): each kind of words that looked as if it was."""

from datetime import date

import pytest

from mailservice.cases.history.commands import Said
from mailservice.cases.history.words import WORDS, Verb
from mailservice.mail.grammar.reading import Reading
from mailservice.mail.reply.pieces import hear, split

FRIDAY = date(2026, 11, 20)
JO = ("Jo Smith", "jo.smith@northfield.example")


def heard(text: str, *names: str) -> Reading:
    """Return what Jo Smith says so; `names` may be another's."""
    return hear(split(text, sender=JO[0]), today=FRIDAY, names=names or JO)


def quiet(found: Reading) -> list[Verb]:
    return [one.verb for one in found.said if WORDS[one.verb].direction == "quiet"]


@pytest.mark.parametrize(
    "beside",
    [
        "Oops I pressed send too early",
        "Under duress.",
        "Mum is refusing.",
        "Leave it open please",
        "As amended.",
        "FYI",
        "The concerns stand.",
        "Ich bin nicht einverstanden",
        "n't",
        "Grudgingly",
        "Mark",
        "(2024)",
        "- bar the visit",
    ],
)
def test_who_agrees_and_writes_anything_else_is_asked(beside: str) -> None:
    for text in (f"AGREE\n\n{beside}", f"{beside}\n\nAGREE", f"AGREE\n\nThanks\n\n{beside}"):
        found = heard(text)
        assert quiet(found) == [], text
        assert Said(Verb.AGREE, line="AGREE") in [one.would for one in found.unclear], text


@pytest.mark.parametrize("line", ["AGREE. Grudgingly.", "AGREE. Revoked.", "AGREE. Mark", "AGREE: N", "Agreed. Noted."])
def test_a_word_behind_agree_is_a_name_only_if_it_is_the_senders(line: str) -> None:
    assert quiet(heard(line)) == []


@pytest.mark.parametrize(
    "text",
    [
        "AGREE",
        "AGREE. Jo",
        "AGREE\n\nJo Smith",
        "AGREE (Jo)",
        "AGREE, Jo Smith, Health Visitor",
        "AGREE to this plan",
        "AGREE and thank you",
        "AGREE, happy with that",
        "Agreed from our side",
        "Thanks - AGREE",
        "Hi Mark,\n\nAGREE\n\nThanks, Mark\n\nJo",
        "AGREE\n\nKind regards\nJo",
        "NOTE: the school rang.\n\nAGREE",
        "AGREE\n\nNOTE: the school rang about his coat.\n\nIt is warm.",
    ],
)
def test_who_agrees_and_adds_nothing_has_agreed(text: str) -> None:
    assert quiet(heard(text)) == [Verb.AGREE]


def test_a_name_without_a_sender_stands_on_a_line_of_its_own() -> None:
    assert quiet(hear(split("AGREE\n\nPriya Nair"), today=FRIDAY)) == [Verb.AGREE]
    assert quiet(hear(split("AGREE\n\nDisputed"), today=FRIDAY)) == []


@pytest.mark.parametrize(
    "below", ["P.S. not sure about Friday", "PS. hold this till I've rung you", "Sent in error by my assistant"]
)
def test_what_stands_below_a_signature_takes_back_what_is_above(below: str) -> None:
    for word in ("AGREE", "RESOLVED: she visits on Friday"):
        assert quiet(heard(f"{word}\n\nKind regards\nJo\n\n{below}")) == []


@pytest.mark.parametrize(
    "above",
    [
        "Mark's reply:",
        "Dad messaged:",
        "From Mark:",
        "Options:",
        "Last month I wrote",
        "Mark's reply:\nHi Jo",
        "RECEIVED\n\nThe judge's words:",
    ],
)
def test_a_word_below_what_leads_up_to_it_is_asked_about(above: str) -> None:
    for word in ("AGREE", "RESOLVED: visit booked for Friday 10am", "MET on Friday", "WITHDRAW"):
        found = heard(f"{above}\n\n{word}")
        assert set(quiet(found)) <= {Verb.RECEIVED}, word
        assert found.unclear, word


@pytest.mark.parametrize(
    "above", ["Hi Mark,", "Dear Mark and Anna,", "Thanks Mark", "We spoke today.", "ESCALATE no visit came\nfor a week"]
)
def test_a_word_below_a_greeting_a_command_or_a_whole_sentence_acts(above: str) -> None:
    assert quiet(heard(f"{above}\n\nMET on Friday")) == [Verb.MET]


def test_a_word_towards_quiet_beside_one_asked_about_that_contradicts_it_is_asked_too() -> None:
    found = heard("RESOLVED: she visits on Friday.\n\nPlease keep it open until then.")
    assert quiet(found) == []
    assert {one.understood for one in found.unclear} >= {Verb.RESOLVED, Verb.KEEP}


@pytest.mark.parametrize("line", ["~~AGREE~~", '"AGREE"', "AGREE *", "~~RESOLVED~~: she visits", '"MET"'])
def test_a_word_struck_out_quoted_or_with_a_footnote_is_asked_about(line: str) -> None:
    assert quiet(heard(line)) == []


@pytest.mark.parametrize("line", ["**AGREE**", "*AGREE*", "* AGREE", "- AGREE"])
def test_emphasis_and_bullets_do_not_matter(line: str) -> None:
    assert quiet(heard(line)) == [Verb.AGREE]
