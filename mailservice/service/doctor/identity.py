"""Tokens instead of a password: is one to be had, may it do what we do, and until when does its secret hold."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, time

from mailservice.errors import TryLater, Undeliverable
from mailservice.service.assembly import tokens_of
from mailservice.service.doctor.findings import Finding, Patient, of_fault
from mailservice.service.watch.secrets import AHEAD, last_days
from mailservice.settings.loading import OAuth
from mailservice.transport.tokens import claims

TOKEN, SECRET = "Access token", "Secret's end"
LONGEST_WAIT = 15.0
# What Microsoft calls the permission to use a mailbox over each protocol: of an application, and of somebody who signed in.
_RIGHTS = {"IMAP": ("IMAP.AccessAsApp", "IMAP.AccessAsUser.All"), "SMTP": ("SMTP.SendAsApp", "SMTP.Send")}
_POWERSHELL = "In Exchange Online PowerShell"
_ADD = (
    "In Entra (App registrations, this application), API permissions: add {missing} of Office 365 Exchange Online, and press "
    "Grant admin consent."
)


def token(patient: Patient) -> Iterator[Finding]:
    """Look whether a token is to be had for each protocol that needs one, and whether it may do what we do."""
    settings = patient.settings
    told: dict[str, tuple[OAuth, str, float]] = {}
    if settings.oauth is not None:
        told["IMAP"] = settings.oauth, settings.imap.user, float(settings.imap.timeout_seconds)
    posting = settings.smtp_oauth or (None if settings.smtp_password else settings.oauth)
    if posting is not None and settings.smtp.user:
        told["SMTP"] = posting, settings.smtp.user, float(settings.smtp.timeout_seconds)
    for protocol, (oauth, user, seconds) in told.items():
        try:
            shown = tokens_of(oauth, user, min(seconds, LONGEST_WAIT)).get()
        except TryLater as fault:
            yield of_fault(TOKEN, fault)
        else:
            yield _judged(protocol, oauth, shown)


def secret(patient: Patient) -> Iterator[Finding]:
    """Look until when what proves us to the token server holds, and whether the next sign-in can be kept."""
    now = patient.clock.now()
    for oauth in {one for one in (patient.settings.oauth, patient.settings.smtp_oauth) if one is not None}:
        kept = oauth.refresh_token_file
        if kept is not None and not os.access(kept.parent, os.W_OK):
            said = f"the next sign-in cannot be kept: {kept.parent} may not be written"
            yield Finding(
                SECRET, "wrong", said, "Let the service's user write there: Microsoft gives a new one each time."
            )
    for what, day in last_days(patient.settings):
        if day is None:
            do = "Write its last day, as the portal shows it, as secret_ends: the office is told 30, 14 and 3 days before."
            yield Finding(SECRET, "look", f"nobody knows how long {what} holds", do)
            continue
        left = (day - now.date()).days
        said = f"{what} holds until {day:%A %-d %B %Y} ({left} day{'' if left == 1 else 's'})"
        if datetime.combine(day, time.max, UTC) < now:
            yield Finding(SECRET, "wrong", f"{what} ended on {day:%A %-d %B %Y}", "Make a new one now.")
        elif left <= AHEAD[0]:
            yield Finding(
                SECRET, "look", said, "Make a new one now: from that day on no email is read, and no letter leaves."
            )
        else:
            yield Finding(SECRET, "well", said)


def remedy(fault: TryLater | Undeliverable, patient: Patient, protocol: str) -> None:
    """Say what to do at Microsoft against a refusal there, where a server's words alone do not tell it."""
    settings = patient.settings
    oauth = settings.oauth if protocol == "IMAP" else settings.smtp_oauth or settings.oauth
    if oauth is None or oauth.provider != "microsoft":
        return
    mailbox = settings.imap.user if protocol == "IMAP" else settings.smtp.user
    if fault.kind == "token login":
        fault.remedy = _let_in(oauth, mailbox)
    if fault.kind == "protocol off" and protocol == "IMAP":
        fault.remedy = (
            f"{_POWERSHELL}: Set-CASMailbox -Identity {mailbox} -ImapEnabled $true. And see that user under "
            "[imap] is the mailbox's own address, no alias, and that the mailbox is shared or has a licence."
        )
    if fault.kind == "protocol off" and protocol == "SMTP":
        fault.remedy = f"{_POWERSHELL}: Set-CASMailbox -Identity {mailbox} -SmtpClientAuthenticationDisabled $false"
        if "tenant" in str(fault).lower():
            fault.remedy += "; it goes before what Set-TransportConfig says for the whole tenant, which may stay off."


def _let_in(oauth: OAuth, mailbox: str) -> str:
    if oauth.refresh_token_file is not None:
        return (
            f"{_POWERSHELL}, give whoever signed in the mailbox: Add-MailboxPermission -Identity "
            f"{mailbox} -User … -AccessRights FullAccess; and under [smtp] name as user the account that signed in."
        )
    whose = ""
    with suppress(TryLater):
        whose = str(claims(tokens_of(oauth, mailbox, LONGEST_WAIT).get()).get("oid", ""))
    whose = whose or "OBJECT-ID"
    return (
        f"{_POWERSHELL}, once: New-ServicePrincipal -AppId {oauth.client_id} -ObjectId {whose} (as Entra shows it "
        f"under Enterprise applications), then Add-MailboxPermission -Identity {mailbox} -User {whose} -AccessRights FullAccess. "
        "It takes up to an hour to act."
    )


def _judged(protocol: str, oauth: OAuth, shown: str) -> Finding:
    """Return whether a token may do what we do, where it tells that: Microsoft's does, Google's is opaque."""
    told = claims(shown)
    held = {*map(str, told.get("roles", ())), *str(told.get("scp", "")).split()}
    if oauth.provider == "google" or not told:
        return Finding(TOKEN, "well", f"one for {protocol} was given")
    wanted = _RIGHTS[protocol][oauth.refresh_token_file is not None]
    if wanted not in held:
        said = f"one for {protocol} was given, without the permission {wanted}"
        return Finding(TOKEN, "wrong", said, _ADD.format(missing=wanted))
    return Finding(TOKEN, "well", f"one for {protocol} was given, with the permission {wanted}")
