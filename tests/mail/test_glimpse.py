"""What a glimpse tells of a mail that could not be read: who wrote, and whether words stand in it, however it is encoded."""

from base64 import b64encode
from quopri import encodestring

import pytest

from mailservice.mail import glimpse
from mailservice.mail.parse import message_id, parse

HEAD = (
    b"From: =?utf-8?q?S=C3=A2n?= Rees <san.rees@rockinghamhealth.example>\r\n"
    b"Subject: NCT-483920\r\nMessage-ID: <1@x.example>\r\n"
)
SAID = "I write in confidence \u2013 this is whistleblowing about a colleague, for fear of reprisals, and nobody may know of it."


def test_it_tells_who_wrote_and_about_what_and_reads_no_text() -> None:
    seen = glimpse.heading(HEAD + b"X-Long: " + b"a" * 100_000 + b"\r\n\r\nURGENT")
    assert (seen.sender.name, seen.sender.address) == ("S\u00e2n Rees", "san.rees@rockinghamhealth.example")
    assert (seen.subject, seen.message_id, seen.text) == ("NCT-483920", "<1@x.example>", "")


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\xff\x00\x01", b"From: <", b"From: " + b"(" * 200_000])
def test_of_bytes_that_are_no_mail_it_tells_nothing(raw: bytes) -> None:
    assert glimpse.heading(raw).sender.address == ""
    assert isinstance(glimpse.letters(raw), str)


def _inside(encoding: str, body: bytes) -> bytes:
    kind = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: " + encoding.encode()
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        + kind
        + b"\r\n\r\n"
        + body
        + b"\r\n--b--\r\n"
    )


def _folded(data: bytes) -> bytes:
    letters = b64encode(data)
    return b"\r\n".join(letters[at : at + 76] for at in range(0, len(letters), 76))


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"\r\n" + SAID.encode(),
        _inside("quoted-printable", encodestring(SAID.encode())),
        _inside("base64", _folded(SAID.encode())),
        _inside("base64", b64encode(SAID.encode())),
        _inside("base64", _folded(SAID.encode("utf-16"))),
        _inside("base64", _folded(b" " * 400_000 + SAID.encode())),
    ],
    ids=["as it is", "quoted-printable", "base64", "base64 in one line", "base64 of utf-16", "base64 behind blanks"],
)
def test_words_are_found_under_each_encoding(raw: bytes) -> None:
    spelt = glimpse.letters(raw)
    assert "whistleblowing about a colleague" in spelt
    assert "fear of reprisals" in spelt


@pytest.mark.parametrize(
    "raw", [HEAD + b"\r\nHello", b"Subject: s\n\nHello", b"", b"Message-ID: none\n\n", b"\r\n\r\n" + HEAD]
)
def test_the_message_id_alone_is_the_one_that_the_whole_mail_has(raw: bytes) -> None:
    assert message_id(raw) == parse(raw).message_id
