"""No receiving service is believed: we check DKIM and ARC ourselves, on the kept bytes. A second witness beside the others too.

SPF cannot be seen from here, so nothing fails by this: what is not signed for its author is unknown.
"""

from mailservice.mail.mime.header import Fields
from mailservice.mail.trust import domains, sealers
from mailservice.mail.trust.author import Author
from mailservice.mail.trust.setup import Found, Setup
from mailservice.mail.trust.signatures import Checked


def judge(checked: Checked, fields: Fields, author: Author, setup: Setup) -> Found:
    """Return what the signatures say of the author."""
    mine = next((one for one in checked.holding if domains.aligned(one, author.domain)), "")
    if mine:
        return Found("proven", (f"We checked the signature of {mine} ourselves, and it holds.",), "surely")
    broken = next((one for one in checked.broken if domains.aligned(one, author.domain)), "")
    why = f"The signature of {broken} does not hold." if broken else f"No signature of {author.domain} holds."
    found = Found("unknown", (checked.why_not or why,))
    return sealers.lifted(found, fields, author, setup, whole=checked.chain)


def witness(found: Found, checked: Checked, author: Author) -> Found:
    """Return the verdict of another profile, beside our own check: a signature that it rests on, and that breaks, lowers it."""
    broken = [one for one in checked.broken if domains.aligned(one, author.domain)]
    holding = [one for one in checked.holding if domains.aligned(one, author.domain)]
    if found.proof != "proven" or not found.by_signature or holding or not broken:
        return found
    return found.lowered(
        "plausible", f"We checked the signature of {broken[0]} ourselves as well, and it does not hold."
    )
