"""Another case that goes: it took another in, had an email in confidence, a spoken word, a file, and a portal's answer."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

import pytest

from tests import servers
from tests.service.beginning import OFFICE, VISITOR, WAITING, WORKER
from tests.service.crashing import DESK
from tests.service.test_disposal import (
    AMIRA,
    YEAR,
    Office,
    an_office,
    copy_of,
    found_in,
    handed_over,
    hexed,
    written_down,
)

CHILD, OTHER = "NCT-410001", "NCT-410002"
FILE_NAME, FILE_SAYS = "kestrel-drawing.txt", "the drawing shows a kestrel in a cage"
SPOKEN, PRIVATE, PORTAL = (
    "the paddock key is with her aunt",
    "I was told to lose the quarry minutes",
    "seen by the farrier",
)
RETAINED = "until Jamie Oakes is grown up"
PORTAL_ADDRESS = "noreply@securemail.example"
TRACES = (
    CHILD,
    OTHER,
    "kestrel",
    SPOKEN,
    "quarry minutes",
    PORTAL,
    "Jamie Oakes",
    PORTAL_ADDRESS,
    VISITOR,
    WORKER,
    "Whitlock",
)


@pytest.fixture
def office(tmp_path: Path, dovecot: servers.Dovecot, database_url: str) -> Iterator[Office]:
    with an_office(tmp_path, dovecot, database_url) as made:
        yield made


def comes(
    office: Office, sender: str, subject: str, text: str, *, attached: str = "", to: str = DESK.address
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    if to != DESK.address:
        mail["Cc"] = DESK.address
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip(">"))
    mail["Date"] = format_datetime(office.clock.now())
    mail.set_content(text)
    if attached:
        mail.add_attachment(FILE_SAYS, filename=attached)
    office.comes(mail.as_bytes())
    office.live(WAITING)
    return mail


def a_tangled_case(office: Office) -> tuple[str, str]:
    """Let two cases become one, and that end; return both references."""
    comes(office, VISITOR, CHILD, f"I do not agree that {CHILD} was closed.", attached=FILE_NAME, to=WORKER)
    first = office.references()[-1]
    comes(office, VISITOR, OTHER, f"I do not agree that {OTHER} was closed either.", to=WORKER)
    second = office.references()[-1]
    office.of_the_office(AMIRA, f"JOIN {second}", subject=first)
    office.live(WAITING)
    comes(office, VISITOR, f"RE: {first}", f"This is whistle-blowing: {PRIVATE}.")
    office.of_the_office(AMIRA, f"SPOKEN Daniel Mensah, by telephone: NOTE {SPOKEN}", subject=first)
    office.live(WAITING)
    comes(office, PORTAL_ADDRESS, f"[Secure] {first}", f"On behalf of Dr Finch: {PORTAL}.")
    office.live(WAITING)
    office.of_the_office(AMIRA, f"FILE {first}", answers=office.letters(OFFICE)[-1])
    office.live(WAITING)
    return first, second


def ended(office: Office, reference: str) -> None:
    """Let both sides agree, and the office keep it until a day."""
    office.writes(VISITOR, "GO ON", answers=office.newest(VISITOR, "held until"))
    office.live(WAITING)
    office.writes(WORKER, "YES", answers=office.newest(WORKER, "Is this right"))
    office.live(WAITING)
    office.writes(WORKER, "RESOLVED Daniel sees them weekly.", answers=office.newest(WORKER, "goes on in this one"))
    office.live(WAITING)
    office.writes(VISITOR, "AGREE", answers=office.newest(VISITOR, reference))
    office.live(WAITING)
    office.of_the_office(AMIRA, f"RETAIN UNTIL 22 November 2025: {RETAINED}", subject=reference)
    for _ in range(4):
        office.live(timedelta(days=1))
        office.service.tell()
    office.live(timedelta(minutes=1))


def test_nothing_of_it_is_left_anywhere(
    office: Office, dovecot: servers.Dovecot, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first, second = a_tangled_case(office)
    ended(office, first)
    box = dovecot.folder / "mail" / office.account.user
    assert {"kestrel", SPOKEN, "quarry minutes", PORTAL} <= {one.partition(": ")[2] for one in found_in(box, *TRACES)}
    assert [office.status(one) for one in (first, second)] == ["closed", "joined"]
    office.live(YEAR)
    capfd.readouterr()
    office.confirmed(first)
    assert [office.status(one) for one in (first, second)] == ["disposed", "disposed"]
    office.service.tell()
    office.live(timedelta(days=3))
    office.service.tell()
    assert office.faults() == []
    logged = "".join(capfd.readouterr())
    assert not [one for one in TRACES if one in logged], "the log"
    assert handed_over(office, *TRACES) == []
    assert office.folders_of_cases() == []
    if office.service.record.file is None:
        written_down(office)
    for place in (box, tmp_path, copy_of(office, tmp_path / "copy")):
        assert found_in(place, *hexed(TRACES)) == [], place
    certificate = office.newest(OFFICE, "Certificate of disposal").text
    assert not [one for one in TRACES if one in certificate], "nor what somebody wrote of until when it was kept"
