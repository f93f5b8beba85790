"""Who wrote, by the directory, and whom they wrote to: a person, an agency, the office, or a stranger. Pure."""

from mailservice.cases.history.commands import Addressee, Sender
from mailservice.directory import Directory
from mailservice.mail.mime.addresses import Address
from mailservice.mail.parse import Mail
from mailservice.mail.trust import look_alikes
from mailservice.mail.trust.setup import Verdict


def identify(mail: Mail, directory: Directory, verdict: Verdict) -> Sender:
    """Return who wrote, by the one author of the mail: a person, an agency's domain, the office, a stranger, or nobody.

    Where two agencies share the address's domain, or list its person, nothing tells for which of them they write (rule 1.7).
    """
    if not verdict.author.address:
        return Sender("", proof="failed", evidence=verdict.evidence)
    written = mail.sender.address
    address = written if written.lower() == verdict.author.address else verdict.author.address
    person = directory.person_at(address)
    agencies = [one.id for one in directory.agencies_of(address)]
    known = bool(agencies) or person is not None or directory.is_office(address)
    like = look_alikes.of(address, mail.sender.name, directory, known=known)
    return Sender(
        address=address,
        name=person.name if person else mail.sender.name,
        person=person.id if person else "",
        agency=agencies[0] if len(agencies) == 1 else "",
        office=directory.is_office(address),
        proof=verdict.proof,
        delegate=_delegate(mail, directory, address),
        either=tuple(agencies) if len(agencies) > 1 else (),
        evidence=(*verdict.evidence, *([like] if like else []), *look_alikes.below(address, directory)),
        look_alike="" if known else like,
    )


def _delegate(mail: Mail, directory: Directory, author: str) -> str:
    """Return who sent the mail in another's name (the header Sender, RFC 5322 section 3.6.2); '' where nobody did.

    Whoever writes from a second address of their own is nobody's delegate, nor are those who write for the office.
    """
    one = mail.on_behalf
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
