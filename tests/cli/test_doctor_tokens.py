"""The doctor at a provider that takes tokens alone: each wrong set-up is told apart, with what to do in whose portal."""

import json
import os
import re
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import servers, token_server
from tests.cli.desk import ROOT, typed
from tests.cli.test_doctor import Told
from tests.token_server import CLIENT, SECRET, TENANT, TokenServer
from tests.transport.certificates import certificate
from tests.transport.test_tokens import DOVECOT, OURS, Tokened

NEXT_YEAR = date.today() + timedelta(days=365)  # noqa: DTZ011 - the doctor looks at the wall clock
SETTINGS = """
[service]
name = "NSCP Escalations"
address = "{ours}"
policy = "{root}/policies/northamptonshire-nscp.toml"
directory = "{root}/tests/scenarios/directory.toml"
data = "{data}"
trial = true

[danger]
referral = "01632 960 100"
out_of_hours = "01632 960 101"

[trust]
profile = "exchange-online"

[imap]
host = "localhost"
port = {imap}
user = "{user}"
tls = {tls}
timeout_seconds = 3
ca_file = "{ca}"

[smtp]
host = "localhost"
port = {smtp}
user = "{ours}"
tls = "starttls"
timeout_seconds = 3
ca_file = "{ca}"

[oauth]
provider = "microsoft"
tenant = "{tenant}"
client_id = "{client}"
{proof}
authority = "{authority}"
{oauth_ca}
"""


