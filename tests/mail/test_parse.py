"""Stories of reading a mail that a pair of files in the corpus cannot tell alone."""

from pathlib import Path

from mailservice.mail.parse import Address, parse

CORPUS = Path(__file__).parent / "corpus"


def mail(*headers: str, text: str = "Hello.") -> bytes:
    return "\r\n".join(("From: Sian Powell <sian@westmere.example>", *headers, "", text)).encode()


def test_the_same_bytes_without_a_message_id_are_always_the_same_mail() -> None:
    raw = mail("Subject: a plan")
    assert parse(raw).message_id == parse(raw).message_id != parse(raw + b"\r\n").message_id
    assert parse(raw).message_id.endswith("@synthetic.invalid>")


def test_a_plus_address_is_found_wherever_the_mail_server_wrote_it() -> None:
    raw = mail("To: Tom <tom@northdale.example>", "Cc: escalate@p.example", "Delivered-To: escalate+k7f3q2@p.example")
    assert parse(raw).recipients == ("tom@northdale.example", "escalate@p.example", "escalate+k7f3q2@p.example")


def test_a_name_can_never_become_an_address() -> None:
    raw = mail("To: =?utf-8?Q?director=40northdale.example=2C_=3Cboss=40northdale.example=3E?= <tom@northdale.example>")
    assert [one.address for one in parse(raw).to] == ["tom@northdale.example"]


def test_who_really_sent_it_and_where_answers_go_are_kept_beside_from() -> None:
    read = parse(mail("Sender: Office <office@westmere.example>", "Reply-To: stranger@elsewhere.example"))
    assert read.on_behalf == Address("Office", "office@westmere.example")
    assert read.reply_to == (Address("", "stranger@elsewhere.example"),)
    assert read.sender == Address("Sian Powell", "sian@westmere.example")


def test_headers_are_kept_as_they_were_sent_for_those_who_judge_them() -> None:
    read = parse(
        mail("Authentication-Results: mx.p.example; spf=pass", "Authentication-Results: forged.example; dkim=pass")
    )
    assert read.headers["authentication-results"] == ("mx.p.example; spf=pass", "forged.example; dkim=pass")


def test_a_mail_that_nothing_could_be_read_of_says_so() -> None:
    scan = mail("Content-Type: application/pdf", "Content-Transfer-Encoding: base64", text="JVBERi0xLjQK")
    assert parse(scan).unreadable
    assert not parse(mail()).unreadable


def test_what_an_attachment_holds_is_not_shown_where_a_mail_is_shown() -> None:
    secret = mail("Content-Type: text/plain; name=a.txt", "Content-Disposition: attachment", text="child's name")
    assert parse(secret).attachments[0].content == b"child's name"
    assert "child's name" not in repr(parse(secret))
    assert "Hello" not in repr(parse(mail()))


def test_the_mark_of_a_machine_and_the_words_of_a_person_are_held_and_not_dropped() -> None:
    read = parse((CORPUS / "auto-generated-mark-on-human-words.eml").read_bytes())
    assert read.kind == "unclear"
    assert read.evidence == ("Auto-Submitted: auto-generated", "and nothing else says that a machine wrote it")


def test_a_picture_in_a_signature_is_no_file_that_somebody_attached() -> None:
    def files(*headers: str, size: int = 9) -> list[str]:
        part = "\r\n".join(["Content-Type: image/png; name=logo.png", "Content-Transfer-Encoding: 8bit", *headers])
        mail = f"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{part}\r\n\r\n{'x' * size}\r\n--b--\r\n"
        return [one.filename for one in parse(mail.encode()).attachments if one.is_file]

    assert files("Content-ID: <logo@1>", "Content-Disposition: inline") == []
    assert files("Content-ID: <logo@1>") == []
    assert files("Content-ID: <bruise@1>", size=90_000) == ["logo.png"], "a photograph in the text"
    assert files("Content-ID: <f_1>", "Content-Disposition: attachment") == ["logo.png"]
    assert files() == ["logo.png"]
