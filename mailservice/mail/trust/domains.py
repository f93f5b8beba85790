"""Domains as names: written one way (A-labels, RFC 5891, lower case), and compared by whole labels."""

import re

import idna

_LABELS = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){1,126}[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
LONGEST = 253  # octets of a domain name (RFC 1035 section 2.3.4)
_DEEPEST = 2  # labels of the shortest domain below which another may be aligned: nothing is aligned with all of .uk


def normal(domain: str) -> str:
    """Return a domain in A-labels and lower case; '' where it is none, such as an address literal."""
    if len(domain) > LONGEST:
        return ""
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError, ValueError):
            return ""
    domain = domain.lower()
    return domain if _LABELS.fullmatch(domain) else ""


def of_address(address: str) -> str:
    """Return the domain of an address, or of a bare domain; nothing before the last @ is ever looked at (SRS, VERP)."""
    return normal(address.strip("<> ").rpartition("@")[2])


def aligned(one: str, other: str) -> bool:
    """Tell whether two normal domains are the same, or one lies below the other, by whole labels (RFC 7489 section 3.1)."""
    if not one or not other:
        return False
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return short.count(".") >= _DEEPEST - 1 and long.endswith(f".{short}")


def shown(domain: str) -> str:
    """Return a normal domain as a reader's mail client may show it: in its own letters."""
    if "xn--" not in domain:
        return domain
    try:
        return idna.decode(domain)
    except (idna.IDNAError, UnicodeError, ValueError):
        return domain
