"""Hard stories of a record that is lost, or of which an older backup is laid back: what the mailbox gives back, and what not."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest

from mailservice.clock import VirtualClock
from mailservice.mail import seals
from mailservice.mail.trust import signing
from mailservice.record import sealing
from mailservice.record.remade import Lacking
from mailservice.service.custody import report
from mailservice.service.custody.findings import Finding
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.service.folders import BEFORE, CONFIDENTIAL_BEFORE, case_folder
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from tests import servers
from tests.record.test_verify import unguarded
from tests.service.beginning import OFFICE, VISITOR, WAITING, WORKER, World
from tests.service.crashing import DESK
from tests.service.test_disposal import LONG_AGO, TRACES, YEAR, Office, found_in, handed_over
from tests.service.test_rebuilding import A_DAY, a_case, is_as_it_was, read, rebuilt

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def world(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[World]:
    clock = VirtualClock(LONG_AGO)
    with EmbeddedServer(clock, DESK.address, tmp_path.with_name(f"{tmp_path.name}-letters")) as server:
        made = World(tmp_path, dovecot.account(), server, clock)
        made.begin()
        assert made.start() == ""
        yield made
        made.close()


@contextmanager
def an_office(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[Office]:
    clock = VirtualClock(LONG_AGO)
    with EmbeddedServer(clock, DESK.address, tmp_path.with_name(f"{tmp_path.name}-letters")) as server:
        made = Office(tmp_path, dovecot.account(), server, clock, f"sqlite:///{tmp_path}/record.db")
        made.begin_at()
        made.start()
        yield made
        made.close()


def days_pass(world: World, days: int = 1) -> None:
    for _ in range(days):
        world.live(A_DAY)
        world.service.tell()
        world.live(timedelta(minutes=2))


def is_sealed_now(world: World) -> None:
    with world.service.record.begin(DESK.partnership) as tx:
        sealing.seal(tx, world.clock.now())
    while world.service.sealing.work():
        pass


def looks(world: World) -> list[Finding]:
    look = Stocktaking(world.service.record, world.hands, DESK)
    while look.step():
        pass
    return look.findings


def a_mail(child: str, message_id: str = "", more: str = "", words: str = "It was closed. There are bruises.") -> bytes:
    named = f"Message-ID: {message_id}\r\n" if message_id else ""
    head = f"From: {VISITOR}\r\nTo: {WORKER}\r\nCc: {DESK.address}\r\nDate: Mon, 18 Nov 2024 10:00:00 +0000\r\n"
    return f"{head}{named}{more}Subject: Closed, {child}\r\n\r\n{child}: I do not agree. {words}\r\n".encode("latin-1")


def test_emails_that_nobody_should_send_are_as_they_were(world: World, database_url: str) -> None:
    world.comes(a_mail("NCT-100002"))
    world.comes(a_mail("NCT-100003", "<same@rockinghamhealth.example>"))
    world.comes(a_mail("NCT-100004", "<same@rockinghamhealth.example>", words="Another child, and another bruise."))
    world.comes(a_mail("NCT-100003", "<same@rockinghamhealth.example>"))
    world.comes(a_mail("NCT-100005", "<caf\xe9 @r\xffx>", "X-Junk: \xff\xfe\x80\r\nReferences: <a\xe9@b> <c@d>\r\n"))
    world.comes(a_mail("NCT-100006", "<UPPER.Case@RockinghamHealth.EXAMPLE>"))
    world.comes(a_mail("NCT-100007", f"<{'x' * 900}@long.example>"))
    days_pass(world)
    is_sealed_now(world)
    is_as_it_was(world, database_url)


def test_a_case_that_went_on_in_another_and_a_mailbox_that_was_moved_are_as_they_were(
    world: World, tmp_path: Path, dovecot: servers.Dovecot
) -> None:
    a_case(world, "NCT-100001")
    a_case(world, "NCT-100002")
    one, two = world.references()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = OFFICE, DESK.address, two, "<join@nscp.example>"
    mail["Date"] = format_datetime(world.clock.now())
    mail.set_content(f"JOIN {one}")
    world.comes(mail.as_bytes())
    days_pass(world)
    there = Mailbox(dovecot.account())
    for folder in world.hands.folders():
        for got in world.hands.fetch_from(folder, [entry.uid for entry in world.hands.scan(folder)]):
            there.append(folder, got.raw, got.internal_date)
    world.hands.close()
    world.hands, world.account = there, there.account
    assert "move-mailbox" in world.start()
    world.adopting().move_mailbox("another provider", "ann")
    assert world.start() == ""
    days_pass(world)
    is_sealed_now(world)
    is_as_it_was(world, f"sqlite:///{tmp_path}/again.db")


def blanked(entries: seals.Entries, kind: str) -> seals.Entries:
    return replace(entries, rows=tuple(replace(row, content=None) if row.kind == kind else row for row in entries.rows))


@pytest.mark.parametrize(("chain", "kind"), [(-1, "MailSettled"), (1, "CaseOpened")])
def test_words_that_were_taken_out_of_the_files_are_missed(world: World, chain: int, kind: str) -> None:
    """Each entry is there, under its own hash, and says nothing any more: a record made of that would not be what was lost."""
    a_case(world, "NCT-100001")
    days_pass(world)
    for folder in (*world.folders_of_cases(), seals.FOLDER):
        for entry in [*world.hands.scan(folder)]:
            (got,) = world.hands.fetch_from(folder, [entry.uid])
            files = seals.files_of(got.raw)
            if seals.ENTRIES in files:
                files[seals.ENTRIES] = blanked(seals.load_entries(files[seals.ENTRIES]), kind).dump()
                envelope = seals.Envelope("NSCP", DESK.address, entry.message_id, got.internal_date)
                world.hands.discard(folder, [entry.uid])
                world.hands.append(folder, seals.written(envelope, "Kept", ["A line."], files), got.internal_date)
    handed = read(world).handed
    line = handed.line()
    assert line is not None
    assert [*handed.lacking(line)] == [(chain, 1)]
    assert handed.whole_up_to(line) is None


def test_a_backup_laid_back_hands_over_what_the_lost_record_had_under_the_same_numbers(
    world: World, tmp_path: Path
) -> None:
    a_case(world, "NCT-100001")
    days_pass(world)
    world.backup()
    world.start()
    a_case(world, "NCT-100002")
    world.writes(VISITOR, "NCT-100003: this is whistleblowing. The teaching assistant hit her.", child="NCT-100003")
    days_pass(world, 2)
    world.restore()
    assert world.start()
    assert {one.kind for one in looks(world)} >= {"beyond"}, "until somebody says that this record goes on"
    world.adopting().adopt("the disk was lost", "ann")
    for _ in range(4):
        world.live(WAITING)
    assert looks(world) == []
    assert world.inside(BEFORE) > 0
    assert world.inside(CONFIDENTIAL_BEFORE) > 0, "what is held in confidence lies nowhere else"
    a_case(world, "NCT-100004")
    days_pass(world)
    is_sealed_now(world)
    world.clock.set(world.clock.now() + 2 * AN_HOUR)
    assert looks(world) == []
    cases, outcomes, events = world.references(), world.outcomes(), world.events(1)
    world.stop()
    record, lacking, faults = rebuilt(world, f"sqlite:///{tmp_path}/again.db")
    record.close()
    assert (lacking, faults) == (Lacking(), [])
    world.start("again.db")
    assert (world.references(), world.outcomes(), world.events(1)) == (cases, outcomes, events)


def test_what_a_lost_record_handed_over_of_a_case_goes_with_the_case(tmp_path: Path, dovecot: servers.Dovecot) -> None:
    with an_office(tmp_path, dovecot) as office:
        office.stop()
        first = (tmp_path / "record.db").read_bytes()
        office.start()
        office.an_ended_case()
        assert handed_over(office, *TRACES)
        office.stop()
        for one in tmp_path.glob("record.db*"):
            one.unlink()
        (tmp_path / "record.db").write_bytes(first)
        assert office.start()
        office.adopting().adopt("the disk was lost", "ann")
        for _ in range(4):
            office.live(WAITING)
        days_pass(office, 5)
        (reference,) = office.references()
        assert office.status(reference) == "closed"
        assert BEFORE in {one.partition(":")[0] for one in handed_over(office, *TRACES)}
        office.live(YEAR)
        office.confirmed(reference)
        assert office.status(reference) == "disposed"
        assert handed_over(office, *TRACES) == []
        assert found_in(dovecot.folder / "mail" / office.account.user, *TRACES) == []


def test_a_record_that_is_lost_on_the_day_of_a_disposal_is_made_again(tmp_path: Path, dovecot: servers.Dovecot) -> None:
    with an_office(tmp_path, dovecot) as office:
        reference = office.an_ended_case()
        office.live(YEAR)
        office.service.tell()
        office.confirmed(reference)
        office.service.tell()
        office.stop()
        again = tmp_path / "again"
        again.mkdir()
        record, lacking, faults = rebuilt(office, f"sqlite:///{again}/record.db")
        record.close()
        assert (lacking, faults) == (Lacking(), [])
        office.url = f"sqlite:///{again}/record.db"
        assert office.start()
        office.adopting().adopt("the disk was lost", "ann")
        for _ in range(3):
            office.live(WAITING)
        assert office.status(reference) == "disposed"
        assert office.faults() == []
        assert found_in(again, *TRACES) == []


def test_what_went_stays_gone_though_somebody_kept_a_copy_of_it(tmp_path: Path, dovecot: servers.Dovecot) -> None:
    """A mailbox's own backup laid back into a folder, as a provider does it."""
    with an_office(tmp_path, dovecot) as office:
        reference = office.an_ended_case()
        kept = [
            got.raw
            for folder in (case_folder(reference), seals.BOOK_FOLDER)
            for got in office.hands.fetch_from(folder, [entry.uid for entry in office.hands.scan(folder)])
        ]
        office.live(YEAR)
        office.confirmed(reference)
        office.service.tell()
        for raw in kept:
            office.hands.append("Laid back", raw, office.clock.now())
        again = tmp_path / "again"
        again.mkdir()
        is_as_it_was(office, f"sqlite:///{again}/record.db")
        assert found_in(again, *TRACES) == []


