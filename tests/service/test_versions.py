"""Which version of the policy a case goes by: the one it opened under, with its overlay; opened again, it is today's."""

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import CaseReopened, Event
from mailservice.cases.history.folding import replay
from mailservice.cases.letters import waiting
from mailservice.cases.told.transcript import transcript
from mailservice.clock import VirtualClock
from mailservice.mail.parse import parse
from mailservice.policy.load import load_bytes
from mailservice.record import ledger, lookup, verify
from mailservice.record.database import Database
from mailservice.service.desk import Desk
from mailservice.service.kept import kept_policy
from mailservice.service.rounds import Service
from mailservice.simulator.playing import desk_of, one_round
from mailservice.simulator.story import Story, moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post

SCENARIOS = Path(__file__).parents[1] / "scenarios"
OPENED = "Mon 23 Nov 2026 10:00"
PARTIAL = "resolution-of-disagreements-rpd"
QUAY = Story("", OPENED, (), PARTIAL, "rpd.toml", "overlay.toml", folder=SCENARIOS / "rpd-settled-at-stage-1")
NSCP = Story("", OPENED, (), folder=SCENARIOS)


def with_files(desk: Desk, policy: bytes, overlay: bytes = b"") -> Desk:
    """Return a desk as after somebody has changed its files and started it again."""
    today = load_bytes(policy, "policy.toml", (overlay, "overlay.toml") if overlay else None)
    return replace(desk, rules=replace(desk.rules, policy=today), policy_file=policy, overlay_file=overlay)


def changed(data: bytes, old: str, new: str) -> bytes:
    assert data.decode().count(old) == 1, old
    return data.decode().replace(old, new).encode()


class Years:
    """One record and mailbox, at which the service is started again under other files."""

    def __init__(self, folder: Path, desk: Desk, server: EmbeddedServer, clock: VirtualClock) -> None:
        self.folder, self.server, self.clock, self.written = folder, server, clock, 0
        self.start(desk)

    def start(self, desk: Desk) -> None:
        self.desk = desk
        self.record = Database(f"sqlite:///{self.folder}/record.db")
        self.record.upgrade()
        self.mailbox = Mailbox(self.server.imap)
        self.service = Service(self.record, Post(self.server.smtp), self.mailbox, self.clock, desk)

    def stop(self) -> None:
        self.mailbox.close()
        self.record.close()

    def restart(self, desk: Desk) -> None:
        self.stop()
        self.start(desk)

    def at(self, when: str) -> None:
        """Let the service go round at a time."""
        self.clock.set(moment(when))
        one_round(self.service)

    def hears(self, when: str, sender: str, to: str, text: str, subject: str) -> None:
        self.clock.set(moment(when))
        self.written += 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Cc"], mail["Subject"] = sender, to, self.desk.address, subject
        mail["Message-ID"] = f"<mail-{self.written}@people.example>"
        mail.set_content(text)
        self.server.deliver(mail.as_bytes())
        one_round(self.service)
        self.clock.set(self.clock.now() + waiting.WAIT)  # then the others' letters leave as well (rule 16)
        one_round(self.service)

    def history(self, number: int) -> list[Event]:
        with self.record.read(self.desk.partnership) as tx:
            assert verify.verify(tx) == []
            return ledger.events(tx, number)

    def case(self, number: int) -> Case:
        return replay(self.history(number))

    def dates(self, number: int) -> list[str]:
        """Return the dates of the policy that stand, with their stage."""
        standing = (one for one in self.case(number).standing if one.purpose == "clock")
        return [f"stage {one.stage}, {one.due:%a %d %b %H:%M}" for one in standing]


def years(folder: Path, desk: Desk) -> Iterator[Years]:
    clock = VirtualClock(moment(OPENED))
    with EmbeddedServer(clock, desk.address) as server:
        made = Years(folder, desk, server, clock)
        yield made
        made.stop()


@pytest.fixture
def quay(tmp_path: Path) -> Iterator[Years]:
    """Give the desk of a partial policy, whose stages are the office's own."""
    yield from years(tmp_path, desk_of(QUAY))


@pytest.fixture
def nscp(tmp_path: Path) -> Iterator[Years]:
    yield from years(tmp_path, desk_of(NSCP))


ANN, BEN = "Ann Wood <ann.wood@southquay.example>", "Ben Cole <ben.cole@northquay.example>"
SARAH, DANIEL = "sarah.whitlock@rockinghamhealth.example", "daniel.mensah@nenevalley.example"
THREE_DAYS = 'amount = 3, unit = "working-days", starts = "previous-stage-ended"'


