"""The mailbox is the record's second custodian: what somebody did to it is found, and the record gives it back."""

import base64
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from mailservice.clock import VirtualClock
from mailservice.errors import TryLater
from mailservice.mail.alike import difference
from mailservice.mail.parse import parse
from mailservice.record import mails
from mailservice.record.database import Database
from mailservice.service.custody.findings import Finding, summary, told
from mailservice.service.custody.refiling import ALTERED, COPIES, Refiling
from mailservice.service.custody.report import of_mailbox
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.service.folders import CONFIDENTIAL, is_ours
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Entry, Mailbox
from tests import servers
from tests.record.test_verify import unguarded
from tests.service.crashing import DESK
from tests.service.mixed import openings
from tests.service.test_counting import FIRST, MONDAY, SECOND, WHISTLE, Desk

ZONE = ZoneInfo("Europe/London")
STRANGER = (
    b"From: somebody@elsewhere.example\r\nSubject: hello\r\nMessage-ID: <strange@elsewhere.example>\r\n\r\nHello.\r\n"
)
PLAN = (
    b"From: sarah.whitlock@rockinghamhealth.example\r\nTo: escalate@nscp.example, daniel.mensah@nenevalley.example\r\n"
    b"Subject: RH-20417\r\nMessage-ID: <plan@rockinghamhealth.example>\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="one"\r\n\r\n'
    b"--one\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"We do not agree that it was closed.  \r\nPlease look at the caf\xc3\xa9 visit again.\r\n"
    b"--one\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
    b'Content-Disposition: attachment; filename="plan.bin"\r\n\r\nAAECAwQFBgc=\r\n--one--\r\n'
)
PLANS = "Escalations/2026/NSCP 2026-0003"


class Office(Desk):
    """A desk whose mailbox is looked through, and put right."""

    def looks(self) -> list[Finding]:
        """Return what is found in the mailbox now."""
        look = Stocktaking(self.record, self.own, DESK)
        while look.step():
            assert look.done <= look.of
        return look.findings

    def says(self) -> list[str]:
        return told(self.looks(), ZONE, names_folders=True)

    def refiles(self) -> Refiling:
        work = Refiling(self.record, self.own, DESK, self.looks())
        while work.step():
            pass
        return work

    def raw(self, folder: str, entry: Entry) -> bytes:
        (uid,) = self.hands.find(folder, entry.message_id)[:1]
        (got,) = self.hands.fetch_from(folder, [uid])
        return got.raw

    def alters(self, folder: str, entry: Entry, into: Callable[[bytes], bytes]) -> None:
        """Change a message in its folder, as somebody with the right tool does: its date stays."""
        changed = into(self.raw(folder, entry))
        assert self.hands.remove(folder, entry.message_id)
        self.hands.append(folder, changed, entry.internal_date)

    def everything(self) -> dict[str, set[Entry]]:
        return {one: self.lies(one) for one in self.hands.folders() if is_ours(one)}


