"""What the mail server refuses us for waits, bounces nothing, and the office hears of it once, and once more when it is over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailservice.cases.asking.held_up import NOTHING_LEAVES, THEY_LEFT, THEY_WAIT
from mailservice.cases.asking.limping import TROUBLES
from mailservice.cases.history.events import LetterBounced, LetterOrdered
from mailservice.cases.letters import waiting
from mailservice.clock import VirtualClock
from mailservice.errors import TryLater, Undeliverable
from mailservice.mail.compose import writing
from mailservice.mail.parse import parse
from mailservice.record import ledger, lookup, outbox
from mailservice.service.watch import health
from mailservice.service.watch.health import UNHEARD
from mailservice.simulator.playing import one_round
from mailservice.transport.embedded import EmbeddedServer
from tests import servers
from tests.service.crashing import DESK
from tests.service.mixed import openings
from tests.service.test_rounds import MONDAY, WORKER, Desk

OFFICE = DESK.directory.office.address
BLOCKED = "550 5.1.8 Access denied, bad outbound sender"
CASES = 10


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk on a Monday morning to which thirty cases have come, so that sixty letters are to leave."""
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = Desk(tmp_path, server, clock)
        for one in openings(CASES):
            server.deliver(one.raw, MONDAY - waiting.WAIT)
        yield made
        made.mailbox.close()
        made.record.close()


def pass_on(desk: Desk, minutes: int, *, step: int = 5) -> None:
    for _ in range(0, minutes, step):
        one_round(desk.service)
        desk.clock.set(desk.clock.now() + timedelta(minutes=step))
    one_round(desk.service)
    one_round(desk.service)


def bounced(desk: Desk) -> list[LetterBounced]:
    with desk.record.read(DESK.partnership) as tx:
        numbers = [one.id for one in lookup.cases_of(tx)]
        return [event for one in numbers for event in ledger.events(tx, one) if isinstance(event, LetterBounced)]


def told(desk: Desk, headline: str) -> list[str]:
    texts = [parse(one.raw) for one in desk.server.outbox if one.recipient == OFFICE]
    return [" ".join(one.text.split()) for one in texts if headline in one.subject]


def test_an_hours_block_turns_no_letter_into_one_that_did_not_arrive(desk: Desk) -> None:
    desk.server.turn_away = BLOCKED
    pass_on(desk, 60, step=10)
    assert desk.server.outbox == []
    desk.server.turn_away = ""
    pass_on(desk, 20, step=10)
    assert bounced(desk) == []
    assert sum(one.recipient != OFFICE for one in desk.server.outbox) == 2 * CASES, "each letter once, and none is lost"
    (over,) = told(desk, THEY_LEFT)
    assert f"{2 * CASES} letters" in over
    assert told(desk, NOTHING_LEAVES) == [], "it would mislead by now"


def test_the_server_is_not_asked_sixty_times_what_one_letter_tells(desk: Desk) -> None:
    desk.server.turn_away = BLOCKED
    tried: list[str] = []
    send = desk.service.post.send
    desk.service.post.send = lambda raw, to, *more, **named: (tried.append(to), send(raw, to, *more, **named))  # type: ignore[method-assign,assignment,func-returns-value]  # counts what is tried
    one_round(desk.service)
    assert len(tried) <= 3


def test_the_office_hears_in_the_same_sweep_what_its_administrator_must_do(desk: Desk) -> None:
    desk.server.refuse[WORKER] = "550 5.7.1 Client host blocked using a block list"
    one_round(desk.service)
    one_round(desk.service)
    (alarm,) = told(desk, THEY_WAIT)
    assert "lift" in alarm
    assert "list" in alarm
    assert "Ring" in alarm
    pass_on(desk, 60, step=20)
    assert len(told(desk, THEY_WAIT)) == 1, "once"
    desk.server.refuse.clear()
    pass_on(desk, 20, step=10)
    assert len(told(desk, THEY_LEFT)) == 1
    assert bounced(desk) == []


def test_a_letter_that_is_only_put_off_is_told_within_the_hour_and_no_sooner(desk: Desk) -> None:
    desk.server.refuse[WORKER] = "451 4.7.1 Greylisted"
    pass_on(desk, 40, step=20)
    assert told(desk, THEY_WAIT) == []
    pass_on(desk, 40, step=20)
    assert len(told(desk, THEY_WAIT)) == 1


def test_a_server_that_takes_no_return_address_of_a_letters_own_has_ours(desk: Desk) -> None:
    sending = desk.service.sending
    sending.desk = replace(DESK, plus_addresses=True)
    send, senders = desk.service.post.send, list[str]()

    def owned_only(raw: bytes, to: str, sender: str = "", envelope_id: str = "") -> None:
        senders.append(sender)
        if sender:
            raise Undeliverable("550 5.7.60 SendAsDenied", "5.7.60", "MAIL")
        send(raw, to, sender, envelope_id)

    desk.service.post.send = owned_only  # type: ignore[method-assign,assignment]  # a server that knows one sender
    one_round(desk.service)
    assert [one for one in senders if one] == [senders[0]], "asked once"
    assert "+back-" in senders[0]
    assert sum(one.recipient != OFFICE for one in desk.server.outbox) == 2 * CASES


