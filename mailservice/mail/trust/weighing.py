"""What the results that count say of one author: DMARC decides, and what is weaker makes it plausible at best."""

from collections.abc import Sequence

from mailservice.mail.trust import domains
from mailservice.mail.trust.author import Author
from mailservice.mail.trust.results import Clause, Results
from mailservice.mail.trust.setup import Found, worst

PLANTED = "An envelope address there holds signs that could have made up a result."
_FAILS = ("fail", "reject", "quarantine", "hardfail")


def weigh(stamps: Sequence[tuple[Results, ...]], author: Author) -> Found:
    """Return what the server's own headers say together, each as it may be read: the worst reading wins."""
    widest = max((len(one) for one in stamps), default=1)
    found = [_weigh([one[min(number, len(one) - 1)] for one in stamps], author) for number in range(widest)]
    lowest = worst(*(one.proof for one in found))
    return next(one for one in found if one.proof == lowest)


def _weigh(stamps: Sequence[Results], author: Author) -> Found:
    dmarc = [clause for one in stamps for clause in one.of("dmarc")]
    failed = next((one for one in dmarc if one.result in _FAILS), None)
    if failed is not None:
        return Found("failed", (f"The server's own result is dmarc={failed.result} for {_judged(failed, author)}.",))
    others = next((one for one in dmarc if one.result == "pass" and not _is_of(one, author)), None)
    if others is not None:
        return _of_another(domains.of_address(others.get("header.from")), author)
    weaker = _weaker(stamps, author)
    if not all(one.whole for one in stamps):
        return Found("unknown", ("The server's own result cannot be read whole.",))
    if dmarc and all(one.result == "pass" for one in dmarc):
        return _passed(stamps, author)
    if dmarc:
        said = " and ".join(dict.fromkeys(f"dmarc={one.result}" for one in dmarc))
        return Found(weaker.proof, (f"The server's own result is {said}, which settles nothing.", *weaker.evidence))
    return Found(weaker.proof, ("The server gave no DMARC result.", *weaker.evidence))


def _of_another(whom: str, author: Author) -> Found:
    """Judge a pass that is not for the very domain in From: it is another's mail, or counts for nothing."""
    if not whom:
        return Found("unknown", ("The server's own result is dmarc=pass, but names no From.",))
    said = (f"The server's own result is dmarc=pass for {whom}, not for {author.domain}.",)
    return Found("unknown" if domains.aligned(whom, author.domain) else "failed", said)


def _passed(stamps: Sequence[Results], author: Author) -> Found:
    said = f"The server's own result is dmarc=pass for {author.domain}."
    if planted(stamps):
        return Found("unknown", (said, PLANTED))
    spf, checked = passing_spf(stamps, author), any(one.of("spf") for one in stamps)
    if spf:
        return Found("proven", (said, f"SPF passed for {spf}."))
    if checked:
        return Found("proven", (said, f"SPF did not pass for {author.domain}."), "surely")
    return Found("proven", (said, "It tells nothing of SPF."), "perhaps")


def _weaker(stamps: Sequence[Results], author: Author) -> Found:
    """Return what aligned DKIM or SPF alone makes of it: plausible."""
    if planted(stamps):
        return Found("unknown", (PLANTED,))
    for one in (clause for stamp in stamps for clause in stamp.of("dkim")):
        if one.result == "pass" and domains.aligned(signer(one), author.domain):
            return Found("plausible", (f"DKIM passed for {signer(one)}.",))
    spf = passing_spf(stamps, author)
    if spf:
        return Found("plausible", (f"SPF passed for {spf}.",))
    return Found("unknown", (f"Neither DKIM nor SPF passed for {author.domain}.",))


def passing_spf(stamps: Sequence[Results], author: Author) -> str:
    """Return the domain aligned with the author's for which SPF passed; '' where there is none."""
    for one in (clause for stamp in stamps for clause in stamp.of("spf")):
        envelope = one.get("smtp.mailfrom").strip()
        name = domains.of_address(envelope if envelope.strip("<>") else one.get("smtp.helo"))
        if one.result == "pass" and domains.aligned(name, author.domain):
            return name
    return ""


def signer(clause: Clause) -> str:
    """Return the domain that signed: header.d, or of header.i what follows its last @."""
    return domains.of_address(clause.get("header.d") or clause.get("header.i"))


def chain_passes(stamps: Sequence[tuple[Results, ...]]) -> bool:
    """Tell whether the server itself found the ARC chain whole (arc=pass); what else it notes of it is the sealer's claim."""
    arc = [clause for one in stamps for read in one for clause in read.of("arc")]
    return bool(arc) and all(one.result == "pass" for one in arc)


def names(header_from: str, author: Author) -> bool:
    """Tell whether what a server judged as From is the author's very domain."""
    return domains.of_address(header_from) == author.domain


def _is_of(clause: Clause, author: Author) -> bool:
    return names(clause.get("header.from"), author)


def _judged(clause: Clause, author: Author) -> str:
    return domains.of_address(clause.get("header.from")) or author.domain


def planted(stamps: Sequence[Results]) -> bool:
    """Tell whether an envelope address holds what parts clauses: services that copy it bare let it write results."""
    clauses = (one for stamp in stamps for one in stamp.clauses)
    return any(";" in value for one in clauses for name, value in one.properties.items() if name.startswith("smtp."))
