"""Who may write on a case by its reference alone, and who learns nothing by trying one (rules, section 2)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from mailservice.clock import VirtualClock
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from tests.service.crashing import DESK
from tests.service.test_joining import DANIEL, FIRST, LOUISE, SARAH, Desk

JOY = "Joy Okafor <joy.okafor@nenevalley.example>"
RUTH = "Ruth Lindqvist <ruth.lindqvist@nenevalley.example>"
TOM = "Tom Byrne <tom.byrne@nenevalley.example>"
MINA = "Mina Dasgupta <mina.dasgupta@rockinghamhealth.example>"
KATE = "Kate O'Brien <kate.obrien@rockinghamhealth.example>"
COLIN = "Colin Ferris <colin.ferris@rockinghamhealth.example>"
PARENT = "A parent <parent@mailhost.example>"
ISSUE = "I disagree that NCT-483920 was closed."

NewDesk = Callable[[], Desk]


@pytest.fixture
def new_desk(tmp_path: Path) -> Iterator[NewDesk]:
    """Give as many services as a test asks for, each with an empty mailbox and record of its own."""
    numbers = count(1)
    with ExitStack() as opened:

        def make() -> Desk:
            clock = VirtualClock(moment("Mon 23 Nov 2026 10:00"))
            folder = tmp_path / str(next(numbers))
            folder.mkdir()
            made = Desk(folder, opened.enter_context(EmbeddedServer(clock, DESK.address)), clock)
            opened.callback(made.record.close)
            opened.callback(made.mailbox.close)
            return made

        yield make


def between_agencies(desk: Desk) -> None:
    desk.hears(SARAH, DANIEL, ISSUE, subject="NCT-483920")


def within_one_agency(desk: Desk) -> None:
    desk.hears(DANIEL, JOY, ISSUE, subject="NCT-483920")
    desk.hears(DANIEL, DESK.address, "CONTACT Joy Okafor joy.okafor@nenevalley.example", subject=FIRST)
    assert desk.case(FIRST).agencies == ("nene-valley", "nene-valley#other")


def without_the_other_side(desk: Desk) -> None:
    desk.hears(SARAH, DESK.address, ISSUE, subject="NCT-483920")
    assert desk.case(FIRST).missing == ("agency",)


def answers_to(desk: Desk, who: str) -> list[tuple[str, str]]:
    """Return what somebody is answered who quotes the first case's reference in a subject: subject and text."""
    answers = []
    for word in ("ESCALATE: nobody has seen her.", "STATUS"):
        mail = desk.hears(who, DESK.address, word, subject=f"[{FIRST}]")
        assert desk.case_of(mail) == ""
        answers.append((desk.last_letter(who).subject, desk.last_letter(who).text))
    return answers


@pytest.mark.parametrize(
    ("begin", "who"),
    [
        (between_agencies, KATE),  # a colleague who never wrote
        (between_agencies, COLIN),  # the manager of a manager who takes no part yet
        (between_agencies, LOUISE),  # another agency
        (between_agencies, PARENT),
        (within_one_agency, RUTH),  # the manager of the one disagreed with, before anybody asks her
        (within_one_agency, TOM),
        (without_the_other_side, MINA),  # she may be the very one disagreed with
        (without_the_other_side, KATE),
    ],
)
def test_whoever_tries_a_reference_is_answered_as_if_there_were_no_such_case(
    new_desk: NewDesk, begin: Callable[[Desk], None], who: str
) -> None:
    empty, lived = new_desk(), new_desk()
    begin(lived)
    assert answers_to(lived, who) == answers_to(empty, who)
    assert lived.case(FIRST).party(who.partition("<")[2].strip(">")) is None


def test_a_line_manager_who_quotes_the_reference_is_heard_once_the_other_side_is_known(new_desk: NewDesk) -> None:
    desk = new_desk()
    without_the_other_side(desk)
    answers_to(desk, MINA)
    desk.hears(SARAH, DANIEL, "This is about Daniel.", subject=f"[{FIRST}]")
    heard = desk.hears(MINA, DESK.address, "ESCALATE: nobody has seen her.", subject=f"FW: {FIRST.lower()}")
    assert desk.case_of(heard) == FIRST
    assert desk.case(FIRST).stage == "2"


def test_a_line_manager_is_heard_by_the_subject_alone_and_no_machine_speaks_for_them(new_desk: NewDesk) -> None:
    desk = new_desk()
    between_agencies(desk)
    in_the_text = desk.hears(MINA, DESK.address, f"ESCALATE: it is about {FIRST}.", subject="Sarah's case")
    assert desk.case_of(in_the_text) == ""
    away = desk.hears(MINA, DESK.address, "I am out of the office.", subject=f"Automatic reply: [{FIRST}]")
    assert desk.case_of(away) == ""
    assert desk.case(FIRST).party("mina.dasgupta@rockinghamhealth.example") is None


def test_whoever_wrote_on_the_thread_may_write_by_the_reference(new_desk: NewDesk) -> None:
    desk = new_desk()
    first = desk.hears(SARAH, DANIEL, ISSUE, subject="NCT-483920")
    desk.hears(KATE, DANIEL, "I was there too.", subject="RE: NCT-483920", answers=(first,))
    heard = desk.hears(KATE, DESK.address, f"ESCALATE: it is about {FIRST}.", subject="Sarah is off sick")
    assert desk.case_of(heard) == FIRST
    assert desk.case(FIRST).stage == "2"
