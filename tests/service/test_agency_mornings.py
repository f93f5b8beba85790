"""An agency's own morning letter, as it arrives: on the mornings on which it has an open case, beside the office's."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailservice.clock import VirtualClock
from mailservice.mail.parse import parse
from mailservice.service.rounds import Service
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.smtp import Post
from tests.service import test_digest
from tests.service.crashing import DESK
from tests.service.mixed import openings

LEAD = "lead@rockinghamhealth.example"
CLOSED = moment("Thu 24 Dec 2026 09:00").date()


class Office(test_digest.Office):
    """The office's mornings, where the directory names somebody for one agency."""

    def start(self) -> None:
        super().start()
        agencies = tuple(
            replace(one, mornings=(LEAD,), closed={CLOSED: "Christmas"}) if one.id == "rockingham" else one
            for one in DESK.directory.agencies
        )
        desk = replace(DESK, directory=replace(DESK.directory, agencies=agencies))
        self.service = Service(self.record, Post(self.server.smtp), self.mailbox, self.clock, desk)

    def of_the_agency(self) -> list[str]:
        """Return what its lead was sent, as one line of words each."""
        arrived = [parse(one.raw) for one in self.server.outbox if one.recipient == LEAD]
        return [f"{one.subject} {' '.join(one.text.split())}" for one in arrived]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    clock = VirtualClock(moment("Mon 21 Dec 2026 10:00"))
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = Office(tmp_path, server, clock)
        yield made
        made.stop()


def test_it_comes_each_working_morning_from_the_second_stage_on_and_not_on_its_closed_day(office: Office) -> None:
    office.server.deliver(openings(1)[0].raw)
    office.at("Mon 21 Dec 2026 10:00")
    assert office.at("Tue 22 Dec 2026 09:00")
    assert office.of_the_agency() == [], "the two who disagree have it, and nobody else"
    office.at("Wed 23 Dec 2026 17:10")  # two working days in silence: the second stage
    office.at("Wed 23 Dec 2026 17:11")
    assert office.at("Thu 24 Dec 2026 09:00")
    assert office.of_the_agency() == [], "its people are not there"
    assert office.at("Tue 29 Dec 2026 09:00")
    (letter,) = office.of_the_agency()
    assert letter.startswith("The open cases of Rockingham Community Health Trust")
    assert "One case is open that Rockingham Community Health Trust takes part in" in letter
    assert "stage 2" in letter
    assert "names you for Rockingham Community Health Trust" in letter
    assert "I do not agree" not in letter, "no word of an email"
    assert office.at("Wed 30 Dec 2026 09:00")
    assert len(office.of_the_agency()) == 2
