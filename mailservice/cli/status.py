"""`mailservice status`: what is wrong, what waits and why; leaves with what a Nagios-like check expects."""

import getpass
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, replace
from datetime import datetime
from itertools import zip_longest
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from mailservice.cases.letters import phrases
from mailservice.cli import screen
from mailservice.cli.options import AsJson, Config, given
from mailservice.clock import WallClock
from mailservice.errors import MailserviceError, Problem, UserError
from mailservice.policy.load import load as load_policy
from mailservice.policy.model import Policy
from mailservice.record import troubles
from mailservice.record.database import Database
from mailservice.service.kept import record_of
from mailservice.service.watch import health, last_backup, state
from mailservice.service.watch.health import Finding, Health, Level
from mailservice.service.watch.last_backup import LastBackup
from mailservice.service.watch.state import Process
from mailservice.settings.directory_file import load_directory
from mailservice.settings.loading import TO_READ, Settings, load

UNKNOWN = 3
# What nobody can tell while the record is away.
_COUNTED = (
    "read_through",
    "mails",
    "oldest_mail",
    "letters",
    "oldest_letter",
    "unfiled",
    "held",
    "open_cases",
    "troubles",
    "looked_through",
    "not_as_written",
)
NAMES = {0: "OK", 1: "WARNING", 2: "CRITICAL", UNKNOWN: "UNKNOWN"}

Seen = Annotated[int | None, typer.Option("--acknowledge", metavar="NUMBER", help="You have seen this trouble.")]
By = Annotated[str, typer.Option("--by", help="Your name, beside an acknowledged trouble.")]


def status(config: Config = None, *, as_json: AsJson = False, acknowledge: Seen = None, by: By = "") -> None:
    """Tell how the service stands: the last round of each duty, what waits and why, the oldest letter, what is wrong.

    Leaves with 0 if all is well, 1 for a warning, 2 where something is wrong, 3 if that cannot be told.
    """
    try:
        settings = load(given(config), os.environ, TO_READ)
        _may_look(settings)
        policy, of_policy = _policy(settings)
        partnership = policy.id if policy else _only_one(settings, of_policy)
    except UserError as refused:
        typer.echo(f"{NAMES[UNKNOWN]} - {refused}")
        raise typer.Exit(UNKNOWN) from None
    if acknowledge is not None:
        _acknowledge(settings, partnership, acknowledge, by or getpass.getuser())
    found = _look(settings, partnership)
    of_files = [*_of_policy(settings, of_policy), *(_of_directory(settings, policy) if policy else [])]
    last_backup, unread = _last_backup(settings)
    findings = sorted((*found.findings, *of_files, *unread), key=lambda one: -one.level)
    found = replace(found, findings=tuple(findings), last_backup=last_backup)
    if as_json:
        typer.echo(in_json(found))
    else:
        screen.show(as_text(found, ZoneInfo(policy.calendar.timezone if policy else "Europe/London")))
    raise typer.Exit(int(found.level))


def _policy(settings: Settings) -> tuple[Policy | None, Sequence[Problem]]:
    try:
        return load_policy(settings.service.policy, settings.service.overlay), ()
    except UserError as refused:
        return None, refused.problems


def _only_one(settings: Settings, of_policy: Sequence[Problem]) -> str:
    """Return whose record it is where the policy file does not tell; UserError with its faults where the record holds several."""
    with suppress(MailserviceError), closing(Database(settings.database_url)) as record:
        names = record.partnerships() if record.is_laid() else []
        if len(names) == 1:
            return names[0]
    raise UserError(of_policy)


def _of_policy(settings: Settings, faults: Sequence[Problem]) -> Iterator[Finding]:
    """Tell that the policy file has a fault: a service at work goes on with what it read, and none starts."""
    if faults:
        check = f"mailservice policy check {settings.service.policy}"
        many = phrases.counted_things(len(faults), "fault")
        yield Finding(
            Level.CRITICAL,
            f"The policy file has {many}: the service would not start with it. What is wrong tells: {check}",
        )


def _last_backup(settings: Settings) -> tuple[LastBackup | None, list[Finding]]:
    """Return the newest backup that was noted, and what keeps that from being read."""
    try:
        return last_backup.last(settings.service.data), []
    except (UserError, OSError) as fault:
        return None, [Finding(Level.WARNING, f"When the last backup was made is not known: {fault}")]


def _may_look(settings: Settings) -> None:
    if state.closed_to_us(settings.service.data):
        me = getpass.getuser()
        data = settings.service.data
        remedy = (
            f"the user {me} may not look into it: ask as the service's own user; if {me} is that: chown -R {me} {data}"
        )
        raise UserError([Problem(str(data), "", remedy)])


def _look(settings: Settings, partnership: str) -> Health:
    now, data = WallClock().now(), settings.service.data
    processes, blind = state.read(data), state.hindrance(data)
    try:
        with closing(record_of(settings, partnership)) as record, record.read(partnership) as tx:
            return health.look(tx, processes, now, blind=blind)
    except MailserviceError as fault:
        return health.without_record(processes, str(fault), now, blind=blind)
    except Exception as fault:  # noqa: BLE001 - whatever is wrong with a record is to be told, not to end the telling
        why = f"The record cannot be looked into: {type(fault).__name__}: {str(fault).splitlines()[0]}"
        return health.without_record(processes, why, now, blind=blind)


