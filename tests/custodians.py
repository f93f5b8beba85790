"""`make custodians`: what each custodian finds and gives back, as tables; 200 cases, a real mail server, the database deleted.

The cases are opened and answered by mail, over three working weeks; the words are those of `service.mixed`. Then one kind after
the other is changed or taken out, and what a look says is counted; the database is deleted and made again, the mailbox emptied.
"""

import contextlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from mailservice.clock import VirtualClock
from mailservice.mail import seals
from mailservice.record import sealing, verify
from mailservice.record.columns import COLUMNS, Operational
from mailservice.record.database import Database, Transaction
from mailservice.record.tables import contents
from mailservice.service.custody import sealed
from mailservice.service.custody.findings import Finding, told
from mailservice.service.custody.refiling import Refiling
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.service.folders import is_ours
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Entry, Mailbox
from tests import servers
from tests.record.test_columns import TABLES, changed, faults, live, rows_of, this, undone
from tests.service.beginning import MONDAY, World
from tests.service.crashing import DESK
from tests.service.mixed import VERBS, answer, openings, sample
from tests.service.test_rebuilding import held, read, rebuilt

CASES, WEEKS, EACH_DAY = 200, 3, 40
ZONE = ZoneInfo("Europe/London")


@dataclass
class Custodians:
    """A world that has lived for some weeks, and what is done to it."""

    world: World
    seconds: dict[str, float] = field(default_factory=dict)

    @contextlib.contextmanager
    def timed(self, what: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.seconds[what] = time.perf_counter() - begun

    def live(self, cases: int, tell: Callable[[int], None]) -> None:
        """Open the cases over the first days, and answer them on every day after."""
        opened, number = openings(cases), 0
        for day in range(WEEKS * 7):
            at = self.world.clock.now()
            if DESK.rules.days.is_working(at.date()):
                for one in opened[:EACH_DAY]:
                    self.world.comes(one.raw)
                del opened[:EACH_DAY]
                there = cases - len(opened)
                for _ in range(EACH_DAY * 2 if day else 0):
                    words = VERBS[number * 7 % len(VERBS)]
                    self.world.comes(sample("answer", answer(number, number % there + 1, words)).raw)
                    number += 1
            self.world.live(timedelta(hours=2))
            self.world.live(timedelta(hours=22))
            self.world.service.tell()
            tell(day + 1)
        with self.world.service.record.begin(DESK.partnership) as tx:
            sealing.seal(tx, self.world.clock.now())
        while self.world.service.sealing.work():
            pass
        self.world.clock.set(self.world.clock.now() + timedelta(hours=2))

    def looks(self) -> list[Finding]:
        look = Stocktaking(self.world.service.record, self.world.hands, DESK)
        while look.step():
            pass
        return look.findings

    def refiles(self, found: list[Finding]) -> Refiling:
        work = Refiling(self.world.service.record, self.world.hands, DESK, found)
        while work.step():
            pass
        return work


def main() -> None:
    """Print the tables."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with tempfile.TemporaryDirectory() as folder, servers.dovecot() as dovecot:
        clock = VirtualClock(MONDAY)
        with EmbeddedServer(clock, DESK.address, Path(folder) / "letters") as server:
            world = World(Path(folder), dovecot.account(), server, clock)
            world.begin()
            world.start()
            console = Console(width=150)
            custodians = Custodians(world)
            with Progress(transient=True, console=Console(stderr=True)) as bar, custodians.timed("living"):
                task = bar.add_task("weeks of mail", total=WEEKS * 7)
                custodians.live(cases, lambda day: bar.update(task, completed=day))
            console.print(_columns(Path(folder)))
            console.print(_changed(custodians))
            console.print(_restored(custodians, Path(folder)))
            world.close()


def _columns(folder: Path) -> Table:
    """Change every column of every row of a record by one, and delete every row, each by itself: how much of it is found."""
    table = Table(
        "Table",
        "columns: held",
        "operational",
        "changes",
        "found",
        "rows deleted",
        "found",
        "what was said of the first",
    )
    record = Database(f"sqlite:///{folder / 'lived.db'}")
    record.upgrade()
    live(record)
    for name, where in TABLES.items():
        held_by = {one: COLUMNS[name][one] for one in COLUMNS[name] if not isinstance(COLUMNS[name][one], Operational)}
        rows, said = rows_of(record, where), list[str]()
        changes = deleted = found = missed = 0
        for row in rows:
            for column in held_by:
                with undone(record) as tx:
                    to = changed(row[column], where.c[column])
                    tx.connection.execute(where.update().where(this(where, row)).values({column: to}))
                    told_so = faults(tx)
                changes, found, said = changes + 1, found + bool(told_so), said + told_so[:1]
            with undone(record) as tx:
                tx.connection.execute(where.delete().where(this(where, row)))
                missed += not faults(tx)
            deleted += 1
        counted = (len(held_by), len(COLUMNS[name]) - len(held_by), changes, found, deleted, deleted - missed)
        table.add_row(name, *map(str, counted), said[0] if said else "")
    record.close()
    return table


def _changed(of: Custodians) -> Table:
    """Change and take out some of everything that lies in the mailbox, each by itself and then all at once."""
    table = Table(
        "What was done in the mailbox", "how many", "found", "what was said of the first", "laid back", "then"
    )
    hands = of.world.hands
    before = [one for one in hands.folders() if is_ours(one) or one in sealed.FOLDERS]
    for what, change in (("taken out", _take_out), ("a word changed", _alter)):
        for kind, chosen in _chosen(hands, before).items():
            for folder, entry in chosen:
                change(hands, folder, entry)
            found = of.looks()
            said, number = told(found, ZONE, names_folders=True), len(found)
            work = of.refiles(found)
            left = of.looks()
            table.add_row(
                f"{kind}: {what}",
                str(len(chosen)),
                str(number),
                said[0] if said else "nothing",
                str(work.restored),
                "whole" if not left else f"{len(left)} left",
            )
    return table


def _chosen(hands: Mailbox, folders: list[str], most: int = 60) -> dict[str, list[tuple[str, Entry]]]:
    """Return messages of every kind, at most so many of each."""
    kinds = dict[str, list[tuple[str, Entry]]]()
    for folder in folders:
        for entry in hands.scan(folder):
            kinds.setdefault(_kind(entry), []).append((folder, entry))
    return {kind: some[:: max(1, len(some) // most)][:most] for kind, some in sorted(kinds.items())}


def _kind(entry: Entry) -> str:
    if entry.message_id.startswith("<seal"):
        return "seal"
    if entry.message_id.startswith("<kept"):
        return "entries handed over"
    return "letter" if entry.message_id.endswith("@nscp.example>") else "email"


def _take_out(hands: Mailbox, folder: str, entry: Entry) -> None:
    hands.discard(folder, [entry.uid])


def _alter(hands: Mailbox, folder: str, entry: Entry) -> None:
    (got,) = hands.fetch_from(folder, [entry.uid])
    hands.discard(folder, [entry.uid])
    hands.append(folder, _another(got.raw), entry.internal_date)


def _another(raw: bytes) -> bytes:
    """Return a message that says one thing else: a seal and entries in their file, all else in its subject."""
    files = seals.files_of(raw)
    if not (seals.SEAL in files or seals.ENTRIES in files):
        return raw.replace(b"Subject: ", b"Subject: Not ", 1)
    name = seals.SEAL if seals.SEAL in files else seals.ENTRIES
    message_id = raw.partition(b"Message-ID: ")[2].split()[0].decode()
    envelope = seals.Envelope("NSCP", DESK.address, message_id, MONDAY)
    return seals.written(envelope, "Kept", ["A line."], {**files, name: files[name].replace(b"20", b"19", 1)})


def _restored(of: Custodians, folder: Path) -> Table:
    """Delete the database and make it again; then empty the mailbox and fill it from that."""
    table = Table("What was lost", "what came back", "seconds", "beside plain hashing of the same bytes")
    world = of.world
    with world.service.record.read(DESK.partnership) as tx:
        before = held(tx)
        plain = _hashing(tx)
        with of.timed("verify"):
            assert verify.verify(tx) == []
    url = f"sqlite:///{folder / 'again.db'}"
    with of.timed("rebuild"):
        record, lacking, faults = rebuilt(world, url, read(world))
    with record.read(DESK.partnership) as tx:
        after = held(tx)
    same = sum(len(rows) for table_, rows in before.items() if after[table_] == rows)
    others = [name for name, rows in before.items() if after[name] != rows]
    counted = Counter({name: len(rows) for name, rows in after.items()})
    table.add_row(
        "nothing: verify",
        f"{counted['ledger']} entries whole",
        f"{of.seconds['verify']:.1f}",
        _times(of, "verify", plain),
    )
    table.add_row(
        "the database",
        f"{counted['cases']} cases, {counted['mails']} emails, {counted['letters']} letters, {counted['ledger']} entries; "
        f"{same} rows the same, other tables: {others or 'none'}; lacking {lacking}; verify: {len(faults)} faults",
        f"{of.seconds['rebuild']:.1f}",
        _times(of, "rebuild", plain),
    )
    record.close()
    hands = world.hands
    gone = 0
    for name in hands.folders():
        if is_ours(name) or name in sealed.FOLDERS:
            uids = [one.uid for one in hands.scan(name)]
            gone += len(uids)
            hands.discard(name, uids)
    with of.timed("look"):
        found = of.looks()
    missing = len(found)
    with of.timed("refile"):
        work = of.refiles(found)
    left = of.looks()
    table.add_row("nothing: a look", f"{missing} found missing", f"{of.seconds['look']:.1f}", "")
    table.add_row("every message", f"{work.restored} of {gone}; left {len(left)}", f"{of.seconds['refile']:.1f}", "")
    return table


def _hashing(tx: Transaction) -> float:
    """Return how long it takes to hash every byte of the record, read from the same database."""
    begun = time.perf_counter()
    for (data,) in tx.connection.execute(contents.select().with_only_columns(contents.c.data)):
        sha256(data or b"").hexdigest()
    return time.perf_counter() - begun


def _times(of: Custodians, what: str, plain: float) -> str:
    return f"{of.seconds[what] / plain:.0f} times {plain:.2f} s"


if __name__ == "__main__":
    main()
