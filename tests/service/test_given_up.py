"""A record made again although entries of a case are lost: the loss is said once, and all else goes on as before."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from mailservice.cases.history.events import CaseOpened, HistoryLost
from mailservice.clock import VirtualClock
from mailservice.exports.access import Access
from mailservice.exports.marking import Somebody
from mailservice.mail import seals
from mailservice.mail.parse import Mail
from mailservice.mail.trust import signing
from mailservice.record import chain, contents, given_up, ledger, lookup, register, remade, sealing, verify
from mailservice.record.chain import FIRST as FIRST_OF_ALL
from mailservice.record.database import Database
from mailservice.record.register import BytesLost, CaseGivenUp
from mailservice.record.tables import chains, letters, mails
from mailservice.record.tables import contents as contents_there
from mailservice.record.tables import ledger as every_entry
from mailservice.service import going
from mailservice.service.access.gathering import Asked, gather
from mailservice.service.custody import report
from mailservice.service.custody.findings import cures, told
from mailservice.service.custody.rebuilding import Rebuilding
from mailservice.service.custody.refiling import Refiling
from mailservice.service.custody.steps import Steps
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.service.folders import case_folder
from mailservice.transport.embedded import EmbeddedServer
from tests import servers
from tests.record.test_verify import unguarded
from tests.service.beginning import MONDAY, OFFICE, VISITOR, WAITING, WORKER, World
from tests.service.crashing import DESK
from tests.service.test_disposal import CERTIFICATE, TRACES, YEAR, Office, found_in, handed_over
from tests.service.test_rebuilding import A_DAY, a_case, read, rebuilt, through
from tests.service.test_rebuilding_hard import an_office

FIRST, SECOND = "NSCP 2026-0001-E", "NSCP 2026-0002-S"


@pytest.fixture
def world(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[World]:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path.with_name(f"{tmp_path.name}-letters")) as server:
        made = World(tmp_path, dovecot.account(), server, clock)
        made.begin()
        assert made.start() == ""
        yield made
        made.close()


def two_cases(world: World) -> None:
    """Two cases, sealed; then the first goes on for a day, and is sealed again."""
    a_case(world, "NCT-100001")
    a_case(world, "NCT-100002")
    world.live(A_DAY)
    world.service.sealing.work()
    world.writes(WORKER, "RECEIVED", answers=world.letters(WORKER)[0])
    world.live(WAITING)
    world.live(A_DAY)
    world.service.sealing.work()


def take_out(world: World, folder: str, keep: Callable[[bytes], bool] = lambda _: False) -> None:
    """Delete what the seals laid into a folder."""
    for entry in [*world.hands.scan(folder)]:
        (got,) = world.hands.fetch_from(folder, [entry.uid])
        if signing.letter_in([entry.message_id], DESK.signing_keys, signing.KEPT) and not keep(got.raw):
            world.hands.discard(folder, [entry.uid])


def blank(world: World, folder: str, number: int) -> None:
    """Take the contents of one entry out of what lies in a case's folder."""
    for entry in [*world.hands.scan(folder)]:
        (got,) = world.hands.fetch_from(folder, [entry.uid])
        files = seals.files_of(got.raw)
        if seals.ENTRIES not in files:
            continue
        entries = seals.load_entries(files[seals.ENTRIES])
        rows = tuple(replace(one, content=None) if one.number == number else one for one in entries.rows)
        if rows != entries.rows:
            files[seals.ENTRIES] = replace(entries, rows=rows).dump()
            envelope = seals.Envelope("NSCP", DESK.address, entry.message_id, got.internal_date)
            world.hands.discard(folder, [entry.uid])
            world.hands.append(folder, seals.written(envelope, "Kept", ["A line."], files), got.internal_date)


