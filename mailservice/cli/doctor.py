"""`mailservice doctor`: what is wrong with an installation, and what to do about each."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mailservice.cli.options import AsJson, Config, given
from mailservice.cli.starting import Seen, look
from mailservice.clock import Clock, WallClock
from mailservice.directory import Directory
from mailservice.errors import Problem, UserError
from mailservice.policy.model import Policy
from mailservice.service.doctor.examination import examination
from mailservice.service.doctor.findings import STATES, Finding, Patient, State, worst
from mailservice.settings.directory_file import directory_warnings
from mailservice.settings.directory_notes import notes
from mailservice.settings.loading import Settings
from mailservice.settings.secret_files import open_to_others
from mailservice.settings.secrets_apart import secret_files

RoundTrip = Annotated[
    bool, typer.Option("--round-trip", help="Send a letter to the mailbox itself too, find it, and remove it again.")
]
STYLES: dict[State, str] = {"well": "green", "look": "yellow", "wrong": "bold red"}
_LONGEST = 3  # faults of one file that are shown


def doctor(*, round_trip: RoundTrip = False, as_json: AsJson = False, config: Config = None) -> None:
    """Look at all that the service needs: names, TLS, logins, folders, room, clocks, record, disk, holidays, people, agencies.

    Each is well, to be looked at, or wrong, with what to do; nothing is left behind. Leaves with 0, 1 or 2.
    """
    file = given(config)
    found: list[Finding] = []
    console = Console(highlight=False)
    for one in examined(file, round_trip=round_trip):
        found.append(one)
        if not as_json:
            console.print(line(one))
    state = worst(found)
    if as_json:
        typer.echo(json.dumps({"state": state, "checks": [asdict(one) for one in found]}, indent=2))
    else:
        console.print(summary(found))
    raise typer.Exit(STATES.index(state))


def line(finding: Finding) -> Table:
    """Return a finding as it is shown: its state first, then what was found, and under it what to do."""
    shown = Table.grid(padding=(0, 2))
    shown.add_column(width=5)
    shown.add_column(width=16)
    shown.add_column(overflow="fold")
    shown.add_row(Text(finding.state, STYLES[finding.state]), Text(finding.name), Text(finding.found))
    if finding.do:
        shown.add_row("", "", Text(f"→ {finding.do}", "bold" if finding.state == "wrong" else ""))
    return shown


def summary(found: Iterable[Finding]) -> Text:
    """Return how many looks were of each kind, and what is wrong by name."""
    by_state = {state: [one.name for one in found if one.state == state] for state in reversed(STATES)}
    names = ", ".join(dict.fromkeys(by_state["wrong"]))
    counts = ", ".join(f"{len(of)} {state}" for state, of in by_state.items() if of)
    return Text(f"\n{counts}." + (f" Wrong: {names}." if names else ""), STYLES[worst(found)])


def examined(file: Path, *, round_trip: bool = False) -> Iterator[Finding]:
    """Yield one finding after the other, as soon as it is there."""
    clock = WallClock()
    try:
        seen = look(file, os.environ)
    except UserError as refused:
        yield from _faults("Settings", refused.problems, f"mailservice settings check {file}")
        return
    yield from papers(file, seen, clock)
    if seen.settings is None:
        return
    patient = Patient(seen.settings, clock, seen.policy, seen.directory)
    with Console(stderr=True).status("looking …") as status:

        def waiting(seconds: float) -> None:
            status.update(f"waiting for the letter to ourselves: {seconds:.0f} s")

        yield from examination(patient, there_and_back=round_trip, progress=waiting)


def papers(file: Path, seen: Seen, clock: Clock) -> Iterator[Finding]:
    """Tell in a line each what the checks of settings, policy and directory say."""
    again = f"mailservice settings check {file}"
    yield from _faults("Settings", seen.beside, again)
    yield from _faults("Directory", seen.of_directory, again)
    if seen.settings is not None and not seen.beside:
        trial = " (a trial: no real case)" if seen.settings.service.trial else ""
        yield Finding("Settings", "well", f"{file}{trial}")
    for secret in secret_files(file, os.environ):
        if (others := open_to_others(secret)) is not None:
            yield Finding("Secrets", "look", *others)
    if seen.policy is not None:
        yield _policy(seen.policy)
    if seen.directory is not None and seen.policy is not None and seen.settings is not None:
        yield _directory(seen.directory, seen.policy, seen.settings, clock)


def _policy(policy: Policy) -> Finding:
    if policy.runs_live:
        return Finding("Policy", "well", policy.title)
    do = "Fill its gaps in a file of your own: overlay under [service]."
    return Finding("Policy", "look", f"{policy.title} is only partly known: {'; '.join(policy.gaps)}", do)


def _directory(directory: Directory, policy: Policy, settings: Settings, clock: Clock) -> Finding:
    things = len([*directory_warnings(directory, policy), *notes(directory, policy, clock.now().date())])
    said = f"{len(directory.people)} people of {len(directory.agencies)} agencies"
    if not things:
        return Finding("Directory", "well", said)
    service = settings.service
    do = f"mailservice directory check {service.directory} --policy {service.policy}"
    return Finding("Directory", "look", f"{said}; {things} thing{'' if things == 1 else 's'} to look at", do)


def _faults(name: str, faults: Iterable[Problem], again: str) -> Iterator[Finding]:
    told = list(faults)
    for one in told[:_LONGEST]:
        yield Finding(
            name, "wrong", f"{Path(one.file).name}: {one.key}" if one.key else Path(one.file).name, one.remedy
        )
    if told[_LONGEST:]:
        yield Finding(name, "wrong", f"and {len(told) - _LONGEST} more", again)
