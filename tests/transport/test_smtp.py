"""Letters handed to a mail server: taken, put off, refused for good, and nothing else whatever the server does."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailservice.errors import TryLater, Undeliverable
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post, SmtpAccount
from tests import servers
from tests.servers import Submission, Wire

SERVICE = "escalate@partnership.example"
SAM = "sam@council.example"
LETTER = (
    b"From: Escalations <escalate@partnership.example>\r\nTo: sam@council.example\r\n"
    b"Subject: [NSCP 2026-0042-K] Please answer by Thursday\r\n\r\nDear Sam,\r\n.\r\n..\r\n"
)


def post(port: int, timeout_s: float = 5) -> Post:
    return Post(SmtpAccount("127.0.0.1", port, SERVICE, tls="none", timeout_s=timeout_s))


def test_a_letter_is_taken_byte_for_byte() -> None:
    with Submission() as server:
        post(server.port).send(LETTER, SAM)
        (taken,) = server.taken
    assert (taken.sender, taken.recipients, taken.raw) == (SERVICE, (SAM,), LETTER)


def test_a_letter_that_was_taken_reaches_a_mailbox(dovecot: servers.Dovecot) -> None:
    mailbox = Mailbox(dovecot.account())
    at = datetime(2026, 3, 3, 9, tzinfo=UTC)
    with Submission(deliver=lambda taken: mailbox.append("INBOX", taken.raw, at, seen=False)) as server:
        post(server.port).send(LETTER, SAM)
    assert [mail.raw for mail in mailbox.fetch(mailbox.uids())] == [LETTER]
    mailbox.close()


def send_together(server: Submission, letters: int) -> list[str]:
    """Send so many letters one after the other, and return whom each reached, in order."""
    sender = post(server.port)
    with sender.together():
        for number in range(letters):
            sender.send(LETTER, f"reader-{number}@council.example")
    return [one for taken in server.taken for one in taken.recipients]


def test_letters_on_their_own_go_over_a_connection_each() -> None:
    with Submission() as server:
        sender = post(server.port)
        sender.send(LETTER, SAM)
        sender.send(LETTER, "ife@health.example")
        assert [taken.recipients for taken in server.taken] == [(SAM,), ("ife@health.example",)]
        assert server.sessions == [1, 1]


def test_letters_that_leave_one_after_the_other_go_in_one_session_twenty_at_most() -> None:
    with Submission() as server:
        assert send_together(server, 45) == [f"reader-{number}@council.example" for number in range(45)]
        assert server.sessions == [20, 20, 5]
        assert {taken.sender for taken in server.taken} == {SERVICE}


@pytest.mark.parametrize("enough", ["421 4.7.0 too many messages", "452 4.5.3 try again", "554 5.7.0 enough", "drop"])
def test_a_server_that_has_enough_of_a_session_gets_another_and_no_letter_twice(enough: str) -> None:
    with Submission() as server:
        server.most, server.enough = 3, enough
        assert send_together(server, 8) == [f"reader-{number}@council.example" for number in range(8)]
        assert server.sessions == [3, 3, 2]


def test_what_a_server_says_of_a_letter_counts_when_it_says_so_in_a_fresh_session() -> None:
    with Submission() as server:
        sender = post(server.port)
        with sender.together():
            sender.send(LETTER, SAM)
            server.answers["RCPT"] = "550 5.1.1 nobody of that name here"
            with pytest.raises(Undeliverable, match="nobody of that name"):
                sender.send(LETTER, "gone@council.example")
            assert server.sessions == [1, 0]
            server.answers.clear()
            sender.send(LETTER, "ife@health.example")
        assert [taken.recipients for taken in server.taken] == [(SAM,), ("ife@health.example",)]
        assert server.sessions == [1, 0, 1]


def test_a_letter_is_not_sent_again_where_nobody_knows_whether_the_server_has_it() -> None:
    with Submission() as server:
        sender = post(server.port)
        with sender.together():
            sender.send(LETTER, SAM)
            server.answers["DATA"] = "drop"
            with pytest.raises(TryLater):
                sender.send(LETTER, SAM)
        assert server.sessions == [1], "it rests, and is tried later: that is for whoever counts the tries"


def test_a_session_is_ended_with_the_last_letter_and_never_left_open() -> None:
    with Submission() as server:
        sender = post(server.port)
        with sender.together():
            sender.send(LETTER, SAM)
        sender.send(LETTER, SAM)
        assert server.sessions == [1, 1]


def test_a_letter_in_other_letters_than_ascii_changes_nothing_for_the_next() -> None:
    with Submission() as server:
        sender = post(server.port)
        with sender.together():
            sender.send(LETTER, "zoë@council.example")
            sender.send(LETTER, SAM)
        first, second = server.taken
        assert server.sessions == [2]
        assert "SMTPUTF8" in first.mail_options
        assert "SMTPUTF8" not in second.mail_options


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_refusal_for_good_carries_its_sentence_and_status(stage: str) -> None:
    with Submission(answers={stage: "550 5.1.1 nobody of that name here"}) as server:
        with pytest.raises(Undeliverable, match=r"550 5\.1\.1 nobody of that name here") as caught:
            post(server.port).send(LETTER, SAM)
        assert caught.value.status == "5.1.1"
        assert server.taken == []


def test_a_refusal_without_an_enhanced_status_gives_its_code() -> None:
    with Submission(answers={"RCPT": "554 no"}) as server, pytest.raises(Undeliverable) as caught:
        post(server.port).send(LETTER, SAM)
    assert caught.value.status == "554"


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("reply", ["450 4.2.1 busy", "421 4.3.2 going down", "452 4.2.2 full"])
def test_a_letter_put_off_is_tried_later(stage: str, reply: str) -> None:
    with Submission(answers={stage: reply}) as server, pytest.raises(TryLater):
        post(server.port).send(LETTER, SAM)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_refusal_tells_at_which_step_it_came(step: str) -> None:
    with (
        Submission(answers={step: "530 5.7.0 authentication required"}) as server,
        pytest.raises(Undeliverable) as caught,
    ):
        post(server.port).send(LETTER, SAM)
    assert caught.value.step == step


def test_a_greeting_that_sends_us_away_is_a_refusal() -> None:
    with saying(b"554 5.7.1 not you\r\n") as port, pytest.raises(Undeliverable) as caught:
        post(port, timeout_s=0.3).send(LETTER, SAM)
    assert caught.value.step == "greeting"


def test_each_letter_may_come_back_to_an_address_and_with_an_id_of_its_own() -> None:
    with Submission(announce=["DSN"]) as server:
        post(server.port).send(LETTER, SAM, "escalate+back-1@partnership.example", "abc.def")
        (taken,) = server.taken
    assert taken.sender == "escalate+back-1@partnership.example"
    assert "ENVID=abc.def" in taken.mail_options


def test_a_connection_dropped_before_the_answer_is_tried_later() -> None:
    with Submission(answers={"DATA": "drop"}) as server, pytest.raises(TryLater):
        post(server.port).send(LETTER, SAM)


def test_nobody_listening_is_tried_later() -> None:
    with pytest.raises(TryLater, match="refuses the connection"):
        post(servers.free_port()).send(LETTER, SAM)


@contextmanager
def saying(words: bytes) -> Iterator[int]:
    """Run something on a port that says its words to whoever comes, and then nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = threading.Event()

        def serve() -> None:
            guest = listener.accept()[0]
            with guest:
                guest.sendall(words)
                ended.wait(10)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        ended.set()
        thread.join(5)


