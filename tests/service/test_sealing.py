"""Each working morning the record is sealed, and the mailbox holds what it can be made again by."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from mailservice.clock import VirtualClock
from mailservice.errors import TryLater
from mailservice.mail import seals
from mailservice.mail.parse import parse
from mailservice.record import disposal, sealing
from mailservice.record.chain import Link
from mailservice.record.verify import verify
from mailservice.service.custody.sealing import REFUSED
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.service.folders import CONFIDENTIAL
from mailservice.transport.embedded import EmbeddedServer
from tests import servers
from tests.record.test_verify import unguarded
from tests.service.beginning import MONDAY, OFFICE, VISITOR, WAITING, World
from tests.service.crashing import DESK

A_DAY = timedelta(days=1)


@pytest.fixture
def world(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[World]:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = World(tmp_path, dovecot.account(), server, clock)
        made.begin()
        assert made.start() == ""
        yield made
        made.close()


def lying(world: World, folder: str) -> list[bytes]:
    """Return what lies in a folder of the mailbox, the oldest first."""
    uids = [one.uid for one in world.hands.scan(folder)]
    return [one.raw for one in world.hands.fetch_from(folder, uids)]


def a_case(world: World, child: str, words: str = "I do not agree that it was closed. There are bruises.") -> None:
    world.writes(VISITOR, f"{child}: {words}", child=child)
    world.live(WAITING)
    world.live(WAITING)


def sealed(world: World) -> list[seals.Seal]:
    return [seals.load(seals.files_of(raw)[seals.SEAL]) for raw in lying(world, seals.FOLDER)]


def test_a_seal_is_made_once_a_working_morning_and_goes_on_from_the_one_before(world: World) -> None:
    a_case(world, "NCT-100001")
    assert world.service.sealing.work() >= 3, "a case's entries, the book's, and the seal"
    assert world.service.sealing.work() == 0
    a_case(world, "NCT-100002")
    assert world.service.sealing.work() == 0, "one a day"
    world.live(A_DAY)
    world.service.sealing.work()
    first, second = sealed(world)
    assert (first.number, second.number) == (1, 2)
    assert second.previous == sha256(first.dump()).hexdigest()
    assert second.counts["cases"] == 2
    with world.service.record.read(DESK.partnership) as tx:
        assert sealing.kept(tx) == [first, second]
    assert world.whole()


def test_the_entries_of_a_case_lie_in_its_folder_and_make_its_chain_again(world: World) -> None:
    a_case(world, "NCT-100001")
    world.service.sealing.work()
    (seal,) = sealed(world)
    (reference,) = world.references()
    files = [seals.files_of(raw) for raw in lying(world, f"Escalations/2026/{reference.rpartition('-')[0]}")]
    (entries,) = [seals.load_entries(one[seals.ENTRIES]) for one in files if seals.ENTRIES in one]
    assert entries.reference == reference
    previous = "0" * 64
    for row in entries.rows:
        link = Link(DESK.partnership, 1, row.number, *_times(row), row.kind, row.payload, previous)
        assert row.content is not None
        assert sha256(row.content.encode()).hexdigest() == row.payload
        assert link.hash() == row.hash
        previous = row.hash
    assert seal.chains[1] == (1, len(entries.rows), previous)


def test_a_seal_holds_no_name_and_nothing_that_was_written(world: World) -> None:
    a_case(world, "NCT-100001")
    world.service.sealing.work()
    (raw,) = lying(world, seals.FOLDER)
    files = b"".join(seals.files_of(raw)[name] for name in (seals.SEAL, seals.ENTRIES)).decode()
    for word in ("bruises", "Whitlock", VISITOR, "NCT-100001", "rockinghamhealth", "Mensah"):
        assert word.lower() not in files.lower()
        assert word.lower().encode() not in raw.lower()


def test_what_is_held_in_confidence_is_known_by_digests_everywhere_else(world: World) -> None:
    world.writes(VISITOR, "NCT-100001: this is whistleblowing. The teaching assistant hit her.", child="NCT-100001")
    world.live(WAITING)
    world.service.sealing.work()
    assert lying(world, CONFIDENTIAL)
    for folder in world.hands.folders():
        if folder.startswith(("Record/", "Escalations/")):
            for raw in lying(world, folder):
                said = b"".join(seals.files_of(raw).values()).decode().lower()
                assert not [one for one in ("teaching assistant", "whitlock", "nct-100001") if one in said], folder
    beside = [seals.files_of(raw) for raw in lying(world, CONFIDENTIAL)]
    (kept,) = [seals.load_entries(one[seals.ENTRIES]) for one in beside if seals.ENTRIES in one]
    assert [row.kind for row in kept.rows] == ["MailHeard", "LetterOrdered", "LetterSent"]
    assert all(VISITOR in (row.content or "") for row in kept.rows[:2])


def test_the_morning_letter_prints_what_the_seal_says_over_all(world: World) -> None:
    a_case(world, "NCT-100001")
    world.service.sealing.work()
    (seal,) = sealed(world)
    assert world.service.morning.work()
    world.live()
    told = next(one for one in world.letters(OFFICE) if "Morning letter" in one.subject)
    assert f"number 1, {seal.print}" in " ".join(told.text.split())
    assert seal.print.replace(" ", "") == seal.over_all[:16]


def test_a_mailbox_that_was_away_is_handed_every_seal_in_its_order(world: World) -> None:
    a_case(world, "NCT-100001")
    with world.service.record.begin(DESK.partnership) as tx:
        sealing.seal(tx, world.clock.now() - A_DAY)
    world.service.sealing.work()
    assert [one.number for one in sealed(world)] == [1, 2]
    again = world.start()
    assert again == ""
    assert world.service.sealing.work() == 0, "a new process hands over nothing twice"


def test_what_is_let_go_before_it_was_handed_over_is_in_no_message(world: World) -> None:
    a_case(world, "NCT-100001")
    with world.service.record.begin(DESK.partnership) as tx:
        seal = sealing.seal(tx, world.clock.now())
    waiting = world.service.sealing
    waiting._left, waiting._handed = [(seal, 1, 1)], 1  # noqa: SLF001 - a hand-over that was begun
    with world.service.record.begin(DESK.partnership) as tx:
        digests = [row.payload for row in sealing.rows(tx, 1, 1, 99)]
        disposal.let_go(tx, digests, "its time was over", "a disposal", world.clock.now())
    assert waiting.work() == 1
    (raw,) = [one for one in lying(world, world.folders_of_cases()[0]) if seals.ENTRIES in seals.files_of(one)]
    assert {row.content for row in seals.load_entries(seals.files_of(raw)[seals.ENTRIES]).rows} == {None}


def test_a_seal_of_a_day_to_come_keeps_none_of_today_back(world: World) -> None:
    with world.service.record.begin(DESK.partnership) as tx:
        sealing.seal(tx, world.clock.now() + 30 * A_DAY)
    world.service.sealing.work()
    assert [one.number for one in sealed(world)] == [1, 2]


def test_the_name_of_a_service_may_have_a_comma() -> None:
    envelope = seals.Envelope("Nene Valley, Safeguarding", "escalate@nscp.example", "<a@nscp.example>", MONDAY)
    raw = seals.written(envelope, "Seal 1", ["A line."], {seals.SEAL: b"{}"})
    assert parse(raw).sender.address == "escalate@nscp.example"
    assert raw == seals.written(envelope, "Seal 1", ["A line."], {seals.SEAL: b"{}"})


def test_a_mailbox_that_refuses_the_seal_is_told_and_gets_it_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_case(world, "NCT-100001")
    with monkeypatch.context() as full:
        full.setattr(world.mailbox, "append", _refuses)
        assert world.service.sealing.work() == 0
        assert world.service.troubles.standing("filing", REFUSED)
    assert world.service.sealing.work() == 0, "it rests a little"
    world.live(timedelta(minutes=1))
    assert world.service.sealing.work() >= 3
    assert len(sealed(world)) == 1
    assert world.service.troubles.standing("filing", REFUSED) is None


def _refuses(*_: object, **__: object) -> None:
    fault = TryLater("Quota exceeded")
    fault.kind = "quota"
    raise fault


def _times(row: seals.Row) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(row.at), datetime.fromisoformat(row.recorded_at)


LOST = {
    "lost": "DELETE FROM contents WHERE kind = 'seal'",
    "changed": "UPDATE contents SET data = CAST('{}' AS BLOB) WHERE kind = 'seal'",
    "gone": "UPDATE contents SET data = NULL, disposed_by = 'ann', disposed_at = recorded_at FROM "
    "(SELECT recorded_at FROM ledger LIMIT 1) WHERE kind = 'seal'",
    "not told of": "DELETE FROM contents WHERE digest = (SELECT payload FROM ledger WHERE kind = 'Sealed')",
}


@pytest.mark.parametrize("how", LOST)
def test_a_seal_that_is_lost_from_the_record_keeps_no_morning_letter_back_and_is_told(world: World, how: str) -> None:
    a_case(world, "NCT-100001")
    world.service.sealing.work()
    before = sealed(world)
    with unguarded(world.service.record, DESK.partnership) as tx:
        tx.connection.exec_driver_sql(LOST[how])
    world.live(A_DAY)
    world.service.tell()
    world.live(WAITING)
    assert world.headlines("Morning letter") == 1
    assert sealed(world) == before, "no other goes on from it"
    told = " ".join(
        next(one for one in world.letters(OFFICE) if one.subject.startswith("A seal of the record")).text.split()
    )
    assert "Every case goes on; but no new seal is made" in told
    assert "run: mailservice record verify" in told
    world.writes(VISITOR, "NCT-100002: I do not agree.", child="NCT-100002")
    world.live(A_DAY)
    world.service.tell()
    world.live(WAITING)
    assert (len(world.references()), world.headlines("Morning letter")) == (2, 2)
    assert [one.name for one in world.service.supervisor.failing()] == []
    with world.service.record.read(DESK.partnership) as tx:
        assert verify(tx)
    look = Stocktaking(world.service.record, world.hands, DESK)
    while look.step():
        pass
    assert {one.kind for one in look.findings} == {"beyond"}
