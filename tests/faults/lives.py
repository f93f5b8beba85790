"""A life of the service in a forked process, in earnest but for its death: at a counted moment, or whenever it is killed.

Everything is loaded before the fork, so that a life begins in no time. Start at `live`.
"""

import os
import sys
import threading
from datetime import date
from functools import partial
from pathlib import Path

from mailservice import logs
from mailservice.cli import running
from mailservice.files import ROOT
from mailservice.policy.load import load as load_policy
from mailservice.policy.workdays import WorkingDays
from mailservice.service import assembly
from mailservice.service.watch.pulse import Pulse
from tests.service.crashing import Fuse, FusedDatabase, FusedMailbox, FusedPost

# Loaded here, once, and not in every life: the letters, and the holidays of all countries.
assembly.letters()
WorkingDays(load_policy(ROOT / "policies/northamptonshire-nscp.toml").calendar).is_working(date(2026, 11, 2))


def live(word: str, config: Path, dies_at: int, given: "dict[str, str]") -> None:
    """Serve as `run` or `worker` until killed; where `dies_at` is not 0, die at that moment of all that are counted."""
    os.environ.update(given)
    log = os.open(config.with_name(f"{word}.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, sys.stdout.fileno())
    os.dup2(log, sys.stderr.fileno())
    logs.configure()
    if dies_at:
        fuse = Fuse(dies_at)
        for name, fused in (("Database", FusedDatabase), ("Post", FusedPost), ("Mailbox", FusedMailbox)):
            setattr(assembly, name, partial(fused, fuse=fuse))
    serves = running.serve if word == "run" else running.serve_beside
    serves(config, threading.Event(), Pulse())
