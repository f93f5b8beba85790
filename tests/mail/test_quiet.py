"""Towards quiet, nothing moves that was not plainly meant (rule 9.3): each kind of words that looked as if it was."""

from datetime import date

import pytest

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
        assert Verb.AGREE in [one.would.verb for one in found.unclear if one.would], text


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


@pytest.mark.parametrize(
    "line",
    [
        "RESOLVED: No",
        "RESOLVED\tNo",
        "RESOLVED: 0",
        "RESOLVED \u274c",
        "MET: N",
        "DONE: N/A",
        "DONE: 2 of 4",
        "PLAN: tbd",
        "RESOLVED - NFA",
        "RESOLVED - I wish",
        "RESOLVED: far from it",
        "RESOLVED: so they tell us",
        "RESOLVED: work in progress",
        "RESOLVED: on hold until Monday",
        "RESOLVED: she will visit Friday. Weather permitting.",
        "RESOLVED: she will visit Friday.\n\nHe has new bruises today.",
        "RESOLVED: she will visit Friday. The concerns stand.",
        "RESOLVED: she will visit Friday. Our concerns are the same.",
        "RESOLVED: she will visit Friday. There is no change in our position.",
        "RESOLVED: closed without telling us",
        "PLAN: a visit in January. This is too long for him.",
        "MET: left voicemail",
        "MET: DNA",
        "MET: arranged for Friday",
        "MET: could not agree a date",
        "MET with mum today, she was hostile",
        "WITHDRAW: never",
        "WITHDRAW: nothing has changed",
        "WITHDRAW: mum has withdrawn consent",
        "WITHDRAW\n\nThat's what dad wants me to do.",
        "OVERTAKEN: not",
        "OVERTAKEN: no longer so",
        "RESOLVED: to what end",
        "RESOLVED: how, when nobody has been",
        "RESOLVED - whose idea was it that he goes home",
        "PLAN: the LA's plan is to close",
        "PLAN: Northfield's plan remains no further action, Sam has said",
        "PLAN: their plan is to step down",
        "RESOLVED: the trust's position is that she is safe",
        "RESOLVED: Joy's view is that we close",
        "DONE: see attached what is missing",
        "DONE - the list of what's left is with Joy",
        "DONE: all that remains is the visit",
        "NEW DATE 4 - 8 December 2026",
        "NEW DATE between 4 and 8 December",
        "NEW DATE 4th to 8th December",
        "NEW DATE Thursday 3 or Friday 4 December 2026",
        "NEW DATE 3 December 2026 or the week after",
        "NEW DATE 10 November 2026",
        "NEW DATE: court hearing 30 November",
        "COVER Tom Ellis tom.ellis@northfield.example until 1 November 2026",
    ],
)
def test_a_text_that_denies_its_word_is_asked_about(line: str) -> None:
    found = heard(line)
    assert quiet(found) == []
    assert found.unclear


def test_who_has_left_is_nobodys_contact() -> None:
    found = heard("CONTACT Tom Ellis tom.ellis@northfield.example has left")
    assert (found.said, [one.understood for one in found.unclear]) == ((), [Verb.CONTACT])


@pytest.mark.parametrize(
    "line",
    [
        "RESOLVED: the concerns about his coat were talked through; Sam visits on Friday.",
        "RESOLVED: Sam visits on Friday. No change needed.",
        "MET with Sam about mum",
        "MET on Friday. We do not agree.",
        "WITHDRAW: it was raised in error",
        "WITHDRAW: no longer needed",
        "OVERTAKEN: he no longer lives here",
        "NEW DATE 4 December 2026",
        "NEW DATE 4 December 2026, we meet on 1 December to prepare",
        "PLAN: Sam visits on Friday, the trust's nurse weighs him on Monday",
        "RESOLVED: what was agreed at the meeting: Sam visits on Friday with the nurse.",
        "COVER Tom Ellis tom.ellis@northfield.example until 7 December 2026",
    ],
)
def test_a_text_of_its_word_acts(line: str) -> None:
    assert quiet(heard(line))


@pytest.mark.parametrize("text", ["- AGREE\n- RESOLVED\n- MET", "MET\n\nDONE"])
def test_bare_words_below_one_another_are_a_list_and_each_is_asked_about(text: str) -> None:
    found = hear(split(text), today=date(2026, 11, 23))
    assert found.said == ()
    assert len(found.unclear) > 1


def test_a_yes_is_plain_above_its_senders_own_name_and_no_other() -> None:
    signed = ("Jo Smith", "jo.smith@riverside-health.example")
    heard = {
        name: hear(split(f"Yes.\n{name}"), today=date(2026, 11, 23), names=signed).answer for name in ("Jo", "Mark")
    }
    assert heard == {"Jo": "yes", "Mark": "yes and more"}


@pytest.mark.parametrize("open_issues", ["Nothing stays open.", "Nothing else is open.", "No outstanding issues."])
def test_who_settles_it_and_says_that_nothing_stays_open_has_settled_it(open_issues: str) -> None:
    """Our letters ask for these very words (rule 11.1)."""
    assert quiet(heard(f"RESOLVED: she visits on Monday. {open_issues}")) == [Verb.RESOLVED]


@pytest.mark.parametrize("open_issues", ["Nothing is open to us now.", "Nothing is outstanding if she visits."])
def test_who_settles_it_on_a_condition_is_asked_still(open_issues: str) -> None:
    assert quiet(heard(f"RESOLVED: she visits on Monday. {open_issues}")) == []
