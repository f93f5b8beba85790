"""What is kept, for whoever acts on it and whoever only looks: the record, the policy that a case is held to, who was who."""

import getpass
from datetime import datetime
from pathlib import Path

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import DirectoryTaken
from mailservice.directory import Directory
from mailservice.errors import Problem, UserError
from mailservice.policy.load import load_bytes
from mailservice.policy.model import Policy
from mailservice.record import contents, ledger
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.settings.directory_file import kept_directory, load_directory
from mailservice.settings.loading import Settings

_NEVER_BEGUN = (
    "there is no record yet. At a first installation: mailservice record init. If there was a record before, begin none: is its "
    "disk mounted, and does [database] url, or [service] data, name the right place? If it is lost: restore a backup"
)


def record_of(settings: Settings, partnership: str) -> Database:
    """Return the record that was begun, as it is: for whoever looks, and whoever acts by hand; UserError where none was.

    Nothing is made by looking, neither a file nor a table: RecordAway where the tables are another version's.
    """
    record = Database(settings.database_url)
    begun(record, settings, partnership)
    return record


def begun(record: Database, settings: Settings, partnership: str) -> None:
    """Raise UserError where a record was never begun, and RecordAway where it is away, or another version's."""
    if record.is_laid():
        record.require_ours()
        if record.is_begun(partnership):
            return
    record.close()
    raise UserError([Problem(settings.shown_database, "", _NEVER_BEGUN)])


def opened(record: Database, settings: Settings, partnership: str) -> None:
    """Open a record for the service to work on: its tables are brought to the newest migration first; else as `begun`."""
    if record.is_laid():
        record.upgrade(keeping=True)
    begun(record, settings, partnership)


def laid(settings: Settings) -> Database:
    """Return the record's database, laid where there is none yet; one that is there stays as it is. UserError."""
    data, record = settings.service.data, Database(settings.database_url)
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if record.file and not record.has_file():
            record.file.touch(mode=0o600)  # nobody else of this machine reads it, nor what SQLite puts beside it
    except OSError as fault:
        remedy = "write another under data of [service], or let it be made: sudo install -d -m 700 -o"
        said = f"cannot be made, or written ({fault.strerror}); {remedy} {getpass.getuser()} {data}"
        raise UserError([Problem(str(data), "", said)]) from None
    if not record.is_laid():
        record.upgrade()
    return record


def kept_policy(tx: Transaction, case: Case) -> Policy:
    """Return the version of the policy that a case goes by, from the bytes kept with it, its overlay's among them."""
    policy, overlay = case.policy_digest, case.overlay_digest
    filling = (contents.get(tx, overlay) or b"", f"overlay {overlay[:12]}") if overlay else None
    return load_bytes(contents.get(tx, policy) or b"", f"policy {policy[:12]}", filling)


def kept(tx: Transaction, until: datetime | None = None) -> bytes | None:
    """Return the bytes of the directory that was taken last, or by some moment; None where none was."""
    taken = [one for one in ledger.of_kinds(tx, BOOK, "DirectoryTaken") if until is None or one.at <= until]
    return contents.get(tx, taken[-1].digest) if taken and isinstance(taken[-1], DirectoryTaken) else None


def directory_of(file: Path, policy: Policy, record: Database) -> Directory:
    """Return who is who: as the file says, or where it has faults as it last had none; UserError at a first start."""
    try:
        return load_directory(file, policy.places)
    except UserError:
        with record.read(policy.id) as tx:
            before = kept(tx)
        if before is None:
            raise
        return kept_directory(before)
