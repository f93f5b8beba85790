"""`make chaos`: the service killed again and again, at named and at random moments, with other faults beside. Start at `main`.

A batch is twenty kills at one installation, by its seed: the same mails, moments and faults each time. After each, all that
was written is looked for: in the record, in the mailbox, at the submission server. What is known by now is kept in a file, so
that a run that was broken off goes on.
"""

import argparse
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, fields
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Literal, cast

from mailservice.cases.history.events import MailHeard
from mailservice.mail.parse import parse
from mailservice.policy.load import load as load_policy
from mailservice.record import ledger, lookup, verify
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from tests.faults.lab import ROOT, WRITERS, Lab
from tests.faults.lives import live

KILLS, OPENINGS = 20, 12
# The moments of a round, from its start; a life whose mails are done passes few, and is killed by the clock instead.
MOMENTS, LONGEST_LIFE_S, START_S = 40, 6.0, 30.0
# Until all is done after the last kill: a lease of a minute, its letters' rests, and what waits.
SETTLED_S = 300.0
ANSWERS = (
    "RECEIVED",
    "NOTE The school has written too.",
    "STATUS",
    "PLAN We visit together on Tuesday.",
    "HELP",
    "MET",
)
PARTNERSHIP = load_policy(ROOT / "policies/northamptonshire-nscp.toml").id

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.faults.lives"])


