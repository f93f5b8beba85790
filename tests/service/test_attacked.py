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


from mailservice.record import verify as V
from mailservice.record.database import Database
from mailservice.service.custody.beginning import begin
from mailservice.transport.imap import Mailbox
import tarfile, json

OLD = LONG_AGO

@pytest.fixture
def old(tmp_path, dovecot):
    clock = VirtualClock(LONG_AGO)
    with EmbeddedServer(clock, DESK.address, tmp_path.with_name(tmp_path.name + "-letters")) as server:
        made = World(tmp_path, dovecot.account(), server, clock)
        made.begin()
        assert made.start() == ""
        yield made
        made.close()


def day(w, n=1):
    for _ in range(n):
        w.live(A_DAY); w.service.tell(); w.live(timedelta(minutes=2))

def seal_now(w):
    with w.service.record.begin(DESK.partnership) as tx:
        sealing.seal(tx, w.clock.now())
    while w.service.sealing.work(): pass
    w.clock.set(w.clock.now() + timedelta(hours=2))

def test_b1(old, tmp_path):
    w = old
    a_case(w, "NCT-100001"); day(w)
    w.backup(); w.start()
    a_case(w, "NCT-100002")
    w.writes(VISITOR, "NCT-100013: this is whistleblowing. The teaching assistant hit her.", child="NCT-100013")
    w.live(WAITING); day(w, 2)
    w.restore(); print(w.start())
    w.adopting().adopt("disk", "ann")
    for _ in range(4): w.live(WAITING)
    print("adopted", says(w), w.references())
    a_case(w, "NCT-100003"); day(w, 3)
    print(says(w), w.references(), w.outcomes())
    print("mornings", [(one.subject, one.date.isoformat()) for one in w.letters(OFFICE)])
    seal_now(w)
    is_as_it_was(w, f"sqlite:///{tmp_path}/again.db")


def test_b2(old, tmp_path):
    w = old
    a_case(w, "NCT-100001"); day(w)
    # collected, not decided, at the seal
    w.writes(VISITOR, "NCT-100002: I do not agree, bruises", child="NCT-100002")
    w.service.collecting.work()
    seal_now(w)
    for _ in range(3): w.live(WAITING)
    sent = subjects(w.letters()); refs = w.references(); print(w.outcomes())
    w.stop()
    record, lacking, faults = rebuilt(w, f"sqlite:///{tmp_path}/again.db"); record.close()
    print(lacking, faults)
    print(w.start("again.db")); w.live(WAITING)
    w.adopting().adopt("lost", "ann")
    for _ in range(4): w.live(WAITING)
    print(refs, w.references(), w.outcomes(), says(w), w.whole())
    print("NEW", [s for s in subjects(w.letters()) if subjects(w.letters()).count(s) != sent.count(s)])
    day(w, 2)
    print(says(w), w.whole(), [x for x in w.folders_of_cases()], w.inside("INBOX"))


def test_b3_held(old, tmp_path):
    w = old
    a_case(w, "NCT-100001"); day(w)
    w.writes(VISITOR, "NCT-100013: this is whistleblowing. The teaching assistant hit her.", child="NCT-100013")
    w.comes(b"From: daniel.mensah@nenevalley.example\r\nTo: escalate@nscp.example\r\nSubject: RE: x\r\nMessage-ID: <forged@x.example>\r\nAuthentication-Results: mx; dmarc=fail\r\nDate: Mon, 18 Nov 2024 10:00:00 +0000\r\n\r\nRESOLVED all is well\r\n")
    w.live(WAITING); seal_now(w)
    print(w.outcomes())
    # she lets it go on
    letter = w.letters(VISITOR)[-1]; print(letter.subject)
    w.writes(VISITOR, "YES", answers=letter)
    for _ in range(4): w.live(WAITING)
    print(w.references(), w.outcomes(), [f for f in w.hands.folders()])
    sent = subjects(w.letters()); refs = w.references(); outs = w.outcomes()
    w.stop()
    record, lacking, faults = rebuilt(w, f"sqlite:///{tmp_path}/again.db"); record.close()
    print(lacking, faults)
    print(w.start("again.db")); w.live(WAITING)
    w.adopting().adopt("lost", "ann")
    for _ in range(5): w.live(WAITING)
    print(refs, w.references(), outs, w.outcomes(), says(w), w.whole())
    print("NEW", [s for s in set(subjects(w.letters())) if subjects(w.letters()).count(s) != sent.count(s)])
    day(w, 2)
    print(says(w), w.whole())


