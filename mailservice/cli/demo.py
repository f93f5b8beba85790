"""`mailservice demo`: one case from the first mail to AGREE, played under a virtual clock on real SMTP and IMAP.

The timeline shows as it happens. It leaves the database, every mail and letter, and the case's record as a page; the
exit code is 0 only if the story went as `demo/expected.txt` tells it.
"""

import difflib
import re
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Self

import structlog
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from mailservice.errors import Problem, UserError
from mailservice.exports.pack import sharing
from mailservice.exports.pack.compiling import dossier
from mailservice.exports.pack.page import page
from mailservice.files import ROOT
from mailservice.record import contents, lookup, mails, verify
from mailservice.service import packing
from mailservice.service.rounds import Service
from mailservice.service.workers import Doorbell
from mailservice.simulator.playing import Arrival, Simulator
from mailservice.simulator.story import WHEN, ZONE, Mail, Story, moment, read_story

STORY = ROOT / "demo" / "story.toml"
EXPECTED = ROOT / "demo" / "expected.txt"
ROUNDS = 3
MARKER = ".mailservice-demo"
RECORD = "record.html"

Folder = Annotated[Path, typer.Option("--folder", help="Where everything it makes is left; made anew each time.")]


def demo(folder: Folder = Path("demo-out")) -> None:
    """Play one case from first mail to AGREE, in under half a minute; show it as it happens, and leave it to look at."""
    _fresh(folder)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    story = read_story(STORY)
    began = time.monotonic()
    console = Console(highlight=False)
    console.print(Text(story.title, style="bold"))
    with _Timeline(console, story) as timeline:
        simulator = Simulator(story, folder, timeline.mail, timeline.letter, round=_Rounds()).play()
    faults = [*_leave(simulator, folder), *_differences(timeline.told)]
    for line in faults:
        console.print(Text(line, style="red"))
    _farewell(console, folder, simulator, time.monotonic() - began)
    if faults:
        raise typer.Exit(1)


class _Timeline:
    """Shows each mail and letter as it happens, over a bar of the story's days; plain lines where there is no terminal."""

    def __init__(self, console: Console, story: Story) -> None:
        self.console = console
        self.told: list[str] = []
        first, last = min(one.when for one in story.mail), moment(story.until)
        self._first, self._days = first, max((last - first) / timedelta(days=1), 1)
        self._progress = Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True)
        self._task = self._progress.add_task(f"{first:%a %d %b}", total=self._days)
        self._day = ""

    def __enter__(self) -> Self:
        if self.console.is_terminal:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def mail(self, at: datetime, mail: Mail) -> None:
        """Show a mail that somebody writes."""
        first = " ".join(mail.text.split())[:70]
        self._line(at, Text.assemble(("mail in   ", "bold green"), (_name(mail.sender), "bold"), f": {first}…"))

    def letter(self, arrival: Arrival) -> None:
        """Show a letter as it reaches its reader."""
        at = arrival.at.astimezone(ZONE)
        self.told.append(f"{at:%a %d %b %Y %H:%M}  {arrival.template:<12}  {arrival.recipient}")
        subject = re.sub(r"^\[[^]]*\] ", "", arrival.mail.subject)
        name = arrival.mail.to[0].name or arrival.recipient
        self._line(at, Text.assemble(("letter to ", "cyan"), name, (f": {subject}", "")))

    def _line(self, at: datetime, text: Text) -> None:
        day = f"{at:%A %d %B %Y}"
        if day != self._day:
            self._day = day
            self.console.print(Text(f"\n{day}", style="bold"))
        self.console.print(Text.assemble((f"  {at:%H:%M}  ", "dim"), text), overflow="ellipsis", no_wrap=True)
        done = (at - self._first) / timedelta(days=1)
        self._progress.update(self._task, completed=min(done, self._days), description=f"{at:%a %d %b}")


class _Rounds:
    """Goes round as the running service does: the mailbox here, everything else by Dramatiq's broker in this process."""

    def __init__(self) -> None:
        self._doorbell: Doorbell | None = None

    def __call__(self, service: Service) -> None:
        if self._doorbell is None:
            self._doorbell = Doorbell(service)
            self._doorbell.open()
        for _ in range(ROUNDS):
            service.carry_mail(self._doorbell.ring_and_wait)
            if not service.busy():
                return


def _fresh(folder: Path) -> None:
    """Make the folder anew; one that holds something else is left alone."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise UserError([Problem(str(folder), "--folder", "holds something else; name a new folder")])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER).touch()


def _leave(simulator: Simulator, folder: Path) -> list[str]:
    """Leave every mail and the record's page in the folder; return what is not as it should be."""
    with simulator.record.read(simulator.desk.partnership) as tx:
        faults = [str(fault) for fault in verify.verify(tx)]
        (folder / "mails").mkdir()
        for number in range(1, sum(mails.counts(tx).values()) + 1):
            raw = contents.get(tx, mails.get(tx, number).digest) or b""
            (folder / "mails" / f"{number:04d}.eml").write_bytes(raw)
        desk = simulator.desk
        agencies = {one.id: one.name for one in desk.directory.agencies}
        for case in lookup.cases_of(tx):
            kept = packing.kept(tx, case.id, agencies)
            (folder / RECORD).write_text(page(dossier(kept, sharing.whole(kept))), encoding="utf-8")
            if (case.status, case.ending) != ("closed", "agreed"):
                faults.append(f"{case.reference} is {case.status} {case.ending}; the story ends closed, agreed")
    return faults


def _differences(told: list[str]) -> list[str]:
    expected = EXPECTED.read_text(encoding="utf-8").splitlines()
    # Letters of one moment leave side by side, in any order; sorted by day they are compared as a person would.
    went = sorted(told, key=lambda line: (datetime.strptime(line[:21], WHEN).replace(tzinfo=ZONE), line))
    return [line.rstrip() for line in difflib.unified_diff(expected, went, "as told", "as it went", lineterm="", n=1)]


def _farewell(console: Console, folder: Path, simulator: Simulator, seconds: float) -> None:
    letters, written = len(simulator.arrivals), len(simulator.story.mail)
    console.print(f"\n{written} mails in, {letters} letters out, in {seconds:.0f} seconds. Left in {folder}:")
    for name, what in {
        RECORD: "the case's record: open it in a browser",
        "mails": "every mail, as it came",
        "letters": "every letter, as it left",
        "record.db": "the database",
    }.items():
        console.print(Text.assemble(f"  {folder / name}", (f"  {what}", "dim")), soft_wrap=True)


def _name(address: str) -> str:
    return address.partition("@")[0].replace(".", " ").title()
