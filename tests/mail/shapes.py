"""Time against size, for mails of every shape that once was slow or might be: `python -m tests.mail.shapes` prints the table.

What is timed is all that is done with a mail's text: taken in, read, and decided on no case; beside it the glimpse at one that
could not be read.
"""

import random
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

from mailservice.cases import machine
from mailservice.cases.history.case import book
from mailservice.cases.history.commands import Hear
from mailservice.cases.opening import confidential, first_mail
from mailservice.mail import glimpse
from mailservice.mail.parse import message_id
from mailservice.mail.trust import senders
from mailservice.mail.trust.judging import judge
from mailservice.service import hearing
from mailservice.service.receiving import GLIMPSED
from mailservice.simulator.playing import desk_of
from mailservice.simulator.story import Story, moment
from tests.timing import timed

MEGABYTE = 1_000_000
SIZES = (MEGABYTE // 4, MEGABYTE // 2, MEGABYTE, 2 * MEGABYTE)
MOST = 1.0  # seconds a megabyte
_SCENARIOS = Path(__file__).parents[1] / "scenarios"
DESK = desk_of(Story("shapes", "Mon 2 Nov 2026 10:00", (), folder=_SCENARIOS))
NOW = moment("Mon 2 Nov 2026 10:00")
HEAD = (
    b"From: Sarah Whitlock <sarah.whitlock@rockinghamhealth.example>\nTo: escalate@nscp.example\n"
    b"Message-ID: <1@x.example>\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n"
)
SUBJECT = b"Subject: NCT-600001\n"
HTML = b"Content-Type: text/html\n\n"

Shape = Callable[[int], bytes]


def text(piece: str | bytes, begin: str = "", end: str = "") -> Shape:
    """Give a plain mail whose text repeats one piece."""
    return lambda size: b"\n" + begin.encode() + _filled(piece, size) + end.encode()


def html(piece: str | bytes, begin: str = "", end: str = "") -> Shape:
    """Give a page that repeats one piece."""
    return lambda size: HTML + begin.encode() + _filled(piece, size) + end.encode()


def encoded(piece: str, begin: str = "", end: str = "") -> Shape:
    """Give a plain mail in base64 whose text repeats one piece."""
    header = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    return lambda size: header + b64encode(begin.encode() + _filled(piece, size * 3 // 4) + end.encode())


def header(name: str, piece: str, begin: str = "", end: str = "") -> Shape:
    """Give a mail with a long header, folded where the piece has a new line."""
    return lambda size: name.encode() + b": " + begin.encode() + _filled(piece, size) + end.encode() + b"\n\nHello"


def parts(part: bytes) -> Shape:
    """Give a mail of many parts."""
    piece = b"--b\n%b\n" % part
    return lambda size: b"Content-Type: multipart/mixed; boundary=b\n\n" + _filled(piece, size) + b"--b--\n"


def nested(kind: bytes) -> Shape:
    """Give parts within parts."""
    return lambda size: b"".join(kind % (number, number) for number in range(size // (len(kind) + 4)))


def _filled(piece: str | bytes, size: int) -> bytes:
    one = piece.encode() if isinstance(piece, str) else piece
    return one * max(1, size // len(one))


def _letters(size: int) -> bytes:
    return random.Random(1).randbytes(size * 3 // 4)  # noqa: S311 - the same bytes every time


def _tnef(size: int) -> bytes:
    one = b"\x02" + (0x9002).to_bytes(2, "little") + b"\x06\x00" + (4).to_bytes(4, "little") + b"abcd\x00\x00"
    data = b"\x78\x9f\x3e\x22\x01\x00" + one * (size * 3 // 4 // len(one))
    return b"Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n" + b64encode(data)


ATTACHED = b"Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=chronology.pdf\n\nx"
CALENDAR = b"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n"
INSIDE = b"Content-Type: message/rfc822\n\nFrom: a@x.example\nSubject: s\n\nHello"
PROSE = "We do not agree with the plan for the child, and ask you to look at it again before Friday.\n"
HEADS = (
    "From: Daniel Mensah <daniel.mensah@nenevalley.example>\nSent: 2 November 2026 10:00\nTo: Sarah\nSubject: NCT\n\n"
)

SHAPES: dict[str, Shape] = {
    "prose": text(PROSE),
    "prose in quoted-printable": lambda size: (
        b"Content-Transfer-Encoding: quoted-printable\n\n" + _filled("caf=C3=A9 =\nand so on\n", size)
    ),
    "a line of blanks": text(" ", "URGENT\n", "x"),
    "a line of blanks in base64": encoded(" ", "URGENT\n", "x"),
    "a line of no-break spaces": encoded("\u00a0", "We\n", "x"),
    "a line of zero-width letters": encoded("\u200b", "We\n", "x"),
    "a line of one letter": text("a"),
    "a line of capitals": text("A"),
    "a line of digits": text("1"),
    "a line of dashes": text("-"),
    "a line of underscores": text("_"),
    "a line of stars": text("*"),
    "a line of tabs": text("\t", "x", "x"),
    "a line of full stops": text("."),
    "a line of commas": text(", ", "Regards "),
    "a line of quotation marks": text('"'),
    "a line of addresses": text("a@", "CONTACT "),
    "a line of names": text("Anna Bell ", "COVER "),
    "a line of dates": text("12/4 ", "NEW DATE "),
    "a line of months": text("12 Nov ", "PLAN "),
    "a line of commands": text("ESCALATE "),
    "a line of words of danger": text("going to kill himself "),
    "a line of denials": text("not "),
    "a line of links": text("https://a.example/b?c=d&e "),
    "a line of references": text("NCT-600001 "),
    "a line of half references": text("NSCP 2026-"),
    "quote marks in one line": text(">"),
    "quote marks and blanks": text("> "),
    "quoted lines": text("> We spoke.\n"),
    "quoted lines and own ones": text("> We spoke.\nYes.\n"),
    "empty lines": text("\n", "URGENT\n", "x"),
    "lines of blanks": text(" \n", "URGENT\n", "x"),
    "lines of one letter": text("a\n"),
    "commands": text("ESCALATE\n"),
    "commands with reasons": text("PLAN We visit on 12 November 2026 at 10am.\n"),
    "nearly commands": text("please ESCALAT\n\n"),
    "wrote": text("On Mon, 2 Nov 2026 at 10:00, Daniel wrote:\n"),
    "wrote, and an answer": text("On Mon, 2 Nov 2026 at 10:00, Daniel wrote:\n> No.\nYes.\n"),
    "wrote over two lines": text("On Mon, 2 Nov 2026 at 10:00, Daniel\n<d@x.example> wrote:\n"),
    "half of wrote": text("On Mon, 2 Nov 2026 at 10:00,\n"),
    "heads of mails": text(HEADS),
    "half heads": text("From: Daniel Mensah\n"),
    "dividers": text("-----Original Message-----\n"),
    "farewells": text("Kind regards,\nSarah\n"),
    "telephones": text("Tel: 01632 960 100\n"),
    "small print": text("This email and any attachments are confidential and intended solely for the addressee.\n"),
    "banners": text("[EXTERNAL] This email came from outside the organisation. Do not click links.\n"),
    "a line of small print": text("This email is confidential and intended solely for the addressee. "),
    "a line of banners": text("You don't often get email from a@x.example. Learn why this is important. "),
    "a line of tags": text("[EXTERNAL] "),
    "a line of wrote": text("On Mon, 2 Nov 2026 at 10:00, Daniel <d@x.example> wrote: "),
    "a line of farewells": text("Kind regards, Sarah "),
    "labels": text("Important: \n"),
    "greetings": text("Dear Daniel,\n"),
    "bullets": text("- [x] 1. * "),
    "flowed": lambda size: b"Content-Type: text/plain; format=flowed\n\n" + _filled("and so \n", size),
    "words of absence": lambda size: b"Auto-Submitted: auto-replied\n\n" + _filled("until back on Aa Bb contact ", size),
    "words of a bounce": lambda size: (
        b"Return-Path: <>\nSubject: Undeliverable\n\n" + _filled("-- Message-ID: <a deliver to: a@b 5.1.1 ", size)
    ),
    "words of a desk": lambda size: b"Auto-Submitted: auto-generated\n\n" + _filled("ticket #12345 request job ", size),
    "a secure mail's words": text("This message was sent securely: click https://portal.example to read it. "),
    "divs in divs": html("<div>", "", "Hello"),
    "divs closed": html("<div>a</div>"),
    "tables": html("<table><tr><td>a</td></tr></table>"),
    "open tags": html("<a href='"),
    "open angles": html("<"),
    "open angles and letters": html("<a "),
    "a tag with attributes": html("a='b' ", "<p ", ">Hello"),
    "entities": html("&nbsp;&amp;&#39;"),
    "half entities": html("&am"),
    "numbers of entities": html("1", "&#", ";"),
    "comments": html("<!-- a -->"),
    "open comments": html("<!--"),
    "styles": html("<style>p{color:red}</style>"),
    "open styles": html("<style>"),
    "open and other scripts": html("<script></SCRIPT><style>"),
    "signatures": html('<div class="gmail_signature">Sarah</div>'),
    "hidden elements": html('<span style="display:none">x</span>'),
    "hidden elements in each other": html('<span style="display:none">'),
    "borders": html('<div style="border-top: solid 1px"><p>a</p>'),
    "blockquotes": html("<blockquote>a"),
    "blockquotes closed": html("<blockquote>a</blockquote>b"),
    "paragraphs of Word": html("<p class=MsoNormal>a<o:p></o:p></p>"),
    "pre": html("<pre>a\n"),
    "breaks": html("<br> "),
    "spaces in a page": html(" ", "<p>", "x"),
    "list items": html("<li>a"),
    "struck out": html("<s>a"),
    "recipients": header("Cc", '"P, Q" <p@x.example>, '),
    "recipients folded": header("Cc", "p@x.example,\n "),
    "half names": header("Cc", "Ashdown, "),
    "open quotes": header("Cc", '"\\'),
    "open brackets": header("Cc", "(<"),
    "brackets and quotes": header("Cc", '<"('),
    "references": header("References", "<a@x.example> "),
    "half references": header("References", "<"),
    "references folded": header("References", "<a@x.example>\n "),
    "subject": header("Subject", "NCT "),
    "subject of blanks": header("Subject", " ", "x", "x"),
    "subject of brackets": header("Subject", "[a] "),
    "subject of answers": header("Subject", "Re: "),
    "encoded words": header("Subject", "=?utf-8?q?a?= "),
    "one long encoded word": header("Subject", "a", "=?utf-8?q?", "?="),
    "half encoded words": header("Subject", "=?utf-8?q?a "),
    "encoded words of many charsets": header("Subject", "=?latin1?q?a?= =?utf-8?b?YQ==?= "),
    "sender": header("From", "a "),
    "sender of marks": header("From", "a@@"),
    "parameters": header("Content-Type", '; a="b', "text/plain"),
    "parameters in sections": header("Content-Disposition", "; filename*1*=a%20", "attachment"),
    "message ids": header("Message-ID", "<a@"),
    "received": lambda size: _filled(b"Received: from a.example by b.example; Mon, 2 Nov 2026 10:00:00 +0000\n", size)
    + b"\nHello",
    "headers": lambda size: _filled(b"X-Seen: yes\n", size) + b"\nHello",
    "headers of other names": lambda size: (
        b"".join(b"X-%d: y\n" % number for number in range(size // 12)) + b"\nHello"
    ),
    "stray lines": lambda size: _filled(b"stray\nX-Seen: yes\n", size) + b"\nHello",
    "parts": parts(b"Content-Type: text/plain\n\nx"),
    "parts without headers": parts(b"\nx"),
    "attachments": parts(ATTACHED),
    "calendars": parts(CALENDAR),
    "mails inside": parts(INSIDE),
    "parts that hold none": parts(b"Content-Type: multipart/mixed; boundary=q\n\nx"),
    "pages": parts(b"Content-Type: text/html\n\n<p>x"),
    "hyphens": lambda size: b"Content-Type: multipart/mixed; boundary=b\n\n" + _filled(b"--\n", size),
    "parts in parts": nested(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"),
    "mails in mails": lambda size: _filled(b"Content-Type: message/rfc822\n\n", size),
    "bounces in parts": parts(b"Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n"),
    "base64 of noise": lambda size: b"Content-Transfer-Encoding: base64\n\n" + b64encode(_letters(size)),
    "base64 with junk": lambda size: b"Content-Transfer-Encoding: base64\n\n" + _filled(b"aGVsbG8g\n$$\n", size),
    "base64 that is none": lambda size: b"Content-Transfer-Encoding: base64\n\n" + _filled(b"We visit.\n", size),
    "base64 and blanks": lambda size: b"Content-Transfer-Encoding: base64\n\n" + _filled(b"aGVs \t", size),
    "noise": lambda size: b"\n" + _letters(size),
    "utf-7": lambda size: b"Content-Type: text/plain; charset=utf-7\n\n" + _filled(b"+AGE-", size),
    "utf-16": lambda size: b"Content-Type: text/plain; charset=utf-16\n\n" + _filled("We visit.\n".encode("utf-16-le"), size),
    "uuencoded": lambda size: b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n" + _filled(b"#86%A\n", size),
    "tnef": _tnef,
    "envelopes": lambda size: b"Content-Type: application/pkcs7-mime\n\n" + _filled(b"\x30\x80", size),
    "octets": lambda size: b"Content-Type: application/pkcs7-mime\n\n" + _filled(b"\x24\x80\x04\x01a", size),
    "carriage returns": text("\r"),
    "feeds": text("\x0c"),
}  # fmt: skip


def mail(name: str, size: int) -> bytes:
    """Return a mail of a shape, of about this size."""
    body = SHAPES[name](size)
    return HEAD + (b"" if body[:8] in (b"Subject:", b"") else SUBJECT) + body


def everything(raw: bytes) -> object:
    """Do with a mail whatever the service does with its text, before a case is known."""
    read = hearing.read(DESK, raw, "m1", NOW)
    hear = read.hear
    confidential.held(hear, DESK.rules.policy)
    first_mail.opens(hear)
    machine.decide(book(), hear, DESK.rules, DESK.directory)
    return message_id(raw)


def glimpsed(raw: bytes) -> object:
    """Do with a mail what is done when it could not be read."""
    seen = glimpse.heading(raw)
    sender = senders.identify(seen, DESK.directory, judge(raw[:GLIMPSED], DESK.trust))
    hear = Hear(NOW, "m1", "<1@x.example>", sender, subject=seen.subject, own_words=glimpse.letters(raw))
    return confidential.held(hear, DESK.rules.policy)


def seconds(work: Callable[[bytes], object], raw: bytes) -> float:
    """Return the seconds a megabyte, the better of two; what takes four times as long as it may is given up, and counts so."""
    longest = 4 * MOST * max(1.0, len(raw) / MEGABYTE)
    return min(timed(lambda: work(raw), longest) for _ in range(2)) / len(raw) * MEGABYTE


def rows(names: list[str]) -> Iterator[tuple[str, list[float]]]:
    """Yield the seconds a megabyte of each shape, by size, and last of a glimpse at the largest."""
    for name in names:
        figures = []
        for size in SIZES:
            figures.append(seconds(everything, mail(name, size)))
            if figures[-1] >= 4 * MOST:  # it would be hours
                break
        yield name, [*figures, seconds(glimpsed, mail(name, SIZES[-1]))]


def main() -> None:
    """Print the table; ends with 1 if a shape takes longer than it may."""
    for name in ("prose", "words of a bounce", "pages", "words of absence"):  # what is made once is not counted
        everything(mail(name, 1_000))
    out, slow = sys.stdout, 0
    out.write("seconds a megabyte, all that is done with a mail's text\n")
    out.write(f"{'':40}{''.join(f'{size / MEGABYTE:>8g} MB' for size in SIZES)}  a glimpse\n")
    for name, figures in rows(sys.argv[1:] or list(SHAPES)):
        over = max(figures) > MOST
        out.write(f"{name:40}{''.join(f'{one:>11.2f}' for one in figures)}{'  slow' if over else ''}\n")
        out.flush()
        slow += over
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
