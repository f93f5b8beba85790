"""What the standard library writes, we read: another hand's idea of a mail, as a check on ours."""

from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailservice.mail.mime.charset import readable
from mailservice.mail.parse import parse

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.eml"))
LETTERS = "abcdefghijklmnopqrstuvwxyz ABC 0123456789 .,;:()<>@\"'?=_-+&%/ ŵŷâôî éñ €£ “” 子供"
WORDS = st.text(LETTERS, min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
NAMES = st.text("abc ABC ŵŷâ éñ '-.,()", min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)
LINES = st.lists(st.text(LETTERS, max_size=120), min_size=1, max_size=20).map("\n".join)


def seen(text: str) -> str:
    return " ".join(readable(text).split())


@given(WORDS, NAMES, NAMES)
@settings(max_examples=80, deadline=None)
def test_any_subject_and_any_names_come_through(subject: str, sender: str, reader: str) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject
    mail["From"] = Mailbox(sender, "sian", "westmere.example")
    mail["To"] = [Mailbox(reader, "tom", "northdale.example"), Mailbox("", "una", "northdale.example")]
    mail.set_content("Hello")
    read = parse(mail.as_bytes())
    assert "".join(read.subject.split()) == "".join(subject.split())
    assert [one.address for one in (read.sender, *read.to)] == [
        "sian@westmere.example",
        "tom@northdale.example",
        "una@northdale.example",
    ]
    assert "".join(read.sender.name.split()).strip("',") == "".join(sender.split()).strip("',")


@given(LINES, st.sampled_from(["quoted-printable", "base64", "8bit"]))
@settings(max_examples=80, deadline=None)
def test_any_text_comes_through_any_encoding(text: str, encoding: str) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "sian@westmere.example"
    mail.set_content(text, charset="utf-8", cte=encoding)
    assert seen(parse(mail.as_bytes()).text) == seen(text)


@given(LINES, st.binary(max_size=500), WORDS)
@settings(max_examples=60, deadline=None)
def test_any_file_comes_through_beside_both_forms_of_a_text(text: str, content: bytes, name: str) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "sian@westmere.example"
    mail.set_content("We disagree.\n" + text, charset="utf-8")
    mail.add_alternative("<p>We disagree, in HTML.</p>", subtype="html")
    filename = name.replace("/", "-")
    mail.add_attachment(content, maintype="application", subtype="pdf", filename=filename)
    read = parse(mail.as_bytes())
    assert seen(read.text) == seen("We disagree.\n" + text)
    assert [(one.content, one.content_type, one.size) for one in read.attachments] == [
        (content, "application/pdf", len(content))
    ]
    assert "".join(read.attachments[0].filename.split()) == "".join(filename.split())


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_line_ends_make_no_difference(file: Path) -> None:
    raw = file.read_bytes()
    one, other = parse(raw), parse(raw.replace(b"\r\n", b"\n"))
    assert (one.text, one.kind, one.subject, one.sender, one.to) == (
        other.text,
        other.kind,
        other.subject,
        other.sender,
        other.to,
    )
