"""A move to another provider, walked as an administrator walks it: folders copied by IMAP, the old address kept as a forward."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from imapclient import IMAPClient

from mailservice.clock import VirtualClock
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import ImapAccount, Mailbox
from tests import servers
from tests.service.beginning import MONDAY, VISITOR, WAITING, World
from tests.service.crashing import DESK

HOUR = timedelta(hours=1)


@pytest.fixture
def world(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[World]:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = World(tmp_path, dovecot.account(), server, clock)
        made.begin()
        made.start()
        yield made
        made.close()


@pytest.fixture
def elsewhere() -> Iterator[servers.Dovecot]:
    """Give another provider: another server, whose folders are divided otherwise."""
    with servers.dovecot(separator=".", prefix="INBOX.") as other:
        yield other


def client(account: ImapAccount) -> IMAPClient:
    made = IMAPClient(account.host, account.port, ssl=False)
    made.login(account.user, account.password)
    return made


def copied(old: ImapAccount, new: ImapAccount) -> int:
    """Copy each folder with its mails, their dates and their flags, as a migration does; return how many mails."""
    count = 0
    with client(old) as source, client(new) as target:
        for flags, separator, name in source.list_folders():
            if b"\\Noselect" in flags:
                continue
            there = name if name == "INBOX" else "INBOX." + name.replace(separator.decode(), ".")
            if not target.folder_exists(there):
                target.create_folder(there)
            source.select_folder(name, readonly=True)
            for one in source.fetch(source.search(), ["RFC822", "INTERNALDATE", "FLAGS"]).values():
                kept = [flag for flag in one[b"FLAGS"] if flag != b"\\Recent"]
                target.append(there, one[b"RFC822"], kept, one[b"INTERNALDATE"])
                count += 1
    return count


def opens(world: World, number: int) -> None:
    world.writes(VISITOR, f"I do not agree that NCT-10000{number} was closed.", child=f"NCT-10000{number}")


def test_a_move_with_cases_open_loses_nothing_and_sends_nothing_twice(world: World, elsewhere: servers.Dovecot) -> None:
    opens(world, 1)
    opens(world, 2)
    world.live(WAITING)
    opens(world, 3)  # it comes in the hour itself: the service is stopped
    world.stop()
    old, new = world.account, elsewhere.account()
    first = copied(old, new)
    asked = world.letters("daniel.mensah@nenevalley.example")[0]
    before = len(world.letters())
    world.hands.close()
    world.hands = Mailbox(new)

    assert "record move-mailbox" in world.start(account=new)
    assert world.adopting().move_mailbox("the council has another tenant", "it").reason == ""
    world.live(WAITING)
    assert first > 5
    assert world.outcomes()["acted"] == 3
    assert len(world.references()) == 3
    assert world.inside("INBOX") == 0
    new_letters = world.letters()[before:]
    assert {one.message_id for one in new_letters}.isdisjoint(one.message_id for one in world.letters()[:before])

    world.writes("daniel.mensah@nenevalley.example", "RECEIVED", answers=asked)
    world.live(HOUR)
    case, letter = world.answered()
    assert (case, bool(letter)) == (1, True), "a letter from before the move is answered on its case"
    assert world.start(account=new) == ""
    assert world.whole()


def test_a_copy_that_is_made_twice_opens_no_case_twice(world: World, elsewhere: servers.Dovecot) -> None:
    opens(world, 1)
    world.live(WAITING)
    opens(world, 2)
    world.stop()
    old, new = world.account, elsewhere.account()
    copied(old, new)
    world.hands.close()
    world.hands = Mailbox(new)
    world.start(account=new)
    world.adopting().move_mailbox("another tenant", "it")
    world.live(WAITING)
    before = len(world.letters("daniel.mensah@nenevalley.example"))
    copied(old, new)  # what came to the old mailbox meanwhile, and all the rest with it
    world.live(WAITING)
    assert (len(world.references()), world.inside("INBOX")) == (2, 0)
    assert len(world.letters("daniel.mensah@nenevalley.example")) == before


def test_whoever_still_writes_to_the_old_address_is_read_and_nobody_takes_it_for_a_person(world: World) -> None:
    opens(world, 1)
    world.live(WAITING)
    moved = replace(DESK, address="escalate@partnership.example")
    world.start(desk=moved)
    world.live(HOUR)
    before = len(world.letters())
    opens(world, 2)  # in copy to the old address, which forwards
    world.live(WAITING)
    assert len(world.references()) == 2
    readers = {address.address for one in world.letters()[before:] for address in one.to}
    assert DESK.address not in readers
    lines = [line for one in world.letters()[before:] for line in one.text.splitlines() if DESK.address in line]
    assert all("keep us in copy" in line for line in lines), "the rules of these tests still name it"


def test_another_tenant_with_the_same_name_and_address_needs_no_word(world: World, elsewhere: servers.Dovecot) -> None:
    opens(world, 1)
    world.live(WAITING)
    opens(world, 2)
    world.stop()
    old = world.account
    new = elsewhere.account(old.user)
    assert new.name == old.name, "as outlook.office365.com is every tenant's"
    copied(old, new)
    world.hands.close()
    world.hands = Mailbox(new)
    assert world.start(account=new) == ""
    before = len(world.letters())
    world.live(WAITING)
    assert (len(world.references()), world.outcomes(), world.inside("INBOX")) == (2, {"acted": 2}, 0)
    opens(world, 3)
    world.live(WAITING)
    assert len(world.references()) == 3
    ids = [one.message_id for one in world.letters()]
    assert len(world.letters()) > before
    assert len(ids) == len(set(ids))


def test_an_empty_mailbox_of_the_same_name_is_filled_from_the_record(world: World, elsewhere: servers.Dovecot) -> None:
    opens(world, 1)
    world.live(WAITING)
    world.stop()
    new = elsewhere.account(world.account.user)
    world.hands.close()
    world.hands = Mailbox(new)
    assert world.start(account=new) == ""
    for _ in range(2):
        world.live(timedelta(hours=12))
    [folder] = world.folders_of_cases()
    assert world.inside(folder) >= 3, "the email that opened it, and both letters"
    assert world.headlines("Emails had gone from folders of the mailbox") == 1
