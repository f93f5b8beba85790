"""Does the submission server take our letters: as far as a recipient, with nothing handed over."""

from collections.abc import Iterator
from dataclasses import replace

from mailservice.errors import TryLater, Undeliverable
from mailservice.mail import returning
from mailservice.service.assembly import post_of
from mailservice.service.desk import new_id
from mailservice.service.doctor import identity, mailbox
from mailservice.service.doctor.findings import Finding, Patient, of_fault
from mailservice.transport import examining
from mailservice.transport.smtp import Post, SmtpAccount

NAME, CERTIFICATE, LOGIN, SENDING, CLOCK = "SMTP name", "SMTP certificate", "SMTP login", "SMTP sending", "SMTP clock"


def name(patient: Patient) -> Iterator[Finding]:
    """Look whether the server's name is known."""
    yield mailbox.named(NAME, account(patient))


def certificate(patient: Patient) -> Iterator[Finding]:
    """Look whether the server's certificate is good, and for how long."""
    yield mailbox.certified(CERTIFICATE, account(patient), patient.clock.now())


def login(patient: Patient) -> Iterator[Finding]:
    """Look whether we are let in, and compare this machine's time with the one in the server's greeting, where it tells one."""
    try:
        greeting = Post(account(patient)).enter()
    except (TryLater, Undeliverable) as fault:
        identity.remedy(fault, patient, "SMTP")
        raise
    user = patient.settings.smtp.user
    yield Finding(LOGIN, "well", f"logged in as {user}" if user else "the server asks for no login")
    if (told := examining.time_told(greeting)) is not None:
        now = patient.clock.now()
        yield mailbox.apart(CLOCK, told, now, now, "the submission server")


def sending(patient: Patient) -> Iterator[Finding]:
    """Look whether it takes our address as sender, and plus-addresses where the settings say so."""
    own = patient.settings.service.address
    reader = patient.directory.office.address if patient.directory else own
    try:
        Post(account(patient)).look(reader)
        yield Finding(SENDING, "well", f"takes letters from {own} to {reader} (none was sent)")
    except (TryLater, Undeliverable) as fault:
        yield of_fault(SENDING, fault)
        return
    if patient.settings.service.plus_addresses:
        yield _plus(patient, reader)


def _plus(patient: Patient, reader: str) -> Finding:
    keys, own = patient.settings.signing_keys, patient.settings.service.address
    address = returning.return_address(new_id(), keys, own)
    try:
        Post(account(patient)).look(reader, [address])
    except (TryLater, Undeliverable) as fault:
        do = "Have the server take plus-addresses of ours as sender, or write plus_addresses = false under [service]."
        return Finding(SENDING, "look", f"takes no plus-address of ours as sender: {fault}", do)
    return Finding(SENDING, "well", "takes plus-addresses of ours as sender")


def account(patient: Patient) -> SmtpAccount:
    """Return the account, which is waited for a little while at most."""
    whole = post_of(patient.settings)
    return replace(whole, timeout_s=min(whole.timeout_s, identity.LONGEST_WAIT))
