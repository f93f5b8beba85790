"""`mailservice rehearse POLICY --directory FILE`: a year with your own people, as a report to decide by."""

from datetime import date
from pathlib import Path
from typing import Annotated, Final, Self

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from mailservice.cli.options import day, write
from mailservice.cli.policies import FOLDER, Folder, Overlay, find
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.exports.rehearsal import Rehearsal, page
from mailservice.settings.directory_file import load_directory
from mailservice.simulator.rehearsing import Plan
from mailservice.simulator.rehearsing import rehearse as played

PAGE: Final = "rehearsal.html"
WHOLE: Final = 550
"""Over how many days a year's cases are followed."""

PolicyId = Annotated[str, typer.Argument(metavar="POLICY", help="A policy's id, like nscp, or its file.")]
DirectoryFile = Annotated[
    Path, typer.Option("--directory", metavar="FILE", help="Who is who; checked before it plays.")
]
Cases = Annotated[int, typer.Option("--cases", min=1, max=1000, help="How many cases are opened in a year.")]
Years = Annotated[int, typer.Option("--years", min=1, max=20, help="How many such years are played, for an average.")]
Seed = Annotated[int, typer.Option("--seed", help="The same number gives the same report.")]
Start = Annotated[str, typer.Option("--start", metavar="DAY", help="The first day; else the first of next month.")]
Output = Annotated[Path, typer.Option("--output", metavar="FOLDER", help="Where the report is written.")]


def rehearse(  # noqa: PLR0913 - the options of one command
    policy: PolicyId,
    directory: DirectoryFile,
    *,
    overlay: Overlay = None,
    cases: Cases = 40,
    years: Years = 1,
    seed: Seed = 1,
    start: Start = "",
    output: Output = Path("rehearsal"),
    folder: Folder = FOLDER,
) -> None:
    """Play your own policy and directory through a year: what would be asked of whom, as a page with pictures."""
    held_to = find(policy, folder, overlay)
    known = load_directory(directory, held_to.places)
    plan = Plan(day("--start", start) if start else _next_month(), cases, years, seed)
    console = Console(highlight=False, soft_wrap=True)
    with _Bar(console, plan) as bar:
        report, _ = played(held_to, known, plan, bar.reach)
    _fresh(output)
    write(output / PAGE, page(report))
    _sum_up(console, report, output / PAGE)


def _next_month() -> date:
    today = WallClock().now().date()
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


class _Bar:
    """Shows how far the year has come, where there is a terminal."""

    def __init__(self, console: Console, plan: Plan) -> None:
        self._plan, self._shown = plan, console.is_terminal
        self._progress = Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True)
        self._task = self._progress.add_task("Rehearsing", total=WHOLE * plan.years)

    def __enter__(self) -> Self:
        if self._shown:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def reach(self, number: int, on: date) -> None:
        """Show that a year has come to this day."""
        gone = WHOLE * number + (on - self._plan.start).days
        self._progress.update(self._task, completed=gone, description=f"Rehearsing {on:%B %Y}")


def _fresh(output: Path) -> None:
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        remedy = f"no folder can be made there ({failure.strerror}): give another with --output"
        raise UserError([Problem(str(output), "", remedy)]) from None


def _sum_up(console: Console, report: Rehearsal, file: Path) -> None:
    console.print(Text(report.policy, style="bold"))
    for line in report.summary:
        console.print(Text(f"- {line}"))
    for gap in report.must:
        console.print(Text(f"  before going live: {gap.where}: {gap.write}"))
    console.print(Text(f"written: {file}"))
