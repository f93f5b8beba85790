"""The seals in the mailbox are the third custodian: each that is altered or gone is told, and the right one gives it back."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import delete

from mailservice.clock import VirtualClock
from mailservice.mail import seals
from mailservice.mail.trust import signing
from mailservice.record import inventory, sealing
from mailservice.record.tables import contents
from mailservice.service.custody import report
from mailservice.service.custody.findings import Finding, cures, told
from mailservice.service.custody.sealing import Handed, Sealing, handed, seal_name
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.service.deciding import Decisions
from mailservice.service.watch.troubles import Troubles
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Entry
from tests import servers
from tests.record.test_verify import unguarded
from tests.service.crashing import DESK
from tests.service.mixed import openings
from tests.service.test_counting import MONDAY, WHISTLE
from tests.service.test_second_custodian import ZONE, Office

A_DAY = timedelta(days=1)


def sealed(office: Office, clock: VirtualClock) -> int:
    """Seal the record as it stands, and hand it over."""
    decisions = Decisions(DESK, clock)
    return Sealing(office.record, office.own, clock, DESK, Troubles(office.record, clock, DESK, decisions)).work()


@pytest.fixture
def office(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[Office]:
    """Give an office with two cases and an email held in confidence, sealed on two mornings."""
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as post:
        made = Office(tmp_path, dovecot, post, clock)
        with closing(made.hands), closing(made.own), closing(made.record):
            first, second = (one.raw for one in openings(2))
            made.comes(first)
            made.comes(WHISTLE)
            assert sealed(made, clock) == 4
            clock.set(MONDAY + A_DAY)
            made.comes(second)
            assert sealed(made, clock) == 3
            assert made.looks() == []
            clock.set(MONDAY + 2 * A_DAY)
            yield made


def laid_down(office: Office) -> dict[str, list[Entry]]:
    """Return what the seals laid into each folder."""
    ours = {
        folder: [
            one
            for one in office.hands.scan(folder)
            if signing.letter_in([one.message_id], DESK.signing_keys, signing.KEPT)
        ]
        for folder in office.hands.folders()
    }
    return {folder: entries for folder, entries in ours.items() if entries}


def files(office: Office) -> dict[str, dict[str, bytes]]:
    """Return the files of everything that the seals laid down, by Message-ID."""
    return {
        one.message_id: seals.files_of(office.raw(folder, one))
        for folder, entries in laid_down(office).items()
        for one in entries
    }


def test_each_seal_and_each_file_that_is_taken_out_is_told_and_laid_back(office: Office) -> None:
    before, tried = files(office), 0
    for folder, entries in laid_down(office).items():
        for entry in entries:
            assert office.hands.remove(folder, entry.message_id)
            (found,) = office.looks()
            assert (found.kind, found.folder, found.item.seal > 0) == ("missing", folder, True)
            assert office.refiles().restored == 1
            assert office.looks() == []
            tried += 1
    assert tried == 7
    assert files(office) == before


def test_each_seal_and_each_file_of_which_a_word_was_changed_is_told_and_laid_back(office: Office) -> None:
    before, tried = files(office), 0
    for folder, entries in laid_down(office).items():
        for entry in entries:
            made = dict(files(office)[entry.message_id])
            name = seals.SEAL if seals.SEAL in made else seals.ENTRIES
            made[name] = made[name].replace(b"2026-11-2", b"2026-10-2")
            assert made != files(office)[entry.message_id]
            office.alters(folder, entry, lambda _, entry=entry, made=made: written(entry, made))  # type: ignore[misc] # bound here
            (found,) = office.looks()
            assert (found.kind, found.detail) == ("altered", "what it says was changed")
            assert "the print in that morning's letter says which is right" in " ".join(cures([found]))
            office.refiles()
            assert office.looks() == []
            tried += 1
    assert tried == 7
    assert files(office) == before


def written(entry: Entry, made: dict[str, bytes]) -> bytes:
    envelope = seals.Envelope("NSCP", DESK.address, entry.message_id, MONDAY)
    return seals.written(envelope, "Kept on record", ["A line."], made)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw, shown: raw.replace(shown, b"0000 1111 2222 3333"), "the print that it shows was changed"),
        (lambda raw, _: _doubled(raw), "a file stands in it twice"),
    ],
    ids=["print", "second file"],
)
def test_what_somebody_reads_of_a_seal_by_eye_or_in_another_reader_is_held_too(
    office: Office, change: Callable[[bytes, bytes], bytes], said: str
) -> None:
    entry = laid_down(office)[seals.FOLDER][-1]
    shown = seals.load(files(office)[entry.message_id][seals.SEAL]).print.encode()
    office.alters(seals.FOLDER, entry, lambda raw: change(raw, shown))
    (found,) = office.looks()
    assert (found.kind, found.detail) == ("altered", said)
    office.refiles()
    assert office.looks() == []


def _doubled(raw: bytes) -> bytes:
    """Put another seal.json before the one that is there."""
    message = message_from_bytes(raw, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    message.add_attachment(b"{}", maintype="application", subtype="octet-stream", filename=seals.SEAL)
    text, *rest, another = message.iter_parts()
    message.set_payload([text, another, *rest])
    return message.as_bytes()


def test_the_sentences_name_the_seal_and_the_case_and_no_name(office: Office) -> None:
    (reference,) = {one.item.reference for one in _gone(office, "Escalations/2026/NSCP 2026-0001")}
    said = told(office.looks(), ZONE, names_folders=True)
    assert (
        f"What is kept of {reference} with seal 1 of 10am on Monday 23 November 2026 is not in the mailbox; its folder is "
        "Escalations/2026/NSCP 2026-0001."
    ) in said


def _gone(office: Office, folder: str) -> list[Finding]:
    for entry in laid_down(office)[folder]:
        office.hands.remove(folder, entry.message_id)
    return office.looks()


def test_what_is_to_be_done_is_said_once(office: Office) -> None:
    _gone(office, seals.FOLDER)
    (entry, *_) = office.lies("Escalations/2026/NSCP 2026-0001")
    office.hands.remove("Escalations/2026/NSCP 2026-0001", entry.message_id)
    look = Stocktaking(office.record, office.own, DESK)
    while look.step():
        pass
    with office.record.read(DESK.partnership) as tx:
        told_so = report.Report(inventory.take(tx), report.of_mailbox(look, ZONE, names_folders=False))
    assert report.action(told_so) == "Hand this letter to IT: mailservice record refile puts each back as it was kept."


def test_a_seal_that_the_record_did_not_make_is_told(office: Office) -> None:
    """A record that was set back, or written anew from its first entry to its last: the mailbox remembers."""
    with office.record.read(DESK.partnership) as tx:
        first, last = sealing.kept(tx)
        other = seals.load(last.dump().replace(last.over_all.encode(), first.over_all.encode()))
        (made,) = [one for one in handed(tx, DESK, last, -1) if one.name == seal_name(last)]
    forged = Handed(made.folder, seal_name(other), made.at, made.subject, made.lines, {seals.SEAL: other.dump()})
    office.hands.append(seals.FOLDER, forged.message(DESK), MONDAY)
    (found,) = office.looks()
    assert found.kind == "beyond"
    (said,) = told([found], ZONE, names_folders=True)
    assert (
        said
        == "Something sealed of 10am on Monday 23 November 2026 lies in Record/Seals, and this record did not make it."
    )


def test_a_seal_that_the_record_lost_is_not_put_over_those_in_the_mailbox(office: Office) -> None:
    """With the next one it went once more, and the record cannot write that message whole any more."""
    before = files(office)
    with unguarded(office.record, DESK.partnership) as tx:
        first, _ = sealing.kept(tx)
        tx.run(delete(contents).where(contents.c.digest == first.digest), {})
    assert [one.item.name[:10] for one in office.looks() if one.kind == "unsure"] == ["seal000002"]
    office.refiles()
    assert files(office) == before


def test_a_seal_that_is_not_handed_over_yet_is_no_finding(office: Office) -> None:
    sealed(office, office.clock)
    newest = laid_down(office)[seals.FOLDER][-1]
    office.hands.remove(seals.FOLDER, newest.message_id)
    look = Stocktaking(office.record, office.own, DESK)
    while look.step():
        pass
    assert look.findings == []
    assert look.pending is not None
    assert look.pending.number == 3
    office.clock.set(MONDAY + 3 * A_DAY)
    (found,) = office.looks()
    assert (found.kind, found.item.name) == ("missing", seal_name(look.pending))