def again(world: World, name: str = "again.db", work: Rebuilding | None = None) -> None:
    """Lose the record, make it again from the mailbox with gaps, and go on with it."""
    world.stop()
    record, work = Database(f"sqlite:///{world.folder / name}", world.clock), work or read(world)
    record.upgrade()
    line = work.handed.line()
    assert line is not None
    with record.begin(DESK.partnership) as tx:
        through(Steps(work.lay(tx, line)))
        work.conclude(tx, "it was made again")
    work.mailbox.close()
    record.close()
    assert "set back" in world.start(name)


def goes_on(world: World) -> None:
    world.adopting().adopt("the disk was lost", "ann")
    for _ in range(3):
        world.live(WAITING)


def faults(world: World) -> list[str]:
    with world.service.record.read(DESK.partnership) as tx:
        return [str(one) for one in verify.verify(tx)]


def notes(world: World) -> tuple[str, ...]:
    with world.service.record.read(DESK.partnership) as tx:
        return report.of_database(tx, (), DESK.rules.days.zone).notes


def looked(world: World) -> Stocktaking:
    look = Stocktaking(world.service.record, world.hands, DESK)
    while look.step():
        pass
    return look


def amiss(world: World) -> list[str]:
    return [f"{one.kind} {one.item.name} in {one.folder}" for one in looked(world).findings]


def lost_first(world: World, keep: Callable[[bytes], bool] = lambda _: False) -> None:
    """Lose the entries of the first of two cases, and the record."""
    two_cases(world)
    take_out(world, world.folders_of_cases()[0], keep)
    again(world)


def test_the_loss_is_said_once_and_verify_takes_exactly_that(world: World) -> None:
    lost_first(world)
    assert faults(world) == []
    (note,) = notes(world)
    assert note.startswith(f"Of case {FIRST} the first ")
    assert note.endswith("were lost before Wednesday 25 November 2026; it was given up then.")
    goes_on(world)
    assert faults(world) == []
    assert world.references() == [FIRST, SECOND]
    assert amiss(world) == []
    world.live(A_DAY)
    world.service.sealing.work()
    assert faults(world) == []
    assert amiss(world) == []


def test_a_record_of_which_the_last_entries_are_there_is_held_to_them(world: World) -> None:
    lost_first(world, keep=lambda raw: b"kept000002" in raw)
    assert faults(world) == []
    with world.service.record.read(DESK.partnership) as tx:
        loss = given_up.given_up(tx)[1].of
        there = [row.number for row in sealing.rows(tx, 1, 1, 1000)]
    assert 0 < loss.before < there[0] < there[-1]
    assert there[0] == loss.before + 1
    goes_on(world)
    assert (faults(world), amiss(world)) == ([], [])


def test_contents_of_one_entry_are_lost_and_all_else_of_it_is_held_to(world: World) -> None:
    two_cases(world)
    blank(world, world.folders_of_cases()[0], 3)
    again(world)
    assert faults(world) == []
    (note,) = notes(world)
    assert note.startswith(f"Of case {FIRST} the contents of 1 entry ")
    goes_on(world)
    assert (faults(world), amiss(world)) == ([], [])


CHANGES = {
    "DELETE FROM ledger WHERE case_id = 1 AND number = (SELECT MIN(number) FROM ledger WHERE case_id = 1)": "lost",
    "DELETE FROM ledger WHERE case_id = 1": "entries are lost",
    "UPDATE ledger SET at = recorded_at, kind = 'CaseClosed' WHERE case_id = 1": "the entry was changed",
    """INSERT INTO ledger SELECT partnership_id, 1, 1, at, recorded_at, kind, payload, previous, hash FROM ledger
    WHERE case_id = 2 AND number = 1""": "given up as lost",
    "DELETE FROM contents WHERE digest = (SELECT payload FROM ledger WHERE case_id = 1 LIMIT 1)": "contents are lost",
    "DELETE FROM cases WHERE case_id = 1": "a row of the table cases is missing",
    "UPDATE cases SET status = 'open' WHERE case_id = 1": "a row of the table cases was changed",
    "UPDATE ledger SET case_id = 1, number = 1 WHERE case_id = 2 AND number = 1": "given up as lost",
    "UPDATE chains SET length = length + 1 WHERE case_id = 1": "entries are lost",
    "DELETE FROM ledger WHERE case_id = -1 AND kind = 'CaseGivenUp'": "before this one are lost",
    """INSERT INTO letters SELECT partnership_id, 'another', 1, number, payload, ordered_at, template, address, replied,
    status, sent_at, message_id, rendered, tries, not_before, why, filed_at FROM letters LIMIT 1""": "in no event",
    "DELETE FROM threads WHERE case_id = 1": "a Message-ID of the case is lost",
}


