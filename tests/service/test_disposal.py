"""A case whose time is over goes on the word of two of the office: what is left of it, and that no byte is found anywhere."""

import itertools
import multiprocessing
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import delete, insert, select

from mailservice.cases.history.events import CaseDisposed
from mailservice.clock import VirtualClock
from mailservice.directory import StandIn
from mailservice.mail import seals
from mailservice.mail.parse import Mail
from mailservice.record import copying, dumping, lookup
from mailservice.record.database import Database
from mailservice.record.tables import contents
from mailservice.record.verify import verify
from mailservice.service.custody import proving
from mailservice.service.custody.beginning import begin
from mailservice.service.desk import Desk
from mailservice.service.folders import case_folder
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import ImapAccount, Mailbox
from mailservice.transport.smtp import Post
from tests import servers
from tests.record.test_verify import unguarded
from tests.service.beginning import OFFICE, VISITOR, WAITING, WORKER, World
from tests.service.crashing import DESK, Fuse, FusedDatabase

LONG_AGO = moment("Mon 18 Nov 2024 10:00")  # what is to come cannot be collected yet
AMIRA, BEN = "amira.hill@nscp.example", "ben.lowe@nscp.example"
FORKED = multiprocessing.get_context("fork")
CHILD = "NCT-100001"
# What nobody else ever wrote: wherever it is found, something of the case is left.
SAID = "A bruise behind the left ear, seen at the paddling pool"
AGREED = "Daniel sees him at breakfast club each week"
NOTED = "Amira rang the breakfast club about the paddling pool"
TRACES = (SAID, AGREED, NOTED, CHILD, "Whitlock", "Mensah", VISITOR, WORKER)
YEAR = timedelta(days=366)
CERTIFICATE = "Certificate of disposal"


