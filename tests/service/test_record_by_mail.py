"""RECORD by mail: who has the record of a case, that it is what their side had and no word more, and who has nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailservice.cases.history.events import LetterOrdered, RecordGiven
from mailservice.errors import Undeliverable
from mailservice.mail.grammar.references import make_case_reference
from mailservice.record.verify import verify
from mailservice.service import enclosing
from tests import servers
from tests.service.asking import (
    AMIRA,
    FILES,
    NURSE,
    OFFICE,
    POLICE,
    TEAM_LEADER,
    VISITOR,
    WORKER,
    Partnership,
    has,
    packed,
    partnership,
    said,
    words_in,
)

NO_CASE = make_case_reference("NSCP", 2026, 999)
NOTED = "Her manager has told the team to leave this family alone"


@pytest.fixture
def here(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[Partnership]:
    with partnership(tmp_path, dovecot) as made:
        yield made


def records(here: Partnership, case: int = 1) -> list[RecordGiven]:
    return [one for one in here.events(case) if isinstance(one, RecordGiven)]


def test_who_took_part_has_the_record_of_their_side_alone_and_nothing_moves(here: Partnership) -> None:
    reference = here.disagrees()
    here.mail(WORKER, f"NOTE {NOTED}.", answers=here.newest(WORKER))
    stood = here.service.record
    [letter] = here.mail(VISITOR, f"RECORD {reference}")
    assert list(packed(letter)) == FILES
    assert here.given() == [VISITOR]
    assert has(letter, "I do not agree that NCT-483920 was closed")
    assert not has(letter, NOTED)
    assert "what Rockingham Community Health Trust had of this" in said([letter])
    assert "Only you get this letter" in said([letter])
    [given] = records(here)
    assert (given.to.address, given.side) == (VISITOR, "rockingham")
    assert stood is here.service.record
    moved = {type(one).__name__ for one in here.events(1)[-4:]}
    assert moved <= {"MailHeard", "RecordGiven", "LetterOrdered", "LetterSent"}


def test_each_side_has_its_own_and_the_office_the_whole(here: Partnership) -> None:
    reference = here.disagrees()
    here.mail(WORKER, f"NOTE {NOTED}.", answers=here.newest(WORKER))
    here.mail(VISITOR, "NOTE The grandmother has rung me twice.", answers=here.newest(VISITOR))
    [theirs] = here.mail(WORKER, "RECORD please", answers=here.newest(WORKER))
    assert has(theirs, NOTED)
    assert not has(theirs, "The grandmother has rung me twice")
    whole = [one for one in here.mail(AMIRA, "RECORD", subject=reference) if packed(one)]
    assert len(whole) == 1
    assert has(whole[0], NOTED)
    assert has(whole[0], "The grandmother has rung me twice")
    assert "with what a side may not see" in said(whole)
    assert [one.side for one in records(here)] == ["nene-valley", ""]


def test_what_a_colleague_wrote_to_us_alone_does_not_reach_their_manager(here: Partnership) -> None:
    here.disagrees()
    pressed = "My own team leader wants me to withdraw this"
    here.mail(VISITOR, f"NOTE {pressed}.", answers=here.newest(VISITOR))
    here.mail(VISITOR, f"I am telling you alone that {pressed.lower()}.", answers=here.newest(VISITOR))
    here.climbs()
    [theirs] = here.mail(TEAM_LEADER, "RECORD", answers=here.newest(TEAM_LEADER))
    assert packed(theirs)
    assert not has(theirs, pressed)
    assert has(theirs, "I do not agree that NCT-483920 was closed")
    [own] = [one for one in here.mail(VISITOR, "RECORD", answers=here.newest(VISITOR)) if packed(one)]
    assert has(own, pressed)


def test_an_unproven_asker_is_asked_at_their_known_address_and_a_forger_has_nothing(here: Partnership) -> None:
    reference = here.disagrees()
    [asks] = here.mail(VISITOR, f"RECORD {reference}", proof="none")
    assert here.given() == []
    assert "could not be sure" in said([asks]) or "Was this you" in said([asks]) or "yes, RECORD" in said([asks])
    [letter] = here.mail(VISITOR, "yes, RECORD", answers=asks, proof="none")
    assert list(packed(letter)) == FILES
    here.mail(VISITOR, f"RECORD {reference}", proof="fail")
    assert here.given() == [VISITOR]


def test_a_delegate_is_not_sent_it_and_whom_they_write_for_is_asked(here: Partnership) -> None:
    reference = here.disagrees()
    here.mail(VISITOR, f"RECORD {reference}", sent_by="pa@rockinghamhealth.example")
    assert here.given() == []
    [letter] = here.mail(VISITOR, "yes, RECORD", answers=here.newest(VISITOR))
    assert packed(letter)
    assert here.given() == [VISITOR]


@pytest.mark.parametrize(
    ("who", "how"),
    [(NURSE, "colleague"), (POLICE, "other agency"), ("mum@post.example", "stranger"), (TEAM_LEADER, "manager")],
)
def test_who_never_took_part_learns_nothing(here: Partnership, who: str, how: str) -> None:
    reference = here.disagrees()
    letters = here.mail(who, f"RECORD {reference}", subject=f"Re the case {reference}")
    assert here.given() == []
    assert letters, how
    told = said(letters)
    assert "Sarah" not in told
    assert "Daniel" not in told
    if who == TEAM_LEADER:  # the line manager of a party may name the case (rule 2), and has had no letter of it
        assert "It goes to whoever took part for a side" in told
        assert here.mail(who, "STATUS", subject=f"Re the case {reference}")
        return
    assert "NCT-483920" not in told
    assert reference not in told
    colleague = {NURSE: "colin.ferris@rockinghamhealth.example", POLICE: "graham.stone@shirepolice.example"}
    other = colleague.get(who, "dad@post.example")
    none = here.mail(other, f"RECORD {NO_CASE}", subject=f"Re the case {NO_CASE}")
    greeting = re.compile(r"Dear [A-Z][\w' \u2019]+?, ")
    assert greeting.sub("", said(none)) == greeting.sub("", told)


def test_a_record_goes_to_its_asker_and_to_nobody_else(here: Partnership) -> None:
    reference = here.disagrees()
    [told] = here.mail(VISITOR, f"RECORD {reference} TO kate.obrien@rockinghamhealth.example")
    assert here.given() == []
    assert "A record goes to whoever asks for it, and to nobody else" in said([told])
    [told] = here.mail(VISITOR, "RECORD to solicitor@law.example", answers=here.newest(VISITOR))
    assert here.given() == []
    assert "Nothing was sent" in said([told])


def test_a_name_and_an_address_below_the_word_are_its_writers(here: Partnership) -> None:
    reference = here.disagrees()
    [letter] = here.mail(VISITOR, f"RECORD\nSarah Whitlock\n{VISITOR}\n01632 960 131", subject=reference)
    assert packed(letter)


def test_an_answer_to_one_case_brings_no_other_and_does_not_say_if_there_is_one(here: Partnership) -> None:
    here.disagrees()
    other = here.disagrees("I do not agree that NCT-100200 was closed.", "NCT-100200", by=POLICE)
    answered = here.newest(VISITOR)
    [told] = here.mail(VISITOR, f"RECORD {other}", answers=answered)
    [none] = here.mail(VISITOR, f"RECORD {NO_CASE}", answers=answered)
    assert here.given() == []
    assert said([told]).replace(other, "") == said([none]).replace(NO_CASE, "")


def test_an_answer_to_somebody_elses_letter_brings_nothing(here: Partnership) -> None:
    here.disagrees()
    [told] = here.mail(VISITOR, "RECORD", answers=here.newest(WORKER))
    assert here.given() == []
    assert "answered a letter that we wrote to Daniel Mensah" in said([told])
    assert here.headlines("An answer to somebody else's letter") == 1


def test_a_quoted_letter_of_the_other_side_shows_what_its_sender_had_already(here: Partnership) -> None:
    here.disagrees()
    here.mail(WORKER, f"NOTE {NOTED}.", answers=here.newest(WORKER))
    here.mail(VISITOR, "Thank you.\n\n> On Monday we wrote:\n> We close it.", answers=here.newest(VISITOR))
    [letter] = here.mail(VISITOR, "RECORD\n\n> NOTE from Daniel Mensah", answers=here.newest(VISITOR))
    assert packed(letter)
    assert NOTED not in words_in(letter)


def test_beside_resolved_both_count_and_each_is_answered(here: Partnership) -> None:
    here.disagrees()
    letters = here.mail(WORKER, "RESOLVED: Daniel visits on Friday.\n\nRECORD", answers=here.newest(WORKER))
    assert here.given() == [WORKER]
    assert any("put to" in said([one]) or "RESOLVED" in said([one]) for one in letters if not packed(one))
    assert any("RESOLVED" in one.text or "agreed" in one.subject for one in here.letters(VISITOR)[-1:])


def test_twenty_in_a_day_are_sent_and_no_more(here: Partnership) -> None:
    here.disagrees()
    answered = here.newest(VISITOR)
    for _ in range(23):
        here.mail(VISITOR, "RECORD", answers=answered)
    assert 15 <= len(here.given()) <= 20
    assert len(records(here)) == len(here.given())
    assert here.headlines("Many mails from one sender") == 1


def test_what_is_too_large_for_an_email_is_left_out_and_said(here: Partnership) -> None:
    reference = here.disagrees()
    here.mail(VISITOR, "Here is the recording.", answers=here.newest(VISITOR), file=("visit.mp3", bytes(30_000_000)))
    [letter] = here.mail(VISITOR, f"RECORD {reference}")
    assert list(packed(letter)) == FILES[:3]
    assert "left out: messages.mbox (41 MB)" in said([letter]) or "left out: messages.mbox (" in said([letter])
    assert "Ask NSCP Business Office for it, on 01632 960 110" in said([letter])
    assert len(here.server.outbox[-1].raw) < 20_000_000


def test_a_record_holds_no_record_that_was_sent_before(here: Partnership) -> None:
    here.disagrees()
    answered = here.newest(VISITOR)
    sizes = []
    for _ in range(3):
        [letter] = here.mail(VISITOR, "RECORD", answers=answered)
        sizes.append(len(packed(letter)["messages.mbox"]))
    assert b"case.pdf" not in packed(letter)["messages.mbox"]
    assert sizes[-1] - sizes[0] < 5_000
    whole = next(one for one in here.mail(AMIRA, "RECORD", subject=here.references()[-1]) if packed(one))
    assert has(whole, "asked for the record of this, as Rockingham Community Health Trust had it, and is sent it")


def test_who_has_left_or_is_the_wrong_person_has_nothing(here: Partnership) -> None:
    here.disagrees()
    letter = here.newest(WORKER)
    here.mail(WORKER, "WRONG PERSON", answers=letter)
    here.mail(WORKER, "RECORD", answers=letter)
    assert here.given() == []


def test_the_same_state_gives_the_same_bytes(here: Partnership) -> None:
    here.disagrees()
    here.mail(VISITOR, "RECORD", answers=here.newest(VISITOR))
    [order] = [one for one in here.events(1) if isinstance(one, LetterOrdered) and one.template == "record"]
    with here.service.record.read(here.desk.partnership) as tx:
        one, other = (enclosing.of(tx, here.desk, here.desk.directory, order, 1) for _ in range(2))
    assert list(one.files) == FILES
    assert one == other


def test_what_the_other_side_writes_unseen_changes_no_byte_of_a_sides_record(here: Partnership) -> None:
    here.disagrees()
    here.mail(VISITOR, "RECORD", answers=here.newest(VISITOR))
    [order] = [one for one in here.events(1) if isinstance(one, LetterOrdered) and one.template == "record"]
    made = []
    for _ in range(2):
        with here.service.record.read(here.desk.partnership) as tx:
            made.append(enclosing.of(tx, here.desk, here.desk.directory, order, 1))
        here.mail(WORKER, f"NOTE {NOTED}.", answers=here.newest(WORKER))
        here.mail(WORKER, f"For the office alone: {NOTED}.", answers=here.newest(WORKER))
    assert made[0] == made[1]


def test_who_asks_the_other_side_for_all_of_it_is_not_asked_if_they_mean_us(here: Partnership) -> None:
    reference = here.disagrees()
    words = "Could you send me everything you have on this case?"
    theirs = here.mail(VISITOR, words, to=WORKER, copy=here.desk.address, subject=reference)
    assert "Did you mean RECORD" not in " ".join(one.subject for one in theirs)
    [asks] = here.mail(VISITOR, words, subject=reference)
    assert "Did you mean RECORD" in asks.subject
    assert here.given() == []


def test_a_letter_brings_no_other_side_whatever_it_says_it_is_about(here: Partnership) -> None:
    here.disagrees()
    here.mail(VISITOR, "RECORD", answers=here.newest(VISITOR))
    [order] = [one for one in here.events(1) if isinstance(one, LetterOrdered) and one.template == "record"]
    with here.service.record.read(here.desk.partnership) as tx:
        for about in ("record of nene-valley", "record whole", "record of ", ""):
            assert not enclosing.of(tx, here.desk, here.desk.directory, replace(order, about=about), 1).files


def test_the_office_reads_in_the_morning_who_took_a_copy(here: Partnership) -> None:
    reference = here.disagrees()
    here.mail(VISITOR, f"RECORD {reference}")
    here.live(timedelta(hours=23))
    here.service.tell()
    here.live(timedelta(minutes=1))
    assert "asked for the record of this, as Rockingham Community Health Trust had it" in said(
        here.letters(OFFICE)[-1:]
    )


def test_the_office_has_each_of_two_cases_for_one_answer(here: Partnership) -> None:
    first = here.disagrees()
    second = here.disagrees("I do not agree that NCT-100200 was closed.", "NCT-100200", by=POLICE)
    here.mail(AMIRA, f"{first}\nRECORD\n\n{second}\nRECORD")
    assert here.given() == [AMIRA, AMIRA]
    assert [len(records(here, number)) for number in (1, 2)] == [1, 1]


def test_a_wish_in_plain_words_is_asked_about_and_a_yes_brings_it(here: Partnership) -> None:
    here.disagrees()
    [asks] = here.mail(VISITOR, "Could you send me the record please?", answers=here.newest(VISITOR))
    assert here.given() == []
    [letter] = here.mail(VISITOR, "yes", answers=asks)
    assert packed(letter)


def test_by_the_childs_reference_and_after_the_end(here: Partnership) -> None:
    here.disagrees()
    here.mail(VISITOR, "RECORD NCT-483920")
    assert here.given() == [VISITOR]
    assert len(here.references()) == 1
    here.mail(WORKER, "RESOLVED Daniel visits on Friday.", answers=here.newest(WORKER))
    here.mail(VISITOR, "AGREE", answers=here.newest(VISITOR))
    here.live(timedelta(days=2))
    [status] = here.mail(VISITOR, "STATUS", answers=here.newest(VISITOR))
    assert "RECORD" in status.text
    here.mail(VISITOR, "RECORD", answers=status)
    assert here.given() == [VISITOR, VISITOR]


def minding(here: Partnership, monkeypatch: pytest.MonkeyPatch, *endings: bytes) -> list[bytes]:
    """Let the mail server refuse every letter with a file of such a name, as gateways say it; return what it was handed."""
    post, send, handed = here.service.sending.post, here.service.sending.post.send, list[bytes]()

    def refusing(data: bytes, *more: str, **named: str) -> None:
        handed.append(data)
        if any(b'filename="' in line and one in line for line in data.splitlines() for one in endings):
            raise Undeliverable(
                "552 5.7.0 This message was blocked because its content presents a potential security issue",
                "5.7.0",
                "DATA",
            )
        send(data, *more, **named)

    monkeypatch.setattr(post, "send", refusing)
    return handed


def test_where_a_gateway_takes_no_page_the_record_goes_once_more_as_a_pdf_alone(
    here: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.disagrees()
    handed = minding(here, monkeypatch, b".html", b".mbox")
    [letter] = here.mail(VISITOR, "RECORD", answers=here.newest(VISITOR))
    assert list(packed(letter)) == ["case.pdf"]
    told = said([letter])
    assert "Your mail server did not take index.html, digests.txt and messages.mbox, so they are left out." in told
    assert "Ask NSCP Business Office for them, on 01632 960 110." in told
    assert len([one for one in handed if b"case.pdf" in one]) == 2
    assert not any("cannot be sent" in one.subject for one in here.letters(OFFICE))
    with here.service.record.read(here.service.desk.partnership) as tx:
        assert verify(tx) == []


def test_where_a_gateway_takes_not_even_the_pdf_the_office_hears_of_it_once(
    here: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.disagrees()
    handed = minding(here, monkeypatch, b".html", b".pdf")
    here.mail(VISITOR, "RECORD", answers=here.newest(VISITOR))
    assert len([one for one in handed if b"case.pdf" in one]) == 2
    assert "A letter cannot be sent" in said(here.letters(OFFICE)[-1:])


def test_a_record_that_a_server_finds_too_large_is_the_offices_to_give(
    here: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.disagrees()
    post, send = here.service.sending.post, here.service.sending.post.send

    def refusing(data: bytes, *more: str, **named: str) -> None:
        if b"case.pdf" in data:
            raise Undeliverable("552 5.3.4 message too big", "5.3.4", "DATA")
        send(data, *more, **named)

    monkeypatch.setattr(post, "send", refusing)
    here.mail(VISITOR, "RECORD", answers=here.newest(VISITOR))
    told = said(here.letters(OFFICE)[-1:])
    assert "A letter cannot be sent" in told
    assert "have IT write it out with mailservice case pack, for their side" in told
