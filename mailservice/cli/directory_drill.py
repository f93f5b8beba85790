"""`mailservice directory drill`: people are asked for one word, and the report says whom letters reach."""

import os
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime
from typing import Annotated, Any

import typer

from mailservice.cases.history.events import Party
from mailservice.cli.options import Config, day, given
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.service import drilling
from mailservice.service.assembly import assemble
from mailservice.service.drilling import NoDrillError
from mailservice.service.rounds import Service
from mailservice.settings.loading import load

Until = Annotated[str, typer.Option("--until", metavar="DAY", help="The day on which it ends, like 2026-12-11.")]
Report = Annotated[bool, typer.Option("--report", help="Show what the drill has shown so far, and write to nobody.")]
Look = Annotated[bool, typer.Option("--look", help="Only show who would be asked.")]


def directory_drill(
    until: Until = "",
    report: Report = False,  # noqa: FBT002 - a switch
    look: Look = False,  # noqa: FBT002 - a switch
    config: Config = None,
) -> None:
    """Ask whoever decides, and their deputies, to answer PRESENT; who answered, and who is reached one deep only."""
    service = assemble(load(given(config), os.environ), WallClock())
    with closing(service.record):
        if report:
            _show(service)
            return
        try:
            asked = service.drilling.look() if look else service.drilling.begin(_end(service, until))
        except NoDrillError as refused:
            raise UserError([Problem("mailservice directory drill", "", str(refused))]) from None
        _tell(asked, "would be asked" if look else "are asked to answer PRESENT; the letters leave within a round")


def _end(service: Service, until: str) -> datetime | None:
    if not until:
        return None
    end = service.desk.rules.days.end_of(day("--until", until))
    if end <= service.clock.now():
        raise UserError([Problem("--until", "", "this day is over; give a later one, like 2026-12-11")])
    return end


def _tell(asked: Iterable[Party], what: str) -> None:
    people = list(asked)
    typer.echo(f"{len(people)} people {what}:")
    for one in people:
        typer.echo(f"  {one.name} <{one.address}>, {one.role}")


def _show(service: Service) -> None:
    with service.record.read(service.desk.partnership) as tx:
        drilled = drilling.last(tx)
        if drilled is None:
            raise UserError([Problem("mailservice directory drill", "--report", "there was no drill yet")])
        today = service.desk.rules.days.local(service.clock.now()).date()
        told = drilling.reported(tx, drilled, service.desk.directory.on(today))
    for line in lines(told):
        typer.echo(line)


def lines(told: Mapping[str, Any]) -> Iterable[str]:
    """Give the report line by line."""
    yield f"{told['answered']} of {told['asked']} have written since {_day(told['began'])}; it ends on {_day(told['until'])}."
    yield from _listed("Nobody was reached", (f"{one['place']}: {one['others']}" for one in told["nobody"]))
    yield from _listed("One person alone was reached", (f"{one['place']}: {one['who']}" for one in told["one_deep"]))
    yield from _listed("The letter came back", map(_person, told["bounced"]))
    yield from _listed("No word since it began", map(_person, told["silent"]))


def _listed(head: str, items: Iterable[str]) -> Iterable[str]:
    found = list(items)
    yield from (f"{head}:", *(f"  {one}" for one in found)) if found else ()


def _person(one: Mapping[str, str]) -> str:
    known = f"last wrote {_day(one['last'])}" if one["last"] else "has never written to us"
    return f"{one['name']} <{one['address']}>{', ' + one['phone'] if one['phone'] else ''}: {known}"


def _day(written: str) -> str:
    moment = datetime.fromisoformat(written)
    return f"{moment.day} {moment:%B %Y}"
