"""What the record leaves with the mailbox each morning: a seal, and the new entries of each case as a file. Start at `written`.

A seal says how far every chain had come, and goes on from the seal before: it holds no name and nothing that anybody wrote. The
entries lie in their own case's folder, and go with it. By both a record that is lost can be made again. Pure: bytes in and out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from functools import cached_property
from hashlib import sha256

FOLDER = "Record/Seals"
BOOK_FOLDER = "Record/Book"
# The names of what a message has attached: a seal, and entries; what went with the seal before is there once more.
SEAL, ENTRIES = "seal.json", "entries.json"
BEFORE, ENTRIES_BEFORE = "seal-before.json", "entries-before.json"


@dataclass(frozen=True)
class Seal:
    """How far every chain that grew since the seal before had come; `over_all` is one digest over the ends of all.

    `previous` is the digest of the seal before, empty in the first. `chains` has for each chain the first new entry, the last,
    and the hash of that one. `at` is in ISO 8601.
    """

    partnership: str
    identity: str
    number: int
    at: str
    previous: str
    over_all: str
    counts: Mapping[str, int]
    chains: Mapping[int, tuple[int, int, str]]

    def dump(self) -> bytes:
        """Return the seal as canonical JSON, by whose digest it is known."""
        chains = {str(case): list(ends) for case, ends in sorted(self.chains.items())}
        values = {**asdict(self), "counts": dict(self.counts), "chains": chains}
        return json.dumps(values, sort_keys=True, separators=(",", ":")).encode("ascii")

    @cached_property
    def digest(self) -> str:
        """The digest of the seal, by which the next names it."""
        return sha256(self.dump()).hexdigest()

    @property
    def print(self) -> str:
        """The beginning of its digest over all, as a person compares it."""
        return " ".join(self.over_all[at : at + 4] for at in range(0, 16, 4))


def load(raw: bytes) -> Seal:
    """Return a seal from its JSON; ValueError, KeyError or TypeError for what is none."""
    values = json.loads(raw)
    chains = {
        int(case): (int(first), int(last), str(head)) for case, (first, last, head) in values.pop("chains").items()
    }
    return Seal(chains=chains, **values)


@dataclass(frozen=True)
class Row:
    """One entry of a chain as the ledger has it; `content` is its payload, None where it is not to be shown here, or let go."""

    number: int
    at: str
    recorded_at: str
    kind: str
    payload: str
    previous: str
    hash: str
    content: str | None = None


@dataclass(frozen=True)
class Entries:
    """The entries of one chain that are new since the seal before."""

    partnership: str
    case: int
    reference: str
    seal: int
    rows: tuple[Row, ...] = field(repr=False)

    def dump(self) -> bytes:
        """Return the entries as canonical JSON."""
        values = {**asdict(self), "rows": [list(asdict(row).values()) for row in self.rows]}
        return json.dumps(values, sort_keys=True, separators=(",", ":")).encode("ascii")


def load_entries(raw: bytes) -> Entries:
    """Return entries from their JSON; ValueError, KeyError or TypeError for what is none."""
    values = json.loads(raw)
    rows = tuple(Row(*row) for row in values.pop("rows"))
    return Entries(rows=rows, **values)


@dataclass(frozen=True)
class Envelope:
    """From and to whom a message is that nobody sends, under which Message-ID, and of when."""

    name: str
    address: str
    message_id: str
    date: datetime


def written(envelope: Envelope, subject: str, lines: Sequence[str], files: Mapping[str, bytes]) -> bytes:
    """Return a message with these lines and files; the same values give the same bytes."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = formataddr((envelope.name, envelope.address))
    message["To"] = envelope.address
    message["Subject"] = subject
    message["Date"] = format_datetime(envelope.date)
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(lines) + "\n", cte="quoted-printable")
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    message.set_boundary(f"=_{sha256(envelope.message_id.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def files_of(raw: bytes) -> dict[str, bytes]:
    """Return what a message has attached, by name, decoded; nothing where it is not of this kind."""
    message = message_from_bytes(raw)  # the older policy: it reads whatever bytes, and raises at none
    found: dict[str, bytes] = {}
    for part in message.walk():
        name, data = part.get_filename(), part.get_payload(decode=True)
        if name and isinstance(data, bytes):
            found[str(name)] = data
    return found


def has_two_of_a_name(raw: bytes) -> bool:
    """Tell whether a message has two files of one name: one reader takes the first, another the last."""
    names = [one.get_filename() for one in message_from_bytes(raw).walk()]
    named = [str(one) for one in names if one]
    return len(named) != len({*named})


def over_all(ends: Mapping[int, tuple[int, str]]) -> str:
    """Return one digest over how long each chain is, and its last hash."""
    lines = (f"{case} {length} {head}\n" for case, (length, head) in sorted(ends.items()))
    return sha256("".join(lines).encode()).hexdigest()
