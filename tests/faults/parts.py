"""Servers that can be stopped, killed and started again, each at its one address; and a small disk of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Self

import psycopg

from tests import servers
from tests.postfix import Postfix

SMALL = "16m"
# PostgreSQL has to have that before it begins.
OF_POSTGRESQL = "160m"


class Part:
    """A server that is started, stopped and killed by its own process id."""

    def __init__(self) -> None:
        self._running: AbstractContextManager[subprocess.Popen[bytes]] | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> AbstractContextManager["subprocess.Popen[bytes]"]:
        """Return the server, to be entered."""
        raise NotImplementedError

    def start(self) -> None:
        """Start it, unless it runs."""
        if self._running is None:
            self._running = self.begin()
            self.process = self._running.__enter__()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it by a signal, and wait until it is gone."""
        if self.process is not None and self._running is not None:
            self.process.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
            self._running.__exit__(None, None, None)
        self._running = self.process = None

    def restart(self) -> None:
        """Stop it, and start it again."""
        self.stop()
        self.start()

    @contextlib.contextmanager
    def stopped(self, how: signal.Signals = signal.SIGINT) -> Iterator[None]:
        """Be stopped until the block ends."""
        self.stop(how)
        try:
            yield
        finally:
            self.start()


class Postgres(Part):
    """A PostgreSQL that keeps its data while it is down; it takes twenty connections."""

    def __init__(self, folder: Path, disk: "Disk | None" = None) -> None:
        super().__init__()
        self.folder, self._data = folder, disk.folder if disk else folder / "data"
        self._user = "nobody" if os.geteuid() == 0 else None
        self._binaries = servers._postgresql_binaries(folder)  # noqa: SLF001 - the same server, in other hands
        made: list[str | Path] = [
            self._binaries / "initdb",
            "-D",
            self._data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "utf8",
            "-N",
        ]
        (folder / "log").touch()
        subprocess.run(
            [*made, "--locale=C"], user=self._user, cwd="/", check=True, capture_output=True, timeout=servers.START_S
        )
        self._server = servers.Postgresql(folder)

    def begin(self) -> AbstractContextManager["subprocess.Popen[bytes]"]:
        """Return the server, to be entered."""
        # On disk as in earnest: here it is killed.
        said = [
            "listen_addresses=",
            f"unix_socket_directories={self.folder}",
            "max_connections=20",
            "max_wal_size=32MB",
            "min_wal_size=32MB",
        ]
        command = [
            str(self._binaries / "postgres"),
            "-D",
            str(self._data),
            *(word for one in said for word in ("-c", one)),
        ]
        return servers.running(command, self._server.ready, self.folder / "log", self._user)

    def killed(self) -> None:
        """Kill all of it at once, as a machine that loses its power, and start it again."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.stop(signal.SIGKILL)
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        self.start()

    def connect(self) -> socket.socket:
        """Return a connection to it, past the proxy."""
        end = socket.socket(socket.AF_UNIX)
        end.connect(str(self.folder / ".s.PGSQL.5432"))
        return end

    def admin(self, name: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
        """Return a session that may do everything."""
        writing = "-c default_transaction_read_only=off"
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=name, autocommit=True, options=writing)

    @contextlib.contextmanager
    def replica(self) -> Iterator[None]:
        """Be a replica, which can only be read, until the block ends."""
        signal_ = self._data / "standby.signal"
        with self.stopped():
            signal_.touch()
            shutil.chown(signal_, self._user or os.geteuid())
        try:
            yield
        finally:
            with self.stopped():
                signal_.unlink()

    @contextlib.contextmanager
    def full(self) -> Iterator[None]:
        """Have every connection taken until the block ends."""
        with ExitStack() as taken:
            with contextlib.suppress(psycopg.OperationalError):
                while True:
                    taken.enter_context(contextlib.closing(self.admin()))
            yield


class Redis(Part):
    """A Redis that keeps nothing."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder, self.port = folder, servers.free_port()
        self._binary = servers.program("redis-server")

    def begin(self) -> AbstractContextManager["subprocess.Popen[bytes]"]:
        """Return the server, to be entered."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command = [self._binary, *options, "--dir", str(self.folder)]
        return servers.running(command, lambda: servers.answers(self.port), self.folder / "log")


class Relay(Part):
    """A Postfix as submission server, which keeps its queue while it is down, and hands all it takes on to a port."""

    def __init__(self, laid: Postfix) -> None:
        super().__init__()
        self.laid = laid

    def begin(self) -> AbstractContextManager["subprocess.Popen[bytes]"]:
        """Return the server, to be entered."""
        return self.laid.serving()


class Disk:
    """A small disk of its own, mounted on a folder; where mounting is not allowed the test is given up."""

    def __init__(self, folder: Path, size: str = SMALL, mode: str = "0755", owner: str = "root") -> None:
        self.folder, self._owner = folder, owner
        self._options = f"size={size},mode={mode}"

    def __enter__(self) -> Self:
        if os.geteuid() != 0 or shutil.which("mount") is None:
            servers.absent("only root can mount a disk")
        done = _mount("-t", "tmpfs", "-o", self._options, "none", str(self.folder))
        if done.returncode:
            servers.absent(f"no disk can be mounted here: {done.stderr.decode(errors='replace').strip()}")
        shutil.chown(self.folder, self._owner)
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False, capture_output=True, timeout=20)

    @contextlib.contextmanager
    def full(self) -> Iterator[None]:
        """Have no room until the block ends."""
        filler = self.folder / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            for size in (65_536, 512, 1):
                with contextlib.suppress(OSError):
                    while file.write(b"x" * size):
                        pass
        try:
            yield
        finally:
            filler.unlink()

    @contextlib.contextmanager
    def read_only(self) -> Iterator[None]:
        """Take nothing new until the block ends; nobody may have a file of it open to write."""
        _mount("-o", "remount,ro", str(self.folder)).check_returncode()
        try:
            yield
        finally:
            _mount("-o", "remount,rw", str(self.folder)).check_returncode()


def _mount(*words: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(["mount", *words], check=False, capture_output=True, timeout=20)
