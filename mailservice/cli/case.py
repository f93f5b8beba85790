"""`mailservice case …` and `mailservice record …`: what the record says of a case, and whether nobody changed it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.history.folding import replay
from mailservice.cases.told import telling
from mailservice.cases.told.transcript import Transcript, explain, transcript
from mailservice.cases.words import table
from mailservice.cli.settings import read_with
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.exports.html import page
from mailservice.mail.parse import parse
from mailservice.record import contents, ledger, lookup, outbox, verify
from mailservice.record.database import Transaction
from mailservice.service.assembly import assemble, record_of
from mailservice.service.deciding import kept_policy
from mailservice.settings.loading import load

app = typer.Typer(help="The cases on record.", no_args_is_help=True)
record_app = typer.Typer(help="The record itself.", no_args_is_help=True)

Config = Annotated[
    Path, typer.Option("--config", metavar="FILE", envvar="MAILSERVICE_CONFIG", help="The settings file.")
]
Reference = Annotated[str, typer.Argument(metavar="REF", help='Like "NSCP 2026-0042", with or without its letter.')]
Words = Annotated[str, typer.Argument(metavar="COMMAND", help='Like "ESCALATE both managers are away".')]
As = Annotated[str, typer.Option("--as", help="Whose word it is: office.")]
Who = Annotated[str, typer.Option("--who", prompt="Your name", help="Who does this; kept on record.")]
Why = Annotated[str, typer.Option("--why", prompt="Why", help="Why it is done by hand; kept on record.")]
Out = Annotated[Path | None, typer.Option("--page", metavar="FILE", help="Write the whole record there, as a page.")]


@dataclass(frozen=True)
class Shelf:
    """The record opened for reading, and the names of the agencies of today."""

    tx: Transaction
    agencies: Mapping[str, str]


@app.command("list")
def list_cases(config: Config) -> None:
    """List every case: reference, where it stands, since when."""
    with _shelf(config) as shelf:
        table = Table("Reference", "Status", "Stage", "Opened", "Ended", box=None, header_style="bold")
        for line in lookup.cases_of(shelf.tx):
            stage = line.stage + (f", tier {line.tier}" if line.tier > 1 else "")
            ended = f"{line.closed_at:%a %d %b %Y}, {line.ending}" if line.closed_at else ""
            status = _status(shelf, line.id) if line.status in ("closed", "joined") else line.status
            table.add_row(line.reference, status, stage, f"{line.opened_at:%a %d %b %Y}", ended)
        Console().print(table if table.row_count else "No case is on record yet.")


def _status(shelf: Shelf, number: int) -> str:
    case = replay(ledger.events(shelf.tx, number))
    if case.status == "joined":
        return f"goes on in {case.joined_to}"
    return telling.left(case) if case.finished else f"closed, {telling.left(case)}"


@app.command("show")
def show(reference: Reference, config: Config, out: Out = None) -> None:
    """Show what happened in a case, in order; with --page, write the whole record as a page to open."""
    with _shelf(config) as shelf:
        told = transcript_of(shelf, _number(shelf.tx, reference))
    if out is not None:
        out.write_text(page(told), encoding="utf-8")
        typer.echo(f"written: {out}")
        return
    console = Console()
    console.print(f"[bold]{told.reference}[/bold]  {told.status}")
    for entry in told.entries:
        console.print(f"{entry.at:%a %d %b %Y %H:%M}  {entry.said}", highlight=False, markup=False)
    for line in told.standing:
        console.print(f"now: {line}", highlight=False, markup=False)


@app.command("explain")
def explain_dates(reference: Reference, config: Config) -> None:
    """Explain each date of a case: counted from what, whose it is, which days were skipped and why."""
    with _shelf(config) as shelf:
        number = _number(shelf.tx, reference)
        history = ledger.events(shelf.tx, number)
        for line in explain(history, kept_policy(shelf.tx, replay(history))):
            typer.echo(line)


@app.command("do")
def do(reference: Reference, words: Words, config: Config, as_: As, who: Who, why: Why) -> None:
    """Carry out words on a case by hand, for the office; who did it and why stays on record. Letters follow as ever."""
    if as_ != "office":
        raise UserError([Problem("mailservice case do", "--as", "only the office acts by hand: --as office")])
    if not (who.strip() and why.strip()):
        raise UserError([Problem("mailservice case do", "--who, --why", "write both: they stay on record")])
    settings = load(config, os.environ)
    with _shelf(config) as shelf:
        whole = lookup.case(shelf.tx, _number(shelf.tx, reference)).reference
    try:
        events = assemble(settings, WallClock()).do_by_hand(whole, words, who, why)
    except ValueError as fault:
        raise UserError([Problem("mailservice case do", "COMMAND", str(fault))]) from None
    for event in events:
        if isinstance(event, LetterOrdered) and event.template == "answer":
            for line in event.facts["lines"]:
                typer.echo(line["result"])
        elif isinstance(event, LetterOrdered) and event.template in ("status", "help", "policy_info"):
            typer.echo(f"The answer goes to {event.to.address} as a letter.")


@app.command("diagram")
def diagram() -> None:
    """Print what leads from where to where: every word and every status, as a Mermaid diagram."""
    typer.echo(table.diagram(), nl=False)


@record_app.callback()
def _record() -> None:
    """Keep `verify` a word of its own, though it is the only command as yet."""


@record_app.command("verify")
def verify_record(config: Config) -> None:
    """Prove that nothing on record was changed, lost or put in between; else say what, and leave with 1."""
    with _shelf(config) as shelf:
        faults = verify.verify(shelf.tx)
        cases = len(lookup.cases_of(shelf.tx))
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        raise typer.Exit(1)
    typer.echo(f"verified: {cases} cases and the office's own book; every row, mail and letter is as it was written")


def transcript_of(shelf: Shelf, number: int) -> Transcript:
    """Return the record of one case, its letters as they were sent."""
    history = ledger.events(shelf.tx, number)
    letters = {event.letter: _letter(shelf.tx, event.letter) for event in history if isinstance(event, LetterOrdered)}
    return transcript(history, kept_policy(shelf.tx, replay(history)), shelf.agencies, letters)


@contextmanager
def _shelf(config: Path) -> Iterator[Shelf]:
    settings = load(config, os.environ)
    policy, directory = read_with(settings)
    record = record_of(settings)
    with record.read(policy.id) as tx:
        yield Shelf(tx, {agency.id: agency.name for agency in directory.agencies})
    record.close()


def _number(tx: Transaction, reference: str) -> int:
    wanted = reference.upper().strip()
    for line in lookup.cases_of(tx):
        if wanted in (line.reference, line.reference.rpartition("-")[0]):
            return line.id
    remedy = "no such case; mailservice case list shows every reference"
    raise UserError([Problem("record", reference, remedy)])


def _letter(tx: Transaction, letter: str) -> str:
    rendered = outbox.get(tx, letter).rendered
    raw = contents.get(tx, rendered) if rendered else None
    return parse(raw).text if raw else ""