@pytest.mark.parametrize(("change", "said"), CHANGES.items(), ids=[*map(str, range(len(CHANGES)))])
def test_whatever_is_lost_beyond_that_or_put_to_it_is_a_fault(world: World, change: str, said: str) -> None:
    lost_first(world, keep=lambda raw: b"kept000002" in raw)
    assert faults(world) == []
    with unguarded(world.service.record) as tx:
        tx.connection.exec_driver_sql(change)
    found = faults(world)
    assert any(said in one for one in found), found


def gives_up(world: World, before: int, head: str, *emptied: int) -> None:
    """Have the record say that some of the first case is lost, as whoever has the database, and nothing else, can write it."""
    with unguarded(world.service.record, DESK.partnership) as tx:
        rows = [*sealing.rows(tx, 1, 1, 1000)]
        there = [row for row in rows if row.number > before and row.number not in emptied]
        gone = {row.payload for row in rows} - {row.payload for row in there}
        (opened,) = [one for one in ledger.events(tx, 1) if isinstance(one, CaseOpened)]
        tx.run(delete(every_entry).where(every_entry.c.case_id == 1, every_entry.c.number <= before), {})
        tx.run(delete(contents_there).where(contents_there.c.digest.in_(gone)), {})
        letters_of = tx.run(select(letters.c.letter).where(letters.c.case_id == 1), {}).scalars().all()
        if not there:
            tx.run(update(chains).where(chains.c.case_id == 1).values(length=before, head=head), {})
        register.note(tx, CaseGivenUp(1, before, head, emptied, tuple(letters_of)))
        of = (opened.policy_digest, opened.overlay_digest)
        said = HistoryLost(tx.at, FIRST, opened.at, tx.name, *of, before + len(emptied), len(letters_of))
        chain.extend(tx, 1, [chain.Entry(tx.at, "HistoryLost", contents.keep(tx, ledger.pack(said), "event"))], tx.at)
        remade.lay_anew(tx)


def ends_of_the_first(world: World) -> tuple[int, str]:
    with world.service.record.read(DESK.partnership) as tx:
        *_, last = sealing.rows(tx, 1, 1, 1000)
        return last.number, last.hash


def test_a_case_that_was_never_lost_is_given_up_by_whoever_has_the_database_and_it_is_told(world: World) -> None:
    two_cases(world)
    gives_up(world, *ends_of_the_first(world))
    (found,) = looked(world).findings
    assert (found.kind, found.item.reference) == ("given up", FIRST)


BEYOND = "it was given up as lost, and no seal before that tells of it"


def test_a_case_that_is_given_up_beyond_what_a_seal_tells_of_is_told(world: World) -> None:
    """Nothing in the mailbox fits an end that never was: so nothing there says that it is not lost."""
    two_cases(world)
    gives_up(world, ends_of_the_first(world)[0] + 1, "f" * 64)
    assert any(BEYOND in one for one in faults(world)), faults(world)
    world.live(A_DAY)
    world.service.sealing.work()
    assert any(BEYOND in one for one in faults(world)), "a seal of what was put in says nothing of what was there"


