"""Whatever the bytes, a verdict: in linear time, never an exception, and never proven where no service says so."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailservice.mail.trust.judging import judge
from mailservice.mail.trust.results import read, readings
from mailservice.mail.trust.setup import Setup
from tests.timing import timed
from tests.trust.headers import EXCHANGE, EXIM, GOOGLE, OWN, POSTFIX, SAMPLES

SETUPS = (
    POSTFIX,
    EXIM,
    GOOGLE,
    EXCHANGE,
    Setup("verify", own_domains=OWN, sealers=("health.example",)),
    Setup("rfc8601", ("mx.nscp.example",), "below", own_domains=OWN, sealers=("health.example",), witness=True),
)
PIECES = [
    *(one.encode() + b"\n" for sample in SAMPLES for one in sample.stamps),
    *(
        b"From: ",
        b"a@health.example",
        b"<",
        b">",
        b'"',
        b"(",
        b")",
        b"\\",
        b";",
        b"=",
        b",",
        b":",
        b"@",
        b"\n ",
        b"\n",
        b"\n\n",
    ),
    *(
        b"Authentication-Results: mx.nscp.example; ",
        b"dmarc=pass ",
        b"header.from=health.example",
        b"Received: ",
        b" by ",
        b" from ",
    ),
    *(
        b"DKIM-Signature: d=health.example; s=s; h=from:; b=x; bh=y; t=99999999999999; x=-1",
        b"ARC-Seal: i=1; d=health.example",
    ),
    *(b"\xff", b"\x00", "b\u00fccher.example".encode(), b"[", b"]", b"=?utf-8?q?x?="),
]
MEGABYTE = 1_000_000


@given(st.binary(max_size=1500), st.sampled_from(SETUPS))
@settings(max_examples=150, deadline=None)
def test_any_bytes_have_a_verdict(raw: bytes, setup: Setup) -> None:
    verdict = judge(raw, setup)
    assert verdict.evidence
    assert verdict.proof != "proven"


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(SETUPS))
@settings(max_examples=250, deadline=None)
def test_any_mixture_has_a_verdict_and_nobody_is_never_proven(pieces: list[bytes], setup: Setup) -> None:
    verdict = judge(b"".join(pieces), setup, {"s._domainkey.health.example": b"v=DKIM1; p=x"})
    assert verdict.evidence
    assert verdict.author.address or verdict.proof == "failed"


@given(st.text('ab.=/;()"\\ \n', max_size=60))
def test_any_results_are_read(value: str) -> None:
    assert readings(value)
    assert all(one.method and "=" not in one.method for one in read(value).clauses)


LONG = [
    "(",
    ")",
    '"',
    "\\",
    '\\"',
    '("',
    ";",
    "=",
    "a=b;",
    "a.",
    "dmarc=pass ",
    " ",
    "\t",
    "x",
    "<",
    ">",
    "@",
    ",",
    "by x ",
    "[1.1.1.1]",
]


@pytest.mark.parametrize("piece", LONG)
@pytest.mark.parametrize("name", ["From", "Authentication-Results", "Received", "DKIM-Signature", "To", "ARC-Seal"])
def test_a_header_of_a_megabyte_is_judged_in_a_second(name: str, piece: str) -> None:
    start = "mx.nscp.example; " if name.startswith("Auth") else "from x " if name == "Received" else ""
    own = "" if name == "From" else "From: ada@health.example\n"
    filled = f"{own}{name}: {start}{piece * (MEGABYTE // len(piece))}\nTo: escalate@nscp.example\n\nHello.".encode()
    for setup in (POSTFIX, SETUPS[-1]):
        assert timed(partial(judge, filled, setup), 10) < 2, setup.profile


@pytest.mark.parametrize(
    "line", ["Authentication-Results: mx.nscp.example; dmarc=pass", "Received: from x by y", "From: a@b.example"]
)
def test_a_megabyte_of_headers_is_judged_in_a_second(line: str) -> None:
    filled = f"{line}\n".encode() * (MEGABYTE // len(line))
    for setup in SETUPS:
        assert timed(partial(judge, filled, setup), 10) < 3, setup.profile
