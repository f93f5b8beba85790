"""What is the matter with a mail server is told apart, with its true reason and what its administrator does."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailservice.errors import TryLater, Undeliverable
from mailservice.transport.diagnosis import Server, refused_login
from mailservice.transport.imap import ImapAccount, Mailbox
from mailservice.transport.smtp import Post, SmtpAccount
from tests import servers
from tests.servers import PASSWORD, Submission
from tests.transport.certificates import certificate

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
RAW = b"From: a@council.example\r\nMessage-ID: <1@council.example>\r\n\r\nWords.\r\n"
CASE = "Escalations/2026/NSCP 2026-0042"
_USERS = """
passdb {
  driver = passwd-file
  args = username_format=%u {folder}/users
}
"""
_NO_IMAP = "off:{PLAIN}secret::::::nologin=y reason=IMAP-protocol-disabled\n"
_QUOTA = """
mail_plugins = $mail_plugins quota
protocol imap {
  mail_plugins = $mail_plugins imap_quota
}
plugin {
  quota = count:Mailbox
  quota_rule = *:storage=64K
  quota_vsizes = yes
}
"""


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("tls")
    return {
        "good": certificate(folder / "good"),
        "expired": certificate(folder / "expired", expired=True),
        "other": certificate(folder / "other", "mail.elsewhere.example"),
    }


@contextmanager
def saying(*lines: bytes, then: str = "hang up") -> Iterator[int]:
    """Run a server that says a line for each that it hears, the first unasked; then it hangs up, or falls silent."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held: list[socket.socket] = []

        def serve() -> None:
            with suppress(OSError):
                while True:
                    near = listener.accept()[0]
                    held.append(near)
                    near.settimeout(5)
                    for line in lines:
                        near.sendall(line)
                        tag = near.recv(4096).partition(b" ")[0]
                        del tag
                    if then == "hang up":
                        near.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
    for one in held:
        one.close()
    thread.join(5)


def imap(port: int, **more: Any) -> ImapAccount:
    return ImapAccount(
        **{
            "host": "127.0.0.1",
            "port": port,
            "user": "desk",
            "password": PASSWORD,
            "tls": False,
            "timeout_s": 1,
            **more,
        }
    )


def smtp(port: int, **more: Any) -> SmtpAccount:
    return SmtpAccount(
        **{"host": "127.0.0.1", "port": port, "sender": "escalate@nscp.example", "tls": "none", "timeout_s": 1, **more}
    )


def fault_of(account: ImapAccount, does: Callable[[Mailbox], object] = lambda mailbox: mailbox.uids()) -> TryLater:
    with closing(Mailbox(account)) as mailbox, pytest.raises(TryLater) as caught:
        does(mailbox)
    assert caught.value.remedy, "whoever looks after the server is told what to do"
    return caught.value


def refusal_of(account: SmtpAccount) -> TryLater | Undeliverable:
    with pytest.raises((TryLater, Undeliverable)) as caught:
        Post(account).look("office@nscp.example")
    assert isinstance(caught.value, TryLater | Undeliverable)
    return caught.value