def test_b4_moved(old, tmp_path, dovecot):
    w = old
    a_case(w, "NCT-100001"); day(w)
    other = dovecot.account()
    new = Mailbox(other)
    for folder in w.hands.folders():
        for e in w.hands.scan(folder):
            (got,) = w.hands.fetch_from(folder, [e.uid])
            new.append(folder, got.raw, got.internal_date)
    w.stop()
    w.hands.close(); w.hands = new; w.account = other
    print(w.start())
    print(w.adopting().move_mailbox("moved", "ann")); w.stop(); print(w.start())
    a_case(w, "NCT-100002"); day(w, 2)
    print(w.references(), says(w))
    seal_now(w)
    is_as_it_was(w, f"sqlite:///{tmp_path}/again.db")
    w.stop(); print(w.start("again.db")); w.live(WAITING); w.adopting().adopt("lost", "ann")
    n = len(w.letters())
    for _ in range(3): w.live(WAITING)
    print(w.references(), w.outcomes(), says(w), [m.subject for m in w.letters()[n:]])


def test_b6_backup_older_than_disposal_then_rebuild(tmp_path, dovecot):
    clock = VirtualClock(LONG_AGO)
    with EmbeddedServer(clock, DESK.address, tmp_path.with_name(tmp_path.name + "-letters")) as server:
        office = Office(tmp_path, dovecot.account(), server, clock, f"sqlite:///{tmp_path}/record.db")
        office.begin_at(); office.start()
        reference = office.an_ended_case()
        office.live(YEAR); office.service.tell(); office.live(WAITING)
        office.stop()
        kept = tmp_path.with_name(f"{tmp_path.name}-backup")
        shutil.copy(tmp_path / "record.db", kept)
        office.start()
        office.confirmed(reference)
        day(office, 3)
        print("seals", [e.message_id[:30] for e in office.hands.scan(seals.FOLDER)], handed_over(office, *TRACES))
        office.stop()
        for one in tmp_path.glob("record.db*"): one.unlink()
        shutil.copy(kept, tmp_path / "record.db")
        print(office.start())
        office.adopting().adopt("older backup", "ann")
        for _ in range(4): office.live(timedelta(minutes=5))
        day(office, 3)
        print(office.status(reference), office.faults(), handed_over(office, *TRACES), told(look(office), ZONE, names_folders=True))
        office.stop()
        url = f"sqlite:///{tmp_path}/again.db"
        record, lacking, faults = rebuilt(office, url); record.close()
        print(lacking, faults, found_in(tmp_path, *TRACES), found_in(dovecot.folder / "mail" / office.account.user, *TRACES))
        print(office.hands.folders())
        office.close()


def test_b9_policy(old, tmp_path):
    w = old
    a_case(w, "NCT-100001"); day(w)
    from mailservice.record import lookup
    desk = replace(w.desk)
    w.stop()
    print([f.name for f in __import__("dataclasses").fields(w.desk)])


def test_b12_joined(old, tmp_path):
    w = old
    a_case(w, "NCT-100001"); a_case(w, "NCT-100002"); day(w)
    one, two = w.references()
    from email.message import EmailMessage
    from email.utils import format_datetime
    m = EmailMessage(); m["From"] = OFFICE; m["To"] = DESK.address; m["Subject"] = two; m["Message-ID"] = "<join@nscp.example>"; m["Date"] = format_datetime(w.clock.now())
    m.set_content(f"JOIN {one}")
    w.comes(m.as_bytes()); w.live(WAITING); w.live(WAITING)
    print([s.subject for s in w.letters(OFFICE)][-3:], w.letters(OFFICE)[-1].text[:600])
    day(w)
    seal_now(w)
    is_as_it_was(w, f"sqlite:///{tmp_path}/again.db")


def raw_of(w, folder, e):
    (got,) = w.hands.fetch_from(folder, [e.uid]); return got

