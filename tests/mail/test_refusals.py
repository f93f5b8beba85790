"""Whose fault a mail server's answer is: every code at every step, each row's own example, and answers as servers give them."""

import re
from pathlib import Path

import pytest

from mailservice.mail.refusals import FOLLOWS, STEPS, TABLE, Row, Step, as_markdown, whose

PAGE = Path(__file__).parents[2] / "docs" / "replies.md"
OURS = ("greeting", "login", "MAIL", "RCPT", "DATA")
BASIC = (*range(500, 505), 521, 523, 524, 525, 530, 534, 535, 538, 541, *range(550, 557), 571)
# RFC 3463 and the register of RFC 5248, and what Microsoft adds.
ENHANCED = {
    1: (*range(11),),
    2: (*range(5),),
    3: (*range(6),),
    4: (*range(8), 310, 312, 316),
    5: (*range(7),),
    6: (*range(11),),
    7: (*range(28), 57, 60, 64, 124, 129, 133, 134, 136, 139, 193, 232, 501, 606, 705, 708, 750),
}
# In reports, and at RCPT where it is the same: the enhanced codes that are not "reader".
ABOUT_US_IN_A_REPORT = {"5.1.7", "5.1.8"}
READERS_IN_7 = {12, 17, 18, 124, 129, 133, 134, 136, 193}


@pytest.mark.parametrize("step", OURS)
@pytest.mark.parametrize("code", [421, 432, 450, 451, 452, 454, 455, 458, 459, 471])
def test_4yz_rests_wherever_it_is_said(step: Step, code: int) -> None:
    assert whose(step, f"{code} 4.7.1 not now").fault == "later"


@pytest.mark.parametrize("code", BASIC)
@pytest.mark.parametrize("step", ["greeting", "login", "MAIL"])
def test_what_is_refused_before_a_reader_is_named_is_about_us(step: Step, code: int) -> None:
    assert whose(step, f"{code} No.").fault == "us"


@pytest.mark.parametrize("code", BASIC)
def test_a_bare_code_at_rcpt_is_the_readers_but_for_login_and_protocol(code: int) -> None:
    about_us = {*range(500, 505), 524, 525, 530, 534, 535, 538, 555}
    assert whose("RCPT", f"{code} No.").fault == ("us" if code in about_us else "reader")


@pytest.mark.parametrize("code", BASIC)
def test_a_bare_code_at_data_is_never_the_readers(code: int) -> None:
    assert whose("DATA", f"{code} No.").fault == ("letter" if code == 552 else "us")


@pytest.mark.parametrize("code", BASIC)
def test_a_bare_code_in_a_report_is_the_readers(code: int) -> None:
    assert whose("report", f"smtp; {code} No.").fault == "reader"


@pytest.mark.parametrize("step", ["RCPT", "DATA", "report"])
@pytest.mark.parametrize("status", [f"5.{one}.{detail}" for one, details in ENHANCED.items() for detail in details])
def test_every_enhanced_code(step: Step, status: str) -> None:
    _, subject, detail = (int(one) for one in status.split("."))
    if status in ABOUT_US_IN_A_REPORT:
        expected = "us"
    elif subject == 7:
        expected = "reader" if detail in READERS_IN_7 else "us"
    elif subject == 6 or status in ("5.2.3", "5.3.4"):
        expected = "letter"
    elif subject in (3, 5) and step != "report":
        expected = "us"
    else:
        expected = "reader"
    assert whose(step, f"554 {status} No.").fault == expected


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.example)
def test_each_rows_example_is_of_that_row(row: Row) -> None:
    step = next(one for one in STEPS if one in row.steps.split())
    assert whose(step, row.example).fault == row.fault
    assert row.source
    assert bool(row.remedy) == (row.fault == "us"), (
        "what an administrator does is said of what is about us, and of nothing else"
    )