def test_a_case_goes_on_under_the_office_s_answers_of_its_opening_when_they_have_changed(quay: Years) -> None:
    quay.hears("Mon 23 Nov 2026 10:00", ANN, BEN, "I do not agree.", "NCT-483920")
    assert quay.dates(1) == ["stage 1, Wed 25 Nov 17:00"]
    was = quay.desk
    overlay = changed(was.overlay_file, THREE_DAYS, THREE_DAYS.replace("3", "4"))
    quay.restart(with_files(was, was.policy_file, overlay))
    quay.hears("Mon 23 Nov 2026 11:00", ANN, BEN, "I do not agree.", "NCT-483921")
    quay.at("Wed 25 Nov 2026 17:01")
    assert quay.dates(1) == ["stage 2, Mon 30 Nov 17:00"], "three days, as when it opened"
    assert quay.dates(2) == ["stage 2, Tue 01 Dec 17:00"], "four days, as today"
    assert quay.case(1).policy_digest == quay.case(2).policy_digest
    assert quay.case(1).overlay_digest != quay.case(2).overlay_digest


def test_a_case_goes_on_under_its_own_policy_and_overlay_when_the_policy_has_changed(quay: Years) -> None:
    quay.hears("Mon 23 Nov 2026 10:00", ANN, BEN, "I do not agree.", "NCT-483920")
    was = quay.desk
    overlay = changed(was.overlay_file, THREE_DAYS, THREE_DAYS.replace("3", "4"))
    quay.restart(with_files(was, was.policy_file + b"\n# A newer print.\n", overlay))
    quay.at("Wed 25 Nov 2026 17:01")
    assert quay.dates(1) == ["stage 2, Mon 30 Nov 17:00"]
    with quay.record.read(was.partnership) as tx:
        assert kept_policy(tx, quay.case(1)) == was.rules.policy


def test_opened_again_it_goes_by_today_s_policy_with_the_old_one_noted(nscp: Years) -> None:
    nscp.hears("Mon 23 Nov 2026 10:00", SARAH, DANIEL, "I do not agree.", "NCT-483920")
    nscp.hears("Mon 23 Nov 2026 11:00", DANIEL, nscp.desk.address, "RESOLVED I visit on Friday.", "NSCP 2026-0001-E")
    nscp.hears("Mon 23 Nov 2026 12:00", SARAH, nscp.desk.address, "AGREE", "NSCP 2026-0001-E")
    assert nscp.case(1).status == "closed"
    was = nscp.desk
    newer = with_files(was, was.policy_file.replace(b"Professional to professional", b"Worker to worker"))
    assert newer.rules.policy.digest != was.rules.policy.digest
    nscp.restart(newer)
    nscp.hears("Tue 23 Feb 2027 10:00", SARAH, newer.address, "REOPEN It has come back.", "NSCP 2026-0001-E")
    case = nscp.case(1)
    assert (case.status, case.reference, case.policy_digest) == ("open", "NSCP 2026-0001-E", newer.rules.policy.digest)
    assert nscp.dates(1) == ["stage 1, Thu 25 Feb 17:00"], "two working days from the reopening"
    (reopened,) = [one for one in nscp.history(1) if isinstance(one, CaseReopened)]
    assert reopened.policy_digest == newer.rules.policy.digest
    told = transcript(nscp.history(1), newer.rules.policy, {})
    (note,) = [note for entry in told.entries for note in entry.notes if "today's policy" in note]
    assert was.rules.policy.digest[:12] in note
    assert newer.rules.policy.digest[:12] in note
    assert any("Worker to worker" in parse(one.raw).text for one in nscp.server.outbox)
    with nscp.record.read(newer.partnership) as tx:
        assert lookup.case(tx, 1).policy_digest == was.rules.policy.digest, "the record knows what it opened under"


def test_a_case_that_only_goes_on_stays_with_the_policy_it_opened_under(nscp: Years) -> None:
    nscp.hears("Mon 23 Nov 2026 10:00", SARAH, DANIEL, "I do not agree.", "NCT-483920")
    was = nscp.desk
    nscp.restart(with_files(was, was.policy_file.replace(b"Professional to professional", b"Worker to worker")))
    nscp.hears("Mon 23 Nov 2026 11:00", SARAH, was.address, "STATUS", "NSCP 2026-0001-E")
    letter = [parse(one.raw) for one in nscp.server.outbox if one.recipient == SARAH][-1]
    assert "Professional to professional" in letter.text


def test_opened_again_it_goes_by_today_s_answers_of_the_office(quay: Years) -> None:
    quay.hears("Mon 23 Nov 2026 10:00", ANN, BEN, "I do not agree.", "NCT-483920")
    reference = quay.case(1).reference
    quay.hears("Mon 23 Nov 2026 11:00", BEN, quay.desk.address, "RESOLVED I visit on Friday.", reference)
    quay.hears("Mon 23 Nov 2026 12:00", ANN, quay.desk.address, "AGREE", reference)
    assert quay.case(1).status == "closed"
    was = quay.desk
    first = 'amount = 2, unit = "working-days", starts = "case-opened"'
    quay.restart(with_files(was, was.policy_file, changed(was.overlay_file, first, first.replace("2", "3"))))
    quay.hears("Mon 30 Nov 2026 10:00", ANN, quay.desk.address, "REOPEN He walks home again.", reference)
    assert quay.case(1).overlay_digest == quay.desk.rules.policy.overlay_digest
    assert quay.dates(1) == ["stage 1, Thu 03 Dec 17:00"], "three days, as today's answers have it"