def test_what_a_word_of_today_says_is_given_up_before_any_seal_tells_of_it_and_it_is_told(world: World) -> None:
    two_cases(world)
    world.writes(WORKER, "URGENT: he was taken to hospital.", answers=world.letters(WORKER)[0])
    world.live(WAITING)
    gives_up(world, 0, FIRST_OF_ALL, ends_of_the_first(world)[0])
    assert any(BEYOND in one for one in faults(world)), faults(world)


def test_an_email_that_is_said_to_be_lost_and_lies_there_is_told_and_another_under_its_name_is_not(
    world: World,
) -> None:
    two_cases(world)
    folder = world.folders_of_cases()[0]
    with unguarded(world.service.record, DESK.partnership) as tx:
        digest = tx.run(select(mails.c.digest).where(mails.c.case_id == 1).limit(1), {}).scalar_one()
        tx.run(delete(contents_there).where(contents_there.c.digest == digest), {})
        register.note(tx, BytesLost((digest,), ()))
    assert faults(world) == []
    (found,) = looked(world).findings
    (said,) = told([found], DESK.rules.days.zone, names_folders=True)
    assert said.startswith(f"The email on {FIRST} that came at 10am on Monday 23 November 2026 lies in {folder}")
    assert said.endswith("and was given up as lost.")
    (cure,) = cures([found])
    assert "ask whoever made the record again why that was given up" in cure
    (lies,) = world.hands.fetch_from(folder, [found.uid])
    world.hands.discard(folder, [found.uid])
    assert amiss(world) == []
    world.hands.append(folder, lies.raw.replace(b"bruises", b"no marks"), lies.internal_date)
    assert amiss(world) == [], "whether that is what came, nobody can tell"


def test_the_seals_after_it_carry_the_loss_into_a_second_rebuild(world: World) -> None:
    lost_first(world)
    goes_on(world)
    a_case(world, "NCT-100003")
    world.live(A_DAY)
    world.service.sealing.work()
    (note,) = notes(world)
    events = world.events(1)
    assert isinstance(events[0], HistoryLost)
    assert "-wal" not in world.folders_of_cases()
    work = read(world)
    line = work.handed.line()
    assert line is not None
    assert [*work.handed.lacking(line)] == [], "no --with-gaps is needed any more"
    again(world, "third.db", work)
    assert faults(world) == []
    assert notes(world) == (note,)
    assert world.events(1) == events
    goes_on(world)
    assert len(world.references()) == 3
    assert (faults(world), amiss(world)) == ([], [])


def test_what_is_lost_beyond_that_is_given_up_in_a_second_rebuild_too(world: World) -> None:
    lost_first(world, keep=lambda raw: b"kept000002" in raw)
    goes_on(world)
    world.live(A_DAY)
    world.service.sealing.work()
    take_out(world, world.folders_of_cases()[0])
    again(world, "third.db")
    assert faults(world) == []
    assert len(world.events(1)) == 1
    assert len(notes(world)) == 1
    goes_on(world)
    assert (faults(world), amiss(world)) == ([], [])


def test_a_whole_folder_of_a_case_is_lost_with_its_emails(world: World) -> None:
    """The likeliest of all: somebody deletes the folder of a case."""
    two_cases(world)
    folder = world.folders_of_cases()[0]
    world.hands.discard(folder, [one.uid for one in world.hands.scan(folder)])
    again(world)
    assert faults(world) == []
    lost, words = notes(world)
    assert lost.startswith(f"Of case {FIRST} ")
    assert words.startswith("The words of 2 messages, on NSCP 2026-0001-")
    goes_on(world)
    assert (faults(world), amiss(world)) == ([], [])
    assert world.references() == [FIRST, SECOND]


def test_its_tables_are_made_anew(world: World) -> None:
    lost_first(world)
    goes_on(world)
    with unguarded(world.service.record) as tx:
        tx.connection.exec_driver_sql("DELETE FROM cases WHERE case_id = 1")
        tx.connection.exec_driver_sql("UPDATE mails SET outcome = NULL, folder = ''")
        tx.connection.exec_driver_sql("DELETE FROM threads WHERE case_id = 1 AND message_id LIKE '%rockingham%'")
    assert faults(world) != []
    with world.service.record.begin(DESK.partnership) as tx:
        remade.lay_anew(tx)
    assert faults(world) == []
    assert world.references() == [FIRST, SECOND]


