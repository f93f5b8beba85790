"""The office closes a day in its settings and starts the service again: the dates of its cases follow (rule 4.6)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from mailservice.cases.letters import waiting
from mailservice.clock import VirtualClock
from mailservice.mail.parse import parse
from mailservice.policy.workdays import WorkingDays
from mailservice.record.database import Database
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK
from tests.service.mixed import openings


def test_a_date_moves_at_the_next_start_and_everybody_has_a_letter_of_it_once(tmp_path: Path) -> None:
    clock = VirtualClock(moment("Mon 23 Nov 2026 10:00"))
    days = WorkingDays(DESK.rules.policy.calendar, {date(2026, 11, 25): "Office move"})
    closed = replace(DESK, rules=replace(DESK.rules, days=days))
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        record = Database(f"sqlite:///{tmp_path}/record.db")
        record.upgrade()
        mailbox = Mailbox(server.imap)
        server.deliver(openings(1)[0].raw, clock.now() - waiting.WAIT)  # no letter of it waits any more (rule 16)
        one_round(Service(record, Post(server.smtp), mailbox, clock, DESK))
        for moved in (1, 0):
            again = Service(record, Post(server.smtp), mailbox, clock, closed)
            assert again.closed_days.work() == moved
            one_round(again)
        clock.set(moment("Tue 24 Nov 2026 09:00"))  # it needs them not today (rule 18)
        one_round(again)
        mailbox.close()
        record.close()
        told = [parse(one.raw) for one in server.outbox]
    said = [" ".join(one.text.split()) for one in told if "A date has moved" in one.text]
    assert len(said) == 2
    assert all("by 5pm on Thursday 26 November 2026, not 5pm on Wednesday 25 November 2026" in one for one in said)
