"""The directory's file is changed while the service runs: taken at once, or refused with every fault and what was goes on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailservice.clock import VirtualClock
from mailservice.errors import UserError
from mailservice.mail.parse import parse
from mailservice.record import ledger
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from mailservice.service.kept import directory_of, kept
from mailservice.service.who_is_who import SETTLES
from mailservice.settings.directory_file import kept_directory, load_directory
from mailservice.simulator.playing import desk_of
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from tests.service.test_versions import NSCP, SCENARIOS, Years

FILE = (SCENARIOS / "directory.toml").read_text(encoding="utf-8")
MORNING = "Mon 23 Nov 2026 10:00"


class Office(Years):
    """A service whose directory's file somebody edits."""

    def saves(self, text: str, later: timedelta = timedelta(minutes=1)) -> None:
        """Save the file, and let the service go round twice: what is faulty is told once it has stood so a moment."""
        self.file.write_text(text, encoding="utf-8")
        for _ in range(2):
            self.clock.set(self.clock.now() + later)
            self.service.go_round(self.service.settle_here)

    @property
    def file(self) -> Path:
        return self.folder / "directory.toml"

    def told(self) -> list[str]:
        """Return the subjects of the letters about the directory."""
        subjects = [parse(one.raw).subject for one in self.server.outbox]
        return [one for one in subjects if "directory" in one.lower()]

    def names(self) -> set[str]:
        return {one.name for one in self.service.desk.directory.people}

    def kinds(self) -> list[str]:
        with self.record.read(self.desk.partnership) as tx:
            return [type(one).__name__ for one in ledger.of_kinds(tx, BOOK, "DirectoryTaken", "DirectoryRefused")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    clock = VirtualClock(moment(MORNING))
    (tmp_path / "directory.toml").write_text(FILE, encoding="utf-8")
    desk = replace(desk_of(NSCP), directory_path=tmp_path / "directory.toml")
    with EmbeddedServer(clock, desk.address, tmp_path) as server:
        here = Office(tmp_path, desk, server, clock)
        here.at(MORNING)
        yield here
        here.stop()


def test_a_changed_directory_is_taken_within_a_round_and_stands_on_the_record(office: Office) -> None:
    assert office.kinds() == ["DirectoryTaken"]
    before = office.clock.now()
    office.saves(FILE.replace("Joy Okafor", "Joy Okafor-Lane"))
    assert "Joy Okafor-Lane" in office.names()
    assert office.kinds() == ["DirectoryTaken", "DirectoryTaken"]
    assert office.told() == []
    with office.record.read(office.desk.partnership) as tx:
        old, new = kept(tx, before), kept(tx)
    assert old is not None
    assert "Joy Okafor" in {one.name for one in kept_directory(old).people}
    assert new == office.file.read_bytes()


def test_a_faulty_directory_changes_nothing_and_the_office_hears_of_every_fault_once(office: Office) -> None:
    people = office.names()
    broken = FILE.replace('name = "Joy Okafor"', 'nmae = "Joy Okafor"')
    office.saves(broken)
    office.saves(broken)
    assert office.names() == people
    assert len(office.told()) == 1
    letter = " ".join(parse(office.server.outbox[-1].raw).text.split())
    assert "did you mean name?" in letter
    assert str(office.folder) not in letter
    office.saves(FILE)
    assert office.kinds() == ["DirectoryTaken", "DirectoryRefused", "DirectoryTaken"]
    assert len(office.told()) == 2
    assert "in order again" in office.told()[-1]


def test_a_file_that_is_just_being_saved_alarms_nobody(office: Office) -> None:
    office.file.write_text(FILE[: len(FILE) // 2] + "\n[[", encoding="utf-8")
    office.service.go_round(office.service.settle_here)
    office.clock.set(office.clock.now() + SETTLES / 2)
    office.saves(FILE)
    assert office.told() == []


@pytest.mark.parametrize("what", ["", "[office", "agency = 5", "\ufeff\x00"])
def test_a_restart_on_a_faulty_file_goes_on_with_what_was_taken_last(office: Office, what: str) -> None:
    people = office.names()
    office.saves(what)
    with office.record.read(office.desk.partnership) as tx:
        before = kept(tx)
    assert before is not None
    assert kept_directory(before) == load_directory(SCENARIOS / "directory.toml", office.desk.rules.policy.places)
    found = directory_of(office.file, office.desk.rules.policy, office.record)
    office.restart(replace(office.desk, directory=found))
    office.saves(what)
    assert office.names() == people
    assert len(office.told()) == 1


def test_a_file_that_is_gone_is_told_too(office: Office) -> None:
    office.file.unlink()
    for _ in range(3):
        office.clock.set(office.clock.now() + timedelta(minutes=1))
        office.service.go_round(office.service.settle_here)
    assert len(office.told()) == 1


def test_mail_from_somebody_new_is_theirs_at_once(office: Office) -> None:
    new = '\n[[agency]]\nid = "new"\nname = "New Trust"\ndomains = ["newtrust.example"]\n'
    office.saves(FILE.replace("\n[[agency]]", f"{new}\n[[agency]]", 1))
    to = next(one.address for one in office.service.desk.directory.people)
    office.hears("Mon 23 Nov 2026 11:00", "a@newtrust.example", to, "We disagree. NCT-483920", "NCT-483920")
    assert office.case(1).raiser is not None
    assert office.case(1).raiser.agency == "new"  # type: ignore[union-attr] # looked at the line before


def test_a_first_start_refuses_a_faulty_directory(tmp_path: Path) -> None:
    (tmp_path / "directory.toml").write_text("agency = 5", encoding="utf-8")
    record = Database(f"sqlite:///{tmp_path}/new.db")
    record.upgrade()
    with pytest.raises(UserError, match="agency"):
        directory_of(tmp_path / "directory.toml", desk_of(NSCP).rules.policy, record)
    record.close()
