"""What is kept, for whoever acts on it and whoever only looks: the record, and the policy that a case is held to."""

from mailservice.cases.history.case import Case
from mailservice.policy.load import load_bytes
from mailservice.policy.model import Policy
from mailservice.record import contents
from mailservice.record.database import Database, Transaction
from mailservice.settings.loading import Settings


def record_of(settings: Settings) -> Database:
    """Return the record, its tables brought to the newest migration."""
    settings.service.data.mkdir(parents=True, exist_ok=True)
    record = Database(settings.database_url)
    record.upgrade()
    return record


def kept_policy(tx: Transaction, case: Case) -> Policy:
    """Return the version of the policy that a case goes by, from the bytes kept with it, its overlay's among them."""
    policy, overlay = case.policy_digest, case.overlay_digest
    filling = (contents.get(tx, overlay) or b"", f"overlay {overlay[:12]}") if overlay else None
    return load_bytes(contents.get(tx, policy) or b"", f"policy {policy[:12]}", filling)
