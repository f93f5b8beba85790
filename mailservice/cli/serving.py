"""The service in a process of its own, as `cli.watchman` starts it: `run` or `worker`, and the settings file. Start at `main`."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import structlog

from mailservice import logs
from mailservice.cli.running import serve, serve_beside
from mailservice.cli.watchman import ENDED_AT, PIPE
from mailservice.errors import MailserviceError
from mailservice.service.watch.pulse import Pulse

# Whoever watched is gone: what is under way may end, and then this process does, whatever it is busy with.
GRACE_SECONDS = 5.0

log = structlog.get_logger()


def main(word: str, config: Path) -> int:
    """Serve until told to stop; return the code to leave with."""
    logs.configure()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    pulse = Pulse(int(os.environ[PIPE]) if os.environ.get(PIPE) else None)
    pulse.beat(lambda: _end(stop))
    try:
        (serve if word == "run" else serve_beside)(config, stop, pulse, ended_at=os.environ.get(ENDED_AT, ""))
    except MailserviceError as refused:
        print(refused, file=sys.stderr)  # noqa: T201 - what people wrote wrongly, without a traceback
        return 1
    return 0


def _end(stop: threading.Event) -> None:
    stop.set()
    time.sleep(GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
