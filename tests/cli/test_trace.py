"""What became of the mail she says she sent at 10:04: told from the record, and nothing of what is held in confidence."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailservice.cases.letters import waiting
from mailservice.cli.trace import times
from mailservice.errors import UserError
from mailservice.mail import glimpse
from mailservice.mail.parse import Mail, parse
from mailservice.record import mails, tracing
from mailservice.record.database import Database
from mailservice.service.rounds import Service
from mailservice.transport.imap import ImapAccount, Mailbox
from mailservice.transport.smtp import Post
from tests.cli.desk import Desk
from tests.cli.test_backup import MONDAY, Office, office_on
from tests.service.crashing import DESK
from tests.service.mixed import openings

SARAH = "sarah.whitlock@rockinghamhealth.example"
OTHER = "visitor-1@rockinghamhealth.example"
DANIEL = "daniel.mensah@nenevalley.example"
PRIVATE = ("Is it safe", "whistle", "Closed, NCT-777888", "NCT-777888")


def missed(life: Desk, *words: str) -> str:
    """Return what is said where nothing is found."""
    done = life("trace", *words)
    assert done.exit_code == 1, done.output
    return " ".join(done.stdout.split())


def test_the_mail_of_about_ten_is_told_from_its_coming_to_the_letters_that_answered_it(life: Desk) -> None:
    told = life.says("trace", "--from", SARAH.upper(), "--at", "2026-11-23 10:04")
    assert "came into the mailbox Mon 23 Nov 2026 10:00" in told
    assert "collected Mon 23 Nov 2026 10:00" in told
    assert "decided Mon 23 Nov 2026 10:00: acted on, on NSCP 2026-0001-E" in told
    assert "into the folder Escalations/2026/NSCP 2026-0001" in told
    assert "asked for the next stage (ESCALATE)" in told
    assert (
        "letter to joy.okafor@nenevalley.example: what is asked at this stage, on NSCP 2026-0001-E; left Mon 23 Nov"
        in told
    )
    assert "The mailbox has been read up to Wed 25 Nov 2026 00:35" in told
    assert "nobody at the school answers" not in told, "its words are for the case"


def test_it_is_found_by_message_id_by_case_and_within_a_nearer_time(life: Desk) -> None:
    found = json.loads(life("trace", "--from", SARAH, "--at", "2026-11-23 10:04", "--within", "5", "--json").stdout)
    (mail,) = found["mails"]
    assert mail["came"] == "2026-11-23T10:00:00+00:00"
    by_id = json.loads(life("trace", "--message-id", f"<{mail['message_id']}>", "--json").stdout)
    assert by_id["mails"] == [mail]
    on_case = json.loads(life("trace", "--reference", "NSCP 2026-0001", "--json").stdout)
    assert [one["number"] for one in on_case["mails"]] == [1, 2]
    assert "No such mail came" in missed(life, "--from", SARAH, "--at", "2026-11-23 10:04", "--within", "3")


@pytest.mark.parametrize(
    "known",
    [
        ("--from", f"Sarah Whitlock <{SARAH}>", "--at", "2026-11-23 09.04"),
        ("--from", f"<{SARAH}>", "--at", "2026-11-23 09:04"),
        ("--from", "sarah whitlock", "--at", "2026-11-23"),
        ("--from", "Whitlock", "--at", "2026-11-23T09:04"),
        ("--subject", "nct-483920", "--from", "@rockinghamhealth.example"),
        ("--reference", "nscp2026-0001"),
        ("--reference", "nct-483920"),
    ],
)
def test_what_a_coordinator_knows_of_it_finds_it_however_it_is_written(life: Desk, known: tuple[str, ...]) -> None:
    assert f"Mail 1, from {SARAH}, “NCT-483920”" in life.says("trace", *known)


@pytest.mark.parametrize(
    ("written", "since", "until"),
    [
        ("10:04", "2026-11-27T09:04", "2026-11-27T11:04"),
        ("10.04", "2026-11-27T09:04", "2026-11-27T11:04"),
        ("4 minutes past 10", "", ""),
        ("10am", "2026-11-27T09:00", "2026-11-27T11:00"),
        ("yesterday at 10.04", "2026-11-26T09:04", "2026-11-26T11:04"),
        ("yesterday", "2026-11-26T00:00", "2026-11-27T00:00"),
        ("Thursday 10:04", "2026-11-26T09:04", "2026-11-26T11:04"),
        ("26/11/2026", "2026-11-26T00:00", "2026-11-27T00:00"),
        ("26.11.2026 10:04", "2026-11-26T09:04", "2026-11-26T11:04"),
        ("26 Nov 10:04", "2026-11-26T09:04", "2026-11-26T11:04"),
        ("2026-07-20 10:04", "2026-07-20T09:04", "2026-07-20T11:04"),
        ("2026-07-20 10:04+00:00", "2026-07-20T10:04", "2026-07-20T12:04"),
    ],
)
def test_a_time_is_read_as_people_write_it_in_the_partnerships_own_time(written: str, since: str, until: str) -> None:
    london = ZoneInfo("Europe/London")
    now = datetime(2026, 11, 27, 17, tzinfo=london)
    if not since:
        with pytest.raises(UserError, match="is no time"):
            times(written, now, timedelta(hours=1))
        return
    found = times(written, now, timedelta(hours=1))
    assert [f"{one.astimezone(london):%Y-%m-%dT%H:%M}" for one in found] == [since, until]


def test_an_hour_that_has_not_come_is_told_with_what_was_meant_instead() -> None:
    with pytest.raises(UserError, match=r'10:04 on Friday 27 November has not come yet: .* write "yesterday 10:04"'):
        times("10:04", datetime(2026, 11, 27, 8, tzinfo=ZoneInfo("Europe/London")), timedelta(hours=1))


def test_a_letter_of_ours_is_found_by_its_reader_and_by_its_message_id(life: Desk) -> None:
    told = life.says("trace", "--to", DANIEL, "--at", "2026-11-23 09:05", "--within", "10")
    assert (
        f"Our letter to {DANIEL}: what is asked at this stage, on NSCP 2026-0001-E; left Mon 23 Nov 2026 09:05." in told
    )
    with closing(Database(f"sqlite:///{life.database}")) as record, record.read("nscp") as tx:
        (went,) = tracing.letters_of(tx, ["letter000002"])
        named = tx.connection.exec_driver_sql(
            "SELECT message_id FROM letters WHERE letter = 'letter000002'"
        ).scalar_one()
    assert went.template == "stage"
    assert f"Our letter to {DANIEL}" in life.says("trace", "--message-id", named)


@pytest.mark.parametrize(
    "asked",
    [
        ("--from", SARAH),
        ("--from", "@rockinghamhealth.example"),
        ("--from", "Sarah Whitlock"),
        ("--to", SARAH),
        ("--subject", "closed"),
        (),
    ],
)
def test_of_what_is_held_in_confidence_only_that_it_is_there_is_told(life: Desk, asked: tuple[str, ...]) -> None:
    done = life("trace", *asked, "--at", "2026-11-24 10:04", "--within", "60")
    assert not any(word in done.stdout for word in PRIVATE)
    assert "3 in confidence (3 of that time)" in done.stdout
    if asked:
        assert "that are held in confidence: of these no more is told" in " ".join(done.stdout.split())
        assert "letter to" not in done.stdout, "who had a letter about one would tell whose it is"
    else:
        assert done.stdout.count("held in confidence. No more of it is told here.") == 3
        assert "@" not in done.stdout


def test_by_its_own_message_id_no_more_is_told_of_it_either(life: Desk) -> None:
    with closing(Database(f"sqlite:///{life.database}")) as record, record.read("nscp") as tx:
        rows = (
            tx.connection.exec_driver_sql("SELECT message_id FROM mails WHERE folder = 'Confidential'").scalars().all()
        )
        letters = (
            tx.connection.exec_driver_sql("SELECT message_id FROM letters WHERE template = 'signpost'").scalars().all()
        )
    for one in rows:
        done = life("trace", "--message-id", one, "--json")
        assert json.loads(done.stdout)["mails"][0]["in_confidence"] is True
        assert SARAH not in done.stdout
    assert "No such mail came" in missed(life, "--message-id", letters[0])


def test_where_none_came_it_says_what_came_near_and_how_far_the_mailbox_was_read(life: Desk) -> None:
    told = missed(life, "--from", "hannah.moss@rockinghamhealth.example", "--at", "2026-11-23 12:00")
    assert (
        "No such mail came between Mon 23 Nov 2026 11:00 and Mon 23 Nov 2026 13:00. It may still be on its way" in told
    )
    assert "Ask to which address it went: ours is escalate@nscp.example." in told
    assert f"Mon 23 Nov 2026 10:00 mail 2, from {SARAH}" in told
    later = missed(life, "--from", SARAH, "--at", "2026-11-25 09:00")
    assert (
        "the mailbox has been read only up to Wed 25 Nov 2026 00:35: what came after that is not collected yet" in later
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "say what you know of it"),
        (("--at", "about ten"), "is no time: write it as"),
        (("--reference", "NSCP 1"), "no such"),
    ],
)
def test_what_is_asked_wrongly_is_told_with_what_to_write(life: Desk, words: tuple[str, ...], told: str) -> None:
    done = life("trace", *words)
    assert done.exit_code == 1
    assert told in done.stderr


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give an office with two cases, at work."""
    yield from office_on(f"sqlite:///{tmp_path}/data/mailservice.db", tmp_path)


