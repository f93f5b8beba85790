"""`mailservice case list`: the cases on record, all or those asked for, and where each stands."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import OTHER
from mailservice.cases.told import telling
from mailservice.cli.options import AsJson, Config, asked_for, day
from mailservice.cli.shelf import Shelf, opened
from mailservice.errors import Problem, UserError
from mailservice.record import lookup
from mailservice.record.lookup import CaseLine, Wanted

Open = Annotated[bool, typer.Option("--open", help="Only those that go on.")]
Child = Annotated[
    str, typer.Option("--child", metavar="REF", help="Only those with this child's reference; - asks you for it.")
]
Agency = Annotated[str, typer.Option("--agency", metavar="NAME", help="Only those of this agency, by its id or name.")]
Stage = Annotated[str, typer.Option("--stage", metavar="ID", help="Only those at this stage, or that ended there.")]
Since = Annotated[str, typer.Option("--from", metavar="DATE", help="Only those opened on this day or after it.")]
Until = Annotated[str, typer.Option("--to", metavar="DATE", help="Only those opened on this day or before it.")]

Listed = tuple[CaseLine, Case]


def case_list(  # noqa: PLR0913 - one for each option
    *,
    only_open: Open = False,
    child: Child = "",
    agency: Agency = "",
    stage: Stage = "",
    since: Since = "",
    until: Until = "",
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """List the cases: reference, where each stands, since when. Each option leaves out what it does not name."""
    child = asked_for(child, "The child's reference")
    with opened(config) as shelf:
        asked = Wanted(only_open, child, _stage(shelf, stage), *_between(shelf.zone, since, until))
        found = [(line, shelf.case(line.id)) for line in lookup.cases_of(shelf.tx, asked)]
        if agency:
            side = _agency(shelf, found, agency)
            found = [(line, case) for line, case in found if side in _sides(case)]
        if as_json:
            typer.echo(json.dumps([_facts(shelf, *one) for one in found], indent=2))
        elif found:
            Console(highlight=False).print(_table(found, shelf.zone))
        else:
            typer.echo("No case is like that." if lookup.cases_of(shelf.tx) else "No case is on record yet.")


def _table(found: Sequence[Listed], zone: ZoneInfo) -> Table:
    table = Table("Reference", "Status", "Stage", "Opened", "Ended", box=None, header_style="bold")
    for line, case in found:
        stage = line.stage + (f", tier {line.tier}" if line.tier > 1 else "")
        ended = f"{_day(line.closed_at, zone)}, {line.ending}" if line.closed_at else ""
        table.add_row(line.reference, _status(line, case), stage, _day(line.opened_at, zone), ended)
    return table


def _status(line: CaseLine, case: Case) -> str:
    if line.status == "joined":
        return f"goes on in {case.joined_to}"
    if line.status == "closed":
        if case.lost is not None:
            return "given up"
        return telling.left(case) if case.finished else f"closed, {telling.left(case)}"
    return line.status


def _day(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %d %b %Y}"


def _facts(shelf: Shelf, line: CaseLine, case: Case) -> dict[str, Any]:
    return {
        "reference": line.reference,
        "status": line.status,
        "finished": case.finished,
        "stage": line.stage,
        "tier": line.tier,
        "opened": line.opened_at.astimezone(shelf.zone).isoformat(),
        "closed": line.closed_at.astimezone(shelf.zone).isoformat() if line.closed_at else None,
        "ending": line.ending,
        "goes_on_in": case.joined_to,
        "agencies": [shelf.agencies.get(side, side) for side in _sides(case)],
        "child_references": list(case.child_references),
    }


def _sides(case: Case) -> list[str]:
    """Return the agencies of a case by their ids; two sides within one are one agency."""
    return list(dict.fromkeys(side.removesuffix(OTHER) for side in case.agencies))


def _between(zone: ZoneInfo, since: str, until: str) -> tuple[datetime | None, datetime | None]:
    first = day("--from", since) if since else None
    last = day("--to", until) if until else None
    if first and last and last < first:
        raise UserError([Problem("--to", "", f"{last} is before {first}: write the earlier day after --from")])
    return (
        datetime.combine(first, time.min, zone) if first else None,
        datetime.combine(last + timedelta(days=1), time.min, zone) if last else None,
    )


def _stage(shelf: Shelf, named: str) -> str:
    known = dict.fromkeys([*shelf.policy.places, *(line.stage for line in lookup.cases_of(shelf.tx) if line.stage)])
    if named and named not in known:
        raise UserError([Problem("--stage", "", f"{named!r} is no stage: write one of {', '.join(known)}")])
    return named


def _agency(shelf: Shelf, found: Sequence[Listed], named: str) -> str:
    """Return the id of the agency named: by its id, its name, or a part of it that no other agency has."""
    known: Mapping[str, str] = {**{side: side for _, case in found for side in _sides(case)}, **shelf.agencies}
    wanted = named.casefold().strip()
    same = [side for side, name in known.items() if wanted in (side.casefold(), name.casefold())]
    like = same or [side for side, name in known.items() if wanted in name.casefold()]
    if len(like) == 1:
        return like[0]
    which = ", ".join(f"{side} ({known[side]})" for side in like or known)
    what = "may be more than one" if like else "is no agency"
    raise UserError([Problem("--agency", "", f"{named!r} {what}: write one of {which}")])
