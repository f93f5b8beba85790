"""Hard stories."""
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailservice.clock import VirtualClock
from mailservice.mail import seals
from mailservice.mail.trust import signing
from mailservice.record import sealing
from mailservice.record.remade import Lacking
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.service.custody.findings import told, cures
from mailservice.service.folders import case_folder
from mailservice.transport.embedded import EmbeddedServer
from tests import servers
from tests.service.beginning import MONDAY, OFFICE, VISITOR, WAITING, WORKER, World, subjects
from tests.service.crashing import DESK
from tests.service.test_disposal import LONG_AGO, TRACES, SAID, AGREED, NOTED, YEAR, Office, found_in, handed_over
from tests.service.test_rebuilding import A_DAY, a_case, held, is_as_it_was, read, rebuilt, through, to_agencies, world  # noqa: F401
from zoneinfo import ZoneInfo
ZONE = ZoneInfo("Europe/London")


def look(w):
    one = Stocktaking(w.service.record, w.hands, DESK)
    while one.step():
        pass
    return one.findings

def says(w):
    f = look(w)
    return told(f, ZONE, names_folders=True), cures(f)

def opening(child, mid="", extra="", body="I do not agree that it was closed. There are bruises.", subject=None):
    head = f"From: {VISITOR}\r\nTo: {WORKER}\r\nCc: {DESK.address}\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nSubject: {subject or 'Closed, ' + child}\r\n"
    if mid:
        head += f"Message-ID: {mid}\r\n"
    return (head + extra + f"\r\n{child}: {body}\r\n").encode("latin-1")


def test_junk(world, database_url):
    a_case(world, "NCT-100001")
    world.comes(opening("NCT-100002"))                                   # no Message-ID
    world.comes(opening("NCT-100003", "<same@rockinghamhealth.example>"))
    world.comes(opening("NCT-100004", "<same@rockinghamhealth.example>", body="Another thing entirely."))
    world.comes(opening("NCT-100003", "<same@rockinghamhealth.example>"))  # duplicate
    world.comes(opening("NCT-100005", "<caf\xe9 @r\xffx>", extra="X-Junk: \xff\xfe\x80\r\nReferences: <a\xe9@b> <c@d>\r\n", subject="NCT-100005 \xe9\xff"))
    world.comes(opening("NCT-100006", "<UPPER.Case@RockinghamHealth.EXAMPLE>"))
    world.comes(opening("NCT-100007", "<" + "x" * 900 + "@long.example>"))
    world.live(WAITING); world.live(WAITING)
    world.live(A_DAY)
    world.service.sealing.work()
    print(world.references(), world.outcomes())
    is_as_it_was(world, database_url)


def test_stripped(world, database_url):
    a_case(world, "NCT-100001")
    world.live(A_DAY)
    world.service.sealing.work()
    for folder in (*world.folders_of_cases(), seals.FOLDER, seals.BOOK_FOLDER):
        for entry in [*world.hands.scan(folder)]:
            (got,) = world.hands.fetch_from(folder, [entry.uid])
            files = seals.files_of(got.raw)
            if folder != seals.FOLDER or seals.ENTRIES not in files:
                continue
            e = seals.load_entries(files[seals.ENTRIES])
            files[seals.ENTRIES] = replace(e, rows=tuple(replace(r, content=None) if r.kind == "MailSettled" else r for r in e.rows)).dump()
            world.hands.discard(folder, [entry.uid])
            world.hands.append(folder, seals.written(seals.Envelope("NSCP", DESK.address, entry.message_id, MONDAY), "Kept", ["A line."], files), MONDAY)
    w = read(world)
    line = w.handed.line()
    print("LACKING", list(w.handed.lacking(line)))
    record, lacking, faults = rebuilt(world, database_url)
    print(lacking, faults)


def test_stripped_case(world, database_url):
    a_case(world, "NCT-100001")
    world.live(A_DAY)
    world.service.sealing.work()
    for folder in (*world.folders_of_cases(), seals.FOLDER, seals.BOOK_FOLDER):
        for entry in [*world.hands.scan(folder)]:
            (got,) = world.hands.fetch_from(folder, [entry.uid])
            files = seals.files_of(got.raw)
            if folder == seals.FOLDER or seals.ENTRIES not in files:
                continue
            e = seals.load_entries(files[seals.ENTRIES])
            files[seals.ENTRIES] = replace(e, rows=tuple(replace(r, content=None) if r.number == 2 else r for r in e.rows)).dump()
            world.hands.discard(folder, [entry.uid])
            world.hands.append(folder, seals.written(seals.Envelope("NSCP", DESK.address, entry.message_id, MONDAY), "Kept", ["A line."], files), MONDAY)
    w = read(world)
    line = w.handed.line()
    print("LACKING", list(w.handed.lacking(line)))
    record, lacking, faults = rebuilt(world, database_url)
    print(lacking, faults)