@pytest.mark.parametrize("words", [b"", b"220 hello\r\n", b"220 hello\r\n250-one\r\n"])
def test_a_server_that_falls_silent_is_given_up_in_time(words: bytes) -> None:
    started = time.monotonic()
    with saying(words) as port, pytest.raises(TryLater):
        post(port, timeout_s=0.3).send(LETTER, SAM)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "words", [b"421 not now\r\n", b"SSH-2.0-OpenSSH\r\n", b"\xff\xff\xff\r\n", b"220" + b"x" * 9000]
)
def test_a_greeting_that_is_no_welcome_is_tried_later(words: bytes) -> None:
    with saying(words) as port, pytest.raises(TryLater):
        post(port, timeout_s=0.3).send(LETTER, SAM)


class TestNotices:
    def test_failure_and_delay_are_asked_for_where_the_server_offers_dsn(self) -> None:
        with Submission(announce=["DSN"]) as server:
            post(server.port).send(LETTER, SAM)
            (taken,) = server.taken
        assert "NOTIFY=FAILURE,DELAY" in taken.recipient_options
        assert "RET=HDRS" in taken.mail_options

    def test_nothing_is_asked_of_a_server_that_does_not_offer_dsn(self) -> None:
        with Submission(announce=[]) as server:
            post(server.port).send(LETTER, SAM)
            (taken,) = server.taken
        assert (taken.recipient_options, taken.mail_options) == ((), ())