def _of_directory(settings: Settings, policy: Policy) -> Iterator[Finding]:
    """Tell that the directory file has a fault, where the record knows one that had none: the service goes on with that."""
    file = settings.service.directory
    try:
        load_directory(file, policy.places)
    except UserError as refused:
        faults = phrases.counted_things(len(refused.problems), "fault")
        check = f"mailservice directory check {file} --policy {settings.service.policy}"
        yield Finding(
            Level.WARNING, f"The directory file has {faults}, so the one before it stands. What is wrong tells: {check}"
        )


def _acknowledge(settings: Settings, partnership: str, number: int, by: str) -> None:
    with closing(record_of(settings, partnership)) as record, record.begin(partnership) as tx:
        if not troubles.acknowledge(tx, number, by, WallClock().now()):
            typer.echo(f"there is no trouble {number}", err=True)
            raise typer.Exit(1)


def as_text(found: Health, zone: ZoneInfo) -> list[str]:
    """Return what is shown: what is wrong first, then what waits, and how each process stands."""

    def when(moment: datetime | None) -> str:
        return f"{moment.astimezone(zone):%a %d %b %H:%M:%S}" if moment else "never"

    if not found.findings:
        lines = [f"{NAMES[0]} - the mailbox was read until {when(found.read_through)}"]
    else:
        first, *others = ((one, f"  [{one.number}]" if one.number else "") for one in found.findings)
        lines = [f"{NAMES[int(found.level)]} - {first[0].sentence}{first[1]}"]
        lines += [f"  {NAMES[int(one.level)]}: {one.sentence}{number}" for one, number in others]
    if any(one.number for one in found.findings):
        lines.append("  (a number in brackets: mailservice status --acknowledge NUMBER, once you have seen to it)")
    lines += [*_counted(found, when), _looked_through(found, zone)] if found.known else []
    lines += _backed_up(found, zone)
    for one in (one for one in found.processes if one.lives):
        lines += [
            "",
            f"{one.role}, process {one.pid}, since {when(one.began_at)}, {one.version}; each duty was done last:",
        ]
        lines += _duties(one, zone)
    return lines


def _counted(found: Health, when: Callable[[datetime | None], str]) -> list[str]:
    why = "" if any(found.why_letters in one.sentence for one in found.findings) else found.why_letters
    return [
        "",
        f"Mailbox read until  {when(found.read_through)}",
        f"Emails that wait    {_waiting(found.mails, when(found.oldest_mail))}",
        f"Letters that wait   {_waiting(found.letters, when(found.oldest_letter), why)}",
        f"Not filed yet       {found.unfiled}",
        f"Held for a person   {found.held}",
        f"Open cases          {found.open_cases}",
    ]


def _looked_through(found: Health, zone: ZoneInfo) -> str:
    """Say when the record and the mailbox were last looked through, and what was found."""
    if (on := found.looked_through) is None:
        return "Looked through      not yet: a record is, once a week, from when it is a week old"
    changed = found.not_as_written
    found_then = f"{phrases.counted_things(changed, 'thing')} not as written" if changed else "whole"
    return f"Looked through      {on.astimezone(zone):%a %d %b %Y %H:%M}: {found_then}"


def _backed_up(found: Health, zone: ZoneInfo) -> Iterator[str]:
    """Say when the last backup was made, with its year: it may be long ago. Where the record is away, its disk may be too."""
    if (made := found.last_backup) is not None:
        yield f"Last backup         {made.made_at.astimezone(zone):%a %d %b %Y %H:%M}, in {made.folder}"
    elif found.known:
        yield "Last backup         none was ever made here by mailservice backup"


def _duties(process: Process, zone: ZoneInfo) -> Iterator[str]:
    """Give when each duty was done last, two in a line; of another day than the process spoke last with its date."""
    today = process.at.astimezone(zone).date()

    def done(at: datetime | None) -> str:
        if at is None:
            return "not yet"
        here = at.astimezone(zone)
        return f"{here:%H:%M:%S}" if here.date() == today else f"{here:%a %d %b %H:%M}"

    cells = [f"{duty.name:<18} {done(duty.done_at):<16}" for duty in process.duties]
    for left, right in zip_longest(cells[::2], cells[1::2], fillvalue=""):
        yield f"  {left}  {right}".rstrip()


def _waiting(count: int, oldest: str, why: str = "") -> str:
    return f"{count}, the oldest from {oldest}{f': {why}' if why else ''}" if count else "none"


def in_json(found: Health) -> str:
    """Return the same for other programs."""
    unknown = () if found.known else _COUNTED
    said = {"status": NAMES[int(found.level)], **asdict(found), **dict.fromkeys(unknown)}
    return json.dumps(said, default=str, indent=2)
