"""Held mail, decided by the office: once, by an answer to our letter about it, or at the command line."""

import email
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailservice.cases.history.commands import Sender
from mailservice.cases.history.events import (
    HeldMailDecided,
    HeldMailReturned,
    MailFiled,
    Noted,
    Party,
    SecondAsked,
    SecondGiven,
)
from mailservice.clock import VirtualClock
from mailservice.mail.parse import Mail, parse
from mailservice.mail.trust import senders
from mailservice.record import ledger, lookup, mails, suspects, verify
from mailservice.service import folders
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from tests.service.crashing import DESK
from tests.service.test_joining import DANIEL, FIRST, SARAH, Desk

OFFICE = "NSCP Business Office <office@nscp.example>"
STRANGER = "Lena Brook <lena.brook@newagency.example>"
PROSE = "For your file: the weights since August are on our system."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk with one open case."""
    clock = VirtualClock(moment("Mon 23 Nov 2026 10:00"))
    with EmbeddedServer(clock, DESK.address) as server:
        made = Desk(tmp_path, server, clock)
        made.hears(SARAH, DANIEL, "I disagree that this was closed.", subject="NCT-483920")
        yield made
        made.mailbox.close()
        made.record.close()


def held(desk: Desk, text: str = PROSE, sender: str = DANIEL) -> Mail:
    """Let somebody write what is on no case; return our letter to the office about it."""
    desk.hears(sender, DESK.address, text, subject="A word")
    return desk.last_letter(OFFICE)


def answers(desk: Desk, letter: Mail, text: str) -> str:
    """Let the office answer a letter, and return what it is answered with, in one line."""
    desk.hears(
        OFFICE, DESK.address, text, subject=f"RE: {letter.subject}", answers=(f"<{letter.message_id.strip('<>')}>",)
    )
    mine = [parse(one.raw).text for one in desk.server.outbox if one.recipient == "office@nscp.example"]
    told = next(text for text in reversed(mine) if "What we did with your email" in text).partition(
        "What we did with your email"
    )[2]
    return " ".join(told.split())


def decisions(desk: Desk) -> list[str]:
    with desk.record.read(DESK.partnership) as tx:
        assert verify.verify(tx) == []
        kept = ledger.in_book(tx, (HeldMailDecided, HeldMailReturned))
        return [one.verb if isinstance(one, HeldMailDecided) else "UNDO" for one in kept]


def test_the_letter_brings_the_mail_itself_and_its_answer_files_it(desk: Desk) -> None:
    letter = held(desk)
    raw = [one.raw for one in desk.server.outbox if one.recipient == "office@nscp.example"][-1]
    [part] = [one for one in email.message_from_bytes(raw).walk() if one.get_content_type() == "message/rfc822"]
    assert PROSE in str(part.get_payload(0))
    assert "Put on NSCP 2026-0001-E" in answers(desk, letter, f"FILE {FIRST}")
    with desk.record.read(DESK.partnership) as tx:
        assert [one.by.address for one in ledger.events(tx, 1) if isinstance(one, MailFiled)] == ["office@nscp.example"]
    assert desk.case(FIRST).last_words.keys() == {"rockingham", "sarah.whitlock@rockinghamhealth.example"}


def test_a_held_mail_is_decided_once_whoever_writes_what_afterwards(desk: Desk) -> None:
    letter = held(desk, "RECEIVED, I will ring her today.")
    assert "It is on NSCP 2026-0001-E" in answers(desk, letter, f"JOIN {FIRST}")
    before = len(desk.case(FIRST).letters)
    for word in ("RELEASE", f"JOIN {FIRST}", "REJECT why so", "NEW", f"FILE {FIRST}"):
        assert "Already done: JOIN by" in answers(desk, letter, word)
    assert decisions(desk) == ["JOIN"]
    assert len(desk.case(FIRST).letters) == before


def test_whatever_is_written_after_one_another_one_decision_stands_at_most(desk: Desk) -> None:
    words = ["RELEASE", f"FILE {FIRST}", "REJECT why so", "UNDO", f"JOIN {FIRST}"]
    for turn in range(len(words)):
        letter = held(desk)
        for word in words[turn:] + words[:turn]:
            answers(desk, letter, word)
    with desk.record.read(DESK.partnership) as tx:
        kept = ledger.in_book(tx, (HeldMailDecided, HeldMailReturned))
        waiting = {f"m{one}" for one in mails.held(tx, folders.CONFIDENTIAL)}
    stands: dict[str, int] = {}
    for one in kept:
        if isinstance(one, HeldMailDecided | HeldMailReturned):
            stands[one.mail] = stands.get(one.mail, 0) + (1 if isinstance(one, HeldMailDecided) else -1)
    assert len(stands) == len(words)
    assert {mail: 0 if mail in waiting else 1 for mail in stands} == stands


def morning(desk: Desk, when: str) -> Mail:
    """Let it become that morning, and return the office's morning letter."""
    desk.clock.set(moment(when))
    one_round(desk.service)
    assert desk.service.morning.work()
    one_round(desk.service)
    mine = [parse(one.raw) for one in desk.server.outbox if one.recipient == "office@nscp.example"]
    return [one for one in mine if "you today" in one.subject][-1]


