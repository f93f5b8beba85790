"""A mail server that takes every letter and keeps none, in a process of its own: what it costs is nobody's who is measured.

`python -m tests.bench.sink PORT [seen]`; with `seen` it says of each letter when it was taken, by the machine's own clock, and
to whom. Ends when whoever started it does.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests import servers


@contextmanager
def sink(*words: str) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """Run one until the block ends; give its port, and the process, whose output says what it saw."""
    port = servers.free_port()
    command = [sys.executable, "-m", "tests.bench.sink", str(port), *words]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise RuntimeError("the sink did not start")
        yield port, process
    finally:
        process.communicate()


class _Taking:
    def __init__(self, *, seen: bool) -> None:
        self.seen, self.letters = seen, 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - named by aiosmtpd
        self.letters += 1
        if self.seen:
            sys.stdout.write(f"{time.monotonic()} {','.join(envelope.rcpt_tos)}\n")
            sys.stdout.flush()
        return "250 2.0.0 taken"


def main(port: int, *, seen: bool) -> None:
    """Take letters until the input ends; a line on it is answered with how many there were."""
    taking = _Taking(seen=seen)
    control = Controller(taking, "127.0.0.1", port, enable_SMTPUTF8=True)
    control.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        sys.stdout.write(f"{taking.letters}\n")
        sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), seen="seen" in sys.argv[2:])
