"""`mailservice record verify`: whether the record still is what was written, and the mailbox what was filed."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from mailservice.cli import screen
from mailservice.cli.options import Config, given
from mailservice.clock import WallClock
from mailservice.errors import TryLater, UserError
from mailservice.policy.load import load as load_policy
from mailservice.record import inventory, looks, partnerships, verify
from mailservice.record.database import Database
from mailservice.service.assembly import account_of, desk_of
from mailservice.service.custody import report
from mailservice.service.custody.report import MAILBOX, Custodian, Report
from mailservice.service.custody.rights import open_to_others
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.service.kept import record_of
from mailservice.settings.loading import TO_READ, Settings, load
from mailservice.transport.imap import Mailbox

RecordOnly = Annotated[bool, typer.Option("--record-only", help="Leave the mailbox out.")]

# What a look into the mailbox needs beside what a look into the record does.
MAILBOX_SECRETS = {("service", "signing_key"), ("imap", "password")}
UNKNOWN = 3  # as `mailservice status` leaves where something cannot be told
TRIES = 3
_NO_SECRET = "that needs its password and the signing key, as the service has them. Without them: --record-only."  # noqa: S105 - a sentence

Tell = Callable[[str, int, int], None]


def record_verify(config: Config = None, *, record_only: RecordOnly = False) -> None:
    """Prove that nothing was changed, in the record or in the mailbox's folders. Nothing is changed by it, and nothing sent.

    Leaves with 0 if all is as it was written, 1 if something was changed, 3 if the mailbox could not be looked at.
    """
    file = given(config)
    settings = load(file, os.environ, TO_READ)
    policy = load_policy(settings.service.policy, settings.service.overlay)
    zone = ZoneInfo(policy.calendar.timezone)
    with shown() as tell, closing(record_of(settings, policy.id)) as record:
        with record.read(policy.id) as tx:
            faults, holds, waits = (
                verify.verify(tx, tell, beside=True),
                inventory.take(tx),
                partnerships.get(tx).waits_for,
            )
            custodians = [report.of_database(tx, faults, zone)]
            seen = looks.last_whole(report.before(tx, faults, WallClock().now()))
        look = None if record_only else _mailbox(file, record, zone, tell, custodians)
    whole = Report(holds, tuple(custodians), look, seen.astimezone(zone).date() if seen else None)
    if note := open_to_others(settings):
        typer.echo(note, err=True)
    if waits:
        typer.echo(f"The service waits, and decides nothing: {waits}", err=True)
    screen.show(report.lines(whole))
    if whole.changed or whole.unread:
        raise typer.Exit(1 if whole.changed else UNKNOWN)


def _mailbox(file: Path, record: Database, zone: ZoneInfo, tell: Tell, custodians: list[Custodian]) -> int | None:
    """Look through the mailbox, and add what it says; return how many messages were looked at, None where it is out of reach."""
    try:
        settings = with_mailbox(file)
    except UserError:
        custodians.append(Custodian(MAILBOX, unread=_NO_SECRET))
        return None
    try:
        look = taken_stock(settings, record, tell)
    except TryLater as fault:
        custodians.append(Custodian(MAILBOX, unread=str(fault)))
        return None
    custodians += report.of_mailbox(look, zone, names_folders=True)
    return look.looked_at


def with_mailbox(file: Path) -> Settings:
    """Return the settings with what a look into the mailbox needs; UserError where that is not at hand."""
    return load(file, os.environ, {*TO_READ, *MAILBOX_SECRETS})


def taken_stock(settings: Settings, record: Database, tell: Tell) -> Stocktaking:
    """Look through the mailbox; TryLater where it stays out of reach."""
    with closing(Mailbox(account_of(settings))) as mailbox:
        look = Stocktaking(record, mailbox, desk_of(settings, record))
        through(look.step, lambda: tell("the mailbox", look.done, look.of))
    return look


def through(step: Callable[[], bool], tell: Callable[[], None]) -> None:
    """Do every step, one that the mail server could not do some more times; TryLater where it still cannot."""
    failed = 0
    while True:
        try:
            if not step():
                return
        except TryLater:
            failed += 1
            if failed == TRIES:
                raise
        else:
            failed = 0
        tell()


@contextmanager
def shown() -> Iterator[Tell]:
    """Show what is looked at, and how far it is, where there is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _said, _done, _of: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("beginning", total=None)
        yield lambda said, done, of: bar.update(task, description=said, completed=done, total=of)
