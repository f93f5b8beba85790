"""A thousand realistic mails of about 40 KB: replies with history, HTML and attachments. The same ones every time."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from quopri import encodestring
from random import Random

SAID = (
    "RECEIVED\n\nI am in a meeting until three and will ring you after it.",
    "MET\n\nWe spoke for half an hour this morning.",
    "NOTE The school has sent its own record of the visits.",
    "Thank you, I have read this and will come back to you once I have seen the notes of the last meeting.",
    "PLAN I visit with the school nurse on Tuesday, and we speak again on Wednesday.",
    "STATUS",
    "Received with thanks. Our duty team has the referral and will look at it again today.",
    "?ESCALATE",
    "NOTE Our team manager is away this week. Her deputy has the file.",
    "We see this differently, and I have written down below why we think that the plan should stay as it is.",
)
# Each is answered by exactly one letter: these say two things to two people, and are left out.
ONE_LETTER = tuple(text for text in SAID if not text.startswith(("MET", "PLAN")))
_PROSE = (
    "the plan visit school nurse child meeting home family worker record concern review agreed minutes health team "
    "manager referral section assessment support need risk information sharing date action professional curiosity "
    "neglect attendance appointment missed again because however although where which would should with from about"
)
_STYLE = "\n".join(
    f"@font-face{{font-family:F{n};panose-1:2 11 6 4 2 2 2 2 2 {n};}}\n"
    f"p.Mso{n},li.Mso{n},div.Mso{n}{{margin:0cm;margin-bottom:.0001pt;font-size:{n}.0pt;font-family:Calibri,sans-serif;}}"
    for n in range(10, 26)
)
_DISCLAIMER = (
    "This email and any files sent with it are confidential and meant only for whom they are addressed to. If you have "
    "had it by mistake, please tell the sender and delete it. Nothing in it binds the Trust unless put in writing."
)


@dataclass(frozen=True)
class Reply:
    """What a reply answers: the letter's Message-ID, the root of its thread, and who writes."""

    sender: str
    name: str
    desk: str
    letter: str
    root: str
    reference: str


def reply(to: Reply, number: int, at: datetime, text: str = "") -> bytes:
    """Return the mail: Outlook's headers, plain text and HTML with three letters of history, and an attachment."""
    random = Random(number)  # noqa: S311 - the same mails every time
    text = text or SAID[number // 100 % len(SAID)]
    history = [_history(to, random, at - timedelta(days=days)) for days in (1, 3, 6)]
    plain = "\n\n".join(
        [text, f"Kind regards,\n\n{to.name}\nTelephone 01632 960 {number % 1000:03}", _DISCLAIMER, *history]
    )
    return b"\r\n".join(
        [
            _headers(to, number, at),
            b'Content-Type: multipart/mixed; boundary="m-i-x-e-d"',
            b"",
            b"--m-i-x-e-d",
            b'Content-Type: multipart/alternative; boundary="a-l-t"',
            b"",
            b"--a-l-t",
            _part("text/plain; charset=utf-8", plain),
            b"--a-l-t",
            _part("text/html; charset=utf-8", _page(text, to, history)),
            b"--a-l-t--",
            b"--m-i-x-e-d",
            b'Content-Type: application/pdf; name="record.pdf"',
            b'Content-Disposition: attachment; filename="record.pdf"',
            b"Content-Transfer-Encoding: base64",
            b"",
            _lines(b"%PDF-1.7 " + random.randbytes(12_000)),
            b"--m-i-x-e-d--",
            b"",
        ]
    )


def large(to: Reply, at: datetime, size: int) -> bytes:
    """Return a reply whose attachment makes it about this many octets."""
    small = reply(to, 0, at)
    head, mark, tail = small.rpartition(b"\r\n--m-i-x-e-d--")
    return head + b"\r\n" + _lines(Random(1).randbytes((size - len(small)) * 57 // 78)) + mark + tail  # noqa: S311 - as above


def _headers(to: Reply, number: int, at: datetime) -> bytes:
    stamp = format_datetime(at)
    hops = [
        f"Received: from mail{hop}.rockinghamhealth.example (mail{hop}.rockinghamhealth.example [192.0.2.{hop}])\r\n"
        f"\tby gate{hop}.nscp.example with ESMTPS id {number:06d}{hop}\r\n\tfor <{to.desk}>; {stamp}"
        for hop in range(1, 6)
    ]
    seal = b64encode(Random(number).randbytes(192)).decode()  # noqa: S311 - as above
    signed = [f"X-Gateway-Report-{part}: {seal[:72]}\r\n\t{seal[72:144]}\r\n\t{seal[144:]}" for part in range(6)]
    own = f"""Authentication-Results: gate.nscp.example; spf=pass smtp.mailfrom={to.sender}; dkim=pass
From: {to.name} <{to.sender}>
To: NSCP Escalations <{to.desk}>
Subject: RE: [{to.reference}] A letter from the escalation service
Thread-Topic: [{to.reference}] A letter from the escalation service
Date: {stamp}
Message-ID: <bench-{number}@{to.sender.rpartition("@")[2]}>
References: {to.root} {to.letter}
In-Reply-To: {to.letter}
Accept-Language: en-GB
Content-Language: en-GB
X-MS-Has-Attach: yes
X-Originating-IP: [192.0.2.44]
MIME-Version: 1.0"""
    return "\r\n".join([*hops, *signed, *own.splitlines()]).encode()


def _history(to: Reply, random: Random, at: datetime) -> str:
    paragraphs = [" ".join(random.choices(_PROSE.split(), k=90)).capitalize() + "." for _ in range(3)]
    head = f"From: NSCP Escalations <{to.desk}>\nSent: {at:%d %B %Y %H:%M}\nTo: {to.name} <{to.sender}>\n"
    subject = f"Subject: [{to.reference}] A letter from the escalation service\n\n"
    return f"{head}{subject}Dear {to.name},\n\n" + "\n\n".join(paragraphs) + "\n\nRESOLVED\nESCALATE\n"


def _page(text: str, to: Reply, history: list[str]) -> str:
    def paragraphs(of: str) -> str:
        return "\n".join(f'<p class="MsoNormal">{line or "<o:p>&nbsp;</o:p>"}</p>' for line in of.splitlines())

    older = "".join(
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f"{paragraphs(one.replace('<', '&lt;'))}</div></div>"
        for one in history
    )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" '
        f'content="text/html; charset=utf-8"><style><!--\n{_STYLE}\n--></style></head><body lang="EN-GB">'
        f'<div class="WordSection1">{paragraphs(text)}{paragraphs(f"Kind regards,{chr(10)}{to.name}")}'
        f"{paragraphs(_DISCLAIMER)}{older}</div></body></html>"
    )


def _part(kind: str, text: str) -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n".encode()
    return head + encodestring(text.encode()).replace(b"\n", b"\r\n")


def _lines(data: bytes) -> bytes:
    coded = b64encode(data)
    return b"\r\n".join(coded[at : at + 76] for at in range(0, len(coded), 76))