@pytest.fixture
def office(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[Office]:
    """Give an office with three cases, the third of an email with a file, and an email held in confidence."""
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as post:
        made = Office(tmp_path, dovecot, post, clock)
        with closing(made.hands), closing(made.own), closing(made.record):
            for raw in [*(one.raw for one in openings(2)), PLAN, WHISTLE]:
                made.comes(raw)
            assert made.looks() == []
            yield made


def plan(office: Office) -> Entry:
    (entry,) = [one for one in office.lies(PLANS) if "plan@" in one.message_id]
    return entry


def test_a_missing_email_is_told_and_put_back_as_it_came(office: Office) -> None:
    before = office.everything()
    assert office.hands.remove(PLANS, plan(office).message_id)
    (said,) = office.says()
    assert said == (
        f"The email on NSCP 2026-0003-{_letter(office)} that came at 10am on Monday 23 November 2026 is not in the mailbox; "
        f"its folder is {PLANS}."
    )
    assert office.refiles().restored == 1
    assert office.looks() == []
    assert office.everything() == before


def _letter(office: Office) -> str:
    (found,) = [one for one in office.looks() if one.kind == "missing"]
    return found.item.reference.rpartition("-")[2]


def test_each_email_and_letter_that_is_taken_out_is_found_by_itself_and_put_back(office: Office) -> None:
    before = office.everything()
    tried = 0
    for folder, entries in before.items():
        for entry in entries:
            assert office.hands.remove(folder, entry.message_id)
            (found,) = office.looks()
            assert (found.kind, found.folder) == ("missing", folder)
            office.refiles()
            tried += 1
    assert tried >= 8
    assert office.everything() == before
    assert office.looks() == []


def one_byte(raw: bytes) -> bytes:
    return raw.replace(b"closed", b"clos\xc3d")


def test_each_email_and_letter_of_which_a_word_was_changed_is_found_and_the_changed_one_is_kept(office: Office) -> None:
    before = office.everything()
    tried = 0
    for folder, entries in before.items():
        for entry in entries:
            office.alters(folder, entry, lambda raw: raw.replace(b"\r\nSubject: ", b"\r\nSubject: x", 1))
            (found,) = office.looks()
            assert (found.kind, found.folder, found.detail) == ("altered", folder, "its subject was changed")
            assert office.refiles().aside == 1
            tried += 1
    assert office.looks() == []
    assert office.everything() == before
    assert len(office.lies(ALTERED)) == tried >= 8


@pytest.mark.parametrize(
    ("said", "into"),
    [
        ("its text was changed", one_byte),
        ("a file that is attached to it was changed", lambda raw: raw.replace(b"AAECAwQFBgc=", b"AAECAwQFBgg=")),
        ("a file that is attached to it was changed", lambda raw: raw.replace(b"plan.bin", b"plon.bin")),
        ("who wrote it was changed", lambda raw: raw.replace(b"From: sarah.", b"From: sara.")),
        ("whom it is to was changed", lambda raw: raw.replace(b", daniel.mensah@nenevalley.example", b"")),
        ("who has a copy of it was changed", lambda raw: raw.replace(b"Subject:", b"Cc: a@b.example\r\nSubject:")),
        (
            "whom an answer to it goes to was changed",
            lambda raw: raw.replace(b"Subject:", b"Reply-To: a@b.example\r\nSubject:"),
        ),
        ("its date was changed", lambda raw: raw.replace(b"10:00:00 +0000", b"11:00:00 +0000")),
        ("its Message-ID was changed", lambda raw: raw.replace(b"<plan@", b"<plain@")),
        ("a part of it is gone", lambda raw: raw[: raw.index(b"--one\r\nContent-Type: application")] + b"--one--\r\n"),
        ("something was added to it", lambda raw: raw.replace(b"--one--", b"--one\r\n\r\nAnd this.\r\n--one--")),
    ],
)
def test_what_was_changed_is_said_in_words(office: Office, said: str, into: Callable[[bytes], bytes]) -> None:
    before = office.everything()
    office.alters(PLANS, plan(office), into)
    (found,) = office.looks()
    assert (found.kind, found.detail) == ("altered", said)
    office.refiles()
    assert office.looks() == []
    assert office.everything() == before


def rebuilt(raw: bytes) -> bytes:
    """Build a message anew as a provider may: other boundaries, encodings and folds, and headers of its own."""
    was = message_from_bytes(raw, policy=policy.default)
    new = EmailMessage(policy=policy.SMTP)
    new["Received"] = "from a.provider.example by b.provider.example; Mon, 23 Nov 2026 10:00:01 +0000"
    for name in ("Message-ID", "Date", "Subject", "To", "From"):
        new[name] = was[name]
    text = was.get_body(("plain",))
    assert text is not None
    new.set_content(text.get_content(), charset="iso-8859-1", cte="base64")
    new.make_mixed(boundary="another")
    for one in was.iter_attachments():
        new.add_attachment(
            one.get_content(), "application", "octet-stream", filename=one.get_filename(), cte="quoted-printable"
        )
    return new.as_bytes()


def test_a_message_that_the_provider_built_anew_is_the_same(office: Office) -> None:
    office.alters(PLANS, plan(office), rebuilt)
    assert office.raw(PLANS, plan(office)) != PLAN
    look = Stocktaking(office.record, office.own, DESK)
    while look.step():
        pass
    assert look.findings == []
    assert look.rebuilt == 1


def test_a_changed_letter_is_no_rebuilt_one() -> None:
    assert difference(PLAN, rebuilt(PLAN)) == ""
    other = PLAN.replace(b"AAECAwQFBgc=", base64.b64encode(bytes(range(1, 9))))
    assert difference(PLAN, rebuilt(other)) == "a file that is attached to it was changed"
    attached = (
        b"Subject: a\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n"
        + PLAN
        + b"\r\n--x--"
    )
    assert (
        difference(attached, attached.replace(b"RH-20417", b"RH-20418"))
        == "an email that is attached to it was changed"
    )


def test_an_undecodable_text_that_was_changed_is_found() -> None:
    raw = b"Subject: a\r\nContent-Type: text/plain; charset=windows-1252\r\n\r\nA \x81\x8d b\r\n"
    assert difference(raw, raw.replace(b"\x81", b"\x90")) == "its text was changed"


def redates(office: Office, folder: str, entry: Entry, by: timedelta) -> None:
    """Lay a message anew with another date, so that the mailbox shows it as come at another time."""
    raw = office.raw(folder, entry)
    assert office.hands.remove(folder, entry.message_id)
    office.hands.append(folder, raw, entry.internal_date + by)


def test_an_email_that_was_given_another_date_is_told_with_both_and_put_back(office: Office) -> None:
    before = office.everything()
    redates(office, PLANS, plan(office), timedelta(days=-10, hours=4))  # Dovecot takes none that is still to come
    (said,) = office.says()
    assert said.endswith(
        f" that came at 10am on Monday 23 November 2026 bears another date in {PLANS}: "
        "the mailbox says 2pm on Friday 13 November 2026."
    )
    assert summary(office.looks()) == "1 message bears another date"
    work = office.refiles()
    assert (work.restored, work.aside) == (1, 1), "the one with the other date is kept"
    assert office.looks() == []
    assert office.everything() == before


def emails(office: Office) -> dict[str, list[Entry]]:
    """Return the emails as they lie: a letter of ours says itself when it was sent."""
    ours = office.post.outbox
    letters = {parse(one.raw).message_id for one in ours}
    return {
        folder: [one for one in some if one.message_id not in letters] for folder, some in office.everything().items()
    }


def test_each_email_that_was_given_another_date_is_found(office: Office) -> None:
    before = office.everything()
    tried = 0
    for folder, entries in emails(office).items():
        for entry in entries:
            redates(office, folder, entry, timedelta(minutes=-2))
            (found,) = office.looks()
            assert (found.kind, found.folder) == ("dated", folder)
            office.refiles()
            tried += 1
    assert tried == 4
    assert office.everything() == before


def test_a_server_that_rounds_the_dates_to_a_minute_changed_none(office: Office) -> None:
    for folder, entries in office.everything().items():
        for entry in entries:
            redates(office, folder, entry, timedelta(seconds=-59))
    assert office.looks() == []


def looked(office: Office, account: Mailbox) -> Stocktaking:
    look = Stocktaking(office.record, account, DESK)
    while look.step():
        pass
    return look


def test_a_mailbox_that_was_copied_without_its_dates_is_noted_in_a_sentence_also_once_much_came_since(
    office: Office,
) -> None:
    for folder, entries in office.everything().items():
        for entry in entries:
            redates(office, folder, entry, MONDAY + timedelta(days=1) - entry.internal_date)
    look = looked(office, office.own)
    assert look.findings == []
    assert look.undated == 4
    (note,) = of_mailbox(look, ZONE, names_folders=True)[1].notes
    assert "bear another date than in the record" in note
    with unguarded(office.record) as tx:  # as after a move: what is new comes into another mailbox
        tx.connection.execute(text("UPDATE mails SET uidvalidity = uidvalidity - 1"))
    office.clock.set(MONDAY + timedelta(days=2))
    for raw in (one.raw for one in openings(12)[2:]):
        office.comes(raw)
    assert look.undated * 2 < sum(map(len, emails(office).values())), "the old ones are the fewer now"
    assert office.looks() == []
    folder, new = _new(office)
    redates(office, folder, new, timedelta(days=-7))
    assert [one.kind for one in office.looks()] == ["dated"], "and of what came since each one is held"


def _new(office: Office) -> tuple[str, Entry]:
    return next(
        (folder, one)
        for folder, entries in emails(office).items()
        for one in entries
        if one.internal_date == office.clock.now()
    )


def test_what_was_moved_is_named_with_where_it_lies_and_moved_back(office: Office) -> None:
    before = office.everything()
    assert office.hands.move_between(PLANS, plan(office).message_id, "Of the Smiths")
    other = next(iter(office.lies(SECOND)))
    assert office.hands.move_between(SECOND, other.message_id, FIRST)
    findings = office.looks()
    assert sorted(one.folder for one in findings) == [FIRST, "Of the Smiths"]
    assert summary(findings) == "2 messages lie in other folders"
    assert any("and lies in Of the Smiths." in one for one in told(findings, ZONE, names_folders=True))
    assert not any("Smith" in one for one in told(findings, ZONE, names_folders=False)), "a folder may bear a name"
    assert office.refiles().moved == 2
    assert office.looks() == []
    assert office.everything() == before


def test_a_second_copy_is_laid_aside_and_a_changed_one_beside_the_whole_too(office: Office) -> None:
    before, entry = office.everything(), plan(office)
    office.hands.append(PLANS, PLAN, entry.internal_date)
    office.hands.append(PLANS, PLAN.replace(b"caf", b"cof"), entry.internal_date)
    assert sorted(one.kind for one in office.looks()) == ["altered copy", "doubled"]
    assert office.refiles().aside == 2
    assert office.looks() == []
    assert office.everything() == before
    assert (len(office.lies(COPIES)), len(office.lies(ALTERED))) == (1, 1)


def test_what_a_stranger_laid_into_a_case_is_told_and_left_alone(office: Office) -> None:
    office.hands.append(FIRST, STRANGER, MONDAY - timedelta(days=60))
    (said,) = office.says()
    assert said == f"A message of 10am on Thursday 24 September 2026 lies in {FIRST} and is not on record."
    work = office.refiles()
    assert (work.restored, work.moved, work.aside) == (0, 0, 0)
    assert len(office.looks()) == 1


def test_what_a_stranger_laid_there_at_the_same_moment_is_taken_for_nothing_else(office: Office) -> None:
    mine = next(one for one in office.lies(FIRST) if "letter" not in one.message_id)
    assert office.hands.remove(FIRST, mine.message_id)
    office.hands.append(FIRST, STRANGER, mine.internal_date)
    assert sorted(one.kind for one in office.looks()) == ["missing", "unknown"]
    assert office.refiles().aside == 0
    assert [one.kind for one in office.looks()] == ["unknown"]


def test_what_is_held_in_confidence_is_told_by_number_alone(office: Office) -> None:
    before = office.everything()
    for entry in before[CONFIDENTIAL]:
        assert office.hands.remove(CONFIDENTIAL, entry.message_id)
    (said,) = office.says()
    assert said == f"In confidence: {len(before[CONFIDENTIAL])} messages are missing."
    office.refiles()
    assert office.everything() == before


def test_an_emptied_mailbox_is_filled_from_the_record_also_where_it_is_broken_off(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = office.everything()
    for folder in sorted(before, reverse=True):
        office.client.delete_folder(folder)
    append, times = Mailbox.append, [0]

    def fails_each_third(self: Mailbox, *given: object, **more: object) -> None:
        times[0] += 1
        if times[0] % 3 == 0:
            raise TryLater("the mail server is away")
        append(self, *given, **more)  # type: ignore[arg-type] # as given

    monkeypatch.setattr(Mailbox, "append", fails_each_third)
    broken_off = 0
    while True:  # begun again from the beginning, as often as needed
        work = Refiling(office.record, office.own, DESK, office.looks())
        try:
            while work.step():
                pass
        except TryLater:
            broken_off += 1
            continue
        break
    assert broken_off >= 2
    assert office.looks() == []
    assert office.everything() == before, "each once, with the time at which it came"


def test_a_look_that_is_broken_off_goes_on_where_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert office.hands.remove(PLANS, plan(office).message_id)
    look, scan, times = Stocktaking(office.record, office.own, DESK), Mailbox.scan, [0]

    def fails_at_first(self: Mailbox, folder: str) -> Iterator[Entry]:
        times[0] += 1
        if times[0] % 2:
            raise TryLater("the mail server is away")
        return scan(self, folder)

    monkeypatch.setattr(Mailbox, "scan", fails_at_first)
    faults = 0
    while True:
        try:
            if not look.step():
                break
        except TryLater:
            faults += 1
    assert faults >= 3
    assert [one.kind for one in look.findings] == ["missing"]


def test_a_new_mailbox_is_filled_from_the_record(office: Office, dovecot: servers.Dovecot) -> None:
    before = office.everything()
    with closing(Mailbox(dovecot.account())) as new:
        look = Stocktaking(office.record, new, DESK)
        while look.step():
            pass
        work = Refiling(office.record, new, DESK, look.findings)
        while work.step():
            pass
        there = {one: {each._replace(uid=0) for each in new.scan(one)} for one in new.folders() if is_ours(one)}
    kept = {folder: entries for folder, entries in before.items() if entries}
    assert {folder: entries for folder, entries in there.items() if entries} == kept


@pytest.mark.parametrize("done", ["UPDATE contents SET data = :now", "DELETE FROM contents"])
def test_what_the_record_lost_itself_is_not_put_back_and_is_said(office: Office, done: str) -> None:
    office.alters(PLANS, plan(office), one_byte)
    with unguarded(office.record) as tx:
        values = {"now": STRANGER, "was": PLAN} if ":now" in done else {"was": PLAN}
        tx.connection.execute(text(f"{done} WHERE data = :was"), values)
    (said,) = office.says()
    assert said.endswith("cannot be compared: its copy in the record is not whole.")
    work = office.refiles()
    assert (work.restored, len(work.without)) == (0, 1)


def test_a_copy_in_the_mailbox_that_is_as_it_came_is_whole_whatever_the_record_has(office: Office) -> None:
    with unguarded(office.record) as tx:
        tx.connection.execute(text("UPDATE contents SET data = :now WHERE data = :was"), {"now": STRANGER, "was": PLAN})
    assert office.looks() == []


def test_what_was_laid_aside_is_never_received_nor_taken_for_the_email_itself(office: Office) -> None:
    before = office.everything()
    office.alters(PLANS, plan(office), lambda raw: raw.replace(b"<plan@", b"<plain@"))
    office.refiles()
    received = office.received()
    office.tomorrow()
    assert office.received() == received
    assert office.lies(ALTERED)
    office.hands.append(ALTERED, PLAN, MONDAY)
    assert office.hands.remove(PLANS, plan(office).message_id)
    office.tomorrow()
    assert before[PLANS] <= office.lies(PLANS), "the daily count puts it back, whatever lies aside"


def test_each_database_gives_what_should_lie_in_the_mailbox(database_url: str, dovecot: servers.Dovecot) -> None:
    with closing(Database(database_url)) as record, closing(Mailbox(dovecot.account())) as box:
        record.upgrade()
        with record.begin(DESK.partnership) as tx:
            kept = mails.arrive(
                tx, "INBOX", 1, 1, internal_date=MONDAY, raw=PLAN, message_id="<plan@rockinghamhealth.example>"
            )
            assert kept is not None
            mails.settle(tx, kept, "filed", folder="Other", at=MONDAY)
            mails.filed(tx, kept, "Other", MONDAY)
        for expected in (["missing"], []):
            look = Stocktaking(record, box, DESK)
            while look.step():
                pass
            assert [one.kind for one in look.findings] == expected
            work = Refiling(record, box, DESK, look.findings)
            while work.step():
                pass
        assert [(one.internal_date, one.size) for one in box.scan("Other")] == [(MONDAY, len(PLAN))]