class Office(World):
    """A service on SQLite or PostgreSQL whose office has two people, and keeps a case for a year after its end."""

    def __init__(
        self, folder: Path, account: ImapAccount, server: EmbeddedServer, clock: VirtualClock, url: str
    ) -> None:
        super().__init__(folder, account, server, clock)
        self.url = url
        directory = DESK.directory
        office = replace(directory.office, staff=(AMIRA,), deputies=(StandIn("Ben Lowe", BEN, ""),))
        rules = replace(DESK.rules, retention={"every case": 1})
        self.desk = replace(DESK, directory=replace(directory, office=office), rules=rules)

    def begin_at(self) -> None:
        record = Database(self.url, self.clock)
        record.upgrade()
        begin(record, DESK.partnership, self.account.name, self.desk.signing_keys[0], self.clock.now())
        record.close()

    def start(self, _name: str = "", desk: Desk | None = None, account: ImapAccount | None = None) -> str:
        self.stop()
        record = Database(self.url, self.clock)
        self.opened.append(record)
        self.mailbox = Mailbox(account or self.account)
        self.service = Service(record, Post(self.server.smtp), self.mailbox, self.clock, replace(desk or self.desk))
        return self.service.beginning.start()

    def of_the_office(self, sender: str, words: str, *, subject: str = "", answers: Mail | None = None) -> None:
        """Let somebody of the office write from their own address."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Message-ID"] = sender, DESK.address, make_msgid(domain="nscp.example")
        mail["Date"] = format_datetime(self.clock.now())
        mail["Subject"] = f"RE: {answers.subject}" if answers else subject
        if answers:
            mail["In-Reply-To"] = mail["References"] = answers.message_id
        mail.set_content(words)
        self.last = mail.as_bytes()
        self.comes(self.last)
        self.live(timedelta(minutes=1))

    def newest(self, to: str, words: str = "") -> Mail:
        return [one for one in self.letters(to) if words in one.subject][-1]

    def an_ended_case(self, child: str = CHILD, said: str = SAID) -> str:
        """Let a case run from its first mail to its end, and a year go by; return its reference."""
        self.writes(VISITOR, f"I do not agree that {child} was closed. {said}.", child=child)
        first = self.last
        self.live(WAITING)
        self.live(WAITING)
        reference = self.references()[-1]
        self.comes(first)  # the same email once more: it lies in Duplicates
        self.writes(WORKER, f"RESOLVED {AGREED}.", answers=self.newest(WORKER))
        self.live(WAITING)
        self.live(WAITING)
        self.writes(VISITOR, "AGREE", answers=self.newest(VISITOR))
        self.live(WAITING)
        self.of_the_office(AMIRA, f"NOTE: {NOTED}", subject=reference)
        self.service.tell()  # a morning letter that names it
        for _ in range(4):
            self.live(timedelta(days=1))
            self.service.tell()
        self.live(timedelta(minutes=1))
        return reference

    def confirmed(self, reference: str, words: str = "DISPOSE: its time is over, and nobody needs it") -> None:
        """Let one of the office ask for it, and the other say yes."""
        self.of_the_office(AMIRA, words, subject=reference)
        self.of_the_office(BEN, "YES", answers=self.newest(BEN, "confirm"))
        self.live(timedelta(minutes=10))
        self.live(timedelta(minutes=10))

    def status(self, reference: str) -> str:
        with self.service.record.read(DESK.partnership) as tx:
            return next(one.status for one in lookup.cases_of(tx) if one.reference == reference)

    def faults(self) -> list[str]:
        with self.service.record.read(DESK.partnership) as tx:
            return [str(one) for one in verify(tx)]


@pytest.fixture
def office(tmp_path: Path, dovecot: servers.Dovecot, database_url: str) -> Iterator[Office]:
    with an_office(tmp_path, dovecot, database_url) as made:
        yield made


@contextmanager
def an_office(tmp_path: Path, dovecot: servers.Dovecot, database_url: str) -> Iterator[Office]:
    """Give an office whose service runs, and end it."""
    clock = VirtualClock(LONG_AGO)
    # What has left is its readers' own, and lies apart.
    with EmbeddedServer(clock, DESK.address, tmp_path.with_name(f"{tmp_path.name}-letters")) as server:
        made = Office(tmp_path, dovecot.account(), server, clock, database_url)
        made.begin_at()
        made.start()
        yield made
        made.close()


def found_in(folder: Path, *traces: str) -> list[str]:
    """Return where in the files of a folder a trace is found, by its bytes."""
    return [
        f"{file.name}: {trace}"
        for file in folder.rglob("*")
        if file.is_file()
        for trace in traces
        if trace.encode() in file.read_bytes()
    ]


def handed_over(office: Office, *traces: str) -> list[str]:
    """Return where in the files that the record hands over with its seals a trace is found, once they are decoded."""
    return [
        f"{folder}: {trace}"
        for folder in office.hands.folders()
        for one in office.hands.fetch_from(folder, [entry.uid for entry in office.hands.scan(folder)])
        for data in seals.files_of(one.raw).values()
        for trace in traces
        if trace.encode() in data
    ]


def copy_of(office: Office, folder: Path) -> Path:
    """Make what a backup has of the record, laid out so that each byte of it can be read."""
    folder.mkdir()
    record = office.service.record
    if record.file:
        copying.copy(record.file, folder / "record.db", lambda _part: None)
        return folder
    programs = servers.postgresql_programs()
    dumping.dump(record, folder / "record.dump", programs)
    command = [str(programs / "pg_restore"), "-f", "-", str(folder / "record.dump")]
    plain = subprocess.run(command, check=True, capture_output=True)
    (folder / "record.sql").write_bytes(plain.stdout)
    return folder


def hexed(traces: tuple[str, ...]) -> tuple[str, ...]:
    """Return each trace as it is, and as PostgreSQL writes bytes into a dump."""
    return (*traces, *(one.encode().hex() for one in traces))


def written_down(office: Office) -> None:
    """Have PostgreSQL write into its files what it holds in memory, and what it notes of columns to plan by."""
    with psycopg.connect(office.url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as server:
        server.execute("ANALYZE")
        server.execute("CHECKPOINT")


def test_a_case_goes_on_the_word_of_two_and_no_byte_of_it_is_found(
    office: Office, dovecot: servers.Dovecot, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    reference = office.an_ended_case()
    assert office.status(reference) == "closed"
    on_postgresql = office.service.record.file is None
    database = [*request.getfixturevalue("postgresql").folder.rglob("base")] if on_postgresql else [tmp_path]
    places = [dovecot.folder / "mail" / office.account.user, *database]
    if office.service.record.file is None:
        written_down(office)
    else:
        copying.keep_beside(office.service.record.file, "before-0010")
    for place in places:
        assert len(found_in(place, SAID, AGREED, NOTED)) >= 3, place
    held = {one.partition(":")[0] for one in handed_over(office, *TRACES)}
    assert held == {seals.BOOK_FOLDER, case_folder(reference)}, "the seals' files tell of it, until it goes"
    office.live(YEAR)
    office.confirmed(reference)

    assert office.status(reference) == "disposed"
    assert office.faults() == []
    office.service.tell()
    assert handed_over(office, *TRACES) == []
    assert office.folders_of_cases() == []
    for place in (*places, copy_of(office, tmp_path / "copy")):
        assert found_in(place, *hexed(TRACES)) == [], place
    [left] = office.events(1)
    assert isinstance(left, CaseDisposed)
    assert (left.reference, left.by.address, left.confirmed_by.address) == (reference, AMIRA, BEN)
    assert (left.emails, left.retention) == (7, "every case, 1 year after its end")
    certificate = office.newest(OFFICE, CERTIFICATE)
    assert reference in certificate.subject
    assert "7 emails" in certificate.text
    assert not [one for one in TRACES if one in certificate.text]
    for who in (AMIRA, BEN):
        assert office.newest(who, CERTIFICATE).subject == certificate.subject


def test_a_case_waits_with_going_while_a_seal_is_lost_by_which_all_of_it_is_found(office: Office) -> None:
    reference = office.an_ended_case()
    office.live(YEAR)
    with unguarded(office.service.record, DESK.partnership) as tx:
        kept = tx.run(select(contents).where(contents.c.kind == "seal"), {}).mappings().all()
        tx.run(delete(contents).where(contents.c.kind == "seal"), {})
    office.confirmed(reference)
    assert office.status(reference) == "disposing"
    with office.service.record.begin(DESK.partnership) as tx:
        tx.run(insert(contents), [dict(one) for one in kept])
    office.live(timedelta(minutes=10))
    office.live(timedelta(minutes=10))
    assert office.status(reference) == "disposed"


def test_the_bare_entries_of_a_case_that_has_gone_stay_in_the_mailbox(office: Office) -> None:
    """A record that is made again from the mailbox has the case's chain, and not a word of it; its folder stays gone."""
    reference = office.an_ended_case()
    office.live(YEAR)
    office.confirmed(reference)
    office.live(timedelta(days=3))
    office.service.sealing.work()
    assert office.folders_of_cases() == []
    uids = [one.uid for one in office.hands.scan(seals.BOOK_FOLDER)]
    files = [seals.files_of(one.raw) for one in office.hands.fetch_from(seals.BOOK_FOLDER, uids)]
    entries = [seals.load_entries(one[seals.ENTRIES]) for one in files]
    rows = [row for one in entries if one.reference == reference for row in one.rows]
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all(later.previous == row.hash for row, later in itertools.pairwise(rows))
    assert [row.kind for row in rows if row.content] == [CaseDisposed.__name__]
    assert rows[-1].kind == CaseDisposed.__name__


