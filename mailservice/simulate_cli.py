"""`mailservice simulate`: one story under a virtual clock, or a year of a partnership with its silences and holidays."""

import tempfile
from collections import Counter
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mailservice.assembly import ROOT
from mailservice.cases.events import CaseClosed, CaseOpened, CaseReopened, Event, StageEntered
from mailservice.errors import Problem, UserError
from mailservice.policy.load import load
from mailservice.simulator import Simulator
from mailservice.story import ZONE, read_story
from mailservice.year import Year

PolicyId = Annotated[str, typer.Argument(metavar="POLICY", help="A policy's id, like nscp, or its file.")]
StoryFile = Annotated[Path | None, typer.Option("--story", metavar="FILE", help="Play this story instead of a year.")]
Seed = Annotated[int, typer.Option("--seed", help="The same number gives the same year.")]
Cases = Annotated[int, typer.Option("--cases", min=1, max=1000, help="How many cases are opened in the year.")]
Overlay = Annotated[Path | None, typer.Option("--overlay", help="Fills the gaps of a partial policy.")]


def simulate(
    policy: PolicyId, story: StoryFile = None, seed: Seed = 1, cases: Cases = 60, overlay: Overlay = None
) -> None:
    """Rehearse a policy: a year of a partnership, or one story, as a timeline to read."""
    console = Console(highlight=False)
    if story is not None:
        _play(console, story)
        return
    year = Year(
        load(_file(policy), overlay), seed, cases, on_event=lambda ref, event: _tell(console, ref, event)
    ).play()
    _sum_up(console, year)


def _play(console: Console, file: Path) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory() as folder:
        told = Simulator(
            read_story(file),
            Path(folder),
            lambda at, mail: console.print(Text(f"{at:%a %d %b %Y %H:%M}  mail in    {mail.sender}")),
            lambda one: console.print(
                Text(f"{one.at.astimezone(ZONE):%a %d %b %Y %H:%M}  letter to  {one.recipient}: {one.mail.subject}")
            ),
        ).play()
    for reference, history in told.histories().items():
        ended = [event.ending for event in history if isinstance(event, CaseClosed)]
        console.print(f"{reference}: {ended[-1] if ended else 'open'}")


def _tell(console: Console, reference: str, event: Event) -> None:
    if isinstance(event, (CaseOpened, StageEntered, CaseClosed, CaseReopened)):
        at = event.at.astimezone(ZONE)
        console.print(Text(f"{at:%a %d %b %Y %H:%M}  {reference}  {_what(event)}"))


def _what(event: CaseOpened | StageEntered | CaseClosed | CaseReopened) -> str:
    match event:
        case CaseOpened():
            return "opened"
        case StageEntered():
            tier = f", tier {event.tier}" if event.tier > 1 else ""
            return f"at stage {event.stage}{tier}: {event.why}"
        case CaseClosed():
            return f"ended: {event.ending}"
        case CaseReopened():
            return "opened again"


def _sum_up(console: Console, year: Year) -> None:
    outcomes = Counter(year.case(reference).ending or "still open" for reference in year.histories)
    stages = Counter(year.case(reference).stage for reference in year.histories)
    without = [one for one in year.histories if year.case(one).status == "open" and not year.case(one).standing]
    table = Table(box=None, show_header=False)
    table.add_row("cases", str(len(year.histories)))
    table.add_row("ended", ", ".join(f"{name}: {number}" for name, number in sorted(outcomes.items())))
    table.add_row("stage reached", ", ".join(f"{name}: {number}" for name, number in sorted(stages.items())))
    table.add_row("letters", str(sum(year.letters.values())))
    table.add_row("most letters to one person in a day", "{} ({})".format(*year.busiest()))
    table.add_row("open without a next date", ", ".join(without) or "none")
    console.print()
    console.print(table)
    if without:
        raise typer.Exit(1)


def _file(policy: str) -> Path:
    if Path(policy).exists():
        return Path(policy)
    for one in sorted((ROOT / "policies").glob("*.toml")):
        if one.stem.endswith(f"-{policy}"):
            return one
    raise UserError([Problem("mailservice simulate", policy, "no such policy; give its id, like nscp, or its file")])
