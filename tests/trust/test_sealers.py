"""A forwarder breaks what its mail was signed with: a listed sealer's word makes that plausible, anybody else's nothing."""

from dataclasses import replace

import pytest

from mailservice.mail.trust.judging import judge
from tests.trust.headers import FAIL, PASS, POSTFIX, Sample, postfix

TRUSTING = replace(POSTFIX, sealers=("lists.example",))
SEAL = "ARC-Seal: i=1; a=rsa-sha256; d=lists.example; s=arc; cv=none; b=x"
RESULTS = f"ARC-Authentication-Results: i=1; lists.example; {PASS}"


@pytest.mark.parametrize(
    ("arc", "sealed", "setup", "proof"),
    [
        ("pass", (SEAL, RESULTS), TRUSTING, "plausible"),
        ("pass", (SEAL, RESULTS), POSTFIX, "failed"),
        ("fail", (SEAL, RESULTS), TRUSTING, "failed"),
        ("pass", (SEAL.replace("lists", "evil"), RESULTS), TRUSTING, "failed"),
        ("pass", (SEAL, SEAL.replace("i=1", "i=2").replace("lists", "evil"), RESULTS), TRUSTING, "failed"),
        ("pass", (SEAL, RESULTS.replace("dmarc=pass", "dmarc=fail")), TRUSTING, "failed"),
        ("pass", (SEAL, RESULTS.replace("health", "evil")), TRUSTING, "failed"),
        ("pass", (SEAL, RESULTS, RESULTS), TRUSTING, "failed"),
        ("pass", (SEAL,), TRUSTING, "failed"),
    ],
)
def test_only_a_listed_sealers_whole_chain_is_believed(
    arc: str, sealed: tuple[str, ...], setup: object, proof: str
) -> None:
    sample = Sample("", TRUSTING if setup is TRUSTING else POSTFIX, "failed", postfix(f"arc={arc}; {FAIL}"), sealed)
    assert judge(sample.bytes(), sample.setup).proof == proof
