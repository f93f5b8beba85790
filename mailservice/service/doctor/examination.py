"""Every look, in the order in which they are made, each by itself. Start at `examination`."""

from collections.abc import Callable, Iterator
from functools import partial

from mailservice.service.doctor import agencies, backups, calendar, identity, machine, mailbox, post, round_trip
from mailservice.service.doctor.findings import Check, Finding, Patient, made

CHECKS = (
    Check(machine.DATABASE, machine.database),
    Check(machine.DISK, machine.disk, seconds=15),
    Check(backups.BACKUP, backups.backup, seconds=15),
    Check(machine.BROKER, machine.broker, seconds=15),
    Check(calendar.HOLIDAYS, calendar.holidays, seconds=30),
    Check(identity.SECRET, identity.secret, seconds=15),
    Check(identity.TOKEN, identity.token),
    Check(mailbox.NAME, mailbox.name, seconds=20),
    Check(mailbox.CERTIFICATE, mailbox.certificate, mailbox.NAME),
    Check(mailbox.LOGIN, mailbox.login, mailbox.CERTIFICATE),
    Check(mailbox.INBOX, mailbox.inbox, mailbox.LOGIN),
    Check(mailbox.FOLDERS, mailbox.folders, mailbox.LOGIN, 90),
    Check(mailbox.ROOM, mailbox.room, mailbox.LOGIN),
    Check(post.NAME, post.name, seconds=20),
    Check(post.CERTIFICATE, post.certificate, post.NAME),
    Check(post.LOGIN, post.login, post.CERTIFICATE),
    Check(post.SENDING, post.sending, post.LOGIN, 90),
    Check(agencies.NAME, agencies.agencies, seconds=agencies.SECONDS + 10),
)


def examination(
    patient: Patient, *, there_and_back: bool = False, progress: Callable[[float], None] = lambda _seconds: None
) -> Iterator[Finding]:
    """Yield what each look found; with `there_and_back` a letter goes to ourselves too."""
    found: list[Finding] = []
    for check in CHECKS:
        new = made(check, patient, found)
        found += new
        yield from new
    if there_and_back:
        needs = next(
            (one.name for one in found if one.name in (mailbox.LOGIN, post.SENDING) and one.state == "wrong"), ""
        )
        last = Check(
            round_trip.NAME,
            partial(round_trip.round_trip, progress=progress),
            needs or post.LOGIN,
            round_trip.MOST_S + 60,
        )
        yield from made(last, patient, found)
