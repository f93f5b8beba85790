"""A bounce is believed where only a server can have sent it: who had one of our letters cannot make one up for a colleague."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailservice.cases.asking import came_back
from mailservice.cases.history.events import CoverAsked, LetterBounced
from mailservice.cases.letters import waiting
from mailservice.clock import VirtualClock
from mailservice.mail import returning
from mailservice.mail.parse import parse
from mailservice.mail.trust import signing
from mailservice.record import ledger
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.smtp import Post
from tests.mail.kinds.reports import FIRST
from tests.service.crashing import DESK
from tests.service.mixed import openings
from tests.service.test_held_up import told
from tests.service.test_rounds import MONDAY, WORKER, Desk

GONE = next(one for one in FIRST if one.tells == "bounce" and one.fault == "reader" and one.returned)


@pytest.fixture(params=[True, False], ids=["a return address of its own", "one for all"])
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Give a desk on a Monday morning whose first letters have left."""
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = Desk(tmp_path, server, clock)
        post = Post(server.smtp)
        made.service = Service(made.record, post, made.mailbox, clock, replace(DESK, plus_addresses=request.param))
        server.deliver(openings(1)[0].raw, MONDAY - waiting.WAIT)
        one_round(made.service)
        yield made
        made.mailbox.close()
        made.record.close()


def came(desk: Desk, to: str) -> tuple[bool, bool]:
    """Let a report come to an address about the worker's letter; return if it counts, and if the office is told to ring."""
    theirs = next(parse(one.raw) for one in desk.server.outbox if one.recipient == WORKER)
    desk.clock.set(desk.clock.now() + timedelta(minutes=1))
    raw = GONE.raw(to, theirs.message_id).replace(b"%M", theirs.message_id.encode())
    desk.server.deliver(raw, desk.clock.now())
    one_round(desk.service)
    with desk.record.read(DESK.partnership) as tx:
        events = list(ledger.events(tx, 1))
    bounced = any(isinstance(one, LetterBounced | CoverAsked) for one in events)
    return bounced, bool(told(desk, came_back.PERHAPS))


def letters_id(desk: Desk) -> str:
    theirs = next(parse(one.raw) for one in desk.server.outbox if one.recipient == WORKER)
    return signing.letter_in([theirs.message_id], DESK.signing_keys)


def test_what_whoever_has_the_letter_can_write_makes_the_office_ring_and_passes_nobody_over(desk: Desk) -> None:
    own = desk.service.sending.desk.plus_addresses
    assert came(desk, DESK.address) == ((False, True) if own else (True, False))


def test_nor_does_the_address_that_an_answer_goes_to_lead_to_the_one_that_a_bounce_goes_to(desk: Desk) -> None:
    if not desk.service.sending.desk.plus_addresses:
        return
    made_up = signing.reply_address(letters_id(desk), DESK.signing_keys, DESK.address).replace("+", "+back-")
    assert came(desk, made_up) == (False, True)


def test_what_comes_to_the_letters_own_return_address_is_a_bounce(desk: Desk) -> None:
    own = desk.service.sending.desk.plus_addresses
    back = returning.return_address(letters_id(desk), DESK.signing_keys, DESK.address) if own else DESK.address
    assert came(desk, back) == (True, False)
