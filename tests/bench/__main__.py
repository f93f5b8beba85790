"""`python -m tests.bench`: the figures of this run as a table and one line. Every rate stands beside a plain reference.

The reference and what is measured take turns on the same mails, so that a busy machine slows both; figures are medians.
"""

import email
import email.policy
import logging
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median

import structlog
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from mailservice.clock import VirtualClock
from mailservice.mail.grammar import reading
from mailservice.mail.parse import parse
from mailservice.mail.reply.pieces import own_words
from tests.bench import store
from tests.bench.mails import Reply, large, reply
from tests.bench.store import NOW, Store

MAILS, CHUNK, STORED, SWEEPS, STARTS, LARGE = 1_000, 25, 20_000, 5, 9, 25_000_000
OPEN_FEW, OPEN_MANY = 100, 10_000

PLAIN = Reply("a@bench.example", "A", "b@bench.example", "<a@bench.example>", "<r@bench.example>", "NSCP 2026-0001")

Work = Callable[[], object]


@dataclass
class Race:
    """Contestants that take turns on the same chunks of work, and the seconds each took."""

    seconds: dict[str, list[float]] = field(default_factory=dict)

    def run(self, name: str, work: Work) -> None:
        """Time one turn."""
        begun = time.perf_counter()
        work()
        self.seconds.setdefault(name, []).append(time.perf_counter() - begun)

    def rate(self, name: str, chunk: int) -> float:
        """Return how many a second, by the median turn."""
        return chunk / median(self.seconds[name])

    def ratio(self, name: str, reference: str) -> float:
        """Return how many times as fast as the reference, by the median of the turns side by side."""
        return median(theirs / ours for ours, theirs in zip(self.seconds[name], self.seconds[reference], strict=True))


class Reference:
    """The plainest program that reads a mail and keeps it: the standard library's parser, one durable insert."""

    def __init__(self, file: Path) -> None:
        self.database = sqlite3.connect(file, isolation_level=None)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=FULL")
        self.database.execute("CREATE TABLE mails (id INTEGER PRIMARY KEY, message_id, sender, subject, text)")

    def read_and_keep(self, raw: bytes) -> None:
        """Read a mail and insert what was read, safe on the disk."""
        row = read_plainly(raw)
        self.database.execute("INSERT INTO mails (message_id, sender, subject, text) VALUES (?, ?, ?, ?)", row)