# As servers give them; the names are invented.
@pytest.mark.parametrize(
    ("step", "said", "fault"),
    [
        ("login", "535 5.7.8 Username and Password not accepted", "us"),
        ("login", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant", "us"),
        ("DATA", "554 5.2.252 SendAsDenied; desk@nscp.example not allowed to send as escalate@nscp.example", "us"),
        ("DATA", "550 5.1.8 Access denied, bad outbound sender AS(42004)", "us"),
        ("DATA", "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; Failed to process message", "us"),
        ("DATA", "554 5.2.0 STOREDRV.Submission.Exception:MessageSubmissionExceededException", "letter"),
        ("report", "554 5.2.0 STOREDRV.Deliver.Exception:StorageTransientException", "reader"),
        (
            "DATA",
            "550 5.7.232 Your message can't be sent because your trial tenant has exceeded its external recipient limit",
            "us",
        ),
        ("MAIL", "552 5.2.2 Over quota", "us"),
        ("MAIL", "552 5.3.4 Message size 41943040 exceeds size limit 35882577", "letter"),
        ("MAIL", "550 5.1.0 <escalate@nscp.example>: Sender address rejected: User unknown", "us"),
        ("MAIL", "553 5.7.1 <escalate@nscp.example>: Sender address rejected: not owned by user desk", "us"),
        ("RCPT", "554 5.7.1 <joy@nenevalley.example>: Relay access denied", "us"),
        (
            "RCPT",
            "550 5.1.1 <joy@nenevalley.example>: Recipient address rejected: User unknown in virtual mailbox table",
            "reader",
        ),
        (
            "RCPT",
            "550 5.1.0 <escalate@nscp.example>: Sender address rejected: User unknown in local recipient table",
            "us",
        ),
        ("RCPT", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", "reader"),
        ("RCPT", "552 5.2.2 Mailbox full", "reader"),
        ("RCPT", "550-5.2.1 The email account that you tried to reach is disabled.", "reader"),
        ("RCPT", "550 sender blocked by our list", "us"),
        ("RCPT", "556 5.1.10 Recipient address has null MX", "reader"),
        ("DATA", "550 5.4.5 Daily user sending limit exceeded.", "us"),
        ("DATA", "550-5.7.26 This mail has been blocked because the sender is unauthenticated.", "us"),
        ("DATA", "552 5.3.4 Message too big for system", "letter"),
        ("DATA", "552-5.2.3 Your message exceeded Google's message size limits.", "letter"),
        ("DATA", "554 5.7.1 Message rejected as spam by our policy", "us"),
        (
            "DATA",
            "552-5.7.0 This message was blocked because its content presents a potential 552 5.7.0 security issue.",
            "letter",
        ),
        ("DATA", "554 5.7.1 Attachment type not allowed: index.html", "letter"),
        ("DATA", '550 5.7.1 File "messages.mbox" has an extension that is not accepted here', "letter"),
        ("report", "smtp; 554 5.7.0 Reject, id=03415-01 - BANNED: .mbox", "letter"),
        ("report", "smtp; 550 5.7.1 Your message has an attachment of a type that we do not accept", "letter"),
        ("report", "smtp;550 5.7.606 Access denied, banned sending IP [192.0.2.7]", "us"),
        ("report", "smtp; 550-Verification failed for <joy@nenevalley.example> 550 No Such User Here", "reader"),
        ("report", "smtp; 550 5.7.1 Message blocked due to the reputation of nscp.example", "us"),
        ("report", "smtp; 554 mx.nenevalley.example ESMTP not accepting messages: blocked using a block list", "us"),
        ("report", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required", "reader"),
        ("report", "550 5.5.0 Requested action not taken: mailbox unavailable", "reader"),
        ("report", "smtp; 550 Administrative prohibition - envelope blocked", "us"),
        ("report", "X-Postfix; Host or domain name not found. Name service error", "reader"),
        ("report", "smtp; 452 4.2.2 The email account that you tried to reach is over quota", "reader"),
    ],
)
def test_answers_as_servers_give_them(step: Step, said: str, fault: str) -> None:
    assert whose(step, said).fault == fault


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("MAIL", "552 5.3.4 Message size exceeds fixed limit"),
        ("DATA", "552 5.3.4 Error: message file too big"),
        ("DATA", "552 Message size exceeds maximum"),
        ("DATA", "552 No."),
    ],
)
def test_a_letter_that_every_server_has_to_take_is_not_at_fault_for_its_size(step: Step, said: str) -> None:
    assert whose(step, said, octets=5_000).fault == "later"
    assert whose(step, said, octets=5_000_000).fault == "letter"


def test_what_is_said_of_no_size_does_not_depend_on_it() -> None:
    assert whose("DATA", "554 5.6.0 Invalid message content", octets=5_000).fault == "letter"


def test_a_status_beside_the_words_counts_and_a_vague_one_does_not() -> None:
    assert whose("report", "smtp; refused", "5.7.1").fault == "us"
    assert whose("report", "smtp; 550 5.7.26 unauthenticated", "5.0.0").fault == "us"


def test_the_document_shows_the_table() -> None:
    assert as_markdown() in PAGE.read_text(encoding="utf-8"), (
        "docs/replies.md: put in what refusals.as_markdown() prints"
    )


def test_an_answer_of_any_length_is_read_at_once() -> None:
    assert whose("report", "user " * 500_000).fault == "reader"
    assert set(FOLLOWS) == {one.fault for one in TABLE}
    assert all(re.compile(one.says) for one in TABLE)
