"""The mail server we carry: what people send reaches the desk at the story's hour, what we send reaches the people."""

import imaplib
import smtplib
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailservice.clock import VirtualClock
from mailservice.errors import TryLater, Undeliverable
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post

TUESDAY = datetime(2026, 12, 22, 16, 59, tzinfo=UTC)
SERVICE = "escalate@partnership.example"
IFE, SAM = "ife@health.example", "sam@council.example"


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(TUESDAY)


@pytest.fixture
def server(clock: VirtualClock) -> Iterator[EmbeddedServer]:
    with EmbeddedServer(clock, SERVICE) as server:
        yield server


@pytest.fixture
def desk(server: EmbeddedServer) -> Iterator[Mailbox]:
    mailbox = Mailbox(server.imap)
    yield mailbox
    mailbox.close()


def write(server: EmbeddedServer, *recipients: str, sender: str = IFE, body: str = "I disagree.\n") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender or "MAILER-DAEMON", ", ".join(recipients), "a referral"
    message.set_content(body)
    with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=5) as client:
        client.send_message(message, sender, list(recipients))


def test_a_mail_to_the_service_comes_in_at_the_storys_hour(
    server: EmbeddedServer, desk: Mailbox, clock: VirtualClock
) -> None:
    write(server, SERVICE)
    clock.set(TUESDAY + timedelta(days=6))
    write(server, SERVICE)
    assert [mail.internal_date for mail in desk.fetch(desk.uids())] == [TUESDAY, TUESDAY + timedelta(days=6)]
    assert server.outbox == []


def test_a_mail_to_a_colleague_that_copies_the_service_reaches_both(server: EmbeddedServer, desk: Mailbox) -> None:
    write(server, SAM, SERVICE)
    assert len(desk.uids()) == 1
    assert [(sent.recipient, sent.at) for sent in server.outbox] == [(SAM, TUESDAY)]


def test_the_envelope_is_shown_on_top_as_a_delivering_server_does(server: EmbeddedServer, desk: Mailbox) -> None:
    write(server, "escalate+t0ken@partnership.example")
    (mail,) = desk.fetch(desk.uids())
    assert mail.raw.startswith(
        b"Return-Path: <ife@health.example>\r\nDelivered-To: escalate+t0ken@partnership.example\r\nFrom: "
    )


def test_the_office_beside_the_service_is_not_the_service(server: EmbeddedServer, desk: Mailbox) -> None:
    Post(server.smtp).send(b"Subject: for the office\r\n\r\nx\r\n", "office@partnership.example")
    assert desk.uids() == ()
    assert server.outbox[0].recipient == "office@partnership.example"


def test_a_bounce_with_an_empty_sender_comes_in(server: EmbeddedServer, desk: Mailbox) -> None:
    write(server, SERVICE, sender="")
    (mail,) = desk.fetch(desk.uids())
    assert mail.raw.startswith(b"Return-Path: <>\r\n")


def test_a_letter_is_kept_in_the_outbox_the_folder_and_a_persons_mail_client(
    clock: VirtualClock, tmp_path: Path
) -> None:
    letter = b"Subject: please answer\r\n\r\nDear Sam,\r\n"
    with EmbeddedServer(clock, SERVICE, tmp_path / "letters") as server:
        Post(server.smtp).send(letter, SAM)
        people = Mailbox(server.people)
        assert [mail.raw for mail in people.fetch(people.uids())] == [letter]
        people.close()
    assert [tuple(sent) for sent in server.outbox] == [(SAM, letter, TUESDAY)]
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["0001-sam@council.example.eml"]
    assert next((tmp_path / "letters").iterdir()).read_bytes() == letter


def test_no_recipient_can_write_outside_the_folder(clock: VirtualClock, tmp_path: Path) -> None:
    with EmbeddedServer(clock, SERVICE, tmp_path / "letters") as server:
        Post(server.smtp).send(b"Subject: x\r\n\r\nx\r\n", "../../etc/passwd@x.example")
    assert [path.parent for path in tmp_path.rglob("*.eml")] == [tmp_path / "letters"]


