"""Writes a record as one version leaves it, with the mailbox beside it: run by that version's own code. Start at `main`.

    cd A_CHECKOUT_OF_THAT_VERSION
    PYTHONPATH=. python …/tests/record/earlier/writing.py …/tests/record/earlier/0009.tar.xz

It plays `story.toml` until 3pm on Wednesday, 25 November 2026. From half past two the mail server takes no letter, and
what comes at three is collected and not decided. The modules are looked for where they lay in each version.
"""

import io
import json
import lzma
import sqlite3
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from imapclient import IMAPClient

HERE = Path(__file__).parent
WHEN_MAIL_FAILS, LAST = "Wed 25 Nov 2026 14:30", "Wed 25 Nov 2026 15:00"


def first_of(*names: str) -> Any:
    """Return the first of these modules that this version has."""
    for name in names:
        try:
            return import_module(name)
        except ModuleNotFoundError:
            continue
    raise ModuleNotFoundError(names)


playing = first_of("mailservice.simulator.playing", "mailservice.simulator")
story = first_of("mailservice.simulator.story", "mailservice.story")
smtp = import_module("mailservice.transport.smtp")


def main(to: Path) -> None:
    """Play the story, and keep the record and every folder of the mailbox in one compressed file."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        told = folder / "story"
        told.mkdir()
        for file in (HERE / "story.toml", HERE.parents[1] / "scenarios" / "directory.toml"):
            (told / file.name).write_bytes(file.read_bytes())
        simulator = playing.Simulator(story.read_story(told / "story.toml"), folder)
        simulator.round = _round
        _out_of_order(simulator)
        mailbox: list[list[str]] = []
        _before_its_end(lambda: mailbox.extend(_every_mail(simulator.server.imap)))
        simulator.play()
        record = folder / "record.db"
        with closing(sqlite3.connect(record)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        _keep(to, {"record.db": record.read_bytes(), "mailbox.json": json.dumps(mailbox, indent=0).encode()})


def _round(service: Any) -> None:
    if service.clock.now() < story.moment(LAST):
        playing.one_round(service)
    elif hasattr(service, "collecting"):
        service.collecting.work()
    else:
        service.collect()


def _out_of_order(simulator: Any) -> None:
    """Have the mail server take no letter of ours from some time on."""
    send = smtp.Post.send

    def refuse(post: Any, raw: bytes, recipient: str, *more: Any, **named: Any) -> Any:
        if recipient != simulator.desk.address and simulator.clock.now() >= story.moment(WHEN_MAIL_FAILS):
            raise import_module("mailservice.errors").TryLater("the mail server is down")
        return send(post, raw, recipient, *more, **named)

    smtp.Post.send = refuse


def _before_its_end(does: Callable[[], object]) -> None:
    """Have something done before the story's own way into the mailbox is closed."""
    imap = import_module("mailservice.transport.imap")
    close = imap.Mailbox.close

    def closing_it(mailbox: Any) -> None:
        imap.Mailbox.close = close
        does()
        close(mailbox)

    imap.Mailbox.close = closing_it


def _every_mail(account: Any) -> Iterator[list[str]]:
    """Give every mail of the mailbox: its folder, when it came, and its bytes as latin-1."""
    with IMAPClient(account.host, account.port, ssl=False) as client:
        client.normalise_times = False
        client.login(account.user, account.password)
        for _flags, _separator, folder in client.list_folders():
            client.select_folder(folder, readonly=True)
            for _uid, one in sorted(client.fetch(client.search(), ["INTERNALDATE", "BODY.PEEK[]"]).items()):
                yield [folder, one[b"INTERNALDATE"].isoformat(), one[b"BODY[]"].decode("latin-1")]


def _keep(to: Path, files: dict[str, bytes]) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    to.write_bytes(lzma.compress(packed.getvalue(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
