"""The keys of signatures, asked of the DNS and remembered: a sender takes a key down one day, and the record is checked later.

A file of lines in the data folder; a key is added when it is first seen, and none is ever taken out.
"""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from mailservice.mail.trust.judging import keys_wanted
from mailservice.mail.trust.setup import Setup
from mailservice.transport import dns

FILE = "signing-keys.jsonl"


@dataclass
class Keyring:
    """The keys for the mails of one mailbox; `ask` gives the DNS text under a name, None where there is none."""

    file: Path
    setup: Setup
    ask: Callable[[str], bytes | None] = dns.text
    _known: dict[str, bytes] | None = None
    _alone: threading.Lock = field(default_factory=threading.Lock)

    def keys_for(self, raw: bytes, at: datetime) -> Mapping[str, bytes]:
        """Return the keys that the check of a mail needs, as far as the DNS or the file has them; it is not read otherwise."""
        found = {}
        for name in keys_wanted(raw, self.setup):
            key = self.ask(name)
            if key is not None:
                self._remember(name, key, at)
            remembered = key if key is not None else self._all().get(name)
            if remembered is not None:
                found[name] = remembered
        return found

    def _remember(self, name: str, key: bytes, at: datetime) -> None:
        with self._alone:
            if self._all().get(name) == key:
                return
            self._all()[name] = key
            self.file.parent.mkdir(exist_ok=True)
            line = {"name": name, "text": key.decode("latin-1"), "seen": at.isoformat()}
            with self.file.open("a", encoding="utf-8") as kept:
                kept.write(json.dumps(line) + "\n")

    def _all(self) -> dict[str, bytes]:
        if self._known is None:
            self._known = {one["name"]: one["text"].encode("latin-1") for one in _lines(self.file)}
        return self._known


def _lines(file: Path) -> list[dict[str, str]]:
    """Return what the file holds; a last line that was cut off when the machine stopped is left out."""
    found = []
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found