def read_plainly(raw: bytes) -> tuple[str, str, str, str]:
    """Read every header and every part with `email.policy.default`."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    headers = {name.lower(): str(value) for name, value in message.items()}
    text = ""
    for part in message.walk():
        _ = [str(value) for value in part.values()]
        if not part.is_multipart():
            content = part.get_content()
            text = text or str(content)
    return headers["message-id"], headers["from"], headers["subject"], text


def understand(raw: bytes) -> object:
    """Read a mail as the service does: parse, own words, commands."""
    return reading.read(own_words(parse(raw)).for_quiet, today=NOW.date(), office=False)


def each(work: Callable[[bytes], object], raws: Sequence[bytes]) -> Work:
    """Return the work on every mail of a chunk."""
    return lambda: [work(raw) for raw in raws]


def receive_race(few: Store, many: Store, folder: Path, progress: Progress) -> Race:
    """Decide the same thousand mails in both records, the plain reference in turn with them."""
    reference, race, chunks = Reference(folder / "reference.db"), Race(), range(0, MAILS, CHUNK)
    stocked = [(name, one, _mails_for(one)) for name, one in (("empty", few), ("stored", many))]
    arrived = {name: store.arrive(one, raws, NOW) for name, one, raws in stocked}
    for at in progress.track(chunks, description="1,000 mails, in turns"):
        raws = stocked[0][2][at : at + CHUNK]
        race.run("reference", each(reference.read_and_keep, raws))
        race.run("stdlib", each(read_plainly, raws))
        race.run("understand", each(understand, raws))
        for name, one, _ in stocked:
            waiting = arrived[name][at : at + CHUNK]
            race.run(name, partial(_receive, one, waiting))
    return race


def _receive(one: Store, waiting: Sequence[int]) -> None:
    if not all(one.service.receiving.receive(mail) for mail in waiting):
        raise ValueError("a mail of the benchmark was not decided")


def _mails_for(one: Store) -> list[bytes]:
    cases = one.replies[-OPEN_FEW:]
    return [reply(cases[number % len(cases)], number, NOW + timedelta(seconds=number)) for number in range(MAILS)]


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
    command = [sys.executable, "-m", "tests.bench", str(file)]
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


def show(race: Race, sweeps: Race, starts: Race, size: float, told: dict[str, float]) -> None:
    """Print the table, and the figures that matter in one line."""
    table = Table("what", "a second", "ratio", "to", title="The service beside a plain reference, medians of turns")
    rows = (
        ("reference: standard library's parse, one durable insert", "reference", ""),
        ("service.receive, 100 cases stored", "empty", "reference"),
        (f"service.receive, {STORED:,} cases stored", "stored", "reference"),
        ("standard library's parse, every part read", "stdlib", ""),
        ("parse, own words and commands", "understand", "stdlib"),
    )
    for sentence, name, to in rows:
        table.add_row(sentence, f"{race.rate(name, CHUNK):,.0f}", f"{race.ratio(name, to):.2f}" if to else "", to)
    for sentence, name in ((f"{OPEN_FEW} open cases", "few"), (f"{OPEN_MANY:,} open cases", "many")):
        ratio = f"{sweeps.ratio(name, 'few'):.2f}" if name == "many" else ""
        table.add_row(
            f"sweep, ten due, {sentence}", f"{sweeps.rate(name, 1):,.1f}", ratio, "the sweep above" if ratio else ""
        )
    table.add_row("start of a bare Python", f"{starts.rate('python', 1):,.1f}", "", "")
    slower = f"{starts.ratio('help', 'python'):.2f}"
    table.add_row("mailservice --help", f"{starts.rate('help', 1):,.1f}", slower, "a bare Python")
    table.add_row("peak memory of a 25 MB mail", "", f"{size:.2f}", "its size")
    console = Console()
    console.print(table)
    console.print(
        f"laying {STORED:,} cases took {told['built']:.0f} s, {told['size'] / 1e6:,.0f} MB; all {told['all']:.0f} s"
    )
    console.print(
        f"receive/reference {race.ratio('empty', 'reference'):.2f} empty, {race.ratio('stored', 'reference'):.2f} stored; "
        f"sweep of {OPEN_MANY:,}/{OPEN_FEW} open {sweeps.ratio('many', 'few'):.2f}; "
        f"understand/stdlib {race.ratio('understand', 'stdlib'):.2f}; "
        f"help in {1 / starts.rate('help', 1):.2f} s; memory {size:.2f} of 25 MB",
        soft_wrap=True,
    )


def main() -> None:
    """Build both records, let them race, and print what came of it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as name, Progress(console=Console(stderr=True), transient=True) as progress:
        folder, desk = Path(name), store.desk()
        few = store.build(folder / "few.db", desk, OPEN_FEW, 0, due=10 * SWEEPS, track=list)
        building = time.perf_counter()
        track = partial(progress.track, description=f"laying {STORED:,} cases")
        closed = STORED - OPEN_MANY
        many = store.build(folder / "many.db", desk, OPEN_MANY, closed, due=10 * SWEEPS, track=track)
        built = time.perf_counter() - building
        sweeps = sweep_race(few, many)
        race = receive_race(few, many, folder, progress)
        starts = start_race()
        size = memory(folder)
        told = {"built": built, "size": (folder / "many.db").stat().st_size, "all": time.perf_counter() - begun}
    show(race, sweeps, starts, size, told)


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.stdout.write(f"{_peak_of(Path(sys.argv[1]))}\n")
    else:
        main()
