"""What systemd hears of the service (sd_notify(3)): ready, alive or stopping, and how it stands. Elsewhere nothing is said.

`WatchdogSec` of the unit ends the whole where no sign of life is passed on any more.
"""

import os
import socket
from contextlib import suppress


def ready(sentence: str) -> None:
    """Say that the start is done, and how the service stands."""
    _say(f"READY=1\nSTATUS={sentence}")


def alive() -> None:
    """Say that the service lives."""
    _say("WATCHDOG=1")


def stands(sentence: str) -> None:
    """Say how the service stands, as `systemctl status` shows it."""
    _say(f"STATUS={sentence}")


def stopping() -> None:
    """Say that the service was told to stop."""
    _say("STOPPING=1\nSTATUS=The service ends what is under way.")


def _say(text: str) -> None:
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place:
        return
    address = f"\0{place[1:]}" if place.startswith("@") else place
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as here:
        here.sendto(text.encode(), address)
