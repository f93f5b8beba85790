"""`mailservice status`: what is wrong, what waits and why; leaves with what a Nagios-like check expects."""

import getpass
import json
import os
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from mailservice.cli.options import AsJson, Config, given
from mailservice.clock import WallClock
from mailservice.errors import MailserviceError, UserError
from mailservice.policy.load import load as load_policy
from mailservice.record import troubles
from mailservice.service.kept import record_of
from mailservice.service.watch import health, state
from mailservice.service.watch.health import Health
from mailservice.settings.loading import TO_READ, Settings, load

UNKNOWN = 3
NAMES = {0: "OK", 1: "WARNING", 2: "CRITICAL", UNKNOWN: "UNKNOWN"}

Seen = Annotated[int | None, typer.Option("--acknowledge", metavar="NUMBER", help="You have seen this trouble.")]
By = Annotated[str, typer.Option("--by", help="Your name, beside an acknowledged trouble.")]


def status(config: Config = None, *, as_json: AsJson = False, acknowledge: Seen = None, by: By = "") -> None:
    """Tell how the service stands: the last round of each duty, what waits and why, the oldest letter, what is wrong.

    Leaves with 0 if all is well, 1 for a warning, 2 where something is wrong, 3 if that cannot be told.
    """
    try:
        settings = load(given(config), os.environ, TO_READ)
        policy = load_policy(settings.service.policy, settings.service.overlay)
    except UserError as refused:
        typer.echo(f"{NAMES[UNKNOWN]} - {refused}")
        raise typer.Exit(UNKNOWN) from None
    if acknowledge is not None:
        _acknowledge(settings, policy.id, acknowledge, by or getpass.getuser())
    found = _look(settings, policy.id)
    typer.echo(_as_json(found) if as_json else _as_text(found, ZoneInfo(policy.calendar.timezone)))
    raise typer.Exit(int(found.level))


def _look(settings: Settings, partnership: str) -> Health:
    now, data = WallClock().now(), settings.service.data
    processes, blind = state.read(data), state.hindrance(data)
    try:
        with closing(record_of(settings, partnership)) as record, record.read(partnership) as tx:
            return health.look(tx, processes, now, blind=blind)
    except MailserviceError as fault:
        return health.without_record(processes, str(fault), now, blind=blind)


def _acknowledge(settings: Settings, partnership: str, number: int, by: str) -> None:
    with closing(record_of(settings, partnership)) as record, record.begin(partnership) as tx:
        if not troubles.acknowledge(tx, number, by, WallClock().now()):
            typer.echo(f"there is no trouble {number}", err=True)
            raise typer.Exit(1)


def _as_text(found: Health, zone: ZoneInfo) -> str:
    def when(moment: datetime | None) -> str:
        return f"{moment.astimezone(zone):%a %d %b %H:%M:%S}" if moment else "never"

    worst = found.findings[0].sentence if found.findings else f"the mailbox was read until {when(found.read_through)}"
    lines = [f"{NAMES[int(found.level)]} - {worst}"]
    lines += [
        f"  {NAMES[int(one.level)]}: {one.sentence}{f'  [{one.number}]' if one.number else ''}"
        for one in found.findings
    ]
    if any(one.number for one in found.findings):
        lines.append("  (a number in brackets: mailservice status --acknowledge NUMBER, once you have seen to it)")
    lines += [
        "",
        f"Mailbox read until  {when(found.read_through)}",
        f"Emails that wait    {_waiting(found.mails, when(found.oldest_mail))}",
        f"Letters that wait   {_waiting(found.letters, when(found.oldest_letter), found.why_letters)}",
        f"Not filed yet       {found.unfiled}",
        f"Held for a person   {found.held}",
        f"Open cases          {found.open_cases}",
    ]
    for one in found.processes:
        lines += [
            "",
            f"{one.role}, process {one.pid}, since {when(one.began_at)}, last round {when(one.at)}, {one.version}",
        ]
        lines += [
            f"  {duty.name:<20} {when(duty.done_at)}{f'  fails {duty.faults} times: {duty.said}' if duty.faults else ''}"
            for duty in one.duties
        ]
    return "\n".join(lines)


def _waiting(count: int, oldest: str, why: str = "") -> str:
    return f"{count}, the oldest from {oldest}{f': {why}' if why else ''}" if count else "none"


def _as_json(found: Health) -> str:
    said = {"status": NAMES[int(found.level)], **asdict(found)}
    return json.dumps(said, default=str, indent=2)
