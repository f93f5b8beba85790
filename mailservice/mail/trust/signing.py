"""Which letter of ours a mail answers: our Message-IDs and reply addresses carry its id and an HMAC.

Nobody can make one up, and the signature for one purpose tells nobody that for another. The first of our keys signs; those
before it are still read, so that a key can be changed while letters are out. Pure.
"""

import hashlib
import hmac
import re
from base64 import b32encode
from collections.abc import Iterable

Keys = tuple[bytes, ...]

# What `doctor` puts into the mailbox for a moment, and sends to itself: nobody wrote it, and it is no letter.
PROBE = "probe"
# What the record leaves with the mailbox: a seal, and the entries that go with it.
KEPT = "kept"

_SIGNED = re.compile(r"([a-z0-9]{8,40})\.([a-z2-7]{16})", re.IGNORECASE)


def message_id(letter: str, keys: Keys, domain: str, purpose: str = "letter") -> str:
    """Return a letter's Message-ID (RFC 5322 section 3.6.4), signed; or that of something of ours that is no letter."""
    return f"<{letter}.{_signature(letter, keys[0], purpose)}@{domain}>"


def is_ours(message_id: str, keys: Keys) -> bool:
    """Tell whether a Message-ID is of our own making: a letter's, a probe's, or of what the record leaves with the mailbox."""
    return any(letter_in([message_id], keys, purpose) for purpose in ("letter", PROBE, KEPT))


def reply_address(letter: str, keys: Keys, address: str) -> str:
    """Return the address that answers to a letter come to: plus-addressed (RFC 5233), lower case throughout."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{letter}.{_signature(letter, keys[0])}@{domain}"


def signed(letter: str, keys: Keys, purpose: str) -> str:
    """Return a letter's id, signed for a purpose of its own."""
    return f"{letter}.{_signature(letter, keys[0], purpose)}"


def letter_in(texts: Iterable[str], keys: Keys, purpose: str = "letter") -> str:
    """Return the id of the first letter of ours that these Message-IDs or addresses name with a true signature, or ''."""
    for text in texts:
        for found in _SIGNED.finditer(text):
            letter, signature = found[1].lower(), found[2].lower()
            if any(hmac.compare_digest(signature, _signature(letter, key, purpose)) for key in keys):
                return letter
    return ""


def _signature(letter: str, key: bytes, purpose: str = "letter") -> str:
    digest = hmac.new(key, f"{purpose}:{letter}".encode(), hashlib.sha256).digest()
    return b32encode(digest[:10]).decode().lower()
