"""Tokens instead of a password, of a token server over TLS, for a real Dovecot and a submission server that know no password."""

import base64
import json
import ssl
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from mailservice.errors import TryLater, Undeliverable
from mailservice.transport import tokens
from mailservice.transport.imap import ImapAccount, Mailbox
from mailservice.transport.smtp import Post, SmtpAccount
from mailservice.transport.token_faults import refusal
from mailservice.transport.tokens import Google, Microsoft, Tokens
from tests import servers, token_server
from tests.token_server import CLIENT, SECRET, TENANT, TokenServer
from tests.transport import certificates

LETTER = b"From: escalate@nscp.example\r\nTo: sam@school.example\r\nSubject: A\r\n\r\nB\r\n"
OURS, SAM = "desk@nscp.example", "sam@school.example"


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the key and certificate by which an application proves itself, in one PEM file."""
    made = certificates.certificate(tmp_path_factory.mktemp("identity"), "mailservice", key="rsa:2048")
    made.with_name("both.pem").write_text(made.with_name("key.pem").read_text() + made.read_text())
    return made


@pytest.fixture
def server(certificate: Path, identity: Path) -> Iterator[TokenServer]:
    with token_server.token_server(certificate, identity) as running:
        yield running


def microsoft(server: TokenServer, **more: Any) -> Microsoft:
    return Microsoft(**{"tenant": TENANT, "client_id": CLIENT, "secret": SECRET, "authority": server.url, **more})


def tokens_of(server: TokenServer, authority: Path, **more: Any) -> Tokens:
    return Tokens(microsoft(server, **more), str(authority), 5.0)


def fault_of(asked: Tokens) -> TryLater:
    with pytest.raises(TryLater) as caught:
        asked.get()
    assert caught.value.remedy, "whoever looks after it is told what to do"
    return caught.value


class TestHowWeProveWhoWeAre:
    def test_by_a_secret(self, server: TokenServer, certificate: Path) -> None:
        assert server.good(tokens_of(server, certificate).get())
        assert server.asked[-1]["scope"] == "https://outlook.office365.com/.default"

    def test_by_a_certificate(self, server: TokenServer, certificate: Path, identity: Path) -> None:
        both = identity.with_name("both.pem")
        assert server.good(tokens_of(server, certificate, secret="", certificate=both).get())
        assert "client_secret" not in server.asked[-1]

    def test_by_somebodys_sign_in_and_the_next_refresh_token_is_kept(
        self, server: TokenServer, certificate: Path, tmp_path: Path
    ) -> None:
        kept = tmp_path / "refresh"
        kept.write_text("first-refresh\n")
        asked = tokens_of(server, certificate, secret="", refresh=kept)
        first = asked.get()
        assert kept.read_text().strip() == server.refresh != "first-refresh"
        assert kept.stat().st_mode & 0o777 == 0o600
        asked.forget(first)
        assert server.good(asked.get())
        assert kept.read_text().strip() == server.refresh

    def test_by_a_service_account_of_google_that_acts_for_the_mailbox(
        self, server: TokenServer, certificate: Path, identity: Path, tmp_path: Path
    ) -> None:
        key = tmp_path / "google.json"
        told = {
            "type": "service_account",
            "client_email": "desk@project.example",
            "private_key": identity.with_name("key.pem").read_text(),
            "token_uri": f"{server.url}/token",
        }
        key.write_text(json.dumps(told))
        assert server.good(Tokens(Google(key, OURS), str(certificate), 5.0).get())
        fault = fault_of(Tokens(Google(key, "nobody@nscp.example"), str(certificate), 5.0))
        assert fault.kind == "mailbox unknown"


class TestHowLongATokenIsUsed:
    def test_it_is_got_once_and_anew_before_its_end(
        self, server: TokenServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = tokens_of(server, certificate)
        first, now = asked.get(), time.monotonic()
        assert asked.get() == first
        monkeypatch.setattr(time, "monotonic", lambda: now + 3400)
        assert asked.get() != first
        assert len(server.asked) == 2

    def test_one_that_a_mail_server_took_for_bad_is_not_shown_again(
        self, server: TokenServer, certificate: Path
    ) -> None:
        asked = tokens_of(server, certificate)
        first = asked.get()
        asked.forget("another")
        assert asked.get() == first
        asked.forget(first)
        assert asked.get() != first

    def test_a_secret_that_was_exchanged_in_its_file_needs_no_new_start(
        self,
        server: TokenServer,
        certificate: Path,
        identity: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        file = tmp_path / "app.pem"
        other = certificates.certificate(tmp_path / "other", "mailservice", key="rsa:2048")
        file.write_text(other.with_name("key.pem").read_text() + other.read_text())
        asked = tokens_of(server, certificate, secret="", certificate=file)
        assert fault_of(asked).kind == "certificate"
        file.write_text(identity.with_name("both.pem").read_text())
        now = time.monotonic()
        monkeypatch.setattr(time, "monotonic", lambda: now + 31)  # the half minute for which it is left alone is over
        assert server.good(asked.get())


class TestWhatStandsInTheWay:
    @pytest.mark.parametrize(
        ("changed", "kind"),
        [
            ({"secret": "wrong"}, "secret wrong"),
            ({"client_id": "unknown"}, "application"),
            ({"tenant": "nowhere.example"}, "tenant"),
        ],
    )
    def test_each_wrong_setting_has_its_own_reason(
        self, server: TokenServer, certificate: Path, changed: dict[str, str], kind: str
    ) -> None:
        fault = fault_of(tokens_of(server, certificate, **changed))
        assert fault.kind == kind, fault
        assert SECRET not in str(fault)
        assert "wrong" not in str(fault.__cause__)

    def test_a_server_that_asks_us_to_wait_is_left_alone_for_so_long(
        self, server: TokenServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked, now = tokens_of(server, certificate), time.monotonic()
        server.says = 429, {"error": "temporarily_unavailable"}, {"Retry-After": "120"}
        assert fault_of(asked).kind == "token server busy"
        server.says = None
        for later in (1, 60, 110):
            monkeypatch.setattr(time, "monotonic", lambda later=later: now + later)
            assert fault_of(asked).kind == "token server busy"
        assert len(server.asked) == 1
        monkeypatch.setattr(time, "monotonic", lambda: now + 125)
        assert asked.get()

    def test_a_wait_may_be_named_as_a_moment(
        self, server: TokenServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked, now = tokens_of(server, certificate), time.monotonic()
        until = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
        server.says = 503, {}, {"Retry-After": until}
        assert fault_of(asked).kind == "token server busy"
        server.says = None
        monkeypatch.setattr(time, "monotonic", lambda: now + 500)
        assert fault_of(asked).kind == "token server busy"
        monkeypatch.setattr(time, "monotonic", lambda: now + 620)
        assert asked.get()

    def test_nobody_vouches_for_it(self, server: TokenServer) -> None:
        fault = fault_of(Tokens(microsoft(server), "", 5.0))
        assert fault.kind == "untrusted"
        assert not server.asked

    def test_nobody_is_there(self, certificate: Path) -> None:
        nobody = Microsoft(TENANT, CLIENT, SECRET, authority=f"https://localhost:{servers.free_port()}")
        fault = fault_of(Tokens(nobody, str(certificate), 2.0))
        assert fault.kind == "unreachable"
        assert "HTTPS_PROXY" in fault.remedy

    def test_a_file_that_is_not_there(self, server: TokenServer, certificate: Path, tmp_path: Path) -> None:
        gone = fault_of(tokens_of(server, certificate, secret="", certificate=tmp_path / "gone.pem"))
        assert gone.kind == "token file"
        empty = tmp_path / "empty.json"
        empty.write_text("{}")
        assert fault_of(Tokens(Google(empty, OURS), str(certificate), 5.0)).kind == "token file"

    def test_no_secret_is_in_what_is_shown(self, server: TokenServer, certificate: Path) -> None:
        asked = tokens_of(server, certificate)
        account = ImapAccount("localhost", 993, OURS, "", tokens=asked)
        assert SECRET not in repr((asked.grant, account, vars(asked)))
        assert asked.get() not in repr((asked, account))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        # Microsoft's, as its list of sign-in errors has them.
        ("invalid_client: AADSTS7000222: The provided client secret keys are expired.", "secret ended"),
        ("invalid_client: AADSTS700024: Client assertion is not within its valid time range.", "clock"),
        ("invalid_grant: AADSTS65001: The user or administrator has not consented to use the application.", "consent"),
        ("invalid_resource: AADSTS500011: The resource principal was not found in the tenant.", "no mail"),
        ("invalid_grant: AADSTS50173: The provided grant has expired due to it being revoked.", "signed out"),
        (
            "invalid_grant: AADSTS50076: Due to a configuration change you must use multi-factor authentication.",
            "conditions",
        ),
        ("invalid_grant: AADSTS53003: Access has been blocked by Conditional Access policies.", "conditions"),
        ("unauthorized_client: AADSTS7000112: Application is disabled.", "application off"),
        (
            "invalid_client: AADSTS7000218: The request body must contain client_assertion or client_secret.",
            "not public",
        ),
        ("server_error: AADSTS90033: A transient error has occurred.", "token server busy"),
        # Google's.
        ("unauthorized_client: Client is unauthorized to retrieve access tokens using this method.", "delegation"),
        ("invalid_grant: Token has been expired or revoked.", "signed out"),
        ("invalid_grant: Invalid JWT: Token must be a short-lived token (60 minutes)", "clock"),
        # Nobody's we know.
        ("invalid_client: AADSTS999999: Something new.", "token"),
        ("", "token"),
    ],
)
def test_what_a_token_server_says_has_a_reason_and_a_remedy(said: str, kind: str) -> None:
    found = refusal("login.example", said, 400)
    assert (found.kind, bool(found.remedy)) == (kind, True)
    assert refusal("login.example", f"{said.upper()} Trace ID: 1", 401).kind == kind
    assert "Trace ID" not in refusal("login.example", f"{said} Trace ID: 1", 401).sentence


DOVECOT = """
auth_mechanisms = {mechanisms}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {{folder}}/oauth.conf.ext
}}
"""


@dataclass
class Provider:
    """A provider whose mailbox and submission server take no password, only a token."""

    tokens: TokenServer
    account: ImapAccount


@contextmanager
def mailbox_by_token(server: TokenServer, certificate: Path, mechanisms: str) -> Iterator[servers.Dovecot]:
    """Run a mail server that takes no password, and asks the token server which of its tokens are good."""
    more = DOVECOT.format(mechanisms=mechanisms)
    introspection = (
        f"introspection_mode = post\nintrospection_url = http://127.0.0.1:{server.introspection}/introspect\n"
        "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
    )
    with servers.dovecot(certificate=certificate, more=more, files={"oauth.conf.ext": introspection}) as dovecot:
        yield dovecot


@pytest.fixture(params=["xoauth2 oauthbearer", "oauthbearer"])
def provider(request: pytest.FixtureRequest, server: TokenServer, certificate: Path) -> Iterator[Provider]:
    with mailbox_by_token(server, certificate, request.param) as dovecot:
        account = replace(
            dovecot.account(OURS, tls=True),
            password="",
            ca_file=str(certificate),
            tokens=tokens_of(server, certificate),
        )
        yield Provider(server, account)


class TestAMailboxThatTakesNoPassword:
    def test_it_is_read_and_written_with_a_token(self, provider: Provider) -> None:
        with closing(Mailbox(provider.account)) as mailbox:
            mailbox.append("INBOX", LETTER, datetime.now(UTC))
            mailbox.uidvalidity()
            assert [one.raw for one in mailbox.fetch(mailbox.uids())] == [LETTER]
        assert len(provider.tokens.asked) == 1

    def test_a_token_that_was_taken_back_is_got_anew_once_and_at_once(self, provider: Provider) -> None:
        with closing(Mailbox(provider.account)) as mailbox:
            mailbox.uidvalidity()
            provider.tokens.given.clear()
        with closing(Mailbox(provider.account)) as mailbox:
            assert mailbox.uidvalidity()
        assert len(provider.tokens.asked) == 2

    def test_where_the_new_one_is_refused_too_the_mailbox_is_left_alone_longer_and_longer(
        self, provider: Provider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with closing(Mailbox(provider.account)) as mailbox:
            mailbox.uidvalidity()
        provider.tokens.gives_good = False
        provider.tokens.given.clear()
        began, asked = time.monotonic(), []
        with closing(Mailbox(provider.account)) as mailbox:
            for later in range(0, 3600, 5):
                monkeypatch.setattr(time, "monotonic", lambda later=later: began + later)
                with pytest.raises(TryLater) as caught:
                    mailbox.uidvalidity()
                assert caught.value.kind == "token login"
                assert "mailservice doctor" in caught.value.remedy
                asked.append(len(provider.tokens.asked))
        assert asked[0] == 2, "one new token is tried at once"
        assert asked[-1] <= 10, "in an hour no application is locked for asking too often"

    def test_another_mailbox_than_the_tokens_is_refused(self, provider: Provider) -> None:
        with (
            closing(Mailbox(replace(provider.account, user="other@nscp.example"))) as mailbox,
            pytest.raises(TryLater) as caught,
        ):
            mailbox.uidvalidity()
        assert caught.value.kind == "token login"


class Tokened(servers.Submission):
    """A submission server that takes a token and no password, and says its refusal as Microsoft's does."""

    def __init__(
        self,
        tokens: TokenServer,
        *,
        refusal: str = "535 5.7.3 Authentication unsuccessful",
        starttls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(plain_login=starttls is None, starttls=starttls)
        self.tokens, self.refusal, self.takes = tokens, refusal, True

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - named by aiosmtpd
        """Take a token."""
        told = base64.b64decode(args[1]).decode().split("\x01")
        if self.takes and told[0] == f"user={OURS}" and self.tokens.good(told[1].removeprefix("auth=Bearer ")):
            return AuthResult(success=True, auth_data=OURS)
        await server.challenge_auth(base64.b64encode(b'{"status":"401"}').decode(), encode_to_b64=False)
        await server.push(self.refusal)
        return AuthResult(success=False, handled=True)


class TestASubmissionServerThatTakesNoPassword:
    def account(self, server: Tokened, tokens: Tokens) -> SmtpAccount:
        return SmtpAccount("localhost", server.port, OURS, OURS, tls="none", timeout_s=5, tokens=tokens)

    def test_a_letter_leaves_with_a_token(self, server: TokenServer, certificate: Path) -> None:
        with Tokened(server) as submission:
            Post(self.account(submission, tokens_of(server, certificate))).send(LETTER, SAM)
            assert [one.raw for one in submission.taken] == [LETTER]

    def test_a_token_that_was_taken_back_is_got_anew_once_and_nobody_is_alarmed(
        self, server: TokenServer, certificate: Path
    ) -> None:
        with Tokened(server) as submission:
            post = Post(self.account(submission, tokens_of(server, certificate)))
            post.send(LETTER, SAM)
            server.given.clear()
            post.send(LETTER, SAM)
            assert len(submission.taken) == len(server.asked) == 2
            server.gives_good = False
            server.given.clear()
            with pytest.raises(Undeliverable) as caught:
                post.send(LETTER, SAM)
            assert (caught.value.step, caught.value.kind) == ("login", "token login")
            assert len(server.asked) == 3

    def test_where_the_tenant_has_switched_submission_off_it_is_said(
        self, server: TokenServer, certificate: Path
    ) -> None:
        said = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
        server.seconds = 0
        with Tokened(server, refusal=said) as submission:
            post = Post(self.account(submission, tokens_of(server, certificate)))
            with pytest.raises(Undeliverable) as caught:
                post.send(LETTER, SAM)
        assert caught.value.kind == "protocol off"

    def test_a_token_server_that_is_away_keeps_the_letter(self, certificate: Path) -> None:
        nobody = Tokens(
            Microsoft(TENANT, CLIENT, SECRET, authority=f"https://localhost:{servers.free_port()}"), "", 2.0
        )
        with Tokened(TokenServer(0, 0, certificate)) as submission, pytest.raises(TryLater) as caught:
            Post(self.account(submission, nobody)).send(LETTER, SAM)
        assert caught.value.kind == "unreachable"

    def test_a_server_that_knows_passwords_alone_is_named(self, server: TokenServer, certificate: Path) -> None:
        with servers.Submission() as submission:
            account = SmtpAccount("localhost", submission.port, OURS, OURS, tls="none", timeout_s=5)
            post = Post(replace(account, tokens=tokens_of(server, certificate)))
            with pytest.raises(Undeliverable) as caught:
                post.send(LETTER, SAM)
        assert caught.value.kind == "login off"


def test_a_token_says_what_it_may_do(server: TokenServer, certificate: Path) -> None:
    assert tokens.claims(tokens_of(server, certificate).get())["roles"] == ["IMAP.AccessAsApp", "SMTP.SendAsApp"]
    assert tokens.claims("opaque") == tokens.claims("a.b.c") == {}
