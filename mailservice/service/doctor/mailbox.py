"""Looks whether the mailbox is as the service needs it: whether it may log in, make folders, move, and has room left."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from mailservice.errors import TryLater
from mailservice.mail.trust import signing
from mailservice.service.assembly import account_of
from mailservice.service.desk import new_id
from mailservice.service.doctor import identity
from mailservice.service.doctor.findings import Finding, Patient, of_fault
from mailservice.transport import examining
from mailservice.transport.examining import ExaminedMailbox, Room
from mailservice.transport.imap import ImapAccount
from mailservice.transport.smtp import SmtpAccount

NAME, CERTIFICATE, LOGIN, INBOX, FOLDERS = "IMAP name", "IMAP certificate", "IMAP login", "IMAP inbox", "IMAP folders"
MOVING, CLOCK, ROOM = "IMAP moving", "IMAP clock", "IMAP room"
RENEW = timedelta(days=21)
SLOW, FAR = timedelta(minutes=1), timedelta(minutes=10)
NEARLY_FULL = 90  # per cent
_PARENT = "Escalations"
_RIGHTS = (
    "Give the account every right in its own mailbox: to make and remove folders, to put in, move and remove emails."
)


def name(patient: Patient) -> Iterator[Finding]:
    """Look whether the server's name is known."""
    yield named(NAME, _account(patient))


def certificate(patient: Patient) -> Iterator[Finding]:
    """Look whether the server's certificate is good, and for how long."""
    yield certified(CERTIFICATE, _account(patient), patient.clock.now())


def login(patient: Patient) -> Iterator[Finding]:
    """Look whether we may log in, and what the server offers."""
    with opened(patient) as mailbox:
        offers = mailbox.offers()
    missing = [] if offers & {"MOVE", "UIDPLUS"} else ["MOVE, UIDPLUS"]
    slow = [] if "IDLE" in offers else ["IDLE: new emails are seen a little later"]
    said = f"logged in as {patient.settings.imap.user}"
    if missing:
        do = "Have the server offer MOVE (RFC 6851) or UIDPLUS (RFC 4315): no email can be filed without."
        yield Finding(LOGIN, "well", said)
        yield Finding(MOVING, "wrong", "the server offers neither MOVE nor UIDPLUS", do)
        return
    yield Finding(LOGIN, "well", f"{said}; no {slow[0]}" if slow else said)


def inbox(patient: Patient) -> Iterator[Finding]:
    """Look whether the INBOX may be changed, and how much lies in it."""
    with opened(patient) as mailbox:
        only_read, emails = mailbox.may_only_be_read(), len(mailbox.uids())
    said = f"{emails} email{'' if emails == 1 else 's'} in the INBOX"
    if only_read:
        yield Finding(INBOX, "wrong", f"{said}, which may only be read: no email can be filed", _RIGHTS)
    else:
        yield Finding(INBOX, "well", said)


def folders(patient: Patient) -> Iterator[Finding]:
    """Make a folder as a case has one, put an email in, move it and remove it; tell the server's time by it."""
    own = signing.message_id(new_id(), patient.settings.signing_keys, _domain(patient), signing.PROBE)
    top = f"{_PARENT}/doctor-{new_id()[:8]}"
    first, second = f"{top}/1", f"{top}/2"
    with opened(patient) as mailbox:
        try:
            mailbox.make(_PARENT, top, first, second)
            before = patient.clock.now()
            mailbox.put(first, _probe(own, patient))
            after = patient.clock.now()
            yield Finding(FOLDERS, "well", f"a folder under {_PARENT} was made, and an email put into it")
            yield apart(CLOCK, next(mailbox.scan(first)).internal_date, before, after, "the mailbox's server")
            yield _moved(mailbox, first, second, own)
        except TryLater as fault:
            yield replace(of_fault(FOLDERS, fault), do=f"{fault.remedy} {_RIGHTS}".strip())
        finally:
            if left := mailbox.take_away():
                yield Finding(
                    FOLDERS, "look", f"the folder {left} could not be removed again", f"Remove {left} by hand."
                )


