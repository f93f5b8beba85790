"""A mail's bytes to a `Verdict`: who wrote it, how sure that is, and why. Start at `judge`; it never raises.

Nothing is looked up: what the check of a signature needs is given (`keys`). Pure.
"""

from collections.abc import Callable, Mapping

from mailservice.mail.mime.header import Fields, read_block
from mailservice.mail.mime.part import mended
from mailservice.mail.trust import freshness, signatures, weighing
from mailservice.mail.trust.author import Author, author
from mailservice.mail.trust.profiles import exchange_online, google, rfc8601, verify
from mailservice.mail.trust.setup import Found, Setup, Verdict

_Judge = Callable[[Fields, Author, Setup], Found]


def judge(raw: bytes, setup: Setup, keys: Mapping[str, bytes] | None = None) -> Verdict:
    """Return whose a mail is and how sure that is, under this set-up; `keys` are DNS texts by the name they stand under."""
    fields = fields_of(raw)
    whose = _author_of(fields)
    if not whose.address:
        return Verdict("failed", whose, (whose.why, "So it is nobody's."))
    found = _by_profile(raw, fields, whose, setup, keys or {})
    signed = found.by_signature == "surely" or freshness.has_signature(fields, whose)
    if found.proof == "proven" and found.by_signature and signed:
        doubt = freshness.doubt(fields, whose, setup.own_domains)
        found = found.lowered("plausible", doubt) if doubt else found
    evidence = (f"From names one person, {whose.address}.", *_sent_by(fields, whose), *found.evidence)
    return Verdict(found.proof, whose, evidence)


def keys_wanted(raw: bytes, setup: Setup) -> tuple[str, ...]:
    """Return the names of the DNS texts that `judge` needs for a mail; none where signatures are not checked here."""
    if not setup.checks_signatures:
        return ()
    fields = fields_of(raw)
    return signatures.wanted(fields, _author_of(fields), setup)


# Under the profile trust-network whoever a mail names has written it: for networks that let in nobody else.
TAKEN_AT_THEIR_WORD = "Everybody is taken at their word here (trust-network): nothing was checked."


def _author_of(fields: Fields) -> Author:
    return author(tuple(value for name, value in fields if name == "from"))


def fields_of(raw: bytes) -> Fields:
    """Return the header fields of a mail in their order, as `parse` reads them."""
    raw = mended(raw)
    return read_block(raw, 0, len(raw)).fields


def _by_profile(raw: bytes, fields: Fields, whose: Author, setup: Setup, keys: Mapping[str, bytes]) -> Found:
    if setup.profile == "trust-network":
        return Found("proven", (TAKEN_AT_THEIR_WORD,))
    checked = signatures.check(raw, fields, keys) if setup.checks_signatures else signatures.Checked()
    if setup.profile == "verify":
        return verify.judge(checked, fields, whose, setup)
    found = _PROFILES[setup.profile](fields, whose, setup)
    if any(name == "return-path" and ";" in value for name, value in fields):
        found = found.lowered("unknown", weighing.PLANTED)
    return verify.witness(found, checked, whose) if setup.witness else found


def _sent_by(fields: Fields, whose: Author) -> tuple[str, ...]:
    """Show who really sent it, where the header Sender names another."""
    senders = tuple(value for name, value in fields if name == "sender")
    if not senders:
        return ()
    other = author(senders)
    if other.address == whose.address:
        return ()
    return (f"Sender names another: {other.address or 'nobody that can be read'}.",)


_PROFILES: Mapping[str, _Judge] = {
    "rfc8601": rfc8601.judge,
    "exchange-online": exchange_online.judge,
    "google": google.judge,
}