def test_its_folder_is_filled_from_the_record(world: World) -> None:
    lost_first(world, keep=lambda raw: b"kept000002" in raw)
    goes_on(world)
    world.live(A_DAY)
    world.service.sealing.work()
    for folder in (*world.folders_of_cases(), seals.FOLDER, seals.BOOK_FOLDER):
        world.hands.discard(folder, [one.uid for one in world.hands.scan(folder)])
    assert amiss(world)
    look = Stocktaking(world.service.record, world.hands, DESK)
    while look.step():
        pass
    refiling = Refiling(world.service.record, world.hands, DESK, look.findings)
    while refiling.step():
        pass
    assert amiss(world) == []


def test_the_weekly_look_and_verify_say_it_as_a_note(world: World) -> None:
    lost_first(world)
    goes_on(world)
    world.writes(OFFICE, "VERIFY", answers=world.letters(OFFICE)[-1])
    for _ in range(6):
        world.live(timedelta(minutes=5))
    (letter,) = [one for one in world.letters(OFFICE) if "Nothing was changed" in one.text]
    said = " ".join(letter.text.split())
    assert f"Of case {FIRST} the first " in said
    assert "it was given up then" in said


def at_ten(world: World) -> None:
    """Let the next working morning come, with its letter."""
    world.live(A_DAY)
    while world.clock.now().weekday() > 4:
        world.live(A_DAY)
    world.service.tell()
    world.live(WAITING)


def newest(world: World, to: str) -> str:
    return " ".join(world.letters(to)[-1].text.split())


def test_a_reply_to_one_of_its_letters_moves_nothing_is_answered_and_the_office_is_told_what_to_do(
    world: World,
) -> None:
    two_cases(world)
    letter = world.letters(VISITOR)[0]
    take_out(world, world.folders_of_cases()[0])
    again(world)
    goes_on(world)
    left = len(world.letters())
    world.writes(VISITOR, "ESCALATE: no plan came, and he has a new bruise.", answers=letter)
    world.live(WAITING)
    assert world.references() == [FIRST, SECOND], "it opens nothing by itself"
    assert len(world.events(1)) == 1
    assert len(world.letters()) == left + 2, "the sender and the office"
    said = newest(world, VISITOR)
    assert (
        f"Your email is on {FIRST}. Our record of that case was lost, and it was given up on Wednesday 25 November 2026."
        in said
    )
    assert "has your email and will tell you how it goes on" in said
    told = newest(world, OFFICE)
    assert f"Sarah Whitlock wrote on {FIRST}. Our record of that case was lost" in told
    assert "To go on: NEW, and this email opens a new case" in told
    assert faults(world) == []


def test_by_its_reference_alone_with_the_other_side_in_to_it_opens_nothing(world: World) -> None:
    lost_first(world)
    goes_on(world)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Cc"], mail["Message-ID"] = (
        WORKER,
        VISITOR,
        DESK.address,
        make_msgid(domain="x.example"),
    )
    mail["Subject"], mail["Date"] = f"RE: [{FIRST}] Closed", format_datetime(world.clock.now())
    mail.set_content("NCT-100001: RESOLVED We will visit on Friday.")
    world.comes(mail.as_bytes())
    world.live(WAITING)
    assert world.references() == [FIRST, SECOND], "who answers would be taken for the one who raises it"
    assert f"Your email is on {FIRST}." in newest(world, WORKER)
    assert f"Daniel Mensah wrote on {FIRST}." in newest(world, OFFICE)


