"""The first start on a mailbox that was in use: what lay there is counted, and opens, moves and answers nothing (rule 1.8)."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailservice.cases.history.events import CaseOpened, OlderMailKept
from mailservice.clock import VirtualClock
from mailservice.mail.parse import parse
from mailservice.record.database import Database
from mailservice.transport.embedded import EmbeddedServer
from tests import servers
from tests.service.beginning import MONDAY, OFFICE, VISITOR, WAITING, WORKER, World
from tests.service.crashing import DESK
from tests.timing import timed

MARCH = datetime(2024, 3, 4, 9, tzinfo=UTC)
LEFT_ALONE = "Emails from before the start"
MANY = 4_000


def old(number: int, words: str, answers: str = "") -> bytes:
    """Return a mail of 2024, as people wrote it to the address before the service was there."""
    reply = f"In-Reply-To: {answers}\r\n" if answers else ""
    return (
        f"From: {WORKER}\r\nTo: {VISITOR}\r\nCc: {DESK.address}\r\nSubject: NCT-{number:06d}\r\n{reply}"
        f"Message-ID: <old{number}@nenevalley.example>\r\nDate: Mon, 04 Mar 2024 09:00:00 +0000\r\n\r\n{words}\r\n"
    ).encode()


@pytest.fixture
def world(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[World]:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = World(tmp_path, dovecot.account(), server, clock)
        yield made
        made.close()


def fill(dovecot: servers.Dovecot, user: str, count: int) -> None:
    """Put old mails into a user's maildir, as a server that was in use for years has them."""
    box = dovecot.folder / "mail" / user / "cur"
    owner = box.parent.stat()
    words = ("RESOLVED We visit weekly.", "AGREE", "I do not agree that this child stays at home.")
    for number in range(count):
        at = (MARCH + timedelta(minutes=number)).timestamp()
        file = box / f"{at:.0f}.M{number}P1.old:2,"
        file.write_bytes(old(number, words[number % 3]))
        os.utime(file, (at, at))
        os.chown(file, owner.st_uid, owner.st_gid)


def test_four_thousand_old_mails_open_nothing_and_are_counted_once(world: World, dovecot: servers.Dovecot) -> None:
    world.hands.uids()
    fill(dovecot, world.account.user, MANY)
    world.begin()
    took = timed(world.starts_and_lives, 5.0)
    assert (world.references(), world.outcomes()) == ([], {})
    [letter] = world.letters()
    assert "4,000 emails from before 10am on Monday 23 November 2026" in " ".join(letter.text.split())
    assert world.inside("INBOX") == MANY
    [kept] = [one for one in world.events() if isinstance(one, OlderMailKept)]
    assert kept.count == MANY
    world.start()
    world.live(timedelta(hours=2))
    assert len(world.letters()) == 1, "told once, however often it starts"
    assert took < 2.0, "seconds"


def test_an_answer_to_an_old_mail_is_a_new_one_and_what_comes_now_counts(world: World) -> None:
    world.comes(old(1, "I do not agree that this child stays at home."), MARCH)
    world.begin()
    world.comes(old(2, "I do not agree that NCT-000002 stays at home.", "<old1@nenevalley.example>"))
    world.start()
    world.live(WAITING)
    assert len(world.references()) == 1
    assert "1 email from before" in " ".join(world.letters(OFFICE)[0].text.split())


@pytest.mark.parametrize("folder", ["INBOX", "Archive", "Escalations/2024/NSCP 2024-0001"])
def test_an_old_mail_stays_where_it_lies_or_is_put(world: World, folder: str) -> None:
    world.begin()
    world.start()
    world.writes(VISITOR, "I do not agree that NCT-100001 was closed.", child="NCT-100001")
    world.live(WAITING)
    world.comes(old(1, "I do not agree that this child stays at home."), MARCH, folder)
    world.live(timedelta(hours=2))
    assert len(world.references()) == 1
    assert world.inside(folder) == 1


