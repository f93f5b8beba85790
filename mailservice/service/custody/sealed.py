"""What each seal laid into the mailbox, and whether that is what lies there: start at `sealed`, then `difference`.

The files count, as they are read, and of the words beside them the prints alone: a provider may build a message anew, and a
later version of this program write it otherwise.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mailservice.mail import seals
from mailservice.mail.parse import parse
from mailservice.mail.seals import Seal
from mailservice.record import lookup, sealing
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.record.register import REGISTER
from mailservice.service import going
from mailservice.service.custody.findings import Item
from mailservice.service.custody.sealing import Handed, handed, in_confidence, part_of, parts
from mailservice.service.desk import Desk

FOLDERS = (seals.FOLDER, seals.BOOK_FOLDER)
_NAME = re.compile(r"(seal|kept)(\d{6})(?:[0-9a-f]{8}n(r|\d+)c?(?:p(\d+))?|[0-9a-f]{16})")
# What somebody compares by eye with a morning letter.
_PRINT = re.compile(r"\b[0-9a-f]{4}(?: [0-9a-f]{4}){3}\b")
_FAULTS = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)


@dataclass(frozen=True)
class Sealed:
    """Every seal that the record made, and the mails ever held in confidence: what is asked again and again in a look."""

    desk: Desk
    seals: Mapping[int, Seal]
    confidential: frozenset[str]
    # By seal and chain: of what it laid down nothing is left, since the case was given up.
    lost: frozenset[tuple[int, int]] = frozenset()

    def laid(self, tx: Transaction, number: int) -> Iterator[Item]:
        """Yield everything that should lie in the mailbox since a seal was made; the seal itself is the last."""
        there = {case for case in self.seals[number].chains if (number, case) not in self.lost}
        for case in sorted({*there, REGISTER}, reverse=True):
            reference = lookup.case(tx, case).reference if case > BOOK else ""
            for one in handed(tx, self.desk, self.seals[number], case, self.confidential):
                named = {"name": one.name, "message_id": one.name, "digest": ""}
                yield Item(**named, letter=False, reference=reference, folder=one.folder, at=one.at, seal=number)

    def is_whole(self, name: str) -> bool:
        """Tell whether the record still has what it laid down under a name: with a seal went the one before it once more."""
        found = _NAME.fullmatch(name)
        if found is None or int(found[2]) not in self.seals:
            return False
        return found[1] != "seal" or int(found[2]) == 1 or int(found[2]) - 1 in self.seals

    def made(self, tx: Transaction, name: str) -> Handed | None:
        """Return what the record lays into the mailbox under a name; None where it lays nothing."""
        found = _NAME.fullmatch(name)
        seal = self.seals.get(int(found[2])) if found else None
        if found is None or seal is None:
            return None
        case = REGISTER if found[3] in (None, "r") else int(found[3])
        part = int(found[4] or 1) if found[1] == "kept" else parts(seal, case)
        made = part_of(tx, self.desk, seal, case, part, self.confidential)
        return next((one for one in made if one.name == name), None)


def sealed(tx: Transaction, desk: Desk) -> Sealed:
    """Return what the record sealed so far."""
    return Sealed(desk, {one.number: one for one in sealing.kept(tx)}, in_confidence(tx), frozenset(going.lost(tx)))


def chain_of(name: str) -> int | None:
    """Return of which chain something has entries, by the name under which it was laid down; None for no such name."""
    found = _NAME.fullmatch(name)
    return int(found[3]) if found and found[3] not in (None, "r") else None


def difference(made_so: Handed | None, raw: bytes) -> str:
    """Return in words what of a message that a seal laid down is not as it was written; '' where all of it is."""
    if seals.has_two_of_a_name(raw):
        return "a file stands in it twice"
    found = seals.files_of(raw)
    if made_so is None or made_so.files.keys() - found.keys():
        return "a file of it is gone"
    for name, data in made_so.files.items():
        if _read(name, data) != _read(name, found[name]):
            return "what it says was changed"
    if found.keys() - made_so.files.keys():
        return "a file was added to it"
    told = set(_PRINT.findall(f"{made_so.subject} {' '.join(made_so.lines)}"))
    mail = parse(raw)
    shown = " ".join(f"{mail.subject} {mail.text}".split())
    return "" if set(_PRINT.findall(shown)) <= told else "the print that it shows was changed"


def _read(name: str, data: bytes) -> object:
    """Return what a file says: entries by their values, since a later version may write them in another order."""
    if name not in (seals.ENTRIES, seals.ENTRIES_BEFORE):
        return data
    try:
        return seals.load_entries(data)
    except _FAULTS:
        return data
