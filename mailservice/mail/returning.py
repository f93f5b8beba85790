"""How a letter that comes back is known: its own envelope sender and envelope id, and the signs that a bounce carries.

The address and the id hold the letter's id, signed as nothing that its readers see (`trust`): whoever had the letter, or an
answer to it, cannot make one up. Pure.
"""

from collections.abc import Iterable, Iterator

from mailservice.mail.parse import Mail
from mailservice.mail.trust import signing
from mailservice.mail.trust.signing import Keys

BACK = "back-"
_PURPOSE = "back"


def return_address(letter: str, keys: Keys, address: str) -> str:
    """Return the envelope sender of a letter (VERP): another than where answers go, for people never write to this one."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{BACK}{signing.signed(letter, keys, _PURPOSE)}@{domain}"


def envelope_id(letter: str, keys: Keys) -> str:
    """Return what a delivery report brings back as Original-Envelope-Id (RFC 3461 section 4.4)."""
    return signing.signed(letter, keys, _PURPOSE)


def came_back_to(mail: Mail, keys: Keys) -> str:
    """Return the letter to whose envelope sender a mail was sent; empty for any other mail."""
    return _letter_in(_at_return_address(mail), keys)


def letter_of(mail: Mail, keys: Keys) -> str:
    """Return the letter that a bounce, a notice of delay or a receipt is about, by a signature of ours in it; or nothing."""
    return _letter_in(_signs(mail), keys)


def is_sure(mail: Mail, letter: str, keys: Keys) -> bool:
    """Tell whether a mail has what only a server that had the letter from us knows, and no reader of it."""
    secrets = [*_at_return_address(mail), *([mail.bounce.envelope_id] if mail.bounce else [])]
    return signing.letter_in(secrets, keys, _PURPOSE) == letter


def _letter_in(signs: Iterable[str], keys: Keys) -> str:
    found = (signing.letter_in([one], keys, _PURPOSE) or signing.letter_in([one], keys) for one in signs)
    return next((one for one in found if one), "")


def _at_return_address(mail: Mail) -> list[str]:
    return [one for one in mail.recipients if f"+{BACK}" in one.lower()]


def _signs(mail: Mail) -> Iterator[str]:
    """Give where our signature may stand, the surest first: a thread may name older letters too, so it comes last."""
    yield from _at_return_address(mail)
    if mail.bounce is not None:
        yield from (mail.bounce.envelope_id, mail.bounce.message_id, *mail.bounce.signs)
    yield mail.in_reply_to
    yield from reversed(mail.references)
