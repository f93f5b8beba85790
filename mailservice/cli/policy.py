"""`mailservice policy …`: check, show, explain, start and reckon a policy file. `app` is mounted by `cli`.

What is shown comes from `policy`; here it only meets the terminal.
"""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from mailservice.clock import WallClock
from mailservice.errors import MailserviceError, Problem, UserError
from mailservice.policy import sayings
from mailservice.policy.dates import Dated, basis_of, dates_of
from mailservice.policy.diagram import diagram
from mailservice.policy.keys import for_people
from mailservice.policy.load import load, load_bytes
from mailservice.policy.model import Policy, Stage
from mailservice.policy.skeleton import nations, skeleton
from mailservice.policy.words import (
    GOALS,
    WHOSE,
    clock_in_words,
    limit_in_words,
    roles_in_words,
    stage_notes,
    urgent_in_words,
    who_meets,
)
from mailservice.policy.workdays import WEEKEND, WorkingDays

FOLDER: Final = Path(__file__).resolve().parents[2] / "policies"

app = typer.Typer(
    name="policy", help="A partnership's policy file: check it, show it, reckon its dates.", no_args_is_help=True
)

Identity = Annotated[str, typer.Argument(metavar="ID", help="The policy's id, such as nscp, or the path of its file.")]
Overlay = Annotated[Path | None, typer.Option(help="The office's file that fills the gaps of a partial policy.")]
Folder = Annotated[Path, typer.Option(help="Where the policy files are.")]


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE…]", help="Without one: every policy.")] = None,
    folder: Folder = FOLDER,
    overlay: Overlay = None,
) -> None:
    """Check policy files: every fault at once, with what to write instead."""
    faults: list[Problem] = []
    for file in files or _files(folder):
        try:
            typer.echo(_soundness(load(file, overlay), file))
        except UserError as fault:
            faults += fault.problems
    if faults:
        raise _refused(UserError(faults))


@app.command()
def show(
    identity: Identity,
    svg: Annotated[Path | None, typer.Option(help="Write the ladder as a drawing to this file.")] = None,
    folder: Folder = FOLDER,
    overlay: Overlay = None,
) -> None:
    """Show the ladder as a table, or as a drawing for a handbook."""
    policy = find(identity, folder, overlay)
    if svg is not None:
        _write(svg, diagram(policy))
        typer.echo(f"Drawn: {svg}")
        return
    console = _console()
    _print_head(console, policy)
    console.print(_ladder(policy))
    if policy.agency_types:
        console.print(_roles(policy))
    _print_foot(console, policy)
    _print_for_people(console, policy)


@app.command()
def explain(identity: Identity, folder: Folder = FOLDER, overlay: Overlay = None) -> None:
    """Tell how unclear words of the policy are read, and why, and what it does not say."""
    policy = find(identity, folder, overlay)
    console = _console()
    _print_head(console, policy)
    for one in policy.readings:
        console.print(f"\n[bold]{one.id}[/bold]  {one.about}", highlight=False)
        console.print(f"    Read as: {one.choice}.\n    Because: {one.why}.", highlight=False)
    console.print(f"\n[bold]URGENT[/bold]  {'. '.join(urgent_in_words(policy))}.", highlight=False)
    if policy.filled:
        console.print("\n[bold]Filled in by the Business Office:[/bold]", "; ".join(policy.filled))


@app.command()
def new(
    identity: Annotated[str, typer.Argument(metavar="[ID]", help="A short name in small letters.")] = "example",
    partnership: Annotated[str, typer.Option(help="The partnership's full name.")] = "Example Partnership",
    nation: Annotated[str, typer.Option(help=f"One of {', '.join(nations())}.")] = "england-and-wales",
    output: Annotated[Path | None, typer.Option(help="The file to write; without it, to the terminal.")] = None,
) -> None:
    """Start a new partnership's file: sound as it stands, and partial until somebody has read it through."""
    text = skeleton(identity, partnership, nation)
    try:
        load_bytes(text.encode(), "the new file")
    except UserError as fault:
        raise _refused(fault) from None
    if output is None:
        typer.echo(text, nl=False)
        return
    if output.exists():
        raise _refused(UserError([Problem(str(output), "", "exists already: give another name, nothing was written")]))
    _write(output, text)
    typer.echo(f"Written: {output}. Next: mailservice policy check {output}")


@app.command()
def dates(
    identity: Identity,
    opened: Annotated[str, typer.Option(help="Local time of the opening, such as 2026-12-23T16:30.")],
    closed: Annotated[list[str] | None, typer.Option(help="A day the office is closed: 2026-12-24.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As a list for other programs.")] = False,  # noqa: FBT002 - a switch
    folder: Folder = FOLDER,
    overlay: Overlay = None,
) -> None:
    """Reckon every clock if each stage runs its full time, and the overall limits."""
    policy = find(identity, folder, overlay)
    try:
        days = WorkingDays(policy.calendar, {_date(day): "Office closed" for day in closed or ()})
        rows = dates_of(policy, days, _moment(opened, days))
    except MailserviceError as fault:
        raise _refused(fault) from None
    if as_json:
        typer.echo(json.dumps([row.as_json() for row in rows], indent=2))
    else:
        _console().print(_dates(rows))


