"""A mailbox that is another than the record's: nothing is read there until somebody says that it was moved on purpose."""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailservice.cases.history.events import MailboxMoved
from mailservice.clock import VirtualClock
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import ImapAccount, Mailbox
from tests import servers
from tests.service.beginning import MONDAY, VISITOR, WAITING, World
from tests.service.crashing import DESK

HOUR = timedelta(hours=1)
LIMPS = "may not be its record"


@pytest.fixture
def world(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[World]:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = World(tmp_path, dovecot.account(), server, clock)
        made.begin()
        made.start()
        yield made
        made.close()


def moved(world: World, dovecot: servers.Dovecot) -> ImapAccount:
    """Move the mailbox to another account, with its folders and dates; every mail has another number there."""
    world.hands.close()
    new = dovecot.account()
    shutil.copytree(dovecot.folder / "mail" / world.account.user, dovecot.folder / "mail" / new.user)
    for path in (dovecot.folder / "mail" / new.user).rglob("*"):
        owner = (dovecot.folder / "mail").stat()
        os.chown(path, owner.st_uid, owner.st_gid)
        if path.name.startswith(("dovecot.index", "dovecot-uidlist")):
            path.unlink()
    os.chown(dovecot.folder / "mail" / new.user, owner.st_uid, owner.st_gid)
    world.hands = Mailbox(new)
    return new


def opens(world: World, number: int) -> None:
    child = f"NCT-10000{number}"
    world.writes(VISITOR, f"I do not agree that {child} was closed.", child=child)


def test_a_moved_mailbox_loses_no_mail_and_takes_none_twice(world: World, dovecot: servers.Dovecot) -> None:
    opens(world, 1)
    world.live(WAITING)
    opens(world, 2)
    world.service.collecting.work()  # it lies in the INBOX, and was not decided on
    new = moved(world, dovecot)
    opens(world, 3)
    before = len(world.letters())
    assert "If it was moved on purpose: mailservice record move-mailbox" in world.start(account=new)
    world.live(HOUR)
    assert (len(world.references()), world.outcomes()) == (1, {"acted": 1, "unsettled": 1})
    assert world.headlines(LIMPS) == 1
    assert len(world.letters()) - before == sum(LIMPS in one.subject for one in world.letters())
    assert world.inside("INBOX") == 2, "nothing is touched there"

    assert world.adopting().move_mailbox("the office has another provider", "amira").reason == ""
    world.live(WAITING)
    world.live(WAITING)
    assert (len(world.references()), world.outcomes()) == (3, {"acted": 3})
    assert world.inside("INBOX") == 0
    [event] = [one for one in world.events() if isinstance(one, MailboxMoved)]
    assert (event.before, event.after, event.by) == (world.account.name, new.name, "amira")
    assert world.start(account=new) == ""
    assert world.whole()


def test_another_mailbox_that_numbers_its_mails_alike_hides_none(world: World, dovecot: servers.Dovecot) -> None:
    opens(world, 1)
    world.live(WAITING)
    validity = world.hands.uidvalidity()
    new = dovecot.account()
    world.hands.close()
    world.hands = Mailbox(new)
    opens(world, 2)
    world.hands.close()
    box = dovecot.folder / "mail" / new.user
    for path in box.glob("dovecot.index*"):
        path.unlink()
    uids = box / "dovecot-uidlist"
    uids.write_text(re.sub(r" V\d+ ", f" V{validity} ", uids.read_text(), count=1))
    world.hands = Mailbox(new)
    assert (world.hands.uidvalidity(), world.hands.uids()) == (validity, (1,)), "this test would show nothing"
    world.start(account=new)
    world.adopting().move_mailbox("another provider, whose mailboxes are all numbered alike", "amira")
    world.live(WAITING)
    assert len(world.references()) == 2


def test_the_settings_put_right_end_it_by_themselves(world: World, dovecot: servers.Dovecot) -> None:
    opens(world, 1)
    world.live(WAITING)
    assert world.start(account=dovecot.account()) != ""
    assert world.start() == ""
    world.live()
    assert world.headlines(LIMPS) == 0, "it was put right before the office could be told"


def test_a_mailbox_is_not_moved_where_it_is(world: World) -> None:
    with pytest.raises(ValueError, match="already"):
        world.adopting().move_mailbox("by mistake", "amira")
    with pytest.raises(ValueError, match="nothing stands"):
        world.adopting().adopt("by mistake", "amira")


def test_another_mailbox_is_not_adopted(world: World, dovecot: servers.Dovecot) -> None:
    world.start(account=dovecot.account())
    with pytest.raises(ValueError, match="move-mailbox"):
        world.adopting().adopt("by mistake", "amira")


def test_a_mailbox_that_is_out_of_reach_at_the_start_is_looked_into_as_soon_as_it_can_be(world: World) -> None:
    opens(world, 1)
    world.service.collecting.work()
    nobody = ImapAccount("127.0.0.1", 9, world.account.user, "none", tls=False)
    assert "could not be looked into" in world.start(account=nobody)
    world.service.settle_here()
    assert world.references() == [], "perhaps it was restored: nobody can tell yet"
    reachable, world.service.beginning.mailbox = world.service.beginning.mailbox, Mailbox(world.account)
    world.service.carry_mail(world.service.settle_here)
    assert world.service.beginning.holds() == ""
    world.service.beginning.mailbox.close()
    del reachable
    world.service.settle_here()
    assert len(world.references()) == 1
