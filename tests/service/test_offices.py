"""Two offices of one installation: each has a morning letter of its own cases, and acts on no other's."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mailservice.clock import VirtualClock
from mailservice.mail.parse import Mail, parse
from mailservice.record import ledger, lookup
from mailservice.record.database import Database
from mailservice.service.rounds import Service
from mailservice.simulator.playing import Simulator, one_round
from mailservice.simulator.story import moment, read_story
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post

STORY = Path(__file__).parents[1] / "scenarios" / "two-boards-a-case-for-each" / "story.toml"
CHILDREN, ADULTS = "office@woldscp.example", "office@woldsab.example"
CHILDRENS_CASE, ADULTS_CASE = "WOLD 2026-0001-E", "WOLD 2026-0002-S"


class Mornings:
    """The mornings after the story, at its desk and on its record."""

    def __init__(self, simulator: Simulator, server: EmbeddedServer, clock: VirtualClock, folder: Path) -> None:
        self.server, self.clock, self.desk = server, clock, simulator.desk
        self.record = Database(f"sqlite:///{folder / 'record.db'}")
        self.mailbox = Mailbox(server.imap)
        self.service = Service(self.record, Post(server.smtp), self.mailbox, clock, self.desk)

    def at(self, when: str) -> dict[str, str]:
        """Let the service go round; return the morning letters of then as text, by office."""
        self.clock.set(moment(when))
        before = len(self.server.outbox)
        one_round(self.service)
        self.service.morning.work()
        one_round(self.service)
        arrived = ((one.recipient, parse(one.raw)) for one in self.server.outbox[before:])
        return {who: _words(mail) for who, mail in arrived if "Morning letter" in mail.subject}


def _words(mail: Mail) -> str:
    return " ".join(mail.text.split())


@pytest.fixture
def mornings(tmp_path: Path) -> Iterator[Mornings]:
    """Give the mornings after two cases began in one mail."""
    simulator = Simulator(read_story(STORY), tmp_path).play()
    clock = VirtualClock(moment("Wed 25 Nov 2026 08:00"))
    with EmbeddedServer(clock, simulator.desk.address, tmp_path / "later") as server:
        made = Mornings(simulator, server, clock, tmp_path)
        yield made
        made.mailbox.close()
        made.record.close()


def test_each_office_reads_of_its_own_cases_alone(mornings: Mornings) -> None:
    read = mornings.at("Wed 25 Nov 2026 09:00")
    assert {*read} == {CHILDREN, ADULTS}
    assert CHILDRENS_CASE in read[CHILDREN]
    assert ADULTS_CASE not in read[CHILDREN]
    assert ADULTS_CASE in read[ADULTS]
    assert CHILDRENS_CASE not in read[ADULTS]


def test_an_office_that_is_closed_has_none_and_the_next_tells_what_happened_meanwhile(mornings: Mornings) -> None:
    who, shut = mornings.desk.directory, {date(2026, 11, 25): "Moving house"}
    closed = replace(who, boards={"adults": replace(who.boards["adults"], closed=shut)})
    mornings.service.morning.desk = replace(mornings.desk, directory=closed)
    assert {*mornings.at("Wed 25 Nov 2026 09:00")} == {CHILDREN}
    read = mornings.at("Thu 26 Nov 2026 09:00")
    assert {*read} == {CHILDREN, ADULTS}
    assert "Since 9am on Tuesday 24 November" in read[ADULTS]
    assert "Since 9am on Wednesday 25 November" in read[CHILDREN]


def test_by_hand_it_is_the_office_of_the_case_that_acts(mornings: Mornings) -> None:
    hand = mornings.service.do_by_hand
    hand(ADULTS_CASE, "NOTE rung", "Kit Moss", "on the telephone")
    with mornings.record.read(mornings.desk.partnership) as tx:
        number = lookup.case_by_reference(tx, ADULTS_CASE)
        assert number is not None
        heard = ledger.replayed(tx, number).wrote
    assert ADULTS in heard
    assert CHILDREN not in heard


def test_what_stands_still_for_both_is_told_to_both(mornings: Mornings) -> None:
    mornings.clock.set(moment("Wed 25 Nov 2026 09:00"))
    mornings.service.troubles.note("another record", "letters of ours are not in this record")
    mornings.service.troubles.work()
    mornings.service.sending.work()
    told = [one for one in mornings.server.outbox if "may not be its record" in parse(one.raw).subject]
    assert {CHILDREN, ADULTS} <= {one.recipient for one in told}
    assert len(told) == len({one.recipient for one in told})
    [adults] = [_words(parse(one.raw)) for one in told if one.recipient == ADULTS]
    assert f"Dear {mornings.desk.directory.of_board('adults').office.name}" in adults
