"""What each seal laid into the mailbox, and whether that is what lies there: start at `laid`, then `difference`.

The files count, as they are read, and not the words beside them: a provider may build a message anew, and a later version of
this program write it otherwise.
"""

import re
from collections.abc import Iterator

from mailservice.mail import seals
from mailservice.mail.seals import Seal
from mailservice.record import lookup
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.record.register import REGISTER
from mailservice.service.custody.findings import Item
from mailservice.service.custody.sealing import Handed, handed
from mailservice.service.desk import Desk

FOLDERS = (seals.FOLDER, seals.BOOK_FOLDER)
_NAME = re.compile(r"(seal|kept)(\d{6})(?:n(\d+)(c?)|[0-9a-f]{16})")
_FAULTS = (ValueError, KeyError, TypeError, AttributeError)


def laid(tx: Transaction, desk: Desk, seal: Seal) -> Iterator[Item]:
    """Yield everything that should lie in the mailbox since a seal was made; the seal itself is the last."""
    for case in sorted({*seal.chains, REGISTER}, reverse=True):
        for one in handed(tx, desk, seal, case):
            reference = lookup.case(tx, case).reference if case > BOOK else ""
            named = {"name": one.name, "message_id": one.name, "digest": ""}
            yield Item(**named, letter=False, reference=reference, folder=one.folder, at=one.at, seal=seal.number)


def made(tx: Transaction, desk: Desk, every: dict[int, Seal], name: str) -> Handed | None:
    """Return what the record lays into the mailbox under a name; None where it lays nothing."""
    found = _NAME.fullmatch(name)
    seal = every.get(int(found[2])) if found else None
    if found is None or seal is None:
        return None
    case = REGISTER if found[1] == "seal" else int(found[3])
    return next((one for one in handed(tx, desk, seal, case) if one.name == name), None)


def difference(made_so: Handed | None, raw: bytes) -> str:
    """Return in words what of a message that a seal laid down is not as it was written; '' where all of it is."""
    found = seals.files_of(raw)
    if made_so is None or made_so.files.keys() - found.keys():
        return "a file of it is gone"
    for name, data in made_so.files.items():
        if _read(name, data) != _read(name, found[name]):
            return "what it says was changed"
    return "a file was added to it" if found.keys() - made_so.files.keys() else ""


def _read(name: str, data: bytes) -> object:
    """Return what a file says: entries by their values, since a later version may write them in another order."""
    if name != seals.ENTRIES:
        return data
    try:
        return seals.load_entries(data)
    except _FAULTS:
        return data