def test_where_nobody_of_the_office_can_be_reached_status_says_so_until_a_letter_arrives(desk: Desk) -> None:
    office = DESK.directory.office
    everybody = [OFFICE, *office.staff, *(one.address for one in office.stand_ins), WORKER]
    desk.server.refuse |= dict.fromkeys(everybody, "550 5.1.1 No such user")
    pass_on(desk, 20, step=10)
    assert UNHEARD in sentences(desk)
    desk.server.refuse.clear()
    desk.server.refuse[WORKER] = "550 5.7.1 Client host blocked using a block list"
    desk.server.deliver(openings(CASES + 1)[CASES].raw, desk.clock.now() - waiting.WAIT)
    pass_on(desk, 20, step=10)
    assert UNHEARD not in sentences(desk)


def sentences(desk: Desk) -> list[str]:
    with desk.record.read(DESK.partnership) as tx:
        return [one.sentence for one in health.look(tx, (), desk.clock.now()).findings]


def test_status_says_why_letters_wait_for_one_reader_and_for_the_server_beside(desk: Desk) -> None:
    desk.server.refuse[WORKER] = "450 4.2.1 Mailbox busy"
    one_round(desk.service)
    desk.server.turn_away = "550 5.7.1 Client host blocked"
    desk.server.deliver(openings(CASES + 1)[CASES].raw, desk.clock.now() - waiting.WAIT)
    one_round(desk.service)
    with desk.record.read(DESK.partnership) as tx:
        found = health.look(tx, (), desk.clock.now())
    assert found.why_letters.startswith(
        "450 4.2.1 Mailbox busy; the mail server refuses us: 550 5.7.1 Client host blocked. Allow our mailbox"
    )


def test_where_the_server_takes_hardly_any_size_our_short_letters_wait_and_the_limit_is_told(desk: Desk) -> None:
    desk.service.sending.desk = replace(DESK, plus_addresses=True)
    send, senders = desk.service.post.send, list[str]()

    def looked_on(raw: bytes, to: str, sender: str = "", envelope_id: str = "") -> None:
        send(raw, to, sender, envelope_id)
        senders.append(sender)

    desk.service.post.send = looked_on  # type: ignore[method-assign,assignment]  # the same server
    desk.server.turn_away = "552 5.3.4 Message size exceeds fixed limit"
    pass_on(desk, 30, step=10)
    assert (bounced(desk), desk.server.outbox) == ([], [])
    with desk.record.read(DESK.partnership) as tx:
        assert outbox.waiting(tx, desk.clock.now()).why == ("552 5.3.4 Message size exceeds fixed limit",)
    desk.server.turn_away = ""
    desk.clock.set(desk.clock.now() + timedelta(seconds=50))
    one_round(desk.service)
    assert sum(one.recipient != OFFICE for one in desk.server.outbox) == 2 * CASES
    assert all("+back-" in one for one in senders), "each has a return address of its own, as before"


def test_after_hours_in_which_nobody_answered_every_letter_leaves_within_a_minute(desk: Desk) -> None:
    account = desk.service.post.account
    desk.service.post.account = replace(account, port=servers.free_port())
    pass_on(desk, 180, step=20)
    assert desk.server.outbox == []
    desk.service.post.account = account
    desk.clock.set(desk.clock.now() + timedelta(seconds=50))
    desk.service.send()
    assert sum(one.recipient != OFFICE for one in desk.server.outbox) == 2 * CASES


def test_after_hours_in_which_the_server_put_everything_off_every_letter_leaves_within_a_minute(desk: Desk) -> None:
    desk.server.turn_away = "451 4.3.2 Please try again later"
    pass_on(desk, 180, step=20)
    assert desk.server.outbox == []
    desk.server.turn_away = ""
    desk.clock.set(desk.clock.now() + timedelta(seconds=50))
    desk.service.send()
    assert sum(one.recipient != OFFICE for one in desk.server.outbox) == 2 * CASES


def test_where_nobody_answers_one_letter_is_enough_to_hear_it(desk: Desk) -> None:
    tried: list[str] = []

    def silent(_raw: bytes, to: str, _sender: str = "", envelope_id: str = "") -> None:  # noqa: ARG001 - as Post.send has it
        tried.append(to)
        raise TryLater("the mail server could not take it now") from TimeoutError()

    desk.service.post.send = silent  # type: ignore[method-assign,assignment]  # a server that says nothing, at once
    desk.service.collecting.work()
    desk.service.receive()
    letters = desk.service.sending.waits()
    for one in letters:
        desk.service.send([one])
    assert (len(letters), len(tried)) == (2 * CASES, 1)


def test_a_letter_that_cannot_be_written_is_told_within_minutes_and_stops_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose, failing = writing.compose, list[str]()

    def fails(order: LetterOrdered, *given: Any, **named: Any) -> writing.Letter:
        if order.to.address == WORKER and order.letter in (failing or [order.letter]):
            failing.append(order.letter)
            raise RuntimeError("a defect of ours")
        return compose(order, *given, **named)

    monkeypatch.setattr(writing, "compose", fails)
    for duty in (desk.service.supervisor, desk.service.sending.one_by_one):
        duty.strict = False
    pass_on(desk, 3, step=1)
    desk.service.tell()
    desk.service.send()
    assert sum(one.recipient != OFFICE for one in desk.server.outbox) == 2 * CASES - 1
    assert (len(failing), len(told(desk, TROUBLES["letter"].headline))) == (3, 1)
