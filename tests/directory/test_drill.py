"""A drill: who answers PRESENT, who answers with more, whose letter comes back, and what the office hears at its end."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailservice.cases.history.commands import NoteBounce
from mailservice.cases.history.events import DrillAnswered, LetterOrdered
from mailservice.clock import VirtualClock
from mailservice.mail.parse import parse
from mailservice.record import ledger, lookup
from mailservice.record.ledger import BOOK
from mailservice.service import drilling
from mailservice.service.drilling import NoDrillError
from mailservice.simulator.playing import desk_of
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from tests.service.test_versions import NSCP, Years

BEGAN = "Mon 23 Nov 2026 10:00"
JOY = "joy.okafor@nenevalley.example"


class Drill(Years):
    """A drill that has begun; people answer its letters."""

    def letters(self, template: str) -> list[LetterOrdered]:
        with self.record.read(self.desk.partnership) as tx:
            found = ledger.of_kinds(tx, BOOK, "LetterOrdered")
        return [one for one in found if isinstance(one, LetterOrdered) and one.template == template]

    def answers(self, address: str, text: str, when: str = "Mon 23 Nov 2026 11:00", by: str = "") -> None:
        """Let somebody answer the letter that went to an address."""
        (letter,) = [parse(one.raw) for one in self.server.outbox if one.recipient == address and b"PRESENT" in one.raw]
        self.clock.set(moment(when))
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = by or address, self.desk.address, f"RE: {letter.subject}"
        mail["In-Reply-To"] = mail["References"] = letter.message_id
        mail["Message-ID"] = f"<answer-{self.written}@people.example>"
        self.written += 1
        mail.set_content(text)
        self.server.deliver(mail.as_bytes())
        self.at(when)

    def answered(self) -> list[str]:
        with self.record.read(self.desk.partnership) as tx:
            found = ledger.of_kinds(tx, BOOK, "DrillAnswered")
        return [one.by.address for one in found if isinstance(one, DrillAnswered)]

    def cases(self) -> int:
        with self.record.read(self.desk.partnership) as tx:
            return len(list(lookup.cases_of(tx)))

    def ends(self) -> dict[str, list[str]]:
        """Let the drill's last day pass; return what the office is told, as places and addresses."""
        self.at("Mon 30 Nov 2026 18:00")
        self.service.go_round(self.service.settle_here)
        (told,) = self.letters("drill_report")
        assert told.to.address == self.desk.directory.office.address
        shown = {key: [one.get("place") or one["address"] for one in told.facts[key]] for key in ("nobody", "one_deep")}
        return {**shown, **{key: [one["address"] for one in told.facts[key]] for key in ("silent", "bounced")}}


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Drill]:
    clock = VirtualClock(moment(BEGAN))
    with EmbeddedServer(clock, desk_of(NSCP).address, tmp_path) as server:
        here = Drill(tmp_path, desk_of(NSCP), server, clock)
        here.at(BEGAN)
        here.service.drilling.begin()
        here.at(BEGAN)
        yield here
        here.stop()


def test_whoever_decides_and_who_covers_for_them_gets_one_letter_that_says_it_is_a_drill(drill: Drill) -> None:
    asked = [one.to.address for one in drill.letters("drill")]
    assert JOY in asked
    assert len(asked) == len(set(asked))
    (letter,) = [parse(one.raw) for one in drill.server.outbox if one.recipient == JOY]
    assert "This is a drill" in letter.text
    assert "Nothing in this letter is about any child" in " ".join(letter.text.split())


@pytest.mark.parametrize(
    "text", ["PRESENT", "Present, thanks\n\nJoy Okafor", "Hi all,\n\nPresent.\n\nKind regards\nJoy", "I am present"]
)
def test_a_plain_present_is_filed_opens_nothing_and_troubles_nobody(drill: Drill, text: str) -> None:
    drill.answers(JOY, text)
    assert drill.answered() == [JOY]
    assert drill.cases() == 0
    assert drill.letters("office") == drill.letters("answer") == []


def test_what_somebody_writes_besides_goes_to_the_office(drill: Drill) -> None:
    drill.answers(JOY, "Present, but from Monday Tom Byrne has my team.")
    assert drill.answered() == [JOY]
    (told,) = drill.letters("office")
    assert "from Monday Tom Byrne has my team" in told.facts["items"][0]


def test_an_answer_by_somebody_else_is_no_sign_of_life_of_hers(drill: Drill) -> None:
    drill.answers(JOY, "PRESENT", by="ruth.lindqvist@nenevalley.example")
    (told,) = drill.letters("office")
    assert "answered the drill's letter to Joy Okafor" in told.facts["items"][0]
    assert JOY in drill.ends()["silent"]


def test_danger_in_an_answer_to_a_drill_is_heard_as_ever(drill: Drill) -> None:
    drill.answers(JOY, "URGENT: he has hit her again and she is alone with him now. NCT-483920")
    assert drill.answered() == []
    assert drill.letters("office") or drill.cases()


def test_the_word_means_nothing_elsewhere(drill: Drill) -> None:
    drill.hears("Mon 23 Nov 2026 11:00", JOY, drill.desk.address, "PRESENT", "Present")
    assert drill.answered() == []


def test_at_its_end_the_office_has_one_letter_with_who_is_reached_one_deep_only(drill: Drill) -> None:
    drill.answers(JOY, "PRESENT")
    drill.hears("Tue 24 Nov 2026 10:00", "ruth.lindqvist@nenevalley.example", drill.desk.address, "Thank you.", "Hello")
    told = drill.ends()
    assert any(one.endswith("stage 2") for one in told["one_deep"])
    assert JOY not in told["silent"]
    assert "ruth.lindqvist@nenevalley.example" not in told["silent"]
    assert len(drill.letters("drill")) == len({one.to.address for one in drill.letters("drill")})
    drill.at("Tue 1 Dec 2026 18:00")
    assert len(drill.letters("drill_report")) == 1


def test_nobody_is_asked_twice_in_a_quarter(drill: Drill) -> None:
    with pytest.raises(NoDrillError, match="runs until"):
        drill.service.drilling.begin()
    drill.ends()
    with pytest.raises(NoDrillError, match="last three months"):
        drill.service.drilling.begin()
    drill.clock.set(drill.clock.now() + timedelta(days=91))
    assert drill.service.drilling.look()


def test_nobody_is_drilled_while_a_case_is_urgent(drill: Drill) -> None:
    drill.ends()
    drill.clock.set(drill.clock.now() + timedelta(days=91))
    sarah = "sarah.whitlock@rockinghamhealth.example"
    drill.hears(
        "Tue 2 Mar 2027 11:00",
        sarah,
        "daniel.mensah@nenevalley.example",
        "URGENT: see her today. NCT-483920",
        "NCT-483920",
    )
    with pytest.raises(NoDrillError, match="is urgent"):
        drill.service.drilling.begin()


def test_a_letter_that_comes_back_is_told_as_such(drill: Drill) -> None:
    with drill.record.begin(drill.desk.partnership) as tx:
        (letter,) = [one for one in drill.letters("drill") if one.to.address == JOY]
        signs = drilling.signs(tx, letter.at - timedelta(minutes=1))
        assert signs.bounced == frozenset()
    drill.service.sending._note(letter.letter, _bounce(drill, letter.letter))  # noqa: SLF001 - as its own dispatch does
    assert drill.ends()["bounced"] == [JOY]


def _bounce(drill: Drill, letter: str) -> NoteBounce:
    return NoteBounce(drill.clock.now(), letter, "5.1.1", "no such mailbox")
