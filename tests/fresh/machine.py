"""A Debian that was never used, started with its own systemd on this machine: `Machine`.

It shares this machine's network, so that it reaches the package mirrors as this machine does, and is gone afterwards.
"""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

_PLAIN = {
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "TERM": "dumb",
}
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_MIRROR = re.compile(r"^(?:URIs:|deb(?: \[.*?\])?)\s+(\S+/debian/?)(?:\s|$)", re.MULTILINE)
_OWN_AUTHORITIES = Path("/usr/local/share/ca-certificates")
_QUIET = 1.0  # seconds without a word, after which a line that ends in a colon is a question


class Machine:
    """A fresh Debian of one suite in a folder made for it; use it with `with`. Needs root, debootstrap and systemd-nspawn."""

    def __init__(self, suite: str, folder: Path, say: Callable[[str], None]) -> None:
        self.root, self._suite, self._say = folder, suite, say
        self._container: subprocess.Popen[bytes] | None = None
        self._inside = 0

    def __enter__(self) -> Self:
        lists = [*Path("/etc/apt").glob("sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]
        mirror = next(found[1] for one in lists if (found := _MIRROR.search(one.read_text())))
        words = [
            "debootstrap",
            "--variant=minbase",
            "--include=systemd,systemd-sysv,dbus",
            self._suite,
            str(self.root),
            mirror,
        ]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, timeout=900)
        # What a machine needs to reach a mirror from here, as a council's machine does: name servers, and a proxy's authority.
        shutil.copy("/etc/resolv.conf", self.root / "etc" / "resolv.conf")
        for one in _OWN_AUTHORITIES.glob("*.crt"):
            (self.root / _OWN_AUTHORITIES.relative_to("/")).mkdir(parents=True, exist_ok=True)
            shutil.copy(one, self.root / one.relative_to("/"))
        words = [
            "systemd-nspawn",
            "-q",
            "-b",
            "-D",
            str(self.root),
            "--register=no",
            "--keep-unit",
            "--resolv-conf=off",
        ]
        self._container = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(120):
            time.sleep(1)
            self._inside = _child(self._container.pid)
            if self._inside and self.run("systemctl is-system-running", quiet=True)[1].strip() in (
                "running",
                "degraded",
            ):
                return self
        raise TimeoutError("the fresh Debian does not start")

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._container is not None:
            if self._inside:
                self.run("systemctl poweroff", quiet=True)
            try:
                self._container.wait(60)
            except subprocess.TimeoutExpired:
                self._container.kill()

    def put(self, files: Sequence[Path], beside: Path, folder: str) -> None:
        """Copy files into a folder of root's, under their names as seen from `beside`."""
        for one in files:
            to = self.root / "root" / folder / one.relative_to(beside)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(one, to)

    def run(
        self, command: str, answers: Sequence[tuple[str, str]] = (), *, quiet: bool = False, seconds: float = 600
    ) -> tuple[int, str]:
        """Type a command as root in a terminal; return its exit code and what it showed.

        `answers` are what is typed at a question that has such words in it, each in its turn.
        """
        words = [
            "nsenter",
            "-t",
            str(self._inside),
            "-m",
            "-u",
            "-i",
            "-p",
            "-r",
            "-w",
            "bash",
            "-c",
            f"cd /root && {command}",
        ]
        child, terminal = pty.fork()
        if child == 0:
            os.execvpe(words[0], words, _PLAIN)  # noqa: S606 - in a terminal of its own, as a person types it
        said, waiting, begun, heard = "", list(answers), time.monotonic(), time.monotonic()
        while True:
            ready = select.select([terminal], [], [], 0.2)[0]
            try:
                more = os.read(terminal, 65536) if ready else b""
            except OSError:
                break
            if more:
                said, heard = said + more.decode(errors="replace"), time.monotonic()
            elif ready:
                break
            elif waiting and _asks(said) and time.monotonic() - heard > _QUIET:
                question = said.splitlines()[-1]
                answer = next((one for one in waiting if one[0] in question), None)
                if answer is None:
                    os.kill(child, signal.SIGKILL)
                    raise AssertionError(f"nobody knows what to answer: {question}")
                waiting.remove(answer)
                os.write(terminal, f"{answer[1]}\n".encode())
                heard = time.monotonic()
            if time.monotonic() - begun > seconds:
                os.kill(child, signal.SIGKILL)
                raise TimeoutError(command)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        shown = _COLOURS.sub("", said).replace("\r\n", "\n")
        shown = "\n".join(line.rpartition("\r")[2].rstrip() for line in shown.splitlines())
        if not quiet:
            self._say(f"# {command}\n{shown}\n")
        return code, shown


def _asks(said: str) -> bool:
    return said.rstrip(" ").endswith(":")


def _child(of: int) -> int:
    """Return the process that systemd-nspawn started as the first of the new machine; 0 before."""
    found = Path(f"/proc/{of}/task/{of}/children").read_text().split()
    return int(found[0]) if found else 0
