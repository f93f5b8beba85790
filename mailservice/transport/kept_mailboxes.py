"""Mailboxes of the embedded server that outlive it: a change is in files before a client hears of it. Start at `KeptMailboxes`.

A folder for each of IMAP's; in it each message as it came, named by its UID and dated as it arrived, and `state.json`.
"""

import json
import os
import shutil
from collections.abc import Awaitable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.exceptions import NotSupportedError
from pymap.mime import MessageContent
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag

INBOX, _STATE = "INBOX", "state.json"
Done = TypeVar("Done")


class KeptMailboxes(MailboxSet):
    """The folders of one user, in a folder of the disk."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._inbox = self._opened(INBOX)
        names = (unquote(one.name) for one in sorted(folder.iterdir()) if one.is_dir())
        self._set = {name: self._opened(name) for name in names if name != INBOX}
        self._subscribed = dict.fromkeys(self._set, True)

    async def add_mailbox(self, name: str) -> ObjectId:
        """Make a folder; ValueError where there is one."""
        if name in self._set:
            raise ValueError(name)
        made = self._set[name] = self._opened(name)
        return made.mailbox_id

    async def delete_mailbox(self, name: str) -> None:
        """Remove a folder with all that is in it; KeyError without one."""
        await super().delete_mailbox(name)
        shutil.rmtree(self._place(name))

    async def rename_mailbox(self, before: str, after: str) -> None:
        """Give a folder, and those below it, another name."""
        if before == INBOX:
            raise NotSupportedError
        await super().rename_mailbox(before, after)
        for name, mailbox in self._set.items():
            if isinstance(mailbox, KeptMailbox):
                mailbox.lie_in(self._place(name))

    def _opened(self, name: str) -> "KeptMailbox":
        return KeptMailbox(self._content_cache, self._thread_cache, self._place(name))

    def _place(self, name: str) -> Path:
        return self._folder / quote(name, safe=" ").replace(".", "%2E")


class KeptMailbox(MailboxData):
    """One folder: what pymap does to it in memory is then done to the files."""

    def __init__(self, contents: Any, threads: Any, folder: Path) -> None:
        super().__init__(contents, threads)
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        state = folder / _STATE
        if state.exists():
            self._take(json.loads(state.read_text(encoding="utf-8")))
        self.keep()

    def lie_in(self, folder: Path) -> None:
        """Move the files, if they lie elsewhere."""
        self._folder = self._folder if folder == self._folder else self._folder.rename(folder)

    async def append(self, *told: Any, **more: Any) -> Message:
        """Take a message in."""
        return await self._and_keep(super().append(*told, **more))

    async def copy(self, uid: int, destination: MailboxData, **more: Any) -> int | None:
        """Copy a message into another folder."""
        return await self._and_keep(super().copy(uid, destination, **more), destination)

    async def move(self, uid: int, destination: MailboxData, **more: Any) -> int | None:
        """Move a message into another folder: it lies there before it is gone from here."""
        return await self._and_keep(super().move(uid, destination, **more), destination)

    async def update(self, *told: Any, **more: Any) -> Message:
        """Set a message's flags."""
        return await self._and_keep(super().update(*told, **more))

    async def delete(self, uids: Iterable[int]) -> None:
        """Remove messages."""
        await self._and_keep(super().delete([*uids]))

    async def _and_keep(self, change: Awaitable[Done], *others: MailboxData) -> Done:
        done = await change
        for one in (*others, self):
            if isinstance(one, KeptMailbox):
                one.keep()
        return done

    def _take(self, state: Mapping[str, Any]) -> None:
        self._uid_validity, self._max_uid = state["uid_validity"], state["max_uid"]
        for file in sorted(self._folder.glob("*.eml"), key=lambda one: int(one.stem)):
            content = MessageContent.parse(file.read_bytes())
            self._messages[int(file.stem)] = Message(
                int(file.stem),
                datetime.fromtimestamp(file.stat().st_mtime, UTC),
                [Flag(one.encode()) for one in state["flags"].get(file.stem, ())],
                email_id=self._content_cache.add(content),
                thread_id=self._thread_cache.add(content),
                content=content,
            )
        self._mod_sequences.update(self._messages)

    def keep(self) -> None:
        """Bring the files along. The highest UID is kept first, so that none is given twice (RFC 3501 section 2.3.1.1)."""
        flags = {str(uid): sorted(map(str, message.permanent_flags)) for uid, message in self._messages.items()}
        state = {"uid_validity": self._uid_validity, "max_uid": self._max_uid, "flags": flags}
        _put(self._folder / _STATE, json.dumps(state).encode())
        lie = {int(file.stem): file for file in self._folder.glob("*.eml")}
        for uid in self._messages.keys() - lie.keys():
            message = self._messages[uid]
            raw = bytes(message._content or b"")  # noqa: SLF001 - pymap's own way to it waits for a client's wish
            _put(self._folder / f"{uid}.eml", raw, message.internal_date)
        for uid in lie.keys() - self._messages.keys():
            lie[uid].unlink()


def _put(file: Path, content: bytes, at: datetime | None = None) -> None:
    """Write a file whole, or not at all."""
    beside = file.with_suffix(".new")
    beside.write_bytes(content)
    if at is not None:
        os.utime(beside, 2 * (at.timestamp(),))
    beside.replace(file)
