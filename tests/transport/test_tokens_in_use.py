"""What happens around a token while the service runs: its server is away, puts us off, or wants to know who we are anew."""

import json
import re
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from mailservice.errors import TryLater, Undeliverable
from mailservice.transport import tokens
from mailservice.transport.diagnosis import named_wait
from mailservice.transport.imap import ImapAccount, Mailbox
from mailservice.transport.smtp import Post, SmtpAccount
from mailservice.transport.tokens import Google, Tokens
from tests import servers
from tests.token_server import SECRET, TokenServer
from tests.transport.test_tokens import (
    LETTER,
    OURS,
    SAM,
    Tokened,
    fault_of,
    identity,
    mailbox_by_token,
    microsoft,
    server,
    tokens_of,
)

__all__ = ["identity", "server"]  # the fixtures of the other page


ENDED = b"* BYE Session invalidated - AccessTokenExpired\r\n"
THROTTLED = b" NO Request is throttled. Suggested Backoff Time: 299910 milliseconds\r\n"


class Hours:
    """The clock of this process, put forward."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.began, self.passed = time.monotonic(), 0.0
        monkeypatch.setattr(time, "monotonic", lambda: self.began + self.passed)


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Hours:
    return Hours(monkeypatch)


def google(server: TokenServer, identity: Path, folder: Path) -> Google:
    told = {
        "type": "service_account",
        "client_email": "desk@project.example",
        "private_key": identity.with_name("key.pem").read_text(),
        "token_uri": f"{server.url}/token",
    }
    (folder / "google.json").write_text(json.dumps(told))
    return Google(folder / "google.json", OURS)


def test_a_token_server_that_is_down_for_half_an_hour_stops_nothing(
    server: TokenServer, certificate: Path, hours: Hours
) -> None:
    asked = tokens_of(server, certificate)
    first = asked.get()
    server.page = 502, "<html>Bad Gateway</html>", {}
    for minute in range(29, 59):
        hours.passed = minute * 60.0
        assert asked.get() == first, "it holds for an hour"
    hours.passed = 3600
    assert fault_of(asked).kind == "token server busy"
    server.page = None
    hours.passed += 901
    assert asked.get() != first


def test_the_server_is_asked_seldom_while_it_refuses_us(server: TokenServer, certificate: Path, hours: Hours) -> None:
    asked = tokens_of(server, certificate, secret="wrong")
    for second in range(0, 24 * 3600, 15):
        hours.passed = float(second)
        fault_of(asked)
    assert len(server.asked) <= 105, "a quarter of an hour apart, after the first"


def test_a_new_secret_in_the_same_file_is_taken_at_once(
    server: TokenServer, certificate: Path, tmp_path: Path, hours: Hours
) -> None:
    file = tmp_path / "secret"
    file.write_text("the old one\n")
    asked = tokens_of(server, certificate, secret="", secret_file=file)
    assert fault_of(asked).kind == "secret wrong"
    hours.passed = 5
    assert fault_of(asked).kind == "secret wrong"
    assert len(server.asked) == 1
    file.write_text(f"{SECRET}\n")
    assert server.good(asked.get())


def test_a_sign_in_that_another_process_kept_is_taken_at_once(
    server: TokenServer, certificate: Path, tmp_path: Path, hours: Hours
) -> None:
    kept = tmp_path / "refresh"
    asked = tokens_of(server, certificate, secret="", refresh=kept)
    assert fault_of(asked).kind == "signed out"
    hours.passed = 5
    kept.write_text(f"{server.refresh}\n")
    assert server.good(asked.get())


def test_a_new_secret_does_not_break_the_wait_that_the_server_named(
    server: TokenServer, certificate: Path, tmp_path: Path, hours: Hours
) -> None:
    file = tmp_path / "secret"
    file.write_text("the old one\n")
    asked = tokens_of(server, certificate, secret="", secret_file=file)
    server.says = 429, {"error": "temporarily_unavailable"}, {"Retry-After": "600"}
    fault_of(asked)
    server.says = None
    file.write_text(f"{SECRET}\n")
    hours.passed = 590
    assert fault_of(asked).rests == pytest.approx(10)
    hours.passed = 601
    assert asked.get()


@pytest.mark.parametrize("as_date", [False, True])
def test_google_too_is_left_alone_for_as_long_as_it_asks(
    server: TokenServer, certificate: Path, identity: Path, tmp_path: Path, hours: Hours, *, as_date: bool
) -> None:
    asked = Tokens(google(server, identity, tmp_path), str(certificate), 5.0)
    until = format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True) if as_date else "300"
    server.says = 429, {"error": "rate_limit_exceeded"}, {"Retry-After": until}
    assert fault_of(asked).kind == "token server busy"
    assert len(server.asked) == 1, "its own library would ask again a second later"
    hours.passed = 290
    assert fault_of(asked).kind == "token server busy"
    server.says = None
    hours.passed = 305
    assert server.good(asked.get())


def test_a_proxy_that_looks_into_tls_is_told_for_google_too(
    server: TokenServer, identity: Path, tmp_path: Path
) -> None:
    fault = fault_of(Tokens(google(server, identity, tmp_path), "", 5.0))
    assert (fault.kind, "ca_file" in fault.remedy) == ("untrusted", True)


def test_a_key_of_google_that_names_a_server_without_tls_is_not_shown_to_it(
    server: TokenServer, certificate: Path, identity: Path, tmp_path: Path
) -> None:
    grant = google(server, identity, tmp_path)
    told = json.loads(grant.key.read_text())
    grant.key.write_text(json.dumps({**told, "token_uri": f"http://127.0.0.1:{server.introspection}/token"}))
    fault = fault_of(Tokens(grant, str(certificate), 5.0))
    assert fault.kind == "unreachable"
    assert not server.asked


@pytest.mark.parametrize(
    ("status", "page"),
    [
        (302, ""),
        (200, "<html>Log in to this network</html>"),
        (403, "<html>Category: Web-based Email</html>"),
        (407, "<html>Proxy Authentication Required</html>"),
        (200, '["no", "token"]'),
        (200, '"blocked"'),
        (200, "null"),
        (404, ""),
    ],
)
@pytest.mark.parametrize("provider", ["microsoft", "google"])
def test_whatever_something_in_between_answers_is_told_as_that(
    server: TokenServer, certificate: Path, identity: Path, tmp_path: Path, status: int, page: str, provider: str
) -> None:
    server.page = status, page, {"Location": "http://block.council.example/"}
    grant = microsoft(server) if provider == "microsoft" else google(server, identity, tmp_path)
    fault = fault_of(Tokens(grant, str(certificate), 5.0))
    assert fault.kind == "proxy"
    assert "to https://localhost" in fault.remedy


def test_a_refresh_token_that_cannot_be_written_down_stops_no_mail(
    server: TokenServer, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "refresh"
    kept.write_text("first-refresh\n")
    server.revokes = False  # as Microsoft: the one before stays good

    def full(_file: Path, _secret: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tokens, "keep_secret", full)
    assert server.good(tokens_of(server, certificate, secret="", refresh=kept).get())


def test_killed_before_the_next_refresh_token_was_written_down_the_one_before_is_shown_again(
    server: TokenServer, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "refresh"
    kept.write_text("first-refresh\n")
    server.revokes = False

    def killed(_file: Path, _secret: str) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(tokens, "keep_secret", killed)
        with pytest.raises(SystemExit):
            tokens_of(server, certificate, secret="", refresh=kept).get()
    assert kept.read_text() == "first-refresh\n"
    assert server.good(tokens_of(server, certificate, secret="", refresh=kept).get())
    server.revokes = (
        True  # where a provider takes the one before back, nothing helps but to sign in anew, and that is said
    )
    kept.write_text("first-refresh\n")
    fault = fault_of(tokens_of(server, certificate, secret="", refresh=kept))
    assert (fault.kind, "sign-in" in fault.remedy) == ("signed out", True)


def test_a_refusal_says_how_long_the_server_is_left_alone(server: TokenServer, certificate: Path) -> None:
    server.says = 429, {"error": "temporarily_unavailable"}, {"Retry-After": "99999"}
    with pytest.raises(TryLater) as caught:
        tokens_of(server, certificate).get()
    assert caught.value.rests == pytest.approx(3600, abs=5), "an hour, whatever it asks for"


def in_clear(dovecot: servers.Dovecot, server: TokenServer, certificate: Path, port: int) -> ImapAccount:
    return replace(dovecot.account(OURS), port=port, password="", tokens=tokens_of(server, certificate))


@pytest.fixture
def dovecot(server: TokenServer, certificate: Path) -> Iterator[servers.Dovecot]:
    with mailbox_by_token(server, certificate, "xoauth2") as running:
        yield running


def test_a_session_that_ends_with_its_token_loses_no_mail_and_is_no_fault(
    server: TokenServer, certificate: Path, dovecot: servers.Dovecot
) -> None:
    ended: list[bytes] = []

    def ends(said: bytes) -> bytes:
        if not said.startswith(b"+ idling") or ended:
            return said
        ended.append(said)
        with closing(Mailbox(in_clear(dovecot, server, certificate, dovecot.port))) as another:
            another.append("INBOX", LETTER, datetime.now(UTC))
        server.given.clear()  # from now on no token of before is any good
        return said + ENDED

    with (
        servers.Wire(dovecot.port, ends) as wire,
        closing(Mailbox(in_clear(dovecot, server, certificate, wire.port))) as mailbox,
    ):
        mailbox.uidvalidity()
        assert mailbox.uids() == ()
        assert mailbox.wait(30), "the mail that came meanwhile"
        assert [one.raw for one in mailbox.fetch(mailbox.uids())] == [LETTER]
    assert len(ended) == 1
    assert len(server.asked) == 3, "one for each who put something there, and one anew"


def test_a_mailbox_that_names_a_wait_is_left_alone_for_so_long(
    server: TokenServer, certificate: Path, dovecot: servers.Dovecot, hours: Hours
) -> None:
    throttles = True
    connections = 0

    def says(said: bytes) -> bytes:
        nonlocal connections
        connections += said.startswith(b"* OK")
        found = re.match(
            rb"(\w+) OK (?:\[READ-WRITE\] )?Select completed|.*\r\n(\w+) OK .{0,20}Select completed", said, re.DOTALL
        )
        return (found[1] or found[2]) + THROTTLED if found and throttles else said

    with (
        servers.Wire(dovecot.port, says) as wire,
        closing(Mailbox(in_clear(dovecot, server, certificate, wire.port))) as mailbox,
    ):
        with pytest.raises(TryLater) as caught:
            mailbox.uidvalidity()
        assert caught.value.kind == "busy"
        assert caught.value.rests == pytest.approx(300, abs=2)
        for later in (1, 100, 290):
            hours.passed = later
            with pytest.raises(TryLater) as caught:
                mailbox.uidvalidity()
            assert caught.value.rests == pytest.approx(300 - later, abs=2)
        assert connections == 1
        throttles = False
        hours.passed = 302
        assert mailbox.uidvalidity()


def test_a_submission_server_that_names_a_wait_is_left_alone_for_so_long(hours: Hours) -> None:
    with servers.Submission() as submission:
        submission.answers["MAIL"] = "452 4.3.2 Too many letters, try again in 10 minutes"
        post = Post(SmtpAccount("localhost", submission.port, OURS, tls="none", timeout_s=5))
        for later in (0, 300, 590):
            hours.passed = later
            with pytest.raises(TryLater) as caught:
                post.send(LETTER, SAM)
            assert caught.value.rests == pytest.approx(600 - later, abs=2)
            assert "try again in 10 minutes" in str(caught.value)
        submission.answers.clear()
        hours.passed = 602
        post.send(LETTER, SAM)


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("Request is throttled. Suggested Backoff Time: 299910 milliseconds", 299.91),
        ("Server Busy. Backoff 60000 ms", 60),
        ("4.7.0 Try again in 5 minutes", 300),
        ("please retry after 30 seconds", 30),
        ("wait 2 hours", 3600),
        ("Suggested Backoff Time: 999999999 milliseconds", 3600),
        (
            "4.7.0 Too many login attempts, please try again later. 4-20020a056000154400b00203812ca383sm10857871wry.78 - gsmtp",
            0,
        ),
        ("4.7.500 Server busy. Please try again later from [192.0.2.7]. (S77719)", 0),
        ("4.3.111 Temporary server error. Please try again later MRH1", 0),
        ("Server Busy", 0),
        ("we waited 30 seconds for you", 0),
    ],
)
def test_only_a_time_with_its_unit_is_a_wait_and_an_hour_is_the_longest(words: str, seconds: float) -> None:
    assert named_wait(words) == pytest.approx(seconds)


class TestASecretThatAServerRepeats:
    def test_a_token_server(self, server: TokenServer, certificate: Path) -> None:
        server.says = (
            401,
            {"error": "invalid_client", "error_description": "AADSTS7000215: bad secret wren-of-ours"},
            {},
        )
        fault = fault_of(tokens_of(server, certificate, secret="wren-of-ours"))
        assert "wren-of-ours" not in str(fault)
        assert "AADSTS7000215: bad secret …" in str(fault)

    @pytest.mark.parametrize("form", ["{}", "AUTH {} failed", "in {base64}"])
    def test_a_submission_server(self, server: TokenServer, certificate: Path, form: str) -> None:
        asked = tokens_of(server, certificate)
        token = asked.get()
        sent = b64encode(f"user={OURS}\x01auth=Bearer {token}\x01\x01".encode()).decode()
        with Tokened(server, refusal=f"535 5.7.3 {form.format(token, base64=sent)}") as submission:
            submission.takes = server.gives_good = False
            post = Post(SmtpAccount("localhost", submission.port, OURS, OURS, tls="none", timeout_s=5, tokens=asked))
            with pytest.raises(Undeliverable) as caught:
                post.send(LETTER, SAM)
        assert token not in str(caught.value)
        assert sent not in str(caught.value)
        assert "…" in str(caught.value)

    def test_a_mail_server(self, dovecot: servers.Dovecot) -> None:
        def repeats(said: bytes) -> bytes:
            return re.sub(rb"^(\w+) NO .*", rb"\1 NO LOGIN desk@nscp.example wren-of-ours failed\r", said)

        with servers.Wire(dovecot.port, repeats) as wire:
            account = replace(dovecot.account(OURS), port=wire.port, password="wren-of-ours")
            with closing(Mailbox(account)) as mailbox, pytest.raises(TryLater) as caught:
                mailbox.uidvalidity()
        assert "wren-of-ours" not in str(caught.value)
        assert "LOGIN desk@nscp.example … failed" in str(caught.value)
