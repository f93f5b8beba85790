"""What a provider does to a message by itself is no change, and what a person does to its headers is."""

import base64
import re
from collections.abc import Callable, Iterator
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest

from mailservice.mail.alike import difference
from mailservice.mail.mime.header import read_block
from mailservice.mail.mime.part import mended

ANSWER = (
    b"Return-Path: <sarah.whitlock@rockinghamhealth.example>\r\n"
    b"Received: from LO2P265MB0001.gbrp265.prod.outlook.example (2603:10a6:600::1) by\r\n"
    b" CWLP265MB0002.gbrp265.prod.outlook.example with HTTPS; Mon, 23 Nov 2026 10:00:04 +0000\r\n"
    b"Received: from mail.rockinghamhealth.example (192.0.2.7) by LO2P265MB0001.outlook.example\r\n"
    b"\twith Microsoft SMTP Server; Mon, 23 Nov 2026 10:00:02 +0000\r\n"
    b"Received: from desk (localhost [127.0.0.1])\tby mail.rockinghamhealth.example (Postfix)\r\n"
    b"\twith ESMTP id B0D436E60E7; Mon, 23 Nov 2026 10:00:01 +0000\r\n"
    b"Authentication-Results: spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=rockinghamhealth.example;\r\n"
    b" dkim=pass header.d=rockinghamhealth.example; dmarc=pass action=none\r\n"
    b"DKIM-Signature: v=1; a=rsa-sha256; d=rockinghamhealth.example; s=one;\r\n\th=From:Date; b=rCJzlf3K\r\n V8fr89\r\n"
    b"Sender: health.visiting@rockinghamhealth.example\r\n"
    b"From: Sarah Whitlock <sarah.whitlock@rockinghamhealth.example>\r\n"
    b"To: escalate@nscp.example, Daniel Mensah <daniel.mensah@nenevalley.example>\r\n"
    b"Subject: Re: RH-20417\r\nDate: Mon, 23 Nov 2026 11:00:00 +0100\r\n"
    b"Message-ID: <answer@rockinghamhealth.example>\r\n"
    b"In-Reply-To: <second@nenevalley.example>\r\n"
    b"References: <first@rockinghamhealth.example>\r\n <second@nenevalley.example>\r\n"
    b"Importance: high\r\nX-Priority: 1\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nNo plan came.\r\n"
)


def put(was: bytes, by: bytes) -> Callable[[bytes], bytes]:
    """Give what changes one piece of a message."""

    def changes(raw: bytes) -> bytes:
        assert raw.count(was) == 1
        return raw.replace(was, by)

    return changes


@pytest.mark.parametrize(
    ("said", "into"),
    [
        ("which email it answers was changed", put(b"In-Reply-To: <second@", b"In-Reply-To: <another@")),
        ("which email it answers was changed", put(b"In-Reply-To: <second@nenevalley.example>\r\n", b"")),
        (
            "which email it answers was changed",
            put(b"References: <first@rockinghamhealth.example>\r\n", b"References:\r\n"),
        ),
        ("which email it answers was changed", put(b"\r\n <second@", b" <more@nscp.example>\r\n <second@")),
        ("who sent it for its writer was changed", put(b"Sender: health.visiting@rockinghamhealth.example\r\n", b"")),
        ("who sent it for its writer was changed", put(b"Sender: health.visiting@", b"Sender: somebody@")),
        ("who has a blind copy of it was changed", put(b"Subject:", b"Bcc: a@nscp.example\r\nSubject:")),
        ("who passed it on was changed", put(b"Subject:", b"Resent-From: a@nscp.example\r\nSubject:")),
        ("whether a machine wrote it was changed", put(b"Subject:", b"Auto-Submitted: auto-replied\r\nSubject:")),
        ("whether a machine wrote it was changed", put(b"Subject:", b"Precedence: bulk\r\nSubject:")),
        ("how urgent it is marked was changed", put(b"Importance: high\r\nX-Priority: 1\r\n", b"")),
        ("how urgent it is marked was changed", put(b"Importance: high\r\nX-Priority: 1\r\n", b"Importance: low\r\n")),
        ("the way that it came was changed", put(b"10:00:02 +0000", b"16:00:02 +0000")),
        ("the way that it came was changed", put(b"Received: from desk", b"X-Received: from desk")),
        ("what proves its sender was changed", put(b"spf=pass", b"spf=fail")),
        ("what proves its sender was changed", put(b"DKIM-Signature:", b"X-Signature:")),
        ("what proves its sender was changed", put(b"Return-Path: <sarah", b"Return-Path: <sara")),
    ],
)
def test_what_a_person_does_to_a_header_is_said(said: str, into: Callable[[bytes], bytes]) -> None:
    assert difference(ANSWER, into(ANSWER)) == said