class TestWhatLettersAreMadeOf:
    EIGHT_BIT = LETTER + "Annwyl Si\u00e2n, t\u0177\r\n".encode()

    def test_an_8_bit_letter_says_so(self) -> None:
        with Submission() as server:
            post(server.port).send(self.EIGHT_BIT, SAM)
            (taken,) = server.taken
        assert taken.raw == self.EIGHT_BIT
        assert "BODY=8BITMIME" in taken.mail_options

    def test_an_8_bit_letter_is_not_forced_on_a_7_bit_server(self) -> None:
        with Submission(announce=[]) as server, pytest.raises(Undeliverable) as caught:
            post(server.port).send(self.EIGHT_BIT, SAM)
        assert caught.value.status == "5.6.3"

    def test_an_address_outside_ascii_goes_where_the_server_can_take_it(self) -> None:
        with Submission() as server:
            post(server.port).send(LETTER, "si\u00e2n@council.example")
            (taken,) = server.taken
        assert taken.recipients == ("si\u00e2n@council.example",)
        assert "SMTPUTF8" in taken.mail_options

    def test_an_address_outside_ascii_is_undeliverable_where_it_cannot(self) -> None:
        with Submission(announce=["8BITMIME"]) as server, pytest.raises(Undeliverable) as caught:
            post(server.port).send(LETTER, "si\u00e2n@council.example")
        assert caught.value.status == "5.6.7"

    @pytest.mark.parametrize(
        "address", ["", "sam", "sam@x.example\r\nRCPT TO:<eve@x.example>", "a b@x.example", "<s@x>"]
    )
    def test_what_is_no_address_is_undeliverable_without_a_connection(self, address: str) -> None:
        with pytest.raises(Undeliverable) as caught:
            post(servers.free_port()).send(LETTER, address)
        assert caught.value.status == "5.1.3"

    def test_a_line_of_9000_letters_goes_where_the_server_takes_it(self) -> None:
        long = LETTER + b"x" * 9000 + b"\r\n"
        with Submission() as server:
            post(server.port).send(long, SAM)
            assert server.taken[0].raw == long

    def test_a_line_too_long_for_the_server_is_undeliverable(self) -> None:
        with Submission(line_limit=1001) as server, pytest.raises(Undeliverable, match="500"):
            post(server.port).send(LETTER + b"x" * 9000 + b"\r\n", SAM)

    def test_a_bare_line_feed_cannot_end_the_letter_early(self) -> None:
        with Submission() as server:
            post(server.port).send(LETTER + b"one\n.\nMAIL FROM:<eve@x.example>\r\n", SAM)
            (taken,) = server.taken
        assert taken.raw.endswith(b"one\r\n.\r\nMAIL FROM:<eve@x.example>\r\n")


class TestEncryption:
    @pytest.fixture
    def tls(self, certificate: Path) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, certificate.with_name("key.pem"))
        return context

    @staticmethod
    def account(port: int, password: str = servers.PASSWORD) -> SmtpAccount:
        return SmtpAccount("localhost", port, SERVICE, "desk", password, "starttls", timeout_s=5)

    def test_the_password_goes_only_after_the_connection_is_encrypted(
        self, certificate: Path, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with Submission(starttls=tls) as server:
            Post(self.account(server.port)).send(LETTER, SAM)
            assert server.logins == ["desk encrypted"]
            assert len(server.taken) == 1

    def test_a_server_encrypted_from_the_first_byte_is_served_too(
        self, certificate: Path, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with Submission(implicit_tls=tls) as server:
            Post(SmtpAccount("localhost", server.port, SERVICE, tls="implicit", timeout_s=5)).send(LETTER, SAM)
            assert server.taken[0].raw == LETTER

    def test_a_wrong_password_is_a_refusal_of_us_and_not_repeated(
        self, certificate: Path, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        account = self.account(0, password="hunter2")
        assert "hunter2" not in repr(account)
        with Submission(starttls=tls) as server, pytest.raises(Undeliverable, match="535") as caught:
            Post(self.account(server.port, password="hunter2")).send(LETTER, SAM)
        assert "hunter2" not in str(caught.value)

    def test_a_server_nobody_vouches_for_gets_neither_password_nor_letter(self, tls: ssl.SSLContext) -> None:
        with Submission(starttls=tls) as server:
            with pytest.raises(Undeliverable) as caught:
                Post(self.account(server.port)).send(LETTER, SAM)
            assert caught.value.step == "login"
            assert (server.logins, server.taken) == ([], [])

    def test_a_server_without_starttls_gets_neither_password_nor_letter(self) -> None:
        with Submission() as server:
            with pytest.raises(Undeliverable) as caught:
                Post(self.account(server.port)).send(LETTER, SAM)
            assert caught.value.step == "login"
            assert (server.logins, server.taken) == ([], [])

    def test_what_is_no_reply_at_all_is_told_as_such(self) -> None:
        garbled = pytest.raises(TryLater, match="answered what cannot be understood")
        with Submission() as server, Wire(server.port, lambda _: b"\xff\xfe!!\r\n") as wire, garbled:
            Post(SmtpAccount("127.0.0.1", wire.port, SERVICE, tls="none", timeout_s=5)).send(LETTER, SAM)

    def test_plain_text_to_another_machine_is_refused_outright(self) -> None:
        for host in ("mail.partnership.example", "10.0.0.5", "127.0.0.1.partnership.example"):
            with pytest.raises(ValueError, match="this machine only"):
                SmtpAccount(host, 25, SERVICE, tls="none")
