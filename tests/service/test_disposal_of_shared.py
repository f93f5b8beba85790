"""What two cases have: the one that stays keeps all of it, and once both have gone nothing is left."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import text

from mailservice.mail.parse import message_id
from mailservice.record import mails
from mailservice.service.folders import DUPLICATES, HELD, case_folder
from tests import servers
from tests.service.beginning import OFFICE, WAITING, WORKER
from tests.service.crashing import DESK
from tests.service.test_disposal import AMIRA, CHILD, YEAR, Office, an_office, copy_of, found_in, hexed, written_down

PHOTOGRAPH = "cGhvdG9ncmFwaCBvZiBhIGJydWlzZQ-behind-the-left-ear"
SENDER = WORKER


@pytest.fixture
def office(tmp_path: Path, dovecot: servers.Dovecot, database_url: str) -> Iterator[Office]:
    with an_office(tmp_path, dovecot, database_url) as made:
        yield made


def a_photograph(message_id: str = "") -> bytes:
    """Return what a scanner sends: the same bytes each time, and as a rule no Message-ID."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = SENDER, DESK.address, "Scan"
    if message_id:
        mail["Message-ID"] = message_id
    mail.set_content(PHOTOGRAPH)
    return mail.as_bytes()


def decides(office: Office, words: str) -> None:
    """Let the office decide on the email that was held last."""
    office.of_the_office(AMIRA, words, answers=office.letters(OFFICE)[-1])
    office.live(WAITING)


def two_cases(office: Office) -> tuple[str, str]:
    """Let two cases of two children run, and end; what is to lie on both comes before."""
    return office.an_ended_case(), office.an_ended_case("NCT-200002", "Another matter altogether")


def bytes_in(office: Office, folder: str) -> list[bytes]:
    uids = [one.uid for one in office.hands.scan(folder)]
    return [one.raw for one in office.hands.fetch_from(folder, uids) if PHOTOGRAPH.encode() in one.raw]


def rows(office: Office) -> list[tuple[str, str, str]]:
    """Return the outcome, the folder and the Message-ID of each email of the scanner whose row is not bare."""
    with office.service.record.read(DESK.partnership) as tx:
        found = tx.run(
            text(
                "SELECT m.outcome, m.folder, m.message_id FROM mails m JOIN contents c ON c.digest = m.digest "
                "WHERE m.partnership_id = :partnership AND (c.data IS NOT NULL OR m.message_id <> '') ORDER BY m.id"
            )
        ).all()
    return [(row.outcome, row.folder, row.message_id) for row in found]


def nothing_is_left(office: Office, dovecot: servers.Dovecot, folder: Path, *traces: str) -> None:
    assert office.faults() == []
    if office.service.record.file is None:
        written_down(office)
    for place in (dovecot.folder / "mail" / office.account.user, folder, copy_of(office, folder / "copy")):
        assert found_in(place, *hexed(traces)) == [], place


def test_the_same_photograph_without_a_message_id_stays_with_the_other_case(
    office: Office, dovecot: servers.Dovecot, tmp_path: Path
) -> None:
    first, second = two_cases(office)
    office.comes(a_photograph())
    office.live(WAITING)
    decides(office, f"SPLIT {first} {second}")
    assert len(bytes_in(office, case_folder(first))) == 1
    office.live(YEAR)
    office.confirmed(first)
    assert office.status(first) == "disposed"
    assert office.folders_of_cases() == [case_folder(second)]
    assert len(bytes_in(office, case_folder(second))) == 1, "the other child's case has it still"
    assert [one[1] for one in rows(office) if "synthetic" in one[2] and one[0] == "filed"] == [case_folder(second)]
    assert office.faults() == []
    office.confirmed(second)
    assert office.status(second) == "disposed"
    nothing_is_left(office, dovecot, tmp_path, PHOTOGRAPH, SENDER)


def test_bytes_that_are_the_same_on_two_cases_go_with_the_last_of_them(
    office: Office, dovecot: servers.Dovecot, tmp_path: Path
) -> None:
    """An older record may have them: today what comes a second time is a duplicate."""
    references = two_cases(office)
    raw = a_photograph().replace(b"\n", b"\r\n")
    for number, reference in enumerate(references, 1):
        at, folder = office.clock.now() + timedelta(minutes=number), case_folder(reference)
        office.hands.append(folder, raw, at)
        with office.service.record.begin(DESK.partnership) as tx:
            named = message_id(raw)
            mail = mails.arrive(tx, "INBOX", 7, 900 + number, internal_date=at, raw=raw, message_id=named) or 0
            assert mails.settle(tx, mail, "filed", case=number, folder=folder, at=at)
            mails.filed(tx, mail, folder, at)
    office.live(YEAR)
    for number, reference in enumerate(references):
        office.confirmed(reference)
        assert office.status(reference) == "disposed"
        assert office.faults() == []
        assert len(bytes_in(office, case_folder(references[1]))) == (1 - number)
    nothing_is_left(office, dovecot, tmp_path, PHOTOGRAPH)


def test_an_email_that_came_twice_and_is_on_two_cases_goes_with_the_second_of_them(
    office: Office, dovecot: servers.Dovecot, tmp_path: Path
) -> None:
    first, second = two_cases(office)
    office.comes(a_photograph("<scan-1@nenevalley.example>"))
    office.live(WAITING)
    office.comes(a_photograph("<scan-1@nenevalley.example>"))  # while the first is held still
    office.live(WAITING)
    decides(office, f"SPLIT {first} {second}")
    office.comes(a_photograph("<scan-1@nenevalley.example>"))
    office.live(WAITING)
    assert len(bytes_in(office, DUPLICATES)) == 2
    office.live(YEAR)
    for gone in (first, second):
        other = second if gone == first else ""
        office.confirmed(gone)
        assert office.status(gone) == "disposed"
        assert office.faults() == []
        assert len(bytes_in(office, case_folder(second))) == bool(other)
        assert len(bytes_in(office, DUPLICATES)) == (2 if other else 0), "each copy goes with what it is a copy of"
    assert [one for one in rows(office) if "scan-1" in one[2]] == []
    assert found_in(tmp_path, "scan-1@nenevalley.example") == [], "nor its Message-ID"
    nothing_is_left(office, dovecot, tmp_path, PHOTOGRAPH, SENDER)


def test_an_email_without_a_message_id_goes_from_wherever_somebody_dragged_it(
    office: Office, dovecot: servers.Dovecot, tmp_path: Path
) -> None:
    reference = office.an_ended_case()
    office.comes(a_photograph())
    office.live(WAITING)
    decides(office, f"FILE {reference}")
    assert bytes_in(office, case_folder(reference)), "it is filed, although nothing but its bytes tells it apart"
    [entry] = [one for one in office.hands.scan(case_folder(reference)) if not one.message_id]
    assert office.hands.move_from(case_folder(reference), entry.uid, HELD)  # a person drags it back
    office.live(YEAR)
    office.confirmed(reference)
    assert office.status(reference) == "disposed"
    assert bytes_in(office, HELD) == []
    nothing_is_left(office, dovecot, tmp_path, PHOTOGRAPH, SENDER, CHILD)
