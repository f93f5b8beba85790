"""A server of ours that writes Authentication-Results as RFC 8601 has them, under ids that the office knows.

The server writes its results above its Received line, as milters do, or after every other header, as Exim's access rules do.
Whatever else bears its id may be the sender's: it can lower a verdict, never raise one.
"""

from mailservice.mail.mime.header import Fields
from mailservice.mail.trust import received, sealers, weighing
from mailservice.mail.trust.author import Author
from mailservice.mail.trust.results import Results, readings
from mailservice.mail.trust.setup import Found, Setup

_EXIM = "(Exim "  # as it names itself in the line that it writes
_Stamp = tuple[int, tuple[Results, ...]]


def judge(fields: Fields, author: Author, setup: Setup) -> Found:
    """Return what our own server's results say of the author."""
    ids = {one.lower() for one in setup.authserv_ids}
    ours = [stamp for stamp in stamps(fields) if any(one.authserv_id in ids for one in stamp[1])]
    if not ours:
        return Found("unknown", (f"No result bears the id of our server ({', '.join(sorted(ids)) or 'none is set'}).",))
    trusted, rest, where = _divided(fields, ours, ids, setup)
    if not trusted:
        return Found("unknown", (f"A result bears our server's id, but does not stand where it writes: {where}.",))
    found = weighing.weigh([one for _, one in trusted], author)
    found = _submitted(found, trusted, author, setup)
    whole = weighing.chain_passes([one for _, one in trusted])
    found = sealers.lifted(found, fields, author, setup, whole=whole)
    found = Found(found.proof, (f"Our server's result was read: {where}.", *found.evidence), found.by_signature)
    if setup.position or setup.strips or not rest:
        return found
    other = weighing.weigh([one for _, one in rest], author)
    if other.proof != "proven" and any(clause.method == "dmarc" for _, read in rest for clause in read[0].clauses):
        return found.lowered(
            "unknown", "Another result with its id disagrees, and it is not known where it writes its own."
        )
    return found


def stamps(fields: Fields) -> list[_Stamp]:
    """Return every Authentication-Results header as it may be read, with its place."""
    return [(at, readings(value)) for at, (name, value) in enumerate(fields) if name == "authentication-results"]


def _divided(fields: Fields, ours: list[_Stamp], ids: set[str], setup: Setup) -> tuple[list[_Stamp], list[_Stamp], str]:
    """Return those that our server wrote, those that anybody may have written, and in words where ours stand."""
    if setup.strips:
        return ours, [], "it takes away all others with its id"
    hops = received.hops(fields)
    edge = received.edge(hops, ids, ours[0][0])
    if edge is None:
        return [], ours, "there is no Received line of its own"
    above = [one for one in ours if one[0] < edge.at]
    position = setup.position or ("end" if _EXIM in edge.text and not above else "above")
    if position == "end":
        # The last is the server's: it writes below everything that came. What stands before it can only disagree.
        last = [one for one in ours[-1:] if _is_last(fields, one[0])]
        return last, [one for one in ours if one not in last], "after all other headers"
    if position == "below":
        after = min((hop.at for hop in hops if hop.at > edge.at), default=len(fields))
        below = [one for one in ours if edge.at < one[0] < after][:1]
        return below, [one for one in ours if one not in below], "directly below its Received line"
    return above, [one for one in ours if one[0] > edge.at], "above the Received line by which it came in"


def _is_last(fields: Fields, at: int) -> bool:
    """Tell whether nothing follows but what a server adds too."""
    return all(name.startswith(("x-", "authentication-results", "received-spf", "arc-")) for name, _ in fields[at:])


def _submitted(found: Found, trusted: list[_Stamp], author: Author, setup: Setup) -> Found:
    """Believe a colleague whom our server knew by their password (auth=pass): for their own address alone."""
    read = [one for _, stamp in trusted for one in stamp]
    clauses = [clause for one in read for clause in one.of("auth")]
    sure = clauses and all(one.result == "pass" for one in clauses) and not weighing.planted(read)
    if found.proof in {"failed", "proven"} or not sure or author.domain not in setup.own_domains:
        return found
    logins = {one.get("smtp.auth").lower() for one in clauses}
    if logins <= {author.address, author.address.rpartition("@")[0]}:
        return Found("proven", (*found.evidence, f"{author.address} sent it by our server with their password."))
    return Found("plausible", (*found.evidence, "A colleague sent it by our server with their password."))
