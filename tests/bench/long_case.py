"""A reply on a case of a thousand events beside one on a case of some ten.

The long one is made by real mails of both sides, decided, with every letter sent: mails heard, words said, proposals, notes,
questions, dates and letters, as a case has them. Cold is the first reply after the record was opened, warm are those after it.
"""

from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path

from rich.progress import Progress

from mailservice.clock import VirtualClock
from mailservice.record import ledger
from mailservice.transport.smtp import Post
from tests.bench import store
from tests.bench.mail_race import receive
from tests.bench.mails import SAID, Reply, reply
from tests.bench.race import Race
from tests.bench.store import NOW, RAISERS, Store

EVENTS, TURNS, WARM = 1_000, 9, 3
_MORE = (
    "RESOLVED We visit together on Tuesday, and tell the school.",
    "DISAGREE: the school was not asked.",
    "RECEIVED",
)


def race(folder: Path, post: Post, progress: Progress) -> tuple[Race, Counter[str]]:
    """Make the long case, and reply to it in turn with short ones; give the turns, and what the long case is made of."""
    file, desk = folder / "long.db", store.desk()
    made = store.build(file, desk, TURNS + 2, 0, due=0, track=list)
    grown = store.opened(file, desk, made.replies, post)
    kinds = _grow(grown, progress)
    grown.service.record.close()
    turns, numbers = Race(), iter(range(100_000, 200_000))
    for turn in range(TURNS):
        again = store.opened(file, desk, made.replies, post)
        receive(again, [_reply(made.replies[1], next(numbers))])  # what a process does once is not what is measured
        for name, to in (("short", made.replies[2 + turn]), ("long", made.replies[0])):
            turns.run(f"{name} cold", partial(receive, again, [_reply(to, next(numbers))]))
            for _ in range(WARM):
                turns.run(name, partial(receive, again, [_reply(to, next(numbers))]))
        again.service.record.close()
    return turns, kinds


def _reply(to: Reply, number: int) -> bytes:
    return reply(to, number, NOW, "NOTE The school has sent its own record of the visits.")


def _grow(one: Store, progress: Progress) -> Counter[str]:
    """Have both sides write to the first case until it has its thousand events."""
    task = progress.add_task(f"a case of {EVENTS:,} events", total=EVENTS)
    said, clock, number = (*SAID, *_MORE), VirtualClock(NOW), 0
    kinds = _kinds(one)
    one.service = type(one.service)(one.service.record, one.service.post, one.service.mailbox, clock, one.service.desk)
    while kinds.total() < EVENTS:
        clock.set(NOW + timedelta(hours=number))
        responder = one.replies[0]
        to = responder if number % 2 else _of_raiser(responder)
        raw = reply(to, number, clock.now(), said[number // 2 % len(said)])
        for mail in store.arrive(one, [raw], clock.now()):
            one.service.receiving.receive(mail)
        one.service.sending.work()
        kinds, number = _kinds(one), number + 1
        progress.update(task, completed=kinds.total())
    progress.remove_task(task)
    return kinds


def _of_raiser(to: Reply) -> Reply:
    return Reply(RAISERS[0], "Sarah Whitlock", to.desk, to.letter, to.root, to.reference)


def _kinds(one: Store) -> Counter[str]:
    with one.service.record.read(one.service.desk.partnership) as tx:
        return Counter(type(event).__name__ for event in ledger.events(tx, 1))
