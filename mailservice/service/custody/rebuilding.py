"""A lost record, made again from the mailbox: its chains, dates and letters up to the newest seal. Start at `Rebuilding.read`.

What came after that seal lies in the mailbox too, and is received anew once somebody says that the record goes on: until then
its service decides nothing. Nothing is sent, and nothing in the mailbox is changed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from mailservice.mail.trust.signing import Keys
from mailservice.record import contents, partnerships, register, remade
from mailservice.record.account import Account
from mailservice.record.database import Transaction
from mailservice.record.remade import Bytes, Lacking, Wanted
from mailservice.service.custody.beginning import SET_BACK
from mailservice.service.custody.handed_over import HandedOver, Line, by_chain
from mailservice.service.custody.steps import Step
from mailservice.service.folders import is_ours
from mailservice.transport.imap import INBOX, Entry, Mailbox, together

# The form of the Message-IDs of what the record hands over, whatever key signed them.
_HANDED_OVER = re.compile(r"<(?:seal|kept)\d{6}[0-9a-z]{1,30}\.[a-z2-7]{16}@[^<>\s]{1,250}>")


@dataclass
class Rebuilding:
    """Makes the record of one partnership again; `done` of so many messages were read."""

    mailbox: Mailbox
    partnership: str
    keys: Keys
    handed: HandedOver = field(init=False)
    done: int = 0
    of: int = 0
    found: Bytes = field(default_factory=Bytes)
    _lying: dict[str, list[Entry]] = field(default_factory=dict)
    _read: set[tuple[str, int]] = field(default_factory=set)
    # By the hash of a Message-ID: where a message of it lies whose bytes are no mail's or letter's of the record.
    _others: dict[str, tuple[str, Entry]] = field(default_factory=dict)
    _told: Account = field(default_factory=Account)

    def __post_init__(self) -> None:
        self.handed = HandedOver(self.partnership, self.keys)

    def read(self) -> Iterator[Step]:
        """Yield the steps that read what the record handed over; the mailbox's folders are looked through for it."""
        for folder in self.mailbox.folders():
            yield partial(self._scan, folder)
        ours = [
            (folder, [one for one in entries if _HANDED_OVER.fullmatch(one.message_id)])
            for folder, entries in self._lying.items()
        ]
        self.of = sum(len(entries) for _, entries in ours)
        for folder, entries in ours:
            for batch in together(entries):
                yield partial(self._take_in, folder, batch)

    def _scan(self, folder: str) -> None:
        self._lying[folder] = list(self.mailbox.scan(folder))

    def _take_in(self, folder: str, batch: list[Entry]) -> None:
        named = {one.uid: one.message_id for one in batch}
        for one in self.mailbox.read(folder, batch):
            self.handed.add(named[one.uid], one.raw)
        self._read |= {(folder, one.uid) for one in batch}
        self.done = min(self.done + len(batch), self.of)

    def lay(self, tx: Transaction, line: Line) -> Iterator[Step]:
        """Yield the steps that lay the record as the seals have it; `conclude` comes once they are done."""
        self._told = remade.lay_chains(
            tx, by_chain(self.handed, line), line.seals, self.handed.data, self.handed.names(line)
        )
        wanted = remade.wanted(self._told)
        yield from self._look_for(tx, wanted, lambda one: _name(one) in wanted.by_name)
        yield from self._look_for(tx, wanted, lambda _: True)
        for name, (folder, entry) in self._others.items():
            yield partial(self._exchange, tx, wanted, name, folder, entry)

    def conclude(self, tx: Transaction, why: str) -> Lacking:
        """Make the tables, and have the record wait for a person; return what could not be made."""
        lacking = remade.lay_rows(tx, self._told, self.found)
        partnerships.wait_for(tx, f"{SET_BACK}: {why}.")
        return lacking

    def _look_for(self, tx: Transaction, wanted: Wanted, is_one: Callable[[Entry], bool]) -> Iterator[Step]:
        """Yield the steps that read the messages which may be looked for, unless all is found."""
        if wanted.kinds.keys() <= self.found.there:
            return
        left = {
            folder: [one for one in entries if (folder, one.uid) not in self._read and is_one(one)]
            for folder, entries in self._lying.items()
        }
        self.done, self.of = 0, sum(len(entries) for entries in left.values())
        for folder, entries in left.items():
            for batch in together(entries):
                yield partial(self._keep, tx, wanted, folder, batch)

    def _keep(self, tx: Transaction, wanted: Wanted, folder: str, batch: list[Entry]) -> None:
        entries = {one.uid: one for one in batch}
        for one in self.mailbox.read(folder, batch):
            digest, name = contents.digest_of(one.raw), _name(entries[one.uid])
            self.found.see(one.raw)
            if digest in wanted.kinds:
                contents.keep(tx, one.raw, wanted.kinds[digest])
                self.found.there.add(digest)
                self._lies(digest, folder)
            elif name in wanted.by_name:
                self._others.setdefault(name, (folder, entries[one.uid]))
        self._read |= {(folder, one.uid) for one in batch}
        self.done = min(self.done + len(batch), self.of)

    def _exchange(self, tx: Transaction, wanted: Wanted, name: str, folder: str, entry: Entry) -> None:
        """Let a message stand for the one that is lost and bears its Message-ID, where that is one alone."""
        lost = [one for one in wanted.by_name[name] if one not in self.found.there]
        if not name or len(lost) != 1:
            return
        for one in self.mailbox.read(folder, [entry]):
            self.found.exchanged[lost[0]] = contents.keep(tx, one.raw, wanted.kinds[lost[0]])
            self._lies(lost[0], folder)

    def _lies(self, digest: str, folder: str) -> None:
        if is_ours(folder):
            self.found.filed.add(digest)
        elif folder == INBOX:
            self.found.in_inbox.add(digest)


def _name(entry: Entry) -> str:
    return register.message(entry.message_id)