class Exchange(socketserver.ThreadingTCPServer):
    """An IMAP server that says what Exchange Online says, as far as a login and a folder; it refuses where it is told to."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, refuses: str) -> None:
        self.refuses = refuses
        super().__init__(("127.0.0.1", 0), _ExchangeSession)


class _ExchangeSession(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        """Answer each command."""
        self.wfile.write(b"* OK The Microsoft Exchange IMAP4 service is ready.\r\n")
        with suppress(OSError, ValueError):
            for line in self.rfile:
                tag, word, *_ = [*line.decode().split(), ""]
                self._answer(tag, word.upper())

    def _answer(self, tag: str, word: str) -> None:
        assert isinstance(self.server, Exchange)
        refuses = self.server.refuses
        if word == "AUTHENTICATE":
            self.wfile.write(b"+ \r\n")
            self.rfile.readline()
            if refuses == "login":
                return self._say(f"{tag} NO AUTHENTICATE failed.")
        if word == "CAPABILITY":
            self._say(
                "* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 UIDPLUS MOVE ID CHILDREN IDLE NAMESPACE LITERAL+"
            )
        if word == "NAMESPACE":
            self._say('* NAMESPACE (("" "/")) NIL NIL')
        if word in ("SELECT", "LIST") and refuses == "select":
            return self._say(f"{tag} BAD User is authenticated but not connected.")
        return self._say(f"{tag} OK {word} completed.")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@dataclass
class Tenant:
    """An installation at a provider that takes tokens alone, with nothing wrong; `other` settings break it."""

    folder: Path
    tokens: TokenServer
    imap: int
    post: Tokened
    authority: Path
    other: dict[str, Any] = field(default_factory=dict)

    def doctor(self) -> Told:
        """Have it looked at."""
        usual = {
            "root": ROOT,
            "data": self.folder / "data",
            "ours": OURS,
            "user": OURS,
            "imap": self.imap,
            "tls": "true",
            "smtp": self.post.port,
            "ca": self.authority,
            "tenant": TENANT,
            "client": CLIENT,
            "authority": self.tokens.url,
            "oauth_ca": f'ca_file = "{self.authority}"',
            "proof": f"secret_ends = {NEXT_YEAR}",
        }
        file = self.folder / "mailservice.toml"
        file.write_text(SETTINGS.format(**{**usual, **self.other}))
        environment = {"MAILSERVICE_SIGNING_KEY": "k" * 40}
        if "_file" not in str(self.other.get("proof", "")):
            environment["MAILSERVICE_OAUTH_CLIENT_SECRET"] = str(self.other.get("secret", SECRET))
        done = typed("doctor", "--json", "--config", str(file), **environment)
        assert done.exit_code in (0, 1, 2), done.output
        assert SECRET not in done.output
        return Told(done.exit_code, json.loads(done.stdout)["checks"])


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"), days=100)


@pytest.fixture
def tenant(tmp_path: Path, authority: Path) -> Iterator[Tenant]:
    held_to = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    held_to.load_cert_chain(authority, authority.with_name("key.pem"))
    with ExitStack() as stack:
        tokens = stack.enter_context(token_server.token_server(authority, authority))
        introspection = (
            f"introspection_mode = post\nintrospection_url = http://127.0.0.1:{tokens.introspection}/introspect\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        more = DOVECOT.format(mechanisms="xoauth2")
        dovecot = stack.enter_context(
            servers.dovecot(certificate=authority, more=more, files={"oauth.conf.ext": introspection})
        )
        post = stack.enter_context(Tokened(tokens, starttls=held_to))
        yield Tenant(tmp_path, tokens, dovecot.tls_port, post, authority)


@contextmanager
def at_exchange(tenant: Tenant, refuses: str) -> Iterator[None]:
    with Exchange(refuses) as imap:
        thread = threading.Thread(target=imap.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        tenant.other |= {"imap": imap.server_address[1], "tls": "false"}
        yield
        imap.shutdown()
        thread.join(5)


def test_a_sound_tenant_has_nothing_wrong(tenant: Tenant) -> None:
    told = tenant.doctor()
    assert [one for one in told.findings if one["state"] == "wrong"] == []
    assert "with the permission IMAP.AccessAsApp" in told.of("Access token")["found"]
    assert told.of("Secret's end")["state"] == "well"
    assert told.of("IMAP login")["state"] == told.of("SMTP login")["state"] == "well"


Change = Callable[[Tenant], Any]


def settings(**other: str) -> Change:
    return lambda tenant: tenant.other.update(other)


def says(status: int, error: str, described: str = "", **headers: str) -> Change:
    def change(tenant: Tenant) -> None:
        tenant.tokens.says = status, {"error": error, "error_description": described}, headers

    return change


def refuses(words: str) -> Change:
    def change(tenant: Tenant) -> None:
        tenant.post.refusal, tenant.post.takes = words, False

    return change


# What is wrong: how it is made so, which look finds it, what it says, and what is to be done.
WRONG: dict[str, tuple[Change, str, str, str]] = {
    "the secret's ID was copied instead of its Value": (
        settings(secret="another"),
        "Access token", "does not know the application's secret", "the secret's Value, not its Secret ID",
    ),
    "the secret has expired": (
        says(401, "invalid_client", "AADSTS7000222: The provided client secret keys for app are expired."),
        "Access token", "secret has expired", "make a new secret",
    ),
    "client_id is another application's": (
        settings(client="8a7b6c5d-0000-4000-8000-00000000000f"), "Access token", "knows no such application", "compare client_id",
    ),
    "tenant is mistyped": (settings(tenant="nowhere.example"), "Access token", "knows no such tenant", "copy Tenant ID"),
    "nobody granted admin consent": (
        lambda tenant: setattr(tenant.tokens, "roles", ()), "Access token", "without the permission", "press Grant admin consent",
    ),
    "the permission to send was forgotten": (
        lambda tenant: setattr(tenant.tokens, "roles", ("IMAP.AccessAsApp",)),
        "Access token", "without the permission SMTP.SendAsApp", "add SMTP.SendAsApp",
    ),
    "the application is switched off": (
        says(400, "unauthorized_client", "AADSTS7000112: Application is disabled."),
        "Access token", "is switched off", "enable sign-in",
    ),
    "Conditional Access blocks it": (
        says(400, "invalid_grant", "AADSTS53003: Access has been blocked by Conditional Access policies."),
        "Access token", "Conditional Access", "out of the rule",
    ),
    "the token server is throttling us": (
        says(429, "temporarily_unavailable", **{"Retry-After": "60"}), "Access token", "takes no question now", "Wait",
    ),
    "a proxy of the council wants a sign-in, or blocks the page": (
        lambda tenant: setattr(tenant.tokens, "page", (403, "<html>Web page blocked</html>", {})),
        "Access token", "something between this machine and the token server answered instead of it",
        "let this machine through to https://",
    ),
    "a proxy of the council looks into TLS": (
        settings(oauth_ca=""), "Access token", "nobody whom this machine trusts", "ca_file under [oauth]",
    ),
    "the application may not use this mailbox": (
        lambda tenant: at_exchange(tenant, "login"),
        "IMAP login", "does not let our token into this mailbox", "Add-MailboxPermission",
    ),
    "IMAP is switched off for the mailbox, or user is not its own address": (
        lambda tenant: at_exchange(tenant, "select"),
        "IMAP inbox", "does not let this mailbox be used by IMAP", "Set-CASMailbox",
    ),
    "SMTP AUTH is switched off for the tenant": (
        refuses("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."),
        "SMTP login", "disabled for the Tenant", "Set-TransportConfig",
    ),
    "SMTP AUTH is switched off for the mailbox": (
        refuses("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox."),
        "SMTP login", "disabled for the Mailbox", "Set-CASMailbox",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_each_wrong_set_up_is_told_apart_with_what_to_do(tenant: Tenant, wrong: str) -> None:
    change, look, found, do = WRONG[wrong]
    made = change(tenant)
    with made if hasattr(made, "__enter__") else nullcontext():
        told = tenant.doctor()
    assert told.left == 2
    finding = told.of(look)
    assert finding["state"] == "wrong"
    assert found in finding["found"]
    assert do in finding["do"]
    assert not re.search(r"[0-9a-f]{8}\.[0-9a-f]+", json.dumps(told.findings)), "no token is shown"


def test_a_secret_that_nobody_wrote_the_end_of_is_asked_for_and_one_that_ends_soon_is_told(tenant: Tenant) -> None:
    tenant.other["proof"] = ""
    unknown = tenant.doctor().of("Secret's end")
    assert (unknown["state"], "secret_ends" in unknown["do"]) == ("look", True)
    soon = datetime.now(UTC).date() + timedelta(days=9)
    tenant.other["proof"] = f"secret_ends = {soon}"
    near = tenant.doctor().of("Secret's end")
    assert near["state"] == "look"
    assert f"holds until {soon:%A %-d %B %Y} (9 days)" in near["found"]
    tenant.other["proof"] = f"secret_ends = {soon - timedelta(days=20)}"
    assert tenant.doctor().of("Secret's end")["state"] == "wrong"


def test_somebody_signs_in_and_the_service_goes_on_as_them(tenant: Tenant) -> None:
    tenant.other["proof"] = 'refresh_token_file = "kept"'
    tenant.tokens.roles = ("IMAP.AccessAsUser.All", "SMTP.Send")
    before = tenant.doctor().of("Access token")
    assert (before["state"], "sign-in" in before["do"]) == ("wrong", True)
    file = tenant.folder / "mailservice.toml"
    done = typed("settings", "sign-in", "--config", str(file), MAILSERVICE_SIGNING_KEY="k" * 40)
    assert done.exit_code == 0, done.output
    assert "Open https://login.example/device in a browser, on any machine, and type the code KFR-7Q2" in done.stdout
    kept = tenant.folder / "kept"
    assert kept.read_text().strip() == tenant.tokens.refresh
    assert kept.stat().st_mode & 0o077 == 0
    assert tenant.doctor().of("Access token")["state"] == "well"


def test_a_folder_where_the_next_sign_in_cannot_be_kept_is_told(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant.other["proof"] = 'refresh_token_file = "kept"'
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != tenant.folder and access(path, mode))
    told = tenant.doctor().of("Secret's end")
    assert (told["state"], "cannot be kept" in told["found"]) == ("wrong", True)


def test_nobody_signs_in_where_an_application_is_let_in(tenant: Tenant) -> None:
    tenant.doctor()
    words = ("settings", "sign-in", "--config", str(tenant.folder / "mailservice.toml"))
    done = typed(*words, MAILSERVICE_SIGNING_KEY="k" * 40, MAILSERVICE_OAUTH_CLIENT_SECRET=SECRET)
    assert done.exit_code == 1
    assert "refresh_token_file" in done.output


def test_what_the_page_for_microsoft_365_says_of_each_is_what_the_doctor_says() -> None:
    page = (Path(ROOT) / "docs/microsoft365.md").read_text()
    for wrong, (_, look, found, do) in WRONG.items():
        (row,) = [line for line in page.splitlines() if line.startswith(f"| {wrong[0].upper()}{wrong[1:]} |")]
        assert look in row
        assert found in row
        assert do in row