def test_backup_older_than_seal(world, tmp_path):
    a_case(world, "NCT-100001")
    world.live(A_DAY)
    world.service.sealing.work()
    world.backup()
    world.start()
    world.live(A_DAY); world.service.sealing.work()
    a_case(world, "NCT-100002")
    world.live(A_DAY); world.service.sealing.work(); world.live(WAITING)
    print("before", says(world))
    sent = subjects(world.letters())
    world.restore()
    print("start", world.start())
    print("looks before adopt", says(world))
    world.adopting().adopt("disk", "ann")
    for _ in range(5):
        world.live(WAITING)
    print("after adopt", says(world))
    print(set(subjects(world.letters())) - set(sent), len(world.letters()) - len(sent))
    for _ in range(4):
        world.live(A_DAY); world.service.tell(); world.live(WAITING)
    print("days after", says(world))
    assert world.whole()


def test_rebuild_twice(world, tmp_path):
    a_case(world, "NCT-100001")
    world.live(A_DAY); world.service.sealing.work()
    a_case(world, "NCT-100002")
    world.writes(VISITOR, "NCT-100013: this is whistleblowing. The teaching assistant hit her.", child="NCT-100013")
    world.live(WAITING)
    world.stop()
    name = "again.db"
    for n in range(3):
        record, lacking, faults = rebuilt(world, f"sqlite:///{tmp_path}/{name}")
        record.close()
        print(n, lacking, faults)
        print("START", world.start(name))
        world.live(WAITING)
        world.adopting().adopt("the disk was lost", "ann")
        for _ in range(3):
            world.live(WAITING)
        print(n, world.references(), world.outcomes(), says(world))
        before = len(world.letters())
        a_case(world, f"NCT-20000{n}")
        for _ in range(4):
            world.live(A_DAY); world.service.tell(); world.live(WAITING)
        print("mornings", [one.subject for one in world.letters(OFFICE)][-8:])
        print(n, "week later", world.references(), world.outcomes(), says(world), world.whole())
        with world.service.record.read(DESK.partnership) as tx:
            print([(s.number, s.at) for s in sealing.kept(tx)])
        name = f"again{n}.db"
        world.stop()
    from collections import Counter
    dup = {k: v for k, v in Counter(to_agencies(subjects(world.letters()))).items() if v > 1}
    print("DUP", dup)


def an_office_world(tmp_path, dovecot):
    clock = VirtualClock(LONG_AGO)
    return clock

def test_disposed_with_trash(tmp_path, dovecot):
    clock = VirtualClock(LONG_AGO)
    with EmbeddedServer(clock, DESK.address, tmp_path.with_name(tmp_path.name + "-letters")) as server:
        office = Office(tmp_path, dovecot.account(), server, clock, f"sqlite:///{tmp_path}/record.db")
        office.begin_at(); office.start()
        reference = office.an_ended_case()
        # somebody copies what is kept into a folder afterwards (a mailbox restored by the provider)
        folder = case_folder(reference)
        kept = [one.raw for one in office.hands.fetch_from(folder, [e.uid for e in office.hands.scan(folder)])]
        book = [one.raw for one in office.hands.fetch_from(seals.BOOK_FOLDER, [e.uid for e in office.hands.scan(seals.BOOK_FOLDER)])]
        office.live(YEAR)
        office.confirmed(reference)
        office.live(3 * A_DAY)
        with office.service.record.begin(DESK.partnership) as tx:
            sealing.seal(tx, clock.now())
        office.service.sealing.work()
        assert office.status(reference) == "disposed"
        for raw in (*kept, *book):
            office.hands.append("Old things", raw, clock.now())
        url = f"sqlite:///{tmp_path}/again.db"
        is_as_it_was(office, url)
        office.close()
        print(found_in(tmp_path / "again.db" if False else tmp_path, SAID, AGREED, NOTED))


def test_disposed_after_seal(tmp_path, dovecot):
    clock = VirtualClock(LONG_AGO)
    with EmbeddedServer(clock, DESK.address, tmp_path.with_name(tmp_path.name + "-letters")) as server:
        office = Office(tmp_path, dovecot.account(), server, clock, f"sqlite:///{tmp_path}/record.db")
        office.begin_at(); office.start()
        reference = office.an_ended_case()
        office.live(YEAR)
        office.service.tell(); office.live(WAITING)
        with office.service.record.read(DESK.partnership) as tx:
            print([(s.number, s.at) for s in sealing.kept(tx)][-1], clock.now())
        office.confirmed(reference)
        assert office.status(reference) == "disposed"
        office.live(WAITING); office.service.tell(); office.live(WAITING); office.service.tell()
        w = read(office)
        line = w.handed.line()
        print("LACKING", list(w.handed.lacking(line)), line.last.number, w.handed.whole_up_to(line))
        record, lacking, faults = rebuilt(office, f"sqlite:///{tmp_path}/again.db", w)
        record.close()
        print(lacking, faults)
        office.url = f"sqlite:///{tmp_path}/again.db"
        print(office.start())
        office.adopting().adopt("lost", "ann")
        for _ in range(4):
            office.live(timedelta(minutes=5))
        print(office.status(reference), office.faults(), handed_over(office, *TRACES), found_in(tmp_path, *TRACES))
        print([s.subject for s in office.letters(OFFICE)][-5:])
        f = look(office); print(told(f, ZONE, names_folders=True))
        office.close()
