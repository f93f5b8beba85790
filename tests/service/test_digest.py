"""The morning letter: one each working day, whose absence is the alarm, and what it tells the office."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mailservice.cases import machine
from mailservice.cases.history.case import book
from mailservice.cases.history.commands import CallTime, CaseSoFar, NoteMorning
from mailservice.cases.history.events import Action, LetterOrdered, LetterSent, LetterWithheld
from mailservice.cases.history.words import Verb
from mailservice.clock import VirtualClock
from mailservice.mail.parse import Mail, parse
from mailservice.record import ledger, lookup
from mailservice.record.database import Database
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post
from tests.cases.world import RAISER, World, directory, said
from tests.service.crashing import DESK
from tests.service.mixed import openings

BEFORE = moment("Wed 23 Dec 2026 08:59")


class Office:
    """The office's mornings, beside a service that can be started again on the same record."""

    def __init__(self, folder: Path, server: EmbeddedServer, clock: VirtualClock) -> None:
        self.folder, self.server, self.clock = folder, server, clock
        self.start()

    def start(self) -> None:
        """Start the service, as after a restart: nothing is kept but the record."""
        self.record = Database(f"sqlite:///{self.folder}/record.db")
        self.record.upgrade()
        self.mailbox = Mailbox(self.server.imap)
        self.service = Service(self.record, Post(self.server.smtp), self.mailbox, self.clock, DESK)

    def stop(self) -> None:
        self.mailbox.close()
        self.record.close()

    def at(self, when: str) -> bool:
        """Let the service go round at a time; tell whether it wrote the morning letter."""
        self.clock.set(moment(when))
        one_round(self.service)
        wrote = self.service.morning.work()
        one_round(self.service)
        return wrote

    def letters(self) -> list[Mail]:
        """Return the morning letters as they arrived at the office."""
        arrived = [parse(one.raw) for one in self.server.outbox if one.recipient == DESK.directory.office.address]
        return [one for one in arrived if "Morning letter" in one.subject]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give an office before nine on the Wednesday before Christmas."""
    clock = VirtualClock(BEFORE)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = Office(tmp_path, server, clock)
        yield made
        made.stop()


def words(letter: Mail) -> str:
    return " ".join(letter.text.split())


def morning(world: World, seen: int = 0) -> LetterOrdered:
    """Return the morning letter about one case, of which the office had seen some events before."""
    so_far = CaseSoFar(world.rules.policy, tuple(world.events), seen)
    command = NoteMorning(world.now, world.now - timedelta(days=1), (so_far,))
    (letter,) = machine.decide(book(), command, world.rules, directory())
    assert isinstance(letter, LetterOrdered)
    return letter


def test_one_letter_comes_each_working_day_from_nine_on(office: Office) -> None:
    assert not office.at("Wed 23 Dec 2026 08:59")
    assert office.at("Wed 23 Dec 2026 09:00")
    assert not office.at("Wed 23 Dec 2026 16:30")
    assert office.at("Thu 24 Dec 2026 10:15")
    assert [f"{one.date:%a %H:%M}" for one in office.letters()] == ["Wed 09:00", "Thu 10:15"]


def test_none_comes_on_a_bank_holiday_or_at_the_weekend(office: Office) -> None:
    assert office.at("Thu 24 Dec 2026 09:00")
    closed = ("Fri 25", "Sat 26", "Sun 27", "Mon 28")
    assert not any(office.at(f"{day} Dec 2026 09:00") for day in closed)
    assert office.at("Tue 29 Dec 2026 09:00")
    assert "Since 9am on Thursday 24 December 2026" in words(office.letters()[-1])


def test_it_says_up_to_when_the_mailbox_was_read(office: Office) -> None:
    office.at("Wed 23 Dec 2026 09:00")
    office.clock.set(moment("Thu 24 Dec 2026 08:58"))
    one_round(office.service)
    office.clock.set(moment("Thu 24 Dec 2026 09:02"))
    assert office.service.morning.work()
    one_round(office.service)
    assert "The mailbox was read through 8.58am on Thursday 24 December 2026." in words(office.letters()[-1])


def test_an_ended_case_stays_in_it_until_its_agreed_action_is_done(office: Office) -> None:
    world = World().open()
    visit = Action("a joint visit on Friday 8 January", date(2027, 1, 8))
    world.hear("d-mensah", replace(said(Verb.RESOLVED, world.now), actions=(visit,)))
    world.say(RAISER, Verb.AGREE)
    world.send()
    assert world.case.status == "closed"
    without_letters = [one for one in world.events if not isinstance(one, LetterOrdered | LetterSent | LetterWithheld)]
    with office.record.begin(DESK.partnership) as tx:
        ledger.append(tx, lookup.new_case(tx), without_letters, world.now)
    office.at("Wed 23 Dec 2026 09:00")
    office.at("Thu 24 Dec 2026 09:00")
    assert "An agreed action falls due. Daniel Mensah, by 9am Fri 8 Jan." in words(office.letters()[-1])


def test_a_restart_sends_no_second_one(office: Office) -> None:
    assert office.at("Wed 23 Dec 2026 09:00")
    office.stop()
    office.start()
    assert not office.at("Wed 23 Dec 2026 09:01")
    assert len(office.letters()) == 1


def test_with_nothing_open_it_says_so_and_what_its_absence_means(office: Office) -> None:
    office.at("Wed 23 Dec 2026 09:00")
    (letter,) = office.letters()
    assert letter.subject == "Morning letter: Nothing needs you today"
    assert "No case is open." in words(letter)
    assert "comes every working morning. If it does not, the service has stopped" in words(letter)


def test_it_tells_of_yesterday_once_and_of_an_open_case_every_morning(office: Office) -> None:
    office.at("Wed 23 Dec 2026 09:00")
    office.server.deliver(openings(1)[0].raw)
    office.at("Wed 23 Dec 2026 17:00")
    office.at("Thu 24 Dec 2026 09:00")
    office.at("Tue 29 Dec 2026 09:00")
    _, first, second = map(words, office.letters())
    assert "Sarah Whitlock (Rockingham Community Health Trust) raised" in first
    assert "Nothing has moved." in second
    for letter in (first, second):
        known = "NCT-600001; Rockingham Community Health Trust and Nene Valley Children's Trust"
        assert f"Tuesday 29 December 2026 - NSCP 2026-0001-E ({known}): stage 1, a plan" in letter
        assert "by 5pm. Sarah Whitlock and Daniel Mensah." in letter


def test_a_case_that_lacks_a_detail_is_the_offices_to_ask_for(office: Office) -> None:
    office.server.deliver(openings(1)[0].raw.replace(b"NCT-600001", b"our talk"))
    office.at("Wed 23 Dec 2026 09:00")
    (letter,) = office.letters()
    assert letter.subject == "Morning letter: 1 needs you today"
    assert "reference is missing; please ask the person who raised it" in words(letter)


def test_a_case_that_moves_by_itself_needs_nobody() -> None:
    letter = morning(World().open())
    assert letter.facts["headline"] == "Nothing needs you today"
    assert len(letter.facts["stand"]) == 1


def test_a_convened_stage_is_the_offices_to_arrange_and_each_climb_is_told() -> None:
    world = World().open()
    seen = len(world.events)
    while world.rules.policy.stage(world.case.stage).sides != "convened":
        world.say(RAISER, Verb.ESCALATE)
    letter = morning(world, seen)
    assert letter.facts["headline"] == "1 needs you today"
    assert "is convened; see that it is arranged" in letter.facts["needs"][0]
    assert any("began. It was asked for" in one or "asked for it" in one for one in letter.facts["happened"])
    assert not any("raised" in one for one in letter.facts["happened"]), "that was told the morning before"


def test_a_stage_for_which_nobody_is_known_is_the_offices_to_fill() -> None:
    world = World().open()
    nobody = replace(directory(), people=())
    world.say(RAISER, Verb.ESCALATE)
    so_far = CaseSoFar(world.rules.policy, tuple(world.events), 0)
    command = NoteMorning(world.now, world.now - timedelta(days=1), (so_far,))
    (letter,) = machine.decide(book(), command, world.rules, nobody)
    assert isinstance(letter, LetterOrdered)
    assert any("Nobody is known for" in one for one in letter.facts["needs"])


def test_an_ending_is_told_the_next_morning_and_never_again() -> None:
    world = World().open()
    seen = len(world.events)
    world.say(RAISER, Verb.WITHDRAW)
    while world.case.status != "closed":
        world.now = world.case.standing[0].due
        world.decide(CallTime(world.now, world.case.standing[0].id))
    letter = morning(world, seen)
    assert letter.facts["stand"] == []
    assert any("The case ended" in one for one in letter.facts["happened"])
    assert morning(world, len(world.events)).facts["happened"] == []
