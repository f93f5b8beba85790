"""`python -m tests.bench PYTHON [CASES]`: the figures of this run as a table and one line.

PYTHON is an interpreter that has Roundup; CASES are laid beside a hundred. What is compared takes turns, so that a busy machine
slows all of it; figures are medians, with the quartiles.
"""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from mailservice.clock import VirtualClock
from mailservice.transport.smtp import Post, SmtpAccount
from tests import servers
from tests.bench import idle, latency, long_case, mail_race, store
from tests.bench.mail_race import CHUNK, understand
from tests.bench.mails import Reply, large, reply
from tests.bench.race import Race, Spread
from tests.bench.sink import sink
from tests.bench.store import NOW, Store
from tests.bench.tracker import tracker

STORED, SWEEPS, STARTS, LARGE = 10_000, 5, 9, 25_000_000
OPEN_FEW, OPEN_MANY = 100, 10_000

PLAIN = Reply("a@bench.example", "A", "b@bench.example", "<a@bench.example>", "<r@bench.example>", "NSCP 2026-0001")


@dataclass(frozen=True)
class Found:
    """All that one run measured."""

    stored: int
    built: float
    size: int
    mails: Race
    statements: tuple[float, float]
    sweeps: Race
    long: Race
    kinds: Counter[str]
    starts: Race
    memory: float
    idle: idle.Idle
    latency: latency.Latency


def sweep_race(few: Store, many: Store) -> Race:
    """Sweep both records a few times; each time ten more cases have fallen due."""
    race = Race()
    for minute in range(SWEEPS):
        for name, one in (("few", few), ("many", many)):
            later = replace(one.service, clock=VirtualClock(NOW + timedelta(minutes=minute)))
            race.run(name, later.sweeping.work)
    return race


def start_race() -> Race:
    """Ask for help, a bare Python in turn with it; both are processes of their own."""
    race = Race()
    for _ in range(STARTS):
        for name, words in (("python", ["-c", "pass"]), ("help", ["-m", "mailservice", "--help"])):
            race.run(name, partial(subprocess.run, [sys.executable, *words], capture_output=True, check=True))
    return race


