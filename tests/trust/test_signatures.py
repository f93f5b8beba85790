"""Signatures checked by ourselves: what holds is proven while it is fresh, and what breaks lowers another's word."""

from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest

from mailservice.mail.trust.judging import judge, keys_wanted
from mailservice.mail.trust.setup import Setup
from mailservice.service.keyring import Keyring
from tests.trust.headers import OTHER_SPF, OWN, PASS, postfix
from tests.trust.keys import PRIVATE, PUBLIC

VERIFY = Setup("verify", own_domains=OWN)
WITNESS = Setup("rfc8601", ("mx.nscp.example",), "above", own_domains=OWN, witness=True)
NAME = "s1._domainkey.health.example"
KEYS = {NAME: PUBLIC}
MAIL = (
    b"From: Ada Finch <ada.finch@health.example>\r\nTo: escalate@nscp.example\r\nSubject: Hello\r\n"
    b"Message-ID: <1@health.example>\r\nDate: Tue, 17 Nov 2026 10:00:01 +0000\r\n\r\nRESOLVED We visit weekly.\r\n"
)
COVERED = [b"from", b"to", b"subject", b"message-id", b"date"]
AT = datetime(2026, 11, 17, 10, tzinfo=UTC)


def signed(mail: bytes = MAIL, covered: list[bytes] | None = None, stamp: str = "") -> bytes:
    """Return a mail with its author's signature, below what the server writes."""
    signature: bytes = dkim.sign(mail, b"s1", b"health.example", PRIVATE, include_headers=covered or COVERED)
    top = "\n".join(postfix(stamp or "none")).replace("\n", "\r\n").encode()
    return top + b"\r\n" + signature + mail


@pytest.fixture(autouse=True)
def _at_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dkim.time.time", AT.timestamp)


def test_what_holds_is_proven() -> None:
    verdict = judge(signed(), VERIFY, KEYS)
    assert verdict.proof == "proven", verdict.evidence


def test_without_a_key_or_with_other_words_nothing_is() -> None:
    assert judge(signed(), VERIFY, {}).proof == "unknown"
    changed = signed().replace(b"weekly", b"never")
    assert judge(changed, VERIFY, KEYS).proof == "unknown"
    assert judge(MAIL, VERIFY, KEYS).proof == "unknown"


def test_a_signature_that_leaves_the_subject_open_makes_plausible() -> None:
    verdict = judge(signed(covered=[b"from", b"to", b"message-id", b"date"]), VERIFY, KEYS)
    assert (verdict.proof, "Subject" in verdict.evidence[-1]) == ("plausible", True)


def test_another_domains_signature_is_no_proof_of_this_author() -> None:
    posed = MAIL.replace(b"ada.finch@health.example", b"sam@council.example")
    assert judge(signed(posed), VERIFY, KEYS).proof == "unknown"


def test_a_second_witness_lowers_what_rests_on_a_signature_that_breaks() -> None:
    stamp = f"{OTHER_SPF}; dkim=pass header.d=health.example; {PASS}"
    assert judge(signed(stamp=stamp), WITNESS, KEYS).proof == "proven"
    assert judge(signed(stamp=stamp).replace(b"weekly", b"never"), WITNESS, KEYS).proof == "plausible"


def test_a_key_is_remembered_after_its_owner_took_it_down(tmp_path: Path) -> None:
    standing = dict(KEYS)
    first = Keyring(tmp_path / "keys.jsonl", VERIFY, standing.get)
    assert first.keys_for(signed(), AT) == KEYS
    standing.clear()
    assert Keyring(tmp_path / "keys.jsonl", VERIFY, standing.get).keys_for(signed(), AT) == KEYS
    assert keys_wanted(signed(), VERIFY) == (NAME,)
    assert keys_wanted(signed(), Setup("google")) == ()


@pytest.mark.parametrize(
    "signature", ["", "v=1", "d=health.example; s=s1", "d=health.example; s=s1; b=\u00fc; h=from; bh=%", "=" * 50]
)
def test_a_broken_signature_is_no_signature(signature: str) -> None:
    raw = f"DKIM-Signature: {signature}\r\n".encode() + MAIL
    assert judge(raw, VERIFY, KEYS).proof == "unknown"