def test_a_mail_of_the_very_second_of_the_start_counts(world: World) -> None:
    world.begin(at=MONDAY + timedelta(milliseconds=700))
    world.comes(old(1, "I do not agree that NCT-000001 stays at home."), MONDAY)
    world.start()
    world.live(WAITING)
    assert len(world.references()) == 1


def test_a_mailbox_without_old_mail_has_no_letter_of_it(world: World) -> None:
    world.begin()
    world.start()
    world.live(timedelta(hours=1))
    assert world.letters() == []


def test_a_record_from_before_records_had_an_identity_goes_on_and_is_told_nothing(world: World) -> None:
    world.comes(old(1, "I do not agree that NCT-000001 stays at home."), MONDAY - timedelta(hours=1))
    record = Database(f"sqlite:///{world.folder}/record.db")
    record.upgrade()
    record.close()
    assert world.start() == ""
    world.live()
    with world.service.record.begin(DESK.partnership) as tx:
        tx.connection.exec_driver_sql(
            "UPDATE partnerships SET identity = 'x', started_at = (SELECT MIN(recorded_at) FROM ledger)"
        )
    assert world.start() == ""
    world.live(WAITING)
    with world.service.record.read(DESK.partnership) as tx:
        row = tx.connection.exec_driver_sql("SELECT mailbox, signing_key, started_at FROM partnerships").one()
    assert (row.mailbox, bool(row.signing_key)) == (world.account.name, True)
    assert row.started_at < f"{MONDAY:%Y-%m-%d %H:%M}"
    assert not any(LEFT_ALONE in parse(one.raw).subject for one in world.server.outbox)


PUT_THERE = "An email is dated before the start"


@pytest.mark.parametrize("dated", [MARCH, datetime(1970, 1, 2, tzinfo=UTC)], ids=["dragged there", "dated wrongly"])
def test_an_old_date_on_a_mail_that_comes_now_is_told_to_the_office_at_once_and_once(
    world: World, dated: datetime
) -> None:
    world.comes(old(1, "RESOLVED We visit weekly."), MARCH)
    world.begin()
    world.start()
    world.live(WAITING)
    assert world.headlines(PUT_THERE) == 0
    world.comes(old(2, "I do not agree that this child stays at home."), dated)
    world.live(timedelta(minutes=1))
    [letter] = [one for one in world.letters() if PUT_THERE in one.subject]
    said = " ".join(letter.text.split())
    assert "1 email has come into the INBOX that the mailbox dates before 10am on Monday 23 November 2026" in said
    assert "Forward it to us" in said
    assert world.references() == []
    world.start()
    world.live(timedelta(hours=2))
    assert world.headlines(PUT_THERE) == 1


def test_what_was_put_there_while_the_service_was_down_is_told_as_well(world: World) -> None:
    world.comes(old(1, "RESOLVED We visit weekly."), MARCH)
    world.begin()
    world.start()
    world.live()
    world.stop()
    world.comes(old(2, "AGREE"), MARCH)
    world.comes(old(3, "AGREE"), MARCH)
    world.start()
    world.live()
    [letter] = [one for one in world.letters() if PUT_THERE in one.subject]
    assert "2 emails have come into the INBOX" in " ".join(letter.text.split())


def test_a_mail_that_the_mailbox_dates_days_ahead_counts_from_when_it_was_collected(world: World) -> None:
    world.begin()
    world.start()
    world.writes(VISITOR, "I do not agree that NCT-100001 was closed.", child="NCT-100001")
    raw, now = world.last, world.clock.now()
    world.hands.uidvalidity()
    for uid in world.hands.uids():
        world.hands.move(uid, "Held")
    world.comes(raw, now + timedelta(days=3))
    world.live(WAITING)
    [opened] = [one for one in world.events(1) if isinstance(one, CaseOpened)]
    assert now <= opened.at.astimezone(UTC) <= now + WAITING