def test_a_letter_that_came_back_and_one_that_waits_are_told_with_the_reason(office: Office) -> None:
    office.server.refuse[DANIEL] = "550 5.1.1 no such mailbox"
    office.write(3, 3)
    office.work()
    told = office.says("trace", "--reference", "NSCP 2026-0003")
    assert f"letter to {DANIEL}: what is asked at this stage, on NSCP 2026-0003-D; ordered" in told
    assert "It came back at 10am on Monday 23 November 2026. 5.1.1" in told

    office.server.refuse[DANIEL] = "451 4.3.0 try again later"
    office.write(4, 4)
    office.work()
    told = office.says("trace", "--reference", "NSCP 2026-0004")
    assert "has not left, and leaves Mon 23 Nov 2026 10:01 at the earliest. It waits: 451 4.3.0" in told


def test_it_looks_while_the_mail_server_is_down_and_before_a_mail_is_decided(office: Office) -> None:
    sample = openings(5)[4]
    office.server.deliver(sample.raw, MONDAY - waiting.WAIT)
    with closing(Database(office.url)) as record, closing(Mailbox(office.server.imap)) as mailbox:
        service = Service(record, Post(office.server.smtp), mailbox, office.clock, DESK)
        service.collecting.work()
        office.server.down = True
        told = office.says("trace", "--from", OTHER, "--at", "2026-11-23 09:55", "--within", "1")
        assert f"from {OTHER}" in told
        assert "decided not yet" in told
        by_time = office.says("trace", "--at", "2026-11-23 09:55", "--within", "1")
        assert "somebody who is told once it is decided" in by_time, "it may yet be one in confidence"
        cut_off = Mailbox(ImapAccount("127.0.0.1", 9, "desk", "none", tls=False))
        Service(record, Post(office.server.smtp), cut_off, office.clock, DESK).carry_mail(lambda: None)
    assert "the service cannot go on with its mailbox: 127.0.0.1 refuses the connection" in office.says(
        "trace", "--from", OTHER
    )


