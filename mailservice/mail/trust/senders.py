"""Who wrote, and which letter of ours they answer: the sender by the directory, the letter by a signature of ours.

A letter's Message-ID, and its reply token where the mailbox takes plus-addresses, carry its id and an HMAC: nobody can
make one up. Pure.
"""

import hashlib
import hmac
import re
from base64 import b32encode
from collections.abc import Iterable

from mailservice.cases.history.commands import Addressee, Proof, Sender
from mailservice.directory import Directory
from mailservice.mail.mime.addresses import Address
from mailservice.mail.parse import Mail

# The one place where a sender's proof is said. Nothing proves a sender yet, so set-ups without real cases (embedded,
# demonstration, trial = true) take everybody at their word; no other set-up starts until this is read from the mail.
TAKEN_AT_THEIR_WORD: Proof = "proven"

_SIGNED = re.compile(r"([a-z0-9]{8,40})\.([a-z2-7]{16})", re.IGNORECASE)


def message_id(letter: str, key: bytes, domain: str) -> str:
    """Return a letter's Message-ID (RFC 5322 section 3.6.4), signed."""
    return f"<{letter}.{_signature(letter, key)}@{domain}>"


def reply_address(letter: str, key: bytes, address: str) -> str:
    """Return the address that answers to a letter come to: plus-addressed (RFC 5233), lower case throughout."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{letter}.{_signature(letter, key)}@{domain}"


def letter_in(texts: Iterable[str], key: bytes) -> str:
    """Return the id of the first letter of ours that these Message-IDs or addresses name with a true signature, or ''."""
    for text in texts:
        for found in _SIGNED.finditer(text):
            letter, signature = found[1].lower(), found[2].lower()
            if hmac.compare_digest(signature, _signature(letter, key)):
                return letter
    return ""


def identify(mail: Mail, directory: Directory) -> Sender:
    """Return who wrote, by the From address: a person, an agency's domain, the office, or a stranger.

    Where two agencies share the address's domain, or list its person, nothing tells for which of them they write (rule 1.7).
    """
    address = mail.sender.address
    person = directory.person_at(address)
    agencies = [one.id for one in directory.agencies_of(address)]
    return Sender(
        address=address,
        name=person.name if person else mail.sender.name,
        person=person.id if person else "",
        agency=agencies[0] if len(agencies) == 1 else "",
        office=directory.is_office(address),
        proof=TAKEN_AT_THEIR_WORD,
        delegate=_delegate(mail, directory),
        either=tuple(agencies) if len(agencies) > 1 else (),
    )


def _delegate(mail: Mail, directory: Directory) -> str:
    """Return who sent the mail in another's name (the header Sender, RFC 5322 section 3.6.2); '' where nobody did.

    Whoever writes from a second address of their own is nobody's delegate, nor are those who write for the office.
    """
    one, author = mail.on_behalf, mail.sender.address
    if one is None or not one.address or one.address.lower() == author.lower():
        return ""
    person = directory.person_at(one.address)
    own = person is not None and person == directory.person_at(author)
    if own or any(office.has_address(author) and office.has_address(one.address) for office in directory.offices):
        return ""
    return person.name if person else one.name or one.address


def addressee(one: Address, directory: Directory) -> Addressee:
    """Return somebody a mail was addressed to, as the directory knows them."""
    person = directory.person_at(one.address)
    agencies = [owner.id for owner in directory.agencies_of(one.address)]
    return Addressee(
        address=one.address,
        name=person.name if person else one.name,
        person=person.id if person and len(agencies) < 2 else "",  # noqa: PLR2004 - of two nobody guesses
        agency=agencies[0] if len(agencies) == 1 else "",
        either=tuple(agencies) if len(agencies) > 1 else (),
    )


def _signature(letter: str, key: bytes) -> str:
    digest = hmac.new(key, b"letter:" + letter.encode(), hashlib.sha256).digest()
    return b32encode(digest[:10]).decode().lower()