def test_stations_that_changed_places_are_no_way_that_it_came() -> None:
    first, second = (ANSWER.index(b"Received: from " + one) for one in (b"mail.", b"desk"))
    end = ANSWER.index(b"Authentication-Results:")
    turned = ANSWER[:first] + ANSWER[second:end] + ANSWER[first:second] + ANSWER[end:]
    assert difference(ANSWER, turned) == "the way that it came was changed"


def exchange(raw: bytes) -> bytes:
    """Write the headers as Exchange does when it builds a message anew from what it keeps."""
    raw = mended(raw)
    block = read_block(raw, 0, len(raw))
    trace = [one for one in block.fields if one[0] in {"received", "from"}]
    seen = {name: value for name, value in block.fields if name not in {"received", "from", "importance", "x-priority"}}
    if any(name in {"importance", "x-priority"} for name, _ in block.fields):
        seen["importance"] = "high"
    if "date" in seen:
        seen["date"] = in_utc(seen["date"])
    for name in ("sender", "to"):
        if re.fullmatch(r"[\w.+-]+@[\w.-]+", seen.get(name, "")):  # a bare address
            seen[name] = f'"{seen[name]}" <{seen[name]}>'
    topic = [
        ("Thread-Topic", "RH-20417"),
        ("Thread-Index", "AQHPIlj4"),
        ("X-MS-Exchange-Organization-AuthAs", "Internal"),
    ]
    fields = [*trace, *sorted(seen.items()), *topic, ("X-MS-Has-Attach", ""), ("Content-Language", "en-US")]
    return b"".join(folded(name, value) for name, value in fields) + b"\r\n" + raw[block.body :]


def in_utc(date: str) -> str:
    try:
        return format_datetime(parsedate_to_datetime(date).astimezone())
    except (ValueError, TypeError, OverflowError):
        return date


def folded(name: str, value: str) -> bytes:
    """Fold a field anew, at each blank outside of what is quoted."""
    parts = value.split('"')
    return (
        f"{name}: " + '"'.join(one if odd % 2 else one.replace(" ", "\r\n ") for odd, one in enumerate(parts))
    ).encode() + b"\r\n"


def gmail(raw: bytes) -> bytes:
    """Add what Gmail adds on its way in, and to what is taken out of it."""
    return (
        b"Delivered-To: escalate@nscp.example\r\nReceived: by 2002:a19:810:: with SMTP id c16\r\n"
        b"X-Received: by 2002:a65:620d:: with SMTP id d13\r\nX-GM-THRID: 1849\r\nX-Gmail-Labels: Escalations\r\n"
        + raw.lstrip(b"\r\n")
    )


def zimbra(raw: bytes) -> bytes:
    """Add the headers with which Zimbra keeps what it moves or hands out, and a category that somebody gave."""
    return (
        b"X-Zimbra-Received: Mon, 23 Nov 2026 10:00:05 +0000\r\nX-Zimbra-Tags: \r\nKeywords: urgent\r\n"
        + raw.lstrip(b"\r\n")
    )


PROVIDERS = (exchange, gmail, zimbra)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_a_provider_does_by_itself_is_no_change(provider: Callable[[bytes], bytes]) -> None:
    assert provider(ANSWER) != ANSWER
    assert difference(ANSWER, provider(ANSWER)) == ""


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_is_changed_in_what_a_provider_built_anew_is_said(provider: Callable[[bytes], bytes]) -> None:
    other = provider(put(b"In-Reply-To: <second@", b"In-Reply-To: <another@")(ANSWER))
    assert difference(ANSWER, other) == "which email it answers was changed"


def corpus() -> Iterator[Path]:
    return iter(sorted((Path(__file__).parent / "corpus").glob("*.eml")))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_provider_changes_a_mail_of_any_client(provider: Callable[[bytes], bytes]) -> None:
    told = {one.name: difference(raw, provider(raw)) for one in corpus() if _has_headers(raw := one.read_bytes())}
    assert len(told) > 500
    assert {name: said for name, said in told.items() if said} == {}


def _has_headers(raw: bytes) -> bool:
    """Leave out what is no whole mail: a provider that repairs one is another matter."""
    block = read_block(raw, 0, len(raw))
    return not block.defects


BOTH = (
    b"From: Sarah Whitlock <sarah.whitlock@rockinghamhealth.example>\r\nSubject: RH-20417\r\n"
    b"Message-ID: <both@rockinghamhealth.example>\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="one"\r\n\r\n'
    b"--one\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlease do not close it.\r\n"
    b"--one\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>This email is confidential.</p>\r\n"
    b"--one\r\nContent-Type: image/png\r\nContent-ID: <map>\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--one--\r\n"
)
HIDDEN = b"\r\n--two\r\nContent-Type: text/plain\r\n\r\nYou may close it.\r\n--two--\r\n"


