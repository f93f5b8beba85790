"""Copies of an email that has no Message-ID, in a folder: by what they say, since nothing else tells. Start at `lying`."""

from collections.abc import Collection, Iterable

from mailservice.mail import alike
from mailservice.transport.imap import Entry, Mailbox


def lying(mailbox: Mailbox, folder: str, entries: Iterable[Entry], kept: Collection[bytes]) -> list[int]:
    """Return the UIDs of those messages of a folder without a Message-ID that say what one of these emails says."""
    nameless = [one.uid for one in entries if not one.message_id] if kept else []
    found = mailbox.fetch_from(folder, nameless)
    return [one.uid for one in found if any(not alike.difference(raw, one.raw) for raw in kept)]
