"""The register: the record's own book, in which it says of itself what it keeps. Start at `note`.

It is a chain like a case's (`chain`), and number -1. In it stands whatever the tables say that no event of a case does: each
mail as it came and what became of it, the bytes of each letter, numbers given out, what was let go. `register_account` adds it
up, and `verify` holds the tables to that.
No entry holds a name, an address of a person, or a word that somebody wrote: it may be shown to anybody, and is never let go.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, get_args

from mailservice.record import chain, contents
from mailservice.record.chain import Entry
from mailservice.record.database import Transaction
from mailservice.record.keys import message_key

REGISTER = -1
# The kind of its payloads in `contents`.
KIND = "register"
# The kind of a seal, whose digest an entry names.
SEAL = "seal"


@dataclass(frozen=True)
class RegisterBegun:
    """What stands below was on record before there was a register, and is held from here on to how it stood then."""


@dataclass(frozen=True)
class MailKept:
    """A mail came: where it stood in the mailbox, when, its bytes by their digest, and its Message-ID by a hash."""

    mail: int
    mailbox: str
    uidvalidity: int
    uid: int
    came: str
    collected: str
    digest: str
    message: str


@dataclass(frozen=True)
class MailRenumbered:
    """The mailbox gives a mail another number by now."""

    mail: int
    mailbox: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True)
class MailboxRenamed:
    """The mails of one mailbox are known as another's by now."""

    before: str
    after: str


@dataclass(frozen=True)
class MailSettled:
    """What became of a mail, on which case, and where it is filed; `settled` is when it was decided first."""

    mail: int
    outcome: str
    case: int
    folder: str
    settled: str


@dataclass(frozen=True)
class MessagesJoined:
    """These Message-IDs, by their hashes, belong to a case."""

    case: int
    messages: tuple[str, ...]


@dataclass(frozen=True)
class LetterRendered:
    """The bytes that a letter is, by their digest, and its Message-ID, which is of our making; empty: it is written anew."""

    letter: str
    message_id: str
    digest: str


@dataclass(frozen=True)
class Counted:
    """The last number given out of a sort: of cases, or of references in a year."""

    name: str
    last: int


@dataclass(frozen=True)
class ContentsKept:
    """Bytes that no event, mail or letter names: a policy, a directory, a seal."""

    digest: str
    kind: str
    size: int


@dataclass(frozen=True)
class ContentsLetGo:
    """Bytes were disposed of: each one's digest, kind and size; `by` and `why` are the tombstone's."""

    gone: tuple[tuple[str, str, int], ...]
    at: str
    by: str
    why: str


@dataclass(frozen=True)
class PartnershipNoted:
    """Whose record it is, from here on; `waits_for`, why nothing is decided, by a hash."""

    identity: str
    mailbox: str
    signing_key: str
    started: str
    waits_for: str


@dataclass(frozen=True)
class LetterFound:
    """Something that lay in the mailbox and the record did not know was taken over: its Message-ID and its row, by hashes."""

    message: str
    row: str


@dataclass(frozen=True)
class FoundLetGo:
    """What was taken over from the mailbox went with a case that was disposed of: the Message-IDs, by their hashes."""

    messages: tuple[str, ...]


@dataclass(frozen=True)
class MessagesParted:
    """These Message-IDs, by their hashes, belong to a case no more: it was disposed of, or they went with one that was."""

    case: int
    messages: tuple[str, ...]


@dataclass(frozen=True)
class BytesExchanged:
    """The bytes of mails or letters are lost; others of the same Message-IDs stand for them: each pair is of their digests."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CaseGivenUp:
    """Of a case some was lost for ever when the record was made again, exactly this and nothing more.

    Its first entries up to `before`, of which the last had the hash `head`; the contents of the entries `emptied`; and the
    `letters` that only these told of.
    """

    case: int
    before: int
    head: str
    emptied: tuple[int, ...]
    letters: tuple[str, ...]


@dataclass(frozen=True)
class BytesLost:
    """The bytes of mails or letters lay nowhere when the record was made again, by their digests.

    Of the mails `nameless` the Message-ID was lost with them.
    """

    digests: tuple[str, ...]
    nameless: tuple[int, ...]


@dataclass(frozen=True)
class Sealed:
    """A seal was made: its number, its digest, and the digest over the ends of all chains that it says."""

    number: int
    digest: str
    over_all: str


Noted = (
    RegisterBegun
    | MailKept
    | MailRenumbered
    | MailboxRenamed
    | MailSettled
    | MessagesJoined
    | LetterRendered
    | Counted
    | ContentsKept
    | ContentsLetGo
    | PartnershipNoted
    | LetterFound
    | FoundLetGo
    | MessagesParted
    | BytesExchanged
    | CaseGivenUp
    | BytesLost
    | Sealed
)
KINDS: Mapping[str, type[Noted]] = {kind.__name__: kind for kind in get_args(Noted)}


def note(tx: Transaction, *noted: Noted) -> None:
    """Add entries to the register; their time is the transaction's."""
    if not noted:
        return
    payloads = contents.keep_all(tx, [pack(one) for one in noted], KIND)
    entries = [Entry(tx.at, type(one).__name__, payload) for one, payload in zip(noted, payloads, strict=True)]
    chain.extend(tx, REGISTER, entries, tx.at)


def keep(tx: Transaction, data: bytes, kind: str) -> str:
    """Keep bytes that nothing else on record will name, once, and return their digest."""
    digest = contents.digest_of(data)
    if contents.is_new(tx, digest):
        contents.keep(tx, data, kind)
        note(tx, ContentsKept(digest, kind, len(data)))
    return digest


def pack(noted: Noted) -> bytes:
    """Return the payload of an entry, as the other chains' are packed; without a salt, since there is nothing to guess."""
    return json.dumps({"event": asdict(noted)}, sort_keys=True, separators=(",", ":")).encode("ascii")


def unpack(kind: str, payload: Mapping[str, Any]) -> Noted:
    """Return the entry of this kind from its JSON values; KeyError for a kind that never was."""
    return KINDS[kind](**payload)


def moment(at: datetime | None) -> str:
    """Return a time as an entry has it; empty for none."""
    return chain.stamp(at) if at else ""


def hashed(*values: object) -> str:
    """Return by what something is known that the register may not say."""
    return sha256("".join(f"{value}\n" for value in values).encode()).hexdigest()


def message(message_id: str) -> str:
    """Return by what a Message-ID is known; empty for none."""
    key = message_key(message_id)
    return hashed(key) if key else ""


def row(values: Iterable[object]) -> str:
    """Return by what the row of a table is known, whichever database gave it."""
    return hashed(*(moment(value) if isinstance(value, datetime) else value for value in values))