def test_whoever_writes_on_a_case_that_has_gone_is_answered_and_opens_nothing(office: Office) -> None:
    reference = office.an_ended_case()
    last = office.newest(VISITOR)
    office.live(YEAR)
    office.confirmed(reference)
    cases = len(office.references())
    office.writes(VISITOR, "REOPEN: the same again", answers=last)
    office.live(WAITING)
    assert len(office.references()) == cases
    answer = " ".join(office.newest(VISITOR).text.split())
    assert f"Your email is on {reference}, which has ended. Its record was disposed of on" in answer
    assert "It cannot be opened again." in answer
    assert "We kept your email. It has not opened a case" in answer
    told = office.newest(OFFICE, "An email on a case that was disposed of")
    assert "Sarah Whitlock wrote on" in told.text
    assert len(office.events(1)) == 1, "nothing is added to a case that has gone"
    assert office.faults() == []

    office.of_the_office(AMIRA, "STATUS", subject=reference)
    assert "It cannot be opened again." in " ".join(office.newest(AMIRA).text.split())
    assert len(office.events(1)) == 1


class FusedMailbox(Mailbox):
    """A mailbox in which the process may die after each thing that is taken out of it."""

    def __init__(self, account: ImapAccount, fuse: Fuse) -> None:
        super().__init__(account)
        self.fuse = fuse

    def discard(self, folder: str, uids: Sequence[int]) -> None:
        super().discard(folder, uids)
        self.fuse.step(f"after emails were taken out of {folder}")

    def take_down(self, folder: str) -> None:
        super().take_down(folder)
        self.fuse.step("after a folder was taken down")