def test_v10(old, tmp_path):
    w = old
    a_case(w, "NCT-100001"); a_case(w, "NCT-100002"); day(w)
    a_case(w, "NCT-100003"); day(w)
    w.clock.set(w.clock.now() + timedelta(hours=2))
    assert says(w) == ([], [])
    f1, f2, f3 = w.folders_of_cases()
    def kept(folder): return [e for e in w.hands.scan(folder) if signing.letter_in([e.message_id], DESK.signing_keys, signing.KEPT)]
    def mails_in(folder): return [e for e in w.hands.scan(folder) if not signing.is_ours(e.message_id, DESK.signing_keys)]
    def letters_in(folder): return [e for e in w.hands.scan(folder) if signing.letter_in([e.message_id], DESK.signing_keys)]
    import subprocess
    def show(what):
        s, c = says(w)
        print("==", what); [print("   ", x) for x in s]; [print("   >", x) for x in c]
        from mailservice.service.custody.refiling import Refiling
        r = Refiling(w.service.record, w.hands, DESK, look(w))
        while r.step(): pass
        print("   refiled ->", says(w)[0])
    def replace_(folder, e, change, at=None):
        got = raw_of(w, folder, e); w.hands.discard(folder, [e.uid]); w.hands.append(folder, change(got.raw), at or got.internal_date)
    # kept file moved into another case's folder
    w.hands.move_from(f1, kept(f1)[0].uid, f2); show("kept moved to other case")
    w.hands.move_from(f1, mails_in(f1)[0].uid, f2); show("mail moved between cases")
    # swapped folders
    a, b = [e.uid for e in w.hands.scan(f1)], [e.uid for e in w.hands.scan(f2)]
    for u in a: w.hands.move_from(f1, u, "tmp")
    for u in b: w.hands.move_from(f2, u, f1)
    for e in [*w.hands.scan("tmp")]: w.hands.move_from("tmp", e.uid, f2)
    show("swapped folders")
    # seal exchanged by older under new date
    s1, s2, *_ = w.hands.scan(seals.FOLDER)
    old1 = raw_of(w, seals.FOLDER, s1); new = raw_of(w, seals.FOLDER, s2)
    w.hands.discard(seals.FOLDER, [s2.uid]); w.hands.append(seals.FOLDER, old1.raw, new.internal_date)
    show("seal exchanged by older under new date")
    _, s2, *_ = sorted(w.hands.scan(seals.FOLDER), key=lambda e: e.message_id)
    # older content under the newer Message-ID
    replace_(seals.FOLDER, s2, lambda raw: old1.raw.replace(s1.message_id.encode(), s2.message_id.encode()))
    show("older seal's content under newer Message-ID")
    s1, s2, *_ = sorted(w.hands.scan(seals.FOLDER), key=lambda e: e.message_id)
    got = raw_of(w, seals.FOLDER, s2)
    w.hands.append(seals.FOLDER, seals.written(seals.Envelope("NSCP", DESK.address, s2.message_id, MONDAY), "Kept", ["A line."], {seals.SEAL: b"{}"}), got.internal_date)
    show("seal doubled with other content")
    # words of a seal (what a person reads) changed, files same
    replace_(seals.FOLDER, [e for e in w.hands.scan(seals.FOLDER) if e.message_id == s2.message_id][0], lambda raw: raw.replace(b"print, as the morning letter has it: ", b"print, as the morning letter has it: 9999 "))
    show("a seal's visible print changed")
    # letter's INTERNALDATE
    replace_(f1, letters_in(f1)[0], lambda r: r, w.clock.now() - timedelta(days=300)); show("letter INTERNALDATE")
    replace_(f1, mails_in(f1)[0], lambda r: r, w.clock.now() - timedelta(days=300)); show("mail INTERNALDATE")
    replace_(f1, mails_in(f1)[0], lambda r: r.replace(b"bruises.", b"bruises. ")); show("trailing space")
    replace_(f1, mails_in(f1)[0], lambda r: r.replace(b"There are", b"There  are")); show("inner space")
    replace_(f1, mails_in(f1)[0], lambda r: r.replace(b"Cc: ", b"X-Cc: ")); show("cc header")
    replace_(f1, mails_in(f1)[0], lambda r: b"X-Spam: yes\r\n" + r); show("added header")
    replace_(f1, mails_in(f1)[0], lambda r: b"Authentication-Results: mx.example; dmarc=pass\r\n" + r); show("added auth results")
    replace_(f1, mails_in(f1)[0], lambda r: b"In-Reply-To: <x@y.example>\r\n" + r); show("added in-reply-to")
    replace_(f1, mails_in(f1)[0], lambda r: b"Reply-To: evil@y.example\r\n" + r); show("added reply-to")
    import re as _re
    replace_(f1, mails_in(f1)[0], lambda r: _re.sub(rb"Date: .*\r\n", b"Date: Mon, 01 Jan 2024 10:00:00 +0000\r\n", r)); show("Date changed")
    replace_(f1, mails_in(f1)[0], lambda r: _re.sub(rb"\r\nFrom: .*?\r\n", b"\r\nFrom: Sarah W <sarah.whitlock@rockinghamhealth.example>\r\n", r)); show("From name changed")
    replace_(f1, mails_in(f1)[0], lambda r: r.replace(b'charset="utf-8"', b'charset="utf-16"')); show("charset")
    # the case's mail taken away and one with other Message-ID laid
    replace_(f1, mails_in(f1)[0], lambda r: _re.sub(rb"Message-ID: .*\r\n", b"Message-ID: <new@rockinghamhealth.example>\r\n", r)); show("Message-ID changed")
    assert w.whole()
    # swap two mails' bytes in the database; consistent rewrite
    seal_now(w)


