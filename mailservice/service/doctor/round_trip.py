"""A letter to ourselves, by the submission server into the INBOX: how long it takes, what the receiving server writes about it.

The running service knows it by its Message-ID as ours: it opens, answers and holds nothing, and files it under Automatic.
"""

import time
from collections.abc import Callable, Iterator
from email.utils import format_datetime

from mailservice.mail.trust import signing
from mailservice.mail.trust.judging import judge, keys_wanted
from mailservice.service.desk import new_id
from mailservice.service.doctor import post
from mailservice.service.doctor.findings import Finding, Patient
from mailservice.service.doctor.mailbox import opened
from mailservice.service.folders import AUTOMATIC
from mailservice.transport import dns
from mailservice.transport.examining import ExaminedMailbox
from mailservice.transport.imap import INBOX
from mailservice.transport.smtp import Post

NAME, PROOF = "Round trip", "Proof of it"
MOST_S, SLOW_S, EVERY_S = 120.0, 60.0, 2.0
_TEXT = (
    "mailservice doctor sends this to its own mailbox, to see how long it takes, and removes it. Nothing need be done."
)


def round_trip(patient: Patient, progress: Callable[[float], None] = lambda _seconds: None) -> Iterator[Finding]:
    """Send a letter to ourselves, find it, tell how long it took, and remove it again; `progress` hears of each look."""
    ours = patient.settings.service.address
    own = signing.message_id(new_id(), patient.settings.signing_keys, ours.rpartition("@")[2], signing.PROBE)
    with opened(patient) as mailbox:
        mailbox.uidvalidity()
        began = time.monotonic()
        Post(post.account(patient)).send(_letter(own, patient), ours)
        place = _found(mailbox, own, began, progress)
        took = time.monotonic() - began
        if not place:
            do = "Look into the submission server's queue and the mailbox's junk folder; in the server's log seek its Message-ID."
            yield Finding(NAME, "wrong", f"a letter to ourselves has not come within {MOST_S:.0f} s ({own})", do)
            return
        raw = mailbox.raw(place, own)
        slow = took > SLOW_S
        do = "See in the servers' logs where it waited." if slow else ""
        yield Finding(NAME, "look" if slow else "well", f"a letter to ourselves came after {took:.1f} s", do)
        yield _proof(raw, patient)
        yield from _removed(mailbox, own)


def _found(mailbox: ExaminedMailbox, own: str, began: float, progress: Callable[[float], None]) -> str:
    """Return the folder in which it is found: the INBOX, or where the running service files it; empty if it does not come."""
    while (passed := time.monotonic() - began) < MOST_S:
        for folder in (INBOX, AUTOMATIC):
            if mailbox.find(folder, own):
                return folder
        progress(passed)
        time.sleep(min(EVERY_S, 0.2 + passed / 5))
    return ""


def _removed(mailbox: ExaminedMailbox, own: str) -> Iterator[Finding]:
    """Remove it from wherever the service may have put it meanwhile."""
    for _ in range(3):
        for folder in (INBOX, AUTOMATIC):
            if mailbox.remove(folder, own):
                return
        time.sleep(0.5)
    yield Finding(
        NAME, "look", "the letter could not be removed again", f"Remove {own} from the INBOX or {AUTOMATIC} by hand."
    )


def _proof(raw: bytes, patient: Patient) -> Finding:
    """Tell what the receiving server says of who wrote it, as the settings have it read."""
    setup = patient.settings.proof
    if setup.profile == "trust-network":
        return Finding(
            PROOF,
            "look",
            "nobody looks: everybody is taken at their word",
            "Name a profile under [trust] before real cases.",
        )
    keys = {name: key for name in keys_wanted(raw, setup) if (key := dns.text(name)) is not None}
    verdict = judge(raw, setup, keys)
    said = f"{verdict.proof}: {' '.join(verdict.evidence[1:])}"
    if verdict.proof == "failed":
        return Finding(
            PROOF,
            "wrong",
            said,
            "Our own letters fail the proof: look at SPF, DKIM and DMARC of our domain, and at [trust].",
        )
    do = (
        "Compare [trust] with what the server writes: mailservice trust --profile … FILE."
        if verdict.proof == "unknown"
        else ""
    )
    return Finding(PROOF, "look" if do else "well", said, do)


def _letter(own: str, patient: Patient) -> bytes:
    ours, now = patient.settings.service.address, patient.clock.now()
    head = {
        "From": ours,
        "To": ours,
        "Subject": "mailservice doctor",
        "Date": format_datetime(now),
        "Message-ID": own,
        "Auto-Submitted": "auto-generated",
        "Content-Type": "text/plain; charset=us-ascii",
    }
    return "\r\n".join([*(f"{name}: {value}" for name, value in head.items()), "", _TEXT, ""]).encode()
