"""A server that asks to be left alone is, and whoever runs the service reads until when; neither identity stops the other."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailservice.record import outbox
from mailservice.service.assembly import account_of, post_of
from mailservice.service.watch import health
from mailservice.settings.loading import Settings, load
from mailservice.transport.diagnosis import Server
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post
from tests import token_server
from tests.cli.desk import ROOT
from tests.cli.test_doctor_tokens import SETTINGS
from tests.service.crashing import DESK
from tests.service.test_supervising import Place, fails, place
from tests.token_server import CLIENT, SECRET, TENANT, TokenServer
from tests.transport import certificates
from tests.transport.test_tokens import LETTER, OURS, SAM, Tokened, fault_of, mailbox_by_token

__all__ = ["place"]  # the fixture of the other page

BUSY = "Request is throttled. Suggested Backoff Time: 299910 milliseconds"


def test_status_and_the_office_read_until_when_a_mailbox_is_left_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_off = Server("imap", "mail.nscp.example", 993, 30).found("busy", BUSY, "as we logged in").later()
    with monkeypatch.context() as throttled:
        throttled.setattr(place.mailbox, "uidvalidity", fails(put_off))
        place.rounds(1)
        with place.record.read(DESK.partnership) as tx:
            found = health.look(tx, [], place.clock.now())
    (said,) = [one.sentence for one in found.findings if "The mailbox cannot be read" in one.sentence]
    assert "Suggested Backoff Time: 299910 milliseconds" in said
    assert "we ask again at 10.06am on Monday 23 November 2026" in said
    place.rounds()
    assert (place.cases(), place.standing()) == (1, [])
    assert place.told("The mailbox") == 0, "five minutes are nothing for the office"


def test_a_letter_that_is_put_off_says_until_when(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    later = Server("smtp", "mail.nscp.example", 587, 30).found("busy", "4.3.2 try again in 20 minutes").later()
    with monkeypatch.context() as busy:
        busy.setattr(place.service.post, "send", fails(later))
        place.rounds(3)
        with place.record.read(DESK.partnership) as tx:
            why = outbox.get(tx, outbox.unsent(tx)[0]).why
    assert "we ask again at" in why
    place.rounds(3)
    assert place.server.outbox, "it leaves within a minute once the server takes it"


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    made = certificates.certificate(tmp_path / "tls", days=100)
    (tmp_path / "reads").write_text(f"{SECRET}\n")
    (tmp_path / "sends").write_text(f"{SECRET}\n")
    return tmp_path, made


def settings_of(folder: Path, authority: Path, tokens: TokenServer, imap: int, smtp: int) -> Settings:
    sending = (
        f'[smtp_oauth]\nprovider = "microsoft"\ntenant = "{TENANT}"\nclient_id = "{CLIENT}"\nclient_secret_file = "sends"\n'
        f'authority = "{tokens.url}"\nca_file = "{authority}"\n'
    )
    usual = {
        "root": ROOT, "data": folder / "data", "ours": OURS, "user": OURS, "imap": imap, "tls": "true", "smtp": smtp,
        "ca": authority, "tenant": TENANT, "client": CLIENT, "authority": tokens.url,
        "oauth_ca": f'ca_file = "{authority}"\n{sending}', "proof": 'client_secret_file = "reads"',
    }  # fmt: skip
    file = folder / "mailservice.toml"
    file.write_text(SETTINGS.format(**usual))
    return load(file, {"MAILSERVICE_SIGNING_KEY": "k" * 40})


def test_where_one_of_two_identities_fails_the_other_goes_on_and_a_new_secret_is_taken_while_it_runs(
    two: tuple[Path, Path],
) -> None:
    folder, authority = two
    held_to = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    held_to.load_cert_chain(authority, authority.with_name("key.pem"))
    (folder / "sends").write_text("an old secret\n")
    with (
        token_server.token_server(authority, authority) as tokens,
        mailbox_by_token(tokens, authority, "xoauth2") as dovecot,
        Tokened(tokens, starttls=held_to) as submission,
    ):
        settings = settings_of(folder, authority, tokens, dovecot.tls_port, submission.port)
        mailbox, post = Mailbox(account_of(settings)), Post(post_of(settings))
        assert post.account.tokens is not None
        assert fault_of(post.account.tokens).kind == "secret wrong"
        mailbox.append("INBOX", LETTER, datetime.now(UTC))
        mailbox.uidvalidity()
        assert len(mailbox.uids()) == 1, "email is read"
        (folder / "sends").write_text(f"{SECRET}\n")
        post.send(LETTER, SAM)
        assert len(submission.taken) == 1
        mailbox.close()