def test_new_of_the_office_opens_a_new_case_with_it_and_that_goes_on(world: World) -> None:
    lost_first(world)
    goes_on(world)
    world.writes(VISITOR, "NCT-100001: ESCALATE. No plan came.", answers=a_letter_of_the_first(world))
    world.live(WAITING)
    world.writes(OFFICE, "NEW", answers=world.letters(OFFICE)[-1])
    world.live(WAITING)
    world.live(WAITING)
    assert len(world.references()) == 3
    assert (faults(world), amiss(world)) == ([], [])


def test_a_new_email_about_the_same_child_opens_a_case_as_ever(world: World) -> None:
    lost_first(world)
    goes_on(world)
    a_case(world, "NCT-100001")
    assert len(world.references()) == 3
    assert faults(world) == []


def test_what_a_machine_sends_for_its_letters_and_danger_in_a_reply(world: World) -> None:
    two_cases(world)
    letter = world.letters(WORKER)[0]
    take_out(world, world.folders_of_cases()[0])
    again(world)
    goes_on(world)
    left = len(world.letters())
    away = EmailMessage()
    away["From"], away["To"], away["Message-ID"] = WORKER, DESK.address, make_msgid(domain="nenevalley.example")
    away["Subject"], away["Date"] = f"Automatic reply: {letter.subject}", format_datetime(world.clock.now())
    away["In-Reply-To"], away["Auto-Submitted"] = letter.message_id, "auto-replied"
    away.set_content("I am away until Monday.")
    world.comes(away.as_bytes())
    world.live(WAITING)
    assert len(world.letters()) == left, "a machine is answered by nobody"
    world.writes(WORKER, "URGENT: he was taken to hospital.", answers=letter)
    world.live(WAITING)
    assert newest(world, OFFICE).count("URGENT")
    assert FIRST in newest(world, OFFICE)
    assert f"Your email is on {FIRST}." in newest(world, WORKER)
    assert (len(world.events(1)), faults(world), amiss(world)) == (1, [], [])


def test_the_morning_letter_says_it_until_the_office_has_noted_what_it_did(world: World) -> None:
    lost_first(world)
    world.live(2 * A_DAY)
    assert "The reason: This record was set back: it was made again" in newest(world, OFFICE)
    goes_on(world)
    for _ in range(2):
        at_ten(world)
        said = newest(world, OFFICE)
        assert f"{FIRST}: Its history was lost and it was given up on Wednesday 25 November 2026" in said, said
    world.comes(of_the_office(world, FIRST, "REOPEN: they still disagree"))
    world.live(WAITING)
    assert "the history of NSCP 2026-0001-E was lost" in newest(world, OFFICE)
    world.comes(of_the_office(world, FIRST, "NOTE: I rang both, and Sarah has opened it anew."))
    world.live(WAITING)
    assert "Kept on the record" in newest(world, OFFICE)
    at_ten(world)
    assert "Its history was lost" not in newest(world, OFFICE)
    world.comes(of_the_office(world, FIRST, "STATUS"))
    world.live(WAITING)
    said = newest(world, OFFICE)
    assert "Given up on Wednesday 25 November 2026: its history was lost" in said
    assert "REOPEN" not in said
    assert (faults(world), amiss(world)) == ([], [])