def _files(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.toml"))
    if not found:
        raise _refused(
            UserError([Problem(str(folder), "", "holds no policy file: give --folder, or the path of a file")])
        )
    return found


def find(identity: str, folder: Path = FOLDER, overlay: Path | None = None) -> Policy:
    """Return the policy with this id among the files; a fault in another file does not stand in the way."""
    try:
        if identity.endswith(".toml"):
            return load(Path(identity), overlay)
        name = identity.lower()
        own = [file for file in _files(folder) if file.stem == name or file.stem.endswith(f"-{name}")]
        if len(own) == 1:
            return load(own[0], overlay)
    except MailserviceError as fault:
        raise _refused(fault) from None
    known = ", ".join(file.stem.rpartition("-")[2] for file in _files(folder))
    raise _refused(UserError([Problem(identity, "", f"no such policy: write one of {known}, or the path of a file")]))


def _refused(fault: MailserviceError) -> typer.Exit:
    typer.echo(str(fault), err=True)
    return typer.Exit(1)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as failure:
        remedy = f"cannot be written ({failure.strerror}): give another path"
        raise _refused(UserError([Problem(str(file), "", remedy)])) from None


def _soundness(policy: Policy, file: Path) -> str:
    if not policy.runs_live:
        return f"{file.name}: sound, but partial and not to run live; missing: {'; '.join(policy.gaps)}{_read_only(policy)}"
    return f"{file.name}: sound{_review(policy)}{_read_only(policy)}"


def _read_only(policy: Policy) -> str:
    kept = for_people(policy)
    return f"; for people to read, and not acted on: {', '.join(kept)}" if kept else ""


def _review(policy: Policy) -> str:
    passed = policy.review_passed(WallClock().now().date())
    return f"; its own review date, {policy.review_due}, has passed" if passed else ""


def _console() -> Console:
    return Console(highlight=False)


def _print_head(console: Console, policy: Policy) -> None:
    console.print(f"[bold]{policy.title}[/bold] ({policy.id})  {policy.partnership}{_review(policy)}")
    for gap in policy.gaps:
        console.print(f"Does not run live, because this is missing: {gap}")


def _print_foot(console: Console, policy: Policy) -> None:
    for limit in policy.limits:
        console.print(f"Overall: {limit_in_words(limit)} ({WHOSE[limit.basis]})")
    if policy.may_start_at:
        console.print(f"An urgent case may start at: {', '.join(policy.may_start_at)}")
    for heading, said in (("What else it says", sayings.besides), ("What goes another way", sayings.elsewhere)):
        if said(policy):
            console.print(f"\n[bold]{heading}[/bold]")
        for line in said(policy):
            console.print(Padding(f"- {line}", (0, 0, 0, 2)))


def _print_for_people(console: Console, policy: Policy) -> None:
    kept = for_people(policy)
    if kept:
        console.print("\n[bold]These keys are for people to read; the service does not act on them[/bold]")
    for key, instead in kept.items():
        console.print(Padding(f"- {key}: {instead}", (0, 0, 0, 2)))


def _ladder(policy: Policy) -> Table:
    table = Table("Stage", "", "Who", "By when", "Whose time", show_lines=True)
    for stage in policy.ladder:
        table.add_row(stage.id, _title(stage), who_meets(stage), *_times(stage))
    return table


def _roles(policy: Policy) -> Table:
    table = Table("Stage", "Agency", "Who", title="Who acts, by kind of agency")
    for stage in policy.ladder:
        for number, kind in enumerate(policy.agency_types):
            who = roles_in_words(stage.roles_for(kind.id)) or "nobody named"
            table.add_row("" if number else stage.id, kind.label, who, end_section=kind is policy.agency_types[-1])
    return table


def _title(stage: Stage) -> str:
    return f"{stage.title}\n({', '.join(stage_notes(stage))})"


def _times(stage: Stage) -> tuple[str, str]:
    said = [clock_in_words(clock) for clock in stage.clock]
    whose = [WHOSE[basis_of(clock)] for clock in stage.clock]
    return "\n".join(said), "\n".join(dict.fromkeys(whose))


def _dates(rows: tuple[Dated, ...]) -> Table:
    table = Table("Stage", "To do", "By", "Whose date", "Not counted, beside weekends")
    for row in rows:
        due = f"{row.due:%a} {row.due.day} {row.due:%b %Y %H:%M}" if row.due else "at once"
        skipped = [one for one in row.skipped if one.date.weekday() not in WEEKEND]
        named = ", ".join(f"{one.name} ({one.date:%a} {one.date.day} {one.date:%b})" for one in skipped)
        table.add_row(row.stage, f"{row.clock}: {GOALS[row.goal]}", due, row.basis, named)
    return table


def _date(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        remedy = f"{day!r} is no date: write it as 2026-12-24"
        raise UserError([Problem("--closed", "", remedy)]) from None


def _moment(opened: str, days: WorkingDays) -> datetime:
    try:
        moment = datetime.fromisoformat(opened)
    except ValueError:
        remedy = f"{opened!r} is no time: write it as 2026-12-23T16:30"
        raise UserError([Problem("--opened", "", remedy)]) from None
    return days.local(moment if moment.tzinfo else moment.replace(tzinfo=days.zone))
