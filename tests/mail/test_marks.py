"""What gateways put before a subject hides neither an answer, nor a forward, nor an automatic reply."""

import pytest

from mailservice.mail.grammar.subjects import is_reply
from mailservice.mail.mime.marks import unmarked
from mailservice.mail.parse import parse
from mailservice.mail.reply.pieces import is_forward

MARKS = [
    "[EXTERNAL]",
    "[EXT] [SECURE]",
    "[**EXTERNAL**]",
    "{OFFICIAL}",
    "(secure)",
    "<ccm>",
    "*** EXTERNAL ***",
    "#secure#",
    "[OFFICIAL - SENSITIVE]",
    "OFFICIAL-SENSITIVE",
    "OFFICIAL-SENSITIVE:",
    "OFFICIAL \u2013",
    "CJSM:",
    "Egress Secure",
    "[Diogel]",
]


@pytest.mark.parametrize("mark", MARKS)
def test_an_answer_is_still_one(mark: str) -> None:
    assert is_reply(f"{mark} RE: NSC-204518")
    assert is_forward(f"{mark} FW: NSC-204518")
    assert unmarked(f"{mark} RE: NSC-204518") == "RE: NSC-204518"


@pytest.mark.parametrize(
    "subject",
    [
        "Official sensitive decision re: NSC-204518",
        "External placement of NSC-204518",
        "Protect this child: NSC-204518",
        "Secure unit, NSC-204518",
        "[NSCP 2026-0001-E] Stage 1",
        "[#48213] Your call",
    ],
)
def test_words_of_a_persons_own_are_no_mark(subject: str) -> None:
    assert unmarked(subject) == subject
    assert not is_reply(subject)


@pytest.mark.parametrize("mark", ["[EXTERNAL]", "OFFICIAL:", "[EXT] [SECURE]"])
def test_an_automatic_reply_is_still_one(mark: str) -> None:
    mail = parse(
        b"From: Sian Powell <sian.powell@westmere.example>\r\nTo: escalate@partnership.example\r\n"
        + f"Subject: {mark} Automatic reply: NSC-204518\r\n".encode()
        + b"X-Auto-Response-Suppress: All\r\n\r\nI am on leave until Monday 30 November.\r\n"
    )
    assert mail.kind == "out-of-office"
