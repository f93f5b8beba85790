"""`mailservice policy show ID [--svg FILE]`: the ladder, as a table or as a drawing for a handbook."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from mailservice.cli.options import write
from mailservice.cli.policies import FOLDER, Folder, Overlay, PolicyId, find, print_head
from mailservice.policy import sayings
from mailservice.policy.dates import basis_of
from mailservice.policy.diagram import diagram
from mailservice.policy.model import Policy, Stage
from mailservice.policy.words import (
    WHOSE,
    clock_in_words,
    last_word,
    limit_in_words,
    roles_in_words,
    stage_notes,
    who_meets,
)

Svg = Annotated[Path | None, typer.Option(help="Write the ladder as a drawing to this file.")]


def policy_show(identity: PolicyId, svg: Svg = None, folder: Folder = FOLDER, overlay: Overlay = None) -> None:
    """Show the ladder as a table, or as a drawing for a handbook."""
    policy = find(identity, folder, overlay)
    if svg is not None:
        write(svg, diagram(policy))
        typer.echo(f"Drawn: {svg}")
        return
    console = Console(highlight=False)
    print_head(console, policy)
    console.print(_ladder(policy))
    if policy.agency_types:
        console.print(_roles(policy))
    _print_foot(console, policy)


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


def _ladder(policy: Policy) -> Table:
    table = Table("Stage", "", "Who", "By when", "Whose time", show_lines=True)
    for stage in policy.ladder:
        table.add_row(stage.id, _title(stage), who_meets(stage), *_times(stage))
    return table


def _roles(policy: Policy) -> Table:
    table = Table("Stage", "Agency", "Who", title="Who acts, by kind of agency")
    for stage in policy.ladder:
        if stage.sides == "convened":
            table.add_row(stage.id, "every agency", _beside_the_sides(policy, stage), end_section=True)
            continue
        for number, kind in enumerate(policy.agency_types):
            who = roles_in_words(stage.roles_for(kind.id)) or "nobody named"
            table.add_row("" if number else stage.id, kind.label, who, end_section=kind is policy.agency_types[-1])
    return table


def _beside_the_sides(policy: Policy, stage: Stage) -> str:
    """Say who convenes a stage, and at the last one who decides there."""
    decided = stage == policy.last_stage and "decided" in policy.final.ends_with
    return f"{who_meets(stage)} convenes" + (f"; decided by: {last_word(policy.final)}" if decided else "")


def _title(stage: Stage) -> str:
    notes = ", ".join(stage_notes(stage))
    return f"{stage.title}\n({notes})" if notes else stage.title


def _times(stage: Stage) -> tuple[str, str]:
    said = [clock_in_words(clock) for clock in stage.clock]
    whose = [WHOSE[basis_of(clock)] for clock in stage.clock]
    return "\n".join(said), "\n".join(dict.fromkeys(whose))