def test_v11_rewritten(old, tmp_path):
    """Somebody with the machine: changes a case's event and hashes the whole chain and the register anew, with the seals too."""
    w = old
    a_case(w, "NCT-100001"); day(w); a_case(w, "NCT-100002"); day(w)
    # a record that lacks the last case altogether: older database put back with the mailbox ahead, without key -> look()
    w.stop()
    # rewrite: rebuild as seal 1 has it == consistent older record that verifies
    work = read(w); line = work.handed.line(1)
    record = Database(f"sqlite:///{tmp_path}/forged.db", w.clock); record.upgrade()
    with record.begin(DESK.partnership) as tx:
        through_(work.lay(tx, line)); work.conclude(tx, "x")
        from mailservice.record import partnerships
        partnerships.wait_for(tx, "")
    work.mailbox.close(); record.close()
    print(w.start("forged.db"))
    s, c = says(w); print(*s, sep="\n"); print(c)

def through_(it):
    from mailservice.service.custody.steps import Steps
    through(Steps(it))


from tests.record import earlier
from dataclasses import dataclass

@pytest.mark.parametrize("revision", earlier.REVISIONS)
def test_b5(revision, tmp_path, dovecot):
    from mailservice.simulator.story import moment
    clock = VirtualClock(moment("Wed 25 Nov 2026 15:30"))
    url = f"sqlite:///{tmp_path}/record.db"
    earlier.lay(revision, url)
    with EmbeddedServer(clock, DESK.address, tmp_path.with_name(tmp_path.name + "-letters")) as server:
        w = World(tmp_path, dovecot.account(), server, clock)
        for folder, at, raw in earlier.mails(revision):
            w.hands.append(folder, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), at)
        record = Database(url, clock); record.upgrade()
        with record.begin(DESK.partnership) as tx:
            print("faults", [str(x) for x in V.verify(tx)])
            sealing.seal(tx, clock.now())
            before = held(tx)
        record.close()
        print(w.start())
        with w.service.record.read(DESK.partnership) as tx:
            print("faults", [str(x) for x in V.verify(tx)])
        while w.service.sealing.work(): pass
        with w.service.record.read(DESK.partnership) as tx:
            before = held(tx)
        work = read(w)
        print("LACKING", list(work.handed.lacking(work.handed.line())))
        record, lacking, faults = rebuilt(w, f"sqlite:///{tmp_path}/again.db", work)
        with record.read(DESK.partnership) as tx:
            after = held(tx)
        print(lacking, faults)
        print("exchanged", len(work.found.exchanged))
        for t in before:
            if before[t] != after[t]:
                print("DIFF", t, "before only", str(before[t]-after[t])[:600], "after only", str(after[t]-before[t])[:600])
        w.close()