def nested(raw: bytes) -> bytes:
    """Put the first two parts of three into a container of forms of one text."""
    first, second, third = (
        raw.index(b"--one\r\nContent-Type: " + one) for one in (b"text/plain", b"text/html", b"image")
    )
    forms = (raw[first:second] + raw[second:third]).replace(b"--one", b"--forms") + b"--forms--\r\n"
    return raw[:first] + b'--one\r\nContent-Type: multipart/alternative; boundary="forms"\r\n\r\n' + forms + raw[third:]


@pytest.mark.parametrize(
    ("said", "into"),
    [
        ("what of it is shown was changed", put(b"multipart/mixed", b"multipart/alternative")),
        ("what of it is shown was changed", put(b"multipart/mixed", b"multipart/related")),
        ("what of it is shown was changed", put(b"multipart/mixed", b'multipart/related; start="<map>"')),
        ("what of it is shown was changed", put(b"multipart/mixed", b"multipart/encrypted")),
        ("what of it is shown was changed", nested),
        (
            "what of it is shown was changed",
            put(b"\r\n\r\nPlease", b"\r\nContent-Disposition: attachment\r\n\r\nPlease"),
        ),
        (
            "something was added to it",
            put(b"Content-Type: text/plain", b"Content-Type: text/plain\r\nContent-Type: application/x-none"),
        ),
        ("something was added to it", put(b'"one"', b'"one"\r\nContent-Type: multipart/mixed; boundary="two"')),
        ("something was added to it", put(b"\r\n\r\n--one", b"\r\n" + HIDDEN + b"--one")),
        ("something was added to it", put(b"--one--\r\n", b"--one--\r\n" + HIDDEN)),
    ],
)
def test_the_same_parts_of_which_a_reader_is_shown_others_are_no_copy(
    said: str, into: Callable[[bytes], bytes]
) -> None:
    """Of forms of one text the last alone is shown; what only stands beside a page, or is a file, by nobody who does not look."""
    assert difference(BOTH, into(BOTH)) == said


def apple(first: str, then: str) -> bytes:
    """Give a page with a picture in it: `then` stands beside the text in `first`."""
    return (
        b"Subject: RH-20417\r\nMIME-Version: 1.0\r\n"
        + f'Content-Type: multipart/{first}; boundary="out"\r\n\r\n'.encode()
        + then.encode()
    )


TEXT = "Content-Type: text/plain\r\n\r\nNo plan came.\r\n"
PAGE = 'Content-Type: text/html\r\n\r\n<p>No plan came. <img src="cid:map"></p>\r\n'
PICTURE = "Content-Type: image/png\r\nContent-ID: <map>\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n"


def test_a_page_with_its_pictures_may_be_put_together_in_either_way() -> None:
    inner = "Content-Type: multipart/{}; boundary=in\r\n\r\n--in\r\n{}--in\r\n{}--in--\r\n"
    outer = "--out\r\n{}--out\r\n{}--out--\r\n"
    pictures_within = apple("alternative", outer.format(TEXT, inner.format("related", PAGE, PICTURE)))
    pictures_beside = apple("related", outer.format(inner.format("alternative", TEXT, PAGE), PICTURE))
    assert difference(pictures_within, pictures_beside) == ""
    assert difference(pictures_beside, pictures_within) == ""
    assert (
        difference(pictures_within, pictures_within.replace(b"AAEC", b"AAED"))
        == "a file that is attached to it was changed"
    )


def test_a_lone_part_may_stand_in_a_container_and_have_words_before_it_for_those_who_cannot_read_it() -> None:
    head, _, text = ANSWER.partition(b"Content-Type: ")
    wrapped = (
        head
        + b"Content-Type: multipart/alternative; boundary=x\r\n\r\nThis is a message in several parts.\r\n--x\r\nContent-Type: "
        + text
        + b"--x--\r\n"
    )
    assert difference(ANSWER, wrapped) == ""


def test_a_file_of_lines_may_be_sent_in_another_encoding() -> None:
    """A signature, or a table, as 7bit: its line ends are the mail's, and in base64 they are its own."""
    signed = b"-----BEGIN-----\r\nhQEMA0\r\n-----END-----\r\n"
    plain = b"Subject: a\r\nContent-Type: application/pgp-signature; name=a.asc\r\n\r\n" + signed
    lines = base64.encodebytes(signed)
    encoded = plain[: plain.index(b"\r\n\r\n")] + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines
    assert difference(plain, encoded) == ""
    assert difference(encoded, plain) == ""
    other = encoded.replace(lines, base64.encodebytes(signed.replace(b"A0", b"A1")))
    assert difference(plain, other) == "a file that is attached to it was changed"
