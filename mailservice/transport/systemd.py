"""What systemd hears of the service (sd_notify(3)): that it is ready, and that it lives. Elsewhere nothing is said.

`WatchdogSec` of the unit then ends a watcher that hangs itself.
"""

import os
import socket
from contextlib import suppress


def alive() -> None:
    """Say that the service serves, and lives."""
    _say("READY=1\nWATCHDOG=1")


def _say(text: str) -> None:
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place:
        return
    address = f"\0{place[1:]}" if place.startswith("@") else place
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as here:
        here.sendto(text.encode(), address)
