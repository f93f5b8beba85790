"""`mailservice record refile`: the mailbox's folders from the record."""

from contextlib import closing
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from mailservice.cases.letters import phrases
from mailservice.cli import screen
from mailservice.cli.options import Config, given
from mailservice.cli.record_verify import Tell, shown, taken_stock, through, with_mailbox
from mailservice.errors import Problem, UserError
from mailservice.policy.load import load as load_policy
from mailservice.record import partnerships, verify
from mailservice.record.database import Database
from mailservice.service.assembly import account_of, desk_of
from mailservice.service.custody import findings
from mailservice.service.custody.refiling import ALTERED, COPIES, Refiling
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.service.kept import record_of
from mailservice.settings.loading import Settings
from mailservice.transport.imap import Mailbox

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]

_NOT_WHOLE = "the record was changed itself, so that it gives nothing back: {fault}. Restore a backup beside it first"
_NOTHING = "Every email and letter lies in its folder, as it was kept. There is nothing to do."


def record_refile(config: Config = None, *, yes: Yes = False) -> None:
    """Put every email and letter back into its folder as it was kept, with the time at which it came. Nothing is sent.

    What was changed is kept, in a folder of the record's own. It may be broken off, and begun again.
    """
    settings = with_mailbox(given(config))
    policy = load_policy(settings.service.policy, settings.service.overlay)
    zone = ZoneInfo(policy.calendar.timezone)
    with closing(record_of(settings, policy.id)) as record:
        _require(record, policy.id, settings.shown_database)
        with shown() as tell:
            look = taken_stock(settings, record, tell)
        wrong = [one for one in look.findings if one.kind != "unknown"]
        if not wrong:
            _tell_left(look, zone, _NOTHING)
            return
        typer.echo(phrases.sentence(findings.summary(wrong)))
        if not yes:
            typer.confirm("Put these right? Nothing is deleted, and nothing is sent", abort=True)
        with shown() as tell:
            work = _refiled(settings, record, look, tell)
            again = taken_stock(settings, record, tell)
    typer.echo(f"Put back as they were kept: {work.restored}. Moved back into their folder: {work.moved}.")
    if work.aside:
        typer.echo(f"Laid aside, and not deleted: {work.aside}, in {ALTERED} and {COPIES}.")
    _tell_left(again, zone, "Every email and letter lies in its folder, as it was kept.")


def _require(record: Database, partnership: str, shown_database: str) -> None:
    """Raise UserError where the record is not as it was written, or may be another; of single messages it may lack the bytes."""
    with record.read(partnership) as tx:
        if waits := partnerships.get(tx).waits_for:
            raise UserError([Problem(shown_database, "", f"this may not be the mailbox's record: {waits}")])
        faults = [one for one in verify.verify(tx) if not one.message]
    if faults:
        raise UserError([Problem(shown_database, "", _NOT_WHOLE.format(fault=faults[0]))])


def _refiled(settings: Settings, record: Database, look: Stocktaking, tell: Tell) -> Refiling:
    with closing(Mailbox(account_of(settings))) as mailbox:
        work = Refiling(record, mailbox, desk_of(settings, record), list(look.findings))
        of = len(work.left)
        through(work.step, lambda: tell("putting back", of - len(work.left), of))
    return work


def _tell_left(look: Stocktaking, zone: ZoneInfo, well: str) -> None:
    """Say what is still amiss, with what to do about it, and leave with 1; or that nothing is."""
    wrong = [one for one in look.findings if one.kind != "unknown"]
    if not wrong:
        typer.echo(well)
    if look.let_go:
        typer.echo(f"Disposed of, and not put back: {look.let_go}.")
    if look.findings:
        typer.echo("Not put right:" if wrong else "Left alone:")
        screen.show(f"- {one}" for one in findings.told(look.findings, zone, names_folders=True))
        screen.show(f"What to do: {one}." for one in findings.cures(look.findings))
    if wrong:
        raise typer.Exit(1)
