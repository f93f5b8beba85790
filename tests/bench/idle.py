"""`python -m tests.bench.idle RECORD PORT USER`: what a round costs when nothing is to do, in a process of its own.

The record is one that was built, its mailbox an empty one on a real Dovecot, the clock a virtual one that goes on as far between
two rounds as the service rests. What is printed: the processor's seconds of the first round, which does the day's duties, of
the median later one, the seconds between two, and the process's
memory in bytes before it did anything, with what the benchmark itself imports, and in the end.
"""

import json
import logging
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median

import structlog

from mailservice.cli.running import LONGEST_WAIT_SECONDS
from mailservice.clock import VirtualClock
from mailservice.record.database import Database
from mailservice.service.rounds import Service
from mailservice.transport.imap import ImapAccount, Mailbox
from mailservice.transport.smtp import Post, SmtpAccount
from tests import servers
from tests.bench import store
from tests.bench.store import NOW

ROUNDS = 60


@dataclass(frozen=True)
class Idle:
    """Processor's seconds of the first round and of a later one, seconds between two, and bytes of memory before and after."""

    first: float
    later: float
    between: float
    before: int
    memory: int

    @property
    def share(self) -> float:
        """Which part of one core it takes over a day, with the day's duties."""
        day = timedelta(days=1).total_seconds()
        return (self.first + day / self.between * self.later) / day


def idle(file: Path, dovecot: servers.Dovecot) -> Idle:
    """Measure a record in a process of its own."""
    account = dovecot.account()
    command = [sys.executable, "-m", "tests.bench.idle", str(file), str(account.port), account.user]
    return Idle(**json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout))


def main(file: Path, port: int, user: str) -> None:
    """Go round, and print what it took."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    before = _memory()
    desk, clock = store.desk(), VirtualClock(NOW)
    mailbox = Mailbox(ImapAccount("127.0.0.1", port, user, servers.PASSWORD, tls=False))
    post = Post(SmtpAccount("127.0.0.1", 9, desk.address, tls="none"))
    service = Service(Database(f"sqlite:///{file}"), post, mailbox, clock, desk)
    took = []
    for number in range(ROUNDS):
        clock.set(NOW + timedelta(seconds=LONGEST_WAIT_SECONDS * number))
        begun = time.process_time()
        service.go_round(service.settle_here)
        service.busy()
        took.append(time.process_time() - begun)
    mailbox.close()
    found = Idle(took[0], median(took[ROUNDS // 2 :]), LONGEST_WAIT_SECONDS, before, _memory())
    sys.stdout.write(json.dumps(vars(found)))


def _memory() -> int:
    """Return the bytes of memory that this process has now, by Linux's own count."""
    line = next(one for one in Path("/proc/self/status").read_text("ascii").splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
