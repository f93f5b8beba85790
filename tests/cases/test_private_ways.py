"""Ways in which private words came out, each found by somebody who looked for them (rule 16)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailservice.cases.history.events import Action, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.letters.cuts import cut
from mailservice.mail.parse import parse
from mailservice.simulator.story import moment
from tests.cases.test_joining import TUESDAY, Pair, pair
from tests.cases.world import CHILD, OPENED, RAISER, RESPONDER, World, addressee, letters, said
from tests.mail.composed import written

PRIVATE = "The mother's ex is in witness protection."
HOME = "Daniel Mensah visits the mother at 12 Elm Road, Corby on 1 December"
MANAGER = "j-okafor"


def opening(own_words: str = "I do not agree that it was closed.", note: str = "") -> World:
    world = World()
    spoken = (replace(said(Verb.NOTE, world.now, note), line=f"NOTE {note}"),) if note else ()
    world.hear(RAISER, *spoken, own_words=own_words, child_references=(CHILD,), to=(addressee(RESPONDER),))
    return world


def shown(world: World, *to: str) -> str:
    return str([one.facts for one in letters(world.events) if one.to.person in to])


def test_a_note_in_the_first_mail_is_for_the_record_alone() -> None:
    world = opening(f"I do not agree that it was closed.\n\nNOTE {PRIVATE}\n", PRIVATE)
    world.send()
    world.say(RAISER, Verb.ESCALATE, "no plan came")
    assert "it was closed" in shown(world, RESPONDER, MANAGER)
    assert "witness" not in shown(world, RESPONDER, MANAGER)


@pytest.mark.parametrize("second", ["sorry, one more thing", "thanks"])
def test_stop_after_a_second_mail_still_halts_what_waits(second: str) -> None:
    world = opening()
    world.now += timedelta(minutes=1)
    world.hear(RAISER, own_words=second)
    world.now += timedelta(minutes=1)
    world.say(RAISER, Verb.STOP, "")
    [letter] = [one for one in world.case.letters.values() if one.to.person == RESPONDER]
    assert letter.state == "withheld"


def test_a_second_mail_does_not_overtake_the_five_minutes() -> None:
    world = opening()
    leaves = world.now + timedelta(minutes=5)
    world.now += timedelta(minutes=1)
    events = world.say(RAISER, Verb.ESCALATE, "no plan came")
    others = [one for one in letters(events) if one.to.person not in (RAISER, "") and not one.replied]
    assert others
    assert {one.leaves for one in others} == {leaves}


def at_stage_2() -> World:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE)
    return world


def agreed_with_an_action() -> list[LetterOrdered]:
    world = at_stage_2()
    action = Action(HOME, world.now.date() + timedelta(days=8))
    world.hear("m-dasgupta", replace(said(Verb.RESOLVED, world.now, HOME), actions=(action,)))
    world.send()
    world.say(MANAGER, Verb.AGREE, "")
    world.say(RAISER, Verb.AGREE, "")
    world.wait("Tue 01 Dec 2026 12:00")
    return [one for one in letters(world.events) if one.to.role != "Business Office"]


def test_an_actions_words_are_cut_wherever_they_stand() -> None:
    kinds = {one.template for one in agreed_with_an_action() if "12 Elm Road" in str(one.facts)}
    assert kinds <= {"answer"}, "its author is shown their own words"


def test_a_no_brings_its_own_paragraph_and_no_other() -> None:
    world = at_stage_2()
    world.say("m-dasgupta", Verb.RESOLVED, "We visit together.")
    world.send()
    [asked] = [one.letter for one in letters(world.events) if one.template == "proposal"]
    words = f"No, that is too late.\n\nJust for you: {PRIVATE}"
    world.hear(MANAGER, own_words=words, answer="no", answers=asked, replies_to=asked)
    assert "too late" in shown(world, "m-dasgupta", RAISER)
    assert "witness" not in shown(world, "m-dasgupta", RAISER)


@pytest.mark.parametrize(
    "text",
    [
        "She was at 12 Elm\nRoad, Corby.",
        "NHS 943 476\n5919 is his.",
        "His dob\n03/05/2021 is wrong.",
        "Mum's number is\n07700 900123.",
        "Mum rang me from 07700 900123.",
        "Mother: Jane\nTel: 07700 900123",
        "Please call my client on 07700 900123.",
    ],
)
def test_a_wrapped_line_and_a_familys_number_are_cut(text: str) -> None:
    assert "on the record" in cut(text)


@pytest.mark.parametrize(
    "text", ["Please ring me on 07700 900123.", "My mobile is 07700 900123.", "Duty desk: 01632 960111"]
)
def test_the_writers_own_number_is_shown(text: str) -> None:
    assert cut(text) == text


POLICE = "l-park"
ASK = "ask Sarah Whitlock for what was said before"


def joined(reason: str = "") -> Pair:
    """Return a case of health and social care that the police join, when every side has written already."""
    both = pair()
    both.older.hear(RESPONDER, own_words="We closed it: Aunt Jo reported it.", to=(addressee(RAISER),))
    both.newer.hear(POLICE, own_words="Our informant lives next door.", to=(addressee(RAISER),))
    both.join(reason=reason)
    return both


def read_by(both: Pair, *who: str) -> str:
    """Return all that these people read on the older case since the two became one."""
    since = [one for one in letters(both.older.events) if one.at >= TUESDAY and one.to.person in who]
    return " ".join(" ".join(parse(written(one).raw).text.split()) for one in since)


def test_a_third_agency_is_not_shown_what_two_had_among_themselves() -> None:
    read = read_by(joined(), POLICE)
    assert ASK in read
    assert "The police did not come." in read, "it was written to them"
    assert "Aunt Jo" not in read
    assert "I do not agree." not in read


def test_nor_are_the_two_shown_what_the_third_had_written_elsewhere() -> None:
    both = joined()
    both.older.say(RAISER, Verb.ESCALATE, "no plan came")
    read = read_by(both, RESPONDER, MANAGER)
    assert ASK in read
    assert "informant" not in read
    assert "The police did not come." not in read
    assert "Our informant lives next door." in read_by(both, RAISER, "m-dasgupta"), "Sarah's agency had it"


def test_what_is_said_with_join_is_for_everybody() -> None:
    both = joined("the police and social care must meet")
    for who in (POLICE, RESPONDER):
        assert "the police and social care must meet" in read_by(both, who)


def test_a_third_agency_reads_what_a_side_writes_again() -> None:
    both = joined()
    both.older.say(RESPONDER, Verb.PLAN, "we closed it because the plan had ended")
    both.older.say(RAISER, Verb.ESCALATE, "no plan came")
    [letter] = [
        one for one in letters(both.older.events) if one.template == "stage" and one.to.agency == "shire-police"
    ][-1:]
    words = {one["agency"]: one["words"] for one in letter.facts["sides"]}
    assert words["Nene Valley Children's Trust"] == "we closed it because the plan had ended"
    assert words["Rockingham Community Health Trust"] == "no plan came"


def test_what_two_would_have_agreed_to_is_asked_for_again_when_a_third_joins() -> None:
    both = pair()
    both.older.say(RESPONDER, Verb.RESOLVED, "we tell nobody about Aunt Jo")
    both.join()
    assert both.older.case.pending is None
    assert "Aunt Jo" not in read_by(both, POLICE)
    assert "what Daniel Mensah proposed must be written again" in read_by(both, RESPONDER, RAISER)
    assert [one.goal for one in both.older.case.standing if one.purpose == "clock"], "no word has met it any more"


def test_words_that_undo_took_back_are_shown_to_nobody_later() -> None:
    world = World().open()
    world.say(RESPONDER, Verb.PLAN, f"Daniel visits. {PRIVATE}")
    world.now += timedelta(hours=1)
    world.say(RESPONDER, Verb.UNDO, "")
    since = world.now = world.now + timedelta(hours=1)
    world.say(RAISER, Verb.ESCALATE, "no plan came")
    world.wait("Tue 08 Dec 2026 12:00")
    later = [one for one in letters(world.events) if one.at >= since]
    assert "witness" not in str([one.facts for one in later])
    assert "nene-valley" not in world.case.issues


def test_undo_leaves_what_its_author_had_written_before_and_writes_afterwards() -> None:
    world = World().open()
    world.hear(RESPONDER, own_words="We closed it at the end.", to=(addressee(RAISER),))
    world.now += timedelta(hours=1)
    world.say(RESPONDER, Verb.PLAN, "Daniel visits.")
    world.now += timedelta(hours=1)
    world.say(RESPONDER, Verb.UNDO, "")
    assert world.case.issues["nene-valley"] == "We closed it at the end."


def halted(minutes: int = 2) -> tuple[World, str]:
    """Open a case and stop it before a letter has left; return what the sender is answered."""
    world = opening(f"I do not agree. {PRIVATE}")
    world.now += timedelta(minutes=minutes)
    events = world.say(RAISER, Verb.STOP, "")
    [answer] = [one for one in letters(events) if one.to.person == RAISER]
    return world, str(answer.facts["lines"])


def others(world: World) -> list[LetterOrdered]:
    return [one for one in letters(world.events) if one.to.person not in (RAISER, "") and one.at > OPENED]


def test_an_opening_that_was_stopped_runs_on_to_nobody() -> None:
    world, answer = halted()
    for words in ("no date runs", "GO ON", "WITHDRAW", "What you sent them yourself"):
        assert words in answer, words
    world.wait("Mon 21 Dec 2026 12:00")
    assert others(world) == []
    assert world.case.status == "open", "silence settles nothing"
    assert world.case.standing
    assert "witness" not in str(world.case.issues)


def test_go_on_lets_a_stopped_opening_begin_anew_with_its_words_and_full_time() -> None:
    world, _ = halted()
    world.now = moment("Wed 25 Nov 2026 09:30")
    world.say(RAISER, Verb.GO_ON, "")
    [letter] = [one for one in others(world) if one.template == "stage"]
    assert (letter.to.person, letter.facts["sides"][0]["words"]) == (RESPONDER, f"I do not agree. {PRIVATE}")
    assert [f"{one.due:%a %d %H:%M}" for one in world.case.standing if one.purpose == "clock"] == ["Fri 27 17:00"]


def test_who_writes_anew_after_stop_is_shown_with_the_new_words_alone() -> None:
    world, _ = halted()
    world.now = moment("Wed 25 Nov 2026 09:30")
    world.hear(RAISER, own_words="I do not agree that it was closed.", to=(addressee(RESPONDER),))
    world.send()
    [letter] = [one for one in others(world) if one.template == "stage"]
    assert letter.facts["sides"][0]["words"] == "I do not agree that it was closed."
    assert [one for one in world.case.standing if one.purpose == "clock"]


def test_withdraw_ends_what_was_stopped_and_nobody_else_hears_of_it() -> None:
    world, _ = halted()
    world.say(RAISER, Verb.WITHDRAW, "written in haste")
    world.wait("Mon 21 Dec 2026 12:00")
    assert (world.case.status, others(world)) == ("closed", [])


def test_an_urgent_opening_is_never_halted() -> None:
    world = World()
    urgent = said(Verb.URGENT, world.now, "he is back")
    world.hear(RAISER, urgent, own_words="URGENT he is back", child_references=(CHILD,), to=(addressee(RESPONDER),))
    world.say(RAISER, Verb.STOP, "")
    assert world.case.urgent
    assert "nene-valley" in world.case.agencies


def test_words_stopped_before_a_letter_of_them_left_are_no_sides_words() -> None:
    world = World().open()
    world.now += timedelta(hours=1)
    world.hear(RESPONDER, said(Verb.PLAN, world.now, f"Daniel visits. {PRIVATE}"))
    world.now += timedelta(minutes=1)
    events = world.say(RESPONDER, Verb.STOP, "")
    assert "is not put to anybody" in str([one.facts for one in letters(events) if one.to.person == RESPONDER])
    assert world.case.pending is None
    world.say(RAISER, Verb.ESCALATE, "no plan came")
    world.wait("Tue 08 Dec 2026 12:00")
    left = [one for one in letters(world.events) if world.case.letters[one.letter].state == "sent"]
    assert "witness" not in str([one.facts for one in left if one.to.person != RESPONDER])


WITH_A_NOTE = (
    f"no plan came. NOTE: {PRIVATE}",
    f"no plan came NOTE {PRIVATE}",
    f"no plan came. (NOTE: {PRIVATE})",
    f"no plan came. Note: {PRIVATE}",
    f"no plan came. Note for the Chair: {PRIVATE}",
    f"no plan came.\n\nNote to office - {PRIVATE}",
    f"no plan came (note to you: {PRIVATE})",
    f"no plan came.\nPrivate note: {PRIVATE}",
    f"no plan came. A confidential note for the record: {PRIVATE}",
    f"no plan came. For the office only: {PRIVATE}",
    f"no plan came. For the Business Office: {PRIVATE}",
    f"no plan came.\n\nFor the Business Office - {PRIVATE}",
    f"no plan came (for the office: {PRIVATE})",
)


@pytest.mark.parametrize("text", WITH_A_NOTE)
def test_a_note_in_the_middle_of_a_line_is_for_the_record_alone(text: str) -> None:
    world = opening(f"I do not agree: {text}")
    world.send()
    world.now += timedelta(hours=1)
    word = replace(said(Verb.ESCALATE, world.now, text), line=f"ESCALATE: {text}")
    world.hear(RAISER, word, own_words=f"ESCALATE: {text}", to=(addressee(RESPONDER),))
    world.send()
    world.wait("Tue 08 Dec 2026 12:00")
    assert "no plan came" in shown(world, RESPONDER, MANAGER)
    assert "witness" not in shown(world, RESPONDER, MANAGER)
    assert "Kept on the record" in shown(world, RAISER)


def test_a_note_for_the_office_right_behind_a_word_of_ours_is_for_the_record_alone() -> None:
    for text in (f"ESCALATE For the Business Office: {PRIVATE}", f"For the Business Office: {PRIVATE}"):
        world = opening(f"I do not agree: no plan came.\n\n{text}")
        world.send()
        world.wait("Tue 08 Dec 2026 12:00")
        assert "no plan came" in shown(world, RESPONDER, MANAGER)
        assert "witness" not in shown(world, RESPONDER, MANAGER)


def test_please_note_is_no_note() -> None:
    world = opening("Please NOTE that it was closed on Friday. The duty note is old.")
    assert (
        "the minutes: see below"
        in opening("It is for the Business Office to send the minutes: see below.").case.issues["rockingham"]
    )
    assert world.case.issues["rockingham"].startswith("Please NOTE that it was closed")
    world = opening("It was closed. Note to Daniel: please ring me. The note for the file is old.")
    assert "please ring me. The note for the file is old." in world.case.issues["rockingham"]


def with_a_file(*, sent_to_them: bool) -> str:
    world = World().open()
    world.now += timedelta(hours=1)
    words = (replace(said(Verb.ESCALATE, world.now, "no plan came"), line="ESCALATE no plan came"),)
    note = replace(said(Verb.NOTE, world.now, PRIVATE), line=f"NOTE {PRIVATE}")
    to = (addressee(RESPONDER),) if sent_to_them else ()
    text = f"ESCALATE no plan came\n\nNOTE {PRIVATE}"
    world.hear(RAISER, *words, note, own_words=text, attachments=("police-report.pdf",), to=to)
    world.send()
    return shown(world, RESPONDER, MANAGER)


def test_files_beside_a_note_are_named_only_to_whom_the_mail_went() -> None:
    assert "police-report.pdf" not in with_a_file(sent_to_them=False)
    assert "police-report.pdf" in with_a_file(sent_to_them=True)
