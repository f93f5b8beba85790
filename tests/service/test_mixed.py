"""Three hundred mails of every kind, some broken, some twice: all accounted for, none decided twice, none in the way."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mailservice.cases.history.events import LetterOrdered, MailHeard
from mailservice.clock import VirtualClock
from mailservice.record import disposal, ledger, lookup, mails, tables, verify
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK
from tests.service.mixed import STRANGERS, Sample, answer, mixed, openings, sample

START = moment("Mon 2 Nov 2026 09:00")
OPENINGS = 50
MOST_ROUNDS = 10


class Desk:
    """A mailbox, a record and the service, on one Monday."""

    def __init__(self, folder: Path, server: EmbeddedServer, clock: VirtualClock) -> None:
        self.server, self.clock = server, clock
        self.record = Database(f"sqlite:///{folder}/record.db")
        self.record.upgrade()
        self.mailbox = Mailbox(server.imap)
        self.service = Service(self.record, Post(server.smtp), self.mailbox, clock, DESK)

    def once(self, samples: list[Sample]) -> None:
        """Let mails arrive, a second apart, and the service do one round of its work."""
        for one in samples:
            self.clock.set(self.clock.now() + timedelta(seconds=1))
            self.server.deliver(one.raw)
        self.service.carry_mail(self.service.settle_here)

    def receive(self, samples: list[Sample]) -> None:
        """Let mails arrive, and the service do all of its work."""
        self.once(samples)
        for _ in range(MOST_ROUNDS):  # a round files a hundred
            if not self.mailbox.uids():
                return
            one_round(self.service)

    def held(self) -> Counter[str]:
        """Return how many mails there are in each folder, our own letters apart."""
        counted: Counter[str] = Counter()
        for folder in self.mailbox.folders():
            counted[folder.partition("/")[0]] += sum(
                not entry.message_id.endswith(f"{DESK.domain}>") for entry in self.mailbox.scan(folder)
            )
        return counted


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give an empty mailbox and record."""
    clock = VirtualClock(START)
    with EmbeddedServer(clock, DESK.address) as server:
        made = Desk(tmp_path, server, clock)
        yield made
        made.mailbox.close()
        made.record.close()


def histories(tx: Transaction) -> dict[int, list[object]]:
    return {number: [*ledger.events(tx, number)] for number in (BOOK, *(line.id for line in lookup.cases_of(tx)))}


@pytest.mark.timeout(300)  # a good second for each ten mails where the machine is busy
def test_three_hundred_mails_of_mixed_kinds_are_all_accounted_for(desk: Desk) -> None:
    rest = list(mixed())
    assert (OPENINGS + len(rest), sum(one.kind == "broken" for one in rest)) == (300, 30)
    desk.receive(openings(OPENINGS))
    desk.receive(rest)
    kinds = Counter(one.kind for one in rest)
    with desk.record.read(DESK.partnership) as tx:
        outcomes = mails.counts(tx)
        told = histories(tx)
        assert (mails.unsettled(tx), mails.to_file(tx)) == ([], [])
        assert verify.verify(tx) == []
    assert sum(outcomes.values()) == 300
    assert "unsettled" not in outcomes
    assert outcomes["duplicate"] == kinds["duplicate"] + kinds["broken again"]
    assert_each_was_decided_once(told, decided=300 - outcomes["duplicate"])
    assert len(told) == 1 + OPENINGS, "the office's own book, and a case for each opening"
    folders = desk.held()
    assert (folders["INBOX"], sum(folders.values())) == (0, 300), "each mail lies in exactly one folder"
    assert_strangers_were_answered_once(told)


def assert_each_was_decided_once(told: dict[int, list[object]], decided: int) -> None:
    heard = [one.mail for events in told.values() for one in events if isinstance(one, MailHeard)]
    assert (len(heard), len(set(heard))) == (decided, decided)


