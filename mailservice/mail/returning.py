"""How a letter that comes back is known: its own envelope sender and envelope id, and the signs that a bounce carries.

The address and the id hold the letter's signed id, as its Message-ID does (`trust`): nobody can make one up. Pure.
"""

from collections.abc import Iterator

from mailservice.mail.parse import Mail
from mailservice.mail.trust import signing
from mailservice.mail.trust.signing import Keys

BACK = "back-"


def return_address(letter: str, keys: Keys, address: str) -> str:
    """Return the envelope sender of a letter (VERP): another than where answers go, for people never write to this one."""
    local, _, rest = signing.reply_address(letter, keys, address).partition("+")
    return f"{local}+{BACK}{rest}"


def envelope_id(letter: str, keys: Keys) -> str:
    """Return what a delivery report brings back as Original-Envelope-Id (RFC 3461 section 4.4)."""
    return signing.message_id(letter, keys, "").strip("<>@")


def came_back_to(mail: Mail, keys: Keys) -> str:
    """Return the letter to whose envelope sender a mail was sent; empty for any other mail."""
    return signing.letter_in((one for one in mail.recipients if f"+{BACK}" in one.lower()), keys)


def letter_of(mail: Mail, keys: Keys) -> str:
    """Return the letter that a bounce, a notice of delay or a receipt is about, by a signature of ours in it; or nothing."""
    return signing.letter_in(_signs(mail), keys)


def _signs(mail: Mail) -> Iterator[str]:
    """Give where our signature may stand, the surest first: a thread may name older letters too, so it comes last."""
    yield from (one for one in mail.recipients if f"+{BACK}" in one.lower())
    if mail.bounce is not None:
        yield from (mail.bounce.envelope_id, mail.bounce.message_id, *mail.bounce.signs)
    yield mail.in_reply_to
    yield from reversed(mail.references)
