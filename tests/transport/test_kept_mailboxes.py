"""Mailboxes that outlive their server: what lay there lies there after a restart, under its number, with its date and flags."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from imapclient import IMAPClient

from mailservice.clock import VirtualClock
from mailservice.transport.embedded import DESK, PASSWORD, PEOPLE, EmbeddedServer

TUESDAY = datetime(2026, 12, 22, 16, 59, tzinfo=UTC)
SERVICE = "escalate@partnership.example"
CASE = "Escalations/NSCP 2026-0001 Ünïcode.../.."
ODD = b"From: ife@health.example\nSubject: \xff\xfe bare lines\n\n\x80 no end of line, and a lone \r here"


@contextmanager
def opened(kept: Path, user: str = DESK) -> Iterator[tuple[EmbeddedServer, IMAPClient]]:
    with EmbeddedServer(VirtualClock(TUESDAY), SERVICE, kept=kept) as server:
        client = IMAPClient(server.imap.host, server.imap.port, ssl=False, timeout=5)
        client.normalise_times = False
        client.login(user, PASSWORD)
        yield server, client
        client.logout()


def shown(client: IMAPClient) -> dict[str, object]:
    """Return every folder as a client sees it: its UIDVALIDITY, and each message's number, date, flags and bytes."""
    told: dict[str, object] = {}
    for flags, _, name in client.list_folders():
        if {b"\\Noselect", b"\\NonExistent"} & {*flags}:
            continue
        validity = client.select_folder(name, readonly=True)[b"UIDVALIDITY"]
        found = client.fetch(client.search(), ["INTERNALDATE", "FLAGS", "BODY.PEEK[]"]) if client.search() else {}
        told[name] = (
            validity,
            {
                uid: (one[b"INTERNALDATE"], {*one[b"FLAGS"]} - {b"\\Recent"}, one[b"BODY[]"])
                for uid, one in found.items()
            },
        )
    return told


def test_everything_lies_where_it_lay_after_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path) as (server, client):
        for number in range(4):
            server.deliver(ODD + bytes([48 + number]), TUESDAY + timedelta(hours=number))
        for name in (CASE, "Held", "Other"):
            client.create_folder(name)
        client.select_folder("INBOX")
        first, second, third, last = client.search()
        client.move([last], CASE)
        client.copy([first], "Held")
        client.add_flags([first], [b"\\Seen", b"$Forwarded"])
        client.delete_messages([second])
        client.expunge()
        client.rename_folder("Held", "Automatic")
        client.delete_folder("Other")
        before = shown(client)
    assert {*before} == {"INBOX", CASE, "Automatic"}
    with opened(tmp_path) as (server, client):
        assert shown(client) == before
        client.select_folder("INBOX")
        assert client.search() == [first, third]
        server.deliver(ODD)
        client.noop()
        assert client.search()[-1] == last + 1, "a number that was given is never given again"
    with opened(tmp_path, PEOPLE) as (_, client):
        assert [*shown(client)] == ["INBOX"]


def test_what_was_taken_is_there_even_if_the_server_is_killed_at_once(tmp_path: Path) -> None:
    with opened(tmp_path / "kept") as (server, client):
        server.deliver(ODD)
        (tmp_path / "kept").rename(tmp_path / "as it was then")
        (tmp_path / "kept" / DESK / "INBOX").mkdir(parents=True)
        before = shown(client)
    with opened(tmp_path / "as it was then") as (_, client):
        assert shown(client) == before


@pytest.mark.parametrize("name", ["INBOX", "..", "a/../../b", "Ünï"])
def test_no_folder_leads_out_of_its_place(tmp_path: Path, name: str) -> None:
    with opened(tmp_path / "kept") as (_, client):
        if name != "INBOX":
            client.create_folder(name)
        before = shown(client)
    assert [one.name for one in tmp_path.iterdir()] == ["kept"]
    with opened(tmp_path / "kept") as (_, client):
        assert shown(client) == before
