"""`mailservice inspect FILE… [--json-lines]`: what the service makes of a mail, for people and for programs.

Needs no database and no settings.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from mailservice.cases.history.commands import Said
from mailservice.cases.history.words import WORDS
from mailservice.clock import WallClock
from mailservice.mail.grammar.dates import LOCAL
from mailservice.mail.inspect import Inspected, Reader, facts, look
from mailservice.mail.mime.addresses import Address
from mailservice.mail.trust.author import author

ASKED: Final = {
    "conditional": "a condition follows",
    "near-miss": "nearly a command",
    "contradiction": "contradicts another",
    "wish": "a wish in plain words",
    "subject": "a word in the subject",
}
_LABELS: Final = {
    "quoted": "quoted",
    "forwarded": "forwarded",
    "signature": "signature",
    "disclaimer": "small print",
    "banner": "banner",
}
_LINES_SHOWN: Final = 8

Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="Mails as files, or folders of .eml files.")]
JsonLines = Annotated[bool, typer.Option("--json-lines", help="One JSON object a mail, for programs.")]
As = Annotated[Reader, typer.Option("--as", help="As whose mail it is read: party, raiser, office or stranger.")]
Whole = Annotated[bool, typer.Option("--whole", help="Show what is quoted to its end.")]


def inspect(files: Files, *, json_lines: JsonLines = False, whole: Whole = False, reader: As = "party") -> None:
    """Show what the service makes of a mail: whose words, which command; nothing is done."""
    console = Console(highlight=False)
    today = WallClock().now().astimezone(LOCAL).date()
    missing = 0
    for path in _mails(files):
        try:
            seen = look(path.read_bytes(), today, reader=reader)
        except OSError as fault:
            typer.echo(f"{path}: cannot be read: {fault.strerror}", err=True)
            missing += 1
            continue
        if json_lines:
            typer.echo(json.dumps(facts(seen, str(path))))
        else:
            console.print(_picture(seen, path, whole=whole))
    if missing:
        raise typer.Exit(1)


def _mails(files: list[Path]) -> Iterator[Path]:
    for path in files:
        yield from sorted(path.rglob("*.eml")) if path.is_dir() else (path,)


def _picture(seen: Inspected, path: Path, *, whole: bool) -> RenderableType:
    parts = (_head(seen), Text(), _words(seen, whole=whole), Text(), _commands(seen))
    title = Text(path.name, style="bold")
    return Panel(Group(*parts), title=title, title_align="left", border_style="dim", padding=(1, 2))


def _head(seen: Inspected) -> Table:
    mail = seen.mail
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    rows = [
        ("From", _name(mail.sender)),
        ("Author", author(mail.headers.get("from", ())).why),
        ("To", ", ".join(_name(one) for one in mail.to)),
        ("Copied", ", ".join(_name(one) for one in mail.cc)),
        ("When", f"{mail.date.astimezone(LOCAL):%A %-d %B %Y, %H:%M}" if mail.date else ""),
        ("Subject", mail.subject),
        ("Case", seen.case_tag),
        ("Child", seen.child_reference),
        ("Attached", ", ".join(f"{one.filename or one.content_type} ({one.size:,} bytes)" for one in mail.attachments)),
    ]
    for label, value in rows:
        if value:
            table.add_row(label, Text(value))
    table.add_row("Kind", _kind(seen))
    for defect in mail.defects:
        table.add_row("Defect", Text(defect, style="yellow"))
    return table


def _name(person: Address) -> str:
    return f"{person.name} <{person.address}>" if person.name else person.address


def _kind(seen: Inspected) -> Text:
    mail = seen.mail
    text = Text.assemble((mail.kind, "bold green" if mail.kind == "message" else "bold magenta"))
    if mail.evidence:
        text.append(f"  {'; '.join(mail.evidence)}", style="dim")
    if mail.auto_submitted:
        text.append("  must not be answered", style="magenta")
    return text


def _words(seen: Inspected, *, whole: bool) -> Group:
    """Show the pieces in their order: own words plain, the rest dimmed under its name."""
    shown: list[RenderableType] = []
    for piece in seen.words.pieces:
        body = piece.text.strip("\r\n")
        if not body.strip():
            continue
        if piece.kind == "own":
            shown.append(Text(body.strip()))
        else:
            lines = [line for line in body.splitlines() if line.strip()]
            cut = lines if whole or len(lines) <= _LINES_SHOWN else lines[:_LINES_SHOWN]
            more = f"\n… {len(lines) - len(cut)} more lines" if len(cut) < len(lines) else ""
            shown.append(Text.assemble((f"{_LABELS[piece.kind]}\n", "dim italic"), ("\n".join(cut) + more, "dim")))
        shown.append(Text())
    return Group(*(shown[:-1] or [Text("no words", style="dim italic")]))


def _commands(seen: Inspected) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for said in seen.heard.said:
        found = facts_of(said)
        does = Text(WORDS[said.verb].help)
        does = Text("only asks what would happen: ", style="cyan") + does if said.dry_run else does
        table.add_row(Text(str(said.verb), style="bold green"), does)
        for label, value in found:
            table.add_row(Text(f"  {label}", style="dim"), Text(value))
    for one in seen.heard.unclear:
        meant = f", perhaps {one.understood}" if one.understood else ""
        table.add_row(Text("asked back", style="bold yellow"), Text(f"{ASKED[one.why]}{meant}: {one.line}"))
    _beside_commands(table, seen)
    if not seen.heard.said and not seen.heard.unclear and not seen.opens:
        table.add_row(Text("no command", style="bold"), Text("kept on the record; nothing moves", style="dim"))
    if not seen.words.certain:
        table.add_row(
            Text("unclear", style="bold yellow"), Text("where the sender's own words end; read up to the first doubt")
        )
    return table


_TO_US = {"question": "a question", "complaint": "a complaint", "not me": "they are the wrong person"}


def _beside_commands(table: Table, seen: Inspected) -> None:
    """Add what a mail is beside its commands: an opening, an answer, a question to the office, a danger."""
    if seen.opens:
        table.add_row(Text("opens", style="bold green"), Text("it would open a case about this child"))
    if seen.heard.answer:
        table.add_row(Text("answers", style="bold"), Text(f"{seen.heard.answer}, to a letter that put one question"))
    if seen.heard.to_us:
        table.add_row(Text("to us", style="bold yellow"), Text(f"{_TO_US[seen.heard.to_us]}: the office is shown it"))
    for phrase in seen.danger:
        table.add_row(Text("danger", style="bold red"), Text(phrase))


def facts_of(said: Said) -> list[tuple[str, str]]:
    """Return what was read out of a command, for people."""
    when = f"{said.when:%A %-d %B %Y}" if said.when else ""
    when += f"{said.when:, %H:%M}" if said.when and hasattr(said.when, "hour") else ""
    rows = [("stage", said.stage), ("when", when), ("name", said.name), ("address", said.address)]
    rows += [("reference", said.reference), ("reason", said.reason)]
    return [(label, value) for label, value in rows if value]