@dataclass
class Figures:
    """What a run came to."""

    kills: int = 0
    faults: int = 0
    mails: int = 0
    lost: int = 0
    decided_twice: int = 0
    letters: int = 0
    differ: int = 0
    again: int = 0
    filed_twice: int = 0
    unverified: int = 0

    def add(self, other: "Figures") -> None:
        """Add another run's."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    @property
    def well(self) -> bool:
        """Whether nothing is as it must never be."""
        return not (self.lost or self.decided_twice or self.differ or self.filed_twice or self.unverified)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.faults} faults beside; mails sent {self.mails}, mails lost {self.lost}, decided twice "
            f"{self.decided_twice}, letters that differ {self.differ}, filed twice {self.filed_twice}, letters sent again "
            f"{self.again} of {self.letters}; records that do not verify {self.unverified}"
        )


class Batch:
    """Some kills at one installation, by a seed."""

    def __init__(self, lab: Lab, seed: int, kills: int, workers: int) -> None:
        self.lab, self.kills = lab, kills
        self.dice = random.Random(seed)  # noqa: S311 - the same again by its seed
        self.words = ["run", *(["worker"] * workers)]
        self.alive: list[ForkServerProcess] = []
        self.opened: list[str] = []
        self.begun: dict[str, int] = {}
        self.figures = Figures()

    def play(self) -> Figures:
        """Kill, and kill again; then let it live until all is done, and count."""
        for _ in range(self.kills):
            for _ in range(self.dice.choice((0, 1, 1, 2))):
                self._write()
            self._live_and_die()
        self.alive = [self._begin(word, 0) for word in self.words]
        try:
            self.lab.until(self._is_done, SETTLED_S)
        finally:
            self._end()
        self._count()
        return self.figures

    def _write(self) -> None:
        if len(self.opened) < OPENINGS and (not self.opened or self.dice.random() < 0.5):
            self.opened.append(self.lab.write())
            return
        sender = self.dice.choice(WRITERS[:3])
        self.lab.write(self.dice.choice(ANSWERS), "Re: Closed", sender, answers=self.dice.choice(self.opened))

    def _live_and_die(self) -> None:
        named = self.dice.random() < 0.6
        victim = self.dice.randrange(len(self.words))
        dies_at = self.dice.randint(1, MOMENTS) if named else 0
        seconds = LONGEST_LIFE_S if named else self.dice.uniform(0.2, LONGEST_LIFE_S)
        self.begun = {word: log_of(self.lab, word) for word in set(self.words)}
        self.alive = [self._begin(word, dies_at if at == victim else 0) for at, word in enumerate(self.words)]
        beside = self._fault() if self.dice.random() < 0.3 else None
        if self.dice.random() > 0.2:  # else it may well die as it starts
            self._until_begun()
        ends = time.monotonic() + seconds
        if beside is not None:
            self.figures.faults += 1
            with beside:
                time.sleep(min(1.0, seconds / 2))
        while time.monotonic() < ends and self.alive[victim].is_alive():
            time.sleep(0.02)
        self._end()
        self.figures.kills += 1

    def _begin(self, word: str, dies_at: int) -> ForkServerProcess:
        given = {key: value for key, value in self.lab.environment.items() if key.startswith("MAILSERVICE_")}
        process = processes.Process(target=live, args=(word, self.lab.settings, dies_at, given))
        process.start()
        return process

    def _until_begun(self) -> None:
        """Wait until each process goes round, by its log; or has died at its moment before."""
        ends = time.monotonic() + START_S
        while time.monotonic() < ends and all(one.is_alive() for one in self.alive):
            if all(log_of(self.lab, word) - size >= self.words.count(word) for word, size in self.begun.items()):
                return
            time.sleep(0.05)

    def _end(self) -> None:
        for one in self.alive:
            if one.pid and one.is_alive():
                os.kill(one.pid, signal.SIGKILL)
            one.join(10)
        self.alive = []

    def _fault(self) -> AbstractContextManager[object]:
        lab = self.lab
        kinds: list[Callable[[], AbstractContextManager[object]]] = [
            lambda: lab.imap.being(cut_after=self.dice.randint(100, 6000)),
            lambda: lab.imap.being(stalls=True),
            lab.imap.gone,
            lambda: lab.smtp.being(stalls=True),
            lambda: lab.smtp.being(cut_after=self.dice.randint(10, 600)),
            lab.smtp.gone,
        ]
        if lab.engine == "postgresql":
            kinds += [lab.database.gone, lambda: lab.database.being(stalls=True), lab.postgres.stopped]
            kinds += [lab.redis.stopped, lab.bell.gone]
        return self.dice.choice(kinds)()

    def _is_done(self) -> bool:
        waits = self.lab.status().json or {}
        return not (self.lab.unfiled() or any(waits.get(one, 1) for one in ("mails", "letters", "unfiled")))

    def _count(self) -> None:
        lab, found = self.lab, self.figures
        lie = Counter(entry.message_id for name in lab.box.folders() for entry in lab.box.scan(name))
        written = [f"<written-{number}@people.example>" for number in range(1, lab.written + 1)]
        forms: dict[str, list[bytes]] = {}
        for one in lab.submission.taken:
            forms.setdefault(parse(one.raw).message_id, []).append(one.raw)
        record = Database(lab.url)
        with record.read(PARTNERSHIP) as tx:
            numbers = [BOOK, *(one.id for one in lookup.cases_of(tx))]
            heard = [one for number in numbers for one in ledger.events(tx, number) if isinstance(one, MailHeard)]
            found.unverified = int(bool(verify.verify(tx)))
        record.close()
        decided = Counter(one.mail for one in heard)
        known = {one.message_id.strip("<>") for one in heard}
        found.mails = len(written)
        found.lost = sum(lie[one] != 1 or one.strip("<>") not in known for one in written)
        found.decided_twice = sum(times > 1 for times in decided.values())
        found.letters = len(forms)
        found.again = sum(len(one) > 1 for one in forms.values())
        found.differ = sum(len(set(one)) > 1 for one in forms.values())
        found.filed_twice = sum(times > 1 for times in lie.values())


def log_of(lab: Lab, word: str) -> int:
    """Return how often such a process has begun, by its log."""
    log = lab.folder / f"{word}.log"
    began = b"the service has started" if word == "run" else b"a worker has started"
    return log.read_bytes().count(began) if log.exists() else 0


def batch(engine: Literal["sqlite", "postgresql"], seed: int, kills: int = KILLS, workers: int = 0) -> Figures:
    """Play one batch at an installation of its own."""
    broker = engine == "postgresql"
    with tempfile.TemporaryDirectory(prefix="ms-") as folder, Lab(Path(folder), engine, broker=broker) as lab:
        return Batch(lab, seed, kills, workers).play()


def main(words: Sequence[str]) -> int:
    """Play batches until so many kills; 0 where nothing was lost, done twice, or is not the same."""
    reads = argparse.ArgumentParser(prog="python -m tests.faults.chaos")
    reads.add_argument("--sqlite", type=int, default=500, help="kills on SQLite")
    reads.add_argument("--postgresql", type=int, default=200, help="kills on PostgreSQL, with Redis and two workers")
    reads.add_argument("--seed", type=int, default=1, help="of the first batch; each has the next")
    reads.add_argument("--kept", type=Path, help="a file in which what is done is kept, to go on with")
    given = reads.parse_args(words)
    kept = json.loads(given.kept.read_text("utf-8")) if given.kept and given.kept.exists() else {}
    well = True
    for engine, kills, workers in (("sqlite", given.sqlite, 0), ("postgresql", given.postgresql, 2)):
        whole, began = Figures(), time.monotonic()
        for number in range(-(-kills // KILLS)):
            seed = given.seed + number
            key = f"{engine}-{seed}"
            if key not in kept:
                many = min(KILLS, kills - number * KILLS)
                kept[key] = asdict(batch(cast("Literal['sqlite', 'postgresql']", engine), seed, many, workers))
                if given.kept:
                    given.kept.write_text(json.dumps(kept, indent=1), "utf-8")
            one = Figures(**kept[key])
            whole.add(one)
            print(f"{engine} {whole.kills}/{kills}, {time.monotonic() - began:.0f} s, seed {seed}: {one}", flush=True)  # noqa: T201 - progress
        print(f"{engine}: {whole}", flush=True)  # noqa: T201 - the figures
        well = well and whole.well
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
