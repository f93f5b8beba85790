"""DKIM and ARC signatures checked by ourselves, on the kept bytes, with keys that are given. Bounded; raises nothing.

dkimpy does the arithmetic. What could keep it busy is not handed to it: it is then not checked, and that is said.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from mailservice.mail.mime.header import Fields
from mailservice.mail.mime.part import mended
from mailservice.mail.trust import domains
from mailservice.mail.trust.author import Author
from mailservice.mail.trust.freshness import tags
from mailservice.mail.trust.setup import Setup

_SIGNED = ("dkim-signature", "arc-message-signature", "arc-seal")
_MOST = 20  # signatures of one mail that are checked
_MOST_KEYS = 6  # that are looked up for it, at a domain of its sender's choice
_MOST_FIELDS, _LONGEST_SIGNATURE = 2_000, 20_000
_LONGEST_GAP = 400  # bytes of white space in a row: dkimpy's time grows with the square of them
_GAP = re.compile(rb"[ \t]++")
_SELECTOR = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9_])?")


class Checked(NamedTuple):
    """The domains of the signatures that hold and of those that do not; whether the ARC chain holds; what was not checked."""

    holding: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    chain: bool = False
    why_not: str = ""


def wanted(fields: Fields, author: Author, setup: Setup) -> tuple[str, ...]:
    """Return the names of the DNS texts that the check of a mail needs: its author's keys, and those of listed sealers."""
    return tuple(dict.fromkeys(_key_names(fields, author, setup)))[:_MOST_KEYS]


def _key_names(fields: Fields, author: Author, setup: Setup) -> Iterator[str]:
    for name, value in fields:
        if name in _SIGNED and len(value) <= _LONGEST_SIGNATURE:
            found = tags(value)
            domain, selector = domains.normal(found.get("d", "")), found.get("s", "")
            asked = domains.aligned(domain, author.domain) if name == "dkim-signature" else domain in setup.sealers
            if asked and _SELECTOR.fullmatch(selector):
                yield f"{selector}._domainkey.{domain}".lower()


def check(raw: bytes, fields: Fields, keys: Mapping[str, bytes]) -> Checked:
    """Check the signatures of a mail for which there is a key."""
    signed = [value for name, value in fields if name == "dkim-signature"]
    if len(fields) > _MOST_FIELDS or any(len(value) > _LONGEST_SIGNATURE for value in signed):
        return Checked(why_not="It has too many or too long headers for its signatures to be checked.")
    if max((len(gap) for gap in _GAP.findall(raw)), default=0) > _LONGEST_GAP:
        return Checked(why_not="It holds so much white space that its signatures are not checked.")
    raw = mended(raw)
    verdicts = [
        (domains.normal(tags(one).get("d", "")), _holds(raw, at, keys)) for at, one in enumerate(signed[:_MOST])
    ]
    known = [(domain, holds) for domain, holds in verdicts if domain and holds is not None]
    chain = any(name == "arc-seal" for name, _ in fields) and _chain_holds(raw, keys)
    return Checked(
        tuple(domain for domain, holds in known if holds),
        tuple(domain for domain, holds in known if not holds),
        chain,
        "" if known or not signed else "No key was found for its signatures.",
    )


def _lookup(keys: Mapping[str, bytes], asked: list[str]) -> Callable[..., bytes | None]:
    def look_up(name: bytes | str, timeout: int = 5) -> bytes | None:
        del timeout
        text = name.decode("ascii", "replace") if isinstance(name, bytes) else name
        found = keys.get(text.rstrip(".").lower())
        if found is None:
            asked.append(text)
        return found

    return look_up


def _holds(raw: bytes, at: int, keys: Mapping[str, bytes]) -> bool | None:
    """Tell whether one signature holds; None where its key is not known."""
    import dkim  # noqa: PLC0415 - half a second, for those who check signatures themselves

    missing: list[str] = []
    try:
        holds = bool(dkim.DKIM(raw).verify(idx=at, dnsfunc=_lookup(keys, missing)))
    except Exception:  # noqa: BLE001 - of a broken signature it raises whatever its parts raise; it does not hold
        holds = False
    return None if missing else holds


def _chain_holds(raw: bytes, keys: Mapping[str, bytes]) -> bool:
    import dkim  # noqa: PLC0415 - as above

    missing: list[str] = []
    try:
        found = dkim.ARC(raw).verify(dnsfunc=_lookup(keys, missing))
    except Exception:  # noqa: BLE001 - as above
        return False
    return bool(found[0] == dkim.CV_Pass and not missing)
