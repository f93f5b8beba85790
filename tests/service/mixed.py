"""Three hundred mails of every kind that a mailbox gets, the same every time: `mixed` gives each with what it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from random import Random

DESK = "escalate@nscp.example"
VISITOR = "Sarah Whitlock <sarah.whitlock@rockinghamhealth.example>"
WORKER = "Daniel Mensah <daniel.mensah@nenevalley.example>"
MANAGER = "Joy Okafor <joy.okafor@nenevalley.example>"
STRANGERS = 20
VERBS = (
    "RECEIVED",
    "MET",
    "PLAN We visit together on Tuesday.",
    "DISAGREE The risk is as it was.",
    "NOTE The school has written too.",
    "STATUS",
    "HELP",
    "POLICY",
    "?ESCALATE",
    "CONTACT Joy Okafor joy.okafor@nenevalley.example",
    "RESOLVED We visit weekly.",
    "AGREE",
    "OBJECT This is not what we said.",
    "ESCALATE It cannot wait.",
    "WITHDRAW",
    "COVER Tom Byrne tom.byrne@nenevalley.example UNTIL 4 December",
    "RESOLVED, but only if the school agrees",
    "AGREE\nDISAGREE",
)


@dataclass(frozen=True)
class Sample:
    """A mail as it is delivered. `of` names the first delivery of a mail that comes twice."""

    kind: str
    raw: bytes
    of: str = ""


def openings(count: int) -> list[Sample]:
    """Return mails that each open a case."""
    return [sample("opening", _opening(number)) for number in range(1, count + 1)]


def mixed() -> Iterator[Sample]:
    """Yield the rest: 250 mails, of which thirty are broken bytes and twenty come a second time."""
    cases = 50
    for number in range(100):
        yield sample("verb", answer(number, number % cases + 1, VERBS[number % len(VERBS)]))
    for number in range(100, 125):
        yield sample("prose", answer(number, number % cases + 1, "Thank you, I will read it this afternoon."))
    for number in range(125, 150):
        away = answer(number, number % cases + 1, "I am away until Monday. Please write to my deputy.")
        away["Auto-Submitted"] = "auto-replied"
        yield sample("automatic", away)
    yield from (Sample("automatic", _bounce(number)) for number in range(10))
    for number in range(STRANGERS):
        yield sample("stranger", _stranger(number))
    yield from (Sample("encrypted", _encrypted(number)) for number in range(10))
    yield from (sample("nothing", _loose(number)) for number in range(10))
    broken = [_broken(number) for number in range(30)]
    yield from broken
    yield from _twice(list(openings(10)), broken[:10])


def _twice(opened: list[Sample], broken: list[Sample]) -> Iterator[Sample]:
    for number, first in enumerate(opened):
        same = first.raw if number % 2 else b"Received: from list.nscp.example by mail.nscp.example\r\n" + first.raw
        yield Sample("duplicate", same, _message_id(first.raw))
    for first in broken:
        yield Sample("broken again", first.raw)


def _message_id(raw: bytes) -> str:
    return raw.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode()


def sample(kind: str, mail: EmailMessage) -> Sample:
    """Return a mail as it is delivered."""
    return Sample(kind, mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def _mail(sender: str, to: str, identity: str, text: str, subject: str = "") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, to, subject, f"<{identity}@people.example>"
    mail.set_content(text)
    return mail


def _opening(number: int) -> EmailMessage:
    text = "We disagree that the referral was closed."
    mail = _mail(_visitor(number), WORKER, f"opening-{number}", text, f"NCT-{600_000 + number}")
    mail["Cc"] = DESK
    return mail


def _visitor(number: int) -> str:
    """Return who opens a case: nobody opens more than four, for more within the hour are held."""
    colleague = (number - 1) // 4
    return f"Visitor {colleague} <visitor-{colleague}@rockinghamhealth.example>" if colleague else VISITOR


def answer(number: int, case: int, text: str) -> EmailMessage:
    """Return an answer on the thread of an opening mail, by one of three people in turn."""
    mail = _mail((VISITOR, WORKER, MANAGER)[number % 3], DESK, f"answer-{number}", text, "Re: the child")
    mail["In-Reply-To"] = mail["References"] = f"<opening-{case}@people.example>"
    return mail


def _stranger(number: int) -> EmailMessage:
    sender = f"Somebody {number // 2} <somebody-{number // 2}@elsewhere.example>"  # each of them writes twice
    return _mail(sender, DESK, f"stranger-{number}", "I worry about a child in our street.")


def _loose(number: int) -> EmailMessage:
    return _mail(MANAGER, DESK, f"loose-{number}", "Could you tell me who to ask?")


def _bounce(number: int) -> bytes:
    return f"""From: MAILER-DAEMON@mail.example\r
To: {DESK}\r
Subject: Undelivered Mail Returned to Sender\r
Message-ID: <bounce-{number}@mail.example>\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
This is the mail system. Your message could not be delivered.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mail.example\r
\r
Final-Recipient: rfc822; nobody-{number}@nenevalley.example\r
Action: failed\r
Status: 5.1.1\r
--b--\r
""".encode()


def _encrypted(number: int) -> bytes:
    return f"""From: {WORKER}\r
To: {DESK}\r
Subject: secure\r
Message-ID: <secret-{number}@people.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"\r
\r
--b\r
Content-Type: application/pgp-encrypted\r
\r
Version: 1\r
--b\r
Content-Type: application/octet-stream\r
\r
-----BEGIN PGP MESSAGE-----\r
aGVsbG8=\r
-----END PGP MESSAGE-----\r
--b--\r
""".encode()


def _broken(number: int) -> Sample:
    """Give bytes that are hardly a mail: noise, half a header, half a part, a lying charset, no end to a boundary."""
    random = Random(number)  # noqa: S311 - the same bytes every time
    noise = random.randbytes(200 + number).replace(b"\n", b"").replace(b"\r", b"")
    shapes = (
        noise,
        b"From: \xff\xfe<" + noise[:20],
        b"From: "
        + WORKER.encode()
        + b"\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n"
        + noise,
        b"From: "
        + WORKER.encode()
        + b'\r\nContent-Type: text/plain; charset="utf-'
        + bytes([number])
        + b'8"\r\n\r\n'
        + noise,
        b"\r\n\r\n" + noise,
        b"From: a@\r\nTo: <\r\nSubject: =?utf-8?b?"
        + noise[:9]
        + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n="
        + noise,
    )
    return Sample("broken", shapes[number % len(shapes)])
