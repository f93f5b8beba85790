"""One question to the DNS: what stands under a name, such as the key of a signature (RFC 6376 section 3.6.2)."""

import dns.exception
import dns.resolver

SECONDS = 3.0  # for one name: a mail must not wait long for a domain that its sender chose


def text(name: str) -> bytes | None:
    """Return the first text under a name, its pieces joined; None where there is none, or nobody answered in time."""
    try:
        found = dns.resolver.resolve(f"{name}.", "TXT", lifetime=SECONDS)
    except (dns.exception.DNSException, OSError, ValueError):
        return None
    return next((b"".join(one.strings) for one in found), None)


def records(name: str, kind: str) -> tuple[str, ...] | None:
    """Return the records of a kind under a name, as they are written; none where there are none, None where nobody answered."""
    try:
        found = dns.resolver.resolve(f"{name}.", kind, lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()
    except (dns.exception.DNSException, OSError, ValueError):
        return None
    return tuple(one.to_text() for one in found)