def memory(folder: Path) -> float:
    """Return the peak memory of reading a 25 MB mail, in a process of its own, as a multiple of the mail's size."""
    file = folder / "large.eml"
    file.write_bytes(large(PLAIN, NOW, LARGE))
    command = [sys.executable, "-m", "tests.bench", "--peak", str(file)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _peak_of(file: Path) -> float:
    understand(reply(PLAIN, 0, NOW))
    before = _peak_memory()
    raw = file.read_bytes()
    understand(raw)
    return (_peak_memory() - before) / len(raw)


def _peak_memory() -> int:
    # Linux's own count: what getrusage tells begins with the peak of the process that started this one.
    line = next(one for one in Path("/proc/self/status").read_text("ascii").splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def measure(python: str, stored: int, folder: Path, progress: Progress) -> Found:
    """Build the records, have everything race, and return what came of it."""
    desk, open_many = store.desk(), min(stored, OPEN_MANY)
    few = store.build(folder / "few.db", desk, OPEN_FEW, 0, due=10 * SWEEPS, track=list)
    begun = time.perf_counter()
    track = partial(progress.track, description=f"laying {stored:,} cases")
    many = store.build(folder / "many.db", desk, open_many, stored - open_many, due=10 * SWEEPS, track=track)
    built = time.perf_counter() - begun
    for name in ("posting", "idle"):
        shutil.copy(folder / "many.db", folder / f"{name}.db")
    sweeps = sweep_race(few, many)
    with ExitStack() as stack:
        port, _ = stack.enter_context(sink())
        post = Post(SmtpAccount("127.0.0.1", port, desk.address, tls="none"))
        roundup = stack.enter_context(tracker(python, folder / "roundup", port))
        posting = store.opened(folder / "posting.db", desk, many.replies, post)
        mails = mail_race.race(mail_race.Field(few, many, posting, roundup), folder, port, progress)
        statements = mail_race.statements(posting)
        long, kinds = long_case.race(folder, post, progress)
    with servers.dovecot() as dovecot:
        idles = idle.idle(folder / "idle.db", dovecot)
        late = latency.latency(folder / "place", dovecot, progress)
    size = (folder / "many.db").stat().st_size
    starts, peak = start_race(), memory(folder)
    return Found(stored, built, size, mails, statements, sweeps, long, kinds, starts, peak, idles, late)


def show(found: Found, console: Console) -> None:
    """Print the table, and the rest in lines."""
    mails, stored = found.mails, f"{found.stored:,} cases stored"
    table = Table("what", "a second", "times", "to", title="Medians of turns, and their quartiles")
    rows = (
        ("limit: standard parse of all parts, one durable insert", "insert", ""),
        ("limit: the same, and one mail on a kept SMTP connection", "limit", ""),
        ("Roundup: kept, decided, one letter a mail", "roundup", "limit"),
        (f"ours: kept, decided, one letter a mail, {stored}", "posted", "roundup"),
        ("ours: kept, decided, no letter sent, 100 cases stored", "few", "insert"),
        (f"ours: kept, decided, no letter sent, {stored}", "many", "few"),
        ("limit: standard parse of all parts", "stdlib", ""),
        ("ours: parse, own words and commands", "understand", "stdlib"),
    )
    for sentence, name, to in rows:
        ratio = mails.ratios(name, to).show(".2f") if to else ""
        table.add_row(sentence, mails.rates(name, CHUNK).show(".0f"), ratio, to)
    table.add_row("the same as Roundup without letters", "", mails.ratios("many", "roundup").show(".2f"), "roundup")
    for name in ("long cold", "long"):
        said = f"a reply on a case of {found.kinds.total():,} events{', the first after a start' * ('cold' in name)}"
        short = name.replace("long", "short")
        table.add_row(
            said,
            found.long.rates(name, 1).show(".0f"),
            found.long.ratios(short, name).show(".2f"),
            "slower than of ten",
        )
    sweep = found.sweeps.ratios("few", "many").show(".2f")
    table.add_row(f"sweep, ten due, {stored}", found.sweeps.rates("many", 1).show(".1f"), sweep, "slower than of 100")
    helps = found.starts.ratios("python", "help").show(".2f")
    table.add_row("mailservice --help", found.starts.rates("help", 1).show(".1f"), helps, "slower than a bare Python")
    console.print(table)
    for line in _lines(found):
        console.print(line, soft_wrap=True, highlight=False)


def _lines(found: Found) -> list[str]:
    rests, notice, letter = found.idle, found.latency.notice, found.latency.letter
    kinds = ", ".join(f"{number} {kind}" for kind, number in found.kinds.most_common())
    lines = (
        (
            f"after Dovecot's notice the first letter was taken within {Spread.of(letter).show('.2f')} s, ",
            f"{max(letter):.2f} at worst; the notice came {Spread.of(notice).show('.2f')} s after the mail, ",
            f"{max(notice):.2f} at worst ({len(letter)} mails)",
        ),
        (
            f"idle with {min(found.stored, OPEN_MANY):,} open: {rests.later * 1000:.0f} ms of a core ",
            f"each {rests.between:.0f} s, {rests.first:.1f} s for a day's duties, {rests.share:.2%} of a core; ",
            f"{rests.memory / 1e6:.0f} MB, of which ",
            f"{rests.before / 1e6:.0f} before it began",
        ),
        (
            f"{found.statements[0]:.0f} statements a mail, {found.statements[1]:.0f} a letter; a 25 MB mail takes ",
            f"{found.memory:.2f} times its size of memory; the long case: {kinds}",
        ),
        (f"laying {found.stored:,} cases took {found.built:.0f} s, {found.size / 1e6:,.0f} MB",),
        (
            f"with a letter {found.mails.ratio('posted', 'roundup'):.2f} of Roundup, without ",
            f"{found.mails.ratio('many', 'roundup'):.2f}, of the insert {found.mails.ratio('many', 'insert'):.2f}; long case ",
            f"{found.long.ratio('short', 'long'):.2f}; letter after {Spread.of(letter).middle:.2f} s; idle {rests.share:.2%}; ",
            f"help in {1 / found.starts.rate('help', 1):.2f} s; memory {found.memory:.2f}; load {os.getloadavg()[0]:.1f}",
        ),
    )
    return ["".join(one) for one in lines]


def main(python: str, stored: int) -> None:
    """Measure, and print what came of it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    begun, load = time.perf_counter(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name, Progress(console=Console(stderr=True), transient=True) as progress:
        found = measure(python, stored, Path(name), progress)
    console = Console()
    show(found, console)
    console.print(f"all took {time.perf_counter() - begun:.0f} s; load {load:.1f} before it", highlight=False)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        sys.stdout.write(f"{_peak_of(Path(sys.argv[2]))}\n")
    else:
        main(sys.argv[1], int(sys.argv[2]) if sys.argv[2:] else STORED)