class FusedRecord(FusedDatabase):
    """A record that may be left as it is before its files are written anew, and after."""

    def erase(self) -> bool:
        self.fuse.step("before the files were written anew")
        done = super().erase()
        self.fuse.step("after the files were written anew")
        return done


def one_life(office: Office, dies_at: int, told: Path) -> None:
    """Go round twice, and die at one moment of it; who lives tells which moments there were."""
    fuse = Fuse(dies_at)
    record, mailbox = FusedRecord(office.url, fuse), FusedMailbox(office.account, fuse)
    service = Service(record, Post(office.server.smtp), mailbox, office.clock, office.desk)
    for _ in range(2):
        one_round(service)
    told.write_text("\n".join(fuse.passed), "utf-8")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_may_be_killed_at_any_moment_and_the_next_start_finishes_it(
    office: Office, dovecot: servers.Dovecot, tmp_path: Path
) -> None:
    reference = office.an_ended_case()
    office.live(YEAR)
    office.service.disposing.work = lambda: 0  # type: ignore[method-assign] # it is ordered, and nobody begins
    office.confirmed(reference)
    assert office.status(reference) == "disposing"
    office.stop()
    box, record, told = dovecot.folder / "mail" / office.account.user, tmp_path / "record.sqlite", tmp_path / "moments"
    kept = tmp_path.with_name(f"{tmp_path.name}-kept")
    subprocess.run(["cp", "-a", str(box), f"{box}-before"], check=True)
    subprocess.run(["cp", "-a", str(record), str(kept)], check=True)
    left = len(office.letters())

    def as_before() -> None:
        office.stop()
        office.hands.close()
        shutil.rmtree(box)
        subprocess.run(["cp", "-a", f"{box}-before", str(box)], check=True)
        for one in tmp_path.glob("record.sqlite*"):
            one.unlink()
        subprocess.run(["cp", "-a", str(kept), str(record)], check=True)
        del office.server.outbox[left:]

    moments = ["?"]
    at = 0
    while at <= len(moments):
        as_before()
        process = FORKED.Process(target=one_life, args=(office, at, told))
        process.start()
        process.join()
        if not at:
            moments = told.read_text("utf-8").splitlines()
        office.start()
        for _ in range(3):
            office.live(timedelta(minutes=1))
        assert office.status(reference) == "disposed", moments[at - 1]
        assert office.faults() == [], moments[at - 1]
        assert found_in(box, *TRACES) == [], moments[at - 1]
        assert found_in(tmp_path, *TRACES) == [], moments[at - 1]
        certificates = {one.message_id for one in office.letters(OFFICE) if CERTIFICATE in one.subject}
        assert len(certificates) == 1, moments[at - 1]
        at += 1
    assert len(moments) > 8, moments


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_older_backup_that_is_laid_back_does_not_bring_it_back(
    office: Office, dovecot: servers.Dovecot, tmp_path: Path
) -> None:
    reference = office.an_ended_case()
    office.live(YEAR)
    kept, record = tmp_path.with_name(f"{tmp_path.name}-backup"), tmp_path / "record.sqlite"
    copying.copy(record, kept, lambda _part: None)
    office.confirmed(reference)
    office.stop()
    for one in tmp_path.glob("record.sqlite*"):
        one.unlink()
    shutil.copy(kept, record)
    assert office.start(), "it waits for a person"
    assert office.status(reference) == "closed"
    office.adopting().adopt("an older backup was laid back", "amira")
    for _ in range(4):
        office.live(timedelta(minutes=5))
    assert office.status(reference) == "disposed"
    assert office.faults() == []
    assert found_in(dovecot.folder / "mail" / office.account.user, *TRACES) == []
    assert found_in(tmp_path, *TRACES) == []


def test_one_person_alone_cannot_nor_with_a_telephone_call(office: Office) -> None:
    reference = office.an_ended_case()
    office.live(YEAR)
    ask = "DISPOSE: its time is over\nCHECKED: rang Ben Lowe on 01632 960 110 at 14:10"
    office.of_the_office(AMIRA, ask, subject=reference)
    office.of_the_office(AMIRA, "YES", answers=office.newest(BEN, "confirm"))
    office.of_the_office(OFFICE, "DISPOSE: its time is over", subject=reference)
    for _ in range(3):
        office.live(timedelta(minutes=10))
    assert office.status(reference) == "closed"
    assert office.headlines(CERTIFICATE) == 0