def test_what_nobody_decides_stands_in_the_morning_letter_until_somebody_does(desk: Desk) -> None:
    held(desk)
    with desk.record.read(DESK.partnership) as tx:
        [mail] = mails.held(tx, folders.CONFIDENTIAL)
    for day in ("Tue 24", "Thu 26"):
        letter = morning(desk, f"{day} Nov 2026 09:05")
        text = " ".join(letter.text.split())
        assert f"Held since Monday 23 November, and nobody has decided on it: {mail}, Daniel Mensah" in text
        assert "the weights since August" in text
        assert "Nothing needs you today" not in text
    assert "Put on no case" in answers(desk, letter, f"REJECT {mail} a word to a colleague")
    assert "nobody has decided" not in morning(desk, "Fri 27 Nov 2026 09:05").text


def test_a_number_that_the_morning_letter_has_not_decides_on_no_email(desk: Desk) -> None:
    held(desk)
    with desk.record.read(DESK.partnership) as tx:
        [mail] = mails.held(tx, folders.CONFIDENTIAL)
    letter = morning(desk, "Tue 24 Nov 2026 09:05")
    asked = f"Please write the email's number after the word; this letter has {mail}. Nothing has moved."
    assert asked in answers(desk, letter, f"REJECT {mail + 70} an advertisement")
    assert decisions(desk) == []
    assert "Put on no case" in answers(desk, letter, "REJECT an advertisement"), "it has one alone"


def test_a_reason_may_begin_with_a_number_where_the_letter_is_about_one_email(desk: Desk) -> None:
    assert "Put on no case" in answers(desk, held(desk), "REJECT 2 places on a training, nothing else")


def test_of_strangers_whom_nobody_decides_on_the_morning_letter_says_how_many_alone(desk: Desk) -> None:
    for name in ("ada", "bob", "cy"):
        desk.hears(f"{name}@newagency.example", DESK.address, "Our training days in spring.", subject="A word")
    assert "nobody has decided" not in morning(desk, "Tue 24 Nov 2026 09:05").text, "they stand there by name"
    letter = morning(desk, "Wed 25 Nov 2026 09:05")
    assert "3 emails of earlier days, in the folder Held" in " ".join(letter.text.split())


def test_undo_holds_a_mail_again_and_it_lies_in_held(desk: Desk) -> None:
    letter = held(desk)
    answers(desk, letter, f"FILE {FIRST}")
    assert "Taken back: FILE." in answers(desk, letter, "UNDO")
    with desk.record.read(DESK.partnership) as tx:
        [one] = [mails.get(tx, one) for one in mails.held(tx, folders.CONFIDENTIAL)]
    assert (one.outcome, one.folder) == ("held", folders.HELD)
    assert desk.mailbox.find(folders.HELD, f"<{one.message_id}>")
    assert "Nothing was done" in answers(desk, letter, "UNDO")


def test_what_was_sent_is_not_taken_back(desk: Desk) -> None:
    letter = held(desk)
    answers(desk, letter, "REJECT: a training offer")
    assert "was sent already, so it stands" in answers(desk, letter, "UNDO")


def test_nobody_but_the_office_decides_with_its_letter(desk: Desk) -> None:
    letter = held(desk)
    named = (f"<{letter.message_id.strip('<>')}>",)
    desk.hears(SARAH, DESK.address, "RELEASE", subject=f"RE: {letter.subject}", answers=named)
    desk.hears(STRANGER, DESK.address, f"FILE {FIRST}", subject=f"RE: {letter.subject}", answers=named)
    assert decisions(desk) == []


def test_one_that_is_held_in_confidence_is_none_of_the_office_s(desk: Desk) -> None:
    desk.hears(SARAH, DESK.address, "This is whistleblowing about my manager.", subject="For you only")
    with desk.record.read(DESK.partnership) as tx:
        assert mails.held(tx, folders.CONFIDENTIAL) == []
    letter = desk.last_letter(OFFICE)
    assert "held in confidence" in letter.subject
    assert not letter.attachments
    number = desk.written
    done = desk.service.do_by_hand.on_held(number, "RELEASE", "A. Hill", "asked")
    assert "only whoever wrote it can let it go on" in done


