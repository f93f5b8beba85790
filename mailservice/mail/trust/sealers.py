"""What a forwarder that we trust says it saw (ARC, RFC 8617): it makes plausible what its forwarding broke, and proves nothing.

Anybody may seal; so every seal of the chain must be of a listed domain, and the chain found whole by whom we believe.
"""

from collections.abc import Mapping

from mailservice.mail.mime.header import Fields
from mailservice.mail.trust import domains, weighing
from mailservice.mail.trust.author import Author
from mailservice.mail.trust.freshness import tags
from mailservice.mail.trust.results import read
from mailservice.mail.trust.setup import Found, Setup

_MOST = 50  # instances of a chain (RFC 8617 section 4.2.1)


def lifted(found: Found, fields: Fields, author: Author, setup: Setup, *, whole: bool) -> Found:
    """Return a verdict that a listed sealer's own result makes plausible; `whole`: the chain was found to hold."""
    if found.proof not in {"failed", "unknown"} or not setup.sealers or not whole:
        return found
    sealed = {tags(value).get("i", ""): tags(value) for name, value in fields if name == "arc-seal"}
    if not sealed or len(sealed) > _MOST or not all(_is_listed(one, setup) for one in sealed.values()):
        return found
    first = [value for name, value in fields if name == "arc-authentication-results" and _instance(value) == "1"]
    results = read(first[0].partition(";")[2]) if len(first) == 1 else None
    dmarc = results.of("dmarc") if results else ()
    if not dmarc or not all(one.result == "pass" and weighing.names(one.get("header.from"), author) for one in dmarc):
        return found
    whom = domains.normal(sealed.get("1", {}).get("d", ""))
    said = f"It was forwarded, and {whom}, whose seal is believed here, found dmarc=pass before that."
    return Found("plausible", (*found.evidence, said))


def _is_listed(seal: Mapping[str, str], setup: Setup) -> bool:
    return domains.normal(seal.get("d", "")) in setup.sealers


def _instance(value: str) -> str:
    return tags(value.partition(";")[0]).get("i", "")
