"""One partnership's desk: its address, rules, people, letters and key. `assembly` sets it up, `service` works at it."""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from pathlib import Path

from mailservice.cases.people.turn import Rules
from mailservice.directory import Directory
from mailservice.mail.compose.templates import Templates
from mailservice.mail.trust.setup import AT_THEIR_WORD, Setup
from mailservice.mail.trust.signing import Keys


@dataclass
class Desk:
    """What one partnership's desk is made of: its address, its rules and people, its letters, and the signing keys.

    `directory` alone changes while the service runs, when its file does (`who_is_who`).
    `policy_file`, and `overlay_file` where one fills its gaps, are the bytes of today's policy: each case keeps them.
    `trust` is how the proof of a sender is read; as it stands here, everybody is taken at their word.
    `threshold` and `year_begins` are those of a board's figures.
    """

    name: str
    address: str
    rules: Rules
    directory: Directory
    templates: Templates
    signing_keys: Keys
    policy_file: bytes
    overlay_file: bytes = b""
    plus_addresses: bool = False
    directory_path: Path | None = None
    trust: Setup = AT_THEIR_WORD
    threshold: int = 5
    year_begins: int = 4

    @property
    def partnership(self) -> str:
        """The name under which the record keeps this partnership: its policy's id."""
        return self.rules.policy.id

    @property
    def domain(self) -> str:
        """The domain of the desk's own address."""
        return self.address.rpartition("@")[2]


def new_id() -> str:
    """Return a letter's id: random, 128 bits, lower case, fit for a Message-ID and an address."""
    return b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