def test_by_hand_the_words_are_the_same(desk: Desk) -> None:
    held(desk)
    number = desk.written
    assert "Put on NSCP 2026-0001-E" in desk.service.do_by_hand.on_held(number, f"FILE {FIRST}", "A. Hill", "read it")
    one_round(desk.service)
    assert "Already done: FILE" in desk.service.do_by_hand.on_held(number, "RELEASE", "A. Hill", "read it")
    assert decisions(desk) == ["FILE"]


def test_danger_alarms_at_once_though_the_mail_is_held(desk: Desk) -> None:
    letter = held(desk, "He said that he will kill her tonight. Please ring me.")
    assert letter.subject == "URGENT, on no case"
    assert "It is on NSCP 2026-0001-E" in answers(desk, letter, f"JOIN {FIRST}")


def test_words_below_a_reference_are_that_case_s(desk: Desk) -> None:
    desk.hears(DANIEL, SARAH, "I disagree about another family.", subject="NCT-777111")
    second = desk.case_of("<mail-2@people.example>")
    text = f"{FIRST}\nNOTE rung Daniel\n\n{second}\nNOTE rung Sarah\n"
    desk.hears(OFFICE, DESK.address, text, subject="Both")
    said = {name: [one.text for one in events(desk, name) if isinstance(one, Noted)] for name in (FIRST, second)}
    assert said == {FIRST: ["rung Daniel"], second: ["rung Sarah"]}
    desk.hears(OFFICE, DESK.address, f"ESCALATE now\n{FIRST}\nNOTE a\n{second}\nNOTE b", subject="Both")
    assert desk.case(FIRST).stage == "1"


def notes(desk: Desk, *references: str) -> list[list[str]]:
    return [[one.text for one in events(desk, name) if isinstance(one, Noted)] for name in references]


def test_one_answer_to_the_morning_letter_decides_on_held_emails_and_speaks_to_each_case(desk: Desk) -> None:
    desk.hears(DANIEL, SARAH, "I disagree about another family.", subject="NCT-777111")
    second = desk.case_of("<mail-2@people.example>")
    held(desk)
    with desk.record.read(DESK.partnership) as tx:
        [mail] = mails.held(tx, folders.CONFIDENTIAL)
    letter = morning(desk, "Tue 24 Nov 2026 09:05")
    text = f"REJECT {mail} a word to a colleague\n\n{FIRST}\nNOTE: rung Daniel\n\n{second}\nNOTE: rung Sarah\n"
    answers(desk, letter, text)
    assert (decisions(desk), notes(desk, FIRST, second)) == (["REJECT"], [["rung Daniel"], ["rung Sarah"]])


def test_one_answer_to_the_morning_letter_may_speak_to_cases_alone_and_leave_what_is_held(desk: Desk) -> None:
    desk.hears(DANIEL, SARAH, "I disagree about another family.", subject="NCT-777111")
    second = desk.case_of("<mail-2@people.example>")
    held(desk)
    answers(desk, morning(desk, "Tue 24 Nov 2026 09:05"), f"{FIRST}\nNOTE: rung Daniel\n\n{second}\nNOTE: rung Sarah\n")
    assert (decisions(desk), notes(desk, FIRST, second)) == ([], [["rung Daniel"], ["rung Sarah"]])
    answers(desk, morning(desk, "Wed 25 Nov 2026 09:05"), f"{second}\nNOTE: rung her again")
    assert notes(desk, second) == [["rung Sarah", "rung her again"]]


def test_a_reference_below_file_is_where_the_email_goes(desk: Desk) -> None:
    held(desk)
    with desk.record.read(DESK.partnership) as tx:
        [mail] = mails.held(tx, folders.CONFIDENTIAL)
    letter = morning(desk, "Tue 24 Nov 2026 09:05")
    assert "Put on NSCP 2026-0001-E" in answers(desk, letter, f"FILE {mail}\n{FIRST}")


def test_a_mailbox_is_made_suspect_in_answer_to_any_letter(desk: Desk) -> None:
    word = "SUSPECT daniel.mensah@nenevalley.example SINCE Monday 23 November: a stranger's rule"
    text = f"{word}\nCHECKED: rang him on 01632 960 120 at 10:30"
    assert "daniel.mensah@nenevalley.example" in answers(desk, held(desk), text)
    with desk.record.read(DESK.partnership) as tx:
        assert [*suspects.addresses(tx)] == ["daniel.mensah@nenevalley.example"]


