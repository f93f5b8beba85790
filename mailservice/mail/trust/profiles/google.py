"""A mailbox at Google: its one stamp stands directly below its Received line, and above the sender's headers."""

from mailservice.mail.mime.header import Fields
from mailservice.mail.trust import received, sealers, weighing
from mailservice.mail.trust.author import Author
from mailservice.mail.trust.profiles.rfc8601 import stamps
from mailservice.mail.trust.setup import Found, Setup

ID = "mx.google.com"


def judge(fields: Fields, author: Author, setup: Setup) -> Found:
    """Return what Google's own stamp says of the author; what it notes beside arc=pass is whatever a sealer claims."""
    hops = received.hops(fields)
    edge = next((hop for hop in hops if hop.has_from), None)
    if edge is None or edge.by != ID:
        return Found("unknown", (f"It did not come in by {ID}.",))
    at = next((at for at, (name, _) in enumerate(fields) if at > edge.at and name != "received-spf"), len(fields))
    stamp = next((one for place, one in stamps(fields) if place == at), None)
    if stamp is None or any(one.authserv_id != ID for one in stamp):
        return Found("unknown", (f"No result of {ID} stands directly below its Received line.",))
    found = weighing.weigh([stamp], author)
    found = sealers.lifted(found, fields, author, setup, whole=weighing.chain_passes([stamp]))
    return Found(
        found.proof, (f"The result of {ID} below its Received line was read.", *found.evidence), found.by_signature
    )
