"""A record set back, lost or exchanged: it is noticed before anything is decided, and nothing is sent twice."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailservice.cases.history.events import DeadlineMissed, LetterOrdered, RecordAdopted
from mailservice.clock import VirtualClock
from mailservice.errors import TryLater
from mailservice.mail.compose import writing
from mailservice.mail.parse import parse
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from tests import servers
from tests.service.beginning import MONDAY, OFFICE, VISITOR, WAITING, WORKER, World, subjects
from tests.service.crashing import DESK

HOUR = timedelta(hours=1)
LIMPS = "may not be its record"


@pytest.fixture
def world(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[World]:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = World(tmp_path, dovecot.account(), server, clock)
        made.begin()
        yield made
        made.close()


def a_case(world: World, child: str) -> None:
    world.writes(VISITOR, f"I do not agree that {child} was closed. There are bruises on both arms.", child=child)
    world.live(WAITING)
    world.live(WAITING)


def test_a_restored_backup_sends_nothing_again_and_knows_every_mail_and_answer(world: World) -> None:
    assert world.start() == ""
    a_case(world, "NCT-100001")
    world.backup()
    world.start()
    a_case(world, "NCT-100002")
    world.writes(
        VISITOR, "URGENT: there are new bruises.\nESCALATE: nobody answers.", answers=world.letters(VISITOR)[0]
    )
    world.live(WAITING)
    a_case(world, "NCT-100003")
    before, refs = world.letters(), world.references()
    since_backup = before[2:]
    assert (len(refs), len(since_backup) >= 10) == (3, True), subjects(since_backup)

    world.restore()
    world.clock.set(world.clock.now() + timedelta(minutes=10))
    against = world.start()
    assert f"{len(since_backup)} letters of ours and 3 emails" in against
    for _ in range(3):
        world.live(timedelta(minutes=1))
    assert world.headlines(LIMPS) == 1
    assert [one for one in subjects(world.letters()[len(before) :]) if LIMPS not in one] == []
    assert world.references() == refs[:1]

    done = world.adopting().adopt("the disk failed, and Sunday's backup was laid back", "amira")
    assert (done.letters, done.mails) == (len(since_backup), 3)
    world.live()
    world.live(timedelta(minutes=1))
    assert world.references() == refs
    sent = [one for one in subjects(world.letters()[len(before) :]) if LIMPS not in one]
    assert [one for one in sent if "goes on with its record" not in one] == []
    assert world.headlines("goes on with its record") == 1
    assert world.outcomes()["acted"] == 4
    assert world.whole()
    [adopted] = [one for one in world.events() if isinstance(one, RecordAdopted)]
    assert (adopted.by, adopted.letters, adopted.mails) == ("amira", len(since_backup), 3)

    for letter in since_backup:
        if letter.to[0].address == OFFICE:
            continue
        case = refs.index(next(one for one in refs if one in letter.subject)) + 1
        world.writes(letter.to[0].address, "NOTE I have read this.", answers=letter)
        ordered = {one.letter for one in world.events(case) if isinstance(one, LetterOrdered)}
        found, answered = world.answered()
        assert (found, answered in ordered) == (case, True), letter.subject


def test_a_letter_that_left_and_was_filed_no_more_is_found_where_the_provider_keeps_what_was_sent(world: World) -> None:
    world.start()
    a_case(world, "NCT-100001")
    world.backup()
    world.start()
    world.writes(VISITOR, "I do not agree that NCT-100002 was closed.", child="NCT-100002")
    world.clock.set(world.clock.now() + WAITING)
    world.service.collecting.work()
    world.service.receiving.work()
    had = len(world.letters())
    world.service.sending.work()  # and then the machine died
    last = [one.raw for one in world.server.outbox[had:]]
    assert last
    for raw in (one.raw for one in world.server.outbox):  # every letter's copy is there, as Exchange Online keeps it
        world.hands.append("Sent Items", raw, world.clock.now())

    world.restore()
    assert f"{len(last)} letter" in world.start()
    before = len(world.letters())
    assert world.adopting().adopt("the disk failed", "amira").letters == len(last)
    world.live()
    world.live(timedelta(minutes=1))
    sent = [
        one for one in subjects(world.letters()[before:]) if LIMPS not in one and "goes on with its record" not in one
    ]
    assert [one for one in sent if one in subjects([parse(raw) for raw in last])] == []
    assert world.whole()
    with closing(Mailbox(world.account)) as mailbox:
        filed = [one.message_id for name in world.folders_of_cases() for one in mailbox.scan(name)]
    assert {parse(raw).message_id for raw in last} <= {*filed}, "they are filed now"


def test_a_letter_of_which_the_record_did_not_hear_that_it_left_is_no_alarm(world: World) -> None:
    world.start()
    world.writes(VISITOR, "I do not agree that NCT-100001 was closed.", child="NCT-100001")
    world.clock.set(world.clock.now() + WAITING)
    world.service.collecting.work()
    world.service.receiving.work()
    world.backup()  # the moment of the kill: ordered, and as far as the record knows not sent
    world.start()
    world.service.sending.work()
    for raw in (one.raw for one in world.server.outbox):
        world.hands.append("Sent", raw, world.clock.now())
    world.restore()
    assert world.start() == ""


def test_a_disk_that_is_not_mounted_decides_nothing_and_no_reference_comes_twice(world: World) -> None:
    world.start()
    for number in range(1, 4):
        a_case(world, f"NCT-10000{number}")
    before, refs = world.letters(), world.references()
    world.begin("empty.db")
    world.writes(WORKER, "I do not agree that NCT-200000 stays at home.", child="NCT-200000")
    against = world.start("empty.db")
    assert f"{len(before)} letters of ours and 3 emails" in against
    world.live(HOUR)
    assert (world.references(), world.outcomes()) == ([], {"unsettled": 1})
    assert [one.to[0].address for one in world.letters()[len(before) :] if LIMPS not in one.subject] == []

    world.adopting().adopt("the record is lost, and there is no backup", "amira")
    world.live()
    new = [one for one in world.references() if one not in refs]
    assert sorted(world.references())[:3] == sorted(refs)
    assert [one.split("-")[1] for one in new] == ["0004"]
    again = [one for one in world.letters()[len(before) :] if any(ref in one.subject for ref in refs)]
    assert subjects(again) == []
    assert world.whole()


def test_the_wrong_database_is_told_though_it_has_a_history_of_its_own(world: World) -> None:
    world.start()
    a_case(world, "NCT-100001")
    world.begin("trial.db", MONDAY - timedelta(days=60))
    assert "1 email in the mailbox" in world.start("trial.db")
    world.start()
    assert world.service.beginning.holds() == ""


def test_another_key_is_told_and_a_new_one_above_the_old_is_not(world: World) -> None:
    old, new = DESK.signing_keys[0], b"a new key, of thirty-two characters"
    world.start()
    a_case(world, "NCT-100001")
    assert "none of the signing keys" in world.start(desk=replace(DESK, signing_keys=(new,)))
    assert world.start(desk=replace(DESK, signing_keys=(new, old))) == ""
    assert world.start(desk=replace(DESK, signing_keys=(new,))) == "", "its record goes by the new one now"


def test_what_was_sent_and_not_filed_and_what_a_person_moved_is_no_alarm(world: World) -> None:
    world.start()
    world.writes(VISITOR, "I do not agree that NCT-100001 was closed.", child="NCT-100001")
    world.live(WAITING)
    world.writes(VISITOR, "I do not agree that NCT-100002 was closed.", child="NCT-100002")
    world.clock.set(world.clock.now() + WAITING)
    world.service.collecting.work()
    world.service.receiving.work()
    world.service.sending.work()
    world.hands.uidvalidity()
    world.writes(VISITOR, "I do not agree that NCT-100003 was closed.", child="NCT-100003")
    world.hands.move(max(world.hands.uids()), world.folders_of_cases()[0])
    assert world.start() == ""
    world.live(HOUR + HOUR)
    assert len(world.references()) == 3


def test_what_a_date_had_sent_is_not_sent_again_when_it_comes_late(world: World) -> None:
    world.start()
    a_case(world, "NCT-100001")
    world.backup()
    world.start()
    for _ in range(40):
        world.live(3 * HOUR)
    before = world.letters()
    assert len(before) >= 6, "nothing climbed: this test shows nothing"
    world.restore()
    world.clock.set(world.clock.now() + HOUR)
    assert world.start() != ""
    world.live()
    world.adopting().adopt("the disk failed", "amira")
    for _ in range(6):
        world.live(timedelta(minutes=5))
    again = [one for one in subjects(world.letters()[len(before) :]) if "record" not in one]
    assert again == []
    assert "StageEntered" in [type(one).__name__ for one in world.events(1)[9:]], "nobody climbed anew"
    # Who stood in by then is not asked anew so soon, and is heard on the case all the same.
    stands_in = next(one for one in before if "You stand in" in one.subject)
    world.writes(stands_in.to[0].address, "NOTE I have read this.", answers=stands_in)
    assert world.answered()[0] == 1


def test_a_letter_from_before_letters_named_their_kind_is_told_by_its_subject(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "KIND", "X-Nothing")
    a_restored_case(world)
    monkeypatch.undo()
    before = len(world.letters())
    world.adopting().adopt("the disk failed", "amira")
    assert world.start() == "", "what was taken over is known, though nothing is decided on it yet"
    world.live()
    assert [one for one in subjects(world.letters()[before:]) if "record" not in one] == []
    assert len(world.references()) == 2


def a_restored_case(world: World) -> None:
    """Restore the record to the moment after a first case, when the mailbox has a second."""
    world.start()
    a_case(world, "NCT-100001")
    world.backup()
    world.start()
    a_case(world, "NCT-100002")
    world.restore()
    assert world.start() != ""
    world.live()


def test_adopting_that_is_broken_off_is_begun_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    a_restored_case(world)
    before = len(world.letters())
    with monkeypatch.context() as broken:
        broken.setattr(world.mailbox, "move_from", _fail)
        with pytest.raises(TryLater):
            world.adopting().adopt("the disk failed", "amira")
    assert world.start() != "", "it goes on waiting"
    world.live()
    assert len(world.references()) == 1
    world.adopting().adopt("the disk failed", "amira")
    world.live()
    assert len(world.references()) == 2
    assert [one for one in subjects(world.letters()[before:]) if "record" not in one] == []
    assert world.whole()


def _fail(*_: object) -> bool:
    raise TryLater("the mail server went away")


def test_a_mail_under_the_message_id_of_a_letter_is_no_letter(world: World) -> None:
    a_restored_case(world)
    stolen = next(one.message_id for one in world.letters(WORKER) if "-0002-" in one.subject)
    forged = (
        f"From: {WORKER}\r\nTo: {DESK.address}\r\nSubject: x\r\nMessage-ID: {stolen}\r\n\r\nRESOLVED all is well\r\n"
    )
    folder = next(one for one in world.folders_of_cases() if one.endswith("0002"))
    for uid in world.hands.find(folder, stolen):
        world.hands.move_from(folder, uid, "Trash")
    world.comes(forged.encode(), folder=folder)
    done = world.adopting().adopt("the disk failed", "amira")
    world.live()
    assert done.mails == 2, "it is received like any other mail"


def test_it_still_waits_after_another_start_and_nothing_is_done_by_hand(world: World) -> None:
    a_restored_case(world)
    world.writes(VISITOR, "I do not agree that NCT-100003 was closed.", child="NCT-100003")
    for _ in range(2):
        assert "letters of ours" in world.start()
        world.live(HOUR)
    assert world.outcomes() == {"acted": 1, "unsettled": 1}
    assert world.headlines(LIMPS) == 1
    with pytest.raises(ValueError, match="nothing is decided on this record now"):
        world.service.do_by_hand(world.references()[0], "NOTE seen", "Amira Hill", "by telephone")


def test_a_date_that_passed_while_the_service_waited_for_a_person_is_nobodys_lateness(world: World) -> None:
    a_restored_case(world)
    for _ in range(25):
        world.live(3 * HOUR)
    assert "StageEntered" not in [type(one).__name__ for one in world.events(1)[9:]], "no date acts meanwhile"
    world.adopting().adopt("the disk failed", "amira")
    world.live()
    world.live(timedelta(minutes=5))
    missed = [one for one in world.events(1) if isinstance(one, DeadlineMissed)]
    assert missed
    assert all(one.ours and one.down for one in missed), "each says from when until when the service did not act"
