"""A mailbox at Exchange Online: one stamp above the line of its internet edge, without an id, and a verdict of Microsoft's own.

Mail between mailboxes of one tenant meets no edge; there, and only there, Organization-AuthAs says who sent it.
"""

from mailservice.mail.mime.header import Fields
from mailservice.mail.trust import received, weighing
from mailservice.mail.trust.author import Author
from mailservice.mail.trust.profiles.rfc8601 import stamps
from mailservice.mail.trust.received import Hop
from mailservice.mail.trust.results import Results
from mailservice.mail.trust.setup import Found, Setup

EDGE = ".mail.protection.outlook.com"
_INSIDE = (".outlook.com", ".office365.com", ".exchangelabs.com")
_AUTH_AS = "x-ms-exchange-organization-authas"
_ARC_OVERRIDE = "130"
_GATEWAYS = (
    "mimecast",
    "pphosted",
    "ppe-hosted",
    "messagelabs",
    "barracuda",
    "iphmx",
    "trendmicro",
    "sophos",
    "fireeye",
)


def judge(fields: Fields, author: Author, setup: Setup) -> Found:
    """Return what Exchange Online's stamp says of the author, or that a colleague's mailbox in the tenant sent it."""
    hops = received.hops(fields)
    edge = next((hop for hop in hops if hop.by.endswith(EDGE)), None)
    if edge is None:
        return _internal(fields, hops, author, setup)
    above = [one for at, one in stamps(fields) if at < edge.at and all(_is_its(each, edge) for each in one)]
    if not above:
        return Found("unknown", ("No result of Exchange Online stands above the line of its internet edge.",))
    found = _with_compauth(weighing.weigh(above, author), above, author)
    found = Found(found.proof, ("The result above the internet edge was read.", *found.evidence), found.by_signature)
    if found.proof == "failed" and any(gateway in edge.text.lower() for gateway in _GATEWAYS):
        why = (
            "It came by a gateway before Exchange Online, which makes honest mail fail: have enhanced filtering set up."
        )
        return Found("failed", (*found.evidence, why))
    return found


def _is_its(one: Results, edge: Hop) -> bool:
    return one.authserv_id in ("", edge.by)


def _with_compauth(found: Found, above: list[tuple[Results, ...]], author: Author) -> Found:
    """Weigh Microsoft's composite verdict: it can fail what DMARC leaves open, and make plausible what its reason says."""
    clauses = [clause for one in above for read in one for clause in read.of("compauth")]
    reasons = {clause.get("reason") for clause in clauses}
    said = " and ".join(dict.fromkeys(f"compauth={one.result} reason={one.get('reason')}" for one in clauses))
    if not clauses:
        return found
    if any(one.result == "fail" and one.get("reason")[:1] in ("0", "6") for one in clauses):
        return Found("failed", (*found.evidence, f"Microsoft's verdict is {said}."))
    passes = all(one.result in ("pass", "softpass") for one in clauses)
    if passes and reasons == {_ARC_OVERRIDE} and found.proof == "failed" and _of_author(above, author):
        return Found("plausible", (*found.evidence, f"Microsoft's verdict is {said}: a sealer that the tenant trusts."))
    weak = all(reason == "109" or reason[:2] == "11" or reason[:1] in ("2", "7") for reason in reasons)
    if passes and (weak or reasons == {_ARC_OVERRIDE}) and found.proof == "unknown" and _of_author(above, author):
        return Found("plausible", (*found.evidence, f"Microsoft's verdict is {said}, which is a guess."))
    return found


def _of_author(above: list[tuple[Results, ...]], author: Author) -> bool:
    """Tell whether every DMARC clause is about the author's domain, so that the composite verdict is too."""
    named = [clause.get("header.from") for one in above for read in one for clause in read.of("dmarc")]
    return bool(named) and all(weighing.names(one, author) for one in named)


def _internal(fields: Fields, hops: list[Hop], author: Author, setup: Setup) -> Found:
    """Prove a colleague's mail that never left the tenant; whatever names another domain, or came another way, is nothing."""
    said = [value.strip().lower() for name, value in fields if name == _AUTH_AS]
    if not hops or not all(hop.by.endswith(_INSIDE) for hop in hops):
        return Found("unknown", ("It did not come in by the internet edge of Exchange Online.",))
    if said != ["internal"]:
        return Found("unknown", ("No internet edge stands in its way, but Exchange Online does not call it internal.",))
    if author.domain not in setup.own_domains:
        return Found("unknown", (f"It is called internal, but {author.domain} is no domain of ours.",))
    return Found(
        "proven", ("It was sent inside the tenant (Organization-AuthAs: Internal), and never came by the internet.",)
    )
