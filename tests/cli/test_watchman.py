"""The process that watches the service: what hangs is ended, what has ended is started again, and SIGTERM is heard."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from mailservice.cli import watchman
from mailservice.cli.watchman import Watchman
from tests.cli.desk import ROOT

# A life says what it does by the pipe, and writes into a file with what it was begun.
LIFE = """
import os, signal, sys, time
pipe, folder = int(os.environ["MAILSERVICE_PULSE"]), sys.argv[1]
with open(folder + "/lives", "a") as lives:
    lives.write(os.environ["MAILSERVICE_ENDED_AT"] + "\\n")
def say(line):
    os.write(pipe, line.encode() + b"\\n")
"""


def lives(folder: Path) -> list[str]:
    file = folder / "lives"
    return file.read_text().splitlines() if file.exists() else []


def watched(folder: Path, life: str, patience: str = "") -> "subprocess.Popen[bytes]":
    """Run a watchman over a service that lives so, in a process of its own."""
    (folder / "life.py").write_text(LIFE + textwrap.dedent(life))
    program = f"""
import sys
from mailservice.cli import watchman
{patience}
one = watchman.Watchman([])
one.command = [sys.executable, {str(folder / "life.py")!r}, {str(folder)!r}]
sys.exit(one.watch())
"""
    return subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stderr=subprocess.DEVNULL)


def until(what: object, seconds: float = 20) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if what():  # type: ignore[operator] # a question
            return True
        time.sleep(0.05)
    return False


def test_what_takes_longer_than_it_may_is_ended_and_the_next_life_knows_at_what(tmp_path: Path) -> None:
    process = watched(
        tmp_path,
        """
        say("r")
        if len(open(folder + "/lives").readlines()) == 1:
            say("+1 300 receive")
            say("+2 1 mail 7")
        while True:
            say(".")
            time.sleep(0.2)
        """,
    )
    try:
        assert until(lambda: len(lives(tmp_path)) == 2)
        assert lives(tmp_path) == ["", "mail 7"]
    finally:
        process.terminate()
        assert process.wait(6) == 0


def test_what_says_nothing_any_more_is_ended_at_what_it_began_last(tmp_path: Path) -> None:
    life = """
    say("r")
    if len(open(folder + "/lives").readlines()) > 1:
        time.sleep(60)
    say("+1 300 sweep")
    say("+2 300 case 12")
    time.sleep(60)
    """
    process = watched(tmp_path, life, "watchman.SILENT_SECONDS = 1.0")
    try:
        assert until(lambda: len(lives(tmp_path)) >= 2)
        assert lives(tmp_path)[1:3] == ["sweep", "case 12"]
    finally:
        process.terminate()
        process.wait(6)


def test_what_was_killed_is_started_again(tmp_path: Path) -> None:
    process = watched(tmp_path, 'say("r")\nsay("+1 300 letter abc")\nos.kill(os.getpid(), signal.SIGKILL)')
    try:
        assert until(lambda: len(lives(tmp_path)) >= 2)
        assert lives(tmp_path)[1] == "letter abc"
    finally:
        process.terminate()
        process.wait(6)


def test_sigterm_is_heard_within_five_seconds_whatever_is_going_on(tmp_path: Path) -> None:
    process = watched(tmp_path, 'signal.signal(signal.SIGTERM, signal.SIG_IGN)\nsay("r")\ntime.sleep(60)')
    assert until(lambda: lives(tmp_path))
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    assert process.wait(5.5) == 0


def test_a_start_that_is_refused_is_not_tried_again(tmp_path: Path) -> None:
    process = watched(tmp_path, "sys.exit(1)")
    assert process.wait(20) == 1
    assert lives(tmp_path) == [""]


def test_a_service_whose_watcher_is_gone_hears_of_it(tmp_path: Path) -> None:
    process = watched(
        tmp_path,
        """
        say("r")
        try:
            while True:
                say(".")
                time.sleep(0.2)
        except BrokenPipeError:
            open(folder + "/alone", "w").close()
        """,
    )
    assert until(lambda: lives(tmp_path))
    time.sleep(0.5)
    process.kill()
    process.wait(5)
    assert until((tmp_path / "alone").exists)


@pytest.mark.parametrize("said", [b"+1 5 mail 1\n-1\n+2 5 ca", b"r\n.\n"])
def test_what_is_said_is_taken_in_pieces(said: bytes) -> None:
    ours, theirs = os.pipe()
    life = watchman.Watched(subprocess.Popen(["true"]), ours)
    os.write(theirs, said)
    assert life.hear()
    os.write(theirs, b"se 9\n")
    assert life.hear()
    assert life.under_way() == ("case 9" if b"ca" in said else "")
    assert life.process.wait(5) == 0
    os.close(ours)
    os.close(theirs)
    assert Watchman(["run"]).command[-1] == "run"
