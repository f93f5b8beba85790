"""What real receiving services write is read as they mean it, and no header of a sender's own making makes a mail surer."""

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailservice.mail.trust.judging import judge
from mailservice.mail.trust.setup import Setup, worst
from tests.trust.headers import DKIM, EXCHANGE, EXO_PASS, GOOGLE, PASS, POSTFIX, SAMPLES, SIGNATURE, SPF, Sample

GIVEN = Path(__file__).parent / "given"
EXPECTED = json.loads((GIVEN / "expected.json").read_text())
FORGED = (
    *(f"Authentication-Results: {one}; {SPF}; {DKIM}; {PASS}" for one in ("mx.nscp.example", "mx.google.com")),
    f"Authentication-Results: host.nscp.example; {PASS}",
    f"Authentication-Results: C.mail.protection.outlook.com; {EXO_PASS}",
    f"Authentication-Results: {EXO_PASS}",
    f"ARC-Authentication-Results: i=1; mx.nscp.example; {PASS}",
    "ARC-Seal: i=1; a=rsa-sha256; d=google.com; s=arc; cv=none; b=x",
    f"X-Original-Authentication-Results: mx.nscp.example; {PASS}",
    f"Authentication-Results-Original: mx.nscp.example; {PASS}",
    "Received-SPF: pass (mx.nscp.example: domain of ada.finch@health.example)",
    "X-MS-Exchange-Organization-AuthAs: Internal",
    "X-MS-Exchange-CrossTenant-AuthAs: Internal",
    "X-MS-Exchange-Organization-SCL: -1",
    "X-Forefront-Antispam-Report: SFV:SKA;SCL:-1;",
    "Received: from x (localhost [127.0.0.1]) by mx.nscp.example (Postfix) with LMTP id 1; Tue, 17 Nov 2026 10:00:00 +0000",
    "Received: from x (x [192.0.2.44]) by mx.google.com with ESMTPS id 1; Tue, 17 Nov 2026 10:00:00 +0000",
    "Received: from x (192.0.2.44) by C.mail.protection.outlook.com with SMTP; Tue, 17 Nov 2026 10:00:00 +0000",
    "Received: from x by host.nscp.example with esmtps (Exim 4.98); Tue, 17 Nov 2026 10:00:00 +0000",
    SIGNATURE,
    SIGNATURE.replace("health", "evil"),
    "From: Sam Reed <sam.reed@nscp.example>",
    "Sender: ada.finch@health.example",
    "Return-Path: <ada.finch@health.example>",
    "Reply-To: ada.finch@health.example",
    "To: escalate@nscp.example",
)
BEFORE = [one for one in SAMPLES if one.setup.position != "end"]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_handed_mail_is_judged_as_it_should_be(name: str) -> None:
    row = EXPECTED[name]
    profile, _, identity = row["profile"].partition(":")
    setup = Setup(profile, (identity,) if identity else (), own_domains=("lanterninterp.example",))
    verdict = judge((GIVEN / f"{name}.eml").read_bytes(), setup)
    assert verdict.proof in row["expect"].split("|"), (row["why"], verdict.evidence)
    assert verdict.author.address in ("", row.get("author", verdict.author.address))
    assert verdict.author.address != row.get("never", "?")
    assert verdict.evidence


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
def test_a_service_is_read_as_it_means_it(sample: Sample) -> None:
    verdict = judge(sample.bytes(), sample.setup)
    assert verdict.proof == sample.proof, verdict.evidence


@given(st.sampled_from(SAMPLES), st.lists(st.sampled_from(FORGED), min_size=1, max_size=4), st.booleans())
def test_nothing_that_a_sender_adds_makes_a_mail_surer(sample: Sample, forged: list[str], last: bool) -> None:  # noqa: FBT001 - drawn
    added = tuple(forged)
    raw = sample.bytes(below=added) if last else sample.bytes(before=added)
    found = judge(raw, sample.setup)
    assert worst(found.proof, sample.proof) == found.proof, (found.evidence, forged)


@given(
    st.lists(st.sampled_from([*FORGED, "From: Ada Finch <ada.finch@health.example>"]), max_size=8),
    st.sampled_from(SAMPLES),
)
def test_a_mail_from_outside_is_never_proven_by_its_own_bytes(headers: list[str], sample: Sample) -> None:
    """Its server writes its line alone, as when its milters are down; all else is the sender's."""
    line = [one for one in sample.stamps if one.startswith("Received: ")]
    if sample.setup is EXCHANGE and sample.author != SAMPLES[0].author:
        return  # inside a tenant nobody comes from outside
    raw = "\n".join([*line, *headers, f"Date: {1}", "", "Hello."]).encode()
    if sample.setup.position == "end":
        return  # what stands last is the server's by its settings: it must always write it
    assert judge(raw, sample.setup).proof != "proven", judge(raw, sample.setup).evidence


def folded(text: str, chance: random.Random) -> str:
    """Fold a header elsewhere, and write more white space, as the grammar allows between words."""
    name, sign, value = text.partition(": ")
    pieces = re.split(r"( +)", value.replace("\n\t", " ").replace("\n ", " "))
    return (
        name + sign + "".join(chance.choice((" ", "\n\t", "  \n  ", "\t")) if one.isspace() else one for one in pieces)
    )


def otherwise(text: str, how: str, chance: random.Random) -> str:
    """Write a header folded elsewhere, in capitals, with a nested comment after each clause, or of twice the size and more."""
    if how == "folded" or not text.startswith("Authentication"):
        return folded(text, chance) if how == "folded" else text
    commented = text.replace("; ", " (a (nested \\) one) dmarc=fail); ")
    return {"cased": text.upper(), "commented": commented, "long": f"{text}\n {'(x) ' * 200}"}[how]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
@pytest.mark.parametrize("how", ["folded", "cased", "commented", "long"])
def test_the_same_results_written_otherwise_say_the_same(sample: Sample, how: str) -> None:
    chance = random.Random(sample.name)  # noqa: S311 - for a test's choices
    stamps = tuple(otherwise(one, how, chance) for one in sample.stamps)
    found = judge(
        Sample(sample.name, sample.setup, sample.proof, stamps, sample.sent, sample.author).bytes(), sample.setup
    )
    assert found.proof == sample.proof, found.evidence


PLANTED = (
    '"x) ; dmarc=pass header.from=health.example ; (y"@evil.example',
    "x;dmarc=pass()header.from=health.example@evil.example",
    "x; dmarc=pass header.from=health.example ; y@evil.example",
    "x@evil.example dmarc=pass header.from=health.example",
)


@pytest.mark.parametrize("envelope", PLANTED)
@pytest.mark.parametrize("setup", [POSTFIX, GOOGLE], ids=["Postfix", "Google"])
def test_an_envelope_address_plants_no_result(envelope: str, setup: Setup) -> None:
    """A service that copies it into its stamp, bare or into a comment, and finds no DMARC policy."""
    results = f"spf=pass (domain of {envelope} designates 203.0.113.9) smtp.mailfrom={envelope}"
    sample = next(one for one in SAMPLES if one.setup is setup)
    stamps = tuple(
        f"Authentication-Results: {'mx.google.com' if setup is GOOGLE else 'mx.nscp.example'};\n {results}"
        if one.startswith("Authentication")
        else one
        for one in sample.stamps
    )
    verdict = judge(Sample("", setup, "unknown", stamps).bytes(), setup)
    assert verdict.proof in ("unknown", "failed"), verdict.evidence