def test_a_hold_keeps_it_until_a_second_has_ended_that(office: Office) -> None:
    reference = office.an_ended_case()
    office.live(YEAR)
    office.of_the_office(AMIRA, "PRESERVE: the county court asked for it", subject=reference)
    office.of_the_office(AMIRA, "DISPOSE: its time is over", subject=reference)
    answer = " ".join(office.newest(AMIRA).text.split())
    assert "It cannot be disposed of." in answer
    assert "wrote PRESERVE on" in answer
    assert "“the county court asked for it”. Write PRESERVE ENDS and why, once that is over." in answer
    office.confirmed(reference, "PRESERVE ENDS: the appeal is over")
    office.confirmed(reference)
    assert office.status(reference) == "disposed"


def test_what_is_not_due_and_what_is_open_stays(office: Office) -> None:
    reference = office.an_ended_case()
    office.of_the_office(AMIRA, "DISPOSE: its time is over", subject=reference)
    assert "It is kept until" in office.newest(AMIRA).text
    office.live(YEAR)
    office.of_the_office(AMIRA, "RETAIN UNTIL 12 March 2044: until that birthday", subject=reference)
    office.of_the_office(AMIRA, "DISPOSE: its time is over", subject=reference)
    assert "until Saturday 12 March 2044" in " ".join(office.newest(AMIRA).text.split())
    office.confirmed(reference, "RETAIN UNTIL 12 March 2030: the order was shortened")
    office.writes(VISITOR, "REOPEN: it is the same again", answers=office.newest(VISITOR))
    office.live(WAITING)
    office.of_the_office(AMIRA, "DISPOSE: its time is over", subject=reference)
    assert "It has not ended." in " ".join(office.newest(AMIRA).text.split())


def test_an_email_that_somebody_puts_back_is_not_read_and_the_office_hears_of_it(office: Office) -> None:
    reference = office.an_ended_case()
    [first] = office.hands.fetch_from(office.folders_of_cases()[0], [1])
    office.hands.close()  # nobody looks into the folder while it is taken down
    office.live(YEAR)
    office.confirmed(reference)
    cases = len(office.references())
    office.hands.append("INBOX", first.raw, office.clock.now(), seen=False)
    for _ in range(3):
        office.live(timedelta(minutes=10))
    assert len(office.references()) == cases
    told = office.newest(OFFICE, "An email is back that was disposed of")
    assert "Find out who put it there, and delete it." in " ".join(told.text.split())
    assert office.faults() == []


def asked_for(office: Office) -> tuple[str, Mail]:
    """Let one of the office ask that a case goes; return its reference, and the letter that a second answers."""
    reference = office.an_ended_case()
    office.clock.set(office.clock.now() + YEAR)
    office.live(timedelta(minutes=1))
    office.of_the_office(AMIRA, "DISPOSE: its time is over, and nobody needs it", subject=reference)
    return reference, office.newest(BEN, "confirm")


def test_what_goes_while_everything_is_looked_through_is_no_finding(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, question = asked_for(office)
    monkeypatch.setattr(proving, "A_LITTLE", 0.0)  # a step in each round
    office.of_the_office(AMIRA, "VERIFY")
    assert office.service.proving.waits(), "it is looked through now"
    office.of_the_office(BEN, "YES", answers=question)
    for _ in range(10):
        office.live(timedelta(minutes=1))
    assert office.status(reference) == "disposed"
    assert "Nothing was changed" in office.newest(AMIRA, "changed").subject
    assert office.faults() == []


def test_a_look_through_the_record_keeps_no_byte_of_what_goes_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, question = asked_for(office)
    erased, erase = list[bool](), Database.erase

    def kept(record: Database) -> bool:
        erased.append(erase(record))
        return erased[-1]

    monkeypatch.setattr(Database, "erase", kept)
    with monkeypatch.context() as slow:
        slow.setattr(proving, "A_LITTLE", 0.0)
        with slow.context() as still:
            still.setattr(proving.Proving, "work", lambda _self: 0)
            office.of_the_office(AMIRA, "VERIFY")
        office.service.proving.work()
        assert office.service.proving._look is not None  # noqa: SLF001 - it reads the record at this moment
        slow.setattr(proving.Proving, "_step", lambda _self, _look: True)
        office.of_the_office(BEN, "YES", answers=question)
        office.live(timedelta(minutes=1))
        assert erased == [True], "at once, and once"
    assert office.status(reference) == "disposed"
    office.live(timedelta(minutes=1))
    assert office.faults() == []