def room(patient: Patient) -> Iterator[Finding]:
    """Look how much of the mailbox's room is used."""
    with opened(patient) as mailbox:
        limits = [one for one in mailbox.room() if one.most > 0]
    if not limits:
        yield Finding(ROOM, "well", "the server tells no limit")
        return
    used = max(100 * one.used // one.most for one in limits)
    said = "; ".join(_used(one) for one in limits)
    do = "Give the mailbox more room before it is full: then nothing can be filed. Do not empty a folder of a case."
    state = "wrong" if used >= 100 else "look" if used >= NEARLY_FULL else "well"  # noqa: PLR2004 - per cent
    yield Finding(ROOM, state, said, "" if state == "well" else do)  # type: ignore[arg-type] # one of State


def named(what: str, account: ImapAccount | SmtpAccount) -> Finding:
    """Look whether a server's name is known."""
    found = examining.addresses(account.server)
    return Finding(what, "well", f"{account.host} is {', '.join(found[:3])}{', …' if found[3:] else ''}")


def certified(what: str, account: ImapAccount | SmtpAccount, now: datetime) -> Finding:
    """Look whether a server's certificate is good, and for how long."""
    shown = examining.certificate(account)
    if shown is None:
        return Finding(what, "well", f"not encrypted, to this machine alone ({account.host})")
    days = (shown.until - now).days
    said = f"good until {shown.until:%-d %B %Y} ({days} day{'' if days == 1 else 's'})"
    if shown.until - now < RENEW:
        return Finding(
            what, "look", said, "Have it renewed now: from that day on no email is read, and no letter leaves."
        )
    return Finding(what, "well", said)


def apart(what: str, theirs: datetime, before: datetime, after: datetime, whose: str) -> Finding:
    """Compare a server's time with this machine's, between two moments of which it was told; it tells whole seconds."""
    ahead = before.replace(microsecond=0) - theirs if theirs < before else max(theirs - after, timedelta())
    said = f"this machine and {whose} are {ahead.total_seconds():.0f} s apart"
    do = "Set both clocks by a time server (NTP): every date is reckoned by the mailbox's, and acts by this machine's."
    if ahead >= FAR:
        return Finding(what, "wrong", said, do)
    return Finding(what, "look" if ahead >= SLOW else "well", said, do if ahead >= SLOW else "")


def _moved(mailbox: ExaminedMailbox, first: str, second: str, own: str) -> Finding:
    try:
        if not mailbox.move_between(first, own, second) or not mailbox.remove(second, own):
            return Finding(MOVING, "wrong", "an email that was put into a folder is not found there", _RIGHTS)
    except TryLater as fault:
        return replace(of_fault(MOVING, fault), do=f"{fault.remedy} {_RIGHTS}".strip())
    how = "MOVE" if "MOVE" in mailbox.offers() else "COPY and UIDPLUS"
    return Finding(MOVING, "well", f"an email was moved to another folder ({how}), and removed")


def _probe(own: str, patient: Patient) -> bytes:
    ours = patient.settings.service.address
    lines = [
        f"From: {ours}",
        f"To: {ours}",
        "Subject: mailservice doctor",
        f"Message-ID: {own}",
        "Auto-Submitted: auto-generated",
    ]
    return "\r\n".join([*lines, "", "This may be removed.", ""]).encode()


def _used(one: Room) -> str:
    per_cent = 100 * one.used // one.most
    if one.resource != "STORAGE":
        return f"{one.used} of {one.most} {one.resource.lower()}s ({per_cent} %)"
    unit, size = ("GB", 2**20) if one.most >= 2**20 else ("MB", 2**10)
    return f"{one.used / size:.1f} of {one.most / size:.1f} {unit} is used ({per_cent} %)"


def _domain(patient: Patient) -> str:
    return patient.settings.service.address.rpartition("@")[2]


def _account(patient: Patient) -> ImapAccount:
    account = account_of(patient.settings)
    return replace(account, timeout_s=min(account.timeout_s, identity.LONGEST_WAIT))


@contextmanager
def opened(patient: Patient) -> Iterator[ExaminedMailbox]:
    """Hold the mailbox open for looking."""
    mailbox = ExaminedMailbox(_account(patient))
    try:
        yield mailbox
    except TryLater as fault:
        identity.remedy(fault, patient, "IMAP")
        raise
    finally:
        mailbox.close()
