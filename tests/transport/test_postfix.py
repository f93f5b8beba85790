"""Over a real Postfix: every letter that comes back finds itself, by its own return address, and whose fault it was is seen."""

import time
from collections.abc import Iterator
from email import message_from_bytes

import pytest

from mailservice.errors import Undeliverable
from mailservice.mail import refusals, returning
from mailservice.mail.parse import Mail, parse
from mailservice.mail.trust import signing
from mailservice.transport.smtp import Post, SmtpAccount
from tests.postfix import Postfix, postfix

DESK, KEY = "escalate@nscp.example", (b"k" * 32,)
NOBODY, ELSEWHERE = "nobody@nenevalley.example", "joy@highfields.example"


@pytest.fixture(scope="module")
def server() -> Iterator[Postfix]:
    """Give a Postfix that takes every letter first, and sends back what it cannot deliver."""
    with postfix() as running:
        yield running


def send(port: int, letter: str, to: str, *, signed: bool = True) -> None:
    mine = signing.message_id(letter, KEY, "nscp.example") if signed else "<rewritten@elsewhere.example>"
    raw = f"From: {DESK}\nTo: {to}\nSubject: Please answer\nMessage-ID: {mine}\n\nDear Joy,\n".encode()
    sender, envelope = returning.return_address(letter, KEY, DESK), returning.envelope_id(letter, KEY)
    Post(SmtpAccount("127.0.0.1", port, DESK, tls="none", timeout_s=10)).send(raw, to, sender, envelope)


def comes_back(server: Postfix, letter: str) -> Mail:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for raw in server.mails():
            if f"+back-{letter}" in str(message_from_bytes(raw)["To"]):
                return parse(raw)
        time.sleep(0.1)
    raise AssertionError(f"nothing came back:\n{(server.folder / 'log').read_text()[-2000:]}")


@pytest.mark.parametrize("to", [NOBODY, ELSEWHERE])
@pytest.mark.parametrize("signed", [True, False])
def test_a_real_bounce_finds_its_letter(server: Postfix, to: str, *, signed: bool) -> None:
    letter = f"letter{len(to)}{'signed' if signed else 'rewritten'}"
    send(server.port, letter, to, signed=signed)
    mail = comes_back(server, letter)
    assert (mail.kind, returning.letter_of(mail, KEY)) == ("bounce", letter)
    assert mail.bounce is not None
    assert mail.bounce.envelope_id == returning.envelope_id(letter, KEY)
    assert refusals.whose("report", mail.bounce.why, mail.bounce.status).fault == "reader"


@pytest.mark.parametrize(
    ("restrictions", "fault"),
    [
        ("reject_unlisted_recipient, permit_mynetworks, reject", "reader"),
        ("reject_unauth_destination, permit", "us"),
        ("reject", "us"),
    ],
)
def test_whose_fault_a_real_refusal_is(restrictions: str, fault: str) -> None:
    with postfix(restrictions=restrictions) as running:
        to = ELSEWHERE if fault == "us" else NOBODY
        with pytest.raises(Undeliverable) as caught:
            send(running.port, "letter1234", to)
    assert refusals.whose(caught.value.step, str(caught.value)).fault == fault