def test_an_address_can_bounce_or_be_slow(server: EmbeddedServer) -> None:
    server.refuse = {SAM: "550 5.1.1 she has left", IFE: "451 4.7.1 come back later"}
    with pytest.raises(Undeliverable, match="she has left"):
        Post(server.smtp).send(b"\r\nx\r\n", SAM)
    with pytest.raises(TryLater):
        Post(server.smtp).send(b"\r\nx\r\n", IFE)
    Post(server.smtp).send(b"\r\nx\r\n", "noor@school.example")
    assert [sent.recipient for sent in server.outbox] == ["noor@school.example"]


def test_while_it_is_down_nothing_is_served_and_afterwards_nothing_is_lost(
    server: EmbeddedServer, desk: Mailbox, clock: VirtualClock
) -> None:
    write(server, SERVICE)
    before = desk.uidvalidity(), desk.uids()
    server.down = True
    time.sleep(0.05)
    with pytest.raises(TryLater):
        desk.uids()
    with pytest.raises(TryLater):
        Post(server.smtp).send(b"\r\nx\r\n", SAM)
    server.deliver(b"Subject: sent in the meantime\r\n\r\nx\r\n", TUESDAY + timedelta(days=3))
    clock.set(TUESDAY + timedelta(days=7))
    server.down = False
    assert (desk.uidvalidity(), desk.uids()[:1]) == before
    assert [mail.internal_date for mail in desk.fetch(desk.uids())] == [TUESDAY, TUESDAY + timedelta(days=3)]


def test_mail_with_long_lines_and_odd_bytes_comes_in_whole(server: EmbeddedServer, desk: Mailbox) -> None:
    raw = b"Subject: \xff\xfe\r\nX-Long: " + b"y" * 5000 + b"\r\n\r\n" + b"x" * 20000 + b"\r\n.hidden dot\r\n"
    with smtplib.SMTP(server.smtp.host, server.smtp.port, timeout=5) as client:
        client.sendmail(IFE, [SERVICE], raw)
    (mail,) = desk.fetch(desk.uids())
    assert mail.raw.endswith(raw)


def test_a_mail_nested_without_end_is_refused_and_the_next_one_taken(server: EmbeddedServer, desk: Mailbox) -> None:
    part = 'Content-Type: multipart/mixed; boundary="b{0}"\r\n\r\n--b{0}\r\n'
    with pytest.raises(Undeliverable, match="nested too deeply"):
        Post(server.smtp).send("".join(part.format(depth) for depth in range(500)).encode(), SERVICE)
    write(server, SERVICE)
    assert len(desk.uids()) == 1


def test_a_wrong_password_opens_no_mailbox(server: EmbeddedServer) -> None:
    with imaplib.IMAP4(server.imap.host, server.imap.port, timeout=5) as client, pytest.raises(imaplib.IMAP4.error):
        client.login("desk", "guess")


def test_fifty_servers_leave_neither_thread_nor_port_behind(clock: VirtualClock) -> None:
    threads, started = threading.active_count(), time.monotonic()
    for _ in range(50):
        with EmbeddedServer(clock, SERVICE) as server:
            mailbox = Mailbox(server.imap)
            mailbox.uids()  # and is left open
    assert time.monotonic() - started < 10
    assert threading.active_count() == threads
    with EmbeddedServer(clock, SERVICE, imap_port=server.imap.port, smtp_port=server.smtp.port) as again:
        assert again.imap.port == server.imap.port


def test_a_port_that_is_taken_is_said_at_once(server: EmbeddedServer, clock: VirtualClock) -> None:
    with pytest.raises(OSError, match="in use"):
        EmbeddedServer(clock, SERVICE, imap_port=server.imap.port).start()