def of_the_office(world: World, subject: str, words: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = OFFICE, DESK.address, make_msgid(domain="nscp.example")
    mail["Subject"], mail["Date"] = subject, format_datetime(world.clock.now())
    mail.set_content(words)
    return mail.as_bytes()


def test_a_case_that_was_given_up_goes_like_any_other_once_its_time_is_over(
    tmp_path: Path, dovecot: servers.Dovecot
) -> None:
    with an_office(tmp_path, dovecot) as office:
        reference = office.an_ended_case()
        office.live(A_DAY)
        while office.service.sealing.work():
            pass
        take_out(office, case_folder(reference))
        office.stop()
        folder = tmp_path / "again"
        folder.mkdir()
        again_at(office, f"sqlite:///{folder}/record.db")
        goes_on(office)
        assert office.faults() == []
        (event,) = office.events(1)
        assert isinstance(event, HistoryLost)
        office.live(YEAR)
        office.service.tell()
        office.confirmed(reference)
        assert office.status(reference) == "disposed"
        for _ in range(3):
            office.live(timedelta(minutes=10))
        office.service.tell()
        assert office.faults() == []
        assert reference in office.newest(OFFICE, CERTIFICATE).subject
        assert handed_over(office, *TRACES) == []
        assert found_in(folder, *TRACES) == []
        assert found_in(dovecot.folder / "mail" / office.account.user, *TRACES) == []
        assert amiss(office) == []
        office.stop()
        last = tmp_path / "last"
        last.mkdir()
        again_at(office, f"sqlite:///{last}/record.db")
        assert office.faults() == []
        assert office.status(reference) == "disposed"


def again_at(office: Office, url: str) -> None:
    record, work = Database(url, office.clock), read(office)
    record.upgrade()
    line = work.handed.line()
    assert line is not None
    with record.begin(DESK.partnership) as tx:
        through(Steps(work.lay(tx, line)))
        work.conclude(tx, "it was made again")
    work.mailbox.close()
    record.close()
    office.url = url
    assert office.start()


def test_what_was_kept_of_it_before_the_gap_is_no_finding(world: World) -> None:
    """Its first entries lie in the mailbox whole, and nothing links them to the rest: they are lost with what followed."""
    lost_first(world, keep=lambda raw: b"kept000001" in raw)
    goes_on(world)
    assert world.references() == [FIRST, SECOND]
    assert (faults(world), amiss(world)) == ([], [])


def test_what_was_given_up_and_lies_there_all_the_same_is_told(world: World) -> None:
    """Somebody finds it among the deleted items, and puts it back; or nothing was lost, and somebody has the record say so."""
    two_cases(world)
    folder = world.folders_of_cases()[0]
    laid = [
        got
        for entry in [*world.hands.scan(folder)]
        for got in world.hands.fetch_from(folder, [entry.uid])
        if signing.letter_in([entry.message_id], DESK.signing_keys, signing.KEPT)
    ]
    take_out(world, folder)
    again(world)
    goes_on(world)
    assert amiss(world) == []
    for one in laid:
        world.hands.append(folder, one.raw, one.internal_date)
    (found,) = looked(world).findings
    said = told([found], DESK.rules.days.zone, names_folders=True)
    of = f"What is kept of {FIRST} with seal 2 of 11.40am on Wednesday 25 November 2026"
    assert said == [f"{of} lies in {folder}, and was given up as lost."]
    (cure,) = cures([found])
    assert "ask whoever made the record again why that was given up" in cure


@pytest.mark.parametrize("seal", [b"kept000001", b"kept000002"])
def test_a_part_of_what_was_lost_that_is_put_back_is_told_if_the_record_could_go_on_from_it(
    world: World, seal: bytes
) -> None:
    two_cases(world)
    folder = world.folders_of_cases()[0]
    (laid,) = [
        got
        for entry in [*world.hands.scan(folder)]
        for got in world.hands.fetch_from(folder, [entry.uid])
        if seal in got.raw
    ]
    take_out(world, folder)
    again(world)
    goes_on(world)
    world.hands.append(folder, laid.raw, laid.internal_date)
    assert len(amiss(world)) == (seal == b"kept000002"), "the first alone links to nothing that the record has"


def asked_for(world: World, asked: Asked) -> Access:
    """Return what is written out for a request for somebody's own records."""
    with world.service.record.read(DESK.partnership) as tx:
        now = DESK.rules.days.local(world.clock.now())
        service = Somebody("", (DESK.address,), (), work=True, what="the service itself")
        return gather(tx, DESK.rules.policy, DESK.directory, service, asked, by="ann", at=now)


def test_what_is_left_of_it_from_before_is_found_by_a_request_for_somebodys_own_records(world: World) -> None:
    lost_first(world, keep=lambda raw: b"kept000002" in raw)
    goes_on(world)
    with world.service.record.read(DESK.partnership) as tx:
        left = [number for number, _ in ledger.entries(tx, 1)]
    found = asked_for(world, Asked(addresses=(WORKER,)))
    assert len(left) > 1
    sources = [one.source for one in found.items if one.sort == "entry"]
    assert any(f"entry {left[0]} of {FIRST}" == one for one in sources), sources


def test_a_request_by_the_childs_reference_finds_what_is_left_of_it_or_says_that_nobody_can_tell(world: World) -> None:
    lost_first(world)
    goes_on(world)
    found = asked_for(world, Asked(children=("NCT-100001",)))
    assert [one.reference for one in found.parts] == [FIRST]
    assert {"email", "letter"} <= {one.sort for one in found.items}
    assert not [one for one in found.gone if FIRST in one]
    others = asked_for(world, Asked(children=("NCT-100009",)))
    assert [one for one in others.gone if FIRST in one] == [
        f"{FIRST}: its history was lost, and what is left of it does not say which child it is about: look whether it is theirs."
    ]


def test_on_either_database_it_is_made_again_and_verifies(world: World, database_url: str) -> None:
    two_cases(world)
    folder, other = world.folders_of_cases()
    take_out(world, folder, keep=lambda raw: b"kept000002" in raw)
    world.hands.discard(other, [one.uid for one in world.hands.scan(other)])
    record, lacking, found = rebuilt(world, database_url)
    with record.read(DESK.partnership) as tx:
        said = report.of_database(tx, (), DESK.rules.days.zone).notes
        assert verify.lately(tx, MONDAY) == []
        assert [one.ending for one in lookup.cases_of(tx)] == ["given-up", "given-up"]
    with record.begin(DESK.partnership) as tx:
        remade.lay_anew(tx)
        assert verify.verify(tx) == []
    record.close()
    assert found == []
    assert lacking.mails
    assert len(said) == 3, "each case, and the words that lie nowhere"


def test_an_email_on_it_is_put_where_the_office_says(world: World) -> None:
    lost_first(world)
    goes_on(world)
    for words in (f"FILE {FIRST}", f"JOIN {SECOND}", f"JOIN {FIRST}", "RELEASE", "REJECT: by telephone"):
        world.writes(VISITOR, "ESCALATE: no plan came.", answers=a_letter_of_the_first(world))
        world.live(WAITING)
        asked = [one for one in world.letters(OFFICE) if "given up" in one.subject][-1]
        world.writes(OFFICE, words, answers=asked)
        world.live(WAITING)
        world.live(WAITING)
        assert (faults(world), amiss(world)) == ([], []), words
    assert world.references() == [FIRST, SECOND]
    assert [type(one).__name__ for one in world.events(1)] == ["HistoryLost", "MailFiled"]
    assert "failed" not in world.outcomes()


def a_letter_of_the_first(world: World) -> Mail:
    return next(one for one in world.letters(VISITOR) if FIRST[:-2] in one.subject)


def test_a_case_that_went_on_in_it_still_goes_with_it(world: World) -> None:
    a_case(world, "NCT-100001")
    a_case(world, "NCT-100002")
    world.comes(of_the_office(world, SECOND, f"JOIN {FIRST}"))
    world.live(WAITING)
    world.live(A_DAY)
    world.service.sealing.work()
    take_out(world, world.folders_of_cases()[0])
    again(world)
    goes_on(world)
    with world.service.record.read(DESK.partnership) as tx:
        assert [one.status for one in lookup.cases_of(tx)] == ["closed", "joined"]
        assert going.together(tx, 1) == [1, 2]
    world.writes(VISITOR, "ESCALATE: no plan came.", answers=world.letters(VISITOR)[-1])
    world.live(WAITING)
    assert f"Your email is on {FIRST}." in newest(world, VISITOR)
    assert (faults(world), amiss(world)) == ([], [])