class TestTheMailbox:
    def test_a_name_that_nobody_knows(self) -> None:
        fault = fault_of(imap(993, host="mail.nowhere.invalid", tls=True))
        assert fault.kind == "name"
        assert "mail.nowhere.invalid is not known" in str(fault)

    def test_nobody_listens(self) -> None:
        fault = fault_of(imap(servers.free_port()))
        assert (fault.kind, "refuses the connection" in str(fault)) == ("refused", True)

    def test_a_port_that_never_answers(self) -> None:
        with saying(b"", then="silence") as port:
            fault = fault_of(imap(port, timeout_s=0.3))
        assert str(fault) == f"127.0.0.1 (port {port}) said nothing for 0.3 s before it greeted us"

    def test_whoever_greets_us_with_what_is_no_imap_has_not_hung_up(self) -> None:
        with saying(b"*5OK5[CTPAWIL\\TY5\r\n", then="silence") as port:
            fault = fault_of(imap(port, timeout_s=0.3))
        assert (fault.kind, "cannot be understood" in str(fault)) == ("garbled", True)
        assert "CTPAWIL" not in str(fault)

    def test_a_server_that_hangs_up_after_its_greeting(self) -> None:
        with saying(b"* OK [CAPABILITY IMAP4rev1] ready\r\n") as port:
            fault = fault_of(imap(port))
        assert (fault.kind, str(fault)) == ("hung up", f"127.0.0.1 (port {port}) hung up as we asked what it can do")

    def test_a_server_that_answers_no_imap(self) -> None:
        with saying(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
            assert fault_of(imap(port)).kind in ("hung up", "garbled")

    def test_a_wrong_password_in_the_servers_words(self, dovecot: servers.Dovecot) -> None:
        fault = fault_of(imap(dovecot.port, password="hunter2"))
        assert fault.kind == "login"
        assert "refuses the user name or the password: [AUTHENTICATIONFAILED]" in str(fault)

    def test_a_mailbox_that_may_not_be_used_by_imap(self) -> None:
        with servers.dovecot(more=_USERS) as server:
            (server.folder / "users").write_text(_NO_IMAP)
            (server.folder / "users").chmod(0o644)
            fault = fault_of(imap(server.port, user="off"))
        assert (fault.kind, "IMAP-protocol-disabled" in str(fault)) == ("protocol off", True)

    @pytest.mark.parametrize(
        ("which", "kind", "trusted"),
        [("good", "untrusted", False), ("expired", "expired", True), ("other", "other name", True)],
    )
    def test_a_certificate_is_told_apart(self, tls: dict[str, Path], which: str, kind: str, trusted: bool) -> None:  # noqa: FBT001 - a column of the table
        with servers.dovecot(certificate=tls[which]) as server:
            authority = str(tls[which]) if trusted else ""
            fault = fault_of(imap(server.tls_port, host="localhost", tls=True, ca_file=authority))
        assert fault.kind == kind

    def test_an_authority_of_our_own_vouches(self, tls: dict[str, Path]) -> None:
        with servers.dovecot(certificate=tls["good"]) as server:
            account = imap(server.tls_port, host="localhost", tls=True, ca_file=str(tls["good"]))
            with closing(Mailbox(account)) as mailbox:
                assert mailbox.uids() == ()

    def test_an_authority_whose_file_holds_none(self, tmp_path: Path) -> None:
        (tmp_path / "empty.pem").touch()
        assert fault_of(imap(993, tls=True, ca_file=str(tmp_path / "empty.pem"))).kind == "authority"

    def test_tls_where_the_server_speaks_none(self, dovecot: servers.Dovecot) -> None:
        assert fault_of(imap(dovecot.port, tls=True)).kind in ("tls", "hung up")


class TestWhatAServerSaysWhenItCannot:
    """A server that stops, or has had enough of us, is not told as one that refuses the password."""

    def test_a_connection_that_is_cut_as_we_log_in(self, dovecot: servers.Dovecot) -> None:
        account = dovecot.account()

        def cut(said: bytes) -> bytes:
            if b"Logged in" in said:
                wire.cut()
            return said

        with servers.Wire(account.port, cut) as wire:
            fault = fault_of(imap(wire.port, user=account.user))
        assert (fault.kind, str(fault)) == ("hung up", f"127.0.0.1 (port {wire.port}) hung up as we logged in")

    @pytest.mark.parametrize(
        ("goodbye", "kind", "sentence"),
        [
            (b"* BYE Server shutting down.\r\n", "hung up", "hung up as we logged in: Server shutting down"),
            (
                b"* BYE [UNAVAILABLE] Too many connections.\r\n",
                "busy",
                "puts us off as we logged in: [UNAVAILABLE] Too many connections",
            ),
            (b"A line of some email\r\n", "garbled", "answered what cannot be understood as we logged in (abort)"),
        ],
    )
    def test_a_server_that_says_goodbye_as_we_log_in(
        self, dovecot: servers.Dovecot, goodbye: bytes, kind: str, sentence: str
    ) -> None:
        account = dovecot.account()
        with servers.Wire(account.port, lambda said: goodbye if b"Logged in" in said else said) as wire:
            fault = fault_of(imap(wire.port, user=account.user))
        assert (fault.kind, str(fault).endswith(sentence)) == (kind, True), str(fault)

    def test_a_server_that_has_no_room_for_another_connection(self) -> None:
        with saying(b"* BYE [UNAVAILABLE] Maximum number of connections reached\r\n") as port:
            fault = fault_of(imap(port))
        assert fault.kind == "busy"
        assert str(fault).startswith("127.0.0.1 puts us off before it greeted us: [UNAVAILABLE]")

    def test_a_mailbox_that_lets_us_in_and_opens_nothing(self, dovecot: servers.Dovecot) -> None:
        fault = _instead(dovecot.account(), b"OK [READ-WRITE]", b"BAD User is authenticated but not connected.")
        assert fault.kind == "protocol off"
        assert str(fault).endswith("does not let this mailbox be used by IMAP: User is authenticated but not connected")

    def test_a_server_that_slows_us_down_gives_no_email_up(self, dovecot: servers.Dovecot) -> None:
        account = dovecot.account()
        with closing(Mailbox(account)) as mailbox:
            mailbox.append("INBOX", RAW, NOW, seen=False)
        throttled = b"NO Request is throttled. Suggested Backoff Time: 299910 milliseconds"
        fault = _instead(account, b"OK Fetch", throttled, lambda mailbox: list(mailbox.fetch(mailbox.uids())))
        assert fault.kind == "busy"
        assert "puts us off as emails were read: Request is throttled" in str(fault)


def _instead(
    account: ImapAccount,
    of: bytes,
    says: bytes,
    does: Callable[[Mailbox], object] = lambda mailbox: mailbox.uids(),
) -> TryLater:
    """Have a server end one command in other words, and return the fault."""
    ends = re.compile(rb"(?ms).*^(\w+) " + re.escape(of) + rb".*")
    with servers.Wire(account.port, lambda said: ends.sub(rb"\1 " + says + b"\r\n", said)) as wire:
        return fault_of(imap(wire.port, user=account.user), does)


class TestFiling:
    def test_a_full_mailbox(self) -> None:
        with servers.dovecot(more=_QUOTA) as server, closing(Mailbox(server.account())) as mailbox:
            mailbox.append("INBOX", RAW, NOW)
            with pytest.raises(TryLater) as caught:
                mailbox.append(CASE, RAW + b"x" * 100_000, NOW)
            assert caught.value.kind == "quota"
            assert mailbox.uidvalidity(), "the connection stands"

    def test_a_mailbox_that_may_only_be_read_is_read_and_nothing_is_filed(self) -> None:
        with servers.dovecot(more=_ACL) as server:
            with closing(Mailbox(server.account("reader"))) as mailbox:
                mailbox.append("INBOX", RAW, NOW, seen=False)
            _allow(server, "reader", "lr")
            with closing(Mailbox(server.account("reader"))) as mailbox:
                (uid,) = mailbox.uids()
                assert [one.raw for one in mailbox.fetch([uid])] == [RAW]
                with pytest.raises(TryLater) as caught:
                    mailbox.move(uid, CASE)
                assert caught.value.kind == "read-only"

    def test_a_folder_that_may_not_be_made(self) -> None:
        with servers.dovecot(more=_ACL) as server:
            with closing(Mailbox(server.account("desk"))) as mailbox:
                mailbox.append("INBOX", RAW, NOW, seen=False)
                mailbox.append("Escalations", RAW, NOW)
            _allow(server, "desk", "lrwsite", folder=".Escalations")
            with closing(Mailbox(server.account("desk"))) as mailbox:
                with pytest.raises(TryLater) as caught:
                    mailbox.move(mailbox.uids()[0], CASE)
                assert caught.value.kind == "folder"

    @pytest.mark.parametrize("uidplus", [True, False])
    def test_without_move_a_mail_is_copied_and_removed_and_without_uidplus_neither(
        self,
        dovecot: servers.Dovecot,
        uidplus: bool,  # noqa: FBT001 - a column of the table
    ) -> None:
        hidden = [b" MOVE", *([] if uidplus else [b" UIDPLUS"])]

        def edit(said: bytes) -> bytes:
            for one in hidden:
                said = said.replace(one, b"")
            return said

        account = dovecot.account()
        with servers.Wire(account.port, edit) as wire, closing(Mailbox(imap(wire.port, user=account.user))) as mailbox:
            mailbox.append("Archive", RAW, NOW)
            if uidplus:
                assert mailbox.move_between("Archive", "<1@council.example>", "INBOX")
                assert mailbox.uids() == (1,)
            else:
                with pytest.raises(TryLater) as caught:
                    mailbox.move_between("Archive", "<1@council.example>", "INBOX")
                assert caught.value.kind == "no move"
                assert mailbox.uids() == ()


_ACL = """
mail_plugins = $mail_plugins acl
plugin {
  acl = vfile
}
"""


def _allow(server: servers.Dovecot, user: str, rights: str, folder: str = "") -> None:
    file = server.folder / "mail" / user / folder / "dovecot-acl"
    file.write_text(f"owner {rights}\n")
    file.chmod(0o644)


class TestThePost:
    def test_nobody_listens_and_a_name_nobody_knows(self) -> None:
        assert refusal_of(smtp(servers.free_port())).kind == "refused"
        assert refusal_of(smtp(587, host="mail.nowhere.invalid", tls="starttls")).kind == "name"

    def test_a_port_that_never_answers(self) -> None:
        with saying(b"", then="silence") as port:
            fault = refusal_of(smtp(port, timeout_s=0.3))
        assert str(fault) == f"127.0.0.1 (port {port}) said nothing for 0.3 s before it greeted us"

    def test_a_server_that_hangs_up_after_its_greeting(self) -> None:
        with saying(b"220 mail.nscp.example ESMTP\r\n") as port:
            fault = refusal_of(smtp(port))
        assert (fault.kind, str(fault)) == ("hung up", f"127.0.0.1 (port {port}) hung up as we said who we are")

    def test_a_wrong_password_in_the_servers_words(self, tls: dict[str, Path]) -> None:
        with Submission(starttls=_context(tls["good"])) as server:
            account = smtp(
                server.port, host="localhost", user="desk", password="x", tls="starttls", ca_file=str(tls["good"])
            )
            fault = refusal_of(account)
        assert (fault.kind, str(fault)[:3]) == ("login", "535")

    def test_a_server_that_takes_no_password(self) -> None:
        with Submission() as server:
            assert refusal_of(smtp(server.port, user="desk", password=PASSWORD)).kind == "login off"

    @pytest.mark.parametrize(
        ("which", "kind", "trusted"),
        [("good", "untrusted", False), ("expired", "expired", True), ("other", "other name", True)],
    )
    def test_a_certificate_is_told_apart_and_keeps_every_letter(
        self,
        tls: dict[str, Path],
        which: str,
        kind: str,
        trusted: bool,  # noqa: FBT001 - a column of the table
    ) -> None:
        with Submission(starttls=_context(tls[which])) as server:
            authority = str(tls[which]) if trusted else ""
            fault = refusal_of(smtp(server.port, host="localhost", tls="starttls", ca_file=authority))
        assert fault.kind == kind
        assert isinstance(fault, Undeliverable)
        assert fault.step == "login"

    def test_our_sender_is_not_taken(self) -> None:
        with Submission(answers={"MAIL": "550 5.7.60 SendAsDenied"}) as server:
            fault = refusal_of(smtp(server.port))
        assert isinstance(fault, Undeliverable)
        assert (fault.step, server.taken) == ("MAIL", [])

    def test_a_look_hands_nothing_over(self) -> None:
        with Submission() as server:
            Post(smtp(server.port)).look("office@nscp.example", ["escalate@nscp.example", "escalate+x@nscp.example"])
            assert server.taken == []


def _context(file: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, file.with_name("key.pem"))
    return context


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("[AUTHENTICATIONFAILED] Authentication failed.", "login"),
        ("LOGIN failed.", "login"),
        ("User is authenticated but not connected.", "protocol off"),
        ("[ALERT] Your account is not enabled for IMAP use. Please visit your settings page.", "protocol off"),
        ("[ALERT] Application-specific password required: https://support.example/", "login off"),
        ("[PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure connections.", "login off"),
        ("[EXPIRED] The password has expired.", "password expired"),
        ("[UNAVAILABLE] Temporary authentication failure.", "busy"),
        (
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.",
            "protocol off",
        ),
        ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "login off"),
        ("535 5.7.8 Error: authentication failed", "login"),
        ("535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.", "login"),
        ("535 5.7.139 Authentication unsuccessful, the request did not meet the criteria.", "login off"),
        ("534 5.7.14 Please see https://support.example/", "login off"),
        ("451 Authentication failed: Maximum credits exceeded", "busy"),
        ("cleartext logins disabled", "login off"),
        ("[CONTACTADMIN] This account has been administratively locked.", "locked"),
        ("LOGIN failed. Account is blocked.", "locked"),
        ("[SERVERBUG] Internal error occurred.", "busy"),
        ("454 4.7.0 Too many login attempts, please try again later", "busy"),
    ],
)
def test_the_words_of_real_servers_at_login(said: str, kind: str) -> None:
    found = refused_login(said, Server("imap", "mail.nscp.example", 993, 30))
    assert found.kind == kind
    assert said.rstrip(".") in found.sentence
