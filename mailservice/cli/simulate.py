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

from mailservice.cases.history.events import CaseClosed, CaseOpened, CaseReopened, Event, StageEntered
from mailservice.cases.history.folding import replay
from mailservice.cli.policies import find
from mailservice.errors import Problem, UserError
from mailservice.policy.model import Policy
from mailservice.simulator.playing import Simulator
from mailservice.simulator.story import WHEN, ZONE, first_line, read_story
from mailservice.simulator.year import Year

PolicyId = Annotated[str, typer.Argument(metavar="POLICY", help="A policy's id, like nscp, or its file.")]
StoryFile = Annotated[Path | None, typer.Option("--story", metavar="FILE", help="Play this story instead of a year.")]
Seed = Annotated[int, typer.Option("--seed", help="The same number gives the same year.")]
Cases = Annotated[int, typer.Option("--cases", min=1, max=1000, help="How many cases are opened in the year.")]
Overlay = Annotated[Path | None, typer.Option("--overlay", help="Fills the gaps of a partial policy.")]


def simulate(
    policy: PolicyId, story: StoryFile = None, seed: Seed = 1, cases: Cases = 60, overlay: Overlay = None
) -> None:
    """Rehearse a policy: a year of a partnership, or one story, as a timeline to read."""
    console = Console(highlight=False, soft_wrap=True)
    held_to = find(policy, overlay=overlay)
    if story is not None:
        _play(console, held_to, story)
        return
    for gap in held_to.gaps:
        _say(console, f"Does not run live, because this is missing: {gap}")
    _sum_up(console, Year(held_to, seed, cases, on_event=lambda *happened: _tell(console, *happened)).play())


def _play(console: Console, policy: Policy, file: Path) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    story = read_story(file)
    if Path(story.policy).name.removesuffix(".toml").rpartition("-")[2] != policy.id:
        remedy = f'is told under {story.policy}: ask for that one, or write policy = "…-{policy.id}" and its directory'
        raise UserError([Problem(str(file), "policy", remedy)])
    with tempfile.TemporaryDirectory() as folder:
        told = Simulator(
            story,
            Path(folder),
            lambda at, mail: _say(console, f"{at:{WHEN}}  mail from  {mail.sender}: {first_line(mail)}"),
            lambda one: _say(
                console, f"{one.at.astimezone(ZONE):{WHEN}}  letter to  {one.recipient}: {one.mail.subject}"
            ),
        ).play()
        histories = told.histories()
    _say(console, "")
    for reference, history in histories.items():
        for event in history:
            _tell(console, reference, event)
        case = replay(history)
        _say(console, f"{reference} is {case.status}{f', {case.ending}' if case.ending else ''}.")


def _say(console: Console, line: str) -> None:
    console.print(Text(line))


def _tell(console: Console, reference: str, event: Event) -> None:
    if isinstance(event, (CaseOpened, StageEntered, CaseClosed, CaseReopened)):
        _say(console, f"{event.at.astimezone(ZONE):{WHEN}}  {reference}  {_what(event)}")


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
    _say(console, "")
    console.print(table)
    if without:
        raise typer.Exit(1)