def test_of_an_email_whose_bytes_are_others_it_is_said_for_ever_that_nothing_proves_it(
    world: World, tmp_path: Path
) -> None:
    a_case(world, "NCT-100001")
    days_pass(world)
    (folder,) = world.folders_of_cases()
    (entry,) = [one for one in world.hands.scan(folder) if not signing.is_ours(one.message_id, DESK.signing_keys)]
    (got,) = world.hands.fetch_from(folder, [entry.uid])
    world.hands.discard(folder, [entry.uid])
    world.hands.append(folder, got.raw.replace(b"There are bruises.", b"All is well."), got.internal_date)
    record, lacking, faults = rebuilt(world, f"sqlite:///{tmp_path}/again.db")
    with record.read(DESK.partnership) as tx:
        said = report.of_database(tx, (), None)
    record.close()
    assert (lacking, faults) == (Lacking(), [])
    (note,) = said.notes
    assert note == (
        "1 message, on NSCP 2024-0001-P, is as the mailbox had it when the record was made again: its own bytes were lost, and "
        "nothing proves that no word was changed before."
    )
    with world.service.record.read(DESK.partnership) as tx:
        assert report.of_database(tx, (), None).notes == ()


def test_a_letter_that_was_changed_in_the_record_before_it_left_does_not_leave(world: World) -> None:
    world.server.refuse[WORKER] = "450 4.2.0 try again later"
    a_case(world, "NCT-100001")
    assert world.letters(WORKER) == []
    with world.service.record.read(DESK.partnership) as tx:
        waiting = tx.connection.exec_driver_sql(
            "SELECT rendered FROM letters WHERE status = 'ordered' AND rendered <> ''"
        )
        (digest,) = waiting.scalars()
    with unguarded(world.service.record) as tx:
        forged = "UPDATE contents SET data = CAST(data || 'Reply REJECTED.' AS BLOB) WHERE digest = ?"
        tx.connection.exec_driver_sql(forged, (digest,))
    world.server.refuse.clear()
    with pytest.raises(ValueError, match="changed behind our back"):
        world.live(AN_HOUR)
    assert world.letters(WORKER) == []
