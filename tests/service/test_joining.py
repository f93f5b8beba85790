"""Which case a mail belongs to where a child has two; and a JOIN of the two, whatever dies while it is decided."""

import signal
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import LetterOrdered
from mailservice.cases.history.folding import replay
from mailservice.clock import VirtualClock
from mailservice.mail.parse import Mail, parse
from mailservice.record import ledger, lookup, mails, verify
from mailservice.record.database import Database
from mailservice.service.rounds import Service
from mailservice.service.sending import LEASE_SECONDS
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK, Place, live
from tests.service.test_crash import ended, processes

SARAH = "Sarah Whitlock <sarah.whitlock@rockinghamhealth.example>"
ALIAS = "Sarah Whitlock <s.whitlock@hv.rockinghamhealth.example>"
DANIEL = "Daniel Mensah <daniel.mensah@nenevalley.example>"
LOUISE = "Louise Park <louise.park@shirepolice.example>"
FIRST, SECOND, THIRD = "NSCP 2026-0001-E", "NSCP 2026-0002-S", "NSCP 2026-0003-D"


class Desk:
    """The service on a Monday, and people who write to one another with it in copy."""

    def __init__(self, folder: Path, server: EmbeddedServer, clock: VirtualClock) -> None:
        self.folder, self.server, self.clock = folder, server, clock
        self.url = f"sqlite:///{folder}/record.db"
        self.record = Database(self.url)
        self.record.upgrade()
        self.mailbox = Mailbox(server.imap)
        self.service = Service(self.record, Post(server.smtp), self.mailbox, clock, DESK)
        self.written = 0

    def write(self, sender: str, to: str, text: str, *, subject: str = "", answers: tuple[str, ...] = ()) -> str:
        """Let somebody write, with us in copy; `answers` are the Message-IDs of the thread, the nearest last."""
        self.written += 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Cc"], mail["Subject"] = sender, to, DESK.address, subject
        mail["Message-ID"] = f"<mail-{self.written}@people.example>"
        if answers:
            mail["In-Reply-To"], mail["References"] = answers[-1], " ".join(answers)
        mail.set_content(text)
        self.clock.set(self.clock.now() + timedelta(minutes=1))
        self.server.deliver(mail.as_bytes())
        return str(mail["Message-ID"])

    def hears(self, sender: str, to: str, text: str, *, subject: str = "", answers: tuple[str, ...] = ()) -> str:
        """Let somebody write, and the service do all of its work."""
        written = self.write(sender, to, text, subject=subject, answers=answers)
        one_round(self.service)
        return written

    def case_of(self, message_id: str) -> str:
        """Return the reference of the case that a mail was decided on; empty if it was on none."""
        with self.record.read(DESK.partnership) as tx:
            mail = mails.get(tx, mails.same_message(tx, message_id.strip("<>")) or 0)
            return lookup.case(tx, mail.case).reference if mail.case else ""

    def case(self, reference: str) -> Case:
        with self.record.read(DESK.partnership) as tx:
            number = lookup.case_by_reference(tx, reference)
            assert number
            return replay(ledger.events(tx, number))

    def last_letter(self, to: str) -> Mail:
        address = to.partition("<")[2].strip(">")
        return [parse(one.raw) for one in self.server.outbox if one.recipient == address][-1]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give an empty mailbox and record."""
    clock = VirtualClock(moment("Mon 23 Nov 2026 10:00"))
    with EmbeddedServer(clock, DESK.address) as server:
        made = Desk(tmp_path, server, clock)
        yield made
        made.mailbox.close()
        made.record.close()


def two_cases(desk: Desk) -> tuple[str, str, str]:
    """Let Sarah disagree with Daniel, and on the same thread with Louise: return her mails, and our letter between."""
    first = desk.hears(SARAH, DANIEL, "I disagree that this was closed.", subject="NCT-483920")
    receipt = f"<{desk.last_letter(SARAH).message_id.strip('<>')}>"
    second = desk.hears(SARAH, LOUISE, "Nor that nobody came.", subject="RE: Case opened", answers=(first, receipt))
    return first, receipt, second


def test_a_case_beside_another_has_the_child_s_reference_and_is_not_asked_for_it(desk: Desk) -> None:
    two_cases(desk)
    assert desk.case(SECOND).child_references == ("NCT-483920",)
    assert desk.case(SECOND).missing == ("join",)
    assert "child’s reference" not in desk.last_letter(SARAH).text.partition("Reply")[0]  # noqa: RUF001 - as in our letters


def test_an_answer_is_on_the_case_of_what_it_answers_though_the_thread_began_on_another(desk: Desk) -> None:
    thread = two_cases(desk)
    answer = desk.hears(LOUISE, SARAH, "We were not told of it.", subject="RE: RE: Case opened", answers=thread)
    assert desk.case_of(answer) == SECOND
    assert desk.case(SECOND).issues["shire-police"].startswith("We were not told of it.")
    later = desk.hears(DANIEL, SARAH, "I will look again.", subject="RE: NCT-483920", answers=thread[:1])
    assert desk.case_of(later) == FIRST, "what was the first case's stays the first's alone"


def test_join_written_without_our_letter_is_no_riddle(desk: Desk) -> None:
    *_, second = two_cases(desk)
    joined = desk.hears(SARAH, LOUISE, f"JOIN {FIRST}", subject="RE: Case opened", answers=(second,))
    assert desk.case_of(joined) == SECOND
    assert desk.case(SECOND).joined_to == FIRST


def test_what_is_written_on_a_joined_case_is_heard_on_the_case_it_joined(desk: Desk) -> None:
    *_, second = two_cases(desk)
    desk.hears(SARAH, DESK.address, f"JOIN {FIRST}", subject=f"[{SECOND}]")
    assert desk.case(SECOND).status == "joined"
    by_thread = desk.hears(LOUISE, SARAH, "We were not told.", subject="RE: Case opened", answers=(second,))
    by_reference = desk.hears(LOUISE, DESK.address, "STATUS", subject=f"[{SECOND}]")
    assert (desk.case_of(by_thread), desk.case_of(by_reference)) == (FIRST, FIRST)
    status = desk.last_letter(LOUISE)
    assert FIRST in status.subject
    assert f"{SECOND} goes on in this case" in " ".join(status.text.split())
    desk.service.do_by_hand(SECOND, "NOTE Telephoned the police.", "A. Hill", "they asked")
    with desk.record.read(DESK.partnership) as tx:
        assert verify.verify(tx) == []
        assert lookup.open_cases_by_child(tx, "NCT-483920") == {1}


def test_the_office_joins_two_cases_by_hand_in_one_step(desk: Desk) -> None:
    two_cases(desk)
    desk.service.do_by_hand(SECOND, f"JOIN {FIRST}", "A. Hill", "both agencies asked for it")
    assert (desk.case(SECOND).status, desk.case(FIRST).agencies[-1]) == ("joined", "shire-police")


def test_two_candidates_are_asked_about_and_nothing_moves(desk: Desk) -> None:
    first, *_ = two_cases(desk)
    asked = desk.hears(SARAH, DESK.address, "ESCALATE", subject=f"[{SECOND}]", answers=(first,))
    assert desk.case_of(asked) == ""
    assert "2 cases" in " ".join(desk.last_letter(SARAH).text.split())
    assert (desk.case(FIRST).stage, desk.case(SECOND).stage) == ("1", "1")


def test_a_party_is_known_by_each_of_their_addresses(desk: Desk) -> None:
    desk.hears(SARAH, DANIEL, "I disagree that this was closed.", subject="NCT-483920")
    by_reference = desk.hears(ALIAS, DESK.address, "NOTE The school wrote.", subject=f"FW: {FIRST}")
    by_child = desk.hears(ALIAS, DANIEL, "There is more about NCT-483920.")
    assert (desk.case_of(by_reference), desk.case_of(by_child)) == (FIRST, FIRST)


def test_a_child_s_reference_alone_finds_the_one_case_and_new_opens_another(desk: Desk) -> None:
    desk.hears(SARAH, DANIEL, "I disagree that this was closed.", subject="NCT-483920")
    found = desk.hears(SARAH, DANIEL, "The school place of NCT-483920 is gone as well.")
    assert desk.case_of(found) == FIRST
    letter = desk.last_letter(SARAH)
    assert "It is the one open case of this child between your agencies" in " ".join(letter.text.split())
    answered = f"<{letter.message_id.strip('<>')}>"
    desk.hears(SARAH, DESK.address, "NEW\n\nThe school place is gone.", answers=(answered,))
    assert desk.case(SECOND).agencies == ("rockingham", "nene-valley")
    assert desk.case(SECOND).child_references == ("NCT-483920",)
    assert "The school place is gone." in desk.case(SECOND).issues["rockingham"]
    assert desk.case(FIRST).status == "open"


def test_new_on_a_thread_of_its_own_case_opens_nothing(desk: Desk) -> None:
    first = desk.hears(SARAH, DANIEL, "I disagree that this was closed.", subject="NCT-483920")
    assert desk.case_of(desk.hears(SARAH, DANIEL, "NEW", answers=(first,))) == FIRST
    with desk.record.read(DESK.partnership) as tx:
        assert len(lookup.cases_of(tx)) == 1


@pytest.mark.timeout(300)  # a dozen lives and deaths
def test_killed_at_any_moment_of_a_join_both_cases_tell_the_same(desk: Desk) -> None:
    *_, second = two_cases(desk)
    desk.write(SARAH, DESK.address, f"JOIN {FIRST}", subject="RE: Case opened", answers=(second,))
    dies_at = 0
    while dies_at < 40:
        dies_at += 1
        place = Place(desk.url, desk.server.imap, desk.server.smtp, desk.clock.now())
        process = processes.Process(target=live, args=(place, dies_at, desk.folder / "moments"))
        process.start()
        outcome = ended(process)
        joined = desk.case(SECOND).status == "joined"
        assert joined == ("shire-police" in desk.case(FIRST).agencies), f"after moment {dies_at}"
        if outcome != -signal.SIGKILL:
            break
        desk.clock.set(desk.clock.now() + timedelta(seconds=LEASE_SECONDS + 1))
    one_round(desk.service)
    assert desk.case(FIRST).taken_in == (SECOND,)
    with desk.record.read(DESK.partnership) as tx:
        assert verify.verify(tx) == []
        ordered = [one for one in ledger.events(tx, 1) if isinstance(one, LetterOrdered) and one.to.person == "l-park"]
    assert [one.template for one in ordered] == ["stage"], "the police have one letter of the first case"