def test_a_mail_from_her_other_address_or_one_that_came_twice_is_found_too(office: Office) -> None:
    sample = openings(5)[4]
    writer = parse(sample.raw).sender.address
    tagged = writer.replace("@", "+phone@")
    raw = sample.raw.replace(writer.encode(), tagged.encode())
    office.server.deliver(raw, MONDAY - waiting.WAIT)
    office.server.deliver(raw, MONDAY - waiting.WAIT)
    office.work()
    told = office.says("trace", "--from", writer)
    assert f"Mail 3, from {tagged}" in told
    assert f"Mail 4, from {tagged}" in told
    assert "It is a second delivery of mail 3, which had come before." in told
    assert "No such mail came" in office("trace", "--from", writer.replace("@", "+tablet@")).output


def test_of_a_month_of_mail_only_what_may_be_hers_is_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Database(office.url)) as record:
        record.upgrade()
        with record.begin(DESK.partnership) as tx:
            for number in range(60):
                who = "kate.obrien@hospital.example" if number == 7 else f"person-{number}@agency.example"
                raw = f"From: <{who}>\r\nTo: {DESK.address}\r\nMessage-ID: <{number}@x.example>\r\n\r\nA word.\r\n".encode()
                message = f"<{number}@x.example>"
                mails.arrive(tx, "INBOX", 1, number + 1, internal_date=MONDAY, raw=raw, message_id=message)
    read: list[bytes] = []
    heading = glimpse.heading

    def noted(raw: bytes, *more: str) -> Mail:
        read.append(raw)
        return heading(raw, *more)

    monkeypatch.setattr(glimpse, "heading", noted)
    assert "from kate.obrien@hospital.example" in office.says("trace", "--from", "Kate.OBrien@hospital.example")
    assert {b"kate.obrien" in one for one in read} == {True}, "to read each of 16,000 took half a minute"
