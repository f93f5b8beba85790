"""How long somebody waits for the first letter: the service as it really runs, on a real Dovecot, one mail at a time.

Between the two lies a wire that sees what Dovecot says to the service: the notice is its first EXISTS after the mail was
appended. The letter counts when the sink has taken it.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.progress import Progress

from mailservice.transport.imap import INBOX, Mailbox
from tests import servers
from tests.bench.sink import sink
from tests.service.test_process import DESK, SOCIAL_WORKER, Place, running

# Nobody opens more than ten cases an hour (rule 21): each sender writes fewer.
MAILS, PATIENCE_S = 16, 60.0
SENDERS = (
    ("Sarah Whitlock", "sarah.whitlock@rockinghamhealth.example"),
    ("Louise Park", "louise.park@shirepolice.example"),
)


@dataclass
class Latency:
    """Seconds from the append to Dovecot's notice, and from the notice to the letter, mail by mail."""

    notice: list[float] = field(default_factory=list)
    letter: list[float] = field(default_factory=list)


def latency(folder: Path, dovecot: servers.Dovecot, progress: Progress) -> Latency:
    """Append mails, each after the letter to the sender of the one before, and see when what happens."""
    told: list[float] = []
    letters: list[tuple[float, str]] = []

    def see(said: bytes) -> bytes:
        if b" EXISTS" in said:
            told.append(time.monotonic())
        return said

    with ExitStack() as stack:
        account = dovecot.account()
        port, process = stack.enter_context(sink("seen"))
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        threading.Thread(target=_listen, args=(lines, letters), daemon=True).start()
        wire = stack.enter_context(servers.Wire(account.port, see))
        folder.mkdir()
        place = Place(folder, replace(account, port=wire.port), "")
        text = place.settings.read_text("utf-8").replace(f"port = {place.submission.port}\n", f"port = {port}\n")
        place.settings.write_text(text, "utf-8")
        mailbox = Mailbox(account)
        stack.callback(mailbox.close)
        stack.enter_context(running(place))
        return _append(mailbox, told, letters, progress)


def _listen(lines: Iterator[str], letters: list[tuple[float, str]]) -> None:
    for line in lines:
        when, _, to = line.strip().partition(" ")
        letters.append((float(when), to))


def _append(mailbox: Mailbox, told: list[float], letters: list[tuple[float, str]], progress: Progress) -> Latency:
    found = Latency()
    for number in progress.track(range(-1, MAILS), description=f"{MAILS} mails to the running service"):
        name, sender = SENDERS[number % len(SENDERS)]
        seen = len(letters)
        begun = time.monotonic()
        mailbox.append(INBOX, _mail(name, sender, number), datetime.now(UTC), seen=False)
        letter = _until(partial(_first_to, sender, letters, seen))
        notice = next(at for at in told if at >= begun)
        if number >= 0:  # the first one waits for the service to start
            found.notice.append(notice - begun)
            found.letter.append(letter - notice)
        time.sleep(1)  # it goes to rest
    return found


def _first_to(sender: str, letters: Sequence[tuple[float, str]], seen: int) -> float | None:
    return next((at for at, to in letters[seen:] if to == sender), None)


def _until(what: Callable[[], float | None]) -> float:
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        if (found := what()) is not None:
            return found
        time.sleep(0.005)
    raise TimeoutError(f"no letter to the sender within {PATIENCE_S:.0f} s")


def _mail(name: str, sender: str, number: int) -> bytes:
    now = datetime.now(UTC)
    return (
        f"From: {name} <{sender}>\r\nTo: Daniel Mensah <{SOCIAL_WORKER}>\r\nCc: {DESK}\r\n"
        f"Subject: Referral closed, NCT-{500_000 + number}\r\nMessage-ID: <late-{number}@bench.example>\r\n"
        f"Date: {now:%a, %d %b %Y %H:%M:%S} +0000\r\n\r\n"
        f"Dear Daniel, I do not agree that the referral for NCT-{500_000 + number} was closed. Please look again.\r\n"
    ).encode()