def assert_strangers_were_answered_once(told: dict[int, list[object]]) -> None:
    letters = [one for one in told[BOOK] if isinstance(one, LetterOrdered) and one.template == "stranger"]
    answered = Counter(one.to.address for one in letters if one.to.address.endswith("@elsewhere.example"))
    assert (len(answered), set(answered.values())) == (STRANGERS // 2, {1})
    assert all(one.to.address for one in letters), "nobody is written to without an address"


def test_a_stranger_is_answered_again_the_day_after(desk: Desk) -> None:
    first, second, *_ = [one for one in mixed() if one.kind == "stranger"]
    desk.receive([first])
    desk.clock.set(START + timedelta(hours=23))
    desk.receive([second])
    desk.clock.set(START + timedelta(hours=25))
    desk.receive([Sample("stranger", second.raw.replace(b"<stranger-1@", b"<stranger-again@"))])
    with desk.record.read(DESK.partnership) as tx:
        sent = [
            one.at for one in ledger.events(tx, BOOK) if isinstance(one, LetterOrdered) and one.template == "stranger"
        ]
    assert [at - START for at in sent] == [timedelta(seconds=1), timedelta(hours=25, seconds=1)]


def test_a_robot_that_answers_every_answer_is_answered_twenty_times_and_the_office_told_once(desk: Desk) -> None:
    desk.receive(openings(1))
    loop = next(one.raw for one in mixed() if b"\r\nSTATUS" in one.raw)
    for number in range(26):
        again = loop.replace(b"<answer-5@", f"<loop-{number}@".encode()).replace(b"<opening-6@", b"<opening-1@")
        desk.receive([Sample("loop", again)])
    with desk.record.read(DESK.partnership) as tx:
        events = ledger.events(tx, 1)
    answers = [one for one in events if isinstance(one, LetterOrdered) and one.template in {"status", "answer"}]
    alarms = [
        one for one in events if isinstance(one, LetterOrdered) and one.to.address == DESK.directory.office.address
    ]
    assert [one.template for one in answers] == ["status"] * 20 + ["answer"]
    assert len(alarms) == 1
    assert sum(isinstance(one, MailHeard) for one in events) == 27, "every mail is kept all the same"


def test_a_mail_that_cannot_be_decided_is_held_after_three_tries_and_the_next_goes_on(desk: Desk) -> None:
    plan, agree, first, second = (_answer_to(case, number, text) for number, (case, text) in enumerate(ANSWERS))
    desk.receive([*openings(2), plan, agree])
    with desk.record.begin(DESK.partnership) as tx:
        forget_the_plan(tx, 1)  # that it was agreed is still known, and no longer what it was: the case cannot be read
    desk.record.close()
    desk.once([first, second])
    with desk.record.read(DESK.partnership) as tx:
        unread, read = mails.get(tx, 5), mails.get(tx, 6)
        assert (unread.outcome, unread.case, unread.folder, unread.attempts) == (None, None, "", 1)
        assert (read.outcome, read.case) == ("acted", 2)
    one_round(desk.service)
    with desk.record.read(DESK.partnership) as tx:
        held = mails.get(tx, 5)
        alarms = [one for one in ledger.events(tx, BOOK) if isinstance(one, LetterOrdered)]
    assert (held.outcome, held.attempts, held.folder) == ("held", 3, "Held")
    assert [one.to.address for one in alarms] == [DESK.directory.office.address]
    assert desk.mailbox.uids() == ()


def test_one_meant_in_confidence_that_cannot_be_decided_lies_where_nobody_else_reads(desk: Desk) -> None:
    plan, agree = (_answer_to(case, number, text) for number, (case, text) in enumerate(ANSWERS[:2]))
    desk.receive([*openings(2), plan, agree])
    with desk.record.begin(DESK.partnership) as tx:
        forget_the_plan(tx, 1)
    desk.record.close()
    desk.once([_answer_to(1, 9, "This is whistleblowing: I have a fear of repercussions.")])
    one_round(desk.service)
    with desk.record.read(DESK.partnership) as tx:
        held = mails.get(tx, 5)
    assert (held.outcome, held.folder) == ("held", "Confidential")


ANSWERS = ((1, "PLAN We visit together."), (1, "AGREE"), (1, "NOTE We spoke again."), (2, "NOTE We spoke as well."))


def _answer_to(case: int, number: int, text: str) -> Sample:
    return sample("verb", answer(number, case, text))


def forget_the_plan(tx: Transaction, case: int) -> None:
    rows = select(tables.ledger.c.payload).filter_by(case_id=case, kind="Proposed")
    for payload in tx.run(rows).scalars().all():
        disposal.let_go(tx, [payload], "a child grew up", "a test", START)
