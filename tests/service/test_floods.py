"""More mail than people write: what a machine, and three hundred forged strangers, bring to whom."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailservice.cases.history.events import CaseOpened, LetterOrdered, MailHeard
from mailservice.cases.opening.floods import ABOUT, MOST_OPENED
from mailservice.clock import VirtualClock
from mailservice.record import ledger
from mailservice.record.ledger import BOOK
from mailservice.transport.embedded import EmbeddedServer
from tests.service.crashing import DESK
from tests.service.mixed import VISITOR, WORKER, Sample, sample
from tests.service.test_mixed import START, Desk, histories

ROBOT_MAILS, STRANGERS = 143, 300


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give an empty mailbox and record."""
    clock = VirtualClock(START)
    with EmbeddedServer(clock, DESK.address) as server:
        made = Desk(tmp_path, server, clock)
        yield made
        made.mailbox.close()
        made.record.close()


def mail(sender: str, number: int, text: str, subject: str = "", to: str = DESK.address) -> Sample:
    """Return a mail as it is delivered."""
    made = EmailMessage()
    made["From"], made["To"], made["Cc"], made["Subject"] = sender, to, DESK.address, subject
    made["Message-ID"] = f"<flood-{number}@people.example>"
    made.set_content(text)
    return sample("flood", made)


def opening(number: int, text: str = "We disagree that the referral was closed.") -> Sample:
    return mail(VISITOR, number, text, f"NCT-{700_000 + number}", WORKER)


def told(desk: Desk) -> list[LetterOrdered]:
    """Return every letter that was ordered."""
    with desk.record.read(DESK.partnership) as tx:
        return [one for events in histories(tx).values() for one in events if isinstance(one, LetterOrdered)]


@pytest.mark.timeout(300)
def test_a_robot_with_a_new_reference_each_time_opens_ten_cases_and_both_hear_of_it_once(desk: Desk) -> None:
    desk.receive([opening(number) for number in range(ROBOT_MAILS)])
    with desk.record.read(DESK.partnership) as tx:
        opened = [one for events in histories(tx).values() for one in events if isinstance(one, CaseOpened)]
        book = [one for one in ledger.events(tx, BOOK) if isinstance(one, LetterOrdered)]
    assert len(opened) == MOST_OPENED
    assert Counter(one.template for one in book) == {"answer": 1, "office": 1}
    assert desk.held()["Other"] == ROBOT_MAILS - MOST_OPENED, "each that waits is kept for a person"


def test_the_day_after_it_opens_no_more_than_the_days_number_and_its_sender_hears_so_again(desk: Desk) -> None:
    desk.receive([opening(number) for number in range(12)])
    desk.clock.set(desk.clock.now() + timedelta(hours=2))
    desk.receive([opening(number) for number in range(20, 32)])
    with desk.record.read(DESK.partnership) as tx:
        opened = [one for events in histories(tx).values() for one in events if isinstance(one, CaseOpened)]
        book = [one for one in ledger.events(tx, BOOK) if isinstance(one, LetterOrdered)]
    assert len(opened) == 20
    assert Counter(one.template for one in book) == {"answer": 1, "office": 1}, "both have heard of it today"
    desk.clock.set(desk.clock.now() + timedelta(hours=23))
    desk.receive([opening(number) for number in range(40, 60)])
    with desk.record.read(DESK.partnership) as tx:
        book = [one for one in ledger.events(tx, BOOK) if isinstance(one, LetterOrdered)]
    assert Counter(one.template for one in book if one.about.startswith(ABOUT)) == {"answer": 2, "office": 2}


def test_what_waits_opens_its_case_when_the_office_lets_it_go(desk: Desk) -> None:
    desk.receive([opening(number) for number in range(MOST_OPENED + 1)])
    with desk.record.read(DESK.partnership) as tx:
        held = next(one for one in ledger.events(tx, BOOK) if isinstance(one, MailHeard))
    done = desk.service.do_by_hand.on_held(int(held.mail.removeprefix("m")), "RELEASE", "A. Hill", "a person wrote it")
    with desk.record.read(DESK.partnership) as tx:
        opened = [one for events in histories(tx).values() for one in events if isinstance(one, CaseOpened)]
    assert len(opened) == MOST_OPENED + 1, done


def test_one_that_is_urgent_opens_its_case_whatever_came_before(desk: Desk) -> None:
    desk.receive([opening(number) for number in range(MOST_OPENED + 2)])
    desk.receive([opening(90, "URGENT: he is alone with him tonight, and nobody answers.")])
    with desk.record.read(DESK.partnership) as tx:
        opened = [one for events in histories(tx).values() for one in events if isinstance(one, CaseOpened)]
    assert [one.child_references for one in opened][-1] == ("NCT-700090",)


@pytest.mark.timeout(300)
def test_three_hundred_forged_strangers_have_fifty_answers(desk: Desk) -> None:
    text = "I worry about somebody in our street."
    desk.receive([mail(f"Somebody <s{one}@elsewhere.example>", one, text) for one in range(STRANGERS)])
    assert Counter(one.template for one in told(desk))["stranger"] == 50