def test_the_office_that_would_open_a_case_is_told_why_none_opens_and_what_it_may_write(desk: Desk) -> None:
    desk.hears(OFFICE, DANIEL, "I do not agree that this was closed.", subject="NCT-777111")
    told = " ".join(desk.last_letter(OFFICE).text.split())
    assert "is of no side, so an email of its own opens no case: somebody of an agency has to write." in told
    assert "names no child's reference" not in told


def events(desk: Desk, reference: str) -> list[object]:
    with desk.record.read(DESK.partnership) as tx:
        number = lookup.case_by_reference(tx, reference)
        assert number
        return [*ledger.events(tx, number)]


def test_a_word_that_may_not_be_the_office_s_is_asked_for_once_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = held(desk)
    known = senders.identify

    def unsure(*facts: Any) -> Sender:
        one = known(*facts)
        return replace(one, proof="plausible") if one.office else one

    monkeypatch.setattr(senders, "identify", unsure)
    assert "could not be sure that FILE came from you" in answers(desk, letter, f"FILE {FIRST}")
    assert decisions(desk) == []
    assert "Put on NSCP 2026-0001-E" in answers(desk, desk.last_letter(OFFICE), f"FILE {FIRST}")
    assert decisions(desk) == ["FILE"]


def test_a_pause_of_every_case_lets_answers_go_and_what_waited_goes_with_resume(desk: Desk) -> None:
    desk.hears(OFFICE, DESK.address, "PAUSE ALL: a wrong number in them", subject="Our letters")
    told = {one.recipient for one in desk.server.outbox}
    desk.clock.set(moment("Mon 23 Nov 2026 10:30"))
    one_round(desk.service)
    assert "daniel.mensah@nenevalley.example" not in told
    desk.hears(SARAH, DESK.address, "NOTE rung them", subject=f"[{FIRST}]")
    assert "Kept" in desk.last_letter(SARAH).text or "record" in desk.last_letter(SARAH).text
    waiting = [one.template for one in desk.case(FIRST).letters.values() if one.state == "ordered"]
    assert waiting == ["stage"]
    desk.hears(OFFICE, DESK.address, "RESUME ALL", subject="Our letters")
    assert desk.last_letter(DANIEL).subject.startswith(f"[{FIRST}] Stage 1")


def test_what_may_be_forged_calls_once_it_is_let_go_and_settles_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = senders.identify

    def doubted(*facts: Any) -> Sender:
        one = known(*facts)
        # What the office lets go is plausible by that alone.
        return one if one.office or one.proof == "plausible" else replace(one, proof="failed")

    monkeypatch.setattr(senders, "identify", doubted)
    desk.hears(SARAH, DESK.address, "PLAN: a joint visit on Monday 30 November by Daniel.", subject=f"[{FIRST}]")
    letter = desk.last_letter(OFFICE)
    assert letter.subject.endswith("A mail that may be forged")
    assert "It is on NSCP 2026-0001-E" in answers(desk, letter, "RELEASE")
    assert desk.case(FIRST).proposals == {}, "a word towards quiet is still asked for at its sender's own address"
    desk.hears(SARAH, DESK.address, "ESCALATE: nobody answers", subject=f"[{FIRST}]")
    assert desk.case(FIRST).stage == "1"
    assert "its words have acted" in answers(desk, desk.last_letter(OFFICE), "RELEASE")
    assert desk.case(FIRST).stage == "2"


def test_what_no_second_confirmed_in_time_is_told_once_in_the_morning(desk: Desk) -> None:
    amira = Party("amira.hill@nscp.example", "Amira Hill", "", "", "Business Office")
    at = moment("Mon 23 Nov 2026 11:00")
    asked = [
        SecondAsked(at, request, amira, verb, moment("Wed 25 Nov 2026 11:00"), "ALL the wrong numbers")
        for request, verb in (("r1", "PAUSE"), ("r2", "SUSPECT"))
    ]
    with desk.record.begin(DESK.partnership) as tx:
        ledger.append(tx, ledger.BOOK, (*asked, SecondGiven(at, "r2", amira, "no")), at)
    assert "nobody confirmed" not in morning(desk, "Wed 25 Nov 2026 09:05").text
    text = " ".join(morning(desk, "Thu 26 Nov 2026 09:05").text.split())
    assert text.count("PAUSE ALL the wrong numbers, asked for by Amira Hill: nobody confirmed it in time") == 1
    assert "SUSPECT" not in text
    assert "nobody confirmed" not in morning(desk, "Fri 27 Nov 2026 09:05").text
