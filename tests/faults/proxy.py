"""A wire on loopback that stands before a server, and can be bad in every way a wire is bad. Start at `Proxy`."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Self

SLOW_SECONDS = 0.3
_STEP = 0.02


@dataclass
class Badness:
    """What a wire does now: nothing bad, unless told."""

    stalls: bool = False
    slow: bool = False
    # After so many bytes of the server's, each connection is cut.
    cut_after: int | None = None
    down: Callable[[bytes], bytes] = field(default=bytes)
    up: Callable[[bytes], bytes] = field(default=bytes)


class Proxy:
    """Carries bytes between its port and a server; `bad` says how badly; `close` and `open` take the port away and back."""

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self.bad = Badness()
        self._connect = connect
        self._ends: set[socket.socket] = set()
        self._ended = threading.Event()
        self._listener: socket.socket | None = None
        self.port = 0
        self.open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.close()

    def open(self) -> None:
        """Take connections again, at the same port."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self._listener, self.port = listener, listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def close(self) -> None:
        """Take no connection any more, and cut those that are open."""
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Cut every connection that is open."""
        for end in list(self._ends):
            _hang_up(end)
        self._ends.clear()

    @contextlib.contextmanager
    def being(self, **bad: object) -> Iterator[None]:
        """Be bad in some way until the block ends."""
        self.bad = Badness(**bad)  # type: ignore[arg-type] # by name, as the fields are
        try:
            yield
        finally:
            self.bad = Badness()

    @contextlib.contextmanager
    def gone(self) -> Iterator[None]:
        """Be away until the block ends."""
        self.close()
        try:
            yield
        finally:
            self.open()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near = listener.accept()[0]
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        try:
            far = self._connect()
        except OSError:
            _hang_up(near)
            return
        self._ends |= {near, far}
        threading.Thread(target=self._carry, args=(near, far, "up"), daemon=True).start()
        self._carry(far, near, "down")

    def _carry(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        carried = 0
        with contextlib.suppress(OSError):
            while said := source.recv(65_536):
                while self.bad.stalls and not self._ended.is_set():
                    time.sleep(_STEP)
                if self.bad.slow:
                    time.sleep(SLOW_SECONDS)
                carried += len(said)
                if way == "down" and self.bad.cut_after is not None and carried > self.bad.cut_after:
                    sink.sendall(said[: len(said) // 2])
                    break
                sink.sendall(self.bad.down(said) if way == "down" else self.bad.up(said))
        for end in (source, sink):
            self._ends.discard(end)
            _hang_up(end)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def corrupted(said: bytes) -> bytes:
    """Return bytes of which every third is another one, as many as before."""
    return bytes(one ^ 0x15 if number % 3 == 1 else one for number, one in enumerate(said))
